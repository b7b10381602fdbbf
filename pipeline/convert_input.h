/* convert_input.h: a stream of bytes -> JSON values (of an array, or one a line), lines, or chunks,
 * in bounded memory. */
#ifndef TENOR_CONVERT_INPUT_H
#define TENOR_CONVERT_INPUT_H

#include "container.h"
#include "memory.h"

typedef struct tenor_convert_input {
    tenor_container *container; /* borrowed */
    tenor_buffer buffer;
    size_t at; /* start of what has not been given out */
    bool ended, array, opened;
    const char *source; /* borrowed; for errors */
    long line;          /* where the value given last begins, from 1 */
    long next_line;     /* where buffer[at] is */
    size_t element;     /* number of the value given last, from 1 */
} tenor_convert_input;

void tenor_convert_input_init(tenor_convert_input *input);
void tenor_convert_input_free(tenor_convert_input *input);
void tenor_convert_input_start(tenor_convert_input *input, tenor_container *container,
                               const char *source);

/* The first bytes of the stream, behind a byte order mark; to tell the format. Empty at the end of
 * an empty stream. */
int tenor_convert_input_peek(tenor_convert_input *input, size_t wanted, tenor_view *out,
                             tenor_error *err) TENOR_MUST_USE;

/* Next JSON value's bytes. 1: *out is borrowed until the next call; 0: no more. TENOR_FORMAT:
 * brackets that do not close; TENOR_LIMIT: a value over TENOR_LIMIT_LINE_BYTES. */
int tenor_convert_input_value(tenor_convert_input *input, tenor_view *out,
                              tenor_error *err) TENOR_MUST_USE;

/* Next line without its newline. Returns like the above. */
int tenor_convert_input_line(tenor_convert_input *input, tenor_view *out,
                             tenor_error *err) TENOR_MUST_USE;

/* Whatever bytes come next. */
int tenor_convert_input_chunk(tenor_convert_input *input, tenor_view *out,
                              tenor_error *err) TENOR_MUST_USE;

#endif
