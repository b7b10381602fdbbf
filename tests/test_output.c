/* test_output.c: an output file ends behind a complete line, whatever happens. */
#include "pipeline_fixture.h"

#include <signal.h>
#include <sys/resource.h>

#include "output.h"

static void test_keeps_and_cuts(void **state) {
    scratch *self = *state;
    tenor_output *output = NULL;
    const char *path = scratch_write(self, "o", "one\ntwo\nbrok");
    assert_int_equal(tenor_output_open(&output, path, NULL, 8, NULL), 0);
    assert_int_equal(tenor_output_write(output, view_of("three\n"), NULL), 0);
    assert_int_equal(tenor_output_cut(output, 4, NULL), 0);
    assert_int_equal(tenor_output_write(output, view_of("2\n"), NULL), 0);
    assert_int_equal(tenor_output_finish(output, NULL), 0);
    tenor_output_free(output);
    char *text = scratch_read(self, "o");
    assert_string_equal(text, "one\n2\n");
    free(text);
}

static void test_gets_its_final_name(void **state) {
    scratch *self = *state;
    tenor_output *output = NULL;
    scratch_write(self, "f", "old\n");
    assert_int_equal(
        tenor_output_open(&output, scratch_path(self, "f.part"), scratch_path(self, "f"), 0, NULL),
        0);
    assert_int_equal(tenor_output_write(output, view_of("new\n"), NULL), 0);
    char *before = scratch_read(self, "f");
    assert_string_equal(before, "old\n");
    free(before);
    assert_int_equal(tenor_output_finish(output, NULL), 0);
    tenor_output_free(output);
    char *after = scratch_read(self, "f");
    assert_string_equal(after, "new\n");
    free(after);
    assert_int_not_equal(access(scratch_path(self, "f.part"), F_OK), 0);
}

static void test_second_run_is_refused(void **state) {
    scratch *self = *state;
    tenor_output *first = NULL, *second = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    const char *path = scratch_path(self, "locked");
    assert_int_equal(tenor_output_open(&first, path, NULL, 0, NULL), 0);
    assert_int_equal(tenor_output_write(first, view_of("mine\n"), NULL), 0);
    assert_int_equal(tenor_output_open(&second, path, NULL, 0, &err), TENOR_IO);
    assert_non_null(strstr(err.text, "another run"));
    tenor_output_free(first);
    char *text = scratch_read(self, "locked");
    assert_string_equal(text, "mine\n");
    free(text);
}

static void test_full_disk(void **state) {
    scratch *self = *state;
    tenor_output *output = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_output_open(&output, "/dev/full", NULL, 0, NULL), 0);
    assert_int_equal(tenor_output_write(output, view_of("x\n"), &err), TENOR_IO);
    assert_string_equal(err.source, "/dev/full");
    tenor_output_free(output);

    /* a file that may not grow: the half line goes */
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 10;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(tenor_output_open(&output, scratch_path(self, "small"), NULL, 0, NULL), 0);
    setrlimit(RLIMIT_FSIZE, &small);
    int good = tenor_output_write(output, view_of("12345\n"), NULL);
    int bad = tenor_output_write(output, view_of("67890\n"), NULL);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(good, 0);
    assert_int_equal(bad, TENOR_IO);
    tenor_output_free(output);
    char *text = scratch_read(self, "small");
    assert_string_equal(text, "12345\n");
    free(text);
}

static void test_cannot_open(void **state) {
    scratch *self = *state;
    tenor_output *output = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(
        tenor_output_open(&output, scratch_path(self, "no/such/folder"), NULL, 0, &err), TENOR_IO);
    assert_null(output);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_and_cuts),        cmocka_unit_test(test_gets_its_final_name),
        cmocka_unit_test(test_second_run_is_refused), cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_cannot_open),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
