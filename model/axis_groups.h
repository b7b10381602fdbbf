/* axis_groups.h: which groups of the lexicon speak about an axis: those that are named like one of
 * its labels; all of them if none is.
 *
 * On a single-label axis what counts is which of its groups prevails, not how richly an author
 * writes: real articles have twice as many words of praise and blame as plain ones, of both. So the
 * rates of its groups are centred on their mean, and how many different words they use is not
 * looked at. */
#ifndef TENOR_AXIS_GROUPS_H
#define TENOR_AXIS_GROUPS_H

#include "dataset.h"
#include "pool.h"

typedef struct tenor_axis_groups {
    uint8_t *speaks; /* [count] owned */
    size_t count;
    size_t speaking;
    bool centred;
} tenor_axis_groups;

/* lexicon may be NULL. Errors: TENOR_MEMORY. */
int tenor_axis_groups_find(tenor_axis_groups *out, const tenor_axis_spec *axis,
                           const tenor_lexicon *lexicon, tenor_error *err) TENOR_MUST_USE;
void tenor_axis_groups_free(tenor_axis_groups *groups); /* content only */

/* Leaves of rates [TENOR_PART_COUNT][count] what is said about the axis; the others become 0. */
void tenor_axis_groups_view(const tenor_axis_groups *groups, double *rates);

/* Weights [TENOR_PART_COUNT][count] for rates as view leaves them -> the same for rates as they
 * are. */
void tenor_axis_groups_spread(const tenor_axis_groups *groups, double *weights);

#endif
