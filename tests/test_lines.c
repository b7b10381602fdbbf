/* test_lines.c: a stream is cut into the same lines whatever pieces it comes in. */
#include "pipeline_fixture.h"

#include "lines.h"

/* A stream that gives its text in pieces of `step` bytes. */
typedef struct pieces {
    const char *text;
    size_t size, at, step;
    int fail_at_end; /* code to end with */
} pieces;

static long read_pieces(void *from, char *out, size_t capacity, tenor_error *err) {
    (void)err;
    pieces *self = from;
    size_t size = self->size - self->at < self->step ? self->size - self->at : self->step;
    size = size < capacity ? size : capacity;
    memcpy(out, self->text + self->at, size);
    self->at += size;
    return size == 0 && self->fail_at_end != 0 ? self->fail_at_end : (long)size;
}

static void check_lines(const char *text, size_t size, size_t limit, const char *const *lines,
                        size_t count) {
    for (size_t step = 1; step < 9; step++) {
        pieces from = {text, size, 0, step, 0};
        tenor_lines reader;
        tenor_view line;
        tenor_lines_init(&reader);
        tenor_lines_start(&reader, read_pieces, &from, limit);
        for (size_t i = 0; i < count; i++) {
            tenor_error err = TENOR_ERROR_INIT;
            int got = tenor_lines_next(&reader, &line, &err);
            if (lines[i] == NULL) {
                assert_int_equal(got, TENOR_LIMIT);
            } else {
                assert_int_equal(got, 1);
                assert_int_equal(line.size, strlen(lines[i]));
                assert_memory_equal(line.data, lines[i], line.size);
            }
            assert_int_equal(reader.line, i + 1);
        }
        assert_int_equal(tenor_lines_next(&reader, &line, NULL), 0);
        tenor_lines_free(&reader);
    }
}

static void test_plain(void **state) {
    (void)state;
    static const char text[] = "\xEF\xBB\xBF"
                               "a\r\nbc \t\n\n最后";
    static const char *const lines[] = {"a", "bc", "", "最后"};
    check_lines(text, sizeof text - 1, 100, lines, 4);
    check_lines("", 0, 100, NULL, 0);
    check_lines("x\n", 2, 100, (const char *const[]){"x"}, 1);
}

static void test_long_line_is_skipped(void **state) {
    (void)state;
    static const char text[] = "ok\n0123456789abcdef\nnext\nxxxxxxxxxxxxxxxxxxxxxxxxxx";
    static const char *const lines[] = {"ok", NULL, "next", NULL};
    check_lines(text, sizeof text - 1, 8, lines, 4);
}

static void test_nul_is_a_byte(void **state) {
    (void)state;
    pieces from = {"a\0b\nc", 5, 0, 2, 0};
    tenor_lines reader;
    tenor_view line;
    tenor_lines_init(&reader);
    tenor_lines_start(&reader, read_pieces, &from, 10);
    assert_int_equal(tenor_lines_next(&reader, &line, NULL), 1);
    assert_int_equal(line.size, 3);
    tenor_lines_free(&reader);
}

static void test_peek_and_rest(void **state) {
    (void)state;
    pieces from = {"first\nsecond\nthird", 18, 0, 3, 0};
    tenor_lines reader;
    tenor_view line, behind;
    int failed;
    tenor_buffer rest = TENOR_BUFFER_INIT;
    tenor_lines_init(&reader);
    tenor_lines_start(&reader, read_pieces, &from, 100);
    assert_int_equal(tenor_lines_first_byte(&reader, &failed, NULL), 'f');
    assert_int_equal(tenor_lines_peek(&reader, &line, &behind, NULL), 1);
    assert_int_equal(line.size, 5);
    assert_true(behind.size > 0 && behind.data[0] == 's');
    assert_int_equal(tenor_lines_next(&reader, &line, NULL), 1);
    assert_memory_equal(line.data, "first", 5);
    assert_int_equal(tenor_lines_rest(&reader, 100, &rest, NULL), 0);
    assert_string_equal(rest.data, "second\nthird");
    tenor_buffer_free(&rest);
    tenor_lines_free(&reader);
}

static void test_rest_has_a_limit(void **state) {
    (void)state;
    pieces from = {"0123456789", 10, 0, 4, 0};
    tenor_lines reader;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_buffer rest = TENOR_BUFFER_INIT;
    tenor_lines_init(&reader);
    tenor_lines_start(&reader, read_pieces, &from, 100);
    assert_int_equal(tenor_lines_rest(&reader, 9, &rest, &err), TENOR_LIMIT);
    tenor_buffer_free(&rest);
    tenor_lines_free(&reader);
}

static void test_error_of_the_stream(void **state) {
    (void)state;
    pieces from = {"one\ntwo", 7, 0, 4, TENOR_IO};
    tenor_lines reader;
    tenor_view line;
    tenor_lines_init(&reader);
    tenor_lines_start(&reader, read_pieces, &from, 100);
    assert_int_equal(tenor_lines_next(&reader, &line, NULL), 1);
    assert_int_equal(tenor_lines_next(&reader, &line, NULL), TENOR_IO);
    tenor_lines_free(&reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_long_line_is_skipped),
        cmocka_unit_test(test_nul_is_a_byte),
        cmocka_unit_test(test_peek_and_rest),
        cmocka_unit_test(test_rest_has_a_limit),
        cmocka_unit_test(test_error_of_the_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
