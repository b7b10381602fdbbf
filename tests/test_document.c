/* test_document.c: files read whole, and paths beside a file. */
#include "pipeline_fixture.h"

#include "document.h"
#include "error.h"

static void test_path_beside(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"a/b/list.jsonl", "x.txt", "a/b/x.txt"},
        {"list.jsonl", "x.txt", "x.txt"},
        {"", "x.txt", "x.txt"},
        {"a/list.jsonl", "/x.txt", "/x.txt"},
        {"/list.jsonl", "d/x", "/d/x"},
    };
    tenor_buffer out = TENOR_BUFFER_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tenor_path_beside(&out, cases[i][0], cases[i][1]);
        assert_string_equal(out.data, cases[i][2]);
    }
    tenor_buffer_free(&out);
}

static void test_read_file(void **state) {
    scratch *self = *state;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_file_read(scratch_write(self, "x", "content"), 7, &bytes, NULL), 0);
    assert_string_equal(bytes.data, "content");
    assert_int_equal(tenor_file_read(scratch_path(self, "y"), 7, &bytes, &err), TENOR_IO);
    tenor_error_clear(&err);
    tenor_buffer_clear(&bytes);
    assert_int_equal(tenor_file_read(scratch_path(self, "x"), 6, &bytes, &err), TENOR_LIMIT);
    tenor_buffer_free(&bytes);
}

static void test_clear_gives_large_memory_back(void **state) {
    (void)state;
    tenor_document document;
    tenor_document_init(&document);
    assert_non_null(tenor_buffer_reserve(&document.bytes, 1000));
    tenor_document_clear(&document);
    assert_true(document.bytes.capacity >= 1000);
    assert_non_null(tenor_buffer_reserve(&document.bytes, (size_t)10 << 20));
    tenor_document_clear(&document);
    assert_int_equal(document.bytes.capacity, 0);
    tenor_document_free(&document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path_beside),
        cmocka_unit_test(test_read_file),
        cmocka_unit_test(test_clear_gives_large_memory_back),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
