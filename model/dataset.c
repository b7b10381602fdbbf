/* dataset.c: see dataset.h; a dataset's beginning is pipeline/annotated.c. */
#include "dataset.h"

#include <stdlib.h>
#include <string.h>

static void free_strings(char **strings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(strings[i]);
    }
    free(strings);
}

bool tenor_axis_between(const tenor_axis_spec *axis, size_t label) {
    return axis->ordered && label == axis->first_label + 1;
}

void tenor_dataset_free(tenor_dataset *dataset) {
    if (dataset == NULL) {
        return;
    }
    for (size_t i = 0; i < dataset->axis_count; i++) {
        tenor_axis_spec *axis = &dataset->axes[i];
        free(axis->name);
        free(axis->description);
        free(axis->target);
        free_strings(axis->labels, axis->label_count);
    }
    for (size_t i = 0; i < dataset->example_count; i++) {
        tenor_example *example = &dataset->examples[i];
        free(example->id);
        free(example->title);
        free(example->text);
        free(example->lang);
        free(example->group);
        free(example->gold);
    }
    for (size_t i = 0; i < dataset->lexicon_count; i++) {
        free(dataset->lexicon[i].group);
        free_strings(dataset->lexicon[i].terms, dataset->lexicon[i].term_count);
    }
    free(dataset->axes);
    free(dataset->examples);
    free(dataset->lexicon);
    free_strings(dataset->sources, dataset->source_count);
    const tenor_dataset empty = TENOR_DATASET_INIT;
    *dataset = empty;
}
