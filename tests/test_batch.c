/* test_batch.c: many articles: the same bytes on any number of threads, and after any interruption.
 */
#include "pipeline_fixture.h"

#include <pthread.h>

#include "batch.h"
#include "error.h"

static int set_up(void **state) {
    scratch_make(state);
    scratch *self = *state;
    char name[64], text[256];
    fixture_model(self, "m.tenor", fixture_annotated);
    for (int i = 0; i < 120; i++) {
        snprintf(name, sizeof name, "in/%03d.txt", i);
        snprintf(text, sizeof text, "%s number %d\n",
                 i % 3 == 0 ? "The team won the match" : "Shares of the bank fell", i);
        scratch_write(self, name, i % 17 == 5 ? "" : text);
    }
    scratch_write_bytes(self, "in/050.bin", "\0\1\2\3\377\376\0\0\0\5", 10);
    return 0;
}

static tenor_batch_options options_of(scratch *self, const char *output, tenor_batch_mode mode,
                                      unsigned threads) {
    return (tenor_batch_options){.model = scratch_path(self, "m.tenor"),
                                 .output = scratch_path(self, output),
                                 .mode = mode,
                                 .threads = threads};
}

static int run(scratch *self, const tenor_batch_options *options, const char *input,
               tenor_batch_stats *stats, tenor_error *err) {
    tenor_batch *batch = NULL;
    tenor_source *source = NULL;
    const char *path = scratch_path(self, input);
    const tenor_source_options inputs = {
        .paths = &path, .path_count = 1, .output = options->output, .fields = TENOR_FIELDS_INIT};
    assert_int_equal(tenor_source_new(&source, &inputs, NULL), 0);
    assert_int_equal(tenor_batch_new(&batch, options, NULL), 0);
    int code = tenor_batch_run(batch, source, err);
    *stats = tenor_batch_look(batch);
    tenor_batch_free(batch);
    tenor_source_free(source);
    return code;
}

static void label_all(scratch *self, const char *output, tenor_batch_mode mode, unsigned threads,
                      tenor_batch_stats *stats) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_batch_options options = options_of(self, output, mode, threads);
    assert_int_equal(run(self, &options, "in", stats, &err), 0);
}

static void check_same(scratch *self, const char *left, const char *right) {
    char *a = scratch_read(self, left), *b = scratch_read(self, right);
    assert_string_equal(a, b);
    free(a);
    free(b);
}

static void test_threads_change_nothing(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    label_all(self, "o1", TENOR_BATCH_FRESH, 1, &stats);
    assert_int_equal(stats.done, 121);
    assert_int_equal(stats.failed, 1);
    assert_int_equal(stats.labelled, 120);
    label_all(self, "o8", TENOR_BATCH_FRESH, 8, &stats);
    check_same(self, "o1", "o8");
    char *text = scratch_read(self, "o1");
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++) {
        lines++;
    }
    assert_int_equal(lines, 121);
    free(text);
}

static void test_resume_after_any_cut(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    label_all(self, "whole", TENOR_BATCH_FRESH, 2, &stats);
    char *text = scratch_read(self, "whole");
    size_t size = strlen(text);
    for (size_t cut = 0; cut <= size; cut += size / 13) {
        scratch_write_bytes(self, "cut", text, cut);
        label_all(self, "cut", TENOR_BATCH_RESUME, 3, &stats);
        check_same(self, "whole", "cut");
        assert_int_equal(stats.done, 121);
        assert_int_equal(stats.failed, 1);
    }
    assert_true(stats.kept > 0);
    /* a hole, as a loss of power leaves it */
    memset(text + size / 2, 0, 40);
    scratch_write_bytes(self, "cut", text, size);
    label_all(self, "cut", TENOR_BATCH_RESUME, 3, &stats);
    check_same(self, "whole", "cut");
    free(text);
}

static void test_resume_of_another_run_is_refused(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    tenor_error err = TENOR_ERROR_INIT;
    label_all(self, "changed", TENOR_BATCH_FRESH, 2, &stats);
    char *before = scratch_read(self, "changed");
    scratch_write(self, "in/007.txt", "Another text about the match and the team.");
    tenor_batch_options options = options_of(self, "changed", TENOR_BATCH_RESUME, 2);
    assert_int_equal(run(self, &options, "in", &stats, &err), TENOR_DATA);
    assert_non_null(strstr(err.text, "--update"));
    char *after = scratch_read(self, "changed");
    assert_string_equal(before, after);
    free(before);
    free(after);
    tenor_error_clear(&err);
    scratch_write(self, "few/1.txt", "x");
    options = options_of(self, "changed", TENOR_BATCH_RESUME, 2);
    options.output = scratch_write(
        self, "longer", "{\"id\":\"x\",\"error\":{\"code\":\"io\",\"message\":\"m\"}}\n");
    assert_int_equal(run(self, &options, "few", &stats, &err), TENOR_DATA);
}

static void test_update(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    label_all(self, "u", TENOR_BATCH_FRESH, 2, &stats);
    label_all(self, "u", TENOR_BATCH_UPDATE, 2, &stats);
    assert_int_equal(stats.kept, 120); /* what failed is tried again */
    scratch_write(self, "in/new.txt", "Bonds and shares were traded.");
    scratch_write(self, "in/010.txt", "The coach spoke of the cup.");
    remove(scratch_path(self, "in/011.txt"));
    /* what an update that was killed leaves */
    char *old = scratch_read(self, "u");
    scratch_write_bytes(self, "u.part", old, 3000);
    free(old);
    label_all(self, "u", TENOR_BATCH_UPDATE, 2, &stats);
    assert_int_equal(stats.done, 121);
    assert_int_equal(stats.labelled, 2);
    label_all(self, "u2", TENOR_BATCH_FRESH, 1, &stats);
    check_same(self, "u", "u2");
    assert_int_not_equal(access(scratch_path(self, "u.part"), F_OK), 0);
}

