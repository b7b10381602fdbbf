/* test_scorer.c: what a text is answered with, and that the reasons given add up to the answer. */
#include "packed_fixture.h"

#include "school_fixture.h"

static int make_long_packed(void **state) {
    tenor_dataset d = make_dataset();
    char *article =
        garden_article(4, "公司裁员三百人，工人失业。The mill cuts three hundred jobs.");
    d.settings.passage_bytes = 100;
    add_lexicon(&d, "job-loss", "裁员");
    add_article(&d, "Notes from the garden", article, "en", "1010");
    free(article);
    *state = pack(d);
    return 0;
}

static tenor_scorer *new_scorer(const packed *p) {
    tenor_scorer *scorer = NULL;
    assert_int_equal(tenor_scorer_new(&scorer, p->model, NULL), 0);
    return scorer;
}

static tenor_verdict score(tenor_scorer *scorer, const char *title, const char *text) {
    tenor_verdict verdict;
    assert_int_equal(tenor_score(scorer, view_of(title), view_of(text), &verdict, NULL), 0);
    return verdict;
}

/* Labelling a training article sees the very vectors it was trained with. */
static void labelling_decides_as_training_did(void **state) {
    const packed *p = *state;
    size_t terms = p->set.space->term_count;
    double *weights = tenor_new_array(terms, sizeof *weights);
    tenor_scorer *scorer = new_scorer(p);
    assert_non_null(weights);
    for (size_t e = 0; e < p->dataset.example_count; e++) {
        const tenor_example *example = &p->dataset.examples[e];
        const tenor_verdict v = score(scorer, example->title, example->text);
        assert_int_equal(v.passage_count, p->set.first_row[e + 1] - p->set.first_row[e]);
        assert_int_equal(v.has_title, p->set.has_title[e]);
        for (size_t l = 0; l < 4; l++) {
            for (size_t t = 0; t < terms; t++) {
                weights[t] = (double)p->weights[t * 4 + l];
            }
            for (size_t u = 0; u < v.passage_count; u++) {
                double dot = tenor_matrix_dot(&p->set.matrix, p->set.first_row[e] + u, weights);
                assert_close(v.passages[u].decision[l], dot + p->labels[l].bias, 1e-9);
            }
        }
    }
    free(weights);
    tenor_scorer_free(scorer);
}

static void reasons_add_up(void **state) {
    const packed *p = *state;
    tenor_scorer *scorer = new_scorer(p);
    for (size_t e = 0; e < p->dataset.example_count; e++) {
        const tenor_example *example = &p->dataset.examples[e];
        const tenor_verdict v = score(scorer, example->title, example->text);
        for (size_t u = 0; u < v.passage_count; u++) {
            for (size_t l = 0; l < 4; l++) {
                tenor_explanation why;
                assert_int_equal(tenor_explain(scorer, u, l, &why, NULL), 0);
                double sum = why.bias;
                for (size_t i = 0; i < why.count; i++) {
                    sum += why.contributions[i].value;
                    assert_true(i == 0 ||
                                why.contributions[i].value <= why.contributions[i - 1].value);
                }
                assert_close(sum, v.passages[u].decision[l], 1e-9);
            }
        }
    }
    tenor_scorer_free(scorer);
}

static void reasons_of_an_article_add_up_to_its_log_odds(void **state) {
    const packed *p = *state;
    tenor_scorer *scorer = new_scorer(p);
    tenor_article_explanation why;
    assert_int_equal(tenor_explain_article(scorer, 0, &why, NULL), TENOR_USAGE);
    for (size_t e = 0; e < p->dataset.example_count; e++) {
        const tenor_example *example = &p->dataset.examples[e];
        const tenor_verdict v = score(scorer, example->title, example->text);
        for (size_t l = 0; l < 4; l++) {
            assert_int_equal(tenor_explain_article(scorer, l, &why, NULL), 0);
            double sum = why.base + why.passages;
            for (size_t g = 0; g < why.group_count; g++) {
                sum += why.groups[g].log_odds;
                assert_true(g == 0 ||
                            fabs(why.groups[g].log_odds) <= fabs(why.groups[g - 1].log_odds));
            }
            assert_close(sum, p->labels[l].slope * v.decision[l] + p->labels[l].offset, 1e-9);
        }
    }
    assert_int_equal(tenor_explain_article(scorer, 4, &why, NULL), TENOR_USAGE);
    tenor_scorer_free(scorer);
}

