/* test_give.c: probabilities of an axis -> which labels are given. */
#include "model_fixture.h"

#include "give.h"

static void each_label_of_a_multi_axis_has_its_threshold(void **state) {
    const float threshold[] = {0.3F, 0.5F, 0.6F, 1.0F};
    float probability[] = {0.3F, 0.49F, 0.99F, 0.99F};
    uint8_t given[] = {9, 9, 9, 9};
    (void)state;
    tenor_give(true, threshold, 4, probability, given);
    assert_int_equal(given[0], 1); /* from the threshold on */
    assert_int_equal(given[1], 0);
    assert_int_equal(given[2], 1);
    assert_int_equal(given[3], 0);
    assert_close(probability[1], 0.49, 1e-6); /* left as they are */
}

static void a_multi_axis_may_give_none(void **state) {
    const float threshold[] = {0.5F, 0.5F};
    float probability[] = {0.1F, 0.2F};
    uint8_t given[] = {9, 9};
    (void)state;
    tenor_give(true, threshold, 2, probability, given);
    assert_int_equal(given[0] + given[1], 0);
}

static void a_single_axis_gives_the_most_probable(void **state) {
    const float threshold[] = {0.9F, 0.9F, 0.9F}; /* not looked at */
    float probability[] = {0.1F, 0.4F, 0.3F};
    uint8_t given[] = {9, 9, 9};
    (void)state;
    tenor_give(false, threshold, 3, probability, given);
    assert_int_equal(given[0], 0);
    assert_int_equal(given[1], 1);
    assert_int_equal(given[2], 0);
    assert_close(probability[0], 0.125, 1e-6);
    assert_close(probability[0] + probability[1] + probability[2], 1.0, 1e-6);
}

static void the_first_of_equals_is_given(void **state) {
    float equal[] = {0.2F, 0.2F}, zero[] = {0.0F, 0.0F, 0.0F, 0.0F};
    const float threshold[] = {0.5F, 0.5F, 0.5F, 0.5F};
    uint8_t given[] = {9, 9, 9, 9};
    (void)state;
    tenor_give(false, threshold, 2, equal, given);
    assert_int_equal(given[0], 1);
    assert_int_equal(given[1], 0);
    tenor_give(false, threshold, 4, zero, given);
    assert_int_equal(given[0], 1);
    assert_close(zero[3], 0.25, 0.0); /* nothing known: all alike */
}

static void an_axis_without_labels_gives_nothing(void **state) {
    (void)state;
    tenor_give(false, NULL, 0, NULL, NULL);
    tenor_give(true, NULL, 0, NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_label_of_a_multi_axis_has_its_threshold),
        cmocka_unit_test(a_multi_axis_may_give_none),
        cmocka_unit_test(a_single_axis_gives_the_most_probable),
        cmocka_unit_test(the_first_of_equals_is_given),
        cmocka_unit_test(an_axis_without_labels_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
