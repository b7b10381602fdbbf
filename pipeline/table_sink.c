/* table_sink.c: records as rows: CSV (RFC 4180), TSV (blanks for tabs and line breaks, so that cut
 * and awk see one row a line), a table for people, or a template of the caller's.
 *
 * All are a list of parts, a field with the text behind it; they differ in how a value is made fit.
 * The header is made of the model's axes alone and so is the same for every run with it. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "json_write.h"
#include "memory.h"
#include "output.h"
#include "sink.h"

typedef enum part_kind { PART_TEXT, PART_FIELD, PART_AXIS, PART_SCORE } part_kind;

typedef struct part {
    part_kind kind;
    char *name;  /* the field or axis; for PART_TEXT what stands there */
    char *label; /* PART_SCORE */
} part;

typedef enum row_style { STYLE_TEMPLATE, STYLE_CSV, STYLE_TSV, STYLE_TABLE } row_style;

typedef struct table_sink {
    tenor_sink base;
    const char *format, *path;
    row_style style;
    part *parts; /* [count] */
    size_t count, capacity;
    tenor_output *output;
    tenor_buffer row, value;
} table_sink;

static const char *const fields[] = {"id",    "title", "date",  "lang",     "sha256",
                                     "chars", "text",  "model", "warnings", "error"};

enum { TABLE_COLUMNS = 24 }; /* of a cell in the table for people */

/* ---- parts ---- */

static int add_part(table_sink *self, part_kind kind, const char *name, size_t size,
                    const char *label, tenor_error *err) {
    if (!TENOR_GROW(self->parts, self->capacity, self->count + 1)) {
        return tenor_fail_memory(err);
    }
    part *into = &self->parts[self->count];
    *into = (part){kind, strndup(name, size), label != NULL ? strdup(label) : NULL};
    self->count++;
    return into->name != NULL && (label == NULL || into->label != NULL) ? TENOR_OK
                                                                        : tenor_fail_memory(err);
}

static int add_axes(table_sink *self, const tenor_model *model, bool scores, tenor_error *err) {
    int code = TENOR_OK;
    for (size_t a = 0; code == TENOR_OK && a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        if (!scores) {
            code = add_part(self, PART_AXIS, axis->name, strlen(axis->name), NULL, err);
        }
        for (size_t i = 0; scores && code == TENOR_OK && i < axis->label_count; i++) {
            const char *label = tenor_model_label(model, axis->first_label + i)->name;
            code = add_part(self, PART_SCORE, axis->name, strlen(axis->name), label, err);
        }
    }
    return code;
}

static int add_fields(table_sink *self, const char *const *names, size_t count, tenor_error *err) {
    int code = TENOR_OK;
    for (size_t i = 0; code == TENOR_OK && i < count; i++) {
        code = add_part(self, PART_FIELD, names[i], strlen(names[i]), NULL, err);
    }
    return code;
}

/* The columns of CSV and TSV: facts, labels, scores, and what went wrong. */
static int make_columns(table_sink *self, const tenor_model *model, tenor_error *err) {
    static const char *const front[] = {"id", "title", "date", "lang", "chars"}, *const back[] = {
                                                                                     "model",
                                                                                     "warnings",
                                                                                     "error"};
    int code = add_fields(self, front, 5, err);
    code = code == TENOR_OK ? add_axes(self, model, false, err) : code;
    code = code == TENOR_OK ? add_axes(self, model, true, err) : code;
    return code == TENOR_OK ? add_fields(self, back, 3, err) : code;
}

static int make_table(table_sink *self, const tenor_model *model, tenor_error *err) {
    static const char *const back[] = {"id", "title"};
    int code = add_axes(self, model, false, err);
    return code == TENOR_OK ? add_fields(self, back, 2, err) : code;
}

static bool model_has(const tenor_model *model, const char *name, size_t size, const char *label) {
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        if (strlen(axis->name) != size || memcmp(axis->name, name, size) != 0) {
            continue;
        }
        for (size_t i = 0; label != NULL && i < axis->label_count; i++) {
            if (strcmp(tenor_model_label(model, axis->first_label + i)->name, label) == 0) {
                return true;
            }
        }
        return label == NULL;
    }
    return false;
}

/* What stands between the braces of a template. */
static int add_named(table_sink *self, const tenor_model *model, const char *name, size_t size,
                     tenor_error *err) {
    char room[256];
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strlen(fields[i]) == size && memcmp(fields[i], name, size) == 0) {
            return add_part(self, PART_FIELD, name, size, NULL, err);
        }
    }
    if (model_has(model, name, size, NULL)) {
        return add_part(self, PART_AXIS, name, size, NULL, err);
    }
    snprintf(room, sizeof room, "%.*s", (int)size, name);
    for (char *dot = strchr(room, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        if (model_has(model, room, (size_t)(dot - room), dot + 1)) {
            return add_part(self, PART_SCORE, room, (size_t)(dot - room), dot + 1, err);
        }
    }
    return tenor_fail(
        err, TENOR_USAGE,
        "--format: {%s} is neither a field of the record, nor an axis, nor AXIS.LABEL", room);
}

