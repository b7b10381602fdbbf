/* comparison.h: a dataset's gold beside the answers to it, as report.h wants them. */
#ifndef TENOR_COMPARISON_H
#define TENOR_COMPARISON_H

#include "dataset.h"
#include "report.h"
#include "tenor_model.h"

typedef struct comparison {
    report_data data; /* borrows what is below */
    report_axis *axes;
    const char **labels;  /* [label_count] names, borrowed */
    const int8_t **gold;  /* [article_count], rows borrowed or in gold_room */
    int8_t *gold_room;
    uint8_t *given;
} comparison;

/* The dataset's own axes; given (borrowed) is [examples][labels], as tenor_trained_oof_given has it. Errors: TENOR_MEMORY. */
int comparison_of_training(comparison *out, const tenor_dataset *dataset, const uint8_t *given, tenor_error *err) TENOR_MUST_USE;

/* The axes that dataset and model share, with the labels of both (the model's first), nothing given yet: to be filled with
 * comparison_give. Errors: TENOR_MEMORY, TENOR_DATA if they share none. */
int comparison_of_model(comparison *out, const tenor_dataset *dataset, const tenor_model *model, tenor_error *err) TENOR_MUST_USE;

/* Notes the model's answer to an article; NULL: none. */
void comparison_give(comparison *into, size_t article, const tenor_model *model, const tenor_verdict *verdict);

void comparison_free(comparison *value);

#endif
