/* convert_argilla.c: Argilla's records, of version 2 (one question an axis) and version 1 (one list
 * of labels a record).
 *
 * Version 2: labels of a model are suggestions, those of a person responses. A response belongs to
 * a user that Argilla knows; Tenor knows none, so it writes the nil UUID for the import script to
 * replace. Metadata may be single values only. */
#include <string.h>

#include "convert_core.h"
#include "error.h"

#define NO_USER "00000000-0000-0000-0000-000000000000"

/* ---- version 2 ---- */

static bool claims(const json_t *value) {
    return json_is_object(json_object_get(value, "fields"));
}

/* One question's suggestion: its labels and their scores. */
static int read_suggestion(tenor_converter *self, const char *axis, const json_t *suggestion,
                           json_t *article, tenor_error *err) {
    json_t *given = json_object_get(suggestion, "value"),
           *score = json_object_get(suggestion, "score");
    json_t *agent = json_object_get(suggestion, "agent"), *list = tenor_convert_label_list(given),
           *label;
    size_t i;
    if (list == NULL) {
        return tenor_convert_malformed(
            self, err, "the suggestion for \"%s\" is neither a label nor a list of labels", axis);
    }
    json_t *scores = json_object();
    json_array_foreach(list, i, label) {
        json_t *one = json_is_array(score) ? json_array_get(score, i) : score;
        if (json_is_number(one)) {
            json_object_set(scores, json_string_value(label), one);
        }
    }
    if (json_object_size(scores) > 0) {
        json_object_set(json_object_get(article, "scores"), axis, scores);
    }
    json_decref(scores);
    json_decref(list);
    json_object_set(json_object_get(article, "labels"), axis, given);
    if (json_is_string(agent)) {
        json_object_set(article, "model", agent);
    }
    return TENOR_OK;
}

