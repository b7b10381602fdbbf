/* solver.h: linear two-class support vector machines over rows of a matrix, by libsvm or liblinear.
 * No other file knows either. */
#ifndef TENOR_SOLVER_H
#define TENOR_SOLVER_H

#include "matrix.h"
#include "train.h"

/* What all problems over one matrix share: libsvm's Gram matrix or liblinear's rows. Immutable once
 * made, shared by threads. */
typedef struct tenor_solver_base tenor_solver_base;

/* wanted AUTO: libsvm while the Gram matrix fits memory bytes, else liblinear. matrix is borrowed.
 * Errors: TENOR_MEMORY, TENOR_LIMIT (libsvm was demanded but does not fit). */
int tenor_solver_base_new(tenor_solver_base **out, const tenor_matrix *matrix, tenor_solver wanted,
                          size_t memory, uint32_t threads, tenor_error *err) TENOR_MUST_USE;
void tenor_solver_base_free(tenor_solver_base *base);
tenor_solver tenor_solver_base_kind(const tenor_solver_base *base); /* LIBSVM or LIBLINEAR */

/* A two-class problem: rows [count] of the matrix, their classes [count] (1 or -1, both present),
 * the cost of an error. */
typedef struct tenor_problem {
    const uint32_t *rows;
    const int8_t *classes;
    size_t count;
    double cost;
} tenor_problem;

/* Solves: decision value of a row = dot(row, weights) + *bias. weights [term_count] is overwritten.
 * The support vectors are collapsed into one weight vector (libsvm: w = sum of coefficient times
 * vector). Errors: TENOR_MEMORY, TENOR_INTERNAL. */
int tenor_solve(const tenor_solver_base *base, const tenor_problem *problem, double *weights,
                double *bias, tenor_error *err) TENOR_MUST_USE;

#endif
