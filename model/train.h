/* train.h: annotated articles -> a model in memory, with everything that was measured on the way.
 *
 * One set of out-of-fold decision values (folds stratified and seeded, near-duplicates kept in one
 * fold) gives the cost, the pooling, the sigmoids, the thresholds, the report and the label audit.
 * The same data and options give the same bytes on any number of threads. */
#ifndef TENOR_TRAIN_H
#define TENOR_TRAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "dataset.h"
#include "tenor_model.h"

typedef enum tenor_solver {
    TENOR_SOLVER_AUTO,
    TENOR_SOLVER_LIBSVM,
    TENOR_SOLVER_LIBLINEAR
} tenor_solver;

/* What a label's threshold is chosen for, on the out-of-fold probabilities. */
typedef enum tenor_target {
    TENOR_TARGET_F1,
    TENOR_TARGET_PRECISION,
    TENOR_TARGET_RECALL
} tenor_target;

typedef struct tenor_train_options {
    uint32_t folds; /* cross-validation folds; 0: none (cost 1, no calibration beyond the training
                       values) */
    uint64_t seed;
    uint32_t threads; /* 0: all cores */
    size_t memory;    /* bytes the Gram matrix may take */
    tenor_solver solver;
    tenor_target target;
    double target_value; /* with TENOR_TARGET_PRECISION or _RECALL: at least this */
    /* Told about each finished step; may be NULL. Called from the thread that trains. */
    void (*progress)(void *data, const char *step, size_t done, size_t total);
    void *progress_data;
} tenor_train_options;

#define TENOR_TRAIN_OPTIONS_INIT                                                                   \
    { 5, 1, 0, (size_t)2 << 30, TENOR_SOLVER_AUTO, TENOR_TARGET_F1, 0.0, NULL, NULL }

/* The outcome of training. */
typedef struct tenor_trained tenor_trained;

int tenor_train(tenor_trained **out, const tenor_dataset *dataset,
                const tenor_train_options *options, tenor_error *err) TENOR_MUST_USE;
void tenor_trained_free(tenor_trained *trained);

/* Out-of-fold answers, aligned with the dataset's examples: [example][label]. NULL without
 * cross-validation. */
const float *tenor_trained_oof_probability(const tenor_trained *trained);
const double *tenor_trained_oof_decision(const tenor_trained *trained);
const uint8_t *tenor_trained_oof_given(const tenor_trained *trained);
const uint32_t *
tenor_trained_fold(const tenor_trained *trained); /* [example] fold it was held out in */

/* What was chosen, for reports. */
typedef struct tenor_train_facts {
    tenor_solver solver; /* the one that solved */
    size_t terms;        /* in the vocabulary */
    size_t units;        /* training passages */
    size_t duplicates;   /* near-duplicate articles that were kept in one fold */
    const double *cost;  /* [labels] cost chosen, borrowed */
} tenor_train_facts;
tenor_train_facts tenor_trained_facts(const tenor_trained *trained);

/* Writes the model file (temporary name, sync, rename). info: a JSON object to carry, see
 * tenor_model_info. Errors: TENOR_IO, TENOR_MEMORY. */
int tenor_trained_save(const tenor_trained *trained, const char *path, tenor_view info,
                       tenor_error *err) TENOR_MUST_USE;

#endif
