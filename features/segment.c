/* segment.c: words by ICU's UBRK_WORD iterator, root locale, one iterator reused.
 *
 * ICU says where words end; what a token is, its first unit says: ICU gives Han and kana the same
 * rule status, and what is Han must agree with the character n-grams (han.h). Measured, ICU takes
 * most of the time that extraction takes on Chinese (README.md); everything else about it stays
 * behind segment.h so that it can be replaced. */
#include "segment.h"

#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "error.h"
#include "fold.h"
#include "han.h"
#include "memory.h"

struct tenor_segmenter {
    UBreakIterator *words; /* owned */
    tenor_token *tokens;   /* [capacity] owned */
    size_t capacity;
};

static int fail_icu(tenor_error *err, UErrorCode status) {
    if (status == U_MEMORY_ALLOCATION_ERROR) {
        return tenor_fail_memory(err);
    }
    return tenor_fail(err, TENOR_INTERNAL, "ICU: word breaks: %s", u_errorName(status));
}

int tenor_segmenter_new(tenor_segmenter **out, tenor_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    tenor_segmenter *segmenter = tenor_new_array(1, sizeof *segmenter);
    if (segmenter == NULL) {
        return tenor_fail_memory(err);
    }
    segmenter->words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        free(segmenter);
        return fail_icu(err, status);
    }
    *out = segmenter;
    return 0;
}

void tenor_segmenter_free(tenor_segmenter *segmenter) {
    if (segmenter == NULL) {
        return;
    }
    ubrk_close(segmenter->words);
    free(segmenter->tokens);
    free(segmenter);
}

/* Kind of the piece that starts with unit and has ICU's rule status; false if it is no token. ICU
 * calls "b200" a number for its end; it is a name. */
static bool classify(uint16_t unit, int32_t status, tenor_token_kind *kind) {
    if (status < UBRK_WORD_NUMBER) {
        *kind = TENOR_TOKEN_MARK;
        return unit == '!' || unit == '?';
    }
    if (tenor_is_han(unit)) {
        *kind = TENOR_TOKEN_HAN;
    } else {
        bool number = status < UBRK_WORD_LETTER && !u_isalpha(unit);
        *kind = number ? TENOR_TOKEN_NUMBER : TENOR_TOKEN_LETTER;
    }
    return true;
}

int tenor_segment(tenor_segmenter *segmenter, const uint16_t *units, size_t size,
                  const tenor_token **out, size_t *count, tenor_error *err) {
    static const uint16_t nothing[1] = {0};
    UErrorCode status = U_ZERO_ERROR;
    if (size > TENOR_TEXT_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "text too long to be cut into words");
    }
    ubrk_setText(segmenter->words, size > 0 ? units : nothing, (int32_t)size, &status);
    if (U_FAILURE(status)) {
        return fail_icu(err, status);
    }
    size_t found = 0;
    bool joins = false;
    int32_t start = ubrk_first(segmenter->words);
    for (int32_t end = ubrk_next(segmenter->words); end != UBRK_DONE;
         start = end, end = ubrk_next(segmenter->words)) {
        tenor_token_kind kind;
        if (!classify(units[start], ubrk_getRuleStatus(segmenter->words), &kind)) {
            joins = joins && tenor_is_blank(units[start]);
            continue;
        }
        if (!TENOR_GROW(segmenter->tokens, segmenter->capacity, found + 1)) {
            return tenor_fail_memory(err);
        }
        segmenter->tokens[found++] = (tenor_token){(uint32_t)start, (uint32_t)end, kind, joins};
        joins = true;
    }
    *out = segmenter->tokens;
    *count = found;
    return 0;
}
