/* tally.h: how often an article uses the words of each lexicon group, in each of its parts. */
#ifndef TENOR_TALLY_H
#define TENOR_TALLY_H

#include "extractor.h"
#include "pool.h"
#include "units.h"

/* The count of one article. */
typedef struct tenor_tally {
    double *hits; /* [TENOR_PART_COUNT][groups] borrowed */
    size_t groups;
    size_t bytes[TENOR_PART_COUNT];
    uint8_t seen[TENOR_LEXICON_TERMS / 8 + 1]; /* bits of the lexicon's terms */
    uint8_t named[TENOR_LEXICON_GROUPS];       /* 1: the group has a hit, negated or not */
} tenor_tally;

/* Begins the count of an article in hits [TENOR_PART_COUNT][groups]. */
void tenor_tally_begin(tenor_tally *tally, double *hits, size_t groups);

/* Adds unit `index` of the article, which the extractor has just extracted. */
void tenor_tally_add(tenor_tally *tally, const tenor_extractor *extractor, const tenor_units *units,
                     size_t index);

/* What so many hits of a group in a part (tenor_pool_part) say: their rate (tenor_pool_rate), or of
 * different terms ln(hits + 1). */
double tenor_tally_value(const tenor_tally *tally, size_t part, double hits);

/* Writes what has been counted into values [TENOR_PART_COUNT][groups]. */
void tenor_tally_end(const tenor_tally *tally, double *values);

#endif
