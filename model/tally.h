/* tally.h: how often an article uses the words of each lexicon group, in each of its parts. */
#ifndef TENOR_TALLY_H
#define TENOR_TALLY_H

#include "extractor.h"
#include "pool.h"
#include "units.h"

/* The count of one article. */
typedef struct tenor_tally {
    double *hits; /* [TENOR_PART_COUNT][groups] borrowed; rates at the end */
    size_t groups;
    size_t bytes[TENOR_PART_COUNT];
} tenor_tally;

/* Begins the count of an article in hits [TENOR_PART_COUNT][groups]. */
tenor_tally tenor_tally_begin(double *hits, size_t groups);

/* Adds unit `index` of the article, which the extractor has just extracted. */
void tenor_tally_add(tenor_tally *tally, const tenor_extractor *extractor, const tenor_units *units,
                     size_t index);

/* Turns hits into rates (tenor_pool_rates). */
void tenor_tally_end(tenor_tally *tally);

#endif