static void test_update_with_another_model(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    tenor_error err = TENOR_ERROR_INIT;
    label_all(self, "other", TENOR_BATCH_FRESH, 2, &stats);
    char annotated[8192];
    snprintf(annotated, sizeof annotated, "%s%s", fixture_annotated,
             "{\"id\":\"n\",\"text\":\"The team lost the cup to a better "
             "coach.\",\"labels\":{\"kind\":\"sport\",\"tags\":[]}}\n");
    tenor_batch_options options = options_of(self, "other", TENOR_BATCH_UPDATE, 2);
    options.model = fixture_model(self, "m2.tenor", annotated);
    assert_int_equal(run(self, &options, "in", &stats, &err), 0);
    assert_int_equal(stats.kept, 0);
    assert_int_equal(stats.done, 121);
}

static void test_append_labels_what_is_new(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    label_all(self, "w", TENOR_BATCH_APPEND, 2, &stats);
    char *before = scratch_read(self, "w");
    label_all(self, "w", TENOR_BATCH_APPEND, 2, &stats);
    assert_int_equal(stats.kept, 120);
    scratch_write(self, "in/020.txt", "Players trained before the match.");
    label_all(self, "w", TENOR_BATCH_APPEND, 2, &stats);
    assert_int_equal(stats.labelled, 1);
    char *after = scratch_read(self, "w");
    assert_memory_equal(before, after, strlen(before));
    assert_non_null(strstr(after + strlen(before), "020.txt"));
    free(before);
    free(after);
}

static void test_full_disk_ends_the_run(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_batch_options options = options_of(self, "x", TENOR_BATCH_FRESH, 4);
    options.output = "/dev/full";
    assert_int_equal(run(self, &options, "in", &stats, &err), TENOR_IO);
    assert_string_equal(err.source, "/dev/full");
}

static void test_missing_and_damaged_model(void **state) {
    scratch *self = *state;
    tenor_batch *batch = NULL;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_batch_options options = options_of(self, "never", TENOR_BATCH_FRESH, 1);
    options.model = scratch_path(self, "none.tenor");
    assert_int_equal(tenor_batch_new(&batch, &options, &err), TENOR_IO);
    tenor_error_clear(&err);
    options.model = scratch_write(self, "bad.tenor", "not a model");
    assert_int_equal(tenor_batch_new(&batch, &options, &err), TENOR_MODEL);
    assert_int_not_equal(access(scratch_path(self, "never"), F_OK), 0);
}

typedef struct reloading {
    tenor_batch *batch;
    int rounds;
} reloading;

static void *reload_often(void *data) {
    reloading *self = data;
    for (int i = 0; i < 50; i++) {
        self->rounds += tenor_batch_reload(self->batch, NULL) == 0;
    }
    return NULL;
}

static void test_model_swap_in_the_middle(void **state) {
    scratch *self = *state;
    tenor_batch_stats stats;
    label_all(self, "calm", TENOR_BATCH_FRESH, 2, &stats);
    tenor_batch_options options = options_of(self, "swapped", TENOR_BATCH_FRESH, 3);
    const char *path = scratch_path(self, "in");
    const tenor_source_options inputs = {
        .paths = &path, .path_count = 1, .fields = TENOR_FIELDS_INIT};
    tenor_source *source = NULL;
    reloading swaps = {NULL, 0};
    pthread_t thread;
    assert_int_equal(tenor_source_new(&source, &inputs, NULL), 0);
    assert_int_equal(tenor_batch_new(&swaps.batch, &options, NULL), 0);
    assert_int_equal(pthread_create(&thread, NULL, reload_often, &swaps), 0);
    assert_int_equal(tenor_batch_run(swaps.batch, source, NULL), 0);
    pthread_join(thread, NULL);
    assert_int_equal(swaps.rounds, 50);
    tenor_batch_free(swaps.batch);
    tenor_source_free(source);
    check_same(self, "calm", "swapped");
}

static void test_stop_before_the_start(void **state) {
    scratch *self = *state;
    tenor_batch_options options = options_of(self, "stopped", TENOR_BATCH_FRESH, 2);
    const char *path = scratch_path(self, "in");
    const tenor_source_options inputs = {
        .paths = &path, .path_count = 1, .fields = TENOR_FIELDS_INIT};
    tenor_source *source = NULL;
    tenor_batch *batch = NULL;
    assert_int_equal(tenor_source_new(&source, &inputs, NULL), 0);
    assert_int_equal(tenor_batch_new(&batch, &options, NULL), 0);
    tenor_batch_stop(batch);
    assert_int_equal(tenor_batch_run(batch, source, NULL), TENOR_INTERRUPTED);
    tenor_batch_free(batch);
    tenor_source_free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_change_nothing),
        cmocka_unit_test(test_resume_after_any_cut),
        cmocka_unit_test(test_update),
        cmocka_unit_test(test_update_with_another_model),
        cmocka_unit_test(test_append_labels_what_is_new),
        cmocka_unit_test(test_full_disk_ends_the_run),
        cmocka_unit_test(test_missing_and_damaged_model),
        cmocka_unit_test(test_model_swap_in_the_middle),
        cmocka_unit_test(test_stop_before_the_start),
        cmocka_unit_test(test_resume_of_another_run_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, scratch_remove);
}
