/* source.h: what the user named -> the stream of documents, always in the same order. */
#ifndef TENOR_SOURCE_H
#define TENOR_SOURCE_H

#include "document.h"
#include "shard.h"

/* Names of the fields of a JSON record. */
typedef struct tenor_fields {
    const char *text, *title, *id, *path, *date;
} tenor_fields;

#define TENOR_FIELDS_INIT                                                                          \
    { "text", "title", "id", "path", "date" }

typedef struct tenor_source_options {
    const char *const
        *paths; /* [path_count] files, folders, "-" for JSON Lines on standard input */
    size_t path_count;
    const char
        *files_from; /* a file of further paths, one a line; "-" is standard input; NULL: none */
    bool files_from_nul; /* the paths in it end in NUL, as `find -print0` writes them */
    const char *watch;   /* a folder to be watched after the paths; NULL: none */
    const char *output;  /* never read as an input, nor what begins with its name and ends in
                            ".part"; may be NULL */
    tenor_fields fields;
    tenor_shard_pick *shard; /* only inputs that it takes are given out; NULL: all */
} tenor_source_options;

typedef struct tenor_source tenor_source;

/* The options' strings are borrowed for the source's lifetime. Errors: TENOR_IO (list, watch),
 * TENOR_MEMORY. */
int tenor_source_new(tenor_source **out, const tenor_source_options *options,
                     tenor_error *err) TENOR_MUST_USE;
void tenor_source_free(tenor_source *source);

/* Next input into document. 1: there is one (perhaps of kind TENOR_DOCUMENT_ERROR: every input
 * gives exactly one document); 0: no more. Errors: TENOR_INTERRUPTED after tenor_source_stop,
 * TENOR_MEMORY. */
int tenor_source_next(tenor_source *source, tenor_document *document,
                      tenor_error *err) TENOR_MUST_USE;

/* Wakes tenor_source_next from waiting for input; it ends with TENOR_INTERRUPTED. From any thread,
 * and from a signal handler. */
void tenor_source_stop(tenor_source *source);

#endif
