/* comparison.c: a model may know labels that the annotated data at hand does not have, and the other way round; both count. */
#include "comparison.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

void comparison_free(comparison *value) {
    free(value->axes);
    free(value->labels);
    free(value->gold);
    free(value->gold_room);
    free(value->given);
    *value = (comparison){0};
}

static int make_room(comparison *out, size_t axes, size_t labels, size_t articles, tenor_error *err) {
    out->axes = tenor_new_array(axes, sizeof *out->axes);
    out->labels = tenor_new_array(labels, sizeof *out->labels);
    out->gold = tenor_new_array(articles, sizeof *out->gold);
    return out->axes == NULL || out->labels == NULL || out->gold == NULL ? tenor_fail_memory(err) : TENOR_OK;
}

static void bind(comparison *out, size_t axes, size_t labels, size_t articles, const uint8_t *given) {
    out->data = (report_data){out->axes, axes, labels, articles, out->gold, given};
}

int comparison_of_training(comparison *out, const tenor_dataset *dataset, const uint8_t *given, tenor_error *err) {
    *out = (comparison){0};
    int code = make_room(out, dataset->axis_count, dataset->label_count, dataset->example_count, err);
    if (code != TENOR_OK) {
        comparison_free(out);
        return code;
    }
    for (size_t a = 0; a < dataset->axis_count; a++) {
        const tenor_axis_spec *spec = &dataset->axes[a];
        out->axes[a] = (report_axis){spec->name, spec->multi, spec->first_label, out->labels + spec->first_label, spec->label_count};
        for (size_t k = 0; k < spec->label_count; k++) {
            out->labels[spec->first_label + k] = spec->labels[k];
        }
    }
    for (size_t i = 0; i < dataset->example_count; i++) {
        out->gold[i] = dataset->examples[i].gold;
    }
    bind(out, dataset->axis_count, dataset->label_count, dataset->example_count, given);
    return TENOR_OK;
}

static const tenor_axis_spec *find_axis(const tenor_dataset *dataset, const char *name) {
    for (size_t a = 0; a < dataset->axis_count; a++) {
        if (strcmp(dataset->axes[a].name, name) == 0) {
            return &dataset->axes[a];
        }
    }
    return NULL;
}

/* Number of a label in the comparison, or SIZE_MAX. */
static size_t find_label(const report_axis *axis, const char *name) {
    for (size_t i = 0; i < axis->label_count; i++) {
        if (strcmp(axis->labels[i], name) == 0) {
            return axis->first_label + i;
        }
    }
    return SIZE_MAX;
}

/* Puts together the labels of one axis. */
static void join_axis(comparison *out, size_t *labels, const tenor_model *model, const tenor_axis *axis, const tenor_axis_spec *spec,
                      report_axis *into) {
    *into = (report_axis){axis->name, axis->multi, *labels, out->labels + *labels, 0};
    for (size_t k = 0; k < axis->label_count; k++) {
        out->labels[(*labels)++] = tenor_model_label(model, axis->first_label + k)->name;
        into->label_count++;
    }
    for (size_t k = 0; k < spec->label_count; k++) {
        if (find_label(into, spec->labels[k]) == SIZE_MAX) {
            out->labels[(*labels)++] = spec->labels[k];
            into->label_count++;
        }
    }
}

/* Gold of an article in the comparison's numbers; labels that only the model has are not given in gold. */
static void place_gold(const comparison *out, size_t axes, const tenor_dataset *dataset, const int8_t *from, int8_t *to) {
    for (size_t a = 0; a < axes; a++) {
        const report_axis *axis = &out->axes[a];
        const tenor_axis_spec *spec = find_axis(dataset, axis->name);
        bool known = spec->label_count > 0 && from[spec->first_label] != TENOR_GOLD_UNKNOWN;
        for (size_t k = 0; k < axis->label_count; k++) {
            to[axis->first_label + k] = known ? TENOR_GOLD_NO : TENOR_GOLD_UNKNOWN;
        }
        for (size_t k = 0; known && k < spec->label_count; k++) {
            to[find_label(axis, spec->labels[k])] = from[spec->first_label + k];
        }
    }
}

int comparison_of_model(comparison *out, const tenor_dataset *dataset, const tenor_model *model, tenor_error *err) {
    size_t axes = 0, labels = 0, count = dataset->example_count;
    *out = (comparison){0};
    int code = make_room(out, tenor_model_axis_count(model), tenor_model_label_count(model) + dataset->label_count, count, err);
    for (size_t a = 0; code == TENOR_OK && a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        const tenor_axis_spec *spec = find_axis(dataset, axis->name);
        if (spec != NULL) {
            join_axis(out, &labels, model, axis, spec, &out->axes[axes++]);
        }
    }
    if (code == TENOR_OK && axes == 0) {
        code = tenor_fail(err, TENOR_DATA, "the model and the annotated data have no axis in common");
    }
    if (code == TENOR_OK) {
        out->gold_room = tenor_new_array(count, labels);
        out->given = tenor_new_array(count, labels);
        code = out->gold_room == NULL || out->given == NULL ? tenor_fail_memory(err) : TENOR_OK;
    }
    if (code != TENOR_OK) {
        comparison_free(out);
        return code;
    }
    for (size_t i = 0; i < count; i++) {
        out->gold[i] = out->gold_room + i * labels;
        place_gold(out, axes, dataset, dataset->examples[i].gold, out->gold_room + i * labels);
    }
    bind(out, axes, labels, count, out->given);
    return TENOR_OK;
}

void comparison_give(comparison *into, size_t article, const tenor_model *model, const tenor_verdict *verdict) {
    uint8_t *given = into->given + article * into->data.label_count;
    for (size_t a = 0; verdict != NULL && a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        for (size_t b = 0; b < into->data.axis_count; b++) {
            if (strcmp(into->axes[b].name, axis->name) == 0) {
                memcpy(given + into->axes[b].first_label, verdict->given + axis->first_label, axis->label_count);
            }
        }
    }
}
