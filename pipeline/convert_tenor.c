/* convert_tenor.c: Tenor's own form: JSON Lines of records and annotated articles, as they are. */
#include "convert_core.h"

#include "error.h"

static int read_value(tenor_converter *self, const json_t *value, tenor_error *err) {
    const char *axis;
    json_t *labels = json_object_get(value, "labels"), *given;
    if (labels != NULL && !json_is_object(labels)) {
        return tenor_convert_malformed(self, err,
                                       "\"labels\" is not an object {axis: label or [labels]}");
    }
    json_object_foreach(labels, axis, given) {
        json_t *list = tenor_convert_label_list(given);
        if (list == NULL && !json_is_null(given)) {
            return tenor_convert_malformed(
                self, err, "the labels of \"%s\" are neither a label nor a list of labels", axis);
        }
        json_decref(list);
    }
    if (json_object_get(value, "error") != NULL) {
        tenor_convert_pass_over(self, "error records (passed over)");
        return TENOR_OK;
    }
    if (!json_is_string(json_object_get(value, "text")) && self->to != &tenor_format_tenor) {
        return tenor_convert_malformed(
            self, err, "the article has no \"text\" (label with --text to have it in the record)");
    }
    return tenor_convert_emit(self, json_incref((json_t *)value), err);
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    int code = tenor_convert_put(self, article, err);
    return code == TENOR_OK ? tenor_convert_put_text(self, "\n", err) : code;
}

const tenor_format tenor_format_tenor = {
    .name = "tenor",
    .summary = "records and annotated articles, JSON Lines",
    .read_value = read_value,
    .write = write_article,
};
