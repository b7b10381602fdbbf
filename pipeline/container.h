/* container.h: one path -> the documents in it: a plain file is one; gzip, zstd, xz and bzip2 are
 * decompressed; tar, zip and WARC give their members (libarchive does the work). Streaming: one
 * document is in memory at a time. */
#ifndef TENOR_CONTAINER_H
#define TENOR_CONTAINER_H

#include "memory.h"
#include "tenor_features.h"

typedef struct tenor_container tenor_container;

/* Opens path; "-" is standard input. Errors: TENOR_IO, TENOR_MEMORY, TENOR_FORMAT. */
int tenor_container_open(tenor_container **out, const char *path, tenor_error *err) TENOR_MUST_USE;
void tenor_container_close(tenor_container *container);

/* Whether it holds several documents (tar, zip, WARC). */
int tenor_container_is_archive(const tenor_container *container);

/* Next member. 1: *name is its path within the archive ("" for a plain or merely compressed file),
 * borrowed until the next call; 0: no more; negative: error. */
int tenor_container_next(tenor_container *container, const char **name,
                         tenor_error *err) TENOR_MUST_USE;

/* Reads up to capacity bytes of the current member into out. Number of bytes, 0 at its end,
 * negative on error. For reading a member as a stream (JSON Lines). */
long tenor_container_read(tenor_container *container, char *out, size_t capacity,
                          tenor_error *err) TENOR_MUST_USE;

/* Reads the rest of the current member into bytes. Errors: TENOR_LIMIT over limit bytes (also what
 * a decompression bomb meets; the member can be skipped then), TENOR_IO, TENOR_FORMAT. */
int tenor_container_read_all(tenor_container *container, size_t limit, tenor_buffer *bytes,
                             tenor_error *err) TENOR_MUST_USE;

#endif
