/* label_shard.h: which shards a call of tenor label --shard makes, and which of them are made. */
#ifndef TENOR_LABEL_SHARD_H
#define TENOR_LABEL_SHARD_H

#include "options.h"

/* Shards first, first + step ... below count; none if first is not below count. */
typedef struct shard_plan {
    size_t first, step, count;
} shard_plan;

/* text: "I/N": shard I of N, and with a stride the shards I + stride ... as well (0: none); or
 * "auto/N": I is $SLURM_ARRAY_TASK_ID. Without a stride the tasks of an array without gaps share
 * all N among them ($SLURM_ARRAY_TASK_COUNT, _MIN, _MAX), and a task of another array has its own
 * number's shard. Errors: TENOR_USAGE. */
int shard_plan_read(shard_plan *out, const char *text, size_t stride,
                    tenor_error *err) TENOR_MUST_USE;

/* Makes the folder if it is not there. Errors: TENOR_IO; TENOR_USAGE: it lies in a folder of the
 * inputs, where its shards would be read as articles. */
int shard_folder_make(const char *folder, const text_list *paths, tenor_error *err) TENOR_MUST_USE;

/* Whether the shard is complete, by this model and with these settings. Errors: TENOR_IO,
 * TENOR_MEMORY. */
int shard_is_done(const char *folder, size_t index, size_t count, const char *model,
                  const char *settings, bool *done, tenor_error *err) TENOR_MUST_USE;

#endif
