/* source.c: three levels, outermost first: paths (named, listed, walked to, watched) -> members of
 * the file -> lines of a member that is JSON Lines. tenor_source_next works on the innermost level
 * that is open and falls back a level where it ends, so that one giant archive and a million small
 * files cost the same memory.
 *
 * Whatever goes wrong with one input becomes a document of kind TENOR_DOCUMENT_ERROR: exactly one
 * for each input, and the rest goes on. Only a stop and running out of memory end the stream.
 * Standard input is read with poll(2) and not through libarchive, which waits for whole blocks
 * before it gives the first byte: a filter must answer each line at once. */
#include "source.h"

#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "container.h"
#include "error.h"
#include "bounds.h"
#include "lines.h"
#include "walk.h"
#include "watch.h"

/* A line that was read but waits until the blank lines before it are told. */
typedef enum held_line { HELD_NONE, HELD_LINE, HELD_TOO_LONG } held_line;

struct tenor_source {
    tenor_source_options options;
    int stop_event; /* readable once the source is to stop */
    atomic_bool stopped;
    bool started, ended;

    size_t next_path; /* of options.paths */
    FILE *list;       /* of options.files_from */
    char *list_line;
    size_t list_capacity;
    tenor_walk *walk;
    bool walking;
    tenor_watch *watch;
    struct stat outputs[2]; /* [output_count] files never to be read */
    size_t output_count;

    tenor_buffer path; /* of the open file */
    tenor_container *container;
    bool member_open; /* a member of it has been begun */
    bool found;

    tenor_buffer member; /* id of the open member */
    tenor_lines lines;
    bool in_lines;
    held_line held;
    tenor_view held_text;
    long blanks; /* blank lines before the held one, not yet told */
};

static int wait_for_input(tenor_source *source, int fd, tenor_error *err) {
    struct pollfd events[2] = {{fd, POLLIN, 0}, {source->stop_event, POLLIN, 0}};
    while (poll(events, 2, -1) < 0) {
        if (errno != EINTR) {
            return tenor_fail(err, TENOR_IO, "cannot wait for input: %s", strerror(errno));
        }
    }
    return events[1].revents != 0 ? tenor_fail(err, TENOR_INTERRUPTED, "stopped by a signal")
                                  : TENOR_OK;
}

static long read_stdin(void *from, char *out, size_t capacity, tenor_error *err) {
    for (;;) {
        int code = wait_for_input(from, STDIN_FILENO, err);
        if (code != TENOR_OK) {
            return code;
        }
        ssize_t got = read(STDIN_FILENO, out, capacity);
        if (got >= 0) {
            return got;
        }
        if (errno != EINTR && errno != EAGAIN) {
            return tenor_fail(err, TENOR_IO, "cannot read standard input: %s", strerror(errno));
        }
    }
}

static long read_member(void *from, char *out, size_t capacity, tenor_error *err) {
    tenor_source *source = from;
    long got = tenor_container_read(source->container, out, capacity, err);
    /* To tenor_lines TENOR_LIMIT means a long line; the container's own limits end the member. */
    return got == TENOR_LIMIT ? TENOR_FORMAT : got;
}

/* Makes document the error record of an input. */
static int tell(tenor_document *document, const char *id, const tenor_error *error) {
    document->kind = TENOR_DOCUMENT_ERROR;
    tenor_buffer_clear(&document->id);
    tenor_buffer_add_text(&document->id, id);
    document->error = *error;
    return 1;
}

static void set_line_id(tenor_document *document, const tenor_source *source, long line) {
    tenor_buffer_clear(&document->id);
    tenor_buffer_format(&document->id, "%s:%ld", source->member.data, line);
}

/* ---- lines of a member ---- */

static int tell_line(const tenor_source *source, tenor_document *document, long line,
                     const tenor_error *error) {
    set_line_id(document, source, line);
    document->kind = TENOR_DOCUMENT_ERROR;
    document->error = *error;
    return 1;
}

