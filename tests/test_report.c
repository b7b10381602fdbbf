/* test_report.c: the three shapes of one report, on five articles whose figures test_metrics.c
 * knows. */
#include "judged_fixture.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static char id[] = "<n1>", title[] = "R&D", text[] = "words", lang[] = "en", none[] = "";
static tenor_example examples[] = {
    {id, title, text, lang, id, "data.jsonl", 1, NULL},
    {id, none, text, lang, id, "data.jsonl", 2, NULL},
    {id, title, text, lang, id, "data.jsonl", 3, NULL},
    {id, none, text, lang, id, "data.jsonl", 4, NULL},
    {id, none, text, lang, id, "data.jsonl", 5, NULL},
};
static const char *names[] = {"a", "b", "x", "y", "z"};
static size_t no_labels[] = {TENOR_NO_LABEL, TENOR_NO_LABEL, TENOR_NO_LABEL, TENOR_NO_LABEL,
                             TENOR_NO_LABEL};

typedef struct reporting {
    tenor_dataset dataset;
    tenor_judging judging;
    tenor_report report;
} reporting;

static void start(reporting *self) {
    tenor_judged_axis *own_axes = calloc(2, sizeof *own_axes);
    memcpy(own_axes, axes, sizeof axes);
    *self = (reporting){.dataset = TENOR_DATASET_INIT};
    self->dataset.examples = examples;
    self->dataset.example_count = 5;
    self->judging = (tenor_judging){.judged = judged,
                                    .axes = own_axes,
                                    .labels = names,
                                    .model_label = no_labels,
                                    .not_guessed = 1};
    self->judging.judged.axes = own_axes;
    assert_int_equal(tenor_report_new(&self->report, &self->judging, &self->dataset, NULL, 1, NULL),
                     0);
}

static void stop(reporting *self) {
    tenor_report_free(&self->report);
    free(self->judging.axes);
}

static double number_at(const json_t *object, const char *axis, const char *row, const char *key) {
    return json_number_value(
        json_object_get(json_object_get(json_object_get(object, axis), row), key));
}

static void test_json(void **state) {
    (void)state;
    reporting self;
    tenor_buffer out = TENOR_BUFFER_INIT;
    start(&self);
    tenor_report_write_json(&self.report, &out);
    json_t *object = json_loadb(out.data, out.size, 0, NULL);
    assert_non_null(object);
    check(number_at(object, "tags", "a", "f1-score"), 0.8);
    check(number_at(object, "tags", "micro avg", "precision"), 0.75);
    check(number_at(object, "tags", "samples avg", "support"), 4);
    check(json_number_value(json_object_get(json_object_get(object, "kind"), "accuracy")), 0.5);
    assert_int_equal(json_object_size(json_object_get(object, "kind")),
                     6); /* scikit-learn's keys and no others */
    const json_t *kind = json_object_get(json_object_get(object, "_details"), "kind");
    assert_int_equal(
        json_integer_value(json_array_get(
            json_array_get(json_object_get(json_object_get(kind, "confusion"), "counts"), 2), 3)),
        1);
    const json_t *worst = json_object_get(kind, "most_wrong");
    assert_int_equal(json_array_size(worst), 2);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(worst, 0), "line")),
                     5); /* not guessed at */
    assert_string_equal(json_string_value(json_object_get(json_array_get(worst, 1), "label")), "x");
    json_decref(object);
    tenor_buffer_free(&out);
    stop(&self);
}

static void test_text(void **state) {
    (void)state;
    reporting self;
    tenor_buffer out = TENOR_BUFFER_INIT;
    start(&self);
    tenor_report_write_text(&self.report, false, &out);
    assert_non_null(strstr(out.data, "kind: 4 articles, accuracy 0.5000"));
    assert_non_null(strstr(out.data, "0.6667    1.0000    0.8000"));
    assert_non_null(strstr(out.data, "data.jsonl:2: <n1>: annotated x; answered y (x 0.300)"));
    assert_non_null(strstr(out.data, "(none)"));
    tenor_buffer_clear(&out);
    tenor_report_write_text(&self.report, true, &out);
    assert_null(strstr(out.data, "most wrong"));
    tenor_buffer_free(&out);
    stop(&self);
}

static void test_page(void **state) {
    (void)state;
    reporting self;
    tenor_buffer out = TENOR_BUFFER_INIT;
    start(&self);
    assert_int_equal(tenor_report_write_html(&self.report, "A & B", NULL, &out, NULL), 0);
    assert_non_null(strstr(out.data, "<title>A &amp; B</title>"));
    assert_non_null(strstr(out.data, "&lt;n1&gt;"));
    assert_non_null(strstr(out.data, "<polyline"));
    assert_null(strstr(out.data, "http")); /* nothing from elsewhere */
    assert_null(strstr(out.data, "<script"));
    tenor_buffer_free(&out);
    stop(&self);
}

static void test_curve_of_learning(void **state) {
    (void)state;
    reporting self;
    tenor_buffer out = TENOR_BUFFER_INIT;
    start(&self);
    self.report.steps = calloc(2, sizeof *self.report.steps);
    self.report.step_count = 2;
    for (size_t i = 0; i < 2; i++) {
        self.report.steps[i] = (tenor_report_step){20 * (i + 1), calloc(2, sizeof(double))};
        self.report.steps[i].macro_f1[0] = 0.5;
        self.report.steps[i].macro_f1[1] = i == 0 ? NAN : 0.25;
    }
    tenor_report_write_text(&self.report, true, &out);
    assert_non_null(strstr(out.data, "      20       0.5000            -"));
    tenor_buffer_clear(&out);
    tenor_report_write_json(&self.report, &out);
    assert_non_null(
        strstr(out.data, "{\"articles\":20,\"macro_f1\":{\"tags\":0.500000,\"kind\":null}}"));
    tenor_buffer_clear(&out);
    assert_int_equal(tenor_report_write_html(&self.report, "t", NULL, &out, NULL), 0);
    assert_non_null(strstr(out.data, "40 articles: 25 %"));
    tenor_buffer_free(&out);
    stop(&self);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_json), cmocka_unit_test(test_text),
                                       cmocka_unit_test(test_page),
                                       cmocka_unit_test(test_curve_of_learning)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
