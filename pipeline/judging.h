/* judging.h: annotated articles and the answers to them, put beside each other as metrics.h wants
 * them: the model's labels and the data's may differ, and both count. */
#ifndef TENOR_JUDGING_H
#define TENOR_JUDGING_H

#include "dataset.h"
#include "metrics.h"
#include "tenor_model.h"
#include "tenor_pipeline.h"

#define TENOR_NO_LABEL ((size_t)-1)

typedef struct tenor_judging {
    tenor_judged judged; /* borrows what is below */
    tenor_judged_axis *axes;
    const char **labels; /* [labels] names, borrowed from dataset and model */
    size_t *
        model_label; /* [labels] number in the model, or TENOR_NO_LABEL; all that without a model */
    const int8_t **gold; /* [articles] rows, borrowed from the dataset or in gold_room */
    int8_t *gold_room;
    uint8_t *given_room; /* NULL: the answers are borrowed */
    float *probability_room;
    size_t not_guessed; /* articles without an answer */
} tenor_judging;

/* Out-of-fold answers, [examples][labels] as train.h has them, borrowed. Errors: TENOR_MEMORY. */
int tenor_judging_of_training(tenor_judging *out, const tenor_dataset *dataset,
                              const uint8_t *given, const float *probability,
                              tenor_error *err) TENOR_MUST_USE;

/* The model's answers to every article, on the axes that both have, by the same steps as `tenor
 * label`; an article that is not guessed at has no label. options as for tenor_labeller_new.
 * Errors: TENOR_MEMORY, TENOR_INTERNAL, TENOR_DATA if no axis is shared. */
int tenor_judging_of_model(tenor_judging *out, const tenor_dataset *dataset,
                           const tenor_model *model, const tenor_label_options *options,
                           tenor_error *err) TENOR_MUST_USE;

/* The articles numbered in chosen [count] alone. from must stay. Errors: TENOR_MEMORY. */
int tenor_judging_select(tenor_judging *out, const tenor_judging *from, const size_t *chosen,
                         size_t count, tenor_error *err) TENOR_MUST_USE;

/* Finds the labels of a training's judging in the model that came of it. */
void tenor_judging_bind(tenor_judging *judging, const tenor_model *model);

void tenor_judging_free(tenor_judging *judging); /* content only */

#endif
