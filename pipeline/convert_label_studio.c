/* convert_label_studio.c: Label Studio's tasks: exports (JSON and JSON_MIN) in, tasks to import
 * out.
 *
 * A task's "data" may hold anything, so all of an article but its labels goes there and comes back
 * from there. Labels of a model are a prediction, those of a person an annotation; the control of
 * an axis has its name. Evidence is shown as regions, whose offsets Label Studio counts in code
 * points, as Tenor does; regions are for the eye and are not read back. */
#include <string.h>

#include "convert_core.h"
#include "error.h"

static bool is_task(const json_t *value) {
    return json_is_object(json_object_get(value, "data"));
}

static bool claims(const json_t *value) {
    return is_task(value) || json_object_get(value, "annotation_id") != NULL ||
           json_object_get(value, "lead_time") != NULL;
}

/* ---- reading ---- */

static bool is_cancelled(const json_t *annotation) {
    return json_is_true(json_object_get(annotation, "was_cancelled")) ||
           json_is_true(json_object_get(annotation, "skipped"));
}

/* {axis: [labels]} of one annotation or prediction; axes known to take any number are there if none
 * was chosen. */
static int read_result(tenor_converter *self, const json_t *given, json_t *vote, tenor_error *err) {
    const json_t *result = json_object_get(given, "result");
    json_t *region;
    size_t i;
    if (!json_is_array(result)) {
        return tenor_convert_malformed(self, err, "an annotation or prediction without \"result\"");
    }
    json_array_foreach(result, i, region) {
        const char *axis = json_string_value(json_object_get(region, "from_name"));
        const json_t *value = json_object_get(region, "value");
        json_t *choices = json_object_get(value, "choices");
        if (choices == NULL) {
            continue;
        }
        json_t *list = tenor_convert_label_list(choices);
        if (axis == NULL || list == NULL) {
            json_decref(list);
            return tenor_convert_malformed(
                self, err, "choices without \"from_name\", or that are no list of labels");
        }
        json_object_set_new(vote, axis, list);
    }
    for (size_t a = 0; a < self->options->multi_count; a++) {
        if (json_object_get(vote, self->options->multi[a]) == NULL) {
            json_object_set_new(vote, self->options->multi[a], json_array());
        }
    }
    for (size_t a = 0; self->model != NULL && a < tenor_model_axis_count(self->model); a++) {
        const tenor_axis *axis = tenor_model_axis(self->model, a);
        if (axis->multi && json_object_get(vote, axis->name) == NULL) {
            json_object_set_new(vote, axis->name, json_array());
        }
    }
    return TENOR_OK;
}