/* The byte at a code point. */
static const char *at_char(const char *text, uint32_t chars) {
    while (chars > 0) {
        text++;
        chars -= ((unsigned char)*text & 0xC0U) != 0x80U;
    }
    return text;
}

/* Where a Han term is said to stand, it stands; how many places there are. */
static size_t check_places(const tenor_explanation *why, const char *text, const char *wanted) {
    size_t found = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < why->place_count; i++) {
        const tenor_term_place *place = &why->places[i];
        assert_true(place->char_start >= last && place->char_end > place->char_start);
        last = place->char_start;
        const char *start = at_char(text, place->char_start);
        size_t size = (size_t)(at_char(text, place->char_end) - start);
        found += size == strlen(wanted) && strncmp(start, wanted, size) == 0;
    }
    return found;
}

static void reasons_stand_where_they_are_said_to(void **state) {
    const packed *p = *state;
    tenor_explanation why;
    tenor_scorer *scorer = new_scorer(p);
    const char *text = "这家公司说，被裁的员工……裁员还没有完。";
    score(scorer, "裁员", text); /* merged: places in the title are not the text's */
    assert_int_equal(tenor_explain(scorer, 0, 0, &why, NULL), 0);
    assert_true(check_places(&why, text, "裁员") >= 1);
    assert_true(check_places(&why, text, "员工") >= 1);
    const tenor_example *last = &p->dataset.examples[p->dataset.example_count - 1];
    const tenor_verdict v = score(scorer, last->title, last->text);
    size_t found = 0;
    for (size_t u = 0; u < v.passage_count; u++) {
        assert_int_equal(tenor_explain(scorer, u, 0, &why, NULL), 0);
        size_t here = check_places(&why, u == 0 ? last->title : last->text, "裁员");
        assert_true(here == 0 || u == 5); /* the fifth behind the title */
        found += here;
    }
    assert_true(found >= 1);
    tenor_scorer_free(scorer);
}

static void there_is_nothing_to_explain_outside(void **state) {
    const packed *p = *state;
    tenor_explanation why;
    tenor_scorer *scorer = new_scorer(p);
    assert_int_equal(tenor_explain(scorer, 0, 0, &why, NULL), TENOR_USAGE); /* nothing scored */
    score(scorer, "", layoff_texts[0]);
    assert_int_equal(tenor_explain(scorer, 1, 0, &why, NULL), TENOR_USAGE);
    assert_int_equal(tenor_explain(scorer, 0, 4, &why, NULL), TENOR_USAGE);
    assert_int_equal(tenor_explain(scorer, 0, 3, &why, NULL), 0);
    tenor_scorer_free(scorer);
}

static void passages_lie_in_the_text(void **state) {
    const packed *p = *state;
    const tenor_example *last = &p->dataset.examples[p->dataset.example_count - 1];
    tenor_scorer *scorer = new_scorer(p);
    const tenor_verdict v = score(scorer, last->title, last->text);
    assert_true(v.has_title);
    assert_int_equal(v.passage_count, 11);
    assert_int_equal(v.passages[0].char_end, strlen(last->title));
    for (size_t u = 1; u < v.passage_count; u++) {
        const tenor_scored_passage *s = &v.passages[u];
        assert_ptr_equal(at_char(last->text, s->char_start), last->text + s->byte_start);
        assert_ptr_equal(at_char(last->text, s->char_end), last->text + s->byte_end);
    }
    tenor_scorer_free(scorer);
}

static void the_answer_follows_from_the_probabilities(void **state) {
    const packed *p = *state;
    tenor_scorer *scorer = new_scorer(p);
    for (size_t e = 0; e < p->dataset.example_count; e++) {
        const tenor_verdict v = score(scorer, "", p->dataset.examples[e].text);
        for (size_t l = 0; l < 2; l++) {
            assert_int_equal(v.given[l], v.probability[l] >= p->labels[l].threshold);
        }
        assert_close(v.probability[2] + v.probability[3], 1.0, 1e-6);
        assert_int_equal(v.given[2] + v.given[3], 1);
        assert_true(v.given[2] == (v.probability[2] >= v.probability[3]));
        assert_true(v.known_count <= v.token_count);
    }
    tenor_scorer_free(scorer);
}

