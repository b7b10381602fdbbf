/* test_walk.c: a walk gives every file once, in the byte-wise order of the paths, and comes through
 * what is broken. */
#include "pipeline_fixture.h"

#include "walk.h"

/* All of a walk as "name\n", errors as "!name\n", without the scratch folder. */
static char *walk_all(scratch *self, const char *folder) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_walk *walk = NULL;
    const char *path = "";
    assert_int_equal(tenor_walk_new(&walk, NULL, NULL, NULL), 0);
    assert_int_equal(tenor_walk_start(walk, scratch_path(self, folder), NULL), 0);
    for (;;) {
        tenor_error err = TENOR_ERROR_INIT;
        int got = tenor_walk_next(walk, &path, &err);
        if (got == 0) {
            break;
        }
        assert_true(got == 1 || got == TENOR_IO);
        tenor_buffer_format(&out, "%s%s\n", got == 1 ? "" : "!",
                            path + strlen(self->folder) + strlen(folder) + 2);
    }
    tenor_walk_free(walk);
    return tenor_buffer_steal(&out);
}

static void test_order_of_paths(void **state) {
    scratch *self = *state;
    scratch_write(self, "w/b.txt", "");
    scratch_write(self, "w/a.txt", "");
    scratch_write(self, "w/a/z", "");
    scratch_write(self, "w/a/B", "");
    scratch_write(self, "w/a-b", "");
    scratch_write(self, "w/中.md", "");
    scratch_write(self, "w/.hidden", "");
    scratch_write(self, "w/.git/x", "");
    char *found = walk_all(self, "w");
    /* "-" < "." < "/": "a/" sorts behind "a-b" and "a.txt" */
    assert_string_equal(found, "a-b\na.txt\na/B\na/z\nb.txt\n中.md\n");
    free(found);
}

static void test_links_and_loops(void **state) {
    scratch *self = *state;
    scratch_write(self, "l/one/file", "");
    assert_int_equal(symlink("..", scratch_path(self, "l/one/up")), 0);
    assert_int_equal(symlink("one", scratch_path(self, "l/two")), 0);
    assert_int_equal(symlink("nowhere", scratch_path(self, "l/zero")), 0);
    char *found = walk_all(self, "l");
    assert_string_equal(found, "one/file\n!one/up\ntwo/file\n!two/up\nzero\n");
    free(found);
}

static void test_folder_without_rights(void **state) {
    scratch *self = *state;
    scratch_write(self, "r/a/file", "");
    scratch_write(self, "r/b/file", "");
    scratch_write(self, "r/c", "");
    if (geteuid() == 0) {
        skip(); /* root may read everything; the command test goes through another user */
    }
    chmod(scratch_path(self, "r/a"), 0);
    char *found = walk_all(self, "r");
    chmod(scratch_path(self, "r/a"), 0755);
    assert_string_equal(found, "!a\nb/file\nc\n");
    free(found);
}

static void test_no_folder(void **state) {
    scratch *self = *state;
    tenor_walk *walk = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_walk_new(&walk, NULL, NULL, NULL), 0);
    assert_int_equal(tenor_walk_start(walk, scratch_path(self, "missing"), &err), TENOR_IO);
    tenor_walk_free(walk);
}

static void test_deep_tree(void **state) {
    scratch *self = *state;
    char name[1024] = "d";
    for (int i = 0; i < 200; i++) {
        strcat(name, "/x");
    }
    strcat(name, "/end");
    scratch_write(self, name, "");
    char *found = walk_all(self, "d");
    assert_string_equal(found + strlen(found) - 4, "end\n");
    free(found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_paths),
        cmocka_unit_test(test_links_and_loops),
        cmocka_unit_test(test_folder_without_rights),
        cmocka_unit_test(test_no_folder),
        cmocka_unit_test(test_deep_tree),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
