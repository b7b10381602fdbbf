/* batch.h: many documents -> their records, in input order, on all cores, within bounded memory. */
#ifndef TENOR_BATCH_H
#define TENOR_BATCH_H

#include <stdint.h>

#include "labeller.h"
#include "sink.h"
#include "source.h"

typedef enum tenor_batch_mode {
    TENOR_BATCH_FRESH,  /* the output begins empty */
    TENOR_BATCH_RESUME, /* the output holds the first records of this very run: go on behind them */
    TENOR_BATCH_UPDATE, /* the output holds an earlier run's records: keep those of unchanged
                           articles and the same model */
    TENOR_BATCH_APPEND /* the output holds records: add those of new and changed articles (watching)
                        */
} tenor_batch_mode;

typedef struct tenor_batch_options {
    const char *model;  /* path */
    const char *output; /* path; NULL: standard output, with TENOR_BATCH_FRESH only */
    tenor_batch_mode mode;
    tenor_sink *sink; /* borrowed; takes the records instead of output; with TENOR_BATCH_FRESH only.
                         NULL: none */
    unsigned threads; /* 0: one a core */
    tenor_label_options label;
} tenor_batch_options;

typedef struct tenor_batch_stats {
    uint64_t done;     /* inputs whose record is in the output, or was there and is kept */
    uint64_t labelled; /* of them labelled now, with or without warnings */
    uint64_t warned, failed;
    uint64_t kept;             /* were in the output already */
    uint64_t bytes;            /* of inputs, decompressed */
    double seconds;            /* since tenor_batch_run began */
    double first_record;       /* seconds until the first record was written */
    double read, wait;         /* seconds: reading inputs; waiting with no worker free */
    tenor_label_seconds label; /* over all workers */
    double write;
    unsigned threads;
} tenor_batch_stats;

typedef struct tenor_batch tenor_batch;

/* Opens the model and the output. The options' strings are borrowed for the batch's lifetime.
 * Errors: TENOR_IO, TENOR_MODEL, TENOR_MEMORY. */
int tenor_batch_new(tenor_batch **out, const tenor_batch_options *options,
                    tenor_error *err) TENOR_MUST_USE;
void tenor_batch_free(tenor_batch *batch);

/* Labels everything in source; returns when all records are written and synced. Errors:
 * TENOR_INTERRUPTED after tenor_batch_stop (what was in flight is written), TENOR_IO, TENOR_DATA
 * (resuming: the output is of other inputs), TENOR_MEMORY. */
int tenor_batch_run(tenor_batch *batch, tenor_source *source, tenor_error *err) TENOR_MUST_USE;

/* From any other thread while tenor_batch_run runs: */
void tenor_batch_stop(tenor_batch *batch);              /* finish what is in flight, then end */
tenor_batch_stats tenor_batch_look(tenor_batch *batch); /* how far it is */
/* Opens the model file again; articles taken from now on are labelled by it. On failure the old one
 * stays. */
int tenor_batch_reload(tenor_batch *batch, tenor_error *err) TENOR_MUST_USE;

const char *tenor_batch_model_id(tenor_batch *batch);

/* Whether the run failed because whoever read the output has gone. */
bool tenor_batch_reader_gone(const tenor_batch *batch);

#endif
