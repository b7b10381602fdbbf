/* test_letters.c: strict UTF-8, and the helpers on views. */
#include "letters.h"
#include "reading_fixture.h"

static void broken_sequences_are_told(void **state) {
    (void)state;
    static const char *const broken[] = {
        "\x80", "\xC0\xAF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xB8", "\xFF"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        size_t at = 0;
        assert_true(tenor_letter_next(text_view(broken[i]), &at) == TENOR_LETTER_BROKEN);
        assert_true(at >= 1 && at <= strlen(broken[i]));
    }
}

static void letters_come_back_as_they_were(void **state) {
    (void)state;
    static const uint32_t letters[] = {0x41,   0x7F,   0x80,    0x7FF,   0x800,
                                       0x4E2D, 0xFFFD, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        char bytes[4];
        tenor_view text = {bytes, tenor_letter_put(letters[i], bytes)};
        size_t at = 0;
        assert_int_equal(tenor_letter_next(text, &at), letters[i]);
        assert_int_equal(at, text.size);
    }
}

static void trimming_takes_wide_blanks(void **state) {
    (void)state;
    assert_true(tenor_view_equal(tenor_view_trim(text_view(" \t\xE3\x80\x80港口\xC2\xA0\n")),
                                 text_view("港口")));
    assert_int_equal(tenor_view_trim(text_view(" \xE3\x80\x80 ")).size, 0);
}

static void finding_ignores_ascii_case_only(void **state) {
    (void)state;
    assert_int_equal(tenor_view_find_nocase(text_view("ab</SCRIPT>"), "</script"), 2);
    assert_int_equal(tenor_view_find_nocase(text_view("xHELLO"), "hello"), 1);
    assert_int_equal(tenor_view_find(text_view("abc"), "d"), 3);
    assert_int_equal(tenor_view_find_nocase(text_view(""), "d"), 0);
}

static void lines_end_with_the_text(void **state) {
    (void)state;
    tenor_view text = text_view("a\n\nb"), line;
    size_t sizes[3], count = 0;
    while (tenor_view_line(&text, &line)) {
        sizes[count++] = line.size;
    }
    assert_int_equal(count, 3);
    assert_int_equal(sizes[1], 0);
    assert_int_equal(sizes[2], 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_sequences_are_told),
        cmocka_unit_test(letters_come_back_as_they_were),
        cmocka_unit_test(trimming_takes_wide_blanks),
        cmocka_unit_test(finding_ignores_ascii_case_only),
        cmocka_unit_test(lines_end_with_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
