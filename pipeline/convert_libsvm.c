/* convert_libsvm.c: sparse vectors for libsvm and liblinear, made by the model's own extractor.
 *
 * The numbers mean nothing without their names, which go to a file beside the output, OUT.names,
 * with a line for each label
 * ("label", number, name) and each feature ("feature", number, name). Label 0: annotated, none.
 * Texts cannot be made of vectors, so there is no way back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "convert_core.h"
#include "error.h"
#include "extractor.h"
#include "json_write.h"
#include "model_file.h"

typedef struct svm_state {
    const tenor_axis *axis;
    tenor_extractor *extractor;
    tenor_buffer text;
} svm_state;

static void free_state(void *state) {
    svm_state *svm = state;
    tenor_extractor_free(svm->extractor);
    tenor_buffer_free(&svm->text);
    free(svm);
}

static const tenor_axis *find_axis(const tenor_converter *self) {
    size_t count = tenor_model_axis_count(self->model);
    for (size_t i = 0; i < count; i++) {
        const tenor_axis *axis = tenor_model_axis(self->model, i);
        if (self->options->axis != NULL ? strcmp(axis->name, self->options->axis) == 0
                                        : count == 1) {
            return axis;
        }
    }
    return NULL;
}

static int write_names(const tenor_converter *self, const tenor_axis *axis, tenor_error *err) {
    tenor_buffer path = TENOR_BUFFER_INIT;
    const tenor_space *space = tenor_model_space(self->model);
    tenor_buffer_format(&path, "%s.names", self->options->output);
    FILE *file = path.failed ? NULL : fopen(path.data, "we");
    bool good = file != NULL;
    for (size_t i = 0; good && i < axis->label_count; i++) {
        good = fprintf(file, "label\t%zu\t%s\n", i + 1,
                       tenor_model_label(self->model, axis->first_label + i)->name) > 0;
    }
    for (size_t t = 0; good && t < space->term_count; t++) {
        tenor_view name = tenor_space_name(space, (uint32_t)t);
        good = fprintf(file, "feature\t%zu\t%.*s\n", t + 1, (int)name.size, name.data) > 0;
    }
    good = (file == NULL || fclose(file) == 0) && good;
    int code = good ? TENOR_OK
                    : tenor_fail(err, TENOR_IO, "cannot write the names of labels and features");
    tenor_error_at(err, path.data, 0);
    tenor_buffer_free(&path);
    return code;
}

static int begin(tenor_converter *self, tenor_error *err) {
    if (self->model == NULL || self->options->output == NULL) {
        return tenor_fail(
            err, TENOR_USAGE,
            "libsvm needs -m MODEL (whose features are used) and -o OUT (names go to OUT.names)");
    }
    const tenor_axis *axis = find_axis(self);
    if (axis == NULL) {
        return tenor_fail(err, TENOR_USAGE, "libsvm needs --axis, one of the model's");
    }
    svm_state *svm = tenor_new_array(1, sizeof *svm);
    if (svm == NULL) {
        return tenor_fail_memory(err);
    }
    tenor_buffer_init(&svm->text);
    svm->axis = axis;
    self->state = svm;
    int code = tenor_extractor_new(&svm->extractor, tenor_model_space(self->model), err);
    return code == TENOR_OK ? write_names(self, axis, err) : code;
}

/* "1,3", or "0" for none. False if the article is not annotated on the axis. */
static bool add_labels(tenor_converter *self, const svm_state *svm, const json_t *article) {
    json_t *list = tenor_convert_label_list(
               json_object_get(json_object_get(article, "labels"), svm->axis->name)),
           *label;
    size_t i, written = 0;
    if (list == NULL) {
        return false;
    }
    json_array_foreach(list, i, label) {
        size_t number = 0;
        for (size_t k = 0; k < svm->axis->label_count; k++) {
            const char *name = tenor_model_label(self->model, svm->axis->first_label + k)->name;
            number = strcmp(name, json_string_value(label)) == 0 ? k + 1 : number;
        }
        if (number > 0) {
            tenor_buffer_format(&self->pending, "%s%zu", written++ > 0 ? "," : "", number);
        } else {
            tenor_convert_lose(self, "labels that the model does not have");
        }
    }
    if (written == 0) {
        tenor_buffer_add_char(&self->pending, '0');
    }
    json_decref(list);
    return true;
}

static int add_vector(tenor_converter *self, svm_state *svm, const json_t *article,
                      tenor_error *err) {
    tenor_vector vector;
    tenor_buffer_clear(&svm->text);
    tenor_buffer_add_text(&svm->text, tenor_convert_text(article, "title"));
    tenor_buffer_add(&svm->text, "\n", svm->text.size > 0);
    tenor_buffer_add_text(&svm->text, tenor_convert_text(article, "text"));
    int code = svm->text.failed ? tenor_fail_memory(err)
                                : tenor_extract(svm->extractor, tenor_buffer_view(&svm->text),
                                                &vector, NULL, NULL, err);
    for (size_t i = 0; code == TENOR_OK && i < vector.size; i++) {
        if (vector.value[i] >= 5e-7F || vector.value[i] <= -5e-7F) {
            tenor_buffer_format(&self->pending, " %lu:", (unsigned long)vector.term[i] + 1);
            tenor_json_add_number(&self->pending, (double)vector.value[i], 6);
        }
    }
    return code;
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    static const char *const kept[] = {"labels", NULL};
    svm_state *svm = self->state;
    tenor_convert_lose_others(self, article, kept);
    if (!add_labels(self, svm, article)) {
        tenor_convert_lose(self, "articles that are not annotated on the axis (not written)");
        return TENOR_OK;
    }
    int code = add_vector(self, svm, article, err);
    return code == TENOR_OK ? tenor_convert_put_text(self, "\n", err) : code;
}

const tenor_format tenor_format_libsvm = {
    .name = "libsvm",
    .summary = "libsvm sparse vectors by the model's features (written only)",
    .begin = begin,
    .write = write_article,
    .free_state = free_state,
};
