/* test_audit.c: one wrong annotation among right ones is found, unsure ones are left alone. */
#include <stdlib.h>

#include "audit.h"
#include "judged_fixture.h"

static const char *const names[] = {"p", "q"};
static const tenor_judged_axis single = {"kind", false, 0, names, 2},
                               multi = {"tags", true, 0, names, 2};

/* Articles 0 to 3 are p, 4 to 7 q; number 3 looks like q, number 7 a little like p. */
static const int8_t p_row[] = {1, 0}, q_row[] = {0, 1};
static const int8_t *const rows[] = {p_row, p_row, p_row, p_row, q_row, q_row, q_row, q_row};
static const float scores[] = {0.9F, 0.1F, 0.8F, 0.2F, 0.9F, 0.1F, 0.05F, 0.95F,
                               0.1F, 0.9F, 0.2F, 0.8F, 0.1F, 0.9F, 0.55F, 0.45F};
static const uint8_t no_answers[16];

static void test_single(void **state) {
    (void)state;
    tenor_suspect suspects[8];
    uint8_t suggestion[16];
    size_t count = 0;
    const tenor_judged all = {&single, 1, 2, 8, rows, no_answers, scores};
    assert_int_equal(tenor_audit(&all, suspects, &count, suggestion, NULL), 0);
    assert_int_equal(count, 1); /* 0.55 is less than p articles get on the mean (0.6625) */
    assert_int_equal(suspects[0].article, 3);
    check(suspects[0].annotated, 0.05);
    check(suspects[0].suggested, 0.95);
    assert_int_equal(suggestion[6], 0);
    assert_int_equal(suggestion[7], 1);
    assert_int_equal(suggestion[0], 1); /* as annotated elsewhere */
}

static void test_multi(void **state) {
    (void)state;
    tenor_suspect suspects[8];
    uint8_t suggestion[16];
    size_t count = 0;
    const tenor_judged all = {&multi, 1, 2, 8, rows, no_answers, scores};
    assert_int_equal(tenor_audit(&all, suspects, &count, suggestion, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(suspects[0].article, 3);
    assert_int_equal(suggestion[6], 0);
    assert_int_equal(suggestion[7], 1);
}

static void test_order(void **state) {
    (void)state;
    static const float wrong[] = {0.9F, 0.1F, 0.9F, 0.1F, 0.15F, 0.85F, 0.1F, 0.9F,
                                  0.1F, 0.9F, 0.1F, 0.9F, 0.3F,  0.7F,  0.2F, 0.8F};
    tenor_suspect suspects[8];
    uint8_t suggestion[16];
    size_t count = 0;
    const tenor_judged all = {&single, 1, 2, 8, rows, no_answers, wrong};
    assert_int_equal(tenor_audit(&all, suspects, &count, suggestion, NULL), 0);
    assert_int_equal(count, 2); /* articles of q get 0.825 on the mean */
    assert_int_equal(suspects[0].article, 3);
    assert_int_equal(suspects[1].article, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_single), cmocka_unit_test(test_multi),
                                       cmocka_unit_test(test_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
