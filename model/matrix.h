/* matrix.h: training vectors as rows of one sparse matrix (CSR), and the Gram matrix of all pairs
 * of rows. */
#ifndef TENOR_MATRIX_H
#define TENOR_MATRIX_H

#include <stdint.h>

#include "extractor.h"
#include "tenor_features.h"

typedef struct tenor_matrix {
    size_t row_count, row_capacity;
    size_t term_count; /* columns */
    size_t *row_at;    /* [row_count + 1] */
    uint32_t *term;    /* [row_at[row_count]] ascending within a row */
    float *value;      /* [row_at[row_count]] */
    size_t entry_capacity;
} tenor_matrix;

#define TENOR_MATRIX_INIT                                                                          \
    { 0, 0, 0, NULL, NULL, NULL, 0 }

/* Appends a copy of vector as the next row. */
int tenor_matrix_add(tenor_matrix *matrix, const tenor_vector *vector,
                     tenor_error *err) TENOR_MUST_USE;
void tenor_matrix_free(tenor_matrix *matrix);

/* Dot product of row with dense weights [term_count]. */
double tenor_matrix_dot(const tenor_matrix *matrix, size_t row, const double *weights);

/* Bytes the Gram matrix of row_count rows takes as libsvm wants it (16 a pair); SIZE_MAX on
 * overflow. */
size_t tenor_gram_bytes(size_t row_count);

/* values [row_count][stride], of which columns 1 .. row_count of row i get the dot products of row
 * i with rows 0 .. row_count-1, through an inverted index. Written through a callback since only
 * the solver knows libsvm's node type: put(data, i, j, value) is called once for each pair j <= i,
 * by one thread for one i. */
int tenor_gram(const tenor_matrix *matrix, uint32_t threads,
               void (*put)(void *data, size_t i, size_t j, double value), void *data,
               tenor_error *err) TENOR_MUST_USE;

#endif