static int read_suggestions(tenor_converter *self, const json_t *value, json_t *article,
                            tenor_error *err) {
    const char *axis;
    json_t *suggestion;
    json_object_set_new(article, "labels", json_object());
    json_object_set_new(article, "scores", json_object());
    json_object_foreach(json_object_get(value, "suggestions"), axis, suggestion) {
        int code = read_suggestion(self, axis, suggestion, article, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    static const char *const may_be_empty[] = {"labels", "scores"};
    for (size_t i = 0; i < 2; i++) {
        if (json_object_size(json_object_get(article, may_be_empty[i])) == 0) {
            json_object_del(article, may_be_empty[i]);
        }
    }
    return TENOR_OK;
}

/* Responses are many to a question, one a user: each becomes a vote. */
static int read_responses(tenor_converter *self, const json_t *value, json_t *votes,
                          tenor_error *err) {
    const char *axis;
    json_t *responses, *response;
    size_t i;
    json_object_foreach(json_object_get(value, "responses"), axis, responses) {
        json_array_foreach(responses, i, response) {
            json_t *given = json_object_get(response, "value");
            json_t *list = tenor_convert_label_list(given);
            if (list == NULL) {
                return tenor_convert_malformed(
                    self, err, "a response to \"%s\" is neither a label nor a list of labels",
                    axis);
            }
            json_decref(list);
            json_array_append_new(votes, json_pack("{s:O}", axis, given));
        }
    }
    return TENOR_OK;
}

static void move_fields(const json_t *from, json_t *article) {
    const char *name;
    json_t *field;
    json_object_foreach((json_t *)from, name, field) {
        if (json_object_get(article, name) == NULL) {
            json_object_set(article, name, field);
        }
    }
}

static int read_value(tenor_converter *self, const json_t *value, tenor_error *err) {
    json_t *article = json_object(), *votes = json_array();
    int code = TENOR_OK;
    tenor_convert_set_id(article, json_object_get(value, "id"));
    move_fields(json_object_get(value, "fields"), article);
    move_fields(json_object_get(value, "metadata"), article);
    if (!json_is_string(json_object_get(article, "text"))) {
        code = tenor_convert_malformed(self, err, "\"fields\" has no \"text\"");
    }
    if (code == TENOR_OK) {
        code = read_responses(self, value, votes, err);
    }
    if (code == TENOR_OK && json_array_size(votes) > 0) {
        json_object_set_new(article, "labels", tenor_convert_agree(self, votes));
    } else if (code == TENOR_OK) {
        code = read_suggestions(self, value, article, err);
    }
    json_decref(votes);
    if (code != TENOR_OK) {
        json_decref(article);
        return code;
    }
    return tenor_convert_emit(self, article, err);
}

static json_t *make_suggestion(tenor_converter *self, const json_t *article, const char *axis,
                               json_t *value) {
    json_t *scores = json_object_get(json_object_get(article, "scores"), axis),
           *list = tenor_convert_label_list(value), *label;
    json_t *score = json_is_array(value) ? json_array() : json_null();
    size_t i, found = 0;
    json_array_foreach(list, i, label) {
        json_t *one = json_object_get(scores, json_string_value(label));
        found += one != NULL;
        if (one != NULL && json_is_array(value)) {
            json_array_append(score, one);
        } else if (one != NULL) {
            score = json_incref(one);
        }
    }
    if (found != json_array_size(list) || found == 0) {
        json_decref(score);
        score = json_null();
    }
    if (json_object_size(scores) > found) {
        tenor_convert_lose(self, "scores of labels that are not given");
    }
    json_decref(list);
    return json_pack("{s:O,s:o,s:O}", "value", value, "score", score, "agent",
                     json_object_get(article, "model"));
}

/* Splits what is neither id nor labels between fields and metadata. */
static void add_rest(tenor_converter *self, const json_t *article, json_t *fields,
                     json_t *metadata) {
    static const char *const apart[] = {"id", "labels", "scores", "model", NULL};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)article, name, value) {
        size_t i = 0;
        while (apart[i] != NULL && strcmp(apart[i], name) != 0) {
            i++;
        }
        bool single = json_is_string(value) || json_is_number(value);
        if (apart[i] != NULL) {
            continue;
        }
        if (strcmp(name, "text") == 0 ||
            (strcmp(name, "title") == 0 && json_string_length(value) > 0)) {
            json_object_set(fields, name, value);
        } else if (single && !(json_is_string(value) && json_string_length(value) == 0)) {
            json_object_set(metadata, name, value);
        } else if (json_object_size(value) > 0 || json_array_size(value) > 0 ||
                   json_is_boolean(value)) {
            char what[128];
            snprintf(what, sizeof what, "field \"%s\"", name);
            tenor_convert_lose(self, what);
        }
    }
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    json_t *fields = json_object(), *metadata = json_object(), *suggestions = json_object(),
           *responses = json_object(), *value;
    bool machine = tenor_convert_is_machine(article);
    const char *axis;
    add_rest(self, article, fields, metadata);
    json_object_foreach(json_object_get(article, "labels"), axis, value) {
        if (json_is_null(value)) {
            continue;
        }
        if (machine) {
            json_object_set_new(suggestions, axis, make_suggestion(self, article, axis, value));
        } else {
            json_object_set_new(responses, axis,
                                json_pack("[{s:O,s:s}]", "value", value, "user_id", NO_USER));
        }
    }
    json_t *out = json_object(), *id = json_object_get(article, "id");
    json_object_set_new(out, "id", id != NULL ? json_incref(id) : json_null());
    json_object_set_new(out, "fields", fields);
    json_object_set_new(out, "metadata", metadata);
    json_object_set_new(out, "suggestions", suggestions);
    json_object_set_new(out, "responses", responses);
    json_object_set_new(out, "vectors", json_object());
    int code = tenor_convert_array_put(self, out, err);
    json_decref(out);
    return code;
}

const tenor_format tenor_format_argilla = {
    .name = "argilla",
    .summary = "Argilla 2 records, a JSON array",
    .claims = claims,
    .read_value = read_value,
    .begin = tenor_convert_array_begin,
    .write = write_article,
    .end = tenor_convert_array_end,
};

/* ---- version 1 ---- */

static bool claims_1(const json_t *value) {
    return json_object_get(value, "prediction_agent") != NULL ||
           json_object_get(value, "annotation_agent") != NULL ||
           json_is_object(json_object_get(value, "inputs"));
}

/* Labels that a model predicts: the best, or those from one half on; scores under their axis. */
static json_t *read_prediction(const json_t *prediction, bool multi, json_t *scores,
                               const char *axis) {
    json_t *list = json_array(), *entry, *best = NULL;
    double most = -1;
    size_t i;
    json_array_foreach(prediction, i, entry) {
        json_t *label = json_object_get(entry, "label"), *score = json_object_get(entry, "score");
        if (!json_is_string(label) || !json_is_number(score)) {
            continue;
        }
        const char *text = json_string_value(label), *colon = strchr(text, ':');
        char name[256];
        bool named =
            axis == NULL && colon != NULL && colon > text && (size_t)(colon - text) < sizeof name;
        snprintf(name, sizeof name, "%.*s", named ? (int)(colon - text) : 255,
                 named          ? text
                 : axis != NULL ? axis
                                : "label");
        if (json_object_get(scores, name) == NULL) {
            json_object_set_new(scores, name, json_object());
        }
        json_object_set(json_object_get(scores, name), named ? colon + 1 : text, score);
        if (multi && json_number_value(score) >= 0.5) {
            json_array_append(list, label);
        }
        if (json_number_value(score) > most) {
            most = json_number_value(score);
            best = label;
        }
    }
    if (!multi && best != NULL) {
        json_array_append(list, best);
    }
    return list;
}

