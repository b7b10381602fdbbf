/* document.h: one input as it goes from the source to a worker: bytes that have not been looked
 * into yet. */
#ifndef TENOR_DOCUMENT_H
#define TENOR_DOCUMENT_H

#include "memory.h"

typedef enum tenor_document_kind {
    TENOR_DOCUMENT_FILE,  /* bytes of a file or an archive's member */
    TENOR_DOCUMENT_LINE,  /* a line of JSON Lines */
    TENOR_DOCUMENT_ERROR, /* nothing could be read: error says why */
} tenor_document_kind;

/* Buffers are owned and reused. */
typedef struct tenor_document {
    tenor_document_kind kind;
    bool found; /* met by a walk through a watched folder, not told by an event */
    tenor_buffer
        id; /* path, "archive!member", or "NAME:LINE" (used where the line has no id of its own) */
    tenor_buffer name; /* file's name: a hint at the format, and what a line's "path" is relative
                          to; "" for standard input */
    tenor_buffer bytes;
    tenor_error error;
} tenor_document;

void tenor_document_init(tenor_document *document);
void tenor_document_clear(tenor_document *document); /* keeps the memory, unless it is large */
void tenor_document_free(tenor_document *document);

/* Reads a whole file (decompressed; of an archive the first member) into bytes; one larger than
 * limit is refused. Errors: TENOR_IO, TENOR_LIMIT, TENOR_MEMORY, TENOR_FORMAT. */
int tenor_file_read(const char *path, size_t limit, tenor_buffer *bytes,
                    tenor_error *err) TENOR_MUST_USE;

/* path made relative to the folder that the file `beside` is in ("" or absolute path: as it is),
 * into out. */
void tenor_path_beside(tenor_buffer *out, const char *beside, const char *path);

#endif
