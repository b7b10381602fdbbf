/* pool_fit.h: how much each statistic of an article counts for a label, learned from articles out
 * of fold. */
#ifndef TENOR_POOL_FIT_H
#define TENOR_POOL_FIT_H

#include <stdint.h>

#include "calibrate.h"
#include "pool.h"
#include "tenor_features.h"

/* TOP alone: weights [width]. An article of one passage is that passage. */
void tenor_pool_default(double *weights, size_t width);

/* Logistic regression (ridge-penalised, on standardised statistics) of gold [count] on statistics
 * [count][width]; weight [count] counts each article. The statistics of decision values are
 * penalised 1 / word_trust^2 times as much as the others. weights [width] is for statistics as they
 * are, scaled so that those of the decision values' statistics sum to 1 in absolute value; it is
 * left alone when one class has fewer than 10 articles: *fitted is false. *sigmoid gives the
 * regression's probability of a weighted sum; a second sigmoid fitted to the sums would undo what
 * the ridge holds back. Errors: TENOR_MEMORY. */
int tenor_pool_fit(const double *statistics, const int8_t *gold, const double *weight, size_t count,
                   size_t width, double word_trust, double *weights, tenor_sigmoid *sigmoid,
                   bool *fitted, tenor_error *err) TENOR_MUST_USE;

#endif