static void nothing_to_read_gives_no_label(void **state) {
    static const char *const texts[] = {"", " \n\t", "?!…… —"};
    const packed *p = *state;
    tenor_scorer *scorer = new_scorer(p);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const tenor_verdict v = score(scorer, "", texts[i]);
        assert_int_equal(v.token_count, 0);
        assert_int_equal(v.given[0] + v.given[1] + v.given[2] + v.given[3], 0);
        assert_close(v.probability[2] + v.probability[3], 1.0, 1e-6);
    }
    tenor_scorer_free(scorer);
}

/* A long text without a word, so that it has no passage at all. */
static void a_long_text_without_letters_is_no_error(void **state) {
    char text[1000];
    const packed *p = *state;
    tenor_scorer *scorer = new_scorer(p);
    memset(text, '.', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    const tenor_verdict v = score(scorer, "", text);
    assert_int_equal(v.given[0] + v.given[1] + v.given[2] + v.given[3], 0);
    tenor_scorer_free(scorer);
}

static void foreign_words_are_counted_as_unknown(void **state) {
    const packed *p = *state;
    tenor_scorer *scorer = new_scorer(p);
    const tenor_verdict v = score(scorer, "", "Ezek ismeretlen szavak egy idegen nyelven");
    assert_int_equal(v.token_count, 6);
    assert_int_equal(v.known_count, 0);
    tenor_scorer_free(scorer);
}

static void a_scorer_forgets(void **state) {
    const packed *p = *state;
    const tenor_example *last = &p->dataset.examples[p->dataset.example_count - 1];
    double first[4];
    tenor_scorer *scorer = new_scorer(p), *other = new_scorer(p);
    memcpy(first, score(scorer, "裁员", layoff_texts[0]).decision, sizeof first);
    score(scorer, last->title, last->text);
    score(scorer, "", "");
    tenor_verdict v = score(scorer, "裁员", layoff_texts[0]);
    assert_memory_equal(v.decision, first, sizeof first);
    v = score(other, "裁员", layoff_texts[0]);
    assert_memory_equal(v.decision, first, sizeof first);
    tenor_scorer_free(scorer);
    tenor_scorer_free(other);
    tenor_scorer_free(NULL);
}

static void the_strongest_terms_come_first(void **state) {
    const packed *p = *state;
    size_t terms = p->set.space->term_count, found = 0, both = 0, weighty = 0;
    tenor_contribution *out = tenor_new_array(terms + 5, sizeof *out);
    assert_non_null(out);
    for (int against = 0; against < 2; against++) {
        assert_int_equal(tenor_model_strongest(p->model, 1, against, out, 3, &found, NULL), 0);
        assert_int_equal(found, 3);
        double first = out[0].value;
        assert_int_equal(tenor_model_strongest(p->model, 1, against, out, terms + 5, &found, NULL),
                         0);
        both += found;
        assert_close(out[0].value, first, 0.0);
        for (size_t i = 0; i < found; i++) {
            double sign = against ? -1.0 : 1.0;
            assert_true(sign * out[i].value > 0.0);
            assert_true(i == 0 || sign * out[i].value <= sign * out[i - 1].value);
            assert_close(out[i].value, p->weights[out[i].term_number * 4 + 1], 0.0);
            assert_true(out[i].term.size > 0);
        }
    }
    for (size_t t = 0; t < terms; t++) {
        weighty += p->weights[t * 4 + 1] != 0.0F;
    }
    assert_int_equal(both, weighty);
    free(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labelling_decides_as_training_did),
        cmocka_unit_test(reasons_add_up),
        cmocka_unit_test(reasons_of_an_article_add_up_to_its_log_odds),
        cmocka_unit_test(reasons_stand_where_they_are_said_to),
        cmocka_unit_test(there_is_nothing_to_explain_outside),
        cmocka_unit_test(passages_lie_in_the_text),
        cmocka_unit_test(the_answer_follows_from_the_probabilities),
        cmocka_unit_test(nothing_to_read_gives_no_label),
        cmocka_unit_test(a_long_text_without_letters_is_no_error),
        cmocka_unit_test(foreign_words_are_counted_as_unknown),
        cmocka_unit_test(a_scorer_forgets),
        cmocka_unit_test(the_strongest_terms_come_first),
    };
    return cmocka_run_group_tests(tests, make_long_packed, free_packed);
}
