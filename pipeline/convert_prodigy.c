/* convert_prodigy.c: Prodigy's text classification: choice tasks (one row an article), and binary
 * ones (one row an article and label, "reject" meaning that the label does not hold).
 *
 * Rows of one article are put together where they follow each other, as Prodigy's recipes give
 * them: an input of any size is read in the memory of one article. Prodigy passes fields through
 * that it does not know. */
#include <string.h>

#include "convert_core.h"
#include "error.h"

static bool claims(const json_t *value) {
    return json_is_string(json_object_get(value, "text")) &&
           (json_object_get(value, "answer") != NULL ||
            json_object_get(value, "_input_hash") != NULL ||
            json_is_array(json_object_get(value, "options")));
}

/* ---- reading ---- */

static json_t *take_fields(const json_t *value) {
    static const char *const own[] = {
        "label",      "answer",     "options",       "accept",      "config",   "priority",
        "spans",      "tokens",     "score",         "html",        "image",    "_input_hash",
        "_task_hash", "_timestamp", "_annotator_id", "_session_id", "_view_id", "_is_binary"};
    json_t *article = json_object(), *field;
    const char *name;
    tenor_convert_set_id(article, json_object_get(value, "id"));
    json_object_foreach((json_t *)value, name, field) {
        size_t i = 0, count = sizeof own / sizeof own[0];
        while (i < count && strcmp(own[i], name) != 0) {
            i++;
        }
        if (i == count && strcmp(name, "id") != 0) {
            json_object_set(article, name, field);
        }
    }
    return article;
}

static int read_choice(tenor_converter *self, const json_t *value, bool answered,
                       tenor_error *err) {
    json_t *accept = json_object_get(value, "accept"), *list = json_array(), *id;
    size_t i;
    json_array_foreach(accept, i, id) {
        json_array_append_new(list, json_is_integer(id) ? json_sprintf("%" JSON_INTEGER_FORMAT,
                                                                       json_integer_value(id))
                                                        : json_incref(id));
    }
    json_t *strings = tenor_convert_label_list(list);
    json_decref(list);
    if (strings == NULL || (accept != NULL && !json_is_array(accept))) {
        json_decref(strings);
        return tenor_convert_malformed(self, err, "\"accept\" is no list of option ids");
    }
    json_t *article = take_fields(value);
    if (answered) {
        json_object_del(article, "model"); /* a person has decided */
    }
    json_object_set_new(article, "labels", tenor_convert_unflatten(self, strings, true));
    return tenor_convert_emit(self, article, err);
}

/* Gives on the article whose rows are all there. held: {"article", "yes": [labels], "first": a
 * label}. */
static int give_held(tenor_converter *self, tenor_error *err) {
    json_t *held = self->held;
    if (held == NULL) {
        return TENOR_OK;
    }
    self->held = NULL;
    json_t *article = json_incref(json_object_get(held, "article"));
    json_t *yes = json_incref(json_object_get(held, "yes"));
    if (json_array_size(yes) == 0 && self->options->axis == NULL) {
        tenor_convert_lose(
            self,
            "articles for which every label was rejected (name the axis by --axis to keep them)");
        json_decref(yes);
    } else {
        json_object_set_new(article, "labels", tenor_convert_unflatten(self, yes, true));
    }
    json_decref(held);
    return tenor_convert_emit(self, article, err);
}

