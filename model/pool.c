/* pool.c: the pooling statistics. */
#include "pool.h"

#include <math.h>
#include <stdlib.h>

#define TOP_FRACTION 5 /* the best 1/5 */
#define RATE_BYTES 1000.0
#define MORE_BYTES 100.0

static int compare_descending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return a > b ? -1 : a < b;
}

size_t tenor_pool_width(const tenor_lexicon *lexicon) {
    return TENOR_POOL_COUNT + TENOR_PART_COUNT * tenor_lexicon_group_count(lexicon);
}

void tenor_pool_statistics(const double *decision, size_t stride, size_t count, bool has_title,
                           double *scratch, double *statistics) {
    for (size_t s = 0; s < TENOR_POOL_COUNT; s++) {
        statistics[s] = 0.0;
    }
    if (count == 0) {
        return;
    }
    /* A title without text stands for the text. */
    size_t first = has_title && count > 1 ? 1 : 0;
    size_t n = count - first;
    double sum = 0.0, best = 0.0;
    for (size_t i = 0; i < n; i++) {
        scratch[i] = decision[(first + i) * stride];
        sum += scratch[i];
    }
    statistics[TENOR_POOL_LEAD] = scratch[0];
    statistics[TENOR_POOL_MEAN] = sum / (double)n;
    qsort(scratch, n, sizeof *scratch, compare_descending);
    statistics[TENOR_POOL_MAX] = scratch[0];
    size_t top = (n + TOP_FRACTION - 1) / TOP_FRACTION;
    for (size_t i = 0; i < top; i++) {
        best += scratch[i];
    }
    statistics[TENOR_POOL_TOP] = best / (double)top;
    statistics[TENOR_POOL_TITLE] = has_title ? decision[0] : statistics[TENOR_POOL_TOP];
}

double tenor_pool_rate(double hits, size_t bytes) {
    return log((hits + 1.0) * RATE_BYTES / ((double)bytes + MORE_BYTES));
}

double tenor_pool_value(const double *weights, const double *statistics, size_t width) {
    double value = 0.0;
    for (size_t s = 0; s < width; s++) {
        value += weights[s] * statistics[s];
    }
    return value;
}
