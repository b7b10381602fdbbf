/* annotated_input.h: annotated data for train and evaluate, with its problems told to the user. */
#ifndef TENOR_ANNOTATED_INPUT_H
#define TENOR_ANNOTATED_INPUT_H

#include "dataset.h"
#include "options.h"

/* Reads paths into *out (TENOR_DATASET_INIT before), telling problems on standard error: errors
 * all, warnings at most 20 unless quiet. axes: an axes.json or NULL. */
int annotated_input(tenor_dataset *out, const text_list *paths, const char *axes, bool quiet,
                    tenor_error *err) TENOR_MUST_USE;

/* The same for data to train from, which has more to be checked (trainable.h). */
int training_input(tenor_dataset *out, const text_list *paths, const char *axes, bool quiet,
                   tenor_error *err) TENOR_MUST_USE;

#endif
