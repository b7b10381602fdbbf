/* default_model.c: which model is meant where none is named. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "memory.h"
#include "verbs.h"

/* Beside the running command: PREFIX/bin/tenor and PREFIX/share/tenor/default.tenor, and in a build
 * folder likewise, so that an installation may be moved. */
static char *beside_command(void) {
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    if (size <= 0) {
        return NULL;
    }
    path[size] = '\0';
    tenor_buffer found = TENOR_BUFFER_INIT;
    tenor_buffer_add(&found, path, (size_t)(strrchr(path, '/') - path));
    tenor_buffer_add_text(&found, "/../share/tenor/default.tenor");
    return tenor_buffer_steal(&found);
}

char *find_model(const char *named, tenor_error *err) {
    const char *variable = getenv("TENOR_MODEL");
    if (named == NULL && variable != NULL && variable[0] != '\0') {
        named = variable;
    }
    char *path = named != NULL ? strdup(named) : beside_command();
    if (named == NULL && (path == NULL || access(path, R_OK) != 0)) { /* NULL: no /proc */
        free(path);
        path = strdup(TENOR_INSTALLED_MODEL);
    }
    if (path == NULL) {
        tenor_fail_memory(err);
    } else if (named == NULL && access(path, R_OK) != 0) {
        tenor_fail(err, TENOR_IO,
                   "no default model is installed: name one with -m MODEL or $TENOR_MODEL");
        free(path);
        path = NULL;
    }
    return path;
}

int open_model(const char *named, tenor_model **model, tenor_error *err) {
    char *path = find_model(named, err);
    if (path == NULL) {
        return err->code;
    }
    int code = tenor_model_open(model, path, err);
    tenor_error_at(err, path, 0);
    free(path);
    return code;
}
