/* annotated_csv.c: tables with a header; libcsv splits quoted fields.
 *
 * Which separator a column uses is known only after its last cell ("a b" may be one label or two),
 * so the file is read twice: first the separators, then the articles. */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "gather.h"

#define COLUMNS_MAX 256
#define LABELS_MAX 100

typedef enum column_kind {
    COLUMN_AXIS,
    COLUMN_TEXT,
    COLUMN_TITLE,
    COLUMN_ID,
    COLUMN_LANG,
    COLUMN_GROUP
} column_kind;

typedef struct column {
    char *name;
    column_kind kind;
    bool marked; /* some cell has ";" or "|" */
} column;

typedef struct table {
    tenor_gather *gather;
    column columns[COLUMNS_MAX]; /* [column_count] */
    size_t column_count;
    tenor_buffer cells[COLUMNS_MAX]; /* of the row that is read; [column_count] */
    size_t cell_count;
    long row;        /* lines cannot be told: libcsv joins quoted ones */
    bool only_marks; /* first reading */
    int code;
    tenor_error *err;
} table;

static void take_header_cell(table *self, const char *name, size_t size) {
    static const struct {
        const char *name;
        column_kind kind;
    } known[] = {{"text", COLUMN_TEXT},
                 {"title", COLUMN_TITLE},
                 {"id", COLUMN_ID},
                 {"lang", COLUMN_LANG},
                 {"group", COLUMN_GROUP}};
    if (self->column_count == COLUMNS_MAX) {
        self->code = tenor_fail(self->err, TENOR_LIMIT, "more than %d columns", COLUMNS_MAX);
        return;
    }
    if (self->column_count == 0 && size >= 3 && memcmp(name, "\xEF\xBB\xBF", 3) == 0) {
        name += 3;
        size -= 3;
    }
    column *into = &self->columns[self->column_count++];
    *into = (column){strndup(name, size), COLUMN_AXIS, false};
    if (into->name == NULL) {
        self->code = tenor_fail_memory(self->err);
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].name, into->name) == 0) {
            into->kind = known[i].kind;
        }
    }
}

static void take_cell(void *data, size_t size, void *context) {
    table *self = context;
    const char *cell = data != NULL ? data : "";
    if (self->code != TENOR_OK) {
        return;
    }
    if (self->row == 0) {
        if (!self->only_marks) {
            return;
        }
        take_header_cell(self, cell, size);
    } else if (self->cell_count < self->column_count) {
        tenor_buffer *into = &self->cells[self->cell_count++];
        tenor_buffer_clear(into);
        tenor_buffer_add(into, cell, size);
    } else {
        self->cell_count++;
    }
}

static tenor_view cell_of(const table *self, column_kind kind) {
    for (size_t i = 0; i < self->cell_count && i < self->column_count; i++) {
        if (self->columns[i].kind == kind) {
            return tenor_buffer_view(&self->cells[i]);
        }
    }
    return (tenor_view){"", 0};
}

static size_t split_cell(const column *from, const char *cell, tenor_view *labels) {
    const char *separators = from->marked ? ";|" : " ";
    size_t count = 0;
    if (strcmp(cell, "[]") == 0) {
        return 0;
    }
    while (*cell != '\0' && count < LABELS_MAX) {
        cell += strspn(cell, " ");
        size_t size = strcspn(cell, separators), kept = size;
        while (kept > 0 && cell[kept - 1] == ' ') {
            kept--;
        }
        if (kept > 0) {
            labels[count++] = (tenor_view){cell, kept};
        }
        cell += size + (cell[size] != '\0');
    }
    return count;
}

static void read_row(table *self) {
    tenor_view labels[LABELS_MAX];
    tenor_gather_input input = {.id = cell_of(self, COLUMN_ID),
                                .title = cell_of(self, COLUMN_TITLE),
                                .text = cell_of(self, COLUMN_TEXT),
                                .lang = cell_of(self, COLUMN_LANG),
                                .group = cell_of(self, COLUMN_GROUP),
                                .line = self->row + 1};
    if (self->cell_count != self->column_count) {
        tenor_gather_problem(self->gather, true, input.line,
                             "the row has %zu cells, the header %zu", self->cell_count,
                             self->column_count);
        return;
    }
    int code = tenor_gather_add(self->gather, &input, self->err);
    for (size_t i = 0; code == 1 && i < self->column_count; i++) {
        const char *cell = self->cells[i].data;
        if (self->columns[i].kind == COLUMN_AXIS && cell[0] != '\0') {
            size_t count = split_cell(&self->columns[i], cell, labels);
            int annotated =
                tenor_gather_annotate(self->gather, self->columns[i].name, TENOR_GOLD_CELL, labels,
                                      count, input.line, self->err);
            code = annotated == TENOR_OK ? 1 : annotated;
        }
    }
    self->code = code < 0 ? code : TENOR_OK;
}

static void take_row(int end, void *context) {
    table *self = context;
    (void)end;
    bool cells_failed = false;
    for (size_t i = 0; i < self->cell_count && i < self->column_count; i++) {
        cells_failed = cells_failed || self->cells[i].failed;
        self->columns[i].marked =
            self->columns[i].marked || strpbrk(self->cells[i].data, ";|") != NULL;
    }
    if (cells_failed) {
        self->code = tenor_fail_memory(self->err);
    }
    if (self->code == TENOR_OK && self->row > 0 && !self->only_marks) {
        read_row(self);
    }
    self->row++;
    self->cell_count = 0;
}

static void parse(table *self, tenor_view bytes, unsigned char delimiter) {
    struct csv_parser parser;
    if (self->code != TENOR_OK) {
        return;
    }
    if (csv_init(&parser, CSV_APPEND_NULL) != 0) {
        self->code = tenor_fail_memory(self->err);
        return;
    }
    csv_set_delim(&parser, delimiter);
    self->row = 0;
    bool whole =
        csv_parse(&parser, bytes.data, bytes.size, take_cell, take_row, self) == bytes.size &&
        csv_fini(&parser, take_cell, take_row, self) == 0;
    if (!whole && self->code == TENOR_OK) {
        tenor_gather_problem(self->gather, true, self->row + 1, "not a table: %s",
                             csv_strerror(csv_error(&parser)));
    }
    csv_free(&parser);
}

int tenor_annotated_csv(tenor_gather *gather, tenor_view bytes, tenor_error *err) {
    size_t header = bytes.size > 0 ? strcspn(bytes.data, "\n") : 0;
    unsigned char delimiter = memchr(bytes.data, '\t', header) != NULL ? '\t' : ',';
    table *self = tenor_new_array(1, sizeof *self);
    if (self == NULL) {
        return tenor_fail_memory(err);
    }
    self->gather = gather;
    self->err = err;
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        tenor_buffer_init(&self->cells[i]);
    }
    self->only_marks = true;
    parse(self, bytes, delimiter);
    bool text = false;
    for (size_t i = 0; i < self->column_count; i++) {
        text = text || self->columns[i].kind == COLUMN_TEXT;
    }
    if (self->code == TENOR_OK && !text) {
        tenor_gather_problem(
            gather, true, 1,
            "neither JSON Lines, nor fastText, nor a table with a column \"text\"");
    } else {
        self->only_marks = false;
        parse(self, bytes, delimiter);
    }
    int code = self->code;
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        tenor_buffer_free(&self->cells[i]);
    }
    for (size_t i = 0; i < self->column_count; i++) {
        free(self->columns[i].name);
    }
    free(self);
    return code;
}
