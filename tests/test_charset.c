/* test_charset.c: what the golden cases in cases/read cannot show: counts, and bytes of all kinds.
 */
#include "charset.h"
#include "letters.h"
#include "reading_fixture.h"

static int charset_setup(void **state) {
    tenor_charset *charset = NULL;
    assert_int_equal(tenor_charset_new(&charset, NULL), 0);
    *state = charset;
    return 0;
}

static int charset_teardown(void **state) {
    tenor_charset_free(*state);
    return 0;
}

static void check(void **state, tenor_view bytes, const char *text, const char *name,
                  size_t broken) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_decoding found;
    assert_int_equal(tenor_charset_decode(*state, bytes, &out, &found, NULL), 0);
    assert_string_equal(out.data, text);
    assert_string_equal(found.name, name);
    assert_int_equal(found.broken, broken);
    tenor_buffer_free(&out);
}

static void line_ends_become_one(void **state) {
    check(state,
          text_view("a\r\nb\rc\xE2\x80\xA8"
                    "d\xE2\x80\xA9"
                    "e\fg"),
          "a\nb\nc\nd\n\ne\ng", "UTF-8", 0);
}

static void invisible_letters_go(void **state) {
    check(state,
          text_view("a\xE2\x80\x8B"
                    "b\xEF\xBB\xBF"
                    "c\xC2\xAD"
                    "d\xC2\xA0"
                    "e\xEE\x80\x80"
                    "f"),
          "abcd ef", "UTF-8", 0);
}

static void broken_bytes_are_counted(void **state) {
    check(state, text_view("港口小镇的议会表决关闭老码头\xFF，许多居民到场旁听\xE4\xB8。"),
          "港口小镇的议会表决关闭老码头\xEF\xBF\xBD，许多居民到场旁听\xEF\xBF\xBD。", "UTF-8", 2);
}

static void utf_32_is_read(void **state) {
    static const char bytes[] = {'\xFF', '\xFE', 0, 0, 'a', 0, 0, 0, '\x2D', '\x4E', 0, 0};
    check(state, (tenor_view){bytes, sizeof bytes}, "a中", "UTF-32LE", 0);
}

static void binary_is_refused(void **state) {
    char bytes[512];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7);
    }
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_decoding found;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(
        tenor_charset_decode(*state, (tenor_view){bytes, sizeof bytes}, &out, &found, &err),
        TENOR_ENCODING);
    assert_true(err.text[0] != '\0');
    tenor_buffer_free(&out);
}

/* Whatever comes in, what goes out is valid UTF-8 without control characters. */
static void output_is_always_clean(void **state) {
    uint32_t seed = 1;
    tenor_buffer out = TENOR_BUFFER_INIT;
    for (size_t round = 0; round < 300; round++) {
        char bytes[300];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525U + 1013904223U;
            bytes[i] = (char)(round % 3 == 0   ? seed >> 24
                              : round % 3 == 1 ? 0x40 | seed >> 24
                                               : 0x81 + (seed >> 24) % 0x7C);
        }
        tenor_decoding found;
        if (tenor_charset_decode(*state, (tenor_view){bytes, sizeof bytes}, &out, &found, NULL) !=
            0) {
            continue;
        }
        tenor_view text = tenor_buffer_view(&out);
        for (size_t at = 0; at < text.size;) {
            uint32_t letter = tenor_letter_next(text, &at);
            assert_true(letter != TENOR_LETTER_BROKEN &&
                        (letter >= 0x20 || letter == '\n' || letter == '\t'));
        }
    }
    tenor_buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_become_one),     cmocka_unit_test(invisible_letters_go),
        cmocka_unit_test(broken_bytes_are_counted), cmocka_unit_test(utf_32_is_read),
        cmocka_unit_test(binary_is_refused),        cmocka_unit_test(output_is_always_clean),
    };
    return cmocka_run_group_tests(tests, charset_setup, charset_teardown);
}
