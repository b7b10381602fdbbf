/* test_learning_curve.c: a part of the articles is trained like all of them, and always the same
 * part. */
#include "pipeline_fixture.h"

#include <math.h>

#include "learning_curve.h"

static void read_fixture(scratch *self, tenor_dataset *dataset) {
    const tenor_annotated_options options = {NULL, NULL, NULL};
    const tenor_dataset empty = TENOR_DATASET_INIT;
    const char *path = scratch_write(self, "data.jsonl", fixture_annotated);
    *dataset = empty;
    assert_int_equal(tenor_annotated_read(dataset, &path, 1, &options, NULL), 0);
}

static void test_part(void **state) {
    tenor_dataset dataset;
    double first[2] = {-1, -1}, second[2] = {-2, -2};
    tenor_train_options how = TENOR_TRAIN_OPTIONS_INIT;
    how.folds = 2;
    how.threads = 1;
    read_fixture(*state, &dataset);
    assert_int_equal(tenor_learn_part(&dataset, &how, 8, first, NULL), 0);
    assert_int_equal(tenor_learn_part(&dataset, &how, 8, second, NULL), 0);
    assert_memory_equal(first, second, sizeof first);
    assert_true(first[0] >= 0 && first[0] <= 1);
    assert_int_equal(tenor_learn_part(&dataset, &how, 99, first, NULL),
                     0); /* no more than there are */
    tenor_dataset_free(&dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_part, scratch_make, scratch_remove)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
