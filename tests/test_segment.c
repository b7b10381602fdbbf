/* test_segment.c: kinds, borders and `joins` of tokens; with the dictionary and without (which is
 * ICU alone) they must be the same for any text. */
#include "feature_fixture.h"

#include "segment.h"

/* Both ways of cutting. */
typedef struct pair {
    uint64_t *slots;
    tenor_segmenter *own;
    tenor_segmenter *icu;
} pair;

static pair make_pair(void) {
    pair made = {NULL, NULL, NULL};
    tenor_han_words words = TENOR_HAN_WORDS_NONE;
    assert_int_equal(tenor_han_words_read(&made.slots, &words.count, NULL), 0);
    words.slots = made.slots;
    assert_int_equal(tenor_segmenter_new(&made.own, words, NULL), 0);
    assert_int_equal(tenor_segmenter_new(&made.icu, TENOR_HAN_WORDS_NONE, NULL), 0);
    return made;
}

static void free_pair(pair *made) {
    tenor_segmenter_free(made->own);
    tenor_segmenter_free(made->icu);
    free(made->slots);
}

static void assert_same(const pair *both, const uint16_t *units, size_t size) {
    const tenor_token *own;
    const tenor_token *icu;
    size_t own_count;
    size_t icu_count;
    assert_int_equal(tenor_segment(both->own, units, size, &own, &own_count, NULL), 0);
    assert_int_equal(tenor_segment(both->icu, units, size, &icu, &icu_count, NULL), 0);
    assert_int_equal(own_count, icu_count);
    for (size_t i = 0; i < icu_count; i++) {
        assert_int_equal(own[i].start, icu[i].start);
        assert_int_equal(own[i].end, icu[i].end);
        assert_int_equal(own[i].kind, icu[i].kind);
        assert_int_equal(own[i].joins, icu[i].joins);
    }
}

/* Tokens of text as "kind:text" with '+' before a token that joins, separated by blanks. */
static const char *cut(void **state, const char *text, char *out) {
    static const char kinds[] = "HLNM";
    tenor_folded folded = TENOR_FOLDED_INIT;
    pair both = make_pair();
    const tenor_token *tokens;
    size_t count;
    char *at = out;
    assert_int_equal(tenor_fold(*state, view_of(text), &folded, NULL), 0);
    assert_same(&both, folded.units, folded.size);
    assert_int_equal(tenor_segment(both.own, folded.units, folded.size, &tokens, &count, NULL), 0);
    *at = '\0';
    for (size_t i = 0; i < count; i++) {
        at += sprintf(at, "%s%s%c%u-%u", i > 0 ? " " : "", tokens[i].joins ? "+" : "",
                      kinds[tokens[i].kind], (unsigned)tokens[i].start, (unsigned)tokens[i].end);
    }
    tenor_folded_free(&folded);
    free_pair(&both);
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
    assert_int_equal(tenor_segmenter_new(&segmenter, TENOR_HAN_WORDS_NONE, NULL), 0);
    for (size_t size = 3; size < 4; size -= 2) {
        assert_int_equal(tenor_segment(segmenter, text, size, &tokens, &count, NULL), 0);
        assert_int_equal(count, (size + 1) / 2);
    }
    tenor_segmenter_free(segmenter);
    tenor_segmenter_free(NULL);
}

/* Texts in which what ICU cuts and what is cut here meet. */
static void mixed_texts_are_cut_as_icu_cuts_them(void **state) {
    static const char *const texts[] = {
        "他说：“AI芯片出口管制将于2025年3月1日生效！”记者问：b200呢？",
        "人工智能研究所所长在发布会上说，这家公司裁员三百人，股价下跌4.5%，约1,200万元。",
        "研究生命起源的科学家们时时刻刻在努力，人人都有机会；〇二年以来亦然。",
        "東京都はＡＩ企業を支援する。人々の生活が変わる、とカメラメーカーは述べた。",
        "삼성전자는 AI 반도체 投資를 늘린다. 한국어와 漢字 混用.",
        "Don't panic: the U.S. cut 3.5,7;8 jobs at 10:30 a.m. (see a.b@c.org, x_y, 1a2b, "
        "'quoted').",
        "Zoé's naïve co-founder, Müller — “we’ll see” · C++/C#… 👍🏽 and "
        "🇨🇳🇺🇸!",
        "𠀀𠀁字 﨎字 々 人々 字々字 か゛字 字́字 字\u200d字 ไทยภาษา汉字 שלום\"ה",
    };
    pair both = make_pair();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        tenor_folded folded = TENOR_FOLDED_INIT;
        assert_int_equal(tenor_fold(*state, view_of(texts[i]), &folded, NULL), 0);
        assert_same(&both, folded.units, folded.size);
        tenor_folded_free(&folded);
    }
    free_pair(&both);
}

static uint32_t next_random(uint64_t *seed) {
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

/* A unit of one of six kinds, those that are hard to get right most often. */
static uint16_t random_unit(uint64_t *seed, uint32_t kind) {
    static const char ascii[] = "ab1 2.,';:\"_@!? x\n\r-";
    static const uint16_t odd[] = {
        0x3001, 0x3002, 0x3005, 0x3007, 0x300A, 0x201C, 0x2014, 0x2022, 0x3042, 0x30AB, 0x30FC,
        0xAC00, 0x0301, 0x200D, 0x00E9, 0x00B7, 0x2018, 0x05D0, 0xD83D, 0xDE00, 0xD840, 0xDC00,
        0xFE0F, 0x3400, 0x9FFF, 0x0E01, 0x1680, 0x0085, 0xD83C, 0xDDFA, 0x303B, 0x0660, 0x203F,
        0xFA0E, 0x2E80, 0xDFFB, 0x3021, 0x309B, 0x00AD, 0x3012, 0x00A9, 0x20E3};
    uint32_t number = next_random(seed);
    switch (kind) {
    case 0:
        return (uint16_t)(number % 128);
    case 1:
        return (uint16_t)ascii[number % (sizeof ascii - 1)];
    case 2:
        return (uint16_t)(0x4E00 + number % 0x5200);
    case 3:
        return odd[number % (sizeof odd / sizeof odd[0])];
    case 4:
        return (uint16_t)number;
    default:
        return random_unit(seed, number % 4);
    }
}

static void random_units_are_cut_as_icu_cuts_them(void **state) {
    pair both = make_pair();
    uint64_t seed = 20250301;
    (void)state;
    for (int round = 0; round < 30000; round++) {
        uint16_t units[40];
        uint32_t kind = next_random(&seed) % 6;
        size_t size = 1 + next_random(&seed) % (round % 4 == 0 ? 40 : 8);
        for (size_t i = 0; i < size; i++) {
            units[i] = random_unit(&seed, kind);
        }
        assert_same(&both, units, size);
    }
    free_pair(&both);
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
        cmocka_unit_test(mixed_texts_are_cut_as_icu_cuts_them),
        cmocka_unit_test(random_units_are_cut_as_icu_cuts_them),
    };
    return cmocka_run_group_tests(tests, make_fold, free_fold);
}
