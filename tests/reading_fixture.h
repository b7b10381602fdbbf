/* reading_fixture.h: what the tests of the reading half of pipeline/ share: texts as views, files
 * in memory, one article read. */
#ifndef TENOR_READING_FIXTURE_H
#define TENOR_READING_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "reader.h"

static inline tenor_view text_view(const char *text) {
    tenor_view view = {text, strlen(text)};
    return view;
}

/* Appends unit count times. */
static inline void add_times(tenor_buffer *out, const char *unit, size_t count) {
    for (size_t i = 0; i < count; i++) {
        tenor_buffer_add_text(out, unit);
    }
}

/* A reader with an article, for a test's whole run. */
typedef struct reading {
    tenor_reader *reader;
    tenor_article article;
    tenor_error err;
} reading;

static inline int reading_setup(void **state) {
    reading *self = calloc(1, sizeof *self);
    assert_non_null(self);
    tenor_article_init(&self->article);
    assert_int_equal(tenor_reader_new(&self->reader, &self->err), 0);
    *state = self;
    return 0;
}

static inline int reading_teardown(void **state) {
    reading *self = *state;
    tenor_reader_free(self->reader);
    tenor_article_free(&self->article);
    free(self);
    return 0;
}

/* Reads bytes as a file called name; the status. */
static inline int read_bytes(reading *self, tenor_view bytes, const char *name) {
    tenor_article_clear(&self->article);
    memset(&self->err, 0, sizeof self->err);
    return tenor_read_article(self->reader, bytes, name, &self->article, &self->err);
}

#endif
