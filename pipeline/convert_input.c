/* convert_input.c: where a JSON value ends is told by counting brackets outside of strings, without
 * parsing: one pass at memory speed, after which jansson gets exactly one value. Arrays of a
 * gigabyte and JSON Lines so take the same memory: one value. */
#include "convert_input.h"

#include <string.h>

#include "error.h"
#include "bounds.h"

#define CHUNK_BYTES 65536

void tenor_convert_input_init(tenor_convert_input *input) {
    *input = (tenor_convert_input){.buffer = TENOR_BUFFER_INIT};
}

void tenor_convert_input_free(tenor_convert_input *input) {
    tenor_buffer_free(&input->buffer);
}

void tenor_convert_input_start(tenor_convert_input *input, tenor_container *container,
                               const char *source) {
    tenor_buffer buffer = input->buffer;
    tenor_buffer_clear(&buffer);
    *input = (tenor_convert_input){
        .container = container, .buffer = buffer, .source = source, .line = 1, .next_line = 1};
}

static int fail_here(const tenor_convert_input *input, tenor_code code, const char *text,
                     tenor_error *err) {
    tenor_fail(err, code, "%s", text);
    tenor_error_at(err, input->source, input->line);
    return code;
}

/* Reads more behind what is there; input->ended at the end. *moved (may be NULL): by how much the
 * bytes moved down. */
static int fill(tenor_convert_input *input, size_t *moved, tenor_error *err) {
    tenor_buffer *buffer = &input->buffer;
    size_t down = input->at;
    if (down > 0) {
        memmove(buffer->data, buffer->data + down, buffer->size - down);
        buffer->size -= down;
        input->at = 0;
    }
    if (moved != NULL) {
        *moved = down;
    }
    if (buffer->size > TENOR_LIMIT_LINE_BYTES) {
        return fail_here(
            input, TENOR_LIMIT,
            "an element or line of more than 64 MB (or a bracket that is never closed)", err);
    }
    char *room = tenor_buffer_reserve(buffer, CHUNK_BYTES);
    if (room == NULL) {
        return tenor_fail_memory(err);
    }
    long size = tenor_container_read(input->container, room, CHUNK_BYTES, err);
    if (size < 0) {
        tenor_error_at(err, input->source, 0);
        return (int)size;
    }
    buffer->size += (size_t)size;
    buffer->data[buffer->size] = '\0';
    input->ended = size == 0;
    return TENOR_OK;
}

/* Drops a byte order mark at the start of the stream. */
static int open_stream(tenor_convert_input *input, tenor_error *err) {
    while (!input->opened && !input->ended && input->buffer.size < 3) {
        int code = fill(input, NULL, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    if (!input->opened && input->buffer.size >= 3 &&
        memcmp(input->buffer.data, "\xEF\xBB\xBF", 3) == 0) {
        input->at = 3;
    }
    input->opened = true;
    return TENOR_OK;
}

int tenor_convert_input_peek(tenor_convert_input *input, size_t wanted, tenor_view *out,
                             tenor_error *err) {
    int code = open_stream(input, err);
    while (code == TENOR_OK && !input->ended && input->buffer.size - input->at < wanted) {
        code = fill(input, NULL, err);
    }
    *out = (tenor_view){input->buffer.data + input->at, input->buffer.size - input->at};
    return code;
}

/* Skips blanks, and what separates values: the array's own brackets and commas. 1: a value begins;
 * 0: the end. */
static int skip(tenor_convert_input *input, tenor_error *err) {
    bool comma = input->element == 0 || !input->array;
    for (;;) {
        while (input->at < input->buffer.size) {
            char byte = input->buffer.data[input->at];
            if (byte == '[' && !input->array && input->element == 0) {
                input->array = true;
            } else if (byte == ',' && input->array && !comma) {
                comma = true;
            } else if (byte == ']' && input->array) {
                input->at++;
                input->array = false;
                input->element = 1; /* nothing may follow but blanks or further values */
                comma = true;
                continue;
            } else if (byte == '\n') {
                input->next_line++;
            } else if (byte != ' ' && byte != '\t' && byte != '\r') {
                input->line = input->next_line;
                return comma ? 1
                             : fail_here(input, TENOR_FORMAT,
                                         "a comma is missing between two elements", err);
            }
            input->at++;
        }
        if (input->ended) {
            input->line = input->next_line;
            return input->array ? fail_here(input, TENOR_FORMAT,
                                            "the array is not closed: the file is cut off", err)
                                : 0;
        }
        int code = fill(input, NULL, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
}

typedef struct scan {
    size_t at, depth;
    bool string, escaped, started;
} scan;

/* One byte of a value. True behind its last. */
static bool step(scan *self, char byte) {
    if (self->string) {
        self->string = self->escaped || byte != '"';
        self->escaped = !self->escaped && byte == '\\';
        return false;
    }
    self->started = true;
    if (byte == '"') {
        self->string = true;
    } else if (byte == '{' || byte == '[') {
        self->depth++;
    } else if (byte == '}' || byte == ']') {
        self->depth -= self->depth > 0;
        return self->depth == 0;
    }
    return false;
}

int tenor_convert_input_value(tenor_convert_input *input, tenor_view *out, tenor_error *err) {
    int code = open_stream(input, err);
    int got = code == TENOR_OK ? skip(input, err) : code;
    if (got != 1) {
        return got;
    }
    input->element++;
    scan state = {.at = input->at};
    for (bool done = false; !done;) {
        size_t moved;
        while (!done && state.at < input->buffer.size) {
            char byte = input->buffer.data[state.at];
            /* A scalar where an object is wanted ends with its line, so that a file that is no JSON
             * is told at its first line. */
            bool bare = state.depth == 0 && !state.string &&
                        (byte == '\n' || (byte == ',' && input->array));
            input->next_line += byte == '\n';
            done = bare || step(&state, byte);
            state.at++;
        }
        if (done || input->ended) {
            break;
        }
        code = fill(input, &moved, err);
        if (code != TENOR_OK) {
            return code;
        }
        state.at -= moved;
    }
    *out = (tenor_view){input->buffer.data + input->at, state.at - input->at};
    input->at = state.at;
    return 1;
}

int tenor_convert_input_line(tenor_convert_input *input, tenor_view *out, tenor_error *err) {
    int code = open_stream(input, err);
    size_t scanned = input->at;
    const char *newline = NULL;
    while (code == TENOR_OK) {
        newline = memchr(input->buffer.data + scanned, '\n', input->buffer.size - scanned);
        if (newline != NULL || input->ended) {
            break;
        }
        size_t moved;
        scanned = input->buffer.size;
        code = fill(input, &moved, err);
        scanned -= moved;
    }
    if (code != TENOR_OK || input->at == input->buffer.size) {
        return code;
    }
    const char *start = input->buffer.data + input->at;
    size_t size = newline != NULL ? (size_t)(newline - start) : input->buffer.size - input->at;
    *out = (tenor_view){start, size};
    input->at += size + (newline != NULL);
    input->line = input->next_line++;
    return 1;
}

int tenor_convert_input_chunk(tenor_convert_input *input, tenor_view *out, tenor_error *err) {
    int code = open_stream(input, err);
    if (code == TENOR_OK && input->at == input->buffer.size && !input->ended) {
        code = fill(input, NULL, err);
    }
    if (code != TENOR_OK) {
        return code;
    }
    *out = (tenor_view){input->buffer.data + input->at, input->buffer.size - input->at};
    input->at = input->buffer.size;
    return out->size > 0;
}
