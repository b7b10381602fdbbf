/* fuzz_markdown.c: any bytes as a file that says it is Markdown, its header included. */
#include "fuzz_read.h"

static int read_markdown(tenor_reader *reader, tenor_view bytes, tenor_article *article) {
    return tenor_read_article(reader, bytes, "x.md", article, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(read_markdown, data, size);
}
