/* learning_curve.h: how good the model would be with fewer annotated articles. */
#ifndef TENOR_LEARNING_CURVE_H
#define TENOR_LEARNING_CURVE_H

#include "dataset.h"
#include "train.h"

/* Trains and cross-validates on a part of the articles that was drawn with options->seed (smaller
 * parts are within larger ones). macro_f1 [axes]: cross-validated, NaN for an axis without an
 * article in the part. Errors: as tenor_train. */
int tenor_learn_part(const tenor_dataset *dataset, const tenor_train_options *options,
                     size_t articles, double *macro_f1, tenor_error *err) TENOR_MUST_USE;

#endif