static int read_binary(tenor_converter *self, const json_t *value, const char *answer,
                       tenor_error *err) {
    json_t *label = json_object_get(value, "label");
    if (!json_is_string(label)) {
        return tenor_convert_malformed(self, err, "neither \"label\" nor \"options\"");
    }
    const json_t *before = json_object_get(json_object_get(self->held, "article"), "text");
    if (self->held != NULL && json_equal(before, json_object_get(value, "text")) != 1) {
        int code = give_held(self, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    if (self->held == NULL) {
        self->held = json_pack("{s:o,s:[]}", "article", take_fields(value), "yes");
    }
    if (strcmp(answer, "accept") == 0) {
        json_array_append(json_object_get(self->held, "yes"), label);
    }
    return self->held != NULL ? TENOR_OK : tenor_fail_memory(err);
}

static int read_value(tenor_converter *self, const json_t *value, tenor_error *err) {
    const char *answer = tenor_convert_text(value, "answer");
    bool choice = json_is_array(json_object_get(value, "options")) ||
                  json_is_array(json_object_get(value, "accept"));
    if (!json_is_string(json_object_get(value, "text"))) {
        return tenor_convert_malformed(self, err, "no \"text\"");
    }
    if (strcmp(answer, "ignore") == 0) {
        tenor_convert_pass_over(self, "rows answered \"ignore\" (passed over)");
        return TENOR_OK;
    }
    if (answer[0] != '\0' && strcmp(answer, "accept") != 0 && strcmp(answer, "reject") != 0) {
        return tenor_convert_malformed(
            self, err, "the answer \"%s\" is none of accept, reject, ignore", answer);
    }
    if (!choice) {
        return read_binary(self, value, answer, err);
    }
    if (strcmp(answer, "reject") == 0) {
        tenor_convert_pass_over(
            self, "choices answered \"reject\" (passed over: they say of no label that it holds)");
        return TENOR_OK;
    }
    int code = give_held(self, err);
    return code == TENOR_OK ? read_choice(self, value, answer[0] != '\0', err) : code;
}

/* ---- writing ---- */

static json_t *without_labels(const json_t *article) {
    json_t *out = json_copy((json_t *)article);
    json_object_del(out, "labels");
    return out;
}

static int put_line(tenor_converter *self, const json_t *row, tenor_error *err) {
    int code = tenor_convert_put(self, row, err);
    return code == TENOR_OK ? tenor_convert_put_text(self, "\n", err) : code;
}

static int write_choice(tenor_converter *self, const json_t *article, tenor_error *err) {
    json_t *out = without_labels(article), *flat = tenor_convert_flatten(self, article);
    json_t *names = tenor_convert_flat_options(self, article), *options = json_array(), *name;
    size_t i;
    json_array_foreach(names, i, name) {
        json_array_append_new(options, json_pack("{s:O,s:O}", "id", name, "text", name));
    }
    bool labelled = json_object_get(article, "labels") != NULL;
    json_object_set(out, "options", options);
    json_object_set_new(out, "config", json_pack("{s:s}", "choice_style", "multiple"));
    if (labelled) {
        json_object_set(out, "accept", flat);
    }
    if (labelled && !tenor_convert_is_machine(article)) {
        json_object_set_new(out, "answer", json_string("accept"));
    }
    int code = put_line(self, out, err);
    json_decref(options);
    json_decref(names);
    json_decref(flat);
    json_decref(out);
    return code;
}

static bool holds(const json_t *list, const json_t *label) {
    size_t i;
    json_t *other;
    json_array_foreach(list, i, other) {
        if (json_equal(other, label) == 1) {
            return true;
        }
    }
    return false;
}

static json_t *score_of(const json_t *scores, const json_t *label) {
    size_t i;
    json_t *score;
    json_array_foreach(scores, i, score) {
        if (json_equal(json_object_get(score, "label"), label) == 1) {
            return json_object_get(score, "score");
        }
    }
    return NULL;
}

static int write_binary(tenor_converter *self, const json_t *article, tenor_error *err) {
    json_t *flat = tenor_convert_flatten(self, article),
           *scores = tenor_convert_flat_scores(self, article);
    json_t *names = tenor_convert_flat_options(self, article), *name;
    bool machine = tenor_convert_is_machine(article);
    size_t i;
    int code = TENOR_OK;
    if (json_array_size(names) == 0) {
        tenor_convert_lose(self, "articles of which no label is known (-m MODEL would give them)");
    }
    json_array_foreach(names, i, name) {
        json_t *row = without_labels(article), *score = score_of(scores, name);
        json_object_del(row, "scores");
        json_object_set(row, "label", name);
        if (score != NULL) {
            json_object_set(row, "score", score);
        }
        if (!machine) {
            json_object_set_new(row, "answer",
                                json_string(holds(flat, name) ? "accept" : "reject"));
        }
        code = put_line(self, row, err);
        json_decref(row);
        if (code != TENOR_OK) {
            break;
        }
    }
    if (machine) {
        tenor_convert_lose(self, "which labels are given (a row with a score is a question)");
    }
    json_decref(names);
    json_decref(scores);
    json_decref(flat);
    return code;
}

const tenor_format tenor_format_prodigy = {
    .name = "prodigy",
    .summary = "Prodigy choice tasks, JSON Lines (binary ones are read too)",
    .claims = claims,
    .read_value = read_value,
    .read_end = give_held,
    .write = write_choice,
};

const tenor_format tenor_format_prodigy_binary = {
    .name = "prodigy-binary",
    .summary = "Prodigy binary tasks: one row an article and label",
    .read_value = read_value,
    .read_end = give_held,
    .write = write_binary,
};
