/* shard.h: one run cut into shards for many machines: which inputs a shard takes, the folder that
 * finished shards are in, and the way back to one file.
 *
 * A finished shard is two files in the folder: shard-I-of-N.jsonl, the records, and
 * shard-I-of-N.json, which says what must be in them (tenor_shard_facts). */
#ifndef TENOR_SHARD_H
#define TENOR_SHARD_H

#include <stdint.h>

#include "memory.h"
#include "sink.h"

enum { TENOR_SHARDS_MAX = 50000 }; /* merging maps them all: Linux allows 65,530 mappings */

/* Which of the inputs are a shard's, and which those were. Filled by one thread. */
typedef struct tenor_shard_pick {
    size_t index, count; /* shard `index` (from 0) of `count` */
    uint64_t inputs;     /* all that went by */
    uint64_t digest;     /* of their ids in their order */
    uint64_t taken;
    uint64_t last;     /* place of the last one taken plus 1 */
    tenor_buffer gaps; /* their places as JSON: each as its distance from the one before */
} tenor_shard_pick;

void tenor_shard_pick_init(tenor_shard_pick *pick, size_t index, size_t count);
void tenor_shard_pick_free(tenor_shard_pick *pick);

/* Whether the next input is the shard's: XXH3-64 of its id, modulo the number of shards. The id is
 * that of tenor_document (a path, "archive!member", "NAME:LINE"): the same on every machine that
 * names its inputs alike, and known before a line is parsed. */
bool tenor_shard_takes(tenor_shard_pick *pick, tenor_view id);

/* Takes the records of a shard's run into the folder, and makes both files when all is well: synced
 * and renamed, so that they are there whole or not at all; of a run that fails nothing stays.
 * settings: what else shapes the records; equal in all shards that may be merged. All is borrowed.
 * Errors: TENOR_MEMORY. */
int tenor_shard_sink_new(tenor_sink **out, const char *folder, const tenor_shard_pick *pick,
                         const char *settings, tenor_error *err) TENOR_MUST_USE;

/* What the side file says. Strings are owned. */
typedef struct tenor_shard_facts {
    uint64_t records, bytes, checksum; /* XXH3-64 of the records' file */
    uint64_t inputs, inputs_digest;    /* of the whole run */
    char *model, *settings;
    uint64_t *places; /* [records] of all inputs, rising */
} tenor_shard_facts;

void tenor_shard_facts_free(tenor_shard_facts *facts);

typedef enum tenor_shard_state {
    TENOR_SHARD_COMPLETE,
    TENOR_SHARD_MISSING,
    TENOR_SHARD_DAMAGED /* the files are there, but do not fit each other */
} tenor_shard_state;

/* Looks into a shard's two files; facts are the caller's where it is complete. Errors: TENOR_IO,
 * TENOR_MEMORY. */
int tenor_shard_look(const char *folder, size_t index, size_t count, tenor_shard_state *state,
                     tenor_shard_facts *facts, tenor_error *err) TENOR_MUST_USE;

/* The number of shards that the folder's files tell; 0 if it has none. Errors: TENOR_IO;
 * TENOR_DATA: there are files of several numbers. */
int tenor_shard_count(const char *folder, size_t *count, tenor_error *err) TENOR_MUST_USE;

/* Path of a shard's file: ending "jsonl" or "json". */
void tenor_shard_path(tenor_buffer *out, const char *folder, size_t index, size_t count,
                      const char *ending);

/* Writes the records of all shards to path (NULL: standard output) in the order of the inputs: the
 * file that one machine would have written. Errors: TENOR_DATA (a shard is missing, shards of
 * different inputs, models or settings, a record lost or twice), TENOR_IO, TENOR_MEMORY. */
int tenor_shard_merge(const char *folder, size_t count, const char *path, uint64_t *records,
                      tenor_error *err) TENOR_MUST_USE;

#endif
