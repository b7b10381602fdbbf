/* model_card.h: a model's card in Markdown, under the headings that readers of model cards expect,
 * from what the model carries. */
#ifndef TENOR_MODEL_CARD_H
#define TENOR_MODEL_CARD_H

#include <stdio.h>

#include "tenor_model.h"

/* Errors: TENOR_MODEL (what the trainer noted is no JSON). */
int model_card_print(const tenor_model *model, FILE *to, tenor_error *err) TENOR_MUST_USE;

#endif
