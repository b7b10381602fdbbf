/* lines.c: splits a stream into lines over one buffer that is reused.
 *
 * Why not getline(3): the stream may be a member of a compressed archive, a line has a limit (a 10
 * GB line must be refused, not held), and when input pauses whatever is complete must be given out
 * at once: read is asked only when no complete line is left. NUL bytes are ordinary bytes here. */
#include "lines.h"

#include <string.h>

#include "error.h"

#define CHUNK ((size_t)64 << 10)
#define KEEP ((size_t)1 << 20) /* a buffer larger than this is given back after its line */

void tenor_lines_init(tenor_lines *lines) {
    memset(lines, 0, sizeof *lines);
    tenor_buffer_init(&lines->buffer);
}

void tenor_lines_free(tenor_lines *lines) {
    tenor_buffer_free(&lines->buffer);
}

void tenor_lines_start(tenor_lines *lines, tenor_read_bytes read, void *from, size_t limit) {
    lines->read = read;
    lines->from = from;
    lines->limit = limit;
    lines->at = lines->scanned = 0;
    lines->ended = false;
    lines->line = 0;
    tenor_buffer_clear(&lines->buffer);
}

/* Moves what is left to the buffer's start and reads once more behind it. */
static int fill(tenor_lines *lines, tenor_error *err) {
    tenor_buffer *buffer = &lines->buffer;
    size_t left = buffer->size - lines->at;
    if (left == 0 && buffer->capacity > KEEP) {
        tenor_buffer_free(buffer);
    } else if (lines->at > 0) {
        memmove(buffer->data, buffer->data + lines->at, left);
        buffer->size = left;
    }
    lines->scanned -= lines->at;
    lines->at = 0;
    char *room = tenor_buffer_reserve(buffer, CHUNK);
    if (room == NULL) {
        return tenor_fail_memory(err);
    }
    long got = lines->read(lines->from, room, CHUNK, err);
    if (got < 0) {
        return (int)got;
    }
    lines->ended = got == 0;
    buffer->size += (size_t)got;
    return TENOR_OK;
}

/* Finds the end of the line at `at`: 1 with *end at its newline (or the stream's end), 0 if nothing
 * is left. */
static int find_end(tenor_lines *lines, size_t *end, tenor_error *err) {
    for (;;) {
        tenor_buffer *buffer = &lines->buffer;
        char *newline = NULL;
        if (buffer->size > lines->scanned) {
            newline = memchr(buffer->data + lines->scanned, '\n', buffer->size - lines->scanned);
        }
        if (newline != NULL) {
            *end = (size_t)(newline - buffer->data);
            lines->scanned = *end;
            return 1;
        }
        lines->scanned = buffer->size;
        if (lines->ended) {
            *end = buffer->size;
            return buffer->size > lines->at;
        }
        if (buffer->size - lines->at > lines->limit) {
            return TENOR_LIMIT;
        }
        int code = fill(lines, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
}

/* Drops the rest of a line that is too long. */
static int skip_line(tenor_lines *lines, tenor_error *err) {
    for (;;) {
        size_t end = 0;
        lines->at = lines->scanned = lines->buffer.size;
        int found = find_end(lines, &end, err);
        if (found == 1) {
            lines->at = lines->scanned = end < lines->buffer.size ? end + 1 : end;
            return TENOR_OK;
        }
        if (found != TENOR_LIMIT) {
            return found;
        }
    }
}

static int too_long(const tenor_lines *lines, tenor_error *err) {
    return tenor_fail(err, TENOR_LIMIT, "the line is longer than %zu bytes", lines->limit);
}

static tenor_view trimmed(const tenor_lines *lines, size_t end) {
    const char *data = lines->buffer.data + lines->at;
    size_t size = end - lines->at;
    if (lines->line == 0 && size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        size -= 3;
    }
    while (size > 0 &&
           (data[size - 1] == '\r' || data[size - 1] == ' ' || data[size - 1] == '\t')) {
        size--;
    }
    return (tenor_view){data, size};
}

int tenor_lines_next(tenor_lines *lines, tenor_view *line, tenor_error *err) {
    size_t end = 0;
    int found = find_end(lines, &end, err);
    if (found == TENOR_LIMIT || (found == 1 && end - lines->at > lines->limit)) {
        lines->line++;
        if (found == 1) {
            lines->at = lines->scanned = end < lines->buffer.size ? end + 1 : end;
            return too_long(lines, err);
        }
        int code = skip_line(lines, err);
        return code == TENOR_OK ? too_long(lines, err) : code;
    }
    if (found != 1) {
        return found;
    }
    *line = trimmed(lines, end);
    lines->line++;
    lines->at = lines->scanned = end < lines->buffer.size ? end + 1 : end;
    return 1;
}

int tenor_lines_peek(tenor_lines *lines, tenor_view *line, tenor_view *behind, tenor_error *err) {
    size_t end = 0;
    int found = find_end(lines, &end, err);
    if (found == 1 && end + 1 >= lines->buffer.size && !lines->ended) {
        int code = fill(lines, err); /* moves the line to the front; scanned stands at its end */
        if (code != TENOR_OK) {
            return code;
        }
        end = lines->scanned;
    }
    if (found == 1) {
        size_t next = end < lines->buffer.size ? end + 1 : end;
        *line = trimmed(lines, end);
        *behind = (tenor_view){lines->buffer.data + next, lines->buffer.size - next};
    }
    return found == TENOR_LIMIT ? too_long(lines, err) : found;
}

int tenor_lines_first_byte(tenor_lines *lines, int *failed, tenor_error *err) {
    *failed = lines->buffer.size == lines->at && !lines->ended ? fill(lines, err) : TENOR_OK;
    size_t at = lines->at;
    const char *data = lines->buffer.data;
    if (lines->line == 0 && lines->buffer.size - at >= 3 &&
        memcmp(data + at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
    }
    while (at < lines->buffer.size &&
           (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || data[at] == '\n')) {
        at++;
    }
    return at < lines->buffer.size ? (unsigned char)data[at] : -1;
}

int tenor_lines_rest(tenor_lines *lines, size_t limit, tenor_buffer *bytes, tenor_error *err) {
    size_t start = bytes->size;
    for (;;) {
        tenor_buffer_add(bytes, lines->buffer.data + lines->at, lines->buffer.size - lines->at);
        lines->at = lines->scanned = lines->buffer.size;
        if (bytes->failed) {
            return tenor_fail_memory(err);
        }
        if (bytes->size - start > limit) {
            return tenor_fail(err, TENOR_LIMIT, "larger than %zu MB", limit >> 20);
        }
        if (lines->ended) {
            return TENOR_OK;
        }
        int code = fill(lines, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
}
