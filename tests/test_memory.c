/* test_memory.c: sizes that overflow, arrays that grow, buffers that remember a failure. */
#include "model_fixture.h"

/* A demand that cannot be met is to come back as NULL under AddressSanitizer too. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "allocator_may_return_null=1";
}

static volatile size_t huge = SIZE_MAX / 2; /* volatile: the compiler warns of what it can see */

static void sizes_that_overflow_are_told(void **state) {
    size_t size = 42;
    (void)state;
    assert_true(tenor_add_size(SIZE_MAX - 1, 1, &size));
    assert_int_equal(size, SIZE_MAX);
    assert_false(tenor_add_size(SIZE_MAX, 1, &size));
    assert_false(tenor_mul_size(SIZE_MAX / 2 + 1, 2, &size));
    assert_int_equal(size, SIZE_MAX);
    assert_true(tenor_mul_size(SIZE_MAX / 2, 2, &size));
    assert_int_equal(size, SIZE_MAX - 1);
    assert_true(tenor_mul_size(SIZE_MAX, 0, &size));
    assert_int_equal(size, 0);
}

static void new_arrays_are_zeroed(void **state) {
    (void)state;
    uint64_t *items = tenor_new_array(100, sizeof *items);
    char *none = tenor_new_array(0, 1);
    assert_non_null(items);
    assert_non_null(none);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(items[i], 0);
    }
    assert_null(tenor_new_array(huge, 16));
    free(items);
    free(none);
}

static void growing_keeps_what_is_there(void **state) {
    uint32_t *items = NULL;
    size_t capacity = 0;
    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        assert_true(TENOR_GROW(items, capacity, i + 1));
        assert_true(capacity > i);
        items[i] = i;
    }
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(items[i], i);
    }
    free(items);
}

static void growing_that_fails_changes_nothing(void **state) {
    uint32_t *items = NULL;
    size_t capacity = 0;
    (void)state;
    assert_true(TENOR_GROW(items, capacity, 3));
    items[2] = 7;
    const uint32_t *before = items;
    size_t old = capacity;
    assert_false(TENOR_GROW(items, capacity, huge));     /* its bytes overflow */
    assert_false(TENOR_GROW(items, capacity, huge / 8)); /* nobody has so many */
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, old);
    assert_int_equal(items[2], 7);
    free(items);
}

static void a_buffer_is_always_a_string(void **state) {
    tenor_buffer buffer = TENOR_BUFFER_INIT;
    (void)state;
    assert_string_equal(buffer.data, "");
    tenor_buffer_add_text(&buffer, "裁员");
    tenor_buffer_add_char(&buffer, ' ');
    tenor_buffer_format(&buffer, "%d%%", 12);
    assert_string_equal(buffer.data, "裁员 12%");
    assert_int_equal(buffer.size, strlen("裁员 12%"));
    tenor_buffer_add(&buffer, "\0x", 2);
    assert_int_equal(tenor_buffer_view(&buffer).size, strlen("裁员 12%") + 2);
    assert_int_equal(buffer.data[buffer.size], '\0');
    tenor_buffer_clear(&buffer);
    assert_string_equal(buffer.data, "");
    tenor_buffer_free(&buffer);
    tenor_buffer_free(&buffer);
    assert_string_equal(buffer.data, "");
}

static void long_formats_fit(void **state) {
    tenor_buffer buffer = TENOR_BUFFER_INIT;
    (void)state;
    tenor_buffer_format(&buffer, "%5000d|", 1);
    assert_int_equal(buffer.size, 5001);
    assert_int_equal(buffer.data[5000], '|');
    tenor_buffer_free(&buffer);
}

static void a_failed_buffer_stays_failed_until_cleared(void **state) {
    tenor_buffer buffer = TENOR_BUFFER_INIT;
    (void)state;
    tenor_buffer_add_text(&buffer, "kept");
    assert_null(tenor_buffer_reserve(&buffer, huge));
    assert_true(buffer.failed);
    tenor_buffer_add_text(&buffer, " and not this");
    assert_string_equal(buffer.data, "kept");
    assert_null(tenor_buffer_steal(&buffer));
    tenor_buffer_add_text(&buffer, "again");
    assert_string_equal(buffer.data, "again");
    assert_null(tenor_buffer_reserve(&buffer, SIZE_MAX));
    tenor_buffer_clear(&buffer);
    assert_false(buffer.failed);
    tenor_buffer_add_text(&buffer, "and again");
    assert_string_equal(buffer.data, "and again");
    tenor_buffer_free(&buffer);
}

static void stolen_content_is_the_callers(void **state) {
    tenor_buffer buffer = TENOR_BUFFER_INIT;
    (void)state;
    char *empty = tenor_buffer_steal(&buffer);
    assert_string_equal(empty, "");
    tenor_buffer_add_text(&buffer, "mine");
    char *text = tenor_buffer_steal(&buffer);
    assert_int_equal(buffer.size, 0);
    tenor_buffer_add_text(&buffer, "other");
    assert_string_equal(text, "mine");
    free(empty);
    free(text);
    tenor_buffer_free(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_that_overflow_are_told),
        cmocka_unit_test(new_arrays_are_zeroed),
        cmocka_unit_test(growing_keeps_what_is_there),
        cmocka_unit_test(growing_that_fails_changes_nothing),
        cmocka_unit_test(a_buffer_is_always_a_string),
        cmocka_unit_test(long_formats_fit),
        cmocka_unit_test(a_failed_buffer_stays_failed_until_cleared),
        cmocka_unit_test(stolen_content_is_the_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
