/* test_front_matter.c: headers that are YAML, that nearly are, and that are not. */
#include "front_matter.h"
#include "reading_fixture.h"

typedef struct header_case {
    const char *text;
    const char *title, *date, *lang;
    const char *rest; /* what follows the header */
} header_case;

static void check(const header_case *expected) {
    tenor_front_matter found;
    tenor_front_matter_init(&found);
    size_t size = 99;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_front_matter_read(text_view(expected->text), &found, &size, &err), 0);
    assert_string_equal(found.title.data, expected->title);
    assert_string_equal(found.date.data, expected->date);
    assert_string_equal(found.lang.data, expected->lang);
    assert_string_equal(expected->text + size, expected->rest);
    tenor_front_matter_free(&found);
}

static void headers_are_read(void **state) {
    (void)state;
    static const header_case cases[] = {
        {"---\ntitle: Ferry\n---\nx", "Ferry", "", "", "x"},
        {"\n\n---\ntitle: 'Ferry: a \"tale\"'\nlang: [zh-CN, en]\n---\nx", "Ferry: a \"tale\"", "",
         "zh-CN", "x"},
        {"---\ntitle: Ferry: the end\ndate: Jan 20 2025\n---\nx", "Ferry: the end", "2025-01-20",
         "", "x"},
        {"---\ntitle: \"She said \"no\"\"\n---\nx", "She said \"no\"", "", "", "x"},
        {"---\ntitle: It's fine\nauthor: @ines\n---\nx", "It's fine", "", "", "x"},
        {"---\ntitle:\t\"Ferry\"\n\ttags: x\n---\nx", "Ferry", "", "", "x"},
        {"---\ntitle: >\n  Ferry\n  closes\n...\nx", "Ferry closes", "", "", "x"},
        {"---\nparams:\n  title: inner\ntitle: outer\n---\nx", "outer", "", "", "x"},
        {"+++\ntitle = \"Ferry\"\ndate = 2025-05-30T07:18:00+02:00\n+++\nx", "Ferry",
         "2025-05-30T07:18:00+02:00", "", "x"},
        {"<!--yml\n\n类别：未分类\n\n日期：2024-05-27 14:48:08\n\n-->\nx", "",
         "2024-05-27T14:48:08", "", "x"},
        {"---\r\ntitle: Ferry\r\n---\r\nx", "Ferry", "", "", "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(&cases[i]);
    }
}

static void text_is_no_header(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "---",
                                        "--- \n",
                                        "---\ntitle: open",
                                        "---\n\nProse between two rules.\n\n---\nx",
                                        "----\ntitle: x\n----\n",
                                        "x\n---\ntitle: y\n---\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        header_case none = {texts[i], "", "", "", texts[i]};
        check(&none);
    }
}

static void a_gigantic_header_is_refused(void **state) {
    (void)state;
    tenor_buffer text = TENOR_BUFFER_INIT;
    tenor_buffer_add_text(&text, "---\n");
    add_times(&text, "key: value\n", 200000);
    tenor_front_matter found;
    tenor_front_matter_init(&found);
    size_t size;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_front_matter_read(tenor_buffer_view(&text), &found, &size, &err),
                     TENOR_LIMIT);
    tenor_front_matter_free(&found);
    tenor_buffer_free(&text);
}

/* libyaml needs a minute for these 100 KB; the line reading does not. */
static void deep_nesting_costs_nothing(void **state) {
    (void)state;
    tenor_buffer text = TENOR_BUFFER_INIT;
    tenor_buffer_add_text(&text, "---\ntitle: Ferry\na: ");
    add_times(&text, "[", 100000);
    tenor_buffer_add_text(&text, "\n---\n");
    header_case deep = {text.data, "Ferry", "", "", ""};
    check(&deep);
    tenor_buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_read),
        cmocka_unit_test(text_is_no_header),
        cmocka_unit_test(a_gigantic_header_is_refused),
        cmocka_unit_test(deep_nesting_costs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
