/* axes_file.c: every key is known or refused, since a misspelt setting that is silently ignored
 * costs a day. */
#include "axes_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "error.h"
#include "memory.h"

#define MOST_TRUST 10.0

/* ---- axes ---- */

static int check_keys(const json_t *object, const char *const *known, const char *where,
                      tenor_error *err) {
    for (void *at = json_object_iter((json_t *)object); at != NULL;
         at = json_object_iter_next((json_t *)object, at)) {
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], json_object_iter_key(at)) != 0) {
            i++;
        }
        if (known[i] == NULL) {
            return tenor_fail(err, TENOR_FORMAT, "%s has no \"%s\"", where,
                              json_object_iter_key(at));
        }
    }
    return TENOR_OK;
}

static int read_labels(tenor_axis_spec *axis, const json_t *labels, tenor_error *err) {
    size_t count = json_array_size(labels);
    if (count == 0) {
        return tenor_fail(err, TENOR_FORMAT, "axis \"%s\" needs \"labels\", a list of names",
                          axis->name);
    }
    axis->labels = tenor_new_array(count, sizeof *axis->labels);
    if (axis->labels == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(labels, i));
        if (name == NULL || name[0] == '\0') {
            return tenor_fail(err, TENOR_FORMAT, "a label of axis \"%s\" is no name", axis->name);
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(axis->labels[k], name) == 0) {
                return tenor_fail(err, TENOR_FORMAT, "axis \"%s\" has the label \"%s\" twice",
                                  axis->name, name);
            }
        }
        axis->labels[i] = strdup(name);
        if (axis->labels[i] == NULL) {
            return tenor_fail_memory(err);
        }
        axis->label_count = i + 1;
    }
    return TENOR_OK;
}

static int read_trust(tenor_axis_spec *axis, const json_t *value, tenor_error *err) {
    axis->word_trust = value != NULL ? json_number_value(value) : 1.0;
    return axis->word_trust > 0.0 && axis->word_trust <= MOST_TRUST
               ? TENOR_OK
               : tenor_fail(err, TENOR_FORMAT,
                            "\"word_trust\" of axis \"%s\" is no number above 0 and up to %g",
                            axis->name, MOST_TRUST);
}

static int read_flag(const tenor_axis_spec *axis, const json_t *object, const char *key, bool *out,
                     tenor_error *err) {
    const json_t *value = json_object_get(object, key);
    *out = json_is_true(value);
    return value == NULL || json_is_boolean(value)
               ? TENOR_OK
               : tenor_fail(err, TENOR_FORMAT, "\"%s\" of axis \"%s\" is not true or false", key,
                            axis->name);
}

static int check_order(const tenor_axis_spec *axis, tenor_error *err) {
    return axis->ordered && (axis->multi || axis->label_count != 3)
               ? tenor_fail(
                     err, TENOR_FORMAT,
                     "axis \"%s\" is \"ordered\": it needs three labels, from one end to the "
                     "other, and cannot be \"multi\"",
                     axis->name)
               : TENOR_OK;
}

static int read_target(tenor_axis_spec *axis, const json_t *value, tenor_error *err) {
    const char *name = json_string_value(value);
    if (value == NULL) {
        return TENOR_OK;
    }
    if (name == NULL || axis->multi) {
        return tenor_fail(err, TENOR_FORMAT,
                          "\"target\" of axis \"%s\": the name of a lexicon group, on an axis that "
                          "is not \"multi\"",
                          axis->name);
    }
    axis->target = strdup(name);
    return axis->target != NULL ? TENOR_OK : tenor_fail_memory(err);
}

static int read_axis(tenor_dataset *dataset, const json_t *object, tenor_error *err) {
    static const char *const keys[] = {"name",        "multi",      "ordered", "labels",
                                       "description", "word_trust", "target",  NULL};
    const char *name = json_string_value(json_object_get(object, "name"));
    const char *description = json_string_value(json_object_get(object, "description"));
    if (name == NULL || name[0] == '\0') {
        return tenor_fail(err, TENOR_FORMAT, "an axis without a \"name\"");
    }
    int code = check_keys(object, keys, "an axis", err);
    if (code != TENOR_OK) {
        return code;
    }
    for (size_t i = 0; i < dataset->axis_count; i++) {
        if (strcmp(dataset->axes[i].name, name) == 0) {
            return tenor_fail(err, TENOR_FORMAT, "axis \"%s\" is there twice", name);
        }
    }
    tenor_axis_spec *axis = &dataset->axes[dataset->axis_count++];
    axis->name = strdup(name);
    axis->description = strdup(description != NULL ? description : "");
    axis->first_label = dataset->label_count;
    if (axis->name == NULL || axis->description == NULL) {
        return tenor_fail_memory(err);
    }
    code = read_flag(axis, object, "multi", &axis->multi, err);
    if (code == TENOR_OK) {
        code = read_flag(axis, object, "ordered", &axis->ordered, err);
    }
    if (code == TENOR_OK) {
        code = read_trust(axis, json_object_get(object, "word_trust"), err);
    }
    if (code == TENOR_OK) {
        code = read_target(axis, json_object_get(object, "target"), err);
    }
    if (code == TENOR_OK) {
        code = read_labels(axis, json_object_get(object, "labels"), err);
    }
    if (code == TENOR_OK) {
        code = check_order(axis, err);
    }
    dataset->label_count += axis->label_count;
    return code;
}