/* Gives out the held line, or before it the first blank line that has not been told. */
static int give_held(tenor_source *source, tenor_document *document) {
    tenor_error error = TENOR_ERROR_INIT;
    long line = source->lines.line;
    if (source->blanks > 0) {
        tenor_fail(&error, TENOR_FORMAT, "an empty line where a JSON object should be");
        return tell_line(source, document, line - source->blanks--, &error);
    }
    held_line held = source->held;
    source->held = HELD_NONE;
    if (held == HELD_TOO_LONG) {
        tenor_fail(&error, TENOR_LIMIT, "the line is longer than %u MB",
                   TENOR_LIMIT_LINE_BYTES >> 20);
        return tell_line(source, document, line, &error);
    }
    set_line_id(document, source, line);
    document->kind = TENOR_DOCUMENT_LINE;
    document->found = source->found;
    if (source->container != NULL) {
        tenor_buffer_add_text(&document->name, source->path.data);
    }
    tenor_buffer_add(&document->bytes, source->held_text.data, source->held_text.size);
    return 1;
}

/* Blank lines at the end of the stream are no inputs; one in the middle gives an error record, so
 * that a filter's output has a line for each line of its input. */
static int next_line(tenor_source *source, tenor_document *document, tenor_error *err) {
    while (source->held == HELD_NONE) {
        tenor_error error = TENOR_ERROR_INIT;
        int got = tenor_lines_next(&source->lines, &source->held_text, &error);
        if (got == 1 && source->held_text.size == 0) {
            source->blanks++;
        } else if (got == 1 || got == TENOR_LIMIT) {
            source->held = got == 1 ? HELD_LINE : HELD_TOO_LONG;
        } else {
            source->in_lines = false;
            if (got == TENOR_INTERRUPTED) {
                return tenor_fail(err, TENOR_INTERRUPTED, "%s", error.text);
            }
            return got == 0 ? 0 : tell_line(source, document, source->lines.line + 1, &error);
        }
    }
    return give_held(source, document);
}

static void begin_lines(tenor_source *source) {
    source->in_lines = true;
    source->held = HELD_NONE;
    source->blanks = 0;
}

/* ---- members of a file ---- */

