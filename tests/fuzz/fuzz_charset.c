/* fuzz_charset.c: any bytes to clean UTF-8. */
#include "charset.h"
#include "fuzz_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static tenor_charset *charset;
    if (charset == NULL && tenor_charset_new(&charset, NULL) != 0) {
        return 0;
    }
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_decoding found;
    tenor_view bytes = {(const char *)data, size};
    if (tenor_charset_decode(charset, bytes, &out, &found, NULL) == 0) {
        check_text(tenor_buffer_view(&out));
    }
    tenor_buffer_free(&out);
    return 0;
}
