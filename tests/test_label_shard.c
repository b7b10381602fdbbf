/* test_label_shard.c: which shards a call or a task of a job array makes: together all, each by
 * one.
 */
#include "pipeline_fixture.h"

#include "error.h"
#include "label_shard.h"

static void task(const char *id, const char *least, const char *most, const char *count) {
    static const char *const names[] = {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN",
                                        "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_COUNT"};
    const char *values[] = {id, least, most, count};
    for (size_t i = 0; i < 4; i++) {
        if (values[i] != NULL) {
            setenv(names[i], values[i], 1);
        } else {
            unsetenv(names[i]);
        }
    }
}

static void check_plan(const char *text, size_t stride, size_t first, size_t step) {
    shard_plan plan;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(shard_plan_read(&plan, text, stride, &err), 0);
    assert_int_equal(plan.first, first);
    assert_int_equal(plan.step, step);
}

static void test_named(void **state) {
    (void)state;
    check_plan("0/1", 0, 0, 1);
    check_plan("3/20", 0, 3, 20);
    check_plan("3/20", 5, 3, 5);
    check_plan("19/20", 1000, 19, 20);
    check_plan("0/50000", (size_t)-1, 0, 50000);
}

static void test_of_a_task(void **state) {
    (void)state;
    task("7", NULL, NULL, NULL);
    check_plan("auto/20", 0, 7, 20);
    check_plan("auto/20", 1000, 7, 20);
    check_plan("auto/2500", 1000, 7, 1000);
    task("7", "0", "19", "20"); /* the whole array: a shard each */
    check_plan("auto/20", 0, 7, 20);
    task("7", "0", "9", "10"); /* fewer tasks than shards */
    check_plan("auto/25", 0, 7, 10);
    task("7", "1", "10", "10"); /* counted from 1 */
    check_plan("auto/25", 0, 6, 10);
    task("7", "3", "9", "4"); /* 3,7-9: sent again, each task its own shard */
    check_plan("auto/20", 0, 7, 20);
    task("25", "0", "29", "30"); /* more tasks than shards: nothing to do */
    check_plan("auto/20", 0, 25, 20);
}

static void test_tasks_make_all_shards_once(void **state) {
    (void)state;
    char id[8], least[8], most[8], count[8];
    for (size_t tasks = 1; tasks <= 12; tasks++) {
        unsigned made[10] = {0};
        for (size_t i = 0; i < tasks; i++) {
            shard_plan plan;
            snprintf(id, sizeof id, "%zu", i + 2);
            snprintf(least, sizeof least, "%d", 2);
            snprintf(most, sizeof most, "%zu", tasks + 1);
            snprintf(count, sizeof count, "%zu", tasks);
            task(id, least, most, count);
            assert_int_equal(shard_plan_read(&plan, "auto/10", 0, NULL), 0);
            for (size_t shard = plan.first; shard < plan.count; shard += plan.step) {
                made[shard]++;
            }
        }
        for (size_t shard = 0; shard < 10; shard++) {
            assert_int_equal(made[shard], 1);
        }
    }
}

static void test_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",     "3",     "/",    "3/",     "/3",       "3/3",
        "-1/3", "1/0",   "a/3",  "1/3x",   "1/ 3",     "1/50001",
        "auto", "auto/", "1/-3", "auto/0", "auto/3/4", "99999999999999999999/3"};
    shard_plan plan = {1, 2, 3};
    task("1", NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(shard_plan_read(&plan, wrong[i], 0, NULL), TENOR_USAGE);
    }
    assert_int_equal(shard_plan_read(&plan, "7/20", 5, NULL), TENOR_USAGE);
    task(NULL, NULL, NULL, NULL);
    assert_int_equal(shard_plan_read(&plan, "auto/3", 0, NULL), TENOR_USAGE);
    task("x", NULL, NULL, NULL);
    assert_int_equal(shard_plan_read(&plan, "auto/3", 0, NULL), TENOR_USAGE);
    assert_int_equal(plan.first, 1);
}

static void test_folder(void **state) {
    scratch *self = *state;
    struct stat info;
    const char *inputs[] = {scratch_write(self, "in/a.txt", "A."), scratch_path(self, "in")};
    const text_list list = {.items = inputs, .count = 2};
    assert_int_equal(shard_folder_make(scratch_path(self, "in/out"), &list, NULL), TENOR_USAGE);
    assert_int_not_equal(stat(scratch_path(self, "in/out"), &info), 0);
    assert_int_equal(shard_folder_make(scratch_path(self, "in"), &list, NULL), TENOR_USAGE);
    assert_int_equal(shard_folder_make(scratch_path(self, "into"), &list, NULL), 0);
    assert_int_equal(shard_folder_make(scratch_path(self, "into"), &list, NULL), 0);
    assert_int_equal(shard_folder_make(scratch_path(self, "no/folder"), &list, NULL), TENOR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_named),
        cmocka_unit_test(test_of_a_task),
        cmocka_unit_test(test_tasks_make_all_shards_once),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_folder),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
