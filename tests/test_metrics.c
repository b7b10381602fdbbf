/* test_metrics.c: the figures of scikit-learn's classification_report and friends, reckoned by
 * hand. */
#include "judged_fixture.h"

static void test_labels(void **state) {
    (void)state;
    tenor_score_row a = tenor_measure_label(&judged, 0), b = tenor_measure_label(&judged, 1),
                    z = tenor_measure_label(&judged, 4);
    check(a.precision, 2.0 / 3);
    check(a.recall, 1);
    check(a.f1, 0.8);
    assert_int_equal(a.support, 2);
    check(b.precision, 1);
    check(b.recall, 0.5);
    check(z.f1, 0); /* never given: 0, not NaN */
    assert_int_equal(z.support, 1);
}

static void test_averages(void **state) {
    (void)state;
    tenor_averages multi = tenor_measure_axis(&judged, &axes[0]),
                   single = tenor_measure_axis(&judged, &axes[1]);
    check(multi.micro.precision, 3.0 / 4);
    check(multi.micro.recall, 3.0 / 4);
    check(multi.macro.f1, (0.8 + 2.0 / 3) / 2);
    check(multi.weighted.f1, (0.8 * 2 + 2.0 / 3 * 2) / 4);
    check(multi.samples.precision, (1 + 1 + 0 + 1) / 4.0);
    check(multi.samples.recall, (1 + 0.5 + 0 + 1) / 4.0);
    check(multi.accuracy, 2.0 / 4);
    assert_int_equal(multi.articles, 4);
    check(single.accuracy, 2.0 / 4);
    check(single.macro.f1, (2.0 / 3 + 2.0 / 3 + 0) / 3);
    assert_int_equal(single.macro.support, 4);
}

/* A label that no article has is in no average. */
static void test_label_without_articles(void **state) {
    (void)state;
    static const char *const names[] = {"p", "q"};
    static const tenor_judged_axis axis = {"axis", false, 0, names, 2};
    static const int8_t row[] = {1, 0};
    static const int8_t *const rows[] = {row, row};
    static const uint8_t answers[] = {1, 0, 0, 1};
    const tenor_judged two = {&axis, 1, 2, 2, rows, answers, NULL};
    check(tenor_measure_axis(&two, &axis).macro.f1, 2.0 / 3);
}

static void test_confusion(void **state) {
    (void)state;
    static const size_t wanted[] = {1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
    size_t cells[12];
    tenor_confusion(&judged, &axes[1], cells);
    assert_memory_equal(cells, wanted, sizeof wanted);
}

static void test_reliability(void **state) {
    (void)state;
    tenor_reliability tag = tenor_measure_reliability(&judged, 0, 2),
                      x = tenor_measure_reliability(&judged, 2, 1);
    assert_int_equal(tag.count, 8); /* the article that is not annotated does not count */
    check(tag.brier, (0.01 + 0.01 + 0.16 + 0.36 + 0.49 + 0.04 + 0.04 + 0.04) / 8);
    assert_int_equal(x.count, 3); /* nor the one that was not guessed at */
    assert_int_equal(x.bins[8].count, 1);
    check(x.bins[8].probability, 0.8);
    check(x.bins[8].share, 1);
    check(x.bins[2].share, 0);
    check(x.expected, (0.2 + 0.7 + 0.2) / 3);
    assert_true(isnan(tenor_measure_reliability(&judged, 0, 0).brier));
}

static void test_precision_recall(void **state) {
    (void)state;
    tenor_curve_point points[5];
    size_t count = 0;
    double area = 0;
    assert_int_equal(tenor_precision_recall(&judged, 0, points, &count, &area, NULL), 0);
    assert_int_equal(count, 4); /* 0.9 yes, 0.7 no, 0.6 yes, 0.2 no */
    check(points[0].threshold, 0.9);
    check(points[0].precision, 1);
    check(points[0].recall, 0.5);
    check(points[2].precision, 2.0 / 3);
    check(points[2].recall, 1);
    check(area, 0.5 * 1 + 0.5 * 2 / 3);
}

/* Of articles not guessed at nothing is found, so recall stays below 1. */
static void test_recall_of_unguessed(void **state) {
    (void)state;
    tenor_curve_point points[5];
    size_t count = 0;
    double area = 1;
    assert_int_equal(tenor_precision_recall(&judged, 4, points, &count, &area, NULL), 0);
    assert_int_equal(count, 1); /* three articles of one probability are one point */
    check(points[0].recall, 0);
    check(area, 0);
}

static void test_bootstrap(void **state) {
    (void)state;
    tenor_intervals first, second;
    tenor_interval f1[3];
    assert_int_equal(tenor_bootstrap(&judged, &axes[1], 500, 7, &first, f1, NULL), 0);
    assert_int_equal(tenor_bootstrap(&judged, &axes[1], 500, 7, &second, NULL, NULL), 0);
    assert_memory_equal(&first, &second, sizeof first); /* same seed, same figures */
    assert_true(first.accuracy.low <= 0.25 && first.accuracy.high == 1.0);
    assert_true(f1[0].low <= 2.0 / 3 && f1[0].high >= 2.0 / 3);
    assert_true(f1[2].high == 0.0); /* never right in any sample */
}

/* 900 of 1,000 right: the normal approximation gives 0.9 +- 0.0186. */
static void test_bootstrap_width(void **state) {
    (void)state;
    enum { COUNT = 1000 };
    static const char *const names[] = {"p", "q"};
    static const tenor_judged_axis axis = {"axis", false, 0, names, 2};
    static const int8_t row[] = {1, 0};
    static const int8_t *rows[COUNT];
    static uint8_t answers[COUNT * 2];
    tenor_intervals intervals;
    for (size_t i = 0; i < COUNT; i++) {
        rows[i] = row;
        answers[i * 2 + (i % 10 == 0)] = 1;
    }
    const tenor_judged many = {&axis, 1, 2, COUNT, rows, answers, NULL};
    assert_int_equal(tenor_bootstrap(&many, &axis, 2000, 1, &intervals, NULL, NULL), 0);
    assert_true(fabs(intervals.accuracy.low - 0.8814) < 0.004);
    assert_true(fabs(intervals.accuracy.high - 0.9186) < 0.004);
}

static void test_mcnemar(void **state) {
    (void)state;
    check(tenor_mcnemar(1, 9), 22.0 / 1024);
    check(tenor_mcnemar(9, 1), 22.0 / 1024);
    check(tenor_mcnemar(0, 5), 2.0 / 32);
    check(tenor_mcnemar(4, 4), 1);
    check(tenor_mcnemar(0, 0), 1);
    check(tenor_mcnemar(3, 4), 1);               /* 2 * 0.5 */
    check(tenor_mcnemar(520, 600), 0.018246554); /* chi-square 79 * 79 / 1120 */
    assert_true(fabs(tenor_mcnemar(460, 540) - tenor_mcnemar(461, 540)) <
                0.002); /* both ways agree where they meet */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),          cmocka_unit_test(test_averages),
        cmocka_unit_test(test_confusion),       cmocka_unit_test(test_label_without_articles),
        cmocka_unit_test(test_reliability),     cmocka_unit_test(test_precision_recall),
        cmocka_unit_test(test_bootstrap),       cmocka_unit_test(test_recall_of_unguessed),
        cmocka_unit_test(test_bootstrap_width), cmocka_unit_test(test_mcnemar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
