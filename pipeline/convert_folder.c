/* convert_folder.c: a folder for each label, with one text file an article in it (scikit-learn's
 * load_files, THUCTC, MALLET). */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bounds.h"
#include "convert_core.h"
#include "document.h"
#include "error.h"
#include "walk.h"

#define NAME_BYTES 200 /* of a file's name, made from the id */

/* ---- reading ---- */

/* The label is the first folder below root; the id the path below it, without the ending. */
static int read_article(tenor_converter *self, const char *root, const char *path,
                        tenor_error *err) {
    const char *below = path + strlen(root);
    below += strspn(below, "/");
    const char *slash = strchr(below, '/');
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    if (slash == NULL) {
        tenor_convert_pass_over(self, "files beside the label folders (passed over)");
        return TENOR_OK;
    }
    int code = tenor_file_read(path, TENOR_LIMIT_FILE_BYTES, &bytes, err);
    if (code != TENOR_OK) {
        tenor_error_at(err, path, 0);
        tenor_buffer_free(&bytes);
        return code;
    }
    const char *dot = strrchr(slash, '.');
    size_t id = dot != NULL && dot > slash + 1 ? (size_t)(dot - slash - 1) : strlen(slash + 1);
    json_t *list = json_array(), *article = json_object();
    json_array_append_new(list, tenor_convert_string((tenor_view){below, (size_t)(slash - below)}));
    json_object_set_new(article, "id", tenor_convert_string((tenor_view){slash + 1, id}));
    json_object_set_new(article, "text", tenor_convert_string(tenor_buffer_view(&bytes)));
    json_object_set_new(article, "labels", tenor_convert_unflatten(self, list, true));
    tenor_buffer_free(&bytes);
    return tenor_convert_emit(self, article, err);
}

static int read_folder(tenor_converter *self, tenor_error *err) {
    tenor_walk *walk = NULL;
    const char *root = self->input.source, *path;
    int code = tenor_walk_new(&walk, NULL, NULL, err);
    if (code == TENOR_OK) {
        code = tenor_walk_start(walk, root, err);
    }
    while (code == TENOR_OK) {
        int got = tenor_walk_next(walk, &path, err);
        if (got != 1) {
            code = got;
            break;
        }
        code = read_article(self, root, path, err);
    }
    tenor_walk_free(walk);
    return code;
}

/* ---- writing ---- */

/* A name within a folder: no slash, no dot in front. */
static void add_name(tenor_buffer *out, const char *text) {
    size_t size = strlen(text), start = out->size;
    while (size > NAME_BYTES ||
           (size > 0 && size < strlen(text) && ((unsigned char)text[size] & 0xC0) == 0x80)) {
        size--;
    }
    tenor_buffer_add(out, text, size);
    for (size_t i = start; i < out->size; i++) {
        if (out->data[i] == '/' || (unsigned char)out->data[i] < 0x20 ||
            (i == start && out->data[i] == '.')) {
            out->data[i] = '_';
        }
    }
}

static int make_folder(const char *path, tenor_error *err) {
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        int code = tenor_fail(err, TENOR_IO, "cannot make the folder: %s", strerror(errno));
        tenor_error_at(err, path, 0);
        return code;
    }
    return TENOR_OK;
}

static int write_file(const char *path, const char *text, size_t size, tenor_error *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST) {
        return 1;
    }
    bool good = fd >= 0;
    for (size_t done = 0; good && done < size;) {
        ssize_t wrote = write(fd, text + done, size - done);
        good = wrote >= 0 || errno == EINTR;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    good = (fd < 0 || close(fd) == 0) && good;
    if (!good) {
        int code = tenor_fail(err, TENOR_IO, "cannot write: %s", strerror(errno));
        tenor_error_at(err, path, 0);
        return code;
    }
    return TENOR_OK;
}

/* Tries the id's name, then name-2, name-3 …, until one is free. */
static int place(tenor_converter *self, const char *label, const json_t *article,
                 tenor_error *err) {
    const json_t *text = json_object_get(article, "text");
    const char *id = tenor_convert_text(article, "id");
    tenor_buffer path = TENOR_BUFFER_INIT;
    tenor_buffer_format(&path, "%s/", self->options->output);
    add_name(&path, label);
    int code = path.failed ? tenor_fail_memory(err) : make_folder(path.data, err);
    tenor_buffer_add_char(&path, '/');
    if (id[0] != '\0') {
        add_name(&path, id);
    } else {
        tenor_buffer_format(&path, "%06zu", self->articles + 1);
    }
    size_t stem = path.size;
    for (size_t i = 1; code == TENOR_OK; i++) {
        path.size = stem;
        if (i > 1) {
            tenor_buffer_format(&path, "-%zu", i);
        }
        tenor_buffer_add_text(&path, ".txt");
        code = path.failed
                   ? tenor_fail_memory(err)
                   : write_file(path.data, json_string_value(text), json_string_length(text), err);
        if (code != 1) {
            break;
        }
        code = TENOR_OK;
    }
    tenor_buffer_free(&path);
    return code;
}

static int begin(tenor_converter *self, tenor_error *err) {
    return make_folder(self->options->output, err);
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    static const char *const kept[] = {"id", "text", "labels", NULL};
    json_t *flat = tenor_convert_flatten(self, article);
    int code = TENOR_OK;
    if (json_array_size(flat) == 0) {
        tenor_convert_lose(self, "articles without a label (not written)");
    } else {
        code = place(self, json_string_value(json_array_get(flat, 0)), article, err);
    }
    if (json_array_size(flat) > 1) {
        tenor_convert_lose(self, "labels beyond the first");
    }
    json_decref(flat);
    tenor_convert_lose_others(self, article, kept);
    return code;
}

const tenor_format tenor_format_folder = {
    .name = "folder",
    .summary = "a folder for each label, a text file for each article",
    .read_file = read_folder,
    .begin = begin,
    .write = write_article,
    .to_folder = true,
};
