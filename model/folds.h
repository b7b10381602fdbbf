/* folds.h: which articles are held out together in cross-validation. */
#ifndef TENOR_FOLDS_H
#define TENOR_FOLDS_H

#include "dataset.h"

/* Deals the examples into folds 0 .. folds-1, fold [example_count]. Near-duplicates (estimated
 * Jaccard similarity of their 8-byte-character shingles by MinHash, Broder 1997) always share a
 * fold, so that no article is judged by a copy of itself; so do articles of the same group, so that
 * none is judged by what its own author taught. Labels are spread evenly, rarest first
 * (iterative stratification, Sechidis et al. 2011). The same data and seed give the same folds.
 * *duplicates: articles that joined an earlier one. Errors: TENOR_MEMORY. */
int tenor_deal_folds(const tenor_dataset *dataset, uint32_t folds, uint64_t seed, uint32_t *fold,
                     size_t *duplicates, tenor_error *err) TENOR_MUST_USE;

/* group [example_count]: the first example that is a near-duplicate of this one, or itself. Errors:
 * TENOR_MEMORY. */
int tenor_find_duplicates(const tenor_dataset *dataset, uint32_t *group,
                          tenor_error *err) TENOR_MUST_USE;

#endif
