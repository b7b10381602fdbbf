/* memory.c: the few allocation helpers that the rooms share. */
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char tenor_buffer_empty[1] = "";

bool tenor_add_size(size_t a, size_t b, size_t *out) {
    if (a > SIZE_MAX - b) {
        return false;
    }
    *out = a + b;
    return true;
}

bool tenor_mul_size(size_t a, size_t b, size_t *out) {
    if (b != 0 && a > SIZE_MAX / b) {
        return false;
    }
    *out = a * b;
    return true;
}

void *tenor_new_array(size_t count, size_t item_size) {
    return calloc(count > 0 ? count : 1, item_size);
}

bool tenor_grow(void *items, size_t *capacity, size_t need, size_t item_size) {
    if (need <= *capacity) {
        return true;
    }
    size_t wanted = *capacity + *capacity / 2;
    if (wanted < need) {
        wanted = need;
    }
    if (wanted < 8) {
        wanted = 8;
    }
    size_t bytes;
    if (!tenor_mul_size(wanted, item_size, &bytes)) {
        return false;
    }
    void *old;
    memcpy(&old, items, sizeof old);
    void *grown = realloc(old, bytes);
    if (grown == NULL) {
        return false;
    }
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    /* cppcheck-suppress memleak ; memcpy has handed grown to the caller */
    return true;
}

void tenor_buffer_init(tenor_buffer *buffer) {
    buffer->data = tenor_buffer_empty;
    buffer->size = 0;
    buffer->capacity = 0;
    buffer->failed = false;
}

void tenor_buffer_free(tenor_buffer *buffer) {
    if (buffer->capacity > 0) {
        free(buffer->data);
    }
    tenor_buffer_init(buffer);
}

void tenor_buffer_clear(tenor_buffer *buffer) {
    buffer->size = 0;
    buffer->failed = false;
    if (buffer->capacity > 0) {
        buffer->data[0] = '\0';
    }
}

char *tenor_buffer_reserve(tenor_buffer *buffer, size_t extra) {
    size_t need;
    if (buffer->failed || !tenor_add_size(buffer->size, extra, &need) ||
        !tenor_add_size(need, 1, &need)) {
        buffer->failed = true;
        return NULL;
    }
    char *data = buffer->capacity > 0 ? buffer->data : NULL;
    if (!TENOR_GROW(data, buffer->capacity, need)) {
        buffer->failed = true;
        return NULL;
    }
    buffer->data = data;
    buffer->data[buffer->size] = '\0';
    return buffer->data + buffer->size;
}

void tenor_buffer_add(tenor_buffer *buffer, const void *bytes, size_t size) {
    char *room = tenor_buffer_reserve(buffer, size);
    if (room != NULL && size > 0) {
        memcpy(room, bytes, size);
        room[size] = '\0';
        buffer->size += size;
    }
}

void tenor_buffer_add_text(tenor_buffer *buffer, const char *text) {
    tenor_buffer_add(buffer, text, strlen(text));
}

void tenor_buffer_add_char(tenor_buffer *buffer, char byte) {
    tenor_buffer_add(buffer, &byte, 1);
}

void tenor_buffer_format(tenor_buffer *buffer, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *room = size < 0 ? NULL : tenor_buffer_reserve(buffer, (size_t)size);
    if (room != NULL) {
        vsnprintf(room, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    } else {
        buffer->failed = true;
    }
    va_end(again);
}

char *tenor_buffer_steal(tenor_buffer *buffer) {
    if (buffer->failed || tenor_buffer_reserve(buffer, 0) == NULL) {
        tenor_buffer_free(buffer);
        return NULL;
    }
    char *data = buffer->data;
    tenor_buffer_init(buffer);
    return data;
}

tenor_view tenor_buffer_view(const tenor_buffer *buffer) {
    tenor_view view = {buffer->data, buffer->size};
    return view;
}
