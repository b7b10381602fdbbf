/* test_fold.c: what folding makes equal, what it leaves alone, and where each unit says it came
 * from. */
#include "feature_fixture.h"

#include <time.h>

static void folds_to(void **state, const char *text, const char *expected) {
    char out[4096];
    assert_string_equal(fold_text(*state, text, out, sizeof out), expected);
}

static void case_width_and_script(void **state) {
    folds_to(state, "OpenAI ＧＰＴ－４ STRASSE", "openai gpt-4 strasse");
    folds_to(state, "Straße", "strasse");
    folds_to(state, "公司沒有大規模裁員，地緣政治", "公司没有大规模裁员,地缘政治");
    folds_to(state, "体系", "体系");
    folds_to(state,
             "！？　a\xc2\xa0"
             "b",
             "!? a b");
}

static void quotes_are_left_alone(void **state) {
    folds_to(state, "「引號」“quoted”", "「引号」“quoted”");
}

static void apostrophes_are_one(void **state) {
    folds_to(state, "don’t", "don't");
}

static void composed_and_decomposed_are_one(void **state) {
    folds_to(state, "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9");
    folds_to(state, "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한");
    folds_to(state, "ｶﾞ", "ガ");
}

static void invisible_characters_vanish(void **state) {
    folds_to(state, "co\xc2\xadop\xe2\x80\x8b", "coop");
    folds_to(state, "\xe2\x80\x8d", "");
}

static void ligatures_and_wide_expansions(void **state) {
    char out[4096];
    folds_to(state, "ﬁnal", "final");
    /* One code point becomes 18: the longest expansion there is, many times over. */
    assert_int_equal(strlen(fold_text(*state, "ﷺﷺﷺﷺﷺﷺﷺﷺ", out, sizeof out)), 8 * 33);
}

static void beyond_the_bmp(void **state) {
    folds_to(state, "𠀀𝐀😀", "𠀀a😀");
}

static void folding_is_idempotent(void **state) {
    const uint16_t *table = *state;
    for (uint32_t c = 1; c < TENOR_FOLD_SIZE; c++) {
        if (table[c] != 0 && table[table[c]] != 0) {
            assert_int_equal(table[table[c]], table[c]);
        }
    }
}

static void origins(void **state, const char *text, const uint32_t *expected, size_t size) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_folded folded = TENOR_FOLDED_INIT;
    assert_int_equal(tenor_fold(*state, view_of(text), &folded, &err), 0);
    assert_int_equal(folded.size, size);
    for (size_t i = 0; i <= size; i++) {
        assert_int_equal(folded.origin[i], expected[i]);
    }
    tenor_folded_free(&folded);
}

static void origins_count_code_points(void **state) {
    origins(state, "裁a", (const uint32_t[]){0, 1, 2}, 2);
    /* e + accent is one unit from 0; the ligature two units from 2; the surrogate pair two from 3.
     */
    origins(state, "e\xcc\x81ﬁ𠀀x", (const uint32_t[]){0, 2, 2, 3, 3, 4, 5}, 6);
    origins(state,
            "a\xc2\xad"
            "b",
            (const uint32_t[]){0, 2, 3}, 2);
    origins(state, "", (const uint32_t[]){0}, 0);
}

static void bad_bytes_become_replacements(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_folded folded = TENOR_FOLDED_INIT;
    static const char bytes[] = {'a',        (char)0xFF, (char)0x80, 0,          (char)0xED,
                                 (char)0xA0, (char)0x80, 'b',        (char)0xE8, (char)0xA3};
    assert_int_equal(tenor_fold(*state, (tenor_view){bytes, sizeof bytes}, &folded, &err), 0);
    assert_int_equal(folded.units[0], 'a');
    assert_int_equal(folded.units[1], 0xFFFD);
    assert_int_equal(folded.units[2], 0xFFFD);
    assert_int_equal(folded.units[3], 0);
    assert_int_equal(folded.units[folded.size - 2], 'b');
    assert_int_equal(folded.units[folded.size - 1], 0xFFFD);
    assert_int_equal(folded.origin[folded.size], folded.size);
    tenor_folded_free(&folded);
}

static void a_null_view_is_empty(void **state) {
    tenor_folded folded = TENOR_FOLDED_INIT;
    assert_int_equal(tenor_fold(*state, (tenor_view){NULL, 0}, &folded, NULL), 0);
    assert_int_equal(folded.size, 0);
    assert_int_equal(folded.origin[0], 0);
    tenor_folded_free(&folded);
    tenor_folded_free(NULL);
}

/* Marks of two classes in turn make naive reordering quadratic. */
static void a_million_marks_take_linear_time(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_folded folded = TENOR_FOLDED_INIT;
    size_t marks = 1000000;
    char *text = malloc(1 + 2 * marks);
    assert_non_null(text);
    text[0] = 'a';
    for (size_t i = 0; i < marks; i++) {
        memcpy(text + 1 + 2 * i, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3", 2);
    }
    clock_t start = clock();
    assert_int_equal(tenor_fold(*state, (tenor_view){text, 1 + 2 * marks}, &folded, &err), 0);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 10.0);
    assert_int_equal(folded.origin[folded.size], marks + 1);
    free(text);
    tenor_folded_free(&folded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_width_and_script),
        cmocka_unit_test(quotes_are_left_alone),
        cmocka_unit_test(apostrophes_are_one),
        cmocka_unit_test(composed_and_decomposed_are_one),
        cmocka_unit_test(invisible_characters_vanish),
        cmocka_unit_test(ligatures_and_wide_expansions),
        cmocka_unit_test(beyond_the_bmp),
        cmocka_unit_test(folding_is_idempotent),
        cmocka_unit_test(origins_count_code_points),
        cmocka_unit_test(bad_bytes_become_replacements),
        cmocka_unit_test(a_null_view_is_empty),
        cmocka_unit_test(a_million_marks_take_linear_time),
    };
    return cmocka_run_group_tests(tests, make_fold, free_fold);
}
