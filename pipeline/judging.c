/* judging.c: see judging.h. Answers are found by name, never by number: data and model were made
 * apart from each other. */
#include "judging.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "labeller.h"
#include "memory.h"

#define NOT_GUESSED (-1.0F)

void tenor_judging_free(tenor_judging *judging) {
    free(judging->axes);
    free(judging->labels);
    free(judging->model_label);
    free(judging->gold);
    free(judging->gold_room);
    free(judging->given_room);
    free(judging->probability_room);
    *judging = (tenor_judging){0};
}

static int make_room(tenor_judging *out, size_t axes, size_t labels, size_t articles,
                     tenor_error *err) {
    *out = (tenor_judging){.axes = tenor_new_array(axes, sizeof *out->axes),
                           .labels = tenor_new_array(labels, sizeof *out->labels),
                           .model_label = tenor_new_array(labels, sizeof *out->model_label),
                           .gold = tenor_new_array(articles, sizeof *out->gold)};
    if (out->axes == NULL || out->labels == NULL || out->model_label == NULL || out->gold == NULL) {
        tenor_judging_free(out);
        return tenor_fail_memory(err);
    }
    for (size_t l = 0; l < labels; l++) {
        out->model_label[l] = TENOR_NO_LABEL;
    }
    return TENOR_OK;
}

int tenor_judging_of_training(tenor_judging *out, const tenor_dataset *dataset,
                              const uint8_t *given, const float *probability, tenor_error *err) {
    int code =
        make_room(out, dataset->axis_count, dataset->label_count, dataset->example_count, err);
    if (code != TENOR_OK) {
        return code;
    }
    for (size_t a = 0; a < dataset->axis_count; a++) {
        const tenor_axis_spec *spec = &dataset->axes[a];
        const char **names = out->labels + spec->first_label;
        out->axes[a] = (tenor_judged_axis){spec->name, spec->multi, spec->first_label, names,
                                           spec->label_count};
        for (size_t l = 0; l < spec->label_count; l++) {
            names[l] = spec->labels[l];
        }
    }
    for (size_t i = 0; i < dataset->example_count; i++) {
        out->gold[i] = dataset->examples[i].gold;
    }
    out->judged = (tenor_judged){
        out->axes, dataset->axis_count, dataset->label_count, dataset->example_count, out->gold,
        given,     probability};
    return TENOR_OK;
}

/* ---- a model's answers ---- */

static const tenor_axis_spec *find_axis(const tenor_dataset *dataset, const char *name) {
    for (size_t a = 0; a < dataset->axis_count; a++) {
        if (strcmp(dataset->axes[a].name, name) == 0) {
            return &dataset->axes[a];
        }
    }
    return NULL;
}

/* Number of a label, or TENOR_NO_LABEL. */
static size_t find_label(const tenor_judged_axis *axis, const char *name) {
    for (size_t l = 0; l < axis->label_count; l++) {
        if (strcmp(axis->labels[l], name) == 0) {
            return axis->first_label + l;
        }
    }
    return TENOR_NO_LABEL;
}

/* Appends an axis with the model's labels, then those that only the data has; *labels: how many
 * there are so far. */
static void join_axis(tenor_judging *out, size_t *labels, const tenor_model *model,
                      const tenor_axis *axis, const tenor_axis_spec *spec,
                      tenor_judged_axis *into) {
    *into = (tenor_judged_axis){axis->name, axis->multi, *labels, out->labels + *labels, 0};
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        out->model_label[*labels] = l;
        out->labels[(*labels)++] = tenor_model_label(model, l)->name;
        into->label_count++;
    }
    for (size_t l = 0; l < spec->label_count; l++) {
        if (find_label(into, spec->labels[l]) == TENOR_NO_LABEL) {
            out->labels[(*labels)++] = spec->labels[l];
            into->label_count++;
        }
    }
}

/* Gold of an article in the judging's numbers. */
static void place_gold(const tenor_judging *judging, const tenor_dataset *dataset,
                       const int8_t *from, int8_t *to) {
    for (size_t a = 0; a < judging->judged.axis_count; a++) {
        const tenor_judged_axis *axis = &judging->axes[a];
        const tenor_axis_spec *spec = find_axis(dataset, axis->name);
        bool annotated = spec->label_count > 0 && from[spec->first_label] != TENOR_GOLD_UNKNOWN;
        memset(to + axis->first_label, annotated ? TENOR_GOLD_NO : TENOR_GOLD_UNKNOWN,
               axis->label_count);
        for (size_t l = 0; annotated && l < spec->label_count; l++) {
            to[find_label(axis, spec->labels[l])] = from[spec->first_label + l];
        }
    }
}

