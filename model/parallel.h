/* parallel.h: the same work on indices 0 .. count-1, shared out over threads. */
#ifndef TENOR_PARALLEL_H
#define TENOR_PARALLEL_H

#include <stdint.h>

#include "tenor_features.h"

/* Work on one index. thread is 0 .. threads-1, for scratch that the caller keeps a thread. Writes
 * only what belongs to index, so that results do not depend on how the indices were shared out. */
typedef int (*tenor_work)(void *shared, size_t thread, size_t index, tenor_error *err);

/* Cores of this machine, at least 1. */
uint32_t tenor_core_count(void);

/* Runs work on every index with up to `threads` threads (1: in the caller's own). After an error no
 * new index is begun and the error of the lowest failed index is returned. */
int tenor_parallel(size_t count, uint32_t threads, tenor_work work, void *shared,
                   tenor_error *err) TENOR_MUST_USE;

#endif
