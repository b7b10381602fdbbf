/* walk.h: a folder -> the paths of the files in it and below, in the byte-wise order of the paths.
 */
#ifndef TENOR_WALK_H
#define TENOR_WALK_H

#include "memory.h"

typedef struct tenor_walk tenor_walk;

/* What happens with each folder that is entered (inotify wants to know). May be NULL. */
typedef void (*tenor_walk_enter)(void *data, const char *folder);

int tenor_walk_new(tenor_walk **out, tenor_walk_enter enter, void *data,
                   tenor_error *err) TENOR_MUST_USE;
void tenor_walk_free(tenor_walk *walk);

/* Begins at a folder. */
int tenor_walk_start(tenor_walk *walk, const char *folder, tenor_error *err) TENOR_MUST_USE;

/* Next file. 1: *path is borrowed until the next call; 0: no more. TENOR_IO: *path could not be
 * entered (no rights, a loop of symbolic links) or is no regular file; the walk may go on.
 * TENOR_MEMORY is final. Names that begin with "." are passed over, as ripgrep does: they are other
 * programs' half-written and private files. */
int tenor_walk_next(tenor_walk *walk, const char **path, tenor_error *err) TENOR_MUST_USE;

#endif
