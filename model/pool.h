/* pool.h: decision values of an article's passages -> the article's decision value.
 *
 * The annotation guide gives a topic for "a paragraph or several sentences that make a point of it": one strong passage of twenty counts,
 * one strong sentence does not, and the mean would hide it. So an article is summed up by a few statistics, and each label
 * weighs them. */
#ifndef TENOR_POOL_H
#define TENOR_POOL_H

#include <stdbool.h>
#include <stddef.h>

typedef enum tenor_pool_statistic {
    TENOR_POOL_TOP,   /* mean of the best fifth of the text's passages (at least one) */
    TENOR_POOL_MEAN,  /* mean of all passages of the text */
    TENOR_POOL_TITLE, /* the title's decision value; TOP where there is none */
    TENOR_POOL_LEAD,  /* the first passage of the text */
    TENOR_POOL_COUNT
} tenor_pool_statistic;

typedef struct tenor_pool {
    double weight[TENOR_POOL_COUNT];
} tenor_pool;

/* TOP alone: an article of one passage is that passage. */
#define TENOR_POOL_INIT                                                                            \
    {                                                                                              \
        {                                                                                          \
            1.0, 0.0, 0.0, 0.0                                                                     \
        }                                                                                          \
    }

/* Statistics of decision values decision[0], decision[stride] ... [count], passage 0 being the title if has_title.
 * count 0: all 0. scratch [count]. */
void tenor_pool_statistics(const double *decision, size_t stride, size_t count, bool has_title, double *scratch,
                           double statistics[TENOR_POOL_COUNT]);

/* The weighted sum. */
double tenor_pool_value(const tenor_pool *pool, const double statistics[TENOR_POOL_COUNT]);

#endif
