/* annotated_json.c: annotated articles as JSON Lines. */
#include <string.h>

#include "error.h"
#include "gather.h"
#include "json_read.h"

#define LABELS_MAX 1000 /* of one article on one axis */

/* An article without "labels" is not annotated, which is allowed, and most likely a misspelling if
 * it has a field that nobody knows. */
static void check_fields(tenor_gather *gather, const json_t *object, bool *told, long line) {
    static const char *const known[] = {"id",   "title", "text",  "path",
                                        "file", "lang",  "group", "date"};
    const char *unknown = NULL;
    if (*told || json_object_get(object, "labels") != NULL) {
        return;
    }
    for (void *at = json_object_iter((json_t *)object); at != NULL && unknown == NULL;
         at = json_object_iter_next((json_t *)object, at)) {
        size_t i = 0, count = sizeof known / sizeof known[0];
        while (i < count && strcmp(known[i], json_object_iter_key(at)) != 0) {
            i++;
        }
        unknown = i == count ? json_object_iter_key(at) : NULL;
    }
    *told = true;
    tenor_gather_problem(gather, false, line, "no \"labels\"%s%s%s (told once)",
                         unknown != NULL ? ", but an unknown field \"" : "",
                         unknown != NULL ? unknown : "", unknown != NULL ? "\"" : "");
}

static int read_axis(tenor_gather *gather, const char *axis, const json_t *value, long line,
                     tenor_error *err) {
    tenor_view labels[LABELS_MAX];
    size_t count = 0;
    if (json_is_null(value)) {
        return TENOR_OK;
    }
    if (json_is_string(value)) {
        labels[0] = (tenor_view){json_string_value(value), json_string_length(value)};
        return tenor_gather_annotate(gather, axis, TENOR_GOLD_STRING, labels, 1, line, err);
    }
    bool good = json_is_array(value) && json_array_size(value) <= LABELS_MAX;
    for (; good && count < json_array_size(value); count++) {
        const json_t *label = json_array_get(value, count);
        good = json_is_string(label) && json_string_length(label) > 0;
        labels[count] = (tenor_view){json_string_value(label), json_string_length(label)};
    }
    if (!good) {
        tenor_gather_problem(gather, true, line, "\"%s\" is neither a label nor a list of labels",
                             axis);
        return TENOR_OK;
    }
    return tenor_gather_annotate(gather, axis, TENOR_GOLD_LIST, labels, count, line, err);
}

static int read_object(tenor_gather *gather, const json_t *object, long line, tenor_error *err) {
    char id[TENOR_JSON_NUMBER_SIZE];
    const json_t *labels = json_object_get(object, "labels");
    tenor_view path = tenor_json_string(object, "path");
    path = path.size > 0 ? path : tenor_json_string(object, "file");
    tenor_gather_input input = {
        .id = tenor_json_id(object, "id", id),
        .title = tenor_json_string(object, "title"),
        .text = tenor_json_string(object, "text"),
        .lang = tenor_json_string(object, "lang"),
        .group = tenor_json_string(object, "group"),
        .path =
            path.size > 0 && !json_is_string(json_object_get(object, "text")) ? path.data : NULL,
        .line = line,
    };
    if (input.path == NULL && !json_is_string(json_object_get(object, "text"))) {
        tenor_gather_problem(gather, true, line, "neither \"text\" nor \"path\"");
        return TENOR_OK;
    }
    if (labels != NULL && !json_is_object(labels)) {
        tenor_gather_problem(gather, true, line,
                             "\"labels\" is not an object {axis: label or [labels]}");
        return TENOR_OK;
    }
    int code = tenor_gather_add(gather, &input, err);
    if (code == 1) {
        code = TENOR_OK;
        for (void *at = json_object_iter((json_t *)labels); at != NULL && code == TENOR_OK;
             at = json_object_iter_next((json_t *)labels, at)) {
            code =
                read_axis(gather, json_object_iter_key(at), json_object_iter_value(at), line, err);
        }
    }
    return code;
}

static int read_line(tenor_gather *gather, tenor_view text, long line, bool *told,
                     tenor_error *err) {
    json_error_t problem;
    json_t *object = json_loadb(text.data, text.size, 0, &problem);
    int code = TENOR_OK;
    if (json_is_object(object)) {
        check_fields(gather, object, told, line);
        code = read_object(gather, object, line, err);
    } else {
        tenor_gather_problem(gather, true, line, "not a JSON object%s%s",
                             object == NULL ? ": " : "", object == NULL ? problem.text : "");
    }
    json_decref(object);
    return code;
}

int tenor_annotated_json(tenor_gather *gather, tenor_view bytes, tenor_error *err) {
    const char *at = bytes.data, *end = bytes.data + bytes.size;
    bool told = false;
    int code = TENOR_OK;
    for (long line = 1; at < end && code == TENOR_OK; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        tenor_view text = {at, (size_t)(stop - at)};
        while (text.size > 0 && strchr(" \t\r", text.data[text.size - 1]) != NULL) {
            text.size--;
        }
        if (text.size > 0) {
            code = read_line(gather, text, line, &told, err);
        }
        at = newline != NULL ? newline + 1 : end;
    }
    return code;
}
