/* test_error.c: what a caller finds in its tenor_error. */
#include "model_fixture.h"

#include "error.h"

static void every_code_has_the_name_that_records_carry(void **state) {
    (void)state;
    assert_string_equal(tenor_code_name(TENOR_OK), "ok");
    assert_string_equal(tenor_code_name(TENOR_MODEL), "model");
    assert_string_equal(tenor_code_name(TENOR_INTERNAL), "internal");
    assert_string_equal(tenor_code_name((tenor_code)-99), "unknown");
    for (int code = 0; code >= TENOR_INTERNAL; code--) {
        assert_string_not_equal(tenor_code_name((tenor_code)code), "unknown");
    }
}

static void numbers_of_codes_never_change(void **state) {
    (void)state;
    assert_int_equal(TENOR_OK, 0);
    assert_int_equal(TENOR_MEMORY, -1);
    assert_int_equal(TENOR_FORMAT, -3);
    assert_int_equal(TENOR_MODEL, -6);
    assert_int_equal(TENOR_DATA, -7);
    assert_int_equal(TENOR_INTERRUPTED, -10);
}

static void the_first_error_wins(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    (void)state;
    assert_int_equal(tenor_fail(&err, TENOR_FORMAT, "line %d is %s", 7, "odd"), TENOR_FORMAT);
    assert_int_equal(tenor_fail(&err, TENOR_IO, "later"), TENOR_IO);
    assert_int_equal(tenor_fail_memory(&err), TENOR_MEMORY);
    assert_int_equal(err.code, TENOR_FORMAT);
    assert_string_equal(err.text, "line 7 is odd");
}

static void nobody_has_to_ask_for_the_error(void **state) {
    (void)state;
    assert_int_equal(tenor_fail(NULL, TENOR_DATA, "unheard"), TENOR_DATA);
    assert_int_equal(tenor_fail_memory(NULL), TENOR_MEMORY);
    tenor_error_at(NULL, "file", 1);
    tenor_error_clear(NULL);
}

static void long_texts_are_cut(void **state) {
    char text[2000], source[1000];
    tenor_error err = TENOR_ERROR_INIT;
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memset(source, 'y', sizeof source - 1);
    source[sizeof source - 1] = '\0';
    tenor_fail(&err, TENOR_DATA, "%s", text);
    tenor_error_at(&err, source, 3);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_int_equal(strlen(err.source), sizeof err.source - 1);
}

static void the_innermost_place_is_kept(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    (void)state;
    tenor_error_at(&err, "too early", 1);
    assert_string_equal(err.source, "");
    tenor_fail(&err, TENOR_FORMAT, "no object");
    tenor_error_at(&err, "articles.jsonl", 12);
    tenor_error_at(&err, "folder", 0);
    assert_string_equal(err.source, "articles.jsonl");
    assert_int_equal(err.line, 12);
}

static void a_cleared_error_can_be_used_again(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    (void)state;
    tenor_fail(&err, TENOR_FORMAT, "first");
    tenor_error_at(&err, "a", 1);
    tenor_error_clear(&err);
    assert_int_equal(err.code, TENOR_OK);
    tenor_fail(&err, TENOR_IO, "second");
    assert_string_equal(err.text, "second");
    assert_string_equal(err.source, "");
    assert_int_equal(err.line, 0);
}

static void the_version_is_three_numbers(void **state) {
    int major, minor, patch, size = 0;
    (void)state;
    assert_int_equal(sscanf(tenor_version(), "%d.%d.%d%n", &major, &minor, &patch, &size), 3);
    assert_int_equal(strlen(tenor_version()), size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_the_name_that_records_carry),
        cmocka_unit_test(numbers_of_codes_never_change),
        cmocka_unit_test(the_first_error_wins),
        cmocka_unit_test(nobody_has_to_ask_for_the_error),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(the_innermost_place_is_kept),
        cmocka_unit_test(a_cleared_error_can_be_used_again),
        cmocka_unit_test(the_version_is_three_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
