/* document.c: the few things that everybody does with an input's bytes. */
#include "document.h"

#include <string.h>

#include "container.h"

#define KEEP                                                                                       \
    ((size_t)1                                                                                     \
     << 20) /* a larger buffer is given back, so that one giant article does not stay in memory */

void tenor_document_init(tenor_document *document) {
    memset(document, 0, sizeof *document);
    tenor_buffer_init(&document->id);
    tenor_buffer_init(&document->name);
    tenor_buffer_init(&document->bytes);
}

void tenor_document_clear(tenor_document *document) {
    document->kind = TENOR_DOCUMENT_FILE;
    document->found = false;
    tenor_buffer_clear(&document->id);
    tenor_buffer_clear(&document->name);
    if (document->bytes.capacity > KEEP) {
        tenor_buffer_free(&document->bytes);
    }
    tenor_buffer_clear(&document->bytes);
    document->error = (tenor_error)TENOR_ERROR_INIT;
}

void tenor_document_free(tenor_document *document) {
    tenor_buffer_free(&document->id);
    tenor_buffer_free(&document->name);
    tenor_buffer_free(&document->bytes);
}

int tenor_file_read(const char *path, size_t limit, tenor_buffer *bytes, tenor_error *err) {
    tenor_container *container = NULL;
    const char *member;
    int code = tenor_container_open(&container, path, err);
    if (code == TENOR_OK) {
        code = tenor_container_next(container, &member, err);
    }
    if (code == 1) {
        code = tenor_container_read_all(container, limit, bytes, err);
    }
    tenor_container_close(container);
    return code;
}

void tenor_path_beside(tenor_buffer *out, const char *beside, const char *path) {
    const char *slash = strrchr(beside, '/');
    tenor_buffer_clear(out);
    if (path[0] != '/' && slash != NULL) {
        tenor_buffer_add(out, beside, (size_t)(slash - beside) + 1);
    }
    tenor_buffer_add_text(out, path);
}
