/* convert.c: paths -> files -> (a format's reader) articles (a format's writer) -> output, one
 * article at a time. */
#include "convert.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "convert_core.h"
#include "error.h"
#include "bounds.h"

#define FLUSH_BYTES ((size_t)1 << 20)
#define SNIFF_BYTES 65536

/* The order is that of asking: what claims an object first gets it. Tenor's own form claims
 * everything. */
static const tenor_format *const formats[] = {
    &tenor_format_label_studio,
    &tenor_format_argilla,
    &tenor_format_argilla_1,
    &tenor_format_prodigy,
    &tenor_format_doccano,
    &tenor_format_tenor,
    &tenor_format_prodigy_binary,
    &tenor_format_fasttext,
    &tenor_format_csv,
    &tenor_format_tsv,
    &tenor_format_folder,
    &tenor_format_libsvm,
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

const char *tenor_convert_format(size_t number, bool *reads, bool *writes, const char **summary) {
    if (number >= FORMAT_COUNT) {
        return NULL;
    }
    const tenor_format *format = formats[number];
    *reads = format->read_value != NULL || format->read_file != NULL;
    *writes = format->write != NULL;
    *summary = format->summary;
    return format->name;
}

static int find_format(const char *name, bool to_read, const tenor_format **out, tenor_error *err) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i]->name, name) == 0) {
            bool able = to_read ? formats[i]->read_value != NULL || formats[i]->read_file != NULL
                                : formats[i]->write != NULL;
            *out = formats[i];
            return able ? TENOR_OK
                        : tenor_fail(err, TENOR_USAGE, "%s can only be %s", name,
                                     to_read ? "written" : "read");
        }
    }
    return tenor_fail(err, TENOR_USAGE, "no format \"%s\" (tenor convert --help lists them)", name);
}

/* ---- what formats ask for ---- */

int tenor_convert_malformed(tenor_converter *self, tenor_error *err, const char *format, ...) {
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (self->input.element > 1) {
        tenor_fail(err, TENOR_FORMAT, "element %zu: %s", self->input.element, text);
    } else {
        tenor_fail(err, TENOR_FORMAT, "%s", text);
    }
    tenor_error_at(err, self->input.source, self->input.line);
    return TENOR_FORMAT;
}

/* number: of the article, which counts once; 0: counts each time. */
static void count_loss(tenor_converter *self, const char *what, size_t number) {
    for (size_t i = 0; i < self->loss_count; i++) {
        tenor_convert_loss *loss = &self->losses[i];
        if (strcmp(loss->what, what) == 0) {
            loss->articles += number == 0 || loss->last != number;
            loss->last = number;
            return;
        }
    }
    char *copy = strdup(what);
    if (copy == NULL || !TENOR_GROW(self->losses, self->loss_capacity, self->loss_count + 1)) {
        free(copy); /* a count that is missing is no reason to stop */
        return;
    }
    self->losses[self->loss_count++] = (tenor_convert_loss){copy, 1, number};
}

void tenor_convert_lose(tenor_converter *self, const char *what) {
    count_loss(self, what, self->articles + 1);
}

void tenor_convert_pass_over(tenor_converter *self, const char *what) {
    count_loss(self, what, 0);
}

static bool is_empty(const json_t *value) {
    return json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_object(value) && json_object_size(value) == 0);
}

void tenor_convert_lose_others(tenor_converter *self, const json_t *article,
                               const char *const *kept) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)article, key, value) {
        size_t i = 0;
        while (kept[i] != NULL && strcmp(kept[i], key) != 0) {
            i++;
        }
        if (kept[i] == NULL && !is_empty(value)) {
            char what[128];
            snprintf(what, sizeof what, "field \"%s\"", key);
            tenor_convert_lose(self, what);
        }
    }
}

static int flush(tenor_converter *self, tenor_error *err) {
    if (self->pending.failed) {
        return tenor_fail_memory(err);
    }
    int code = tenor_output_write(self->output, tenor_buffer_view(&self->pending), err);
    tenor_buffer_clear(&self->pending);
    return code;
}

static int add_bytes(const char *bytes, size_t size, void *data) {
    tenor_buffer *out = data;
    tenor_buffer_add(out, bytes, size);
    return out->failed ? -1 : 0;
}

int tenor_convert_put(tenor_converter *self, const json_t *value, tenor_error *err) {
    if (value == NULL || json_dump_callback(value, add_bytes, &self->pending,
                                            JSON_COMPACT | JSON_REAL_PRECISION(15)) != 0) {
        return tenor_fail_memory(err);
    }
    return TENOR_OK;
}

