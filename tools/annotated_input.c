/* annotated_input.c: see annotated_input.h. */
#include "annotated_input.h"

#include <stdio.h>

#include "annotated.h"
#include "error.h"
#include "trainable.h"
#include "verbs.h"

enum { WARNINGS_TOLD = 20 };

typedef struct telling {
    bool quiet;
    size_t warnings;
} telling;

static void tell(void *data, bool is_error, const char *source, long line, const char *text) {
    telling *self = data;
    if (!is_error && (self->quiet || self->warnings++ >= WARNINGS_TOLD)) {
        return;
    }
    tenor_error error = TENOR_ERROR_INIT;
    tenor_fail(&error, TENOR_DATA, "%s%s", is_error ? "" : "warning: ", text);
    tenor_error_at(&error, source, line);
    print_error(&error);
}

static int read_data(tenor_dataset *out, const text_list *paths, const char *axes, bool quiet,
                     bool to_train, tenor_error *err) {
    telling self = {quiet, 0};
    const tenor_annotated_options options = {axes, tell, &self};
    int code = tenor_annotated_read(out, paths->items, paths->count, &options, err);
    if (code == TENOR_OK && to_train) {
        code = tenor_check_trainable(out, &options, err);
    }
    if (self.warnings > WARNINGS_TOLD) {
        fprintf(stderr, "tenor: %zu more warnings\n", self.warnings - WARNINGS_TOLD);
    }
    return code;
}

int annotated_input(tenor_dataset *out, const text_list *paths, const char *axes, bool quiet,
                    tenor_error *err) {
    return read_data(out, paths, axes, quiet, false, err);
}

int training_input(tenor_dataset *out, const text_list *paths, const char *axes, bool quiet,
                   tenor_error *err) {
    return read_data(out, paths, axes, quiet, true, err);
}
