/* segment.h: folded text -> words, cut as ICU's word breaker cuts them. */
#ifndef TENOR_SEGMENT_H
#define TENOR_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "han_words.h"
#include "tenor_features.h"

typedef enum tenor_token_kind {
    TENOR_TOKEN_HAN,    /* ideographs (with U+3005 and U+3007) */
    TENOR_TOKEN_LETTER, /* alphabetic scripts, kana and hangul too */
    TENOR_TOKEN_NUMBER,
    TENOR_TOKEN_MARK /* ! and ?, which carry tone; other punctuation gives no token */
} tenor_token_kind;

/* A token: units [start, end) of the folded text. */
typedef struct tenor_token {
    uint32_t start, end;
    tenor_token_kind kind;
    bool joins; /* only white space, or nothing, lies between it and the token before it */
} tenor_token;

typedef struct tenor_segmenter tenor_segmenter;
/* words' cells are borrowed; without any ICU does all the cutting. Errors: TENOR_MEMORY,
 * TENOR_INTERNAL (ICU). */
int tenor_segmenter_new(tenor_segmenter **out, tenor_han_words words,
                        tenor_error *err) TENOR_MUST_USE;
void tenor_segmenter_free(tenor_segmenter *segmenter);

/* Cuts size UTF-16 units into tokens. *out is borrowed from the segmenter until its next use.
 * Errors: TENOR_MEMORY, TENOR_INTERNAL. */
int tenor_segment(tenor_segmenter *segmenter, const uint16_t *units, size_t size,
                  const tenor_token **out, size_t *count, tenor_error *err) TENOR_MUST_USE;

#endif
