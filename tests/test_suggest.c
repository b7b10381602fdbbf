/* test_suggest.c: sketches tell copies from strangers; unsure articles come first, copies of chosen
 * ones do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "suggest.h"

static tenor_sketch sketch_of(const char *text) {
    tenor_sketch sketch;
    tenor_sketch_make((tenor_view){text, strlen(text)}, &sketch);
    return sketch;
}

static const char wheat[] =
    "The wheat harvest in the northern valley was the richest that farmers there remember.";
static const char wheat_too[] =
    "The wheat harvest in the northern valley was the richest that farmers can remember.";
static const char match[] = "主队在最后一分钟攻入一球，以二比一赢得了这场比赛，球迷们冲进了球场。";

static void test_similarity(void **state) {
    (void)state;
    tenor_sketch a = sketch_of(wheat), b = sketch_of(wheat_too), c = sketch_of(match),
                 none = sketch_of("");
    assert_true(tenor_sketch_similarity(&a, &a) == 1.0);
    assert_true(tenor_sketch_similarity(&a, &b) > 0.6);
    assert_true(tenor_sketch_similarity(&a, &c) < 0.05);
    assert_true(tenor_sketch_similarity(&none, &none) == 0.0);
    assert_true(tenor_sketch_similarity(&none, &a) == 0.0);
}

static void test_order(void **state) {
    (void)state;
    const tenor_sketch sketches[] = {sketch_of(wheat), sketch_of(wheat_too), sketch_of(match)};
    const double uncertainty[] = {0.9, 0.8, 0.5};
    size_t chosen[3], count = 0;
    assert_int_equal(tenor_suggest(uncertainty, sketches, 3, 3, chosen, &count, NULL), 0);
    assert_int_equal(count, 3);
    assert_int_equal(chosen[0], 0);
    assert_int_equal(chosen[1], 2); /* less unsure than the copy, but new */
    assert_int_equal(chosen[2], 1);
}

static void test_limits(void **state) {
    (void)state;
    const tenor_sketch sketches[] = {sketch_of("same"), sketch_of("same")};
    const double uncertainty[] = {0.0, 0.0};
    size_t chosen[2], count = 9;
    assert_int_equal(tenor_suggest(uncertainty, sketches, 2, 1, chosen, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(chosen[0], 0);
    assert_int_equal(tenor_suggest(uncertainty, sketches, 2, 5, chosen, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_int_equal(tenor_suggest(uncertainty, sketches, 0, 5, chosen, &count, NULL), 0);
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_similarity),
                                       cmocka_unit_test(test_order), cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
