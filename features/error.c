/* error.c: the one place where a tenor_error is written. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

const char *tenor_code_name(tenor_code code) {
    static const struct {
        tenor_code code;
        const char *name;
    } names[] = {
#define TENOR_CODE_ROW(name, number, text) {TENOR_##name, text},
        TENOR_CODE_MAP(TENOR_CODE_ROW)
#undef TENOR_CODE_ROW
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].code == code) {
            return names[i].name;
        }
    }
    return "unknown";
}

const char *tenor_version(void) {
    return TENOR_VERSION;
}

int tenor_fail(tenor_error *err, tenor_code code, const char *format, ...) {
    if (err == NULL || err->code != TENOR_OK) {
        return code;
    }
    err->code = code;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return code;
}

int tenor_fail_memory(tenor_error *err) {
    return tenor_fail(err, TENOR_MEMORY, "out of memory");
}

void tenor_error_at(tenor_error *err, const char *source, long line) {
    if (err == NULL || err->code == TENOR_OK || err->source[0] != '\0') {
        return;
    }
    snprintf(err->source, sizeof err->source, "%s", source);
    err->line = line;
}

void tenor_error_clear(tenor_error *err) {
    if (err != NULL) {
        err->code = TENOR_OK;
        err->line = 0;
        err->source[0] = '\0';
        err->text[0] = '\0';
    }
}
