/* annotated.c: paths -> files -> (gather) articles and marks -> axes, gold and digest.
 *
 * Axes and labels that come from the data are sorted by name, so that the order of files does not
 * change the model. Problems are told all together, each with file and line, since annotated data
 * is mended by people, in rounds. */
#include "annotated.h"

#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "axes_file.h"
#include "document.h"
#include "error.h"
#include "gather.h"
#include "walk.h"

#define FILE_BYTES ((size_t)4 << 30) /* of one annotated file */

/* ---- files ---- */

static const char *add_source(tenor_gather *gather, const char *path, tenor_error *err) {
    tenor_dataset *dataset = gather->dataset;
    char *copy = strdup(path);
    if (copy == NULL ||
        !TENOR_GROW(dataset->sources, gather->source_capacity, dataset->source_count + 1)) {
        free(copy);
        (void)tenor_fail_memory(err);
        return NULL;
    }
    dataset->sources[dataset->source_count++] = copy;
    return copy;
}

/* Tells the format by content. */
static int read_bytes(tenor_gather *gather, tenor_view bytes, tenor_error *err) {
    size_t start = bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bytes.data += start;
    bytes.size -= start;
    size_t line = strcspn(bytes.data, "\n");
    if (bytes.data[strspn(bytes.data, " \t\r\n")] == '{') {
        return tenor_annotated_json(gather, bytes, err);
    }
    if (memmem(bytes.data, line < bytes.size ? line : bytes.size, "__label__", 9) != NULL) {
        return tenor_annotated_fasttext(gather, bytes, err);
    }
    return tenor_annotated_csv(gather, bytes, err);
}

static int read_file(tenor_gather *gather, const char *path, tenor_error *err) {
    tenor_error problem = TENOR_ERROR_INIT;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    gather->source = add_source(gather, path, err);
    if (gather->source == NULL) {
        return TENOR_MEMORY;
    }
    int code = tenor_file_read(path, FILE_BYTES, &bytes, &problem);
    if (code != TENOR_OK) {
        tenor_gather_problem(gather, true, 0, "%s", problem.text);
        code = TENOR_OK;
    } else {
        code = read_bytes(gather, tenor_buffer_view(&bytes), err);
    }
    tenor_buffer_free(&bytes);
    return code;
}

