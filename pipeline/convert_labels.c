/* convert_labels.c: labels of articles in transit: one axis or many, one label or a list, one
 * annotator or several. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "convert_core.h"
#include "error.h"

/* The axis of labels that name none. */
#define PLAIN_AXIS "label"

json_t *tenor_convert_string(tenor_view text) {
    json_t *string = json_stringn(text.data, text.size);
    if (string != NULL) {
        return string;
    }
    tenor_buffer mended = TENOR_BUFFER_INIT;
    size_t good = 0;
    for (size_t at = 0; at < text.size;
         at++) { /* invalid bytes are rare: try longer and longer pieces */
        size_t length = 1;
        json_t *piece = NULL;
        while (length <= 4 && at + length <= text.size && piece == NULL) {
            piece = json_stringn(text.data + at, length++);
        }
        if (piece != NULL) {
            tenor_buffer_add(&mended, text.data + at, length - 1);
            at += length - 2;
            good++;
        } else {
            tenor_buffer_add_text(&mended, "\xEF\xBF\xBD");
        }
        json_decref(piece);
    }
    string = mended.failed ? NULL : json_stringn(mended.data, mended.size);
    tenor_buffer_free(&mended);
    return string;
}

const char *tenor_convert_text(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

void tenor_convert_set_id(json_t *article, const json_t *value) {
    if (json_is_string(value)) {
        json_object_set(article, "id", (json_t *)value);
    } else if (json_is_integer(value)) {
        json_object_set_new(article, "id",
                            json_sprintf("%" JSON_INTEGER_FORMAT, json_integer_value(value)));
    }
}

/* ---- axes ---- */

static bool listed(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

tenor_axis_kind tenor_convert_axis_kind(const tenor_converter *self, const char *axis) {
    if (listed(self->options->single, self->options->single_count, axis)) {
        return TENOR_AXIS_SINGLE;
    }
    if (listed(self->options->multi, self->options->multi_count, axis)) {
        return TENOR_AXIS_MULTI;
    }
    for (size_t i = 0; self->model != NULL && i < tenor_model_axis_count(self->model); i++) {
        const tenor_axis *known = tenor_model_axis(self->model, i);
        if (strcmp(known->name, axis) == 0) {
            return known->multi ? TENOR_AXIS_MULTI : TENOR_AXIS_SINGLE;
        }
    }
    return TENOR_AXIS_UNKNOWN;
}

bool tenor_convert_is_machine(const json_t *article) {
    return json_is_string(json_object_get(article, "model"));
}

json_t *tenor_convert_label_list(const json_t *value) {
    if (json_is_array(value)) {
        size_t i;
        json_t *label;
        json_array_foreach(value, i, label) {
            if (!json_is_string(label)) {
                return NULL;
            }
        }
        return json_incref((json_t *)value);
    }
    if (!json_is_string(value)) {
        return NULL;
    }
    json_t *list = json_array();
    json_array_append(list, (json_t *)value);
    return list;
}

void tenor_convert_set_labels(const tenor_converter *self, json_t *labels, const char *axis,
                              json_t *list) {
    if (tenor_convert_axis_kind(self, axis) == TENOR_AXIS_SINGLE) {
        if (json_array_size(list) > 0) {
            json_object_set(labels, axis, json_array_get(list, 0));
        }
    } else {
        json_object_set(labels, axis, list);
    }
    json_decref(list);
}

/* ---- one list ---- */

static json_t *flat_name(const char *axis, const json_t *label) {
    return json_sprintf("%s:%s", axis, json_string_value(label));
}

/* Appends the labels of one axis to flat. */
static void flatten_axis(tenor_converter *self, const char *axis, const json_t *value, bool note,
                         json_t *flat) {
    json_t *list = tenor_convert_label_list(value), *label;
    size_t i;
    bool only = self->options->axis != NULL;
    if (list == NULL) {
        return;
    }
    if (json_array_size(list) == 0 && !only && note) {
        tenor_convert_lose(
            self, "axes that are annotated as having no label (name one by --axis to keep them)");
    }
    json_array_foreach(list, i, label) {
        if (only) {
            json_array_append(flat, label);
        } else {
            json_array_append_new(flat, flat_name(axis, label));
        }
    }
    json_decref(list);
}

static json_t *flatten(tenor_converter *self, const json_t *article, bool note) {
    json_t *flat = json_array(), *value;
    const char *axis, *only = self->options->axis;
    if (flat == NULL) {
        return NULL;
    }
    json_object_foreach(json_object_get(article, "labels"), axis, value) {
        if (only == NULL || strcmp(only, axis) == 0) {
            flatten_axis(self, axis, value, note, flat);
        } else if (note) {
            char what[128];
            snprintf(what, sizeof what, "axis \"%s\"", axis);
            tenor_convert_lose(self, what);
        }
    }
    return flat;
}

json_t *tenor_convert_flatten(tenor_converter *self, const json_t *article) {
    return flatten(self, article, true);
}

json_t *tenor_convert_unflatten(const tenor_converter *self, json_t *list, bool known) {
    json_t *labels = json_object(), *label, *split = json_object(), *value;
    const char *only = self->options->axis, *axis;
    size_t i;
    json_array_foreach(list, i, label) {
        const char *text = json_string_value(label),
                   *colon = text != NULL ? strchr(text, ':') : NULL;
        char name[256];
        bool named = only == NULL && colon != NULL && colon > text && colon[1] != '\0' &&
                     (size_t)(colon - text) < sizeof name;
        snprintf(name, sizeof name, "%.*s", named ? (int)(colon - text) : (int)sizeof name - 1,
                 named          ? text
                 : only != NULL ? only
                                : PLAIN_AXIS);
        if (json_object_get(split, name) == NULL) {
            json_object_set_new(split, name, json_array());
        }
        json_t *into = json_object_get(split, name);
        if (named) {
            json_array_append_new(into, json_string(colon + 1));
        } else {
            json_array_append(into, label);
        }
    }
    if (known && only != NULL && json_array_size(list) == 0) {
        json_object_set_new(split, only, json_array());
    }
    json_object_foreach(split, axis, value) {
        tenor_convert_set_labels(self, labels, axis, json_incref(value));
    }
    json_decref(split);
    json_decref(list);
    return labels;
}

json_t *tenor_convert_flat_scores(const tenor_converter *self, const json_t *article) {
    json_t *flat = json_array(), *scores, *score;
    const char *axis, *label, *only = self->options->axis;
    json_object_foreach(json_object_get(article, "scores"), axis, scores) {
        if (only != NULL && strcmp(only, axis) != 0) {
            continue;
        }
        json_object_foreach(scores, label, score) {
            json_t *name = only != NULL ? json_string(label) : json_sprintf("%s:%s", axis, label);
            json_array_append_new(flat, json_pack("{s:o,s:O}", "label", name, "score", score));
        }
    }
    return flat;
}

static json_t *model_options(const tenor_converter *self) {
    json_t *options = json_array();
    const char *only = self->options->axis;
    for (size_t a = 0; a < tenor_model_axis_count(self->model); a++) {
        const tenor_axis *axis = tenor_model_axis(self->model, a);
        for (size_t i = 0; i < axis->label_count && (only == NULL || strcmp(only, axis->name) == 0);
             i++) {
            const char *label = tenor_model_label(self->model, axis->first_label + i)->name;
            json_array_append_new(options, only != NULL ? json_string(label)
                                                        : json_sprintf("%s:%s", axis->name, label));
        }
    }
    return options;
}

json_t *tenor_convert_flat_options(tenor_converter *self, const json_t *article) {
    if (self->model != NULL) {
        return model_options(self);
    }
    json_t *scores = tenor_convert_flat_scores(self, article), *options = json_array(), *score;
    size_t i;
    json_array_foreach(scores, i, score) {
        json_array_append(options, json_object_get(score, "label"));
    }
    json_decref(scores);
    if (json_array_size(options) == 0) {
        json_decref(options);
        options = flatten(self, article, false);
    }
    return options;
}

/* ---- several annotators ---- */

static size_t count_label(const json_t *lists, const json_t *label) {
    size_t count = 0, i, k;
    json_t *list, *other;
    json_array_foreach(lists, i, list) {
        json_array_foreach(list, k, other) {
            count += json_equal(label, other) == 1;
        }
    }
    return count;
}

/* lists: what each annotator gave on an axis. */
static json_t *agree_axis(const json_t *lists, bool single, bool *disagree) {
    json_t *result = json_array(), *list, *label, *best = NULL;
    size_t answers = json_array_size(lists), i, k, most = 0;
    json_array_foreach(lists, i, list) {
        json_array_foreach(list, k, label) {
            size_t count = count_label(lists, label);
            *disagree = *disagree || count < answers;
            if (count > most) {
                most = count;
                best = label;
            }
            if (!single && 2 * count > answers && count_label(result, label) == 0) {
                json_t *wrapped = json_array(); /* count_label counts in lists of lists */
                json_array_append(wrapped, label);
                json_array_append_new(result, wrapped);
            }
        }
    }
    json_t *flat = json_array();
    json_array_foreach(result, i, list) {
        json_array_append(flat, json_array_get(list, 0));
    }
    if (single && best != NULL) {
        json_array_append(flat, best);
    }
    json_decref(result);
    return flat;
}

json_t *tenor_convert_agree(tenor_converter *self, const json_t *votes) {
    json_t *axes = json_object(), *strings = json_object(), *labels = json_object(), *vote, *value,
           *lists;
    const char *axis;
    size_t i;
    bool disagree = false;
    json_array_foreach(votes, i, vote) {
        json_object_foreach(vote, axis, value) {
            json_t *list = tenor_convert_label_list(value);
            if (list != NULL && json_object_get(axes, axis) == NULL) {
                json_object_set_new(axes, axis, json_array());
            }
            if (list != NULL) {
                json_array_append_new(json_object_get(axes, axis), list);
            }
            if (json_is_string(value)) {
                json_object_set_new(strings, axis, json_true());
            }
        }
    }
    json_object_foreach(axes, axis, lists) {
        tenor_axis_kind kind = tenor_convert_axis_kind(self, axis);
        bool single = kind == TENOR_AXIS_SINGLE ||
                      (kind == TENOR_AXIS_UNKNOWN && json_object_get(strings, axis) != NULL);
        json_t *agreed = agree_axis(lists, single, &disagree);
        if (single && json_array_size(agreed) > 0) {
            json_object_set(labels, axis, json_array_get(agreed, 0));
        } else if (!single) {
            json_object_set(labels, axis, agreed);
        }
        json_decref(agreed);
    }
    if (disagree) {
        tenor_convert_lose(self, "what annotators disagree on (the majority was taken)");
    }
    json_decref(axes);
    json_decref(strings);
    return labels;
}
