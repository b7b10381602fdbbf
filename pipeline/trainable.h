/* trainable.h: whether annotated articles can be trained from, told before the time is spent. */
#ifndef TENOR_TRAINABLE_H
#define TENOR_TRAINABLE_H

#include "annotated.h"

/* Tells (as tenor_annotated_read does) what cannot be learned: texts too large, all texts equal, an
 * axis on which all articles are alike, a label of a single-label axis with one article: errors;
 * labels with few articles or none: warnings. Errors: TENOR_DATA if an error was told. */
int tenor_check_trainable(const tenor_dataset *dataset, const tenor_annotated_options *options,
                          tenor_error *err) TENOR_MUST_USE;

#endif
