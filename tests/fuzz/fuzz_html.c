/* fuzz_html.c: any bytes as a file that says it is HTML. */
#include "fuzz_read.h"

static int read_html(tenor_reader *reader, tenor_view bytes, tenor_article *article) {
    return tenor_read_article(reader, bytes, "x.html", article, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(read_html, data, size);
}
