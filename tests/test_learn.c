/* test_learn.c: which rows a label's hyperplane is learned from, and what it then says. */
#include "school_fixture.h"

static void learn(const classroom *c, size_t label, uint32_t held, tenor_desk *desk) {
    assert_int_equal(tenor_desk_new(desk, c->set.matrix.row_count, c->set.matrix.term_count, NULL),
                     0);
    assert_int_equal(tenor_learn(&c->school, label, c->lessons[label], held, 1.0, desk, NULL), 0);
}

static double decide(const classroom *c, const tenor_desk *desk, size_t row) {
    return tenor_matrix_dot(&c->set.matrix, row, desk->weights) + desk->bias;
}

static bool same(const classroom *c, const tenor_desk *a, const tenor_desk *b) {
    size_t terms = c->set.matrix.term_count;
    return memcmp(a->weights, b->weights, terms * sizeof *a->weights) == 0 &&
           memcmp(&a->bias, &b->bias, sizeof a->bias) == 0;
}

static void the_plan_follows_the_axes(void **state) {
    tenor_dataset d = TENOR_DATASET_INIT;
    (void)state;
    add_axis(&d, "topic", true, "a b");
    add_axis(&d, "tone", false, "dark bright");
    add_axis(&d, "stance", false, "for against none");
    tenor_lesson *lessons = tenor_plan_lessons(&d);
    assert_non_null(lessons);
    for (size_t l = 0; l < d.label_count; l++) {
        assert_int_equal(lessons[l].multi, l < 2);
        assert_int_equal(lessons[l].mirrored, l == 3);
    }
    free(lessons);
    tenor_dataset_free(&d);
}

static void topics_are_told_apart(void **state) {
    classroom c;
    tenor_desk desk;
    tenor_dataset d = make_dataset();
    (void)state;
    open_classroom(&c, &d);
    for (size_t label = 0; label < d.label_count; label++) {
        learn(&c, label, TENOR_NO_FOLD, &desk);
        for (size_t e = 0; e < d.example_count; e++) {
            bool positive = d.examples[e].gold[label] == TENOR_GOLD_YES;
            assert_int_equal(decide(&c, &desk, c.set.first_row[e]) > 0.0, positive);
        }
        tenor_desk_free(&desk);
    }
    close_classroom(&c);
}

static void held_out_and_unknown_are_not_looked_at(void **state) {
    classroom c;
    tenor_desk plain, turned, unknown, all;
    tenor_dataset d = make_dataset();
    (void)state;
    open_classroom(&c, &d);
    learn(&c, TOPIC_SPORT, 1, &plain);
    learn(&c, TOPIC_SPORT, TENOR_NO_FOLD, &all);
    for (size_t e = 0; e < d.example_count; e++) {
        int8_t *gold = &d.examples[e].gold[TOPIC_SPORT];
        *gold = (int8_t)(c.fold[e] == 1 ? !*gold : *gold);
    }
    learn(&c, TOPIC_SPORT, 1, &turned);
    for (size_t e = 0; e < d.example_count; e++) {
        int8_t *gold = &d.examples[e].gold[TOPIC_SPORT];
        *gold = (int8_t)(c.fold[e] == 1 ? TENOR_GOLD_UNKNOWN : *gold);
    }
    learn(&c, TOPIC_SPORT, TENOR_NO_FOLD, &unknown);
    assert_true(same(&c, &plain, &turned));
    assert_true(same(&c, &plain, &unknown));
    assert_false(same(&c, &plain, &all));
    tenor_desk_free(&plain);
    tenor_desk_free(&turned);
    tenor_desk_free(&unknown);
    tenor_desk_free(&all);
    close_classroom(&c);
}

static void one_class_alone_is_always_said(void **state) {
    (void)state;
    for (int8_t gold = TENOR_GOLD_NO; gold <= TENOR_GOLD_YES; gold++) {
        classroom c;
        tenor_desk desk;
        tenor_dataset d = make_dataset();
        open_classroom(&c, &d);
        for (size_t e = 0; e < d.example_count; e++) {
            d.examples[e].gold[TOPIC_SPORT] = gold;
        }
        learn(&c, TOPIC_SPORT, TENOR_NO_FOLD, &desk);
        for (size_t row = 0; row < c.set.matrix.row_count; row++) {
            assert_close(decide(&c, &desk, row), gold == TENOR_GOLD_YES ? 1.0 : -1.0, 0.0);
        }
        tenor_desk_free(&desk);
        close_classroom(&c);
    }
}

typedef struct finds {
    size_t carried;     /* passages about layoffs that decide for it */
    size_t not_carried; /* passages about the garden that decide against it */
} finds;

static finds find_passages(const classroom *c, const tenor_desk *desk, size_t first) {
    finds f = {0, 0};
    for (size_t i = 0; i < 6; i++) {
        size_t at = c->set.first_row[first + 2 * i + 1];
        assert_int_equal(c->set.first_row[first + 2 * i + 2] - at, 10);
        for (size_t p = 0; p < 10; p++) {
            f.carried += p == i && decide(c, desk, at + p) > 0.0;
            f.not_carried += p != i && decide(c, desk, at + p) < 0.0;
        }
    }
    return f;
}

/* Six long articles have the label for one of their ten passages: that passage is found to carry
 * it, its neighbours are not. Learned as if every passage carried it, the garden would be layoffs.
 */
static void the_passage_that_carries_the_label_is_found(void **state) {
    classroom c;
    tenor_desk desk;
    tenor_dataset d = make_dataset();
    (void)state;
    size_t first = d.example_count;
    add_gardens(&d, "", "00??", "10??");
    open_classroom(&c, &d);
    learn(&c, TOPIC_LAYOFFS, TENOR_NO_FOLD, &desk);
    finds f = find_passages(&c, &desk, first);
    assert_int_equal(f.carried, 6);
    assert_int_equal(f.not_carried, 54);
    tenor_desk_free(&desk);
    c.lessons[TOPIC_LAYOFFS].multi = false;
    learn(&c, TOPIC_LAYOFFS, TENOR_NO_FOLD, &desk);
    assert_true(find_passages(&c, &desk, first).not_carried < 54);
    tenor_desk_free(&desk);
    close_classroom(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_follows_the_axes),
        cmocka_unit_test(topics_are_told_apart),
        cmocka_unit_test(held_out_and_unknown_are_not_looked_at),
        cmocka_unit_test(one_class_alone_is_always_said),
        cmocka_unit_test(the_passage_that_carries_the_label_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