static int read_axes(tenor_dataset *dataset, const json_t *axes, tenor_error *err) {
    size_t count = json_array_size(axes);
    if (count == 0) {
        return tenor_fail(err, TENOR_FORMAT, "no \"axes\", a list of objects");
    }
    dataset->axes = tenor_new_array(count, sizeof *dataset->axes);
    if (dataset->axes == NULL) {
        return tenor_fail_memory(err);
    }
    int code = TENOR_OK;
    for (size_t i = 0; i < count && code == TENOR_OK; i++) {
        code = read_axis(dataset, json_array_get(axes, i), err);
    }
    return code;
}

/* ---- settings ---- */

static int read_weights(tenor_settings *settings, const json_t *weights, tenor_error *err) {
    static const char *const names[] = {"word", "han", "latin", "lexicon", "group", NULL};
    int code = check_keys(weights, names, "\"family_weight\"", err);
    for (size_t i = 0; i < TENOR_FAMILY_COUNT && code == TENOR_OK; i++) {
        const json_t *value = json_object_get(weights, names[i]);
        if (json_is_number(value)) {
            settings->family_weight[i] = (float)json_number_value(value);
        } else if (value != NULL) {
            code = tenor_fail(err, TENOR_FORMAT, "family_weight \"%s\" is no number", names[i]);
        }
    }
    return code;
}

static int read_settings(tenor_settings *settings, const json_t *object, tenor_error *err) {
    static const char *const keys[] = {"passage_bytes", "word_max",      "han_max",
                                       "latin_min",     "latin_max",     "min_df",
                                       "max_terms",     "family_weight", NULL};
    uint32_t *const fields[] = {&settings->passage_bytes, &settings->word_max,  &settings->han_max,
                                &settings->latin_min,     &settings->latin_max, &settings->min_df,
                                &settings->max_terms};
    int code = check_keys(object, keys, "\"settings\"", err);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && code == TENOR_OK; i++) {
        const json_t *value = json_object_get(object, keys[i]);
        json_int_t number = json_integer_value(value);
        if (value != NULL && (!json_is_integer(value) || number < 0 || number > UINT32_MAX)) {
            code = tenor_fail(err, TENOR_FORMAT, "setting \"%s\" is no whole number", keys[i]);
        } else if (value != NULL) {
            *fields[i] = (uint32_t)number;
        }
    }
    if (code == TENOR_OK) {
        code = read_weights(settings, json_object_get(object, "family_weight"), err);
    }
    const char *fault = tenor_settings_fault(settings);
    return code == TENOR_OK && fault != NULL ? tenor_fail(err, TENOR_DATA, "%s", fault) : code;
}

/* ---- lexicon ---- */

/* Cuts line's newline and the blanks at its ends. */
static char *trim(char *line) {
    size_t size = strlen(line);
    while (size > 0 && strchr(" \t\r\n", line[size - 1]) != NULL) {
        line[--size] = '\0';
    }
    return line + strspn(line, " \t");
}

/* The first line: which group the file's terms are of. */
static int read_header(tenor_lexicon_source *group, const char *line, tenor_error *err) {
    static const char header[] = "# group:";
    group->negators = strcmp(line, "# negators") == 0;
    const char *name = line + sizeof header - 1;
    if (!group->negators && strncmp(line, header, sizeof header - 1) != 0) {
        return tenor_fail(err, TENOR_FORMAT,
                          "a lexicon begins with \"# group: NAME\" or \"# negators\"");
    }
    name = group->negators ? "negators" : name + strspn(name, " \t");
    if (name[0] == '\0') {
        return tenor_fail(err, TENOR_FORMAT, "the group has no name");
    }
    group->group = strdup(name);
    return group->group != NULL ? TENOR_OK : tenor_fail_memory(err);
}

