/* test_segment.c: kinds, borders and `joins` of tokens. */
#include "feature_fixture.h"

#include "segment.h"

/* Tokens of text as "kind:text" with '+' before a token that joins, separated by blanks. */
static const char *cut(void **state, const char *text, char *out) {
    static const char kinds[] = "HLNM";
    tenor_error err = TENOR_ERROR_INIT;
    tenor_folded folded = TENOR_FOLDED_INIT;
    tenor_segmenter *segmenter;
    const tenor_token *tokens;
    size_t count;
    char *at = out;
    assert_int_equal(tenor_segmenter_new(&segmenter, &err), 0);
    assert_int_equal(tenor_fold(*state, view_of(text), &folded, &err), 0);
    assert_int_equal(tenor_segment(segmenter, folded.units, folded.size, &tokens, &count, &err), 0);
    *at = '\0';
    for (size_t i = 0; i < count; i++) {
        at += sprintf(at, "%s%s%c%u-%u", i > 0 ? " " : "", tokens[i].joins ? "+" : "",
                      kinds[tokens[i].kind], (unsigned)tokens[i].start, (unsigned)tokens[i].end);
    }
    tenor_folded_free(&folded);
    tenor_segmenter_free(segmenter);
    return out;
}

static void kinds(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "OpenAI 裁员 2025!", out), "L0-6 +H7-9 +N10-14 +M14-15");
    assert_string_equal(cut(state, "B200 3.5 カメラ", out), "L0-4 +N5-8 +L9-12");
}

static void punctuation_gives_no_token_and_parts(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "cost, jobs", out), "L0-4 L6-10");
    assert_string_equal(cut(state, "裁员。公司", out), "H0-2 H3-5");
    assert_string_equal(cut(state, "——…《》", out), "");
}

static void blanks_join(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "export \t\n control", out), "L0-6 +L10-17");
    assert_string_equal(cut(state, "第三 公司", out), "H0-2 +H3-5");
}

static void words_with_apostrophes_stay_whole(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "don’t", out), "L0-5");
}

static void last_token_needs_no_blank_behind(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "裁员abc", out), "H0-2 +L2-5");
}

static void nothing_gives_nothing(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "", out), "");
    assert_string_equal(cut(state, " \n", out), "");
}

static void supplementary_ideographs_are_han(void **state) {
    char out[1024];
    assert_string_equal(cut(state, "𠀀", out), "H0-2");
}

static void a_segmenter_is_reused(void **state) {
    static const uint16_t text[] = {'a', ' ', 'b'};
    tenor_segmenter *segmenter;
    const tenor_token *tokens;
    size_t count;
    (void)state;
    assert_int_equal(tenor_segmenter_new(&segmenter, NULL), 0);
    for (size_t size = 3; size < 4; size -= 2) {
        assert_int_equal(tenor_segment(segmenter, text, size, &tokens, &count, NULL), 0);
        assert_int_equal(count, (size + 1) / 2);
    }
    tenor_segmenter_free(segmenter);
    tenor_segmenter_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(punctuation_gives_no_token_and_parts),
        cmocka_unit_test(blanks_join),
        cmocka_unit_test(words_with_apostrophes_stay_whole),
        cmocka_unit_test(last_token_needs_no_blank_behind),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(supplementary_ideographs_are_han),
        cmocka_unit_test(a_segmenter_is_reused),
    };
    return cmocka_run_group_tests(tests, make_fold, free_fold);
}
