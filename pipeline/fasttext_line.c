/* fasttext_line.c: see fasttext_line.h. */
#include "fasttext_line.h"

#include <string.h>

bool tenor_fasttext_is_blank(char byte) {
    return strchr(" \t\v\f\r\n", byte) != NULL; /* its own NUL among them */
}

bool tenor_fasttext_next(tenor_view *rest, tenor_view *word, bool *is_label) {
    const size_t prefix = sizeof TENOR_FASTTEXT_PREFIX - 1;
    const char *at = rest->data, *end = rest->data + rest->size;
    while (at < end && tenor_fasttext_is_blank(*at)) {
        at++;
    }
    const char *start = at;
    while (at < end && !tenor_fasttext_is_blank(*at)) {
        at++;
    }
    *word = (tenor_view){start, (size_t)(at - start)};
    *rest = (tenor_view){at, (size_t)(end - at)};
    *is_label = word->size > prefix && memcmp(start, TENOR_FASTTEXT_PREFIX, prefix) == 0;
    if (*is_label) {
        *word = (tenor_view){start + prefix, word->size - prefix};
    }
    return word->size > 0;
}
