/* test_axis_groups.c: a label is told by its own axis' words, and on a single-label axis by which
 * of them prevail. */
#include "school_fixture.h"

#include "axis_groups.h"
#include "vectorize.h"

enum { GOOD, BAD, MONEY, GROUPS };

typedef struct lexicon_fixture {
    tenor_dataset dataset;
    tenor_training_set set; /* its lexicon is what counts */
} lexicon_fixture;

static int make_lexicon(void **state) {
    lexicon_fixture *self = tenor_new_array(1, sizeof *self);
    assert_non_null(self);
    self->dataset = make_dataset();
    add_lexicon(&self->dataset, "good", "praise");
    add_lexicon(&self->dataset, "bad", "blame");
    add_lexicon(&self->dataset, "money", "price");
    assert_int_equal(tenor_vectorize(&self->dataset, 1, &self->set, NULL), 0);
    *state = self;
    return 0;
}

static int free_lexicon(void **state) {
    lexicon_fixture *self = *state;
    tenor_training_set_free(&self->set);
    tenor_dataset_free(&self->dataset);
    free(self);
    return 0;
}

static tenor_axis_groups find(void *const *state, bool multi, const char *first,
                              const char *second) {
    const lexicon_fixture *self = *state;
    tenor_axis_groups groups;
    char *labels[] = {(char *)first, (char *)second};
    tenor_axis_spec axis = {.multi = multi, .label_count = 2, .labels = labels};
    assert_int_equal(tenor_axis_groups_find(&groups, &axis, self->set.lexicon, NULL), 0);
    return groups;
}

static void only_which_group_prevails_counts_on_a_single_label_axis(void **state) {
    tenor_axis_groups groups = find(state, false, "good", "bad");
    double plain[TENOR_PART_COUNT][GROUPS] = {
        [TENOR_PART_WHOLE] = {1.0, 0.0, 5.0}, [TENOR_PART_TERMS] = {2.0, 1.0, 0.0}};
    double rich[TENOR_PART_COUNT][GROUPS] = {
        [TENOR_PART_WHOLE] = {4.0, 3.0, -2.0}, [TENOR_PART_TERMS] = {5.0, 1.0, 3.0}};
    tenor_axis_groups_view(&groups, plain[0]);
    tenor_axis_groups_view(&groups, rich[0]);
    assert_memory_equal(plain, rich, sizeof plain);
    assert_close(plain[0][GOOD], 0.5, 1e-12);
    assert_close(plain[0][MONEY], 0.0, 0.0);
    assert_close(plain[TENOR_PART_TERMS][GOOD], 0.0, 0.0);
    tenor_axis_groups_free(&groups);
}

static void rates_stay_as_they_are_on_a_multi_label_axis(void **state) {
    tenor_axis_groups groups = find(state, true, "money", "other");
    double rates[TENOR_PART_COUNT][GROUPS] = {
        [TENOR_PART_WHOLE] = {1.0, 2.0, 5.0}, [TENOR_PART_TERMS] = {1.0, 0.0, 1.5}};
    tenor_axis_groups_view(&groups, rates[0]);
    assert_close(rates[0][MONEY], 5.0, 0.0);
    assert_close(rates[0][GOOD], 0.0, 0.0);
    assert_close(rates[TENOR_PART_TERMS][MONEY], 1.5, 0.0);
    tenor_axis_groups_free(&groups);
}

static void all_groups_speak_where_none_is_named_like_a_label(void **state) {
    tenor_axis_groups groups = find(state, false, "yes", "no");
    double rates[TENOR_PART_COUNT][GROUPS] = {{1.0, 2.0, 5.0}};
    tenor_axis_groups_view(&groups, rates[0]);
    assert_close(rates[0][GOOD], 1.0, 0.0);
    assert_close(rates[0][MONEY], 5.0, 0.0);
    tenor_axis_groups_free(&groups);
}

static void spread_weights_give_the_same_value_on_plain_rates(void **state) {
    tenor_axis_groups groups = find(state, false, "good", "bad");
    double weights[TENOR_PART_COUNT * GROUPS] = {2.0, -1.0, 0.0, 0.5, 0.25,
                                                 0.0, 0.0,  3.0, 0.0, 1.0};
    double rates[] = {1.0, 0.5, 9.0, -2.0, 4.0, 9.0, 3.0, 3.5, 9.0, 1.4, 0.7, 2.1};
    double viewed[COUNT_OF(weights)];
    double on_view = 0.0, on_plain = 0.0;
    assert_int_equal(sizeof rates, sizeof viewed);
    memcpy(viewed, rates, sizeof viewed);
    tenor_axis_groups_view(&groups, viewed);
    for (size_t i = 0; i < COUNT_OF(weights); i++) {
        on_view += weights[i] * viewed[i];
    }
    tenor_axis_groups_spread(&groups, weights);
    for (size_t i = 0; i < COUNT_OF(weights); i++) {
        on_plain += weights[i] * rates[i];
    }
    assert_close(on_plain, on_view, 1e-12);
    tenor_axis_groups_free(&groups);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_which_group_prevails_counts_on_a_single_label_axis),
        cmocka_unit_test(rates_stay_as_they_are_on_a_multi_label_axis),
        cmocka_unit_test(all_groups_speak_where_none_is_named_like_a_label),
        cmocka_unit_test(spread_weights_give_the_same_value_on_plain_rates),
    };
    return cmocka_run_group_tests(tests, make_lexicon, free_lexicon);
}
