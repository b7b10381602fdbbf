/* test_passage.c: where articles are cut, and that the offsets are right. */
#include "feature_fixture.h"

#include "passage.h"

static tenor_splitter *splitter;

static int set_up(void **state) {
    (void)state;
    return tenor_splitter_new(&splitter, NULL);
}

static int tear_down(void **state) {
    (void)state;
    tenor_splitter_free(splitter);
    tenor_splitter_free(NULL);
    return 0;
}

static size_t chars_of(const char *text, size_t bytes) {
    size_t chars = 0;
    for (size_t i = 0; i < bytes; i++) {
        chars += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return chars;
}

/* Passages of text are expected[0..], up to NULL; character offsets must agree with the byte
 * offsets. */
static void splits(const char *text, uint32_t target, const char *const *expected) {
    tenor_error err = TENOR_ERROR_INIT;
    const tenor_passage *passages;
    size_t count;
    size_t i = 0;
    assert_int_equal(tenor_split(splitter, view_of(text), target, &passages, &count, &err), 0);
    for (; expected[i] != NULL; i++) {
        assert_true(i < count);
        assert_int_equal(passages[i].byte_end - passages[i].byte_start, strlen(expected[i]));
        assert_memory_equal(text + passages[i].byte_start, expected[i], strlen(expected[i]));
        assert_int_equal(passages[i].char_start, chars_of(text, passages[i].byte_start));
        assert_int_equal(passages[i].char_end, chars_of(text, passages[i].byte_end));
    }
    assert_int_equal(i, count);
}
#define SPLITS(text, target, ...) splits(text, target, (const char *const[]){__VA_ARGS__, NULL})

static void short_paragraphs_are_merged(void **state) {
    (void)state;
    SPLITS("One.\n\nTwo.\r\nThree.\n", 100, "One.\n\nTwo.\r\nThree.");
    SPLITS("One.\n\nTwo.\nThree.", 10, "One.\n\nTwo.", "Three.");
}

static void long_paragraphs_are_cut_at_sentences(void **state) {
    (void)state;
    SPLITS("公司裁员。员工反对。股价上涨！", 30, "公司裁员。员工反对。", "股价上涨！");
    SPLITS("It cut jobs. Staff were angry.", 20, "It cut jobs.", "Staff were angry.");
    SPLITS("The U.S. economy grew. Good.", 24, "The U.S. economy grew.", "Good.");
}

static void a_sentence_up_to_twice_the_target_stays_whole(void **state) {
    (void)state;
    SPLITS("one two three four. Next.", 10, "one two three four.", "Next.");
}

static void endless_sentences_are_cut_between_code_points(void **state) {
    (void)state;
    SPLITS("裁裁裁裁裁裁裁", 7, "裁裁", "裁裁", "裁裁裁");
    SPLITS("裁裁裁", 1, "裁", "裁", "裁");
}

static void target_0_is_one_passage(void **state) {
    (void)state;
    SPLITS("\n One.\nTwo. \n", 0, "One.\nTwo.");
    SPLITS("　裁员　", 0, "裁员");
}

static void text_without_letters_gives_none(void **state) {
    (void)state;
    splits("", 0, (const char *const[]){NULL});
    splits("", 50, (const char *const[]){NULL});
    splits(" \n\t ", 50, (const char *const[]){NULL});
    splits("--- 2025 *** !!!", 0, (const char *const[]){NULL});
    SPLITS("----------\nwords", 10, "words");
}

static void a_null_view_gives_none(void **state) {
    const tenor_passage *passages;
    size_t count = 7;
    (void)state;
    assert_int_equal(tenor_split(splitter, (tenor_view){NULL, 0}, 10, &passages, &count, NULL), 0);
    assert_int_equal(count, 0);
}

/* Whatever the text, passages are ordered, inside of it and not over twice the target. */
static void random_text_gives_sound_passages(void **state) {
    static const char *const parts[] = {"裁", "员", "。", "a", "b ", ". ",
                                        "\n", "é",  "😀",  "”", "!",  "  "};
    uint32_t seed = 12345;
    char text[600];
    (void)state;
    for (int round = 0; round < 300; round++) {
        const tenor_passage *passages;
        size_t count;
        uint32_t end = 0;
        text[0] = '\0';
        while (strlen(text) < 500) {
            seed = seed * 1664525U + 1013904223U;
            strcat(text, parts[(seed >> 16) % (sizeof parts / sizeof parts[0])]);
        }
        uint32_t target = 8 + (seed >> 8) % 60;
        assert_int_equal(tenor_split(splitter, view_of(text), target, &passages, &count, NULL), 0);
        for (size_t i = 0; i < count; i++) {
            assert_true(passages[i].byte_start >= end &&
                        passages[i].byte_end > passages[i].byte_start);
            assert_true(passages[i].byte_end - passages[i].byte_start <= 2 * target + 1);
            assert_int_not_equal((unsigned char)text[passages[i].byte_start] & 0xC0, 0x80);
            assert_int_not_equal((unsigned char)text[passages[i].byte_end] & 0xC0, 0x80);
            assert_int_equal(passages[i].char_end, chars_of(text, passages[i].byte_end));
            end = passages[i].byte_end;
        }
        assert_true(end <= strlen(text));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_paragraphs_are_merged),
        cmocka_unit_test(long_paragraphs_are_cut_at_sentences),
        cmocka_unit_test(a_sentence_up_to_twice_the_target_stays_whole),
        cmocka_unit_test(endless_sentences_are_cut_between_code_points),
        cmocka_unit_test(target_0_is_one_passage),
        cmocka_unit_test(text_without_letters_gives_none),
        cmocka_unit_test(a_null_view_gives_none),
        cmocka_unit_test(random_text_gives_sound_passages),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
