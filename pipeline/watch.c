/* watch.c: inotify over a tree of folders.
 *
 * A file is taken when its writer closes it or when it is renamed into place, never while it grows.
 * Folders are watched before they are walked, so that nothing falls between; what is then met twice
 * is told apart by whoever keeps the records. A walk may meet a file that is still being written: a
 * read lease can only be had where nobody has the file open for writing, so such a file is left to
 * its closing event. Should the kernel drop events (its queue holds 16,384), everything is walked
 * again. */
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "memory.h"
#include "walk.h"

#define EVENT_BYTES 8192 /* room for 30 events with the longest names */
#define EVENTS (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR)

/* A watched folder: watch descriptors are small numbers, given in order. */
typedef struct watched {
    int descriptor;
    char *folder; /* ends in "/" */
} watched;

struct tenor_watch {
    int inotify, stop_fd;
    tenor_buffer root;
    watched *folders; /* [count] sorted by descriptor */
    size_t count, capacity;
    tenor_walk *walk;
    bool walking;
    tenor_buffer path;
    tenor_error failed; /* of an enter() in a walk */
    size_t filled, at;  /* of events */
    _Alignas(struct inotify_event) char events[EVENT_BYTES];
};

static watched *find(const tenor_watch *watch, int descriptor) {
    size_t low = 0, high = watch->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (watch->folders[middle].descriptor < descriptor) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return &watch->folders[low];
}

/* Watches a folder (called by the walk as it enters it). The same folder gets the same descriptor
 * again. */
static void enter(void *data, const char *folder) {
    tenor_watch *watch = data;
    int descriptor = inotify_add_watch(watch->inotify, folder, EVENTS);
    if (descriptor < 0) {
        tenor_fail(&watch->failed, TENOR_IO, "cannot watch the folder %s: %s%s", folder,
                   strerror(errno), errno == ENOSPC ? " (raise fs.inotify.max_user_watches)" : "");
        return;
    }
    char *name = strdup(folder);
    if (name == NULL || !TENOR_GROW(watch->folders, watch->capacity, watch->count + 1)) {
        free(name);
        tenor_fail_memory(&watch->failed);
        return;
    }
    watched *place = find(watch, descriptor);
    if (place < watch->folders + watch->count && place->descriptor == descriptor) {
        free(place->folder);
    } else {
        memmove(place + 1, place, (size_t)(watch->folders + watch->count - place) * sizeof *place);
        watch->count++;
    }
    *place = (watched){descriptor, name};
    /* cppcheck-suppress memleak ; name is the list's now */
}

static int begin_walk(tenor_watch *watch, const char *folder, tenor_error *err) {
    int code = tenor_walk_start(watch->walk, folder, err);
    watch->walking = code == TENOR_OK;
    return code == TENOR_OK ? 0 : code;
}

int tenor_watch_new(tenor_watch **out, const char *folder, int stop_fd, tenor_error *err) {
    tenor_watch *watch = tenor_new_array(1, sizeof *watch);
    if (watch == NULL) {
        return tenor_fail_memory(err);
    }
    watch->stop_fd = stop_fd;
    tenor_buffer_init(&watch->path);
    tenor_buffer_init(&watch->root);
    tenor_buffer_add_text(&watch->root, folder);
    watch->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    int code = TENOR_OK;
    if (watch->inotify < 0) {
        code = tenor_fail(err, TENOR_IO, "cannot watch folders: %s", strerror(errno));
    } else {
        code = watch->root.failed ? tenor_fail_memory(err)
                                  : tenor_walk_new(&watch->walk, enter, watch, err);
    }
    if (code == TENOR_OK) {
        code = begin_walk(watch, folder, err);
        tenor_error_at(err, folder, 0);
    }
    if (code == TENOR_OK && watch->failed.code != TENOR_OK) {
        code = tenor_fail(err, watch->failed.code, "%s", watch->failed.text);
    }
    if (code != TENOR_OK) {
        tenor_watch_free(watch);
        return code;
    }
    *out = watch;
    return TENOR_OK;
}

