/* convert_table.c: CSV and TSV with a header, as tenor train reads them: id, title, lang, text, and
 * one column an axis.
 *
 * The header has to be written before the articles are known: its axes are those of the model or of
 * --single and --multi, else those of the first article. Several labels in a cell are separated by
 * ";"; "[]" is none; an empty cell is not annotated. */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "convert_core.h"
#include "error.h"

static const char *const columns[] = {"id", "title", "lang", "text"};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0], AXES_MAX = 256 };

/* ---- reading ---- */

typedef struct table {
    tenor_converter *self;
    json_t *header; /* list of names */
    json_t *cells;  /* of the row that is read */
    size_t row;
    int code;
    tenor_error *err;
} table;

static json_t *split_cell(const char *cell) {
    json_t *list = json_array();
    if (strcmp(cell, "[]") == 0) {
        return list;
    }
    while (*cell != '\0') {
        cell += strspn(cell, " ");
        size_t size = strcspn(cell, ";|"), kept = size;
        while (kept > 0 && cell[kept - 1] == ' ') {
            kept--;
        }
        if (kept > 0) {
            json_array_append_new(list, json_stringn(cell, kept));
        }
        cell += size + (cell[size] != '\0');
    }
    return list;
}

static void take_axis(const tenor_converter *self, json_t *labels, const char *axis,
                      const char *cell) {
    if (cell[0] == '\0') {
        return;
    }
    bool several = strpbrk(cell, ";|") != NULL || strcmp(cell, "[]") == 0;
    json_t *list = split_cell(cell);
    if (!several && tenor_convert_axis_kind(self, axis) == TENOR_AXIS_UNKNOWN &&
        json_array_size(list) == 1) {
        json_object_set(labels, axis, json_array_get(list, 0));
        json_decref(list);
    } else {
        tenor_convert_set_labels(self, labels, axis, list);
    }
}

