/* fuzz_text.c: any bytes as a file of text: charset, format, scraped lines.
 *
 * The reader is kept from input to input, as in a batch, so that what one file leaves behind is
 * found too. */
#include "fuzz_check.h"
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static tenor_reader *reader;
    static tenor_article article;
    if (reader == NULL) {
        if (tenor_reader_new(&reader, NULL) != 0) {
            return 0;
        }
        tenor_article_init(&article);
    }
    tenor_view bytes = {(const char *)data, size};
    tenor_article_clear(&article);
    if (tenor_read_article(reader, bytes, "", &article, NULL) == 0) {
        check_text(tenor_buffer_view(&article.text));
        check_text(tenor_buffer_view(&article.title));
    }
    return 0;
}