void tenor_watch_free(tenor_watch *watch) {
    if (watch == NULL) {
        return;
    }
    for (size_t i = 0; i < watch->count; i++) {
        free(watch->folders[i].folder);
    }
    free(watch->folders);
    tenor_walk_free(watch->walk);
    if (watch->inotify >= 0) {
        close(watch->inotify);
    }
    tenor_buffer_free(&watch->path);
    tenor_buffer_free(&watch->root);
    free(watch);
}

/* Whether somebody still has the file open for writing (then its closing will be told). */
static bool being_written(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return false;
    }
    bool busy = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
    close(fd);
    return busy;
}

static int next_walked(tenor_watch *watch, const char **path, tenor_error *err) {
    for (;;) {
        int got = tenor_walk_next(watch->walk, path, err);
        watch->walking = got == 1 || got == TENOR_IO;
        if (watch->failed.code != TENOR_OK) {
            *path = "";
            return tenor_fail(err, watch->failed.code, "%s", watch->failed.text);
        }
        if (got != 1 || !being_written(*path)) {
            return got;
        }
    }
}

static int wait_for_events(tenor_watch *watch, tenor_error *err) {
    for (;;) {
        struct pollfd ready[2] = {{watch->inotify, POLLIN, 0}, {watch->stop_fd, POLLIN, 0}};
        if (poll(ready, 2, -1) < 0 && errno != EINTR) {
            return tenor_fail(err, TENOR_IO, "cannot wait for files: %s", strerror(errno));
        }
        if (ready[1].revents != 0) {
            return tenor_fail(err, TENOR_INTERRUPTED, "stopped by a signal");
        }
        ssize_t got = read(watch->inotify, watch->events, sizeof watch->events);
        if (got > 0) {
            watch->filled = (size_t)got;
            watch->at = 0;
            return TENOR_OK;
        }
        if (got < 0 && errno != EAGAIN && errno != EINTR) {
            return tenor_fail(err, TENOR_IO, "cannot read file events: %s", strerror(errno));
        }
    }
}

/* One event: 1 if watch->path is a file to be given, 0 if nothing is to be done, negative as
 * begin_walk. */
static int take_event(tenor_watch *watch, tenor_error *err) {
    const struct inotify_event *event = (const void *)(watch->events + watch->at);
    watch->at += sizeof *event + event->len;
    if ((event->mask & IN_Q_OVERFLOW) != 0) {
        return begin_walk(watch, watch->root.data, err);
    }
    watched *folder = find(watch, event->wd);
    bool known = folder < watch->folders + watch->count && folder->descriptor == event->wd;
    if (known && (event->mask & IN_IGNORED) != 0) { /* the folder is gone */
        free(folder->folder);
        memmove(folder, folder + 1,
                (size_t)(watch->folders + watch->count - folder - 1) * sizeof *folder);
        watch->count--;
        return 0;
    }
    if (!known || event->len == 0 || event->name[0] == '.') {
        return 0;
    }
    tenor_buffer_clear(&watch->path);
    tenor_buffer_format(&watch->path, "%s%s", folder->folder, event->name);
    if (watch->path.failed) {
        return tenor_fail_memory(err);
    }
    if ((event->mask & IN_ISDIR) != 0) {
        return begin_walk(watch, watch->path.data, err);
    }
    return (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0;
}

int tenor_watch_next(tenor_watch *watch, const char **path, bool *found, tenor_error *err) {
    *path = "";
    for (;;) {
        int got;
        if (watch->walking) {
            *found = true;
            got = next_walked(watch, path, err);
        } else if (watch->at < watch->filled) {
            *found = false;
            got = take_event(watch, err);
            *path = watch->path.data;
        } else {
            got = wait_for_events(watch, err);
            *path = "";
        }
        if (got != 0) {
            return got;
        }
    }
}
