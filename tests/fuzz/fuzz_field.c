/* fuzz_field.c: any bytes as the text field of a JSON record. */
#include "fuzz_read.h"

static int read_field(tenor_reader *reader, tenor_view bytes, tenor_article *article) {
    return tenor_read_field(reader, bytes, article, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(read_field, data, size);
}
