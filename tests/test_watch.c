/* test_watch.c: files are given when they are complete, and none is missed. */
#include "pipeline_fixture.h"

#include <sys/eventfd.h>

#include "watch.h"

static void check_next(tenor_watch *watch, scratch *self, const char *name, bool found_wanted) {
    const char *path;
    bool found;
    assert_int_equal(tenor_watch_next(watch, &path, &found, NULL), 1);
    assert_string_equal(path, scratch_path(self, name));
    assert_int_equal(found, found_wanted);
}

static void test_old_new_and_moved(void **state) {
    scratch *self = *state;
    tenor_watch *watch = NULL;
    const char *path;
    bool found;
    int stop = eventfd(0, 0);
    scratch_write(self, "w/a/old.txt", "x");
    assert_int_equal(tenor_watch_new(&watch, scratch_path(self, "w"), stop, NULL), 0);
    check_next(watch, self, "w/a/old.txt", true);
    scratch_write(self, "w/new.txt", "x");
    check_next(watch, self, "w/new.txt", false);
    scratch_write(self, "w/.half", "x"); /* hidden until it is renamed */
    assert_int_equal(rename(scratch_path(self, "w/.half"), scratch_path(self, "w/a/whole.txt")), 0);
    check_next(watch, self, "w/a/whole.txt", false);
    scratch_write(self, "w/b/c/deep.txt", "x"); /* folders that are new */
    check_next(watch, self, "w/b/c/deep.txt", true);
    eventfd_write(stop, 1);
    /* the file in the new folder may be told a second time, then the stop is seen */
    int got = 1;
    for (int i = 0; i < 5 && got == 1; i++) {
        got = tenor_watch_next(watch, &path, &found, NULL);
    }
    assert_int_equal(got, TENOR_INTERRUPTED);
    tenor_watch_free(watch);
    close(stop);
}

static void test_file_in_work_waits(void **state) {
    scratch *self = *state;
    tenor_watch *watch = NULL;
    int stop = eventfd(0, 0);
    scratch_write(self, "v/done.txt", "x");
    FILE *writing = fopen(scratch_path(self, "v/busy.txt"), "w");
    assert_int_equal(tenor_watch_new(&watch, scratch_path(self, "v"), stop, NULL), 0);
    check_next(watch, self, "v/done.txt", true); /* busy.txt sorts before it and is left out */
    fputs("text", writing);
    fclose(writing);
    check_next(watch, self, "v/busy.txt", false);
    tenor_watch_free(watch);
    close(stop);
}

static void test_no_folder(void **state) {
    scratch *self = *state;
    tenor_watch *watch = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_watch_new(&watch, scratch_path(self, "nothing"), 0, &err), TENOR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_old_new_and_moved),
        cmocka_unit_test(test_file_in_work_waits),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
