/* starved.h: an allocator that fails when it is told to, for the tests that make the n-th
 * allocation fail for every n. Linked with --wrap for malloc, calloc and realloc, so a program
 * includes it once. */
#ifndef TENOR_STARVED_H
#define TENOR_STARVED_H

#include <stdbool.h>
#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long left = -1; /* allocations until one fails; -1: none does */

static bool starve(void) {
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size) {
    return starve() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return starve() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return starve() ? NULL : __real_realloc(old, size);
}

#endif
