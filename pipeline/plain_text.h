/* plain_text.h: plain text as it was copied off a page -> the article in it. */
#ifndef TENOR_PLAIN_TEXT_H
#define TENOR_PLAIN_TEXT_H

#include "article.h"

/* Scratch: what is known of each line. */
typedef struct tenor_plain_line {
    tenor_view text; /* trimmed */
    int worth;       /* above 0: prose; below: menu, link list, ranking */
} tenor_plain_line;

typedef struct tenor_plain_reader {
    tenor_plain_line *lines;
    size_t count, capacity;
} tenor_plain_reader;

/* Whether a trimmed line reads like running text and not like a menu, heading or list item. */
bool tenor_plain_is_prose(tenor_view line);

void tenor_plain_reader_free(tenor_plain_reader *reader);

/* Appends the article's lines of text (clean UTF-8) to article->text and fills title and date where
 * they are empty. Errors: TENOR_MEMORY. */
int tenor_plain_read(tenor_plain_reader *reader, tenor_view text, tenor_article *article,
                     tenor_error *err) TENOR_MUST_USE;

#endif
