/* cross_validate.h: out-of-fold decision values of every unit, the cost chosen on them, and what
 * each article's pooled values tell about pooling, sigmoids and thresholds. */
#ifndef TENOR_CROSS_VALIDATE_H
#define TENOR_CROSS_VALIDATE_H

#include "learn.h"
#include "model_file.h"
#include "train.h"

/* Out-of-fold decision values of units under the best cost. */
typedef struct tenor_oof {
    float *unit_decision; /* [labels][rows] owned */
    double *cost;         /* [labels] owned; one for all labels of a single-label axis */
} tenor_oof;

/* Tries each cost of the grid on every (label, fold), in parallel, and keeps for each label (or
 * single-label axis) the decision values of the cost with the best out-of-fold score: best F1 over
 * thresholds for a label, mean of accuracy and macro F1 for a single-label axis; ties go to the
 * smaller cost. Free with tenor_oof_free, also after an error. */
int tenor_cross_validate(const tenor_school *school, const tenor_train_options *options,
                         tenor_oof *out, tenor_error *err) TENOR_MUST_USE;
void tenor_oof_free(tenor_oof *oof);

/* Pooling statistics of every example for a label from its units' decision values [rows]: out
 * [examples][TENOR_POOL_COUNT]. */
int tenor_pool_examples(const tenor_school *school, const float *unit_decision, double *out,
                        tenor_error *err) TENOR_MUST_USE;

#endif
