/* fuzz_front_matter.c: any bytes as the header of a Markdown file. */
#include "charset.h"
#include "front_matter.h"
#include "fuzz_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    tenor_buffer clean = TENOR_BUFFER_INIT;
    tenor_view bytes = {(const char *)data, size};
    tenor_charset_clean(bytes, &clean, NULL); /* the header comes after the charset */
    tenor_front_matter found;
    tenor_front_matter_init(&found);
    size_t skip;
    if (tenor_front_matter_read(tenor_buffer_view(&clean), &found, &skip, NULL) == 0 &&
        skip > clean.size) {
        abort();
    }
    tenor_front_matter_free(&found);
    tenor_buffer_free(&clean);
    return 0;
}
