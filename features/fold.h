/* fold.h: NFKC case folding, then Traditional -> Simplified, with offsets back into the text.
 *
 * The order matters: ICU cuts Simplified and Traditional words differently, so folding comes before
 * segmenting. One 64 Ki table maps each BMP code point whose folding is a single BMP code point
 * that cannot interact with its neighbours; the rest (0 in the table) goes through ICU,
 * normalisation segment by normalisation segment. One character more is folded than NFKC and the
 * script ask for: the typographic apostrophe U+2019 becomes ', since "don't" is written both ways
 * in the same news and either way is one word. */
#ifndef TENOR_FOLD_H
#define TENOR_FOLD_H

#include <stdint.h>

#include "tenor_features.h"

#define TENOR_FOLD_SIZE 65536

/* Longest text that is folded, in bytes: offsets stay well inside 32 bits and ICU's int32_t. */
#define TENOR_TEXT_MAX ((size_t)1 << 30)

/* Fills table [TENOR_FOLD_SIZE] from ICU's NFKC_Casefold data and its Traditional-Simplified
 * transliterator. Done once when training; the table travels in the model. Errors: TENOR_MEMORY,
 * TENOR_INTERNAL. */
int tenor_fold_table(uint16_t *table, tenor_error *err) TENOR_MUST_USE;

/* Folded text: UTF-16 units, and for each unit the code point offset (counted within the passage)
 * it came from. The units of one normalisation segment all have the offset of its first code point.
 */
typedef struct tenor_folded {
    uint16_t *units;  /* [size] owned; UTF-16 */
    uint32_t *origin; /* [size + 1] owned; origin[size] = code points of the passage */
    size_t size;
    size_t capacity;
} tenor_folded;

#define TENOR_FOLDED_INIT                                                                          \
    { NULL, NULL, 0, 0 }

/* Folds text (UTF-8; invalid bytes become U+FFFD) into *folded, reusing its memory. A segment of
 * more than 64 code points, which no language has, is normalised in pieces, so that hostile text
 * costs linear time. Errors: TENOR_MEMORY, TENOR_INTERNAL, TENOR_LIMIT (over TENOR_TEXT_MAX). After
 * an error *folded is empty. */
int tenor_fold(const uint16_t *table, tenor_view text, tenor_folded *folded,
               tenor_error *err) TENOR_MUST_USE;
void tenor_folded_free(tenor_folded *folded);

#endif
