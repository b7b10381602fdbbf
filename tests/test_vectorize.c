/* test_vectorize.c: the rows that are learned from are the vectors that labelling will see. */
#include "school_fixture.h"

#include "tally.h"
#include "vectorize.h"

static tenor_dataset make_mixed_dataset(void) {
    tenor_dataset d = make_dataset();
    char *article =
        garden_article(4, "公司裁员三百人，工人失业。The mill cuts three hundred jobs.");
    d.settings.passage_bytes = 100;
    add_lexicon(&d, "job-loss", "裁员");
    add_lexicon(&d, "garden", "compost");
    add_article(&d, "Notes from the garden", article, "en", "1010");
    add_article(&d, "", article, "en", "1010");
    add_article(&d, "Only a title, it seems", "", "en", "0101");
    add_article(&d, "", "？！……", "und", "0101");
    free(article);
    return d;
}

static void assert_row(const tenor_matrix *m, size_t row, const tenor_vector *vector) {
    size_t at = m->row_at[row];
    assert_int_equal(m->row_at[row + 1] - at, vector->size);
    if (vector->size > 0) {
        assert_memory_equal(m->term + at, vector->term, vector->size * sizeof *vector->term);
        assert_memory_equal(m->value + at, vector->value, vector->size * sizeof *vector->value);
    }
}

static void rows_are_what_labelling_sees(void **state) {
    tenor_dataset d = make_mixed_dataset();
    tenor_training_set set;
    tenor_cutter *cutter = NULL;
    tenor_extractor *extractor = NULL;
    (void)state;
    assert_int_equal(tenor_vectorize(&d, 2, &set, NULL), 0);
    assert_int_equal(tenor_cutter_new(&cutter, d.settings.passage_bytes, NULL), 0);
    assert_int_equal(tenor_extractor_new(&extractor, set.space, NULL), 0);
    assert_int_equal(set.group_count, 2);
    for (size_t e = 0; e < d.example_count; e++) {
        double hits[2 * TENOR_PART_COUNT], rates[2 * TENOR_PART_COUNT];
        tenor_tally tally;
        tenor_tally_begin(&tally, hits, 2);
        tenor_units units;
        assert_int_equal(tenor_cut(cutter, view_of(d.examples[e].title),
                                   view_of(d.examples[e].text), &units, NULL),
                         0);
        assert_int_equal(set.first_row[e + 1] - set.first_row[e], units.count);
        assert_int_equal(set.has_title[e], units.has_title);
        for (size_t u = 0; u < units.count; u++) {
            tenor_vector vector;
            assert_int_equal(
                tenor_extract(extractor, units.items[u].text, &vector, NULL, NULL, NULL), 0);
            assert_row(&set.matrix, set.first_row[e] + u, &vector);
            tenor_tally_add(&tally, extractor, &units, u);
        }
        tenor_tally_end(&tally, rates);
        assert_memory_equal(rates, set.rates + 2 * TENOR_PART_COUNT * e, sizeof rates);
    }
    assert_int_equal(set.first_row[d.example_count], set.matrix.row_count);
    assert_int_equal(set.matrix.term_count, set.space->term_count);
    tenor_extractor_free(extractor);
    tenor_cutter_free(cutter);
    tenor_training_set_free(&set);
    tenor_dataset_free(&d);
}

static void threads_change_nothing(void **state) {
    tenor_dataset d = make_mixed_dataset();
    tenor_training_set one, more;
    (void)state;
    assert_int_equal(tenor_vectorize(&d, 1, &one, NULL), 0);
    for (uint32_t threads = 0; threads < 5; threads++) {
        assert_int_equal(tenor_vectorize(&d, threads, &more, NULL), 0);
        size_t rows = one.matrix.row_count, entries = one.matrix.row_at[rows];
        assert_int_equal(more.matrix.row_count, rows);
        assert_int_equal(more.space->term_count, one.space->term_count);
        assert_memory_equal(more.matrix.row_at, one.matrix.row_at, (rows + 1) * sizeof(size_t));
        assert_memory_equal(more.matrix.term, one.matrix.term, entries * sizeof(uint32_t));
        assert_memory_equal(more.matrix.value, one.matrix.value, entries * sizeof(float));
        assert_memory_equal(more.rates, one.rates,
                            d.example_count * 2 * TENOR_PART_COUNT * sizeof(double));
        tenor_training_set_free(&more);
    }
    tenor_training_set_free(&one);
    tenor_dataset_free(&d);
}

static void data_without_words_is_refused(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_dataset d = TENOR_DATASET_INIT;
    tenor_training_set set;
    (void)state;
    add_axis(&d, "topic", true, "layoffs");
    add_article(&d, "", "!?", "und", "1");
    add_article(&d, "", "", "und", "0");
    assert_int_equal(tenor_vectorize(&d, 2, &set, &err), TENOR_DATA);
    assert_string_not_equal(err.text, "");
    tenor_training_set_free(&set);
    tenor_dataset_free(&d);
}

static void a_lexicon_that_cannot_be_is_refused(void **state) {
    tenor_dataset d = make_dataset();
    tenor_training_set set;
    (void)state;
    add_lexicon(&d, "empty", "");
    assert_int_equal(tenor_vectorize(&d, 1, &set, NULL), TENOR_DATA);
    tenor_training_set_free(&set);
    tenor_dataset_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_labelling_sees),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(data_without_words_is_refused),
        cmocka_unit_test(a_lexicon_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
