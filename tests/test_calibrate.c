/* test_calibrate.c: sigmoids and thresholds against cases worked out by hand. */
#include "model_fixture.h"

#include "calibrate.h"

/* n values at -1 and n at 1 in a row; wrong of each n are of the other class. */
static void two_places(double *decision, int8_t *gold, size_t n, size_t wrong) {
    for (size_t i = 0; i < 2 * n; i++) {
        bool high = i >= n;
        decision[i] = high ? 1.0 : -1.0;
        gold[i] = (int8_t)((i % n < wrong) != high);
    }
}

/* With as many positives as negatives at -1 and 1 the loss is least where the sigmoid meets the
 * mean of Platt's targets at both places: 6/7 for a positive, 1/7 for a negative of five. */
static void platt_by_hand(void **state) {
    double decision[15];
    int8_t gold[15];
    tenor_sigmoid fit;
    (void)state;
    two_places(decision, gold, 5, 0);
    assert_true(tenor_sigmoid_fit(decision, gold, NULL, 10, &fit));
    assert_close(fit.slope, log(6.0), 1e-6);
    assert_close(fit.offset, 0.0, 1e-6);
    assert_close(tenor_sigmoid_at(fit, 1.0), 6.0 / 7.0, 1e-7);
    two_places(decision, gold, 5, 1); /* mean target at 1: (4 * 6/7 + 1/7) / 5 = 5/7 */
    assert_true(tenor_sigmoid_fit(decision, gold, NULL, 10, &fit));
    assert_close(fit.slope, log(5.0 / 2.0), 1e-6);
    assert_close(fit.offset, 0.0, 1e-6);
    for (size_t i = 0; i < 15; i++) { /* five at 1 of ten at -1: targets 6/7 and 1/12 */
        decision[i] = i < 5 ? 1.0 : -1.0;
        gold[i] = i < 5;
    }
    assert_true(tenor_sigmoid_fit(decision, gold, NULL, 15, &fit));
    assert_close(fit.slope, (log(6.0) + log(11.0)) / 2.0, 1e-6);
    assert_close(fit.offset, (log(6.0) - log(11.0)) / 2.0, 1e-6);
}

/* The right answers count twice: the mean target at 1 is (4 * 2 * 6/7 + 1/7) / 9 = 7/9. */
static void weights_count(void **state) {
    double decision[10], weight[10];
    int8_t gold[10];
    tenor_sigmoid fit;
    (void)state;
    two_places(decision, gold, 5, 1);
    for (size_t i = 0; i < 10; i++) {
        weight[i] = i % 5 < 1 ? 1.0 : 2.0;
    }
    assert_true(tenor_sigmoid_fit(decision, gold, weight, 10, &fit));
    assert_close(fit.slope, log(7.0 / 2.0), 1e-6);
    assert_close(fit.offset, 0.0, 1e-6);
}

static void an_inverted_slope_is_refused(void **state) {
    double decision[20];
    int8_t gold[20];
    tenor_sigmoid fit = {42.0, -42.0};
    (void)state;
    two_places(decision, gold, 10, 8);
    assert_false(tenor_sigmoid_fit(decision, gold, NULL, 20, &fit));
    for (size_t i = 0; i < 20; i++) {
        decision[i] = 0.5; /* and values that say nothing */
    }
    assert_false(tenor_sigmoid_fit(decision, gold, NULL, 20, &fit));
    assert_close(fit.slope, 42.0, 0.0);
    assert_close(fit.offset, -42.0, 0.0);
}

static void too_few_are_refused(void **state) {
    double decision[104];
    int8_t gold[104];
    tenor_sigmoid fit = {42.0, -42.0};
    (void)state;
    for (size_t i = 0; i < 104; i++) {
        decision[i] = i < 4 ? 1.0 : -1.0;
        gold[i] = i < 4;
    }
    assert_false(tenor_sigmoid_fit(decision, gold, NULL, 104, &fit));
    assert_false(tenor_sigmoid_fit(decision, gold, NULL, 0, &fit));
    for (size_t i = 0; i < 104; i++) {
        gold[i] = (int8_t)!gold[i];
        decision[i] = -decision[i];
    }
    assert_false(tenor_sigmoid_fit(decision, gold, NULL, 104, &fit));
    assert_close(fit.slope, 42.0, 0.0);
}

