/* lines.h: a stream of bytes -> its lines, one at a time, whatever the stream is (standard input, a
 * member of an archive). */
#ifndef TENOR_LINES_H
#define TENOR_LINES_H

#include "memory.h"

/* Reads up to capacity bytes. Number of bytes, 0 at the end, negative tenor_code on error. */
typedef long (*tenor_read_bytes)(void *from, char *out, size_t capacity, tenor_error *err);

typedef struct tenor_lines {
    tenor_read_bytes read;
    void *from;   /* borrowed, given to read */
    size_t limit; /* longest line in bytes */
    tenor_buffer buffer;
    size_t at;      /* start of what has not been given out */
    size_t scanned; /* no newline before here */
    bool ended;     /* read said so */
    long line;      /* number of the line given last, from 1 */
} tenor_lines;

void tenor_lines_init(tenor_lines *lines);
void tenor_lines_free(tenor_lines *lines);

/* Begins with another stream; memory is kept. */
void tenor_lines_start(tenor_lines *lines, tenor_read_bytes read, void *from, size_t limit);

/* Next line without its newline and without trailing blanks and CR; a byte order mark before the
 * first is dropped. 1: *line is borrowed until the next call; 0: no more. TENOR_LIMIT: the line is
 * too long; it is skipped and reading may go on. Other errors are read's own and final. */
int tenor_lines_next(tenor_lines *lines, tenor_view *line, tenor_error *err) TENOR_MUST_USE;

/* The first line as tenor_lines_next will give it, and the bytes behind it that are there already
 * (at least one unless the stream ends there). For telling what a stream holds before any line is
 * taken. Returns as tenor_lines_next. */
int tenor_lines_peek(tenor_lines *lines, tenor_view *line, tenor_view *behind,
                     tenor_error *err) TENOR_MUST_USE;

/* First byte that is no blank, or -1 if the first bytes of the stream hold none; negative code
 * below -1 never happens: errors go to *failed (0 if none). */
int tenor_lines_first_byte(tenor_lines *lines, int *failed, tenor_error *err);

/* Appends everything that has not been given out to bytes. Errors: TENOR_LIMIT over limit bytes,
 * TENOR_MEMORY, read's own. */
int tenor_lines_rest(tenor_lines *lines, size_t limit, tenor_buffer *bytes,
                     tenor_error *err) TENOR_MUST_USE;

#endif