/* "{field}" and text; "\t", "\n", "\\" and doubled braces mean what they mean elsewhere. A line
 * ends behind each record. */
static int make_template(table_sink *self, const tenor_model *model, tenor_error *err) {
    const char *at = self->format;
    tenor_buffer *text = &self->value;
    int code = TENOR_OK;
    tenor_buffer_clear(text);
    while (code == TENOR_OK && *at != '\0') {
        const char *close = at[0] == '{' && at[1] != '{' ? strchr(at, '}') : NULL;
        if (close != NULL) {
            code = add_part(self, PART_TEXT, text->data, text->size, NULL, err);
            tenor_buffer_clear(text);
            code = code == TENOR_OK ? add_named(self, model, at + 1, (size_t)(close - at - 1), err)
                                    : code;
            at = close + 1;
        } else if (at[0] == '\\' && (at[1] == 't' || at[1] == 'n' || at[1] == '\\')) {
            tenor_buffer_add_char(text, at[1] == 't' ? '\t' : at[1] == 'n' ? '\n' : '\\');
            at += 2;
        } else {
            tenor_buffer_add_char(text, *at);
            at += (at[0] == '{' || at[0] == '}') && at[1] == at[0] ? 2 : 1;
        }
    }
    return code == TENOR_OK ? add_part(self, PART_TEXT, text->data, text->size, NULL, err) : code;
}

/* ---- values ---- */

static void add_list(tenor_buffer *out, const json_t *value, const char *separator) {
    size_t i;
    json_t *item;
    if (json_is_string(value)) {
        tenor_buffer_add(out, json_string_value(value), json_string_length(value));
    }
    json_array_foreach(value, i, item) {
        tenor_buffer_add_text(out, i > 0 ? separator : "");
        tenor_buffer_add(out, json_string_value(item), json_string_length(item));
    }
}

