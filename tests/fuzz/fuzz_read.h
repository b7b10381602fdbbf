/* fuzz_read.h: the target of every reader, which differ only in what they call.
 *
 * The reader is kept from input to input, as in a batch, so that what one file leaves behind is
 * found too. */
#ifndef TENOR_FUZZ_READ_H
#define TENOR_FUZZ_READ_H

#include "fuzz_check.h"
#include "reader.h"

typedef int fuzz_read_fn(tenor_reader *reader, tenor_view bytes, tenor_article *article);

static inline int fuzz_read(fuzz_read_fn *read, const uint8_t *data, size_t size) {
    static tenor_reader *reader;
    static tenor_article article;
    if (reader == NULL) {
        if (tenor_reader_new(&reader, NULL) != 0) {
            return 0;
        }
        tenor_article_init(&article);
    }
    tenor_article_clear(&article);
    if (read(reader, (tenor_view){(const char *)data, size}, &article) == 0) {
        check_text(tenor_buffer_view(&article.text));
        check_text(tenor_buffer_view(&article.title));
    }
    return 0;
}

#endif
