/* test_json_write.c: strings and numbers come out as every JSON parser, and every locale, wants
 * them. */
#include "pipeline_fixture.h"

#include <locale.h>
#include <math.h>

#include "json_write.h"

static void check_string(const char *bytes, size_t size, const char *json) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_json_add(&out, (tenor_view){bytes, size});
    assert_string_equal(out.data, json);
    tenor_buffer_free(&out);
}

static void check_number(double value, int decimals, const char *json) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_json_add_number(&out, value, decimals);
    assert_string_equal(out.data, json);
    tenor_buffer_free(&out);
}

static void test_strings(void **state) {
    (void)state;
    check_string("", 0, "\"\"");
    check_string("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
    check_string("\b\t\n\f\r\x01\x1f\x7f", 8, "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"");
    check_string("a\0b", 3, "\"a\\u0000b\"");
    check_string("裁员😀", 10, "\"裁员😀\"");
}

static void test_bytes_that_are_not_utf8(void **state) {
    (void)state;
    check_string("\xff"
                 "a\x80",
                 3,
                 "\"\xEF\xBF\xBD"
                 "a\xEF\xBF\xBD\"");
    check_string("\xE8\xA3", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                 /* cut off */
    check_string("\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* a surrogate */
    check_string("\xC0\xAF", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                 /* overlong */
    check_string("\xF4\x90\x80\x80", 4, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void test_numbers(void **state) {
    (void)state;
    check_number(0.97, 4, "0.9700");
    check_number(1, 4, "1.0000");
    check_number(0.00004, 4, "0.0000");
    check_number(0.99996, 4, "1.0000");
    check_number(-0.5, 4, "-0.5000");
    check_number(-0.00001, 4, "0.0000");
    check_number(12345.678, 2, "12345.68");
    check_number(42, 0, "42");
    check_number((double)NAN, 4, "null");
    check_number((double)INFINITY, 4, "null");
}

static void test_locale_changes_nothing(void **state) {
    (void)state;
    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL) {
        setlocale(LC_ALL, "");
    }
    check_number(0.5, 4, "0.5000");
    setlocale(LC_ALL, "C");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_bytes_that_are_not_utf8),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_locale_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
