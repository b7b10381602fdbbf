/* test_trainable.c: data that nothing can be learned from is refused by file and line; few articles
 * are only warned of. */
#include "pipeline_fixture.h"

#include "trainable.h"

typedef struct told {
    size_t errors, warnings;
    long line; /* of the last error */
    char text[512];
} told;

static void tell(void *data, bool is_error, const char *source, long line, const char *text) {
    told *self = data;
    assert_non_null(strstr(source, "data.jsonl"));
    self->errors += is_error;
    self->warnings += !is_error;
    if (is_error) {
        self->line = line;
        snprintf(self->text, sizeof self->text, "%s", text);
    }
}

static told check_data(scratch *self, const char *text, int wanted) {
    const tenor_annotated_options reading = {NULL, NULL, NULL};
    told out = {0, 0, 0, ""};
    const tenor_annotated_options options = {NULL, tell, &out};
    tenor_dataset dataset = TENOR_DATASET_INIT;
    const char *path = scratch_write(self, "data.jsonl", text);
    assert_int_equal(tenor_annotated_read(&dataset, &path, 1, &reading, NULL), 0);
    assert_int_equal(tenor_check_trainable(&dataset, &options, NULL), wanted);
    tenor_dataset_free(&dataset);
    return out;
}

static void test_good(void **state) {
    told out = check_data(*state, fixture_annotated, 0);
    assert_int_equal(out.errors + out.warnings, 0);
}

static void test_one_label(void **state) {
    told out = check_data(
        *state,
        "{\"text\":\"a\",\"labels\":{\"k\":\"p\"}}\n{\"text\":\"b\",\"labels\":{\"k\":\"p\"}}\n",
        TENOR_DATA);
    assert_int_equal(out.errors, 1);
    assert_int_equal(out.line, 1);
    assert_non_null(strstr(out.text, "alike"));
    out = check_data(*state,
                     "{\"text\":\"a\",\"labels\":{\"k\":[\"p\"]}}\n{\"text\":\"b\",\"labels\":{"
                     "\"k\":[\"p\"]}}\n",
                     TENOR_DATA);
    assert_int_equal(out.errors, 1);
}

static void test_lone_article(void **state) {
    told out = check_data(
        *state,
        "{\"text\":\"a\",\"labels\":{\"k\":\"p\"}}\n{\"text\":\"b\",\"labels\":{\"k\":\"p\"}}\n"
        "{\"text\":\"c\",\"labels\":{\"k\":\"q\"}}\n",
        TENOR_DATA);
    assert_int_equal(out.errors, 1);
    assert_int_equal(out.line, 3);
    assert_int_equal(out.warnings, 1); /* two articles of p are few */
    out = check_data(
        *state,
        "{\"text\":\"a\",\"labels\":{\"k\":[\"p\"]}}\n{\"text\":\"b\",\"labels\":{\"k\":[\"p\"]}}\n"
        "{\"text\":\"c\",\"labels\":{\"k\":[\"q\"]}}\n",
        0);
    assert_int_equal(out.warnings, 2); /* with many labels that is how it is */
}

static void test_equal_texts(void **state) {
    told out = check_data(
        *state,
        "{\"text\":\"a\",\"labels\":{\"k\":[\"p\"]}}\n{\"text\":\"a\",\"labels\":{\"k\":[]}}\n"
        "{\"text\":\"a\",\"labels\":{\"k\":[\"p\"]}}\n",
        TENOR_DATA);
    assert_int_equal(out.line, 2);
    assert_non_null(strstr(out.text, "all 3 articles"));
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void) {
    const struct CMUnitTest tests[] = {IN_SCRATCH(test_good), IN_SCRATCH(test_one_label),
                                       IN_SCRATCH(test_lone_article), IN_SCRATCH(test_equal_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
