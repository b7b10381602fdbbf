/* memory.h: checked sizes, arrays that grow, and a byte buffer with a sticky out-of-memory mark.
 *
 * The buffer (after libgit2's git_str) lets a chain of appends be checked once at its end: after a
 * failed allocation it stays `failed` and further appends do nothing. */
#ifndef TENOR_MEMORY_H
#define TENOR_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "tenor_features.h"

/* *out = a + b or a * b; false (out untouched) on overflow. */
bool tenor_add_size(size_t a, size_t b, size_t *out) TENOR_MUST_USE;
bool tenor_mul_size(size_t a, size_t b, size_t *out) TENOR_MUST_USE;

/* Array of count zeroed items of item_size bytes; NULL when out of memory or on overflow. Never
 * NULL for count 0. Freed by free(). */
void *tenor_new_array(size_t count, size_t item_size) TENOR_MUST_USE;

/* Makes the malloc'ed array *items hold at least need items (growing by half), updating *capacity.
 * False when out of memory; then nothing has changed.
 * Use through TENOR_GROW(array, capacity, need), which passes the item size. */
bool tenor_grow(void *items, size_t *capacity, size_t need, size_t item_size) TENOR_MUST_USE;
#define TENOR_GROW(array, capacity, need) tenor_grow(&(array), &(capacity), (need), sizeof *(array))

/* Asks for the cache line of an address that will soon be read. */
#if defined(__GNUC__)
#define TENOR_PREFETCH(address) __builtin_prefetch(address)
#else
#define TENOR_PREFETCH(address) ((void)(address))
#endif

/* A growable byte buffer, always NUL-terminated after its last byte. Start with TENOR_BUFFER_INIT.
 */
typedef struct tenor_buffer {
    char *data;  /* owned; "" (static) while empty, so never NULL */
    size_t size; /* bytes, without the NUL */
    size_t capacity;
    bool failed; /* an append ran out of memory: content is incomplete */
} tenor_buffer;

extern char tenor_buffer_empty[1];
#define TENOR_BUFFER_INIT                                                                          \
    { tenor_buffer_empty, 0, 0, false }

void tenor_buffer_init(tenor_buffer *buffer);
void tenor_buffer_free(tenor_buffer *buffer);  /* frees and makes it empty again */
void tenor_buffer_clear(tenor_buffer *buffer); /* keeps the memory, clears `failed` */
void tenor_buffer_add(tenor_buffer *buffer, const void *bytes, size_t size);
void tenor_buffer_add_text(tenor_buffer *buffer, const char *text);
void tenor_buffer_add_char(tenor_buffer *buffer, char byte);
void tenor_buffer_format(tenor_buffer *buffer, const char *format, ...) TENOR_PRINTF(2, 3);
/* Room for `extra` more bytes (plus the NUL) to be written in place behind size; NULL when out of
 * memory. */
char *tenor_buffer_reserve(tenor_buffer *buffer, size_t extra) TENOR_MUST_USE;
/* The malloc'ed, NUL-terminated content, now the caller's; NULL if failed. The buffer is empty
 * after. */
char *tenor_buffer_steal(tenor_buffer *buffer) TENOR_MUST_USE;
tenor_view tenor_buffer_view(const tenor_buffer *buffer);

#endif
