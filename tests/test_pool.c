/* test_pool.c: what an article's passages say together. */
#include "model_fixture.h"

#include "pool.h"

static void pool(const double *decision, size_t stride, size_t count, bool has_title,
                 double *statistics) {
    double scratch[100];
    assert_true(count <= COUNT_OF(scratch));
    tenor_pool_statistics(decision, stride, count, has_title, scratch, statistics);
}

static void one_passage_is_all_there_is(void **state) {
    const double decision[] = {0.7};
    double s[TENOR_POOL_COUNT];
    (void)state;
    for (int has_title = 0; has_title < 2; has_title++) { /* a title alone stands for the text */
        pool(decision, 1, 1, has_title, s);
        for (size_t k = 0; k < TENOR_POOL_COUNT; k++) {
            assert_close(s[k], 0.7, 1e-15);
        }
    }
}

static void nothing_is_zero(void **state) {
    double s[TENOR_POOL_COUNT] = {1.0};
    (void)state;
    pool(NULL, 1, 0, false, s);
    for (size_t k = 0; k < TENOR_POOL_COUNT; k++) {
        assert_close(s[k], 0.0, 0.0);
    }
}

/* Ten passages behind a title, every other number being another label's. */
static void the_title_is_kept_apart(void **state) {
    double decision[22], s[TENOR_POOL_COUNT];
    (void)state;
    for (size_t i = 0; i < 22; i++) {
        decision[i] = 1000.0;
    }
    decision[0] = 5.0; /* the title */
    for (size_t i = 1; i <= 10; i++) {
        decision[2 * i] = -1.0 + 0.1 * (double)(i * 7 % 10); /* -0.3 -0.6 -0.9 -0.2 ... -1.0 */
    }
    pool(decision, 2, 11, true, s);
    assert_close(s[TENOR_POOL_TITLE], 5.0, 1e-12);
    assert_close(s[TENOR_POOL_LEAD], -0.3, 1e-12);
    assert_close(s[TENOR_POOL_MAX], -0.1, 1e-12);
    assert_close(s[TENOR_POOL_TOP], -0.15, 1e-12); /* the best two of ten */
    assert_close(s[TENOR_POOL_MEAN], -0.55, 1e-12);
    pool(decision, 2, 11, false, s); /* the same numbers, all of them passages */
    assert_close(s[TENOR_POOL_MAX], 5.0, 1e-12);
    assert_close(s[TENOR_POOL_LEAD], 5.0, 1e-12);
    assert_close(s[TENOR_POOL_TOP], (5.0 - 0.1 - 0.2) / 3.0, 1e-12); /* of eleven: three */
    assert_close(s[TENOR_POOL_TITLE], s[TENOR_POOL_TOP], 0.0);
}

/* "One strong passage of twenty counts": the mean hides it, the top does not. */
static void one_strong_passage_is_seen(void **state) {
    double decision[20], s[TENOR_POOL_COUNT];
    (void)state;
    for (size_t i = 0; i < 20; i++) {
        decision[i] = i == 13 ? 2.0 : -1.0;
    }
    pool(decision, 1, 20, false, s);
    assert_close(s[TENOR_POOL_MAX], 2.0, 1e-12);
    assert_true(s[TENOR_POOL_TOP] > s[TENOR_POOL_MEAN]);
    assert_true(s[TENOR_POOL_MEAN] < 0.0);
}

static void rates_grow_with_hits_and_shrink_with_length(void **state) {
    (void)state;
    assert_true(tenor_pool_rate(0.0, 2000) < tenor_pool_rate(1.0, 2000));
    assert_true(tenor_pool_rate(1.0, 2000) < tenor_pool_rate(10.0, 2000));
    assert_true(tenor_pool_rate(10.0, 4000) < tenor_pool_rate(10.0, 2000));
    assert_true(isfinite(tenor_pool_rate(0.0, 0)));
}

static void the_value_is_the_weighted_sum(void **state) {
    const double weights[] = {1.0, 0.0, -2.0}, statistics[] = {3.0, 7.0, 0.5};
    (void)state;
    assert_close(tenor_pool_value(weights, statistics, 3), 2.0, 1e-15);
    assert_int_equal(tenor_pool_width(NULL), TENOR_POOL_COUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_passage_is_all_there_is),
        cmocka_unit_test(nothing_is_zero),
        cmocka_unit_test(the_title_is_kept_apart),
        cmocka_unit_test(one_strong_passage_is_seen),
        cmocka_unit_test(rates_grow_with_hits_and_shrink_with_length),
        cmocka_unit_test(the_value_is_the_weighted_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