/* Adds a vote for each entry of a task's list that counts. */
static int read_votes(tenor_converter *self, const json_t *entries, json_t *votes,
                      tenor_error *err) {
    json_t *entry;
    size_t i;
    json_array_foreach(entries, i, entry) {
        if (is_cancelled(entry)) {
            continue;
        }
        json_t *vote = json_object();
        json_array_append_new(votes, vote);
        int code = read_result(self, entry, vote, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    return TENOR_OK;
}

/* The prediction shown last is the one that counts: versions are added at the end. */
static int read_prediction(tenor_converter *self, const json_t *task, json_t *votes,
                           json_t *article, tenor_error *err) {
    const json_t *predictions = json_object_get(task, "predictions");
    size_t count = json_array_size(predictions);
    if (count == 0 || !json_is_object(json_array_get(
                          predictions, 0))) { /* exports may list predictions as numbers */
        return TENOR_OK;
    }
    const json_t *last = json_array_get(predictions, count - 1);
    json_t *version = json_object_get(last, "model_version");
    json_t *vote = json_object();
    json_array_append_new(votes, vote);
    json_object_set_new(article, "model",
                        json_is_string(version) ? json_incref(version) : json_string("unknown"));
    return read_result(self, last, vote, err);
}

static int read_task(tenor_converter *self, const json_t *task, tenor_error *err) {
    json_t *annotations = json_object_get(task, "annotations"),
           *article = json_deep_copy(json_object_get(task, "data"));
    annotations = annotations != NULL ? annotations : json_object_get(task, "completions");
    json_t *votes = json_array();
    if (json_object_get(article, "id") == NULL) {
        tenor_convert_set_id(article, json_object_get(task, "id"));
    }
    if (!json_is_string(json_object_get(article, "text"))) {
        json_decref(article);
        json_decref(votes);
        return tenor_convert_malformed(self, err, "the task's \"data\" has no \"text\"");
    }
    int code = read_votes(self, annotations, votes, err);
    if (code == TENOR_OK && json_array_size(votes) > 0) {
        json_object_del(article, "model"); /* a person has decided: no longer the model's answer */
    } else if (code == TENOR_OK) {
        code = read_prediction(self, task, votes, article, err);
    }
    if (code == TENOR_OK && json_array_size(votes) > 0) {
        json_object_set_new(article, "labels", tenor_convert_agree(self, votes));
    }
    json_decref(votes);
    if (code != TENOR_OK) {
        json_decref(article);
        return code;
    }
    return tenor_convert_emit(self, article, err);
}

/* JSON_MIN: one key a control: {"choices": […]} for several, a bare string for one, which only a
 * known axis tells from data. */
static int read_minimal(tenor_converter *self, const json_t *value, tenor_error *err) {
    static const char *const dropped[] = {"annotator",  "annotation_id", "created_at",
                                          "updated_at", "lead_time",     "agreement"};
    json_t *article = json_object(), *labels = json_object(), *field;
    const char *name;
    if (!json_is_string(json_object_get(value, "text"))) {
        json_decref(article);
        json_decref(labels);
        return tenor_convert_malformed(self, err, "no \"text\"");
    }
    tenor_convert_set_id(article, json_object_get(value, "id"));
    json_object_foreach((json_t *)value, name, field) {
        json_t *list = tenor_convert_label_list(
            json_is_object(field) ? json_object_get(field, "choices") : field);
        size_t i = 0, count = sizeof dropped / sizeof dropped[0];
        while (i < count && strcmp(dropped[i], name) != 0) {
            i++;
        }
        if (list != NULL &&
            (json_is_object(field) || tenor_convert_axis_kind(self, name) != TENOR_AXIS_UNKNOWN)) {
            tenor_convert_set_labels(self, labels, name, json_incref(list));
        } else if (i == count && strcmp(name, "id") != 0) {
            json_object_set(article, name, field);
        }
        json_decref(list);
    }
    json_object_set_new(article, "labels", labels);
    return tenor_convert_emit(self, article, err);
}

static int read_value(tenor_converter *self, const json_t *value, tenor_error *err) {
    return is_task(value) ? read_task(self, value, err) : read_minimal(self, value, err);
}

/* ---- writing ---- */

static void add_choices(const char *axis, const json_t *value, json_t *result) {
    json_t *list = tenor_convert_label_list(value);
    if (json_array_size(list) > 0) {
        json_array_append_new(result, json_pack("{s:s,s:s,s:s,s:s,s:{s:O}}", "id", axis,
                                                "from_name", axis, "to_name", "text", "type",
                                                "choices", "value", "choices", list));
    }
    json_decref(list);
}

/* One region for each passage of the text (those of the title lie outside of what is shown). */
static void add_regions(tenor_converter *self, const json_t *article, json_t *result) {
    json_t *labels, *passages, *passage;
    const char *axis, *label;
    size_t i;
    json_object_foreach(json_object_get(article, "evidence"), axis, labels) {
        json_object_foreach(labels, label, passages) {
            json_array_foreach(passages, i, passage) {
                if (json_object_get(passage, "in") != NULL) {
                    tenor_convert_lose(self, "evidence in the title, as regions (kept as data)");
                    continue;
                }
                json_t *region =
                    json_pack("{s:o,s:o,s:s,s:s,s:{s:O,s:O,s:O,s:[s]}}", "id",
                              json_sprintf("%s-%s-%zu", axis, label, i + 1), "from_name",
                              json_sprintf("%s-evidence", axis), "to_name", "text", "type",
                              "labels", "value", "start", json_object_get(passage, "start"), "end",
                              json_object_get(passage, "end"), "text",
                              json_object_get(passage, "text"), "labels", label);
                json_array_append_new(result, region);
            }
        }
    }
}

/* The least certain of the labels given: tasks sorted by it begin with what needs a person most. -1
 * without scores. */
static double least_score(const json_t *article) {
    json_t *labels = json_object_get(article, "labels"), *value, *label;
    const char *axis;
    size_t i;
    double least = -1;
    json_object_foreach(labels, axis, value) {
        json_t *list = tenor_convert_label_list(value),
               *scores = json_object_get(json_object_get(article, "scores"), axis);
        json_array_foreach(list, i, label) {
            const json_t *score = json_object_get(scores, json_string_value(label));
            if (json_is_number(score) && (least < 0 || json_number_value(score) < least)) {
                least = json_number_value(score);
            }
        }
        json_decref(list);
    }
    return least;
}

static json_t *make_result(tenor_converter *self, const json_t *article, bool machine) {
    json_t *result = json_array(), *value;
    const char *axis;
    json_object_foreach(json_object_get(article, "labels"), axis, value) {
        if (json_is_array(value) && json_array_size(value) == 0) {
            tenor_convert_lose(self, "axes that are annotated as having no label (-m MODEL or "
                                     "--multi AXIS reads them back)");
        }
        add_choices(axis, value, result);
    }
    if (machine) {
        add_regions(self, article, result);
    }
    return result;
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    bool machine = tenor_convert_is_machine(article);
    json_t *data = json_copy((json_t *)article), *task = json_object();
    json_object_del(data, "labels");
    json_object_set(task, "data", data);
    json_t *result = make_result(self, article, machine);
    if (json_object_get(article, "labels") != NULL && machine) {
        json_t *prediction = json_pack("{s:O,s:O}", "model_version",
                                       json_object_get(article, "model"), "result", result);
        double score = least_score(article);
        if (score >= 0) {
            json_object_set_new(prediction, "score", json_real(score));
        }
        json_object_set_new(task, "predictions", json_pack("[o]", prediction));
    } else if (json_object_get(article, "labels") != NULL) {
        json_object_set_new(task, "annotations", json_pack("[{s:O}]", "result", result));
    }
    int code = tenor_convert_array_put(self, task, err);
    json_decref(result);
    json_decref(data);
    json_decref(task);
    return code;
}

/* ---- the labelling configuration ---- */

static void add_attribute(tenor_buffer *out, const char *name, const char *value) {
    static const struct {
        char byte;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
    tenor_buffer_format(out, " %s=\"", name);
    for (; *value != '\0'; value++) {
        size_t i = 0;
        while (i < 4 && entities[i].byte != *value) {
            i++;
        }
        if (i < 4) {
            tenor_buffer_add_text(out, entities[i].entity);
        } else {
            tenor_buffer_add_char(out, *value);
        }
    }
    tenor_buffer_add_char(out, '"');
}

/* A control of an axis: its labels as choices, or as marks for the passages of its evidence. */
static void add_control(tenor_buffer *out, const tenor_model *model, const tenor_axis *axis,
                        bool evidence) {
    tenor_buffer name = TENOR_BUFFER_INIT;
    tenor_buffer_format(&name, "%s%s", axis->name, evidence ? "-evidence" : "");
    tenor_buffer_add_text(out, evidence ? "  <Labels" : "  <Choices");
    add_attribute(out, "name", name.data);
    add_attribute(out, "toName", "text");
    if (!evidence) {
        add_attribute(out, "choice", axis->multi ? "multiple" : "single");
        add_attribute(out, "showInLine", "true");
    }
    tenor_buffer_add_text(out, ">\n");
    for (size_t i = 0; i < axis->label_count; i++) {
        tenor_buffer_add_text(out, evidence ? "    <Label" : "    <Choice");
        add_attribute(out, "value", tenor_model_label(model, axis->first_label + i)->name);
        tenor_buffer_add_text(out, "/>\n");
    }
    tenor_buffer_add_text(out, evidence ? "  </Labels>\n" : "  </Choices>\n");
    tenor_buffer_free(&name);
}

int tenor_convert_label_studio_config(const char *path, tenor_buffer *out, tenor_error *err) {
    tenor_model *model = NULL;
    int code = tenor_model_open(&model, path, err);
    if (code != TENOR_OK) {
        tenor_error_at(err, path, 0);
        return code;
    }
    tenor_buffer_add_text(
        out, "<View>\n  <Header value=\"$title\"/>\n  <Text name=\"text\" value=\"$text\"/>\n");
    for (size_t i = 0; i < 2 * tenor_model_axis_count(model); i++) {
        add_control(out, model, tenor_model_axis(model, i / 2), i % 2 == 1);
    }
    tenor_buffer_add_text(out, "</View>\n");
    tenor_model_close(model);
    return out->failed ? tenor_fail_memory(err) : TENOR_OK;
}

const tenor_format tenor_format_label_studio = {
    .name = "label-studio",
    .summary = "Label Studio tasks, JSON (JSON_MIN exports are read too)",
    .claims = claims,
    .read_value = read_value,
    .begin = tenor_convert_array_begin,
    .write = write_article,
    .end = tenor_convert_array_end,
};