static void probabilities_stay_between_0_and_1(void **state) {
    const tenor_sigmoid s = {3.0, 0.5};
    double last = -1.0;
    (void)state;
    for (double x = -2000.0; x <= 2000.0; x += 0.5) {
        double p = tenor_sigmoid_at(s, x);
        assert_true(p >= last && p >= 0.0 && p <= 1.0);
        last = p;
    }
    assert_close(tenor_sigmoid_at(s, -1.0 / 6.0), 0.5, 1e-15);
}

/* Given from here on:  0.9   0.8   0.7   0.6   0.2
 * precision            1     1/2   2/3   3/4   3/5
 * recall               1/3   1/3   2/3   1     1
 * F1                   1/2   2/5   2/3   6/7   3/4 */
static const double values[] = {0.2, 0.9, 0.6, 0.8, 0.7};
static const int8_t golds[] = {0, 1, 1, 0, 1};

static double threshold(tenor_target target, double wanted) {
    size_t scratch[5];
    return tenor_threshold_fit(values, golds, NULL, 5, target, wanted, scratch);
}

static void the_best_f1_is_found(void **state) {
    size_t scratch[5];
    const double weight[] = {1.0, 4.0, 1.0, 4.0, 1.0};
    const double flat[] = {0.5, 0.5, 0.5, 0.5, 0.5};
    const int8_t none[] = {0, 0, 0, 0, 0};
    (void)state;
    assert_close(tenor_best_f1(values, golds, NULL, 5, scratch), 6.0 / 7.0, 1e-12);
    /* with weights: from 0.9 on 8/(4+6), from 0.8 on 8/(8+6), from 0.6 on 12/(10+6) */
    assert_close(tenor_best_f1(values, golds, weight, 5, scratch), 0.8, 1e-12);
    assert_close(tenor_best_f1(flat, golds, NULL, 5, scratch), 0.75, 1e-12); /* all or nothing */
    assert_close(tenor_best_f1(values, none, NULL, 5, scratch), 0.0, 0.0);
    assert_close(tenor_best_f1(values, golds, NULL, 0, scratch), 0.0, 0.0);
}

static void the_f1_threshold_is_half_the_best_f1(void **state) {
    (void)state;
    assert_close(threshold(TENOR_TARGET_F1, 0.0), 3.0 / 7.0, 1e-12);
}

static void the_precision_target_is_kept(void **state) {
    (void)state;
    assert_close(threshold(TENOR_TARGET_PRECISION, 0.9), 0.85, 1e-12);
    assert_close(threshold(TENOR_TARGET_PRECISION, 0.7), 0.4, 1e-12);
    assert_close(threshold(TENOR_TARGET_PRECISION, 1.01), 1.0, 0.0);
}

static void the_recall_target_is_kept(void **state) {
    (void)state;
    assert_close(threshold(TENOR_TARGET_RECALL, 1.0), 0.4, 1e-12);
    assert_close(threshold(TENOR_TARGET_RECALL, 0.6), 0.4, 1e-12); /* the best F1 of those */
    assert_close(threshold(TENOR_TARGET_RECALL, 1.01), 1.0, 0.0);
}

/* The lowest one is the only right one: all must be given, so the threshold lies below it. */
static void a_threshold_may_lie_below_all(void **state) {
    size_t scratch[3];
    const double p[] = {0.8, 0.2, 0.9};
    const int8_t gold[] = {0, 1, 0};
    (void)state;
    double at = tenor_threshold_fit(p, gold, NULL, 3, TENOR_TARGET_RECALL, 1.0, scratch);
    assert_true(at < 0.2);
    /* without a positive no threshold reaches anything */
    const int8_t none[] = {0, 0, 0};
    assert_close(tenor_threshold_fit(p, none, NULL, 3, TENOR_TARGET_RECALL, 0.5, scratch), 1.0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(platt_by_hand),
        cmocka_unit_test(weights_count),
        cmocka_unit_test(an_inverted_slope_is_refused),
        cmocka_unit_test(too_few_are_refused),
        cmocka_unit_test(probabilities_stay_between_0_and_1),
        cmocka_unit_test(the_best_f1_is_found),
        cmocka_unit_test(the_f1_threshold_is_half_the_best_f1),
        cmocka_unit_test(the_precision_target_is_kept),
        cmocka_unit_test(the_recall_target_is_kept),
        cmocka_unit_test(a_threshold_may_lie_below_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