/* Whether a name ends like JSON Lines, perhaps compressed. */
static bool named_lines(const char *name) {
    static const char *const endings[] = {".jsonl", ".ndjson"};
    static const char *const packed[] = {".gz", ".zst", ".xz", ".bz2"};
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++) {
        size_t part = strlen(packed[i]);
        if (size > part && memcmp(name + size - part, packed[i], part) == 0) {
            size -= part;
            break;
        }
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t part = strlen(endings[i]);
        if (size > part && memcmp(name + size - part, endings[i], part) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the open member is JSON Lines by its content: a whole object with text in its first line,
 * and another begins behind it. (A file of one object is a JSON article, which the labeller knows.)
 */
static bool holds_lines(tenor_source *source) {
    tenor_view line, behind;
    int failed;
    tenor_error error = TENOR_ERROR_INIT;
    if (tenor_lines_first_byte(&source->lines, &failed, &error) != '{' ||
        tenor_lines_peek(&source->lines, &line, &behind, &error) != 1 || behind.size == 0 ||
        behind.data[0] != '{') {
        return false;
    }
    json_t *object = json_loadb(line.data, line.size, JSON_ALLOW_NUL, NULL);
    bool lines = json_is_object(object) &&
                 (json_is_string(json_object_get(object, source->options.fields.text)) ||
                  json_is_string(json_object_get(object, source->options.fields.path)));
    json_decref(object);
    return lines;
}

static void close_file(tenor_source *source) {
    tenor_container_close(source->container);
    source->container = NULL;
}

static int next_member(tenor_source *source, tenor_document *document) {
    const char *member = "";
    tenor_error error = TENOR_ERROR_INIT;
    int got = source->member_open && !tenor_container_is_archive(source->container)
                  ? 0
                  : tenor_container_next(source->container, &member, &error);
    source->member_open = got == 1;
    if (got != 1) {
        close_file(source);
        return got == 0 ? 0 : tell(document, source->path.data, &error);
    }
    tenor_buffer_clear(&source->member);
    tenor_buffer_add(&source->member, source->path.data, source->path.size);
    tenor_buffer_add_text(&source->member, member[0] != '\0' ? "!" : "");
    tenor_buffer_add_text(&source->member, member);
    tenor_lines_start(&source->lines, read_member, source, TENOR_LIMIT_LINE_BYTES);
    if (named_lines(source->member.data) || holds_lines(source)) {
        begin_lines(source);
        return 0;
    }
    tenor_buffer_add(&document->id, source->member.data, source->member.size);
    tenor_buffer_add(&document->name, source->member.data, source->member.size);
    document->found = source->found;
    int code = tenor_lines_rest(&source->lines, TENOR_LIMIT_FILE_BYTES, &document->bytes, &error);
    return code == TENOR_OK ? 1 : tell(document, source->member.data, &error);
}

/* ---- paths ---- */

static void note_outputs(tenor_source *source) {
    tenor_buffer path = TENOR_BUFFER_INIT;
    static const char *const endings[] = {"", ".part"};
    for (size_t i = 0; source->options.output != NULL && i < 2; i++) {
        tenor_buffer_clear(&path);
        tenor_buffer_add_text(&path, source->options.output);
        tenor_buffer_add_text(&path, endings[i]);
        if (stat(path.data, &source->outputs[source->output_count]) == 0) {
            source->output_count++;
        }
    }
    tenor_buffer_free(&path);
}

static bool is_output(const tenor_source *source, const struct stat *info) {
    for (size_t i = 0; i < source->output_count; i++) {
        if (source->outputs[i].st_dev == info->st_dev &&
            source->outputs[i].st_ino == info->st_ino) {
            return true;
        }
    }
    return false;
}

/* Opens what path names: 0 if a level was opened (or there is nothing to be told), 1 if document
 * tells why not. */
static int open_path(tenor_source *source, const char *path, bool walked,
                     tenor_document *document) {
    struct stat info;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_buffer_clear(&source->path);
    tenor_buffer_add_text(&source->path, path);
    if (stat(path, &info) != 0) {
        tenor_fail(&error, TENOR_IO, "cannot open: %s", strerror(errno));
    } else if (is_output(source, &info)) {
        return 0;
    } else if (S_ISDIR(info.st_mode) && !walked) {
        source->walking = tenor_walk_start(source->walk, path, &error) == TENOR_OK;
    } else if (walked && !S_ISREG(info.st_mode)) {
        tenor_fail(&error, TENOR_UNSUPPORTED, "not a regular file");
    } else {
        (void)!tenor_container_open(&source->container, path, &error);
    }
    return error.code == TENOR_OK ? 0 : tell(document, path, &error);
}

static int open_stdin(tenor_source *source) {
    tenor_buffer_clear(&source->member);
    tenor_buffer_add_text(&source->member, "-");
    tenor_lines_start(&source->lines, read_stdin, source, TENOR_LIMIT_LINE_BYTES);
    begin_lines(source);
    return 0;
}

/* What an annotated folder holds beside its articles: the answers, not articles to be labelled. */
static bool is_annotation(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    return strcmp(name, "labels.jsonl") == 0 || strcmp(name, "axes.json") == 0;
}

static int next_walked(tenor_source *source, tenor_document *document) {
    const char *path = "";
    tenor_error error = TENOR_ERROR_INIT;
    int got = tenor_walk_next(source->walk, &path, &error);
    source->walking = got == 1 || got == TENOR_IO;
    if (got < 0) {
        return tell(document, path, &error);
    }
    return got == 0 || is_annotation(path) ? 0 : open_path(source, path, true, document);
}

static int next_watched(tenor_source *source, tenor_document *document, tenor_error *err) {
    const char *path = "";
    tenor_error error = TENOR_ERROR_INIT;
    int got = tenor_watch_next(source->watch, &path, &source->found, &error);
    if (got == 1) {
        return is_annotation(path) ? 0 : open_path(source, path, true, document);
    }
    if (got == TENOR_IO && path[0] != '\0') {
        document->found = source->found;
        return tell(document, path, &error);
    }
    return tenor_fail(err, error.code, "%s", error.text);
}

static int next_listed(tenor_source *source, tenor_document *document) {
    int end = source->options.files_from_nul ? '\0' : '\n';
    ssize_t size = getdelim(&source->list_line, &source->list_capacity, end, source->list);
    if (size < 0) {
        bool failed = ferror(source->list) != 0;
        if (source->list != stdin) {
            fclose(source->list);
        }
        source->list = NULL;
        tenor_error error = TENOR_ERROR_INIT;
        tenor_fail(&error, TENOR_IO, "cannot read the list of files");
        return failed ? tell(document, source->options.files_from, &error) : 0;
    }
    while (size > 0 && (source->list_line[size - 1] == end ||
                        (end == '\n' && source->list_line[size - 1] == '\r'))) {
        source->list_line[--size] = '\0';
    }
    return size == 0 ? 0 : open_path(source, source->list_line, false, document);
}

/* Takes the next path of the first kind that is left. */
static int next_path(tenor_source *source, tenor_document *document, tenor_error *err) {
    if (source->walking) {
        return next_walked(source, document);
    }
    if (source->next_path < source->options.path_count) {
        const char *path = source->options.paths[source->next_path++];
        return strcmp(path, "-") == 0 ? open_stdin(source)
                                      : open_path(source, path, false, document);
    }
    if (source->list != NULL) {
        return next_listed(source, document);
    }
    if (source->watch != NULL) {
        return next_watched(source, document, err);
    }
    source->ended = true;
    return 0;
}

/* Whether the document is another shard's. */
static bool passed_over(const tenor_source *source, const tenor_document *document) {
    tenor_shard_pick *shard = source->options.shard;
    return shard != NULL && !tenor_shard_takes(shard, tenor_buffer_view(&document->id));
}

int tenor_source_next(tenor_source *source, tenor_document *document, tenor_error *err) {
    if (!source->started) {
        source->started = true;
        note_outputs(source);
    }
    tenor_document_clear(document);
    while (!source->ended) {
        if (atomic_load(&source->stopped)) {
            return tenor_fail(err, TENOR_INTERRUPTED, "stopped by a signal");
        }
        int got = 0;
        if (source->in_lines) {
            got = next_line(source, document, err);
        } else if (source->container != NULL) {
            got = next_member(source, document);
        } else {
            got = next_path(source, document, err);
        }
        bool failed = document->id.failed || document->name.failed || document->bytes.failed ||
                      source->path.failed || source->member.failed;
        if (failed) {
            return tenor_fail_memory(err);
        }
        if (got == 1 && passed_over(source, document)) {
            tenor_document_clear(document);
            got = 0;
        }
        if (got != 0) {
            return got;
        }
    }
    return 0;
}

/* ---- beginning and end ---- */

static int refuse_own_output(const tenor_source_options *options, tenor_error *err) {
    struct stat output, input;
    if (options->output == NULL || stat(options->output, &output) != 0 ||
        !S_ISREG(output.st_mode)) {
        return TENOR_OK;
    }
    for (size_t i = 0; i < options->path_count; i++) {
        if (stat(options->paths[i], &input) == 0 && input.st_dev == output.st_dev &&
            input.st_ino == output.st_ino) {
            return tenor_fail(err, TENOR_USAGE, "%s is both an input and the output",
                              options->paths[i]);
        }
    }
    return TENOR_OK;
}

static int open_inputs(tenor_source *source, tenor_error *err) {
    const tenor_source_options *options = &source->options;
    source->stop_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (source->stop_event < 0) {
        return tenor_fail(err, TENOR_IO, "cannot create an event: %s", strerror(errno));
    }
    if (options->files_from != NULL) {
        source->list =
            strcmp(options->files_from, "-") == 0 ? stdin : fopen(options->files_from, "re");
        if (source->list == NULL) {
            int code =
                tenor_fail(err, TENOR_IO, "cannot open the list of files: %s", strerror(errno));
            tenor_error_at(err, options->files_from, 0);
            return code;
        }
    }
    if (options->watch != NULL) {
        int code = tenor_watch_new(&source->watch, options->watch, source->stop_event, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    return tenor_walk_new(&source->walk, NULL, NULL, err);
}

int tenor_source_new(tenor_source **out, const tenor_source_options *options, tenor_error *err) {
    int code = refuse_own_output(options, err);
    if (code != TENOR_OK) {
        return code;
    }
    tenor_source *source = tenor_new_array(1, sizeof *source);
    if (source == NULL) {
        return tenor_fail_memory(err);
    }
    source->options = *options;
    source->stop_event = -1;
    tenor_buffer_init(&source->path);
    tenor_buffer_init(&source->member);
    tenor_lines_init(&source->lines);
    code = open_inputs(source, err);
    if (code != TENOR_OK) {
        tenor_source_free(source);
        return code;
    }
    *out = source;
    return TENOR_OK;
}

void tenor_source_free(tenor_source *source) {
    if (source == NULL) {
        return;
    }
    tenor_watch_free(source->watch);
    tenor_walk_free(source->walk);
    tenor_container_close(source->container);
    if (source->list != NULL && source->list != stdin) {
        fclose(source->list);
    }
    if (source->stop_event >= 0) {
        close(source->stop_event);
    }
    free(source->list_line);
    tenor_lines_free(&source->lines);
    tenor_buffer_free(&source->path);
    tenor_buffer_free(&source->member);
    free(source);
}

void tenor_source_stop(tenor_source *source) {
    atomic_store(&source->stopped, true);
    (void)!eventfd_write(source->stop_event, 1);
}
