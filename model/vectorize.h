/* vectorize.h: the articles of a dataset -> feature space and one matrix of unit vectors. */
#ifndef TENOR_VECTORIZE_H
#define TENOR_VECTORIZE_H

#include "dataset.h"
#include "lexicon.h"
#include "matrix.h"
#include "space.h"

/* The training set as numbers. Rows of one example lie together: first_row[e] .. first_row[e + 1]
 * - 1. */
typedef struct tenor_training_set {
    uint16_t *fold_table; /* [TENOR_FOLD_SIZE] owned */
    uint64_t *han_words;  /* ICU's dictionary, owned; NULL if there is none */
    tenor_lexicon *lexicon;
    tenor_space *space;
    tenor_matrix matrix;
    size_t *first_row;  /* [examples + 1] */
    uint8_t *has_title; /* [examples] its first row is the title alone */
    size_t group_count; /* of the lexicon */
    double *rates;      /* [examples][TENOR_PART_COUNT][group_count] tenor_tally_end */
    uint8_t *named;     /* [examples][group_count] 1: it has a hit of the group, negated or not */
} tenor_training_set;

/* Builds space and matrix with `threads` threads (0: all cores). Free with tenor_training_set_free,
 * also after an error. Errors: TENOR_MEMORY, TENOR_DATA (no usable text), TENOR_INTERNAL. */
int tenor_vectorize(const tenor_dataset *dataset, uint32_t threads, tenor_training_set *out,
                    tenor_error *err) TENOR_MUST_USE;
void tenor_training_set_free(tenor_training_set *set);

#endif
