/* walk.c: an own walk instead of fts(3) or nftw(3), for three reasons: fts keeps a struct of 300
 * bytes for each name of a folder (30 MB at 100,000 articles; here a name costs its length and 9
 * bytes), it cannot sort a folder as if its name ended in
 * "/" (which alone gives the order of the whole paths), and nftw does not sort at all. No
 * recursion: folders wait on a stack of their own. A symbolic link is followed unless it leads to a
 * folder that is on the way already. */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "error.h"

/* A folder whose names are being given out. */
typedef struct level {
    dev_t device;
    ino_t inode;
    size_t path_size;   /* of the folder's path, with its "/" */
    tenor_buffer names; /* NUL-terminated; folders end in "/" */
    size_t *order;      /* [count] offsets of names, sorted */
    size_t count, capacity, at;
} level;

struct tenor_walk {
    tenor_walk_enter enter;
    void *data;
    tenor_buffer path;
    level *levels; /* [capacity], [depth] in use; the others keep no memory */
    size_t depth, capacity;
};

int tenor_walk_new(tenor_walk **out, tenor_walk_enter enter, void *data, tenor_error *err) {
    tenor_walk *walk = tenor_new_array(1, sizeof *walk);
    if (walk == NULL) {
        return tenor_fail_memory(err);
    }
    walk->enter = enter;
    walk->data = data;
    tenor_buffer_init(&walk->path);
    *out = walk;
    return TENOR_OK;
}

static void leave(tenor_walk *walk) {
    level *last = &walk->levels[--walk->depth];
    tenor_buffer_free(&last->names);
    free(last->order);
}

void tenor_walk_free(tenor_walk *walk) {
    if (walk == NULL) {
        return;
    }
    while (walk->depth > 0) {
        leave(walk);
    }
    free(walk->levels);
    tenor_buffer_free(&walk->path);
    free(walk);
}

static int compare_names(const void *left, const void *right, void *names) {
    const char *text = names;
    return strcmp(text + *(const size_t *)left, text + *(const size_t *)right);
}

/* Whether an entry is a folder (following links). An entry that cannot be asked counts as a file
 * and is told about when its turn comes. path: the folder's, used as scratch. */
static bool is_folder(tenor_walk *walk, const struct dirent *entry) {
    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK) {
        return entry->d_type == DT_DIR;
    }
    size_t size = walk->path.size;
    struct stat info;
    tenor_buffer_add_text(&walk->path, entry->d_name);
    bool folder = !walk->path.failed && stat(walk->path.data, &info) == 0 && S_ISDIR(info.st_mode);
    walk->path.size = size;
    walk->path.data[size] = '\0';
    return folder;
}

static int read_names(tenor_walk *walk, DIR *folder, level *into, tenor_error *err) {
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            break;
        }
        if (entry->d_name[0] == '.') {
            continue;
        }
        if (!TENOR_GROW(into->order, into->capacity, into->count + 1)) {
            return tenor_fail_memory(err);
        }
        into->order[into->count++] = into->names.size;
        tenor_buffer_add_text(&into->names, entry->d_name);
        tenor_buffer_add_text(&into->names, is_folder(walk, entry) ? "/" : "");
        tenor_buffer_add_char(&into->names, '\0');
        if (into->names.failed || walk->path.failed) {
            return tenor_fail_memory(err);
        }
    }
    if (errno != 0) {
        return tenor_fail(err, TENOR_IO, "cannot read the folder: %s", strerror(errno));
    }
    if (into->count > 0) {
        qsort_r(into->order, into->count, sizeof *into->order, compare_names, into->names.data);
    }
    return TENOR_OK;
}

static bool on_the_way(const tenor_walk *walk, const struct stat *info) {
    for (size_t i = 0; i < walk->depth; i++) {
        if (walk->levels[i].device == info->st_dev && walk->levels[i].inode == info->st_ino) {
            return true;
        }
    }
    return false;
}

/* Enters the folder that walk->path names (with its "/"). */
static int enter_folder(tenor_walk *walk, tenor_error *err) {
    struct stat info;
    DIR *folder = opendir(walk->path.data);
    if (folder == NULL || fstat(dirfd(folder), &info) != 0) {
        int code = tenor_fail(err, TENOR_IO, "cannot open the folder: %s", strerror(errno));
        if (folder != NULL) {
            closedir(folder);
        }
        return code;
    }
    int code = TENOR_OK;
    if (on_the_way(walk, &info)) {
        code = tenor_fail(err, TENOR_IO, "a symbolic link that leads back to a folder above it");
    } else if (!TENOR_GROW(walk->levels, walk->capacity, walk->depth + 1)) {
        code = tenor_fail_memory(err);
    } else {
        level *into = &walk->levels[walk->depth++];
        *into = (level){.device = info.st_dev, .inode = info.st_ino, .path_size = walk->path.size};
        tenor_buffer_init(&into->names);
        if (walk->enter != NULL) {
            walk->enter(walk->data, walk->path.data);
        }
        code = read_names(walk, folder, into, err);
        if (code != TENOR_OK) {
            leave(walk);
        }
    }
    closedir(folder);
    return code;
}

int tenor_walk_start(tenor_walk *walk, const char *folder, tenor_error *err) {
    tenor_buffer_clear(&walk->path);
    tenor_buffer_add_text(&walk->path, folder);
    if (walk->path.size > 0 && walk->path.data[walk->path.size - 1] != '/') {
        tenor_buffer_add_char(&walk->path, '/');
    }
    return walk->path.failed ? tenor_fail_memory(err) : enter_folder(walk, err);
}

/* Drops the "/" that folders end in, so that messages name them as people do. */
static void drop_slash(tenor_buffer *path) {
    if (path->size > 1 && path->data[path->size - 1] == '/') {
        path->data[--path->size] = '\0';
    }
}

int tenor_walk_next(tenor_walk *walk, const char **path, tenor_error *err) {
    while (walk->depth > 0) {
        level *top = &walk->levels[walk->depth - 1];
        if (top->at == top->count) {
            leave(walk);
            continue;
        }
        walk->path.size = top->path_size;
        tenor_buffer_add_text(&walk->path, top->names.data + top->order[top->at++]);
        if (walk->path.failed) {
            return tenor_fail_memory(err);
        }
        *path = walk->path.data;
        if (walk->path.data[walk->path.size - 1] != '/') {
            return 1;
        }
        int code = enter_folder(walk, err);
        if (code != TENOR_OK) {
            drop_slash(&walk->path);
            return code;
        }
    }
    return 0;
}