static void note_answer(tenor_judging *into, size_t article, const tenor_verdict *verdict) {
    size_t labels = into->judged.label_count;
    into->not_guessed += verdict == NULL;
    for (size_t l = 0; l < labels; l++) {
        size_t number = into->model_label[l];
        bool known = verdict != NULL && number != TENOR_NO_LABEL;
        into->given_room[article * labels + l] = known ? verdict->given[number] : 0;
        into->probability_room[article * labels + l] =
            known ? verdict->probability[number] : NOT_GUESSED;
    }
}

static int answer_all(tenor_judging *into, const tenor_dataset *dataset, const tenor_model *model,
                      const tenor_label_options *options, tenor_error *err) {
    tenor_labeller *labeller = NULL;
    int code = tenor_labeller_new(&labeller, model, options, err);
    for (size_t i = 0; i < dataset->example_count && code == TENOR_OK; i++) {
        const tenor_example *example = &dataset->examples[i];
        const tenor_verdict *verdict;
        code = tenor_labeller_score_text(labeller, example->title, example->text, example->lang,
                                         &verdict, err);
        if (code == TENOR_OK) {
            note_answer(into, i, verdict);
        }
    }
    tenor_labeller_free(labeller);
    return code;
}

/* Room for the answers to `articles` on what axes and labels there are by now. */
static int make_answer_room(tenor_judging *out, size_t axes, size_t labels, size_t articles,
                            tenor_error *err) {
    size_t cells;
    if (!tenor_mul_size(articles, labels, &cells)) {
        return tenor_fail_memory(err);
    }
    out->gold_room = tenor_new_array(cells, sizeof *out->gold_room);
    out->given_room = tenor_new_array(cells, sizeof *out->given_room);
    out->probability_room = tenor_new_array(cells, sizeof *out->probability_room);
    if (out->gold_room == NULL || out->given_room == NULL || out->probability_room == NULL) {
        return tenor_fail_memory(err);
    }
    out->judged = (tenor_judged){
        out->axes, axes, labels, articles, out->gold, out->given_room, out->probability_room};
    return TENOR_OK;
}

int tenor_judging_of_model(tenor_judging *out, const tenor_dataset *dataset,
                           const tenor_model *model, const tenor_label_options *options,
                           tenor_error *err) {
    size_t axes = 0, labels = 0, count = dataset->example_count;
    int code = make_room(out, tenor_model_axis_count(model),
                         tenor_model_label_count(model) + dataset->label_count, count, err);
    if (code != TENOR_OK) {
        return code;
    }
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        const tenor_axis_spec *spec = find_axis(dataset, axis->name);
        if (spec != NULL) {
            join_axis(out, &labels, model, axis, spec, &out->axes[axes++]);
        }
    }
    code = axes == 0 ? tenor_fail(err, TENOR_DATA,
                                  "the model and the annotated data have no axis in common")
                     : make_answer_room(out, axes, labels, count, err);
    for (size_t i = 0; i < count && code == TENOR_OK; i++) {
        out->gold[i] = out->gold_room + i * labels;
        place_gold(out, dataset, dataset->examples[i].gold, out->gold_room + i * labels);
    }
    if (code == TENOR_OK) {
        code = answer_all(out, dataset, model, options, err);
    }
    if (code != TENOR_OK) {
        tenor_judging_free(out);
    }
    return code;
}

int tenor_judging_select(tenor_judging *out, const tenor_judging *from, const size_t *chosen,
                         size_t count, tenor_error *err) {
    const tenor_judged *all = &from->judged;
    size_t labels = all->label_count;
    int code = make_room(out, all->axis_count, labels, count, err);
    if (code == TENOR_OK &&
        (code = make_answer_room(out, all->axis_count, labels, count, err)) != TENOR_OK) {
        tenor_judging_free(out);
    }
    if (code != TENOR_OK) {
        return code;
    }
    memcpy(out->axes, from->axes,
           all->axis_count * sizeof *out->axes); /* their names stay in `from` */
    memcpy(out->model_label, from->model_label, labels * sizeof *out->model_label);
    for (size_t i = 0; i < count; i++) {
        const float *probability = all->probability + chosen[i] * labels;
        out->gold[i] = all->gold[chosen[i]];
        memcpy(out->given_room + i * labels, all->given + chosen[i] * labels, labels);
        memcpy(out->probability_room + i * labels, probability, labels * sizeof *probability);
    }
    return TENOR_OK;
}

void tenor_judging_bind(tenor_judging *judging, const tenor_model *model) {
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        for (size_t b = 0; b < judging->judged.axis_count; b++) {
            for (size_t l = 0;
                 strcmp(judging->axes[b].name, axis->name) == 0 && l < axis->label_count; l++) {
                size_t label = find_label(&judging->axes[b],
                                          tenor_model_label(model, axis->first_label + l)->name);
                if (label != TENOR_NO_LABEL) {
                    judging->model_label[label] = axis->first_label + l;
                }
            }
        }
    }
}
