/* test_source.c: every input gives exactly one document, in a fixed order, whatever is wrong with
 * it. */
#include "pipeline_fixture.h"

#include "source.h"

/* All documents as "KIND id bytes\n" (KIND f, l or e; for e the error's code), without the scratch
 * folder. */
static char *read_all(scratch *self, tenor_source_options options) {
    const tenor_fields fields = TENOR_FIELDS_INIT;
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_source *source = NULL;
    tenor_document document;
    tenor_document_init(&document);
    options.fields = fields;
    assert_int_equal(tenor_source_new(&source, &options, NULL), 0);
    for (;;) {
        int got = tenor_source_next(source, &document, NULL);
        if (got == 0) {
            break;
        }
        assert_int_equal(got, 1);
        const char *id = document.id.data;
        size_t skip =
            strncmp(id, self->folder, strlen(self->folder)) == 0 ? strlen(self->folder) + 1 : 0;
        tenor_buffer_format(&out, "%c %s ", "fle"[document.kind], id + skip);
        if (document.kind == TENOR_DOCUMENT_ERROR) {
            tenor_buffer_add_text(&out, tenor_code_name(document.error.code));
        } else {
            tenor_buffer_add(&out, document.bytes.data, document.bytes.size);
        }
        tenor_buffer_add_char(&out, '\n');
    }
    tenor_document_free(&document);
    tenor_source_free(source);
    return tenor_buffer_steal(&out);
}

static char *read_path(scratch *self, const char *name) {
    const char *path = scratch_path(self, name);
    return read_all(self, (tenor_source_options){.paths = &path, .path_count = 1});
}

static void check_path(scratch *self, const char *name, const char *wanted) {
    char *found = read_path(self, name);
    assert_string_equal(found, wanted);
    free(found);
}

static void test_file_and_missing_file(void **state) {
    scratch *self = *state;
    scratch_write(self, "one.md", "text");
    scratch_write(self, "empty.txt", "");
    check_path(self, "one.md", "f one.md text\n");
    check_path(self, "empty.txt", "f empty.txt \n");
    check_path(self, "missing.md", "e missing.md io\n");
}

static void test_folder(void **state) {
    scratch *self = *state;
    scratch_write(self, "news/b.txt", "b");
    scratch_write(self, "news/a/1.txt", "a1");
    scratch_write(self, "news/labels.jsonl", "{\"id\":1,\"labels\":{}}\n");
    scratch_write(self, "news/axes.json", "{}");
    scratch_write(self, "news/list.jsonl", "{\"text\":\"x\"}\nbroken\n\n{\"text\":\"y\"}  \r\n\n");
    mkfifo(scratch_path(self, "news/pipe"), 0600);
    check_path(self, "news",
               "f news/a/1.txt a1\nf news/b.txt b\nl news/list.jsonl:1 {\"text\":\"x\"}\nl "
               "news/list.jsonl:2 broken\n"
               "e news/list.jsonl:3 format\nl news/list.jsonl:4 {\"text\":\"y\"}\ne news/pipe "
               "unsupported\n");
}

static void test_json_lines_by_content(void **state) {
    scratch *self = *state;
    scratch_write(self, "data.txt", "{\"text\":\"x\"}\n{\"text\":\"y\"}\n");
    scratch_write(self, "one.json", "{\"text\":\"x\"}\n");
    scratch_write(self, "other.txt", "{\"a\":1}\n{\"b\":1}\n");
    scratch_write(self, "prose.txt", "{not json}\n{at all}\n");
    check_path(self, "data.txt", "l data.txt:1 {\"text\":\"x\"}\nl data.txt:2 {\"text\":\"y\"}\n");
    check_path(self, "one.json", "f one.json {\"text\":\"x\"}\n\n");
    check_path(self, "other.txt", "f other.txt {\"a\":1}\n{\"b\":1}\n\n");
    check_path(self, "prose.txt", "f prose.txt {not json}\n{at all}\n\n");
}

