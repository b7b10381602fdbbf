/* test_dates.c: every way of writing a date that files were seen with, and what is no date. */
#include "dates.h"
#include "reading_fixture.h"

static void dates_become_iso(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"2025-02-07", "2025-02-07"},
        {"2025-2-7", "2025-02-07"},
        {"2025/02/07 11:51", "2025-02-07T11:51:00"},
        {"2025.02.07", "2025-02-07"},
        {"2025-02-07 11:51:26", "2025-02-07T11:51:26"},
        {"2025-02-07 11:51:26 +0800", "2025-02-07T11:51:26+08:00"},
        {"2025-02-07T11:51:26Z", "2025-02-07T11:51:26Z"},
        {"2025-02-07T11:51:26.123-05:00", "2025-02-07T11:51:26-05:00"},
        {"Tue, 23 Nov 2021 05:57:00 GMT", "2021-11-23T05:57:00Z"},
        {"Thu, 18 Jun 2020 02:10:07 +0000", "2020-06-18T02:10:07+00:00"},
        {"Jan 20 2025", "2025-01-20"},
        {"January 20th, 2025", "2025-01-20"},
        {"20 January 2025", "2025-01-20"},
        {"3-Dec-2024", "2024-12-03"},
        {"2025年2月7日", "2025-02-07"},
        {"2025年02月07日 11:51", "2025-02-07T11:51:00"},
        {" 2024-02-29 ", "2024-02-29"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        tenor_buffer out = TENOR_BUFFER_INIT;
        assert_true(tenor_date_read(text_view(pairs[i][0]), &out) > 0);
        assert_string_equal(out.data, pairs[i][1]);
        tenor_buffer_free(&out);
    }
}

static void what_is_no_date_is_left_alone(void **state) {
    (void)state;
    static const char *const texts[] = {"",           "03/04/2025", "2025",   "2025-13-01",
                                        "2025-02-32", "12",         "May be", "99999-01-01",
                                        "日期",       "2025年"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        tenor_buffer out = TENOR_BUFFER_INIT;
        assert_int_equal(tenor_date_read(text_view(texts[i]), &out), 0);
        assert_int_equal(out.size, 0);
        tenor_buffer_free(&out);
    }
}

static void a_line_is_a_date_if_it_says_little_else(void **state) {
    (void)state;
    tenor_buffer out = TENOR_BUFFER_INIT;
    assert_true(tenor_date_read_line(text_view("Published: 7 February 2025"), &out));
    assert_string_equal(out.data, "2025-02-07");
    tenor_buffer_clear(&out);
    assert_true(tenor_date_read_line(text_view("发布时间：2025年2月7日 11:51 来源：海湾报"), &out));
    assert_string_equal(out.data, "2025-02-07T11:51:00");
    tenor_buffer_clear(&out);
    assert_false(tenor_date_read_line(
        text_view("2025年2月7日，港口小镇的议会表决关闭码头，九十年的历史结束了。"), &out));
    assert_int_equal(out.size, 0);
    tenor_buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_become_iso),
        cmocka_unit_test(what_is_no_date_is_left_alone),
        cmocka_unit_test(a_line_is_a_date_if_it_says_little_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
