/* test_ngram.c: which features a text has, by name. */
#include "feature_fixture.h"

#include "error.h"
#include "ngram.h"

typedef struct collected {
    tenor_buffer names; /* "name|name|..." of the family looked for */
    int family;
    size_t grams;
} collected;

static int collect(void *target, const tenor_walker *walker, const tenor_gram *grams, size_t count,
                   tenor_error *err) {
    collected *got = target;
    (void)err;
    assert_true(count > 0 && count <= TENOR_GRAM_BATCH);
    for (size_t i = 0; i < count; i++) {
        got->grams++;
        assert_true(grams[i].start < grams[i].end && grams[i].end <= walker->folded.size);
        if (grams[i].family == got->family) {
            tenor_buffer_add_text(&got->names, got->names.size > 0 ? "|" : "");
            tenor_gram_name(walker, &grams[i], &got->names);
        }
    }
    return 0;
}

static void gives(void **state, const tenor_settings *settings, int family, const char *text,
                  const char *expected) {
    static const char *const groups[] = {"layoffs", "negators"};
    const tenor_lexicon_term terms[] = {{view_of("裁员"), 0}, {view_of("没有"), 1}};
    tenor_error err = TENOR_ERROR_INIT;
    collected got = {TENOR_BUFFER_INIT, family, 0};
    tenor_lexicon *lexicon;
    tenor_walker *walker;
    assert_int_equal(tenor_lexicon_new(&lexicon, *state, groups, 2, 1, terms, 2, &err), 0);
    assert_int_equal(
        tenor_walker_new(&walker, settings, *state, TENOR_HAN_WORDS_NONE, lexicon, &err), 0);
    assert_int_equal(tenor_walker_run(walker, view_of(text),
                                      &(tenor_gram_sink){&got, collect, NULL, NULL}, &err),
                     0);
    assert_string_equal(got.names.data, expected);
    tenor_buffer_free(&got.names);
    tenor_walker_free(walker);
    tenor_lexicon_free(lexicon);
}

static void words_and_pairs(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    gives(state, &settings, TENOR_FAMILY_WORD, "Export controls, 裁員!",
          "export|controls|export controls|裁员|!|裁员 !");
}

static void three_words(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    settings.word_max = 3;
    gives(state, &settings, TENOR_FAMILY_WORD, "a b c d", "a|b|a b|c|b c|a b c|d|c d|b c d");
}

static void numbers_are_shapes(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    settings.word_max = 1;
    gives(state, &settings, TENOR_FAMILY_WORD, "2025 1998 3.5 10,000,000 ２０ B200",
          "0000|0000|0.0|00,000|00|b200");
}

static void long_words_are_cut_and_have_no_letters(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    gives(state, &settings, TENOR_FAMILY_WORD, "aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbccc",
          "aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbb");
    gives(state, &settings, TENOR_FAMILY_LATIN, "aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbccc", "");
}

static void han_runs_cross_word_borders(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    gives(state, &settings, TENOR_FAMILY_HAN, "AI裁員潮。𠀀好",
          "裁|裁员|裁员潮|员|员潮|潮|𠀀|𠀀好|好");
}

static void letters_within_padded_words(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    gives(state, &settings, TENOR_FAMILY_LATIN, "cut", "_cu|cut|ut_|_cut|cut_|_cut_");
    gives(state, &settings, TENOR_FAMILY_LATIN, "a of", "_a_|_of|of_|_of_");
    gives(state, &settings, TENOR_FAMILY_LATIN, "カメラ 한국어 2025 裁员", "");
    gives(state, &settings, TENOR_FAMILY_LATIN, "жар", "_жа|жар|ар_|_жар|жар_|_жар_");
}

static void lexicon_terms_and_groups(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    gives(state, &settings, TENOR_FAMILY_LEXICON, "裁員。沒有裁員", "裁员|没有|not 裁员");
    gives(state, &settings, TENOR_FAMILY_GROUP, "裁員。沒有裁員", "layoffs|negators|not layoffs");
}

static void a_weight_of_0_switches_a_family_off(void **state) {
    for (int family = 0; family < TENOR_FAMILY_COUNT; family++) {
        tenor_settings settings = TENOR_SETTINGS_INIT;
        settings.family_weight[family] = 0.0F;
        gives(state, &settings, family, "裁员 cut 没有裁员", "");
    }
}

/* Fixed hashes: a model file made elsewhere must find its terms. */
static int first_hash(void *target, const tenor_walker *walker, const tenor_gram *grams,
                      size_t count, tenor_error *err) {
    (void)walker;
    (void)count;
    (void)err;
    if (*(uint64_t *)target == 0) {
        *(uint64_t *)target = grams[count > 2 ? 2 : 0].hash;
    }
    return 0;
}

static void hashes_are_golden(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_walker *walker;
    uint64_t word = 0;
    uint64_t pair = 0;
    assert_int_equal(tenor_walker_new(&walker, &settings, *state, TENOR_HAN_WORDS_NONE, NULL, NULL),
                     0);
    assert_int_equal(tenor_walker_run(walker, view_of("!"),
                                      &(tenor_gram_sink){&word, first_hash, NULL, NULL}, NULL),
                     0);
    assert_int_equal(tenor_walker_run(walker, view_of("a b"),
                                      &(tenor_gram_sink){&pair, first_hash, NULL, NULL}, NULL),
                     0);
    assert_true(word == 0x286A0C5C21FC4CF6U);
    assert_true(pair == 0xBBB2309B676923BCU);
    tenor_walker_free(walker);
}

static int refuse(void *target, const tenor_walker *walker, const tenor_gram *grams, size_t count,
                  tenor_error *err) {
    (void)walker;
    (void)grams;
    (void)count;
    ++*(int *)target;
    return tenor_fail_memory(err);
}

static void a_failing_sink_ends_the_walk(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_walker *walker;
    char text[4000];
    int calls = 0;
    memset(text, 'x', sizeof text);
    for (size_t i = 5; i < sizeof text; i += 6) {
        text[i] = ' ';
    }
    assert_int_equal(tenor_walker_new(&walker, &settings, *state, TENOR_HAN_WORDS_NONE, NULL, &err),
                     0);
    assert_int_equal(tenor_walker_run(walker, (tenor_view){text, sizeof text},
                                      &(tenor_gram_sink){&calls, refuse, NULL, NULL}, &err),
                     TENOR_MEMORY);
    assert_int_equal(calls, 1);
    tenor_walker_free(walker);
}

static void wrong_settings_are_refused(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_walker *walker = NULL;
    settings.han_max = 100;
    assert_int_equal(tenor_walker_new(&walker, &settings, *state, TENOR_HAN_WORDS_NONE, NULL, NULL),
                     TENOR_USAGE);
    assert_null(walker);
    tenor_walker_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_pairs),
        cmocka_unit_test(three_words),
        cmocka_unit_test(numbers_are_shapes),
        cmocka_unit_test(long_words_are_cut_and_have_no_letters),
        cmocka_unit_test(han_runs_cross_word_borders),
        cmocka_unit_test(letters_within_padded_words),
        cmocka_unit_test(lexicon_terms_and_groups),
        cmocka_unit_test(a_weight_of_0_switches_a_family_off),
        cmocka_unit_test(hashes_are_golden),
        cmocka_unit_test(a_failing_sink_ends_the_walk),
        cmocka_unit_test(wrong_settings_are_refused),
    };
    return cmocka_run_group_tests(tests, make_fold, free_fold);
}
