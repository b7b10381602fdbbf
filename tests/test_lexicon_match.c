/* test_lexicon_match.c: where terms are found in text, which wins, and what negates them. */
#include "feature_fixture.h"

#include "lexicon.h"
#include "segment.h"

static const char *const groups[] = {"layoffs", "chips", "negators"};

typedef struct fixture {
    uint16_t *fold;
    tenor_lexicon *lexicon;
    tenor_segmenter *segmenter;
} fixture;

static int set_up(void **state) {
    static fixture made;
    void *fold = NULL;
    const tenor_lexicon_term terms[] = {
        {view_of("裁员"), 0},     {view_of("大规模裁员"), 0}, {view_of("layoff"), 0},
        {view_of("layoffs"), 0},  {view_of("laid off"), 0},   {view_of("job"), 0},
        {view_of("job cuts"), 0}, {view_of("芯片"), 1},       {view_of("AI芯片"), 1},
        {view_of("ai"), 1},       {view_of("cuts"), 0},       {view_of("cuts"), 1},
        {view_of("没有"), 2},     {view_of("不"), 2},         {view_of("no"), 2},
        {view_of("don't"), 2},    {view_of("U.S."), 1},       {view_of("访台"), 1},
    };
    if (make_fold(&fold) != 0) {
        return -1;
    }
    made.fold = fold;
    *state = &made;
    return tenor_lexicon_new(&made.lexicon, made.fold, groups, 3, 2, terms,
                             sizeof terms / sizeof terms[0], NULL) != 0 ||
                   tenor_segmenter_new(&made.segmenter, TENOR_HAN_WORDS_NONE, NULL) != 0
               ? -1
               : 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    tenor_lexicon_free(made->lexicon);
    tenor_segmenter_free(made->segmenter);
    free(made->fold);
    return 0;
}

/* Hits as "group@start-end", "!" before negated ones, separated by blanks. */
static void finds(void **state, const char *text, const char *expected) {
    const fixture *made = *state;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_folded folded = TENOR_FOLDED_INIT;
    tenor_hits hits = {NULL, 0, 0};
    const tenor_token *tokens;
    size_t count;
    char out[1024] = "";
    char *at = out;
    assert_int_equal(tenor_fold(made->fold, view_of(text), &folded, &err), 0);
    assert_int_equal(
        tenor_segment(made->segmenter, folded.units, folded.size, &tokens, &count, &err), 0);
    assert_int_equal(
        tenor_lexicon_match(made->lexicon, folded.units, folded.size, tokens, count, &hits, &err),
        0);
    for (size_t i = 0; i < hits.count; i++) {
        const tenor_hit *hit = &hits.hits[i];
        at += sprintf(at, "%s%s%s@%u-%u%s", i > 0 ? " " : "", hit->negated ? "!" : "",
                      tenor_lexicon_group_name(made->lexicon, hit->group), (unsigned)hit->start,
                      (unsigned)hit->end, hit->again ? "=" : "");
    }
    assert_string_equal(out, expected);
    free(hits.hits);
    tenor_folded_free(&folded);
}

static void han_terms_match_anywhere(void **state) {
    finds(state, "公司宣布裁員了", "layoffs@4-6");
    finds(state, "OpenAI芯片", "chips@4-8");
}

/* 访台 (visit Taiwan) is no word of 走访|台中 (went round, Taichung). */
static void han_terms_do_not_straddle_words(void **state) {
    finds(state, "记者走访台中三处夜市", "");
    finds(state, "部长首次访台", "chips@4-6");
    finds(state, "访台", "chips@0-2");
}

static void letter_terms_match_whole_words(void **state) {
    finds(state, "Layoffs; jobs jobless JOB", "layoffs@0-7 layoffs@22-25");
    finds(state, "said AI芯 air", "chips@5-7");
    finds(state, "the U.S. economy", "chips@4-8");
    finds(state, "don't", "negators@0-5");
}

static void blanks_match_any_white_space(void **state) {
    finds(state, "were laid \n  off", "layoffs@5-16");
    finds(state, "laidoff", "");
}

static void the_longest_wins(void **state) {
    finds(state, "大规模裁员", "layoffs@0-5");
    finds(state, "job cuts", "layoffs@0-8");
    finds(state, "ai芯片", "chips@0-4");
    /* The longer one ends inside of a word: the shorter one counts. */
    finds(state, "job cutscene", "layoffs@0-3");
}

static void one_text_in_two_groups_hits_both(void **state) {
    finds(state, "cuts", "layoffs@0-4 chips@0-4=");
}

static void negators_reach_a_little_way(void **state) {
    finds(state, "没有裁员", "negators@0-2 !layoffs@2-4");
    finds(state, "没有任何公司裁员", "negators@0-2 !layoffs@6-8");
    finds(state, "没有任何一家公司裁员", "negators@0-2 layoffs@8-10");
    finds(state, "no plan for any layoffs", "negators@0-2 !layoffs@16-23");
    finds(state, "no plan at all for layoffs", "negators@0-2 layoffs@19-26");
    finds(state, "no large-scale layoffs", "negators@0-2 !layoffs@15-22");
    finds(state, "裁员没有", "layoffs@0-2 negators@2-4");
}

static void punctuation_stops_negators(void **state) {
    finds(state, "没有。裁员", "negators@0-2 layoffs@3-5");
    finds(state, "No, layoffs", "negators@0-2 layoffs@4-11");
    finds(state, "No! Layoffs", "negators@0-2 layoffs@4-11");
}

static void a_later_negator_counts(void **state) {
    finds(state, "不，没有裁员，芯片", "negators@0-1 negators@2-4 !layoffs@4-6 chips@7-9");
}

static void nothing_to_find(void **state) {
    finds(state, "", "");
    finds(state, "天气很好", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(han_terms_match_anywhere),
        cmocka_unit_test(han_terms_do_not_straddle_words),
        cmocka_unit_test(letter_terms_match_whole_words),
        cmocka_unit_test(blanks_match_any_white_space),
        cmocka_unit_test(the_longest_wins),
        cmocka_unit_test(one_text_in_two_groups_hits_both),
        cmocka_unit_test(negators_reach_a_little_way),
        cmocka_unit_test(punctuation_stops_negators),
        cmocka_unit_test(a_later_negator_counts),
        cmocka_unit_test(nothing_to_find),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
