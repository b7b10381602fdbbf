/* test_evidence.c: the parts of terms add up to what the model decided, to the last bit; evidence
 * lies where it says. */
#include "pipeline_fixture.h"

#include "tenor_model.h"

static int by_number(const void *left, const void *right) {
    const tenor_contribution *a = left, *b = right;
    return a->term_number < b->term_number ? -1 : a->term_number > b->term_number;
}

/* Summed in the order in which the model sums, that of the terms' numbers. */
static double sum_of(const tenor_explanation *why) {
    tenor_contribution *terms = malloc((why->count + 1) * sizeof *terms);
    double sum = 0;
    assert_non_null(terms);
    memcpy(terms, why->contributions, why->count * sizeof *terms);
    qsort(terms, why->count, sizeof *terms, by_number);
    for (size_t i = 0; i < why->count; i++) {
        sum += terms[i].value;
    }
    free(terms);
    return sum + why->bias;
}

static void contributions_add_up_to_the_decision(void **state) {
    static const char title[] = "Team wins the cup";
    static const char text[] = "The goalkeeper saved a penalty and the young team won the "
                               "cup.\n\n投资者买入债券和股票，交易所指数上涨。"
                               "\n\nShares of the bank fell; nobody in the hills was surprised.";
    scratch *self = *state;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    tenor_scorer *scorer = NULL;
    tenor_verdict verdict;
    size_t explained = 0;
    assert_int_equal(
        tenor_model_open(&model, fixture_model(self, "m.tenor", fixture_annotated), &err), 0);
    assert_int_equal(tenor_scorer_new(&scorer, model, &err), 0);
    assert_int_equal(tenor_score(scorer, view_of(title), view_of(text), &verdict, &err), 0);
    for (size_t passage = 0; passage < verdict.passage_count; passage++) {
        for (size_t label = 0; label < tenor_model_label_count(model); label++) {
            tenor_explanation why;
            assert_int_equal(tenor_explain(scorer, passage, label, &why, &err), 0);
            assert_true(sum_of(&why) == verdict.passages[passage].decision[label]);
            explained += why.count;
            for (size_t i = 0; i < why.place_count; i++) {
                assert_true(why.places[i].char_start >= verdict.passages[passage].char_start);
                assert_true(why.places[i].char_end <= verdict.passages[passage].char_end);
            }
        }
    }
    assert_true(explained > 0);
    tenor_scorer_free(scorer);
    tenor_model_close(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(contributions_add_up_to_the_decision, scratch_make,
                                        scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
