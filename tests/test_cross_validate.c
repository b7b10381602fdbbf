/* test_cross_validate.c: every decision value is out of fold, under the cost that was chosen. */
#include "school_fixture.h"

#include "cross_validate.h"

static tenor_train_options options_with(uint32_t threads) {
    tenor_train_options options = quick_options();
    options.folds = CLASSROOM_FOLDS;
    options.threads = threads;
    return options;
}

/* Learning again without a fold gives the values kept for that fold. */
static void values_are_out_of_fold(void **state) {
    classroom c;
    tenor_oof oof = {NULL, NULL};
    tenor_desk desk;
    tenor_dataset d = make_dataset();
    tenor_train_options options = options_with(2);
    (void)state;
    open_classroom(&c, &d);
    size_t rows = c.set.matrix.row_count;
    assert_int_equal(tenor_desk_new(&desk, rows, c.set.matrix.term_count, NULL), 0);
    assert_int_equal(tenor_cross_validate(&c.school, &options, &oof, NULL), 0);
    for (size_t label = 0; label < d.label_count; label++) {
        for (uint32_t f = 0; f < CLASSROOM_FOLDS && !c.lessons[label].mirrored; f++) {
            assert_int_equal(
                tenor_learn(&c.school, label, c.lessons[label], f, oof.cost[label], &desk, NULL),
                0);
            for (size_t row = 0; row < rows; row++) {
                double value = tenor_matrix_dot(&c.set.matrix, row, desk.weights) + desk.bias;
                assert_true(c.fold[c.row_example[row]] != f ||
                            fabs(value - (double)oof.unit_decision[label * rows + row]) < 1e-6);
            }
        }
    }
    tenor_desk_free(&desk);
    tenor_oof_free(&oof);
    close_classroom(&c);
}

static void most_held_out_articles_are_told_right(void **state) {
    classroom c;
    tenor_oof oof = {NULL, NULL};
    tenor_dataset d = make_dataset();
    tenor_train_options options = options_with(1);
    size_t right = 0;
    (void)state;
    open_classroom(&c, &d);
    assert_int_equal(tenor_cross_validate(&c.school, &options, &oof, NULL), 0);
    for (size_t row = 0; row < c.set.matrix.row_count; row++) {
        const int8_t *gold = d.examples[c.row_example[row]].gold;
        right += (oof.unit_decision[row] > 0.0F) == (gold[TOPIC_LAYOFFS] == TENOR_GOLD_YES);
    }
    assert_true(right >= 34); /* of 40 */
    tenor_oof_free(&oof);
    close_classroom(&c);
}

static void a_pair_of_labels_is_one_question(void **state) {
    classroom c;
    tenor_oof oof = {NULL, NULL};
    tenor_dataset d = make_dataset();
    tenor_train_options options = options_with(1);
    (void)state;
    open_classroom(&c, &d);
    assert_int_equal(tenor_cross_validate(&c.school, &options, &oof, NULL), 0);
    size_t rows = c.set.matrix.row_count;
    assert_close(oof.cost[TONE_DARK], oof.cost[TONE_BRIGHT], 0.0);
    for (size_t row = 0; row < rows; row++) {
        assert_close(oof.unit_decision[TONE_DARK * rows + row],
                     -oof.unit_decision[TONE_BRIGHT * rows + row], 0.0);
    }
    tenor_oof_free(&oof);
    close_classroom(&c);
}

static void threads_change_no_value(void **state) {
    classroom c;
    tenor_oof one = {NULL, NULL}, more = {NULL, NULL};
    tenor_dataset d = make_dataset();
    (void)state;
    open_classroom(&c, &d);
    size_t cells = c.set.matrix.row_count * d.label_count;
    tenor_train_options options = options_with(1);
    assert_int_equal(tenor_cross_validate(&c.school, &options, &one, NULL), 0);
    options = options_with(5);
    assert_int_equal(tenor_cross_validate(&c.school, &options, &more, NULL), 0);
    assert_memory_equal(one.unit_decision, more.unit_decision, cells * sizeof(float));
    assert_memory_equal(one.cost, more.cost, d.label_count * sizeof(double));
    tenor_oof_free(&one);
    tenor_oof_free(&more);
    close_classroom(&c);
}

typedef struct told {
    size_t steps, done, total;
} told;

static void listen(void *data, const char *step, size_t done, size_t total) {
    told *t = data;
    assert_string_equal(step, "cross-validating");
    assert_int_equal(done, t->done + 1);
    t->done = done;
    t->total = total;
}

static void progress_is_told_to_its_end(void **state) {
    classroom c;
    told t = {0, 0, 0};
    tenor_oof oof = {NULL, NULL};
    tenor_dataset d = make_dataset();
    tenor_train_options options = options_with(2);
    (void)state;
    options.progress = listen;
    options.progress_data = &t;
    open_classroom(&c, &d);
    assert_int_equal(tenor_cross_validate(&c.school, &options, &oof, NULL), 0);
    assert_true(t.total > 0);
    assert_int_equal(t.done, t.total);
    tenor_oof_free(&oof);
    close_classroom(&c);
}

static void articles_are_pooled_from_their_own_units(void **state) {
    classroom c;
    double *statistics;
    float *units;
    tenor_dataset d = make_dataset();
    char *article = garden_article(10, "");
    (void)state;
    d.settings.passage_bytes = 100;
    add_article(&d, "Garden", article, "en", "0101");
    free(article);
    open_classroom(&c, &d);
    size_t rows = c.set.matrix.row_count, last = d.example_count - 1;
    units = tenor_new_array(rows, sizeof *units);
    statistics = tenor_new_array(d.example_count, TENOR_POOL_COUNT * sizeof *statistics);
    assert_true(units != NULL && statistics != NULL);
    for (size_t row = 0; row < rows; row++) {
        units[row] = (float)row;
    }
    assert_int_equal(tenor_pool_examples(&c.school, units, statistics, NULL), 0);
    for (size_t e = 0; e < last; e++) { /* one unit each */
        assert_close(statistics[e * TENOR_POOL_COUNT + TENOR_POOL_MAX], c.set.first_row[e], 0.0);
    }
    const double *s = statistics + last * TENOR_POOL_COUNT;
    assert_close(s[TENOR_POOL_TITLE], c.set.first_row[last], 0.0);
    assert_close(s[TENOR_POOL_LEAD], c.set.first_row[last] + 1, 0.0);
    assert_close(s[TENOR_POOL_MAX], rows - 1, 0.0);
    free(units);
    free(statistics);
    close_classroom(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_out_of_fold),
        cmocka_unit_test(most_held_out_articles_are_told_right),
        cmocka_unit_test(a_pair_of_labels_is_one_question),
        cmocka_unit_test(threads_change_no_value),
        cmocka_unit_test(progress_is_told_to_its_end),
        cmocka_unit_test(articles_are_pooled_from_their_own_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
