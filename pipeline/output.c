/* output.c: plain write(2) without a buffer of stdio's: lines arrive whole and a reader behind a
 * pipe sees each at once. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "memory.h"

struct tenor_output {
    int fd;
    bool owned, regular, reader_gone;
    off_t good;         /* end of the complete lines */
    char *path, *final; /* NULL: standard output; no renaming */
};

static int fail(tenor_output *output, const char *what, tenor_error *err) {
    int number = errno;
    output->reader_gone = number == EPIPE;
    int code = tenor_fail(err, TENOR_IO, "cannot %s: %s", what, strerror(number));
    tenor_error_at(err, output->path != NULL ? output->path : "standard output", 0);
    return code;
}

static int prepare_file(tenor_output *output, uint64_t keep, tenor_error *err) {
    struct stat info;
    if (fstat(output->fd, &info) != 0) {
        return fail(output, "use", err);
    }
    output->regular = output->path != NULL && S_ISREG(info.st_mode);
    if (!output->regular) {
        return TENOR_OK;
    }
    if (flock(output->fd, LOCK_EX | LOCK_NB) != 0) {
        int code = tenor_fail(err, TENOR_IO, "another run is writing to it");
        tenor_error_at(err, output->path, 0);
        return code;
    }
    return tenor_output_cut(output, keep, err);
}

int tenor_output_open(tenor_output **out, const char *path, const char *final, uint64_t keep,
                      tenor_error *err) {
    tenor_output *output = tenor_new_array(1, sizeof *output);
    if (output == NULL) {
        return tenor_fail_memory(err);
    }
    output->fd = STDOUT_FILENO;
    int code = TENOR_OK;
    if (path != NULL) {
        output->path = strdup(path);
        output->final = final != NULL ? strdup(final) : NULL;
        output->owned = true;
        output->fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (output->path == NULL || (final != NULL && output->final == NULL)) {
            code = tenor_fail_memory(err);
        } else if (output->fd < 0) {
            code = fail(output, "open for writing", err);
        }
    }
    if (code == TENOR_OK) {
        code = prepare_file(output, keep, err);
    }
    if (code != TENOR_OK) {
        tenor_output_free(output);
        return code;
    }
    *out = output;
    return TENOR_OK;
}

void tenor_output_free(tenor_output *output) {
    if (output == NULL) {
        return;
    }
    if (output->owned && output->fd >= 0) {
        close(output->fd);
    }
    free(output->path);
    free(output->final);
    free(output);
}

int tenor_output_write(tenor_output *output, tenor_view lines, tenor_error *err) {
    size_t done = 0;
    while (done < lines.size) {
        ssize_t wrote = write(output->fd, lines.data + done, lines.size - done);
        if (wrote < 0 && errno != EINTR) {
            int code = fail(output, "write", err);
            if (output->regular) {
                (void)!ftruncate(output->fd, output->good);
            }
            return code;
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    output->good += (off_t)lines.size;
    return TENOR_OK;
}

int tenor_output_cut(tenor_output *output, uint64_t size, tenor_error *err) {
    output->good = (off_t)size;
    if (output->regular && (ftruncate(output->fd, output->good) != 0 ||
                            lseek(output->fd, output->good, SEEK_SET) < 0)) {
        return fail(output, "cut", err);
    }
    return TENOR_OK;
}

int tenor_output_sync(tenor_output *output, tenor_error *err) {
    return output->regular && fsync(output->fd) != 0 ? fail(output, "sync", err) : TENOR_OK;
}

/* A new name is on the disk only once its folder is. */
static void sync_folder(const char *path) {
    tenor_buffer folder = TENOR_BUFFER_INIT;
    const char *slash = strrchr(path, '/');
    tenor_buffer_add(&folder, slash != NULL ? path : ".",
                     slash != NULL ? (size_t)(slash - path) + 1 : 1);
    int fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    tenor_buffer_free(&folder);
}

int tenor_output_finish(tenor_output *output, tenor_error *err) {
    int code = tenor_output_sync(output, err);
    if (code == TENOR_OK && output->final != NULL) {
        if (rename(output->path, output->final) != 0) {
            return fail(output, "rename", err);
        }
        sync_folder(output->final);
    }
    return code;
}

bool tenor_output_reader_gone(const tenor_output *output) {
    return output->reader_gone;
}