static void make_value(table_sink *self, const json_t *record, const part *of) {
    tenor_buffer *out = &self->value;
    const json_t *value = json_object_get(record, of->name);
    tenor_buffer_clear(out);
    if (of->kind == PART_AXIS) {
        add_list(out, json_object_get(json_object_get(record, "labels"), of->name), ";");
    } else if (of->kind == PART_SCORE) {
        const json_t *score = json_object_get(
            json_object_get(json_object_get(record, "scores"), of->name), of->label);
        if (json_is_number(score)) {
            tenor_json_add_number(out, json_number_value(score), 4);
        }
    } else if (json_is_object(value)) { /* "error" */
        add_list(out, json_object_get(value, "message"), "");
    } else if (json_is_integer(value)) {
        tenor_buffer_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else {
        add_list(out, value, "; ");
    }
    if (self->style == STYLE_TABLE &&
        strcmp(of->name, "id") == 0) { /* of a path the name tells most */
        const char *slash = strrchr(out->data, '/');
        size_t cut = slash != NULL && slash[1] != '\0' ? (size_t)(slash + 1 - out->data) : 0;
        memmove(out->data, out->data + cut, out->size - cut + 1);
        out->size -= cut;
    }
}

static void add_csv(tenor_buffer *out, const tenor_buffer *value) {
    bool quoted = strpbrk(value->data, ",\"\r\n") != NULL;
    tenor_buffer_add(out, "\"", quoted);
    for (size_t i = 0; i < value->size; i++) {
        tenor_buffer_add(out, "\"", value->data[i] == '"');
        tenor_buffer_add_char(out, value->data[i]);
    }
    tenor_buffer_add(out, "\"", quoted);
}

static void add_plain(tenor_buffer *out, const tenor_buffer *value) {
    for (size_t i = 0; i < value->size; i++) {
        unsigned char byte = (unsigned char)value->data[i];
        tenor_buffer_add_char(out, byte < 0x20 ? ' ' : (char)byte);
    }
}

/* Columns that the character takes on a terminal: Han and Kana take two. */
static size_t columns_of(const unsigned char *at) {
    return at[0] >= 0xE1 && !(at[0] == 0xE1 && at[1] < 0x84) && !(at[0] == 0xE2 && at[1] < 0xBA)
               ? 2
               : 1;
}

/* Cut or filled to TABLE_COLUMNS, and two blanks; the last cell of a row is left as it is. */
static void add_padded(tenor_buffer *out, const tenor_buffer *value, bool last) {
    size_t used = 0, start = out->size;
    for (size_t i = 0; i < value->size;) {
        const unsigned char *at = (const unsigned char *)value->data + i;
        size_t length = at[0] < 0x80   ? 1
                        : at[0] < 0xE0 ? 2
                        : at[0] < 0xF0 ? 3
                                       : 4,
               columns = columns_of(at);
        if (!last && used + columns >= TABLE_COLUMNS && i + length < value->size) {
            tenor_buffer_add_text(out, "…");
            used++;
            break;
        }
        tenor_buffer_add(out, at[0] < 0x20 ? " " : (const char *)at,
                         i + length <= value->size ? length : value->size - i);
        used += columns;
        i += length;
    }
    tenor_buffer_add(out, "-", out->size == start && !last);
    used += used == 0;
    for (; !last && used < TABLE_COLUMNS + 2; used++) {
        tenor_buffer_add_char(out, ' ');
    }
}

static void add_cell(table_sink *self, size_t number) {
    bool last = number + 1 == self->count;
    switch (self->style) {
    case STYLE_CSV:
        add_csv(&self->row, &self->value);
        break;
    case STYLE_TABLE:
        add_padded(&self->row, &self->value, last);
        return;
    case STYLE_TSV:
    case STYLE_TEMPLATE:
        add_plain(&self->row, &self->value);
        break;
    }
    if (self->style != STYLE_TEMPLATE && !last) {
        tenor_buffer_add_char(&self->row, self->style == STYLE_CSV ? ',' : '\t');
    }
}

static int put_row(table_sink *self, tenor_error *err) {
    tenor_buffer_add_char(&self->row, '\n');
    int code = self->row.failed || self->value.failed
                   ? tenor_fail_memory(err)
                   : tenor_output_write(self->output, tenor_buffer_view(&self->row), err);
    tenor_buffer_clear(&self->row);
    return code;
}

static int put_header(table_sink *self, tenor_error *err) {
    for (size_t i = 0; i < self->count; i++) {
        const part *of = &self->parts[i];
        tenor_buffer_clear(&self->value);
        tenor_buffer_add_text(&self->value, of->name);
        if (of->kind == PART_SCORE) {
            tenor_buffer_format(&self->value, ".%s", of->label);
        }
        add_cell(self, i);
    }
    return put_row(self, err);
}

/* ---- the sink ---- */

static int begin(tenor_sink *sink, const tenor_model *model, tenor_error *err) {
    table_sink *self = (table_sink *)sink;
    static int (*const make[])(table_sink *, const tenor_model *,
                               tenor_error *) = {[STYLE_TEMPLATE] = make_template,
                                                 [STYLE_CSV] = make_columns,
                                                 [STYLE_TSV] = make_columns,
                                                 [STYLE_TABLE] = make_table};
    int code = make[self->style](self, model, err);
    if (code == TENOR_OK) {
        code = tenor_output_open(&self->output, self->path, NULL, 0, err);
    }
    return code == TENOR_OK && self->style != STYLE_TEMPLATE ? put_header(self, err) : code;
}

static int write_record(tenor_sink *sink, tenor_view line, tenor_error *err) {
    table_sink *self = (table_sink *)sink;
    json_t *record = json_loadb(line.data, line.size, JSON_ALLOW_NUL, NULL);
    if (record == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < self->count; i++) {
        if (self->parts[i].kind == PART_TEXT) {
            tenor_buffer_add_text(&self->row, self->parts[i].name);
        } else {
            make_value(self, record, &self->parts[i]);
            add_cell(self, i);
        }
    }
    json_decref(record);
    return put_row(self, err);
}

static int finish(tenor_sink *sink, tenor_error *err) {
    return tenor_output_finish(((table_sink *)sink)->output, err);
}

static bool reader_gone(const tenor_sink *sink) {
    const table_sink *self = (const table_sink *)sink;
    return self->output != NULL && tenor_output_reader_gone(self->output);
}

static void free_sink(tenor_sink *sink) {
    table_sink *self = (table_sink *)sink;
    for (size_t i = 0; i < self->count; i++) {
        free(self->parts[i].name);
        free(self->parts[i].label);
    }
    free(self->parts);
    tenor_output_free(self->output);
    tenor_buffer_free(&self->row);
    tenor_buffer_free(&self->value);
    free(self);
}

int tenor_table_sink_new(tenor_sink **out, const char *format, const char *path, tenor_error *err) {
    static const tenor_sink_kind kind = {begin, write_record, NULL, finish, reader_gone, free_sink};
    static const struct {
        const char *name;
        row_style style;
    } styles[] = {{"csv", STYLE_CSV}, {"tsv", STYLE_TSV}, {"table", STYLE_TABLE}};
    table_sink *self = tenor_new_array(1, sizeof *self);
    if (self == NULL) {
        return tenor_fail_memory(err);
    }
    self->base.kind = &kind;
    self->format = format;
    self->path = path;
    tenor_buffer_init(&self->row);
    tenor_buffer_init(&self->value);
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        if (strcmp(styles[i].name, format) == 0) {
            self->style = styles[i].style;
        }
    }
    *out = &self->base;
    return TENOR_OK;
}

void tenor_sink_free(tenor_sink *sink) {
    if (sink != NULL) {
        sink->kind->free(sink);
    }
}
