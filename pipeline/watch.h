/* watch.h: a folder that articles arrive in: the files that are there, then each as soon as it is
 * written completely. */
#ifndef TENOR_WATCH_H
#define TENOR_WATCH_H

#include <stdbool.h>

#include "tenor_features.h"

typedef struct tenor_watch tenor_watch;

/* Watches folder and every folder below it. stop_fd: readable once waiting is to end; borrowed.
 * Errors: TENOR_IO, TENOR_MEMORY. */
int tenor_watch_new(tenor_watch **out, const char *folder, int stop_fd,
                    tenor_error *err) TENOR_MUST_USE;
void tenor_watch_free(tenor_watch *watch);

/* Waits for the next file. 1: *path is borrowed until the next call; *found: it was met on a walk
 * through the folder (at the start, in a new folder, or after the kernel dropped events), so it may
 * have been given before. TENOR_IO with *path: that folder cannot be read, waiting may go on; with
 * an empty *path, TENOR_MEMORY and TENOR_INTERRUPTED (stop_fd): the end. */
int tenor_watch_next(tenor_watch *watch, const char **path, bool *found,
                     tenor_error *err) TENOR_MUST_USE;

#endif