static int read_value_1(tenor_converter *self, const json_t *value, tenor_error *err) {
    json_t *annotation = json_object_get(value, "annotation"),
           *prediction = json_object_get(value, "prediction");
    json_t *text = json_object_get(value, "text"), *list = NULL;
    bool multi = json_is_true(json_object_get(value, "multi_label"));
    text = json_is_string(text) ? text : json_object_get(json_object_get(value, "inputs"), "text");
    if (!json_is_string(text)) {
        return tenor_convert_malformed(self, err, "neither \"text\" nor \"inputs\" with one");
    }
    bool discarded = strcmp(tenor_convert_text(value, "status"), "Discarded") == 0;
    if (annotation != NULL && !json_is_null(annotation)) {
        list = tenor_convert_label_list(annotation);
        if (list == NULL) {
            return tenor_convert_malformed(
                self, err, "\"annotation\" is neither a label nor a list of labels");
        }
    }
    if (discarded) {
        tenor_convert_pass_over(self, "discarded records (passed over)");
        json_decref(list);
        return TENOR_OK;
    }
    json_t *article = json_object(), *scores = json_object();
    tenor_convert_set_id(article, json_object_get(value, "id"));
    json_object_set(article, "text", text);
    move_fields(json_object_get(value, "metadata"), article);
    if (list == NULL && json_array_size(prediction) > 0) {
        list = read_prediction(prediction, multi, scores, self->options->axis);
        json_t *agent = json_object_get(value, "prediction_agent");
        json_object_set_new(article, "model",
                            json_is_string(agent) ? json_incref(agent) : json_string("unknown"));
        json_object_set(article, "scores", scores);
    }
    if (list != NULL) {
        json_object_set_new(article, "labels", tenor_convert_unflatten(self, list, true));
    }
    json_decref(scores);
    return tenor_convert_emit(self, article, err);
}

static int write_article_1(tenor_converter *self, const json_t *article, tenor_error *err) {
    static const char *const kept[] = {"id", "text", "labels", "scores", "model", NULL};
    json_t *flat = tenor_convert_flatten(self, article), *id = json_object_get(article, "id"),
           *metadata = json_object(), *field;
    bool machine = tenor_convert_is_machine(article),
         labelled = json_object_get(article, "labels") != NULL;
    bool single = self->options->axis != NULL &&
                  tenor_convert_axis_kind(self, self->options->axis) == TENOR_AXIS_SINGLE;
    const char *name;
    json_object_foreach((json_t *)article, name, field) {
        size_t i = 0;
        while (kept[i] != NULL && strcmp(kept[i], name) != 0) {
            i++;
        }
        if (kept[i] == NULL) {
            json_object_set(metadata, name, field);
        }
    }
    json_t *annotation = machine || !labelled        ? json_null()
                         : !single                   ? json_incref(flat)
                         : json_array_size(flat) > 0 ? json_incref(json_array_get(flat, 0))
                                                     : json_null();
    json_t *prediction = machine ? tenor_convert_flat_scores(self, article) : json_null();
    json_t *agent = json_object_get(article, "model");
    json_t *out = json_object();
    json_object_set(out, "text", json_object_get(article, "text"));
    json_object_set_new(out, "inputs",
                        json_pack("{s:O}", "text", json_object_get(article, "text")));
    json_object_set_new(out, "prediction", prediction);
    json_object_set_new(out, "prediction_agent", machine ? json_incref(agent) : json_null());
    json_object_set_new(out, "annotation", annotation);
    json_object_set_new(out, "annotation_agent", json_null());
    json_object_set_new(out, "multi_label", json_boolean(!single));
    json_object_set_new(out, "id", id != NULL ? json_incref(id) : json_null());
    json_object_set_new(out, "metadata", metadata);
    json_object_set_new(out, "status", json_string(machine || !labelled ? "Default" : "Validated"));
    if (machine) {
        tenor_convert_lose(self,
                           "which labels are given (read back: those with a score of 0.5 or more)");
    }
    int code = tenor_convert_array_put(self, out, err);
    json_decref(flat);
    json_decref(out);
    return code;
}

const tenor_format tenor_format_argilla_1 = {
    .name = "argilla-1",
    .summary = "Argilla 1 (Rubrix) text classification records, a JSON array",
    .claims = claims_1,
    .read_value = read_value_1,
    .begin = tenor_convert_array_begin,
    .write = write_article_1,
    .end = tenor_convert_array_end,
};
