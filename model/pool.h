/* pool.h: what an article's passages say together -> the article's decision value.
 *
 * The annotation guide gives a topic for "a paragraph or several sentences that make a point of
 * it": one strong passage of twenty counts, one strong sentence does not, and the mean would hide
 * it. So an article is summed up by a few statistics of its passages' decision values and by how
 * often it uses the words of each lexicon group, and each label weighs these (pool_fit.h learns
 * how). */
#ifndef TENOR_POOL_H
#define TENOR_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "lexicon.h"

/* The statistics of an article for a label: these, then the value of each lexicon group in each
 * part. */
typedef enum tenor_pool_statistic {
    TENOR_POOL_TOP,   /* mean of the best fifth of the text's passages (at least one) */
    TENOR_POOL_MAX,   /* the best passage of the text */
    TENOR_POOL_MEAN,  /* mean of all passages of the text */
    TENOR_POOL_TITLE, /* the title's decision value; TOP where there is none */
    TENOR_POOL_LEAD,  /* the first passage of the text */
    TENOR_POOL_COUNT
} tenor_pool_statistic;

/* The parts of an article whose lexicon hits are counted apart: what a headline says and how a
 * piece opens tells more of its tone than as many words further down. The last is no part but
 * another count: an article on a matter uses many of its words, one that mentions it a few of them
 * again and again. */
typedef enum tenor_pool_part {
    TENOR_PART_WHOLE, /* title and text */
    TENOR_PART_TITLE,
    TENOR_PART_LEAD,  /* the first passage of the text */
    TENOR_PART_TERMS, /* different terms of the whole */
    TENOR_PART_COUNT
} tenor_pool_part;

/* How many statistics an article has: TENOR_POOL_COUNT and, for each part, the groups of the
 * lexicon (NULL: none). */
size_t tenor_pool_width(const tenor_lexicon *lexicon);

/* Statistics of decision values decision[0], decision[stride] ... [count], passage 0 being the
 * title if has_title, into statistics [TENOR_POOL_COUNT]. count 0: all 0. scratch [count]. */
void tenor_pool_statistics(const double *decision, size_t stride, size_t count, bool has_title,
                           double *scratch, double *statistics);

/* The rate of a lexicon group that has so many hits in a part of so many bytes: ln((hits + 1) per
 * thousand bytes), so that a difference of two rates is the ratio of two groups, whatever the
 * length. A hundred bytes are added, so that a missing title reads as one without hits. */
double tenor_pool_rate(double hits, size_t bytes);

/* The weighted sum: weights and statistics [width]. */
double tenor_pool_value(const double *weights, const double *statistics, size_t width);

#endif