int tenor_convert_put_text(tenor_converter *self, const char *text, tenor_error *err) {
    tenor_buffer_add_text(&self->pending, text);
    return self->pending.failed ? tenor_fail_memory(err) : TENOR_OK;
}

int tenor_convert_array_begin(tenor_converter *self, tenor_error *err) {
    return tenor_convert_put_text(self, "[", err);
}

int tenor_convert_array_put(tenor_converter *self, const json_t *value, tenor_error *err) {
    int code = tenor_convert_put_text(self, self->articles > 0 ? ",\n" : "\n", err);
    return code == TENOR_OK ? tenor_convert_put(self, value, err) : code;
}

int tenor_convert_array_end(tenor_converter *self, tenor_error *err) {
    return tenor_convert_put_text(self, "\n]\n", err);
}

int tenor_convert_emit(tenor_converter *self, json_t *article, tenor_error *err) {
    if (article == NULL) {
        return tenor_fail_memory(err);
    }
    int code = self->to->write(self, article, err);
    json_decref(article);
    if (code != TENOR_OK) {
        tenor_error_at(err, self->input.source, self->input.line);
        return code;
    }
    self->articles++;
    return self->pending.size >= FLUSH_BYTES && !self->to->to_folder ? flush(self, err) : TENOR_OK;
}

/* ---- reading ---- */

static int parse(tenor_converter *self, tenor_view bytes, json_t **out, tenor_error *err) {
    json_error_t problem;
    *out = json_loadb(bytes.data, bytes.size, JSON_ALLOW_NUL, &problem);
    if (*out == NULL) {
        return tenor_convert_malformed(self, err, "not JSON: %s", problem.text);
    }
    if (!json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
        return tenor_convert_malformed(self, err, "a JSON object is wanted here");
    }
    return TENOR_OK;
}

/* Formats that are not JSON, by their first line. */
static const tenor_format *sniff_text(tenor_view start) {
    const char *newline = memchr(start.data, '\n', start.size);
    size_t size = newline != NULL ? (size_t)(newline - start.data) : start.size;
    if (memmem(start.data, size, "__label__", 9) != NULL) {
        return &tenor_format_fasttext;
    }
    return memchr(start.data, '\t', size) != NULL ? &tenor_format_tsv : &tenor_format_csv;
}

static const tenor_format *sniff_object(const json_t *object) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (formats[i]->claims != NULL && formats[i]->claims(object)) {
            return formats[i];
        }
    }
    return &tenor_format_tenor;
}

/* The values of a file; the first tells the format if none was named. */
static int read_values(tenor_converter *self, tenor_error *err) {
    tenor_view bytes;
    int got;
    while ((got = tenor_convert_input_value(&self->input, &bytes, err)) == 1) {
        json_t *value = NULL;
        int code = parse(self, bytes, &value, err);
        if (code == TENOR_OK && self->from == NULL) {
            self->from = sniff_object(value);
        }
        if (code == TENOR_OK) {
            code = self->from->read_value(self, value, err);
        }
        json_decref(value);
        if (code != TENOR_OK) {
            return code;
        }
    }
    if (got == 0 && self->from != NULL && self->from->read_end != NULL) {
        got = self->from->read_end(self, err);
    }
    return got;
}

static int read_stream(tenor_converter *self, tenor_container *container, const char *name,
                       tenor_error *err) {
    tenor_view start;
    tenor_convert_input_start(&self->input, container, name);
    int code = tenor_convert_input_peek(&self->input, SNIFF_BYTES, &start, err);
    if (code != TENOR_OK) {
        return code;
    }
    size_t blanks = 0;
    while (blanks < start.size && strchr(" \t\r\n", start.data[blanks]) != NULL &&
           start.data[blanks] != '\0') {
        blanks++;
    }
    if (blanks == start.size) {
        return TENOR_OK;
    }
    bool is_json = start.data[blanks] == '{' || start.data[blanks] == '[';
    if (self->options->from == NULL && !is_json) {
        self->from = sniff_text(start);
    }
    return self->from != NULL && self->from->read_file != NULL ? self->from->read_file(self, err)
                                                               : read_values(self, err);
}

