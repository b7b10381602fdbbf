/* test_pool_fit.c: the weights follow the statistic that tells, and stay as they are where there is
 * too little to learn from. */
#include "model_fixture.h"

#include "pool_fit.h"

enum { ARTICLES = 200, WIDTH = TENOR_POOL_COUNT + 1 };

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

typedef struct articles {
    double statistics[ARTICLES][WIDTH];
    double weight[ARTICLES];
    int8_t gold[ARTICLES];
} articles;

/* Noise between -1 and 1; gold is the sign of statistic `telling` times `sign`. */
static articles *new_articles(size_t telling, double sign) {
    uint32_t seed = 3;
    articles *a = tenor_new_array(1, sizeof *a);
    assert_non_null(a);
    for (size_t i = 0; i < ARTICLES; i++) {
        a->weight[i] = 1.0;
        for (size_t k = 0; k < WIDTH; k++) {
            a->statistics[i][k] = next_random(&seed) % 2001 / 1000.0 - 1.0;
        }
        a->gold[i] = a->statistics[i][telling] * sign > 0.0;
    }
    return a;
}

static bool fit_trusting(const articles *a, size_t count, double word_trust, double *weights,
                         tenor_sigmoid *sigmoid) {
    bool fitted = false;
    tenor_pool_default(weights, WIDTH);
    assert_int_equal(tenor_pool_fit(a->statistics[0], a->gold, a->weight, count, WIDTH, word_trust,
                                    weights, sigmoid, &fitted, NULL),
                     0);
    return fitted;
}

static bool fit(const articles *a, size_t count, double *weights) {
    tenor_sigmoid sigmoid;
    return fit_trusting(a, count, 1.0, weights, &sigmoid);
}

static double sum_of_decision_weights(const double *weights) {
    double sum = 0.0;
    for (size_t k = 0; k < TENOR_POOL_COUNT; k++) {
        sum += fabs(weights[k]);
    }
    return sum;
}

static void the_default_is_the_top(void **state) {
    double weights[WIDTH];
    (void)state;
    tenor_pool_default(weights, WIDTH);
    for (size_t k = 0; k < WIDTH; k++) {
        assert_close(weights[k], k == TENOR_POOL_TOP ? 1.0 : 0.0, 0.0);
    }
}

static void the_statistic_that_tells_is_weighed_most(void **state) {
    (void)state;
    for (size_t telling = 0; telling < WIDTH; telling++) {
        double weights[WIDTH], again[WIDTH];
        articles *a = new_articles(telling, 1.0);
        fit(a, ARTICLES, weights);
        fit(a, ARTICLES, again);
        assert_memory_equal(weights, again, sizeof weights);
        for (size_t k = 0; k < WIDTH; k++) {
            assert_true(k == telling || weights[telling] > 2.0 * fabs(weights[k]));
        }
        assert_close(sum_of_decision_weights(weights), 1.0, 1e-9);
        free(a);
    }
}

static void words_that_are_not_trusted_weigh_less(void **state) {
    double trusted[WIDTH], doubted[WIDTH];
    (void)state;
    articles *a = new_articles(TENOR_POOL_TOP, 1.0);
    for (size_t i = 0; i < ARTICLES; i++) { /* the lexicon says the same, less clearly */
        a->statistics[i][TENOR_POOL_COUNT] += 0.7 * a->statistics[i][TENOR_POOL_TOP];
    }
    tenor_sigmoid sigmoid;
    assert_true(fit_trusting(a, ARTICLES, 1.0, trusted, &sigmoid));
    assert_true(fit_trusting(a, ARTICLES, 0.05, doubted, &sigmoid));
    assert_true(doubted[TENOR_POOL_COUNT] / doubted[TENOR_POOL_TOP] >
                5.0 * fabs(trusted[TENOR_POOL_COUNT] / trusted[TENOR_POOL_TOP]));
    free(a);
}

static void the_sigmoid_gives_the_share_of_articles(void **state) {
    double weights[WIDTH], expected = 0.0, positives = 0.0;
    tenor_sigmoid sigmoid;
    (void)state;
    articles *a = new_articles(TENOR_POOL_TOP, 1.0);
    assert_true(fit_trusting(a, ARTICLES, 1.0, weights, &sigmoid));
    assert_true(sigmoid.slope > 0.0);
    for (size_t i = 0; i < ARTICLES; i++) {
        positives += a->gold[i];
        expected += tenor_sigmoid_at(sigmoid, tenor_pool_value(weights, a->statistics[i], WIDTH));
    }
    assert_close(expected, positives, 1e-3);
    free(a);
}

static void what_tells_against_weighs_against(void **state) {
    double weights[WIDTH];
    (void)state;
    articles *a = new_articles(TENOR_POOL_COUNT, -1.0);
    fit(a, ARTICLES, weights);
    assert_true(weights[TENOR_POOL_COUNT] < 0.0);
    free(a);
}

/* Articles that say the opposite, but count for little, do not turn the weights. */
static void articles_count_by_their_weight(void **state) {
    double weights[WIDTH];
    (void)state;
    articles *a = new_articles(TENOR_POOL_MEAN, 1.0);
    for (size_t i = 0; i < ARTICLES; i++) {
        if (i % 2 == 0) {
            a->gold[i] = !a->gold[i];
            a->weight[i] = 0.01;
        }
    }
    fit(a, ARTICLES, weights);
    assert_true(weights[TENOR_POOL_MEAN] > 0.3);
    free(a);
}

static void a_statistic_that_never_changes_does_no_harm(void **state) {
    double weights[WIDTH];
    (void)state;
    articles *a = new_articles(TENOR_POOL_TOP, 1.0);
    for (size_t i = 0; i < ARTICLES; i++) {
        a->statistics[i][TENOR_POOL_COUNT] = 0.0;
        a->statistics[i][TENOR_POOL_TITLE] = a->statistics[i][TENOR_POOL_TOP]; /* no titles */
    }
    fit(a, ARTICLES, weights);
    for (size_t k = 0; k < WIDTH; k++) {
        assert_true(isfinite(weights[k]));
    }
    assert_true(weights[TENOR_POOL_TOP] > 0.2);
    free(a);
}

static void too_few_leave_the_weights_alone(void **state) {
    double weights[WIDTH];
    (void)state;
    articles *a = new_articles(TENOR_POOL_MEAN, 1.0);
    fit(a, 12, weights); /* fewer than ten of one class */
    assert_close(weights[TENOR_POOL_TOP], 1.0, 0.0);
    memset(a->gold, 1, sizeof a->gold);
    fit(a, ARTICLES, weights);
    assert_close(weights[TENOR_POOL_TOP], 1.0, 0.0);
    fit(a, 0, weights);
    assert_close(weights[TENOR_POOL_TOP], 1.0, 0.0);
    free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_the_top),
        cmocka_unit_test(the_statistic_that_tells_is_weighed_most),
        cmocka_unit_test(words_that_are_not_trusted_weigh_less),
        cmocka_unit_test(the_sigmoid_gives_the_share_of_articles),
        cmocka_unit_test(what_tells_against_weighs_against),
        cmocka_unit_test(articles_count_by_their_weight),
        cmocka_unit_test(a_statistic_that_never_changes_does_no_harm),
        cmocka_unit_test(too_few_leave_the_weights_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