static bool is_annotated_name(const char *path) {
    static const char *const endings[] = {".jsonl", ".ndjson", ".csv", ".tsv"};
    size_t size = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t part = strlen(endings[i]);
        if (size > part && strcmp(path + size - part, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int walk_folder(tenor_gather *gather, const char *folder, tenor_error *err) {
    tenor_walk *walk = NULL;
    tenor_error problem = TENOR_ERROR_INIT;
    const char *path = folder;
    int code = tenor_walk_new(&walk, NULL, NULL, err);
    if (code != TENOR_OK) {
        return code;
    }
    int got = tenor_walk_start(walk, folder, &problem);
    while (code == TENOR_OK && (got == TENOR_OK || got == 1 || got == TENOR_IO)) {
        if (got == TENOR_IO) {
            gather->source = add_source(gather, path, err);
            tenor_gather_problem(gather, true, 0, "%s", problem.text);
            tenor_error_clear(&problem);
        } else if (got == 1 && is_annotated_name(path)) {
            code = read_file(gather, path, err);
        }
        got = code == TENOR_OK ? tenor_walk_next(walk, &path, &problem) : code;
        if (got == 0) {
            break;
        }
    }
    tenor_walk_free(walk);
    return got == TENOR_MEMORY ? tenor_fail_memory(err) : code;
}

static int read_path(tenor_gather *gather, const char *path, tenor_error *err) {
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        return read_file(gather, path, err);
    }
    tenor_buffer labels = TENOR_BUFFER_INIT;
    tenor_buffer_format(&labels, "%s/labels.jsonl", path);
    int code = labels.failed ? tenor_fail_memory(err) : TENOR_OK;
    if (code == TENOR_OK) {
        code = access(labels.data, F_OK) == 0 ? read_file(gather, labels.data, err)
                                              : walk_folder(gather, path, err);
    }
    tenor_buffer_free(&labels);
    return code;
}

/* ---- axes ---- */

/* The axes.json to use: the one named, or that of the first folder that has one. "" if none. */
static int find_axes(const char *const *paths, size_t count, const char *named, tenor_buffer *out,
                     tenor_error *err) {
    if (named != NULL) {
        tenor_buffer_add_text(out, named);
    }
    for (size_t i = 0; named == NULL && i < count && out->size == 0; i++) {
        tenor_buffer_format(out, "%s/axes.json", paths[i]);
        if (access(out->data, F_OK) != 0) {
            tenor_buffer_clear(out);
        }
    }
    return out->failed ? tenor_fail_memory(err) : TENOR_OK;
}

/* Makes the dataset's axes those that articles are checked against. */
static int fix_axes(tenor_gather *gather, tenor_error *err) {
    const tenor_dataset *dataset = gather->dataset;
    gather->axes = tenor_new_array(dataset->axis_count, sizeof *gather->axes);
    if (gather->axes == NULL) {
        return tenor_fail_memory(err);
    }
    gather->axis_capacity = dataset->axis_count;
    for (size_t i = 0; i < dataset->axis_count; i++) {
        const tenor_axis_spec *spec = &dataset->axes[i];
        tenor_gather_axis *axis = &gather->axes[gather->axis_count++];
        *axis =
            (tenor_gather_axis){.name = strdup(spec->name), .fixed = true, .multi = spec->multi};
        axis->labels = tenor_new_array(spec->label_count, sizeof *axis->labels);
        if (axis->name == NULL || axis->labels == NULL) {
            return tenor_fail_memory(err);
        }
        for (size_t k = 0; k < spec->label_count; k++) {
            axis->labels[k] = strdup(spec->labels[k]);
            if (axis->labels[k] == NULL) {
                return tenor_fail_memory(err);
            }
            axis->label_count++;
        }
    }
    return TENOR_OK;
}

static int compare_axes(const void *left, const void *right) {
    const tenor_gather_axis *const *a = left, *const *b = right;
    return strcmp((*a)->name, (*b)->name);
}

static int compare_strings(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Labels of an axis as the data has them, sorted; places[i] becomes the new number of label i. */
static int sort_labels(const tenor_gather_axis *axis, tenor_axis_spec *spec, size_t *places,
                       tenor_error *err) {
    spec->labels = tenor_new_array(axis->label_count, sizeof *spec->labels);
    if (spec->labels == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < axis->label_count; i++) {
        spec->labels[i] = strdup(axis->labels[i]);
        if (spec->labels[i] == NULL) {
            return tenor_fail_memory(err);
        }
        spec->label_count++;
    }
    qsort(spec->labels, spec->label_count, sizeof *spec->labels, compare_strings);
    for (size_t i = 0; i < axis->label_count; i++) {
        char **at = bsearch(&axis->labels[i], spec->labels, spec->label_count, sizeof *spec->labels,
                            compare_strings);
        places[i] = (size_t)(at - spec->labels);
    }
    return TENOR_OK;
}

/* Takes the axes that were met into the dataset. numbers[axis][label] becomes the label's number
 * through all axes. */
static int take_axes(tenor_gather *gather, size_t **numbers, tenor_error *err) {
    tenor_dataset *dataset = gather->dataset;
    const tenor_gather_axis **sorted = tenor_new_array(gather->axis_count, sizeof *sorted);
    dataset->axes = tenor_new_array(gather->axis_count, sizeof *dataset->axes);
    int code = sorted == NULL || dataset->axes == NULL ? tenor_fail_memory(err) : TENOR_OK;
    for (size_t i = 0; code == TENOR_OK && i < gather->axis_count; i++) {
        sorted[i] = &gather->axes[i];
    }
    if (code == TENOR_OK) {
        qsort(sorted, gather->axis_count, sizeof *sorted, compare_axes);
    }
    for (size_t i = 0; code == TENOR_OK && i < gather->axis_count; i++) {
        const tenor_gather_axis *axis = sorted[i];
        size_t *places = numbers[axis - gather->axes];
        tenor_axis_spec *spec = &dataset->axes[dataset->axis_count++];
        spec->name = strdup(axis->name);
        spec->description = strdup("");
        spec->word_trust = 1.0;
        spec->multi = axis->multi;
        spec->first_label = dataset->label_count;
        code = spec->name == NULL || spec->description == NULL
                   ? tenor_fail_memory(err)
                   : sort_labels(axis, spec, places, err);
        for (size_t k = 0; code == TENOR_OK && k < axis->label_count; k++) {
            places[k] += spec->first_label;
        }
        dataset->label_count += spec->label_count;
    }
    free(sorted);
    return code;
}

/* The same where axes.json had said them all. */
static void number_fixed(const tenor_dataset *dataset, size_t **numbers) {
    for (size_t i = 0; i < dataset->axis_count; i++) {
        for (size_t k = 0; k < dataset->axes[i].label_count; k++) {
            numbers[i][k] = dataset->axes[i].first_label + k;
        }
    }
}

/* ---- gold ---- */

static int make_gold(tenor_dataset *dataset, tenor_error *err) {
    for (size_t i = 0; i < dataset->example_count; i++) {
        dataset->examples[i].gold = tenor_new_array(dataset->label_count, sizeof(int8_t));
        if (dataset->examples[i].gold == NULL) {
            return tenor_fail_memory(err);
        }
        memset(dataset->examples[i].gold, TENOR_GOLD_UNKNOWN, dataset->label_count);
    }
    return TENOR_OK;
}

/* The dataset's axis that was gathered under this number: the same for fixed axes, else found by
 * name. */
static const tenor_axis_spec *spec_of(const tenor_gather *gather, size_t axis) {
    const tenor_dataset *dataset = gather->dataset;
    for (size_t i = 0; i < dataset->axis_count; i++) {
        if (strcmp(dataset->axes[i].name, gather->axes[axis].name) == 0) {
            return &dataset->axes[i];
        }
    }
    return NULL;
}

static void set_gold(tenor_gather *gather, size_t *const *numbers) {
    for (size_t i = 0; i < gather->mark_count; i++) {
        const tenor_mark *mark = &gather->marks[i];
        const tenor_axis_spec *spec = spec_of(gather, mark->axis);
        int8_t *gold = gather->dataset->examples[mark->example].gold;
        for (size_t k = 0; k < spec->label_count; k++) {
            if (gold[spec->first_label + k] == TENOR_GOLD_UNKNOWN) {
                gold[spec->first_label + k] = TENOR_GOLD_NO;
            }
        }
        if (mark->label != SIZE_MAX) {
            gold[numbers[mark->axis][mark->label]] = TENOR_GOLD_YES;
        }
    }
}

static int finish_gold(tenor_gather *gather, bool fixed, tenor_error *err) {
    size_t **numbers = tenor_new_array(gather->axis_count, sizeof *numbers);
    int code = numbers == NULL ? tenor_fail_memory(err) : TENOR_OK;
    for (size_t i = 0; code == TENOR_OK && i < gather->axis_count; i++) {
        numbers[i] = tenor_new_array(gather->axes[i].label_count, sizeof **numbers);
        code = numbers[i] == NULL ? tenor_fail_memory(err) : TENOR_OK;
    }
    if (code == TENOR_OK && fixed) {
        number_fixed(gather->dataset, numbers);
    } else if (code == TENOR_OK) {
        code = take_axes(gather, numbers, err);
    }
    if (code == TENOR_OK) {
        code = make_gold(gather->dataset, err);
    }
    if (code == TENOR_OK) {
        set_gold(gather, numbers);
    }
    for (size_t i = 0; numbers != NULL && i < gather->axis_count; i++) {
        free(numbers[i]);
    }
    free(numbers);
    return code;
}

/* ---- duplicates and digest ---- */

static int compare_ids(const void *left, const void *right) {
    const tenor_example *a = *(const tenor_example *const *)left,
                        *b = *(const tenor_example *const *)right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : (a > b) - (a < b);
}

static int compare_texts(const void *left, const void *right) {
    const tenor_example *a = *(const tenor_example *const *)left,
                        *b = *(const tenor_example *const *)right;
    int order = strcmp(a->text, b->text);
    order = order != 0 ? order : strcmp(a->title, b->title);
    return order != 0 ? order : (a > b) - (a < b);
}

static void tell_duplicates(tenor_gather *gather, const tenor_example **sorted, bool by_id) {
    const tenor_dataset *dataset = gather->dataset;
    for (size_t i = 1; i < dataset->example_count; i++) {
        const tenor_example *first = sorted[i - 1], *second = sorted[i];
        bool same = by_id ? strcmp(first->id, second->id) == 0
                          : strcmp(first->text, second->text) == 0 &&
                                strcmp(first->title, second->title) == 0;
        if (!same) {
            continue;
        }
        gather->source = second->source;
        if (by_id) {
            tenor_gather_problem(gather, false, second->line,
                                 "the id \"%s\" was there before (%s:%ld)", second->id,
                                 first->source, first->line);
        } else {
            bool conflict = memcmp(first->gold, second->gold, dataset->label_count) != 0;
            tenor_gather_problem(gather, false, second->line, "the same text as \"%s\" (%s:%ld)%s",
                                 first->id, first->source, first->line,
                                 conflict ? ", but with other labels" : "");
        }
    }
}

static int find_duplicates(tenor_gather *gather, tenor_error *err) {
    const tenor_dataset *dataset = gather->dataset;
    const tenor_example **sorted = tenor_new_array(dataset->example_count, sizeof *sorted);
    if (sorted == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < dataset->example_count; i++) {
        sorted[i] = &dataset->examples[i];
    }
    qsort(sorted, dataset->example_count, sizeof *sorted, compare_ids);
    tell_duplicates(gather, sorted, true);
    qsort(sorted, dataset->example_count, sizeof *sorted, compare_texts);
    tell_duplicates(gather, sorted, false);
    free(sorted);
    return TENOR_OK;
}

/* A string with its NUL, so that "ab" "c" and "a" "bc" differ. */
static void hash_string(struct sha256_ctx *context, const char *text) {
    sha256_update(context, strlen(text) + 1, (const uint8_t *)text);
}

static void make_digest(tenor_dataset *dataset) {
    struct sha256_ctx context;
    unsigned char sum[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    for (size_t i = 0; i < dataset->axis_count; i++) {
        hash_string(&context, dataset->axes[i].name);
        for (size_t k = 0; k < dataset->axes[i].label_count; k++) {
            hash_string(&context, dataset->axes[i].labels[k]);
        }
    }
    for (size_t i = 0; i < dataset->example_count; i++) {
        const tenor_example *example = &dataset->examples[i];
        hash_string(&context, example->id);
        hash_string(&context, example->title);
        hash_string(&context, example->text);
        sha256_update(&context, dataset->label_count, (const uint8_t *)example->gold);
    }
    sha256_digest(&context, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++) {
        snprintf(dataset->digest + 2 * i, 3, "%02x", sum[i]);
    }
}

/* ---- all ---- */

static void free_gather(tenor_gather *gather) {
    for (size_t i = 0; i < gather->axis_count; i++) {
        for (size_t k = 0; k < gather->axes[i].label_count; k++) {
            free(gather->axes[i].labels[k]);
        }
        free(gather->axes[i].labels);
        free(gather->axes[i].name);
    }
    free(gather->axes);
    free(gather->marks);
    tenor_article_free(&gather->article);
    tenor_reader_free(gather->reader);
}

static int finish(tenor_gather *gather, bool fixed, tenor_error *err) {
    if (gather->errors > 0) {
        return tenor_fail(err, TENOR_DATA, "%zu error%s in the annotated data", gather->errors,
                          gather->errors > 1 ? "s" : "");
    }
    if (gather->dataset->example_count == 0) {
        return tenor_fail(err, TENOR_DATA, "no annotated articles were found");
    }
    if (gather->mark_count == 0) {
        const tenor_example *first = &gather->dataset->examples[0];
        int code = tenor_fail(err, TENOR_DATA, "no article has labels");
        tenor_error_at(err, first->source, first->line);
        return code;
    }
    int code = finish_gold(gather, fixed, err);
    if (code == TENOR_OK) {
        make_digest(gather->dataset);
        code = find_duplicates(gather, err);
    }
    return code;
}

int tenor_annotated_read(tenor_dataset *out, const char *const *paths, size_t path_count,
                         const tenor_annotated_options *options, tenor_error *err) {
    tenor_gather gather = {.dataset = out, .options = options};
    tenor_buffer axes = TENOR_BUFFER_INIT;
    tenor_article_init(&gather.article);
    int code = tenor_reader_new(&gather.reader, err);
    if (code == TENOR_OK) {
        code = find_axes(paths, path_count, options->axes, &axes, err);
    }
    bool fixed = axes.size > 0;
    if (code == TENOR_OK && fixed) {
        code = tenor_axes_file_read(out, axes.data, err);
        if (code == TENOR_OK) {
            code = fix_axes(&gather, err);
        }
    }
    for (size_t i = 0; i < path_count && code == TENOR_OK; i++) {
        code = read_path(&gather, paths[i], err);
    }
    if (code == TENOR_OK) {
        code = finish(&gather, fixed, err);
    }
    free_gather(&gather);
    tenor_buffer_free(&axes);
    return code;
}