static int read_container(tenor_converter *self, const char *path, tenor_error *err) {
    tenor_container *container = NULL;
    tenor_buffer name = TENOR_BUFFER_INIT;
    const tenor_format *named = self->from;
    const char *member;
    int code = tenor_container_open(&container, path, err);
    while (code == TENOR_OK) {
        int got = tenor_container_next(container, &member, err);
        if (got != 1) {
            code = got;
            break;
        }
        tenor_buffer_clear(&name);
        tenor_buffer_add_text(&name, strcmp(path, "-") == 0 ? "standard input" : path);
        if (member[0] != '\0') {
            tenor_buffer_format(&name, "/%s", member);
        }
        self->from = named;
        code = name.failed ? tenor_fail_memory(err) : read_stream(self, container, name.data, err);
        if (!tenor_container_is_archive(container)) {
            break;
        }
    }
    tenor_error_at(err, path, 0);
    self->input.source = "";
    self->from = named;
    tenor_container_close(container);
    tenor_buffer_free(&name);
    return code;
}

static int read_path(tenor_converter *self, const char *path, tenor_error *err) {
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        return read_container(self, path, err);
    }
    if (self->from != NULL && self->from != &tenor_format_folder) {
        int code = tenor_fail(err, TENOR_USAGE, "is a folder, not a file of the format %s",
                              self->from->name);
        tenor_error_at(err, path, 0);
        return code;
    }
    tenor_convert_input_start(&self->input, NULL, path);
    int code = tenor_format_folder.read_file(self, err);
    self->input.source = "";
    return code;
}

/* ---- the run ---- */

static int open_output(tenor_converter *self, tenor_error *err) {
    const char *path = self->options->output;
    tenor_buffer part = TENOR_BUFFER_INIT;
    if (self->to->to_folder) {
        return path != NULL ? TENOR_OK
                            : tenor_fail(err, TENOR_USAGE, "%s needs -o FOLDER", self->to->name);
    }
    if (path != NULL) {
        tenor_buffer_format(&part, "%s.part", path);
    }
    int code = part.failed ? tenor_fail_memory(err)
                           : tenor_output_open(&self->output, path != NULL ? part.data : NULL, path,
                                               0, err);
    tenor_buffer_free(&part);
    return code;
}

static int convert(tenor_converter *self, tenor_error *err) {
    const tenor_convert_options *options = self->options;
    int code =
        options->from != NULL ? find_format(options->from, true, &self->from, err) : TENOR_OK;
    if (code == TENOR_OK) {
        code = find_format(options->to, false, &self->to, err);
    }
    if (code == TENOR_OK && options->model != NULL) {
        code = tenor_model_open(&self->model, options->model, err);
        tenor_error_at(err, options->model, 0);
    }
    if (code == TENOR_OK) {
        code = open_output(self, err);
    }
    if (code == TENOR_OK && self->to->begin != NULL) {
        code = self->to->begin(self, err);
    }
    for (size_t i = 0; code == TENOR_OK && i < options->path_count; i++) {
        code = read_path(self, options->paths[i], err);
    }
    if (code == TENOR_OK && self->to->end != NULL) {
        code = self->to->end(self, err);
    }
    if (code == TENOR_OK && self->output != NULL) {
        code = flush(self, err);
    }
    return code == TENOR_OK && self->output != NULL ? tenor_output_finish(self->output, err) : code;
}

static void drop_part(const tenor_convert_options *options) {
    tenor_buffer part = TENOR_BUFFER_INIT;
    tenor_buffer_format(&part, "%s.part", options->output);
    if (!part.failed) {
        unlink(part.data);
    }
    tenor_buffer_free(&part);
}

static void free_converter(tenor_converter *self) {
    if (self->state != NULL && self->to->free_state != NULL) {
        self->to->free_state(self->state);
    }
    for (size_t i = 0; i < self->loss_count; i++) {
        free(self->losses[i].what);
    }
    free(self->losses);
    json_decref(self->held);
    tenor_convert_input_free(&self->input);
    tenor_buffer_free(&self->pending);
    tenor_output_free(self->output);
    tenor_model_close(self->model);
}

int tenor_convert_run(const tenor_convert_options *options, tenor_convert_stats *stats,
                      tenor_error *err) {
    tenor_converter self = {.options = options, .pending = TENOR_BUFFER_INIT};
    tenor_convert_input_init(&self.input);
    int code = convert(&self, err);
    for (size_t i = 0; options->tell != NULL && i < self.loss_count; i++) {
        options->tell(options->data, self.losses[i].what, self.losses[i].articles);
    }
    if (code != TENOR_OK && options->output != NULL && self.output != NULL) {
        drop_part(options);
    }
    stats->articles = self.articles;
    free_converter(&self);
    return code;
}