static void test_archive(void **state) {
    scratch *self = *state;
    char command[512];
    scratch_write(self, "in/a.txt", "A");
    scratch_write(self, "in/l.jsonl", "{\"text\":\"x\"}\n");
    snprintf(command, sizeof command,
             "cd %s && tar -czf pack.tar.gz in/a.txt in/l.jsonl && gzip -c in/l.jsonl > l.jsonl.gz",
             self->folder);
    assert_int_equal(system(command), 0);
    check_path(self, "pack.tar.gz",
               "f pack.tar.gz!in/a.txt A\nl pack.tar.gz!in/l.jsonl:1 {\"text\":\"x\"}\n");
    check_path(self, "l.jsonl.gz", "l l.jsonl.gz:1 {\"text\":\"x\"}\n");
}

static void test_broken_archive(void **state) {
    scratch *self = *state;
    scratch_write_bytes(self, "bad.gz",
                        "\x1f\x8b\x08\0\0\0\0\0\0\x03garbage that is no deflate stream", 42);
    char *found = read_path(self, "bad.gz");
    assert_int_equal(strncmp(found, "e bad.gz ", 9), 0);
    assert_string_equal(strchr(found, '\n'), "\n");
    free(found);
}

static void test_list_of_files(void **state) {
    scratch *self = *state;
    char list[512];
    scratch_write(self, "x 1.txt", "1");
    scratch_write(self, "x\n2.txt", "2");
    snprintf(list, sizeof list, "%s/x 1.txt\r\n\n%s/none\n", self->folder, self->folder);
    const char *path = scratch_write(self, "list", list);
    char *found = read_all(self, (tenor_source_options){.files_from = path});
    assert_string_equal(found, "f x 1.txt 1\ne none io\n");
    free(found);
    int size = snprintf(list, sizeof list, "%s/x\n2.txt", self->folder);
    path = scratch_write_bytes(self, "list0", list, (size_t)size + 1);
    found = read_all(self, (tenor_source_options){.files_from = path, .files_from_nul = true});
    assert_string_equal(found, "f x\n2.txt 2\n");
    free(found);
}

static void test_output_is_no_input(void **state) {
    scratch *self = *state;
    scratch_write(self, "mixed/a.txt", "a");
    scratch_write(self, "mixed/out.jsonl", "{}\n");
    scratch_write(self, "mixed/out.jsonl.part", "{}\n");
    const char *folder = scratch_path(self, "mixed"),
               *output = scratch_path(self, "mixed/out.jsonl");
    char *found =
        read_all(self, (tenor_source_options){.paths = &folder, .path_count = 1, .output = output});
    assert_string_equal(found, "f mixed/a.txt a\n");
    free(found);
    tenor_source *source = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    const tenor_source_options options = {
        .paths = &output, .path_count = 1, .output = output, .fields = TENOR_FIELDS_INIT};
    assert_int_equal(tenor_source_new(&source, &options, &err), TENOR_USAGE);
}

static void test_stop(void **state) {
    scratch *self = *state;
    scratch_write(self, "s/1", "1");
    scratch_write(self, "s/2", "2");
    const char *folder = scratch_path(self, "s");
    const tenor_source_options options = {
        .paths = &folder, .path_count = 1, .fields = TENOR_FIELDS_INIT};
    tenor_source *source = NULL;
    tenor_document document;
    tenor_document_init(&document);
    assert_int_equal(tenor_source_new(&source, &options, NULL), 0);
    assert_int_equal(tenor_source_next(source, &document, NULL), 1);
    tenor_source_stop(source);
    assert_int_equal(tenor_source_next(source, &document, NULL), TENOR_INTERRUPTED);
    tenor_document_free(&document);
    tenor_source_free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_and_missing_file), cmocka_unit_test(test_folder),
        cmocka_unit_test(test_json_lines_by_content), cmocka_unit_test(test_archive),
        cmocka_unit_test(test_broken_archive),        cmocka_unit_test(test_list_of_files),
        cmocka_unit_test(test_output_is_no_input),    cmocka_unit_test(test_stop),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
