/* pool_fit.h: how much each pooling statistic counts for a label, learned from long articles. */
#ifndef TENOR_POOL_FIT_H
#define TENOR_POOL_FIT_H

#include <stdint.h>

#include "pool.h"
#include "tenor_features.h"

/* Logistic regression of gold on the statistics [count][TENOR_POOL_COUNT], ridge-shrunk toward TOP alone, so that few articles change little.
 * weight [count] counts each article. False (out untouched) with fewer than 10 of either class or when no better than TOP. The result is
 * scaled so that its weights' absolute values sum to 1. */
bool tenor_pool_fit(const double *statistics, const int8_t *gold, const double *weight, size_t count, tenor_pool *out);

#endif