static int add_term(tenor_lexicon_source *group, size_t *capacity, const char *term,
                    tenor_error *err) {
    char *copy = strdup(term);
    if (copy == NULL || !TENOR_GROW(group->terms, *capacity, group->term_count + 1)) {
        free(copy);
        return tenor_fail_memory(err);
    }
    group->terms[group->term_count++] = copy;
    return TENOR_OK;
}

static int read_terms(tenor_lexicon_source *group, FILE *file, const char *path, tenor_error *err) {
    char *line = NULL;
    size_t line_capacity = 0, capacity = 0;
    int code = TENOR_OK;
    for (long number = 1; code == TENOR_OK && getline(&line, &line_capacity, file) >= 0; number++) {
        const char *text = trim(line);
        if (number == 1) {
            code = read_header(group, text, err);
        } else if (text[0] != '\0' && text[0] != '#') {
            code = add_term(group, &capacity, text, err);
        }
        tenor_error_at(err, path, number);
    }
    if (code == TENOR_OK && group->term_count == 0) {
        code = tenor_fail(err, TENOR_DATA, "a lexicon without a term");
        tenor_error_at(err, path, 0);
    }
    free(line);
    return code;
}

static int read_lexicon_file(tenor_lexicon_source *group, const char *path, tenor_error *err) {
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        int code = tenor_fail(err, TENOR_IO, "cannot open: %s", strerror(errno));
        tenor_error_at(err, path, 0);
        return code;
    }
    int code = read_terms(group, file, path, err);
    fclose(file);
    return code;
}

static int read_lexicon(tenor_dataset *dataset, const json_t *files, const char *beside,
                        tenor_error *err) {
    size_t count = json_array_size(files);
    dataset->lexicon = tenor_new_array(count, sizeof *dataset->lexicon);
    if (dataset->lexicon == NULL) {
        return tenor_fail_memory(err);
    }
    tenor_buffer path = TENOR_BUFFER_INIT;
    int code = TENOR_OK;
    for (size_t i = 0; i < count && code == TENOR_OK; i++) {
        const char *name = json_string_value(json_array_get(files, i));
        if (name == NULL) {
            code = tenor_fail(err, TENOR_FORMAT, "\"lexicon\" is a list of file names");
            break;
        }
        tenor_path_beside(&path, beside, name);
        dataset->lexicon_count = i + 1;
        code = path.failed ? tenor_fail_memory(err)
                           : read_lexicon_file(&dataset->lexicon[i], path.data, err);
    }
    tenor_buffer_free(&path);
    return code;
}

/* A target is a group that the lexicon has. */
static int check_targets(const tenor_dataset *dataset, tenor_error *err) {
    for (size_t a = 0; a < dataset->axis_count; a++) {
        const char *target = dataset->axes[a].target;
        size_t g = 0;
        while (target != NULL && g < dataset->lexicon_count &&
               (dataset->lexicon[g].negators || strcmp(dataset->lexicon[g].group, target) != 0)) {
            g++;
        }
        if (target != NULL && g == dataset->lexicon_count) {
            return tenor_fail(err, TENOR_DATA,
                              "axis \"%s\" has the target \"%s\", but no file of the \"lexicon\" "
                              "is of that group",
                              dataset->axes[a].name, target);
        }
    }
    return TENOR_OK;
}

/* ---- the file ---- */

int tenor_axes_file_read(tenor_dataset *dataset, const char *path, tenor_error *err) {
    static const char *const keys[] = {"axes", "settings", "lexicon", "description", NULL};
    json_error_t problem;
    json_t *object = json_load_file(path, JSON_REJECT_DUPLICATES, &problem);
    int code = TENOR_OK;
    if (!json_is_object(object)) {
        code = tenor_fail(err, TENOR_FORMAT, "%s",
                          object != NULL ? "not a JSON object" : problem.text);
        tenor_error_at(err, path, problem.line > 0 && object == NULL ? problem.line : 0);
    }
    if (code == TENOR_OK) {
        code = check_keys(object, keys, "axes.json", err);
    }
    if (code == TENOR_OK) {
        code = read_axes(dataset, json_object_get(object, "axes"), err);
    }
    if (code == TENOR_OK && json_object_get(object, "settings") != NULL) {
        code = read_settings(&dataset->settings, json_object_get(object, "settings"), err);
    }
    if (code == TENOR_OK && json_object_get(object, "lexicon") != NULL) {
        code = read_lexicon(dataset, json_object_get(object, "lexicon"), path, err);
    }
    if (code == TENOR_OK) {
        code = check_targets(dataset, err);
    }
    tenor_error_at(err, path, 0);
    json_decref(object);
    return code;
}
