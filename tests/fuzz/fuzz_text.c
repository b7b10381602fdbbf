/* fuzz_text.c: any bytes as a file of text: charset, format, scraped lines. */
#include "fuzz_read.h"

static int read_text(tenor_reader *reader, tenor_view bytes, tenor_article *article) {
    return tenor_read_article(reader, bytes, "", article, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(read_text, data, size);
}
