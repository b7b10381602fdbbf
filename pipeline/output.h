/* output.h: where records go: a file that a kill at any moment leaves right up to its last complete
 * line, or a stream. */
#ifndef TENOR_OUTPUT_H
#define TENOR_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "tenor_features.h"

typedef struct tenor_output tenor_output;

/* Opens path (NULL: standard output) to be written from byte `keep` on; what a regular file holds
 * behind is cut off. final: name that the file gets in tenor_output_finish, or NULL to keep the one
 * it has. A regular file is locked against a second run. Errors: TENOR_IO, TENOR_MEMORY. */
int tenor_output_open(tenor_output **out, const char *path, const char *final, uint64_t keep,
                      tenor_error *err) TENOR_MUST_USE;
void tenor_output_free(tenor_output *output);

/* Writes whole lines. On failure (the disk is full) a regular file is cut back to its last complete
 * line. TENOR_IO. */
int tenor_output_write(tenor_output *output, tenor_view lines, tenor_error *err) TENOR_MUST_USE;

/* Cuts the file to its first `size` bytes and goes on from there. TENOR_IO. */
int tenor_output_cut(tenor_output *output, uint64_t size, tenor_error *err) TENOR_MUST_USE;

/* Waits until everything is on the disk. TENOR_IO. */
int tenor_output_sync(tenor_output *output, tenor_error *err) TENOR_MUST_USE;

/* Syncs, and gives the file its final name. TENOR_IO. */
int tenor_output_finish(tenor_output *output, tenor_error *err) TENOR_MUST_USE;

/* Whether standard output or a pipe was closed by its reader: no error that anybody wants to read
 * about. */
bool tenor_output_reader_gone(const tenor_output *output);

#endif
