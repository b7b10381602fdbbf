/* suggest.h: which of many articles to annotate next: those that the model is unsure of, and that
 * are unlike each other. */
#ifndef TENOR_SUGGEST_H
#define TENOR_SUGGEST_H

#include <stdint.h>

#include "tenor_model.h"

/* What an article is about, roughly: the smallest hash of its four-character pieces in each of so
 * many classes (one-permutation MinHash, Li, Owen and Zhang 2012). */
enum { TENOR_SKETCH_SIZE = 128 };

typedef struct tenor_sketch {
    uint32_t smallest[TENOR_SKETCH_SIZE]; /* UINT32_MAX: no piece */
} tenor_sketch;

void tenor_sketch_make(tenor_view text, tenor_sketch *out);

/* Estimated Jaccard similarity, 0 to 1; 0 for two empty ones. */
double tenor_sketch_similarity(const tenor_sketch *a, const tenor_sketch *b);

/* How unsure the model is of an article: 0 to 1, of the axis (*axis) and the label (*label) where
 * it is most. Single-label axes: one minus the margin between the two most probable labels;
 * multi-label: how near a label's probability is to its threshold. */
double tenor_uncertainty(const tenor_model *model, const tenor_verdict *verdict, size_t *axis,
                         size_t *label);

/* Chooses up to `wanted` of count articles into chosen, in the order to annotate them: each time
 * the one of highest uncertainty times its distance (one minus similarity) from the nearest that is
 * already chosen; the first of equals. How many. Errors: TENOR_MEMORY. */
int tenor_suggest(const double *uncertainty, const tenor_sketch *sketches, size_t count,
                  size_t wanted, size_t *chosen, size_t *chosen_count,
                  tenor_error *err) TENOR_MUST_USE;

#endif
