/* test_container.c: one path, however packed, gives its documents; bombs and broken archives give
 * errors. */
#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include "container.h"
#include "reading_fixture.h"

/* Writes a file with libarchive: format raw means one compressed stream. */
static void pack(const char *path, int format, int filter, const char *const names[],
                 const char *const texts[], size_t count) {
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format(archive, format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, names[i]);
        archive_entry_set_size(entry, (la_int64_t)strlen(texts[i]));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, texts[i], strlen(texts[i])), strlen(texts[i]));
        archive_entry_free(entry);
    }
    archive_write_close(archive);
    archive_write_free(archive);
}

static void write_plain(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static char path[64];

static int make_path(void **state) {
    (void)state;
    strcpy(path, "/tmp/tenor-container-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    return 0;
}

static int remove_path(void **state) {
    (void)state;
    return unlink(path);
}

/* The only document of path. */
static void check_single(const char *text) {
    tenor_container *container = NULL;
    const char *name;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    assert_int_equal(tenor_container_open(&container, path, NULL), 0);
    assert_int_equal(tenor_container_next(container, &name, NULL), 1);
    assert_string_equal(name, "");
    assert_false(tenor_container_is_archive(container));
    assert_int_equal(tenor_container_read_all(container, 1000, &bytes, NULL), 0);
    assert_string_equal(bytes.data, text);
    assert_int_equal(tenor_container_next(container, &name, NULL), 0);
    tenor_container_close(container);
    tenor_buffer_free(&bytes);
}

static void plain_and_compressed_files_are_one_document(void **state) {
    (void)state;
    static const int filters[] = {ARCHIVE_FILTER_NONE, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD,
                                  ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2};
    const char *name = "x", *text = "The terminal closes.\n";
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        pack(path, ARCHIVE_FORMAT_RAW, filters[i], &name, &text, 1);
        check_single(text);
    }
    write_plain(path, "", 0);
    check_single("");
}

static void archives_give_their_members(void **state) {
    (void)state;
    static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_ZIP};
    static const char *const names[] = {"a/1.md", "a/2.html"};
    static const char *const texts[] = {"# One", "<p>Two"};
    for (size_t i = 0; i < 2; i++) {
        pack(path, formats[i], ARCHIVE_FILTER_GZIP, names, texts, 2);
        tenor_container *container = NULL;
        const char *name;
        tenor_buffer bytes = TENOR_BUFFER_INIT;
        assert_int_equal(tenor_container_open(&container, path, NULL), 0);
        for (size_t m = 0; m < 2; m++) {
            assert_int_equal(tenor_container_next(container, &name, NULL), 1);
            assert_string_equal(name, names[m]);
            assert_true(tenor_container_is_archive(container));
            tenor_buffer_clear(&bytes);
            assert_int_equal(tenor_container_read_all(container, 1000, &bytes, NULL), 0);
            assert_string_equal(bytes.data, texts[m]);
        }
        assert_int_equal(tenor_container_next(container, &name, NULL), 0);
        tenor_container_close(container);
        tenor_buffer_free(&bytes);
    }
}

/* A member over the limit is an error that the next member survives. */
static void a_bomb_is_bounded(void **state) {
    (void)state;
    tenor_buffer zeros = TENOR_BUFFER_INIT;
    add_times(&zeros, "0000000000000000", 1 << 16);
    const char *const names[] = {"bomb", "small"};
    const char *const texts[] = {zeros.data, "fine"};
    pack(path, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, names, texts, 2);
    tenor_container *container = NULL;
    const char *name;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_container_open(&container, path, &err), 0);
    assert_int_equal(tenor_container_next(container, &name, &err), 1);
    assert_int_equal(tenor_container_read_all(container, 100000, &bytes, &err), TENOR_LIMIT);
    assert_true(bytes.capacity < 1000000);
    assert_int_equal(tenor_container_next(container, &name, NULL), 1);
    tenor_buffer_clear(&bytes);
    assert_int_equal(tenor_container_read_all(container, 100000, &bytes, NULL), 0);
    assert_string_equal(bytes.data, "fine");
    tenor_container_close(container);
    tenor_buffer_free(&bytes);
    tenor_buffer_free(&zeros);
}

static void broken_and_missing_files_are_errors(void **state) {
    (void)state;
    tenor_container *container = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_container_open(&container, "/nonexistent/x", &err), TENOR_IO);
    assert_null(container);
    err = (tenor_error)TENOR_ERROR_INIT;
    assert_int_equal(tenor_container_open(&container, "/tmp", &err), TENOR_IO);
    static const char cut[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b";
    write_plain(path, cut, sizeof cut - 1);
    const char *name;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    err = (tenor_error)TENOR_ERROR_INIT;
    int code = tenor_container_open(&container, path, &err);
    code = code == 0 ? tenor_container_next(container, &name, &err) : code;
    code = code == 1 ? tenor_container_read_all(container, 1000, &bytes, &err) : code;
    assert_int_equal(code, TENOR_FORMAT);
    tenor_container_close(container);
    tenor_buffer_free(&bytes);
}

static void books_are_refused_with_advice(void **state) {
    (void)state;
    const char *name = "mimetype", *text = "application/epub+zip";
    pack(path, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, &name, &text, 1);
    tenor_container *container = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_container_open(&container, path, &err), 0);
    assert_int_equal(tenor_container_next(container, &name, &err), TENOR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "EPUB"));
    tenor_container_close(container);
}

static void warc_records_are_documents(void **state) {
    (void)state;
    static const char http[] =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The terminal closes.</p>";
    tenor_buffer file = TENOR_BUFFER_INIT;
    tenor_buffer_format(&file,
                        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: "
                        "<urn:uuid:1>\r\nWARC-Date: 2024-03-05T09:30:00Z\r\n"
                        "WARC-Target-URI: http://example.org/ferry.html\r\nContent-Type: "
                        "application/http; msgtype=response\r\n"
                        "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
                        sizeof http - 1, http);
    write_plain(path, file.data, file.size);
    tenor_container *container = NULL;
    const char *name;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    assert_int_equal(tenor_container_open(&container, path, NULL), 0);
    assert_int_equal(tenor_container_next(container, &name, NULL), 1);
    assert_non_null(strstr(name, "ferry.html"));
    assert_int_equal(tenor_container_read_all(container, 10000, &bytes, NULL), 0);
    assert_non_null(strstr(
        bytes.data, "<p>The terminal closes.</p>")); /* the reader takes the HTTP header off */
    tenor_container_close(container);
    tenor_buffer_free(&bytes);
    tenor_buffer_free(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_and_compressed_files_are_one_document),
        cmocka_unit_test(archives_give_their_members),
        cmocka_unit_test(a_bomb_is_bounded),
        cmocka_unit_test(broken_and_missing_files_are_errors),
        cmocka_unit_test(books_are_refused_with_advice),
        cmocka_unit_test(warc_records_are_documents),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