static bool is_column(const char *name) {
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (strcmp(columns[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static int read_row(table *self) {
    size_t count = json_array_size(self->cells), wanted = json_array_size(self->header);
    if (count == 1 && wanted > 1 && json_string_length(json_array_get(self->cells, 0)) == 0) {
        return TENOR_OK; /* an empty line */
    }
    if (count != wanted) {
        return tenor_convert_malformed(self->self, self->err,
                                       "row %zu has %zu cells, the header %zu", self->row, count,
                                       wanted);
    }
    json_t *article = json_object(), *labels = json_object();
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(self->header, i));
        json_t *cell = json_array_get(self->cells, i);
        if (!is_column(name)) {
            take_axis(self->self, labels, name, json_string_value(cell));
        } else if (strcmp(name, "text") == 0 || json_string_length(cell) > 0) {
            json_object_set(article, name, cell);
        }
    }
    json_object_set_new(article, "labels", labels);
    return tenor_convert_emit(self->self, article, self->err);
}

static void take_cell(void *data, size_t size, void *context) {
    table *self = context;
    json_t *cell = tenor_convert_string((tenor_view){data != NULL ? data : "", size});
    if (cell == NULL) {
        self->code = tenor_fail_memory(self->err);
    } else if (self->code == TENOR_OK) {
        json_array_append(self->row == 0 ? self->header : self->cells, cell);
    }
    json_decref(cell);
}

static bool has_text(const json_t *header) {
    size_t i;
    json_t *name;
    json_array_foreach(header, i, name) {
        if (strcmp(json_string_value(name), "text") == 0) {
            return true;
        }
    }
    return false;
}

static void take_row(int end, void *context) {
    table *self = context;
    (void)end;
    if (self->code == TENOR_OK && self->row == 0 && !has_text(self->header)) {
        self->code = tenor_convert_malformed(
            self->self, self->err,
            "neither JSON, nor fastText, nor a table with a column \"text\"");
    } else if (self->code == TENOR_OK && self->row > 0) {
        self->code = read_row(self);
    }
    json_array_clear(self->cells);
    self->row++;
    self->self->input.line =
        (long)self->row + 1; /* lines cannot be told: libcsv joins quoted ones */
}

static int parse(table *self, struct csv_parser *parser) {
    tenor_view bytes;
    int got;
    while ((got = tenor_convert_input_chunk(&self->self->input, &bytes, self->err)) == 1 &&
           self->code == TENOR_OK) {
        if (csv_parse(parser, bytes.data, bytes.size, take_cell, take_row, self) != bytes.size &&
            self->code == TENOR_OK) {
            return tenor_convert_malformed(self->self, self->err, "row %zu: %s", self->row,
                                           csv_strerror(csv_error(parser)));
        }
    }
    if (got == 0 && self->code == TENOR_OK && csv_fini(parser, take_cell, take_row, self) != 0 &&
        self->code == TENOR_OK) {
        return tenor_convert_malformed(self->self, self->err, "row %zu: %s", self->row,
                                       csv_strerror(csv_error(parser)));
    }
    return self->code != TENOR_OK ? self->code : got;
}

static int read_table(tenor_converter *converter, unsigned char delimiter, tenor_error *err) {
    struct csv_parser parser;
    table self = {.self = converter, .header = json_array(), .cells = json_array(), .err = err};
    if (csv_init(&parser, CSV_APPEND_NULL | CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return tenor_fail_memory(err);
    }
    converter->input.line = 1;
    csv_set_delim(&parser, delimiter);
    int code = parse(&self, &parser);
    csv_free(&parser);
    json_decref(self.header);
    json_decref(self.cells);
    return code;
}

static int read_csv(tenor_converter *self, tenor_error *err) {
    return read_table(self, ',', err);
}

static int read_tsv(tenor_converter *self, tenor_error *err) {
    return read_table(self, '\t', err);
}

/* ---- writing ---- */

static void add_cell(tenor_buffer *out, char delimiter, const char *text) {
    const char special[] = {delimiter, '"', '\n', '\r', '\0'};
    bool quoted = strpbrk(text, special) != NULL || text[0] == ' ' ||
                  (text[0] != '\0' && text[strlen(text) - 1] == ' ');
    if (!quoted) {
        tenor_buffer_add_text(out, text);
        return;
    }
    tenor_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        tenor_buffer_add(out, "\"\"", *text == '"' ? 2 : 0);
        if (*text != '"') {
            tenor_buffer_add_char(out, *text);
        }
    }
    tenor_buffer_add_char(out, '"');
}

/* The axes of the header, as {axis: true} in their order. */
static json_t *choose_axes(const tenor_converter *self, const json_t *article) {
    json_t *axes = json_object(), *value;
    const char *axis;
    for (size_t i = 0; self->model != NULL && i < tenor_model_axis_count(self->model); i++) {
        json_object_set_new(axes, tenor_model_axis(self->model, i)->name, json_true());
    }
    for (size_t i = 0; i < self->options->single_count; i++) {
        json_object_set_new(axes, self->options->single[i], json_true());
    }
    for (size_t i = 0; i < self->options->multi_count; i++) {
        json_object_set_new(axes, self->options->multi[i], json_true());
    }
    if (json_object_size(axes) == 0) {
        json_object_foreach(json_object_get(article, "labels"), axis, value) {
            json_object_set_new(axes, axis, json_true());
        }
    }
    return axes;
}

static void add_header(tenor_converter *self, char delimiter, const json_t *axes) {
    const char *axis;
    json_t *value;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        tenor_buffer_add(&self->pending, &delimiter, i > 0);
        tenor_buffer_add_text(&self->pending, columns[i]);
    }
    json_object_foreach((json_t *)axes, axis, value) {
        tenor_buffer_add_char(&self->pending, delimiter);
        add_cell(&self->pending, delimiter, axis);
    }
    tenor_buffer_add_char(&self->pending, '\n');
}

static void add_axis(tenor_converter *self, char delimiter, const json_t *value) {
    tenor_buffer cell = TENOR_BUFFER_INIT;
    json_t *list = tenor_convert_label_list(value), *label;
    size_t i;
    json_array_foreach(list, i, label) {
        if (strpbrk(json_string_value(label), ";|") != NULL) {
            tenor_convert_lose(
                self, "labels with \";\" or \"|\" in them (they will be taken for several)");
        }
        tenor_buffer_add(&cell, ";", i > 0);
        tenor_buffer_add_text(&cell, json_string_value(label));
    }
    if (list != NULL && json_array_size(list) == 0) {
        tenor_buffer_add_text(&cell, "[]");
    }
    add_cell(&self->pending, delimiter, cell.data);
    self->pending.failed = self->pending.failed || cell.failed;
    tenor_buffer_free(&cell);
    json_decref(list);
}

static int write_table(tenor_converter *self, const json_t *article, char delimiter,
                       tenor_error *err) {
    static const char *const kept[] = {"id", "title", "lang", "text", "labels", NULL};
    const char *axis;
    json_t *value, *labels = json_object_get(article, "labels");
    if (self->state == NULL) {
        self->state = choose_axes(self, article);
        add_header(self, delimiter, self->state);
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        tenor_buffer_add(&self->pending, &delimiter, i > 0);
        add_cell(&self->pending, delimiter, tenor_convert_text(article, columns[i]));
    }
    json_object_foreach((json_t *)self->state, axis, value) {
        tenor_buffer_add_char(&self->pending, delimiter);
        add_axis(self, delimiter, json_object_get(labels, axis));
    }
    json_object_foreach(labels, axis, value) {
        if (json_object_get(self->state, axis) == NULL) {
            tenor_convert_lose(
                self, "axes that the header lacks (-m MODEL, --single and --multi name them)");
            break;
        }
    }
    tenor_convert_lose_others(self, article, kept);
    return tenor_convert_put_text(self, "\n", err);
}

static int write_csv(tenor_converter *self, const json_t *article, tenor_error *err) {
    return write_table(self, article, ',', err);
}

static int write_tsv(tenor_converter *self, const json_t *article, tenor_error *err) {
    return write_table(self, article, '\t', err);
}

static void free_state(void *state) {
    json_decref(state);
}

const tenor_format tenor_format_csv = {
    .name = "csv",
    .summary = "a table: id, title, lang, text, one column an axis",
    .read_file = read_csv,
    .write = write_csv,
    .free_state = free_state,
};

const tenor_format tenor_format_tsv = {
    .name = "tsv",
    .summary = "the same, separated by tabs",
    .read_file = read_tsv,
    .write = write_tsv,
    .free_state = free_state,
};
