/* feature_fixture.h: what the tests of features/ share: cmocka's includes in their order, the fold
 * table made once for a test program, and short ways from C strings to views. */
#ifndef TENOR_FEATURE_FIXTURE_H
#define TENOR_FEATURE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "memory.h"

static inline tenor_view view_of(const char *text) {
    return (tenor_view){text, strlen(text)};
}

/* cmocka 1.1.5 compares floats only. */
#define assert_close(a, b, epsilon) assert_true(fabs((double)(a) - (double)(b)) <= (epsilon))

/* Group set-up and tear-down: *state is the fold table. */
static inline int make_fold(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    uint16_t *table = tenor_new_array(TENOR_FOLD_SIZE, sizeof *table);
    if (table == NULL || tenor_fold_table(table, &err) != 0) {
        free(table);
        return -1;
    }
    *state = table;
    return 0;
}

static inline int free_fold(void **state) {
    free(*state);
    return 0;
}

/* Folded text as UTF-8; out holds size bytes. */
static inline const char *fold_text(const uint16_t *table, const char *text, char *out,
                                    size_t size) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_folded folded = TENOR_FOLDED_INIT;
    size_t at = 0;
    assert_int_equal(tenor_fold(table, view_of(text), &folded, &err), 0);
    for (size_t i = 0; i < folded.size; i++) {
        uint32_t c = folded.units[i];
        if ((c & 0xFC00) == 0xD800) {
            c = 0x10000 + ((c & 0x3FF) << 10) + (folded.units[++i] & 0x3FFU);
        }
        assert_true(at + 5 < size);
        if (c < 0x80) {
            out[at++] = (char)c;
        } else if (c < 0x800) {
            at += (size_t)sprintf(out + at, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 63)));
        } else if (c < 0x10000) {
            at += (size_t)sprintf(out + at, "%c%c%c", (int)(0xE0 | c >> 12),
                                  (int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
        } else {
            at += (size_t)sprintf(out + at, "%c%c%c%c", (int)(0xF0 | c >> 18),
                                  (int)(0x80 | (c >> 12 & 63)), (int)(0x80 | (c >> 6 & 63)),
                                  (int)(0x80 | (c & 63)));
        }
    }
    out[at] = '\0';
    tenor_folded_free(&folded);
    return out;
}

#endif
