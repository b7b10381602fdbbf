/* test_axes_file.c: axes, settings and lexicons are read whole or refused with the place. */
#include "pipeline_fixture.h"

#include "axes_file.h"

static int read_axes(tenor_dataset *dataset, const char *path, tenor_error *err) {
    const tenor_dataset empty = TENOR_DATASET_INIT;
    *dataset = empty;
    return tenor_axes_file_read(dataset, path, err);
}

static void test_everything(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    scratch_write(self, "lexicon/cost.txt", "# group: cost\n# a comment\n成本\n  price war \r\n\n");
    scratch_write(self, "lexicon/not.txt", "# negators\nnot\n不\n");
    const char *path = scratch_write(
        self, "axes.json",
        "{\"axes\":[{\"name\":\"topic\",\"multi\":true,\"labels\":[\"cost\",\"other\"],"
        "\"description\":\"What about?\"},"
        "{\"name\":\"tone\",\"ordered\":true,\"target\":\"cost\",\"labels\":[\"good\",\"so so\","
        "\"bad\"]}],"
        "\"settings\":{\"passage_bytes\":900,\"min_df\":1,\"family_weight\":{\"lexicon\":2.5}},"
        "\"lexicon\":[\"lexicon/cost.txt\",\"lexicon/not.txt\"]}");
    assert_int_equal(read_axes(&dataset, path, NULL), 0);
    assert_int_equal(dataset.axis_count, 2);
    assert_true(dataset.axes[0].multi);
    assert_string_equal(dataset.axes[0].description, "What about?");
    assert_false(dataset.axes[1].multi);
    assert_false(dataset.axes[0].ordered);
    assert_true(dataset.axes[1].ordered);
    assert_null(dataset.axes[0].target);
    assert_string_equal(dataset.axes[1].target, "cost");
    assert_int_equal(dataset.axes[1].first_label, 2);
    assert_int_equal(dataset.label_count, 5);
    assert_int_equal(dataset.settings.passage_bytes, 900);
    assert_int_equal(dataset.settings.min_df, 1);
    assert_int_equal(dataset.settings.word_max, 2);
    assert_true(dataset.settings.family_weight[TENOR_FAMILY_LEXICON] > 2.4F);
    assert_int_equal(dataset.lexicon_count, 2);
    assert_string_equal(dataset.lexicon[0].group, "cost");
    assert_int_equal(dataset.lexicon[0].term_count, 2);
    assert_string_equal(dataset.lexicon[0].terms[1], "price war");
    assert_true(dataset.lexicon[1].negators);
    tenor_dataset_free(&dataset);
}

static void check_error(scratch *self, const char *json, int code, const char *part) {
    tenor_dataset dataset;
    tenor_error err = TENOR_ERROR_INIT;
    const char *path = scratch_write(self, "bad.json", json);
    assert_int_equal(read_axes(&dataset, path, &err), code);
    assert_non_null(strstr(err.text, part));
    assert_true(strlen(err.source) > 0);
    tenor_dataset_free(&dataset);
}

static void test_refused(void **state) {
    scratch *self = *state;
    check_error(self, "{", TENOR_FORMAT, "near end of file");
    check_error(self, "[]", TENOR_FORMAT, "not a JSON object");
    check_error(self, "{}", TENOR_FORMAT, "no \"axes\"");
    check_error(self, "{\"axes\":[{\"labels\":[\"a\"]}]}", TENOR_FORMAT, "without a \"name\"");
    check_error(self, "{\"axes\":[{\"name\":\"x\"}]}", TENOR_FORMAT, "needs \"labels\"");
    check_error(self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\",\"a\"]}]}", TENOR_FORMAT,
                "twice");
    check_error(
        self,
        "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]},{\"name\":\"x\",\"labels\":[\"a\"]}]}",
        TENOR_FORMAT, "twice");
    check_error(self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"],\"mutli\":true}]}",
                TENOR_FORMAT, "mutli");
    check_error(self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"],\"multi\":1}]}", TENOR_FORMAT,
                "not true or false");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\",\"b\",\"c\"],\"multi\":true,"
                "\"ordered\":true}]}",
                TENOR_FORMAT, "cannot be \"multi\"");
    check_error(self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\",\"b\"],\"ordered\":true}]}",
                TENOR_FORMAT, "needs three labels");
    check_error(self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"],\"target\":[\"a\"]}]}",
                TENOR_FORMAT, "the name of a lexicon group");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"],\"target\":\"a\",\"multi\":true}]}",
                TENOR_FORMAT, "not \"multi\"");
    check_error(self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"],\"target\":\"negators\"}]}",
                TENOR_DATA, "no file of the \"lexicon\"");
    check_error(
        self, "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]}],\"settings\":{\"pasage_bytes\":1}}",
        TENOR_FORMAT, "pasage_bytes");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]}],\"settings\":{\"min_df\":-1}}",
                TENOR_FORMAT, "min_df");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]}],\"settings\":{\"word_max\":99}}",
                TENOR_DATA, "n-gram");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]}],\"lexicon\":[\"missing.txt\"]}",
                TENOR_IO, "cannot open");
    scratch_write(self, "headless.txt", "term\n");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]}],\"lexicon\":[\"headless.txt\"]}",
                TENOR_FORMAT, "# group");
    scratch_write(self, "hollow.txt", "# group: x\n# nothing\n");
    check_error(self,
                "{\"axes\":[{\"name\":\"x\",\"labels\":[\"a\"]}],\"lexicon\":[\"hollow.txt\"]}",
                TENOR_DATA, "without a term");
}

static void test_no_file(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    tenor_error err = TENOR_ERROR_INIT;
    assert_true(read_axes(&dataset, scratch_path(self, "no.json"), &err) < 0);
    tenor_dataset_free(&dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
