/* learning_curve.c: a part of a dataset is a dataset that borrows its articles; all else is
 * ordinary training. */
#include "learning_curve.h"

#include <math.h>
#include <stdlib.h>

#include "error.h"
#include "memory.h"
#include "metrics.h"
#include "splitmix.h"

typedef struct ticket {
    uint64_t number;
    size_t example;
} ticket;

static int compare_numbers(const void *left, const void *right) {
    const ticket *a = left, *b = right;
    return a->number != b->number ? (a->number > b->number) - (a->number < b->number)
                                  : (a->example > b->example) - (a->example < b->example);
}

static int compare_examples(const void *left, const void *right) {
    const ticket *a = left, *b = right;
    return (a->example > b->example) - (a->example < b->example);
}

/* Draws `articles` of the examples into part, in their order. */
static int draw_part(const tenor_dataset *dataset, uint64_t seed, size_t articles,
                     tenor_dataset *part, tenor_error *err) {
    ticket *tickets = tenor_new_array(dataset->example_count, sizeof *tickets);
    part->examples = tenor_new_array(articles, sizeof *part->examples);
    part->example_count = articles;
    if (tickets == NULL || part->examples == NULL) {
        free(tickets);
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < dataset->example_count; i++) {
        tickets[i] = (ticket){tenor_splitmix(tenor_splitmix(seed) ^ i), i};
    }
    qsort(tickets, dataset->example_count, sizeof *tickets, compare_numbers);
    qsort(tickets, articles, sizeof *tickets, compare_examples);
    for (size_t i = 0; i < articles; i++) {
        part->examples[i] = dataset->examples[tickets[i].example];
    }
    free(tickets);
    return TENOR_OK;
}

static int measure(const tenor_dataset *part, const tenor_trained *trained, double *macro_f1,
                   tenor_error *err) {
    const int8_t **gold = tenor_new_array(part->example_count, sizeof *gold);
    if (gold == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < part->example_count; i++) {
        gold[i] = part->examples[i].gold;
    }
    for (size_t a = 0; a < part->axis_count; a++) {
        const tenor_axis_spec *spec = &part->axes[a];
        const tenor_judged_axis axis = {spec->name, spec->multi, spec->first_label, NULL,
                                        spec->label_count};
        const tenor_judged judged = {&axis,
                                     1,
                                     part->label_count,
                                     part->example_count,
                                     gold,
                                     tenor_trained_oof_given(trained),
                                     NULL};
        tenor_averages averages = tenor_measure_axis(&judged, &axis);
        macro_f1[a] = averages.articles > 0 ? averages.macro.f1 : NAN;
    }
    free(gold);
    return TENOR_OK;
}

int tenor_learn_part(const tenor_dataset *dataset, const tenor_train_options *options,
                     size_t articles, double *macro_f1, tenor_error *err) {
    tenor_dataset part = *dataset;
    tenor_trained *trained = NULL;
    articles = articles < dataset->example_count ? articles : dataset->example_count;
    int code = draw_part(dataset, options->seed, articles, &part, err);
    if (code == TENOR_OK) {
        code = tenor_train(&trained, &part, options, err);
    }
    if (code == TENOR_OK) {
        code = measure(&part, trained, macro_f1, err);
    }
    tenor_trained_free(trained);
    free(part.examples);
    return code;
}
