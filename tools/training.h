/* training.h: what the verbs that train have in common: options, progress, the report behind it. */
#ifndef TENOR_TRAINING_H
#define TENOR_TRAINING_H

#include "report_output.h"
#include "train.h"

/* The same-named options of the verb. */
typedef struct training_limits {
    size_t folds, seed, jobs, memory; /* memory in MB */
} training_limits;

#define TRAINING_LIMITS_INIT                                                                       \
    { .folds = 5, .seed = 1, .memory = 2048 }

/* Errors: TENOR_USAGE. */
int training_check(const training_limits *limits, tenor_error *err) TENOR_MUST_USE;

/* Progress is told on standard error if that is a terminal, unless quiet. */
tenor_train_options training_options(const training_limits *limits, bool quiet);

/* Trains on an eighth, a quarter and a half of the articles again, for the report's learning curve;
 * how: as the training on all. Errors: as tenor_train. */
int training_add_curve(tenor_report *report, const tenor_dataset *dataset,
                       const tenor_train_options *how, tenor_error *err) TENOR_MUST_USE;

#endif
