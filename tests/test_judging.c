/* test_judging.c: gold and answers side by side, also where data and model do not have the same
 * labels. */
#include "pipeline_fixture.h"

#include "judging.h"

static void read_data(scratch *self, const char *text, tenor_dataset *dataset) {
    const tenor_annotated_options options = {NULL, NULL, NULL};
    const tenor_dataset empty = TENOR_DATASET_INIT;
    const char *path = scratch_write(self, "gold.jsonl", text);
    *dataset = empty;
    assert_int_equal(tenor_annotated_read(dataset, &path, 1, &options, NULL), 0);
}

static tenor_model *open_fixture(scratch *self) {
    tenor_model *model = NULL;
    assert_int_equal(
        tenor_model_open(&model, fixture_model(self, "m.tenor", fixture_annotated), NULL), 0);
    return model;
}

static void test_labels_of_both(void **state) {
    scratch *self = *state;
    tenor_model *model = open_fixture(self);
    tenor_dataset dataset;
    tenor_judging judging;
    read_data(self,
              "{\"text\":\"The rain will not stop before the week has "
              "ended.\",\"labels\":{\"kind\":\"weather\",\"unheard\":\"x\"}}\n"
              "{\"text\":\"The goalkeeper saved a penalty and the team won the "
              "match.\",\"labels\":{\"kind\":\"sport\"}}\n"
              "{\"text\":\"The coach of the team\",\"labels\":{\"unheard\":\"x\"}}\n",
              &dataset);
    assert_int_equal(tenor_judging_of_model(&judging, &dataset, model, NULL, NULL), 0);
    assert_int_equal(judging.judged.axis_count,
                     1); /* "unheard" is the data's alone, "tags" the model's */
    assert_int_equal(judging.axes[0].label_count, 3);
    assert_string_equal(judging.axes[0].labels[2], "weather");
    assert_int_equal(judging.model_label[2], TENOR_NO_LABEL);
    assert_int_equal(judging.gold[0][2], TENOR_GOLD_YES);
    assert_int_equal(judging.gold[0][0], TENOR_GOLD_NO);
    assert_int_equal(judging.gold[2][0], TENOR_GOLD_UNKNOWN);
    assert_true(tenor_judged_right(&judging.judged, 1, &judging.axes[0]));
    assert_true(judging.judged.probability[1 * 3 + 2] < 0); /* the model cannot say */
    tenor_judging_free(&judging);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

/* What tenor label would not guess at has no label here. */
static void test_not_guessed(void **state) {
    scratch *self = *state;
    tenor_model *model = open_fixture(self);
    tenor_dataset dataset;
    tenor_judging judging;
    read_data(self,
              "{\"text\":\"Der Ball ist rund und das Spiel dauert neunzig Minuten, das weiß doch "
              "jeder.\",\"lang\":\"de\",\"labels\":{\"kind\":\"sport\"}}\n",
              &dataset);
    assert_int_equal(tenor_judging_of_model(&judging, &dataset, model, NULL, NULL), 0);
    assert_int_equal(judging.not_guessed, 1);
    assert_int_equal(judging.judged.given[0] + judging.judged.given[1], 0);
    tenor_judging_free(&judging);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

static void test_unsure(void **state) {
    scratch *self = *state;
    tenor_model *model = open_fixture(self);
    tenor_dataset dataset;
    tenor_judging judging;
    tenor_label_options options = TENOR_LABEL_OPTIONS_INIT;
    options.unsure_below = 1.0; /* of anything */
    read_data(self,
              "{\"text\":\"The goalkeeper saved a penalty and the team won the "
              "match.\",\"labels\":{\"kind\":\"sport\"}}\n",
              &dataset);
    assert_int_equal(tenor_judging_of_model(&judging, &dataset, model, &options, NULL), 0);
    assert_int_equal(judging.judged.given[0] + judging.judged.given[1], 0);
    assert_true(judging.judged.probability[0] > 0);
    tenor_judging_free(&judging);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

static void test_select_and_bind(void **state) {
    scratch *self = *state;
    tenor_model *model = open_fixture(self);
    tenor_dataset dataset;
    tenor_judging all, part;
    static const uint8_t answers[] = {1, 0, 0, 1, 1, 0};
    static const float scores[] = {0.9F, 0.1F, 0.2F, 0.8F, 0.7F, 0.3F};
    static const size_t chosen[] = {2, 0};
    read_data(self,
              "{\"text\":\"a\",\"labels\":{\"kind\":\"sport\"}}\n{\"text\":\"b\",\"labels\":{"
              "\"kind\":\"market\"}}\n"
              "{\"text\":\"c\",\"labels\":{\"kind\":\"sport\"}}\n",
              &dataset);
    assert_int_equal(tenor_judging_of_training(&all, &dataset, answers, scores, NULL), 0);
    assert_int_equal(all.model_label[0], TENOR_NO_LABEL);
    tenor_judging_bind(&all, model);
    assert_string_equal(tenor_model_label(model, all.model_label[1])->name, all.labels[1]);
    assert_int_equal(tenor_judging_select(&part, &all, chosen, 2, NULL), 0);
    assert_int_equal(part.judged.article_count, 2);
    assert_ptr_equal(part.gold[0], dataset.examples[2].gold);
    assert_int_equal(part.judged.given[0], 1);
    assert_true(part.judged.probability[3] == 0.1F);
    tenor_judging_free(&part);
    tenor_judging_free(&all);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

static void test_nothing_shared(void **state) {
    scratch *self = *state;
    tenor_model *model = open_fixture(self);
    tenor_dataset dataset;
    tenor_judging judging;
    tenor_error err = TENOR_ERROR_INIT;
    read_data(self, "{\"text\":\"a\",\"labels\":{\"unheard\":\"x\"}}\n", &dataset);
    assert_int_equal(tenor_judging_of_model(&judging, &dataset, model, NULL, &err), TENOR_DATA);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(test_labels_of_both), IN_SCRATCH(test_not_guessed), IN_SCRATCH(test_unsure),
        IN_SCRATCH(test_select_and_bind), IN_SCRATCH(test_nothing_shared)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
