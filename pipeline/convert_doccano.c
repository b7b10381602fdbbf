/* convert_doccano.c: doccano's JSON Lines (and JSON array) of text classification: {"text",
 * "label": label or [labels], …}.
 *
 * doccano keeps every other field as metadata and puts it back beside its own when exporting, "id"
 * too. */
#include <string.h>

#include "convert_core.h"
#include "error.h"

static bool claims(const json_t *value) {
    const json_t *label = json_object_get(value, "label");
    return json_is_string(json_object_get(value, "text")) &&
           json_object_get(value, "labels") == NULL &&
           (json_is_string(label) || json_is_array(label));
}

static int read_value(tenor_converter *self, const json_t *value, tenor_error *err) {
    json_t *label = json_object_get(value, "label"), *list = NULL;
    if (!json_is_string(json_object_get(value, "text"))) {
        return tenor_convert_malformed(self, err, "no \"text\"");
    }
    if (label != NULL && !json_is_null(label)) {
        list = tenor_convert_label_list(label);
        if (list == NULL) {
            return tenor_convert_malformed(
                self, err,
                "\"label\" is neither a label nor a list of labels "
                "(of what kind is the project? only text classification is read)");
        }
    }
    json_t *article = json_object(), *field;
    const char *name;
    tenor_convert_set_id(article, json_object_get(value, "id"));
    json_object_foreach((json_t *)value, name, field) {
        if (strcmp(name, "id") != 0 && strcmp(name, "label") != 0 &&
            !(strcmp(name, "Comments") == 0 && json_array_size(field) == 0)) {
            json_object_set(article, name, field);
        }
    }
    if (list != NULL) {
        json_object_set_new(article, "labels", tenor_convert_unflatten(self, list, true));
    }
    return tenor_convert_emit(self, article, err);
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    json_t *out = json_copy((json_t *)article);
    json_t *flat = tenor_convert_flatten(self, article);
    json_object_del(out, "labels");
    if (json_object_get(article, "scores") != NULL) {
        tenor_convert_lose(self, "scores as such (kept as metadata)");
    }
    json_object_set_new(out, "label", flat);
    int code = tenor_convert_put(self, out, err);
    json_decref(out);
    return code == TENOR_OK ? tenor_convert_put_text(self, "\n", err) : code;
}

const tenor_format tenor_format_doccano = {
    .name = "doccano",
    .summary = "doccano, JSON Lines (an export's zip is read too)",
    .claims = claims,
    .read_value = read_value,
    .write = write_article,
};
