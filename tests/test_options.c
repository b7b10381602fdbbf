/* test_options.c: one table parses, and tells itself in help and manual page. */
#include "pipeline_fixture.h"

#include "options.h"

typedef struct values {
    common_options common;
    bool flag;
    const char *text;
    size_t number, maybe;
    double real;
    int choice;
    text_list list;
} values;

#define FIELD(name) offsetof(values, name)
static const option_spec specs[] = {
    {"flag", 'f', OPTION_FLAG, FIELD(flag), NULL, "a flag", 0},
    {"text", 't', OPTION_TEXT, FIELD(text), "TEXT", "a text", 0},
    {"number", 'n', OPTION_NUMBER, FIELD(number), "N", "a number", 0},
    {"maybe", 'm', OPTION_MAYBE, FIELD(maybe), "K", "perhaps a number", 3},
    {"real", 0, OPTION_REAL, FIELD(real), "X", "a real number", 0},
    {"choice", 0, OPTION_CHOICE, FIELD(choice), "one|two|three", "a choice", 0},
    {"list", 0, OPTION_LIST, FIELD(list), "ITEM", "several", 0},
};
static const values defaults = {.number = 5};
static const verb sample = {
    "sample", "FILE...", "do nothing", "More.\n", specs, 7, &defaults, sizeof defaults, 0, 3, NULL};

/* Parses arguments separated by blanks. */
static int parse(const char *line, values *out, text_list *rest, tenor_error *err) {
    static char text[256];
    char *argv[32];
    size_t count = 0;
    snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
        argv[count++] = word;
    }
    argv[count] = NULL;
    *rest = (text_list){0};
    return options_parse(&sample, argv, out, rest, err);
}

static void test_forms(void **state) {
    (void)state;
    values got;
    text_list rest;
    assert_int_equal(
        parse("a -f --text x --number=7 b --maybe --choice two --real -0.5 --list p --list=q c",
              &got, &rest, NULL),
        0);
    assert_true(got.flag);
    assert_string_equal(got.text, "x");
    assert_int_equal(got.number, 7);
    assert_int_equal(got.maybe, 3);
    assert_int_equal(got.choice, 1);
    assert_true(got.real < -0.49 && got.real > -0.51);
    assert_int_equal(got.list.count, 2);
    assert_int_equal(rest.count, 3);
    text_list_free(&rest);
    text_list_free(&got.list);
    assert_int_equal(parse("-fn9 -qtx --maybe=8 -- -f --text", &got, &rest, NULL), 0);
    assert_true(got.flag && got.common.quiet);
    assert_int_equal(got.number, 9);
    assert_string_equal(got.text, "x");
    assert_int_equal(got.maybe, 8);
    assert_string_equal(rest.items[1], "--text");
    text_list_free(&rest);
    assert_int_equal(parse("-", &got, &rest, NULL), 0);
    assert_string_equal(rest.items[0], "-");
    assert_int_equal(got.number, 5);
    text_list_free(&rest);
}

static void test_refused(void **state) {
    (void)state;
    static const char *const lines[] = {"--fla",
                                        "--flags",
                                        "-x",
                                        "--flag=1",
                                        "--text",
                                        "-n",
                                        "-n x",
                                        "--number=-1",
                                        "--number=1x",
                                        "--number=99999999999999999999",
                                        "--choice four",
                                        "--choice on",
                                        "--real x",
                                        "a b c d",
                                        "--list"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        values got;
        text_list rest;
        tenor_error err = TENOR_ERROR_INIT;
        assert_int_equal(parse(lines[i], &got, &rest, &err), TENOR_USAGE);
        assert_true(strlen(err.text) > 0);
        text_list_free(&rest);
    }
}

static void test_help_and_manual_name_every_option(void **state) {
    (void)state;
    char *help = NULL, *man = NULL;
    size_t size;
    FILE *to = open_memstream(&help, &size);
    options_print_help(&sample, to);
    fclose(to);
    to = open_memstream(&man, &size);
    options_print_man(&sample, to);
    fclose(to);
    for (size_t i = 0; i < 7; i++) {
        assert_non_null(strstr(help, specs[i].name));
        assert_non_null(strstr(help, specs[i].help));
        assert_non_null(strstr(man, specs[i].name));
    }
    assert_non_null(strstr(help, "--maybe[=K]"));
    assert_non_null(strstr(help, "-h, --help"));
    free(help);
    free(man);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_help_and_manual_name_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
