/* test_comparison.c: gold and answers side by side, also where data and model do not have the same labels. */
#include "pipeline_fixture.h"

#include "comparison.h"
#include "labeller.h"

static void read_data(scratch *self, const char *text, tenor_dataset *dataset) {
    const tenor_annotated_options options = {NULL, NULL, NULL};
    const tenor_dataset empty = TENOR_DATASET_INIT;
    const char *path = scratch_write(self, "gold.jsonl", text);
    *dataset = empty;
    assert_int_equal(tenor_annotated_read(dataset, &path, 1, &options, NULL), 0);
}

static void test_labels_of_both(void **state) {
    scratch *self = *state;
    tenor_model *model = NULL;
    tenor_dataset dataset;
    comparison compared;
    assert_int_equal(tenor_model_open(&model, fixture_model(self, "m.tenor", fixture_annotated), NULL), 0);
    read_data(self, "{\"text\":\"a\",\"labels\":{\"kind\":\"weather\",\"unheard\":\"x\"}}\n{\"text\":\"b\",\"labels\":{\"kind\":\"sport\"}}\n", &dataset);
    assert_int_equal(comparison_of_model(&compared, &dataset, model, NULL), 0);
    assert_int_equal(compared.data.axis_count, 1);
    assert_int_equal(compared.axes[0].label_count, 3); /* market, sport of the model; weather of the data */
    assert_string_equal(compared.axes[0].labels[2], "weather");
    assert_int_equal(compared.gold[0][2], TENOR_GOLD_YES);
    assert_int_equal(compared.gold[0][0], TENOR_GOLD_NO);
    uint8_t answers[8] = {0};
    size_t kind = 0;
    while (strcmp(tenor_model_axis(model, kind)->name, "kind") != 0) {
        kind++;
    }
    answers[tenor_model_axis(model, kind)->first_label + 1] = 1;
    const tenor_verdict verdict = {.given = answers};
    comparison_give(&compared, 1, model, &verdict);
    assert_int_equal(report_label(&compared.data, 1).support, 1);
    assert_true(report_label(&compared.data, 1).f1 > 0.99);
    assert_true(report_label(&compared.data, 2).recall < 0.01);
    comparison_free(&compared);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

static void test_nothing_in_common(void **state) {
    scratch *self = *state;
    tenor_model *model = NULL;
    tenor_dataset dataset;
    comparison compared;
    assert_int_equal(tenor_model_open(&model, fixture_model(self, "m.tenor", fixture_annotated), NULL), 0);
    read_data(self, "{\"text\":\"a\",\"labels\":{\"other\":\"x\"}}\n", &dataset);
    assert_int_equal(comparison_of_model(&compared, &dataset, model, NULL), TENOR_DATA);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

static void test_training(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    comparison compared;
    read_data(self, "{\"text\":\"a\",\"labels\":{\"k\":\"x\"}}\n{\"text\":\"b\",\"labels\":{\"k\":\"y\"}}\n", &dataset);
    const uint8_t given[] = {1, 0, 1, 0};
    assert_int_equal(comparison_of_training(&compared, &dataset, given, NULL), 0);
    assert_true(report_average(&compared.data, &compared.axes[0]).accuracy == 0.5);
    comparison_free(&compared);
    tenor_dataset_free(&dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels_of_both),
        cmocka_unit_test(test_nothing_in_common),
        cmocka_unit_test(test_training),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
