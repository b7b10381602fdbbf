/* container.c: files, compressed files and archives as one stream of documents, by libarchive.
 *
 * libarchive tells the filters (gzip, zstd, xz, bzip2) and formats (tar, zip, WARC) by content. Its
 * "raw" format gives a plain or merely compressed file as one member; it is asked last, so anything
 * that is no archive ends there. Members are read as they come, bounded by the caller's limit,
 * which is all that a decompression bomb can make. */
#include "container.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "error.h"
#include "bounds.h"

#define READ_BYTES 65536

struct tenor_container {
    struct archive *archive;
    bool is_archive;
    bool is_empty; /* a file of no bytes: libarchive has no format for it, we have one document */
    size_t members;
    char *name; /* of the current member */
};

static int fail_archive(struct archive *archive, tenor_error *err) {
    int number = archive_errno(archive);
    const char *text = archive_error_string(archive);
    tenor_code code = number == ENOMEM ? TENOR_MEMORY
                      : number == ENOENT || number == EACCES || number == EISDIR || number == EIO
                          ? TENOR_IO
                          : TENOR_FORMAT;
    return tenor_fail(err, code, "%s", text != NULL ? text : "cannot be read");
}

static int start(tenor_container *container, const char *path, tenor_error *err) {
    container->archive = archive_read_new();
    if (container->archive == NULL) {
        return tenor_fail_memory(err);
    }
    struct archive *archive = container->archive;
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_warc(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    const char *file = strcmp(path, "-") == 0 ? NULL : path;
    if (archive_read_open_filename(archive, file, READ_BYTES) != ARCHIVE_OK) {
        return fail_archive(archive, err);
    }
    return 0;
}

int tenor_container_open(tenor_container **out, const char *path, tenor_error *err) {
    tenor_container *container = tenor_new_array(1, sizeof *container);
    if (container == NULL) {
        return tenor_fail_memory(err);
    }
    struct stat info;
    int code = 0;
    if (strcmp(path, "-") != 0 && stat(path, &info) != 0) {
        code = tenor_fail(err, TENOR_IO, "%s", strerror(errno));
    } else if (strcmp(path, "-") != 0 && S_ISDIR(info.st_mode)) {
        code = tenor_fail(err, TENOR_IO, "is a folder");
    } else {
        code = start(container, path, err);
    }
    if (code != 0) {
        tenor_container_close(container);
        return code;
    }
    *out = container;
    return 0;
}

void tenor_container_close(tenor_container *container) {
    if (container == NULL) {
        return;
    }
    if (container->archive != NULL) {
        archive_read_free(container->archive);
    }
    free(container->name);
    free(container);
}

int tenor_container_is_archive(const tenor_container *container) {
    return container->is_archive;
}

/* EPUB and Office files are zips whose first member says so. */
static int refuse_document_zip(const char *name, tenor_error *err) {
    static const char *const marks[] = {"mimetype", "[Content_Types].xml"};
    for (size_t i = 0; i < 2; i++) {
        if (strcmp(name, marks[i]) == 0) {
            return tenor_fail(err, TENOR_UNSUPPORTED,
                              "not read: this is an EPUB or Office document: save it as HTML, "
                              "Markdown or plain text");
        }
    }
    return 0;
}

int tenor_container_next(tenor_container *container, const char **name, tenor_error *err) {
    struct archive_entry *entry;
    for (;;) {
        if (container->is_empty) {
            return 0;
        }
        int status = archive_read_next_header(container->archive, &entry);
        if (status == ARCHIVE_EOF && container->members == 0 && !container->is_empty) {
            container->is_empty = true;
            *name = "";
            return 1;
        }
        if (status == ARCHIVE_EOF) {
            return 0;
        }
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
            return fail_archive(container->archive, err);
        }
        int format = archive_format(container->archive) & ARCHIVE_FORMAT_BASE_MASK;
        container->is_archive = format != ARCHIVE_FORMAT_RAW && format != ARCHIVE_FORMAT_EMPTY;
        if (++container->members > TENOR_LIMIT_MEMBERS) {
            return tenor_fail(err, TENOR_LIMIT, "the archive has more than %d members",
                              TENOR_LIMIT_MEMBERS);
        }
        if (!container->is_archive || archive_entry_filetype(entry) == AE_IFREG) {
            break;
        }
    }
    const char *path = container->is_archive ? archive_entry_pathname(entry) : "";
    char *copy = strdup(path != NULL ? path : "");
    if (copy == NULL) {
        return tenor_fail_memory(err);
    }
    free(container->name);
    container->name = copy;
    int code = container->members == 1 ? refuse_document_zip(copy, err) : 0;
    *name = container->name;
    return code != 0 ? code : 1;
}

long tenor_container_read(tenor_container *container, char *out, size_t capacity,
                          tenor_error *err) {
    if (container->is_empty) {
        return 0;
    }
    la_ssize_t size = archive_read_data(container->archive, out, capacity);
    return size < 0 ? fail_archive(container->archive, err) : (long)size;
}

int tenor_container_read_all(tenor_container *container, size_t limit, tenor_buffer *bytes,
                             tenor_error *err) {
    for (;;) {
        char *room = tenor_buffer_reserve(bytes, READ_BYTES);
        if (room == NULL) {
            return tenor_fail_memory(err);
        }
        long size = tenor_container_read(container, room, READ_BYTES, err);
        if (size < 0) {
            return (int)size;
        }
        bytes->size += (size_t)size;
        bytes->data[bytes->size] = '\0';
        if (size == 0) {
            return 0;
        }
        if (bytes->size > limit) {
            return tenor_fail(err, TENOR_LIMIT, "larger than %zu bytes", limit);
        }
    }
}
