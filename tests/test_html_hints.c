/* test_html_hints.c: which words in class, id and other attributes hint at what, and which do not.
 */
#include "html_hints.h"
#include "html_tree.h"
#include "reading_fixture.h"

static unsigned hints_of(const char *name, const char *value) {
    const unsigned char *attributes[] = {(const unsigned char *)name, (const unsigned char *)value,
                                         NULL};
    return tenor_html_hints(attributes);
}

static void words_hint(void **state) {
    (void)state;
    assert_true(hints_of("class", "relatedArticles") & TENOR_HINT_BAD);
    assert_true(hints_of("id", "comments-list") & TENOR_HINT_COMMENT);
    assert_true(hints_of("class", "x entry-content") & TENOR_HINT_BODY);
    assert_true(hints_of("class", "ArticleBody") & TENOR_HINT_BODY);
    assert_true(hints_of("itemprop", "articleBody") & TENOR_HINT_BODY);
    assert_true(hints_of("role", "navigation") & TENOR_HINT_PRUNE);
    assert_true(hints_of("style", "color:red; display: none") & TENOR_HINT_HIDDEN);
    assert_true(hints_of("aria-hidden", "true") & TENOR_HINT_HIDDEN);
    assert_true(hints_of("hidden", "") & TENOR_HINT_HIDDEN);
}

static void parts_of_words_do_not(void **state) {
    (void)state;
    assert_int_equal(hints_of("class", "header shadow gradient") & TENOR_HINT_BAD, 0);
    assert_int_equal(hints_of("class", "navy adapted tagline") & TENOR_HINT_BAD, 0);
    assert_int_equal(hints_of("aria-hidden", "false"), 0);
    assert_int_equal(hints_of("data-class", "comments"), 0);
    assert_int_equal(tenor_html_hints(NULL), 0);
}

static void styles_ignore_digits(void **state) {
    (void)state;
    const unsigned char *one[] = {(const unsigned char *)"class", (const unsigned char *)"part-1",
                                  NULL};
    const unsigned char *two[] = {(const unsigned char *)"class", (const unsigned char *)"part-22",
                                  NULL};
    const unsigned char *other[] = {(const unsigned char *)"class", (const unsigned char *)"port-1",
                                    NULL};
    assert_int_equal(tenor_html_style(one), tenor_html_style(two));
    assert_int_not_equal(tenor_html_style(one), tenor_html_style(other));
    assert_int_equal(tenor_html_style(NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_hint),
        cmocka_unit_test(parts_of_words_do_not),
        cmocka_unit_test(styles_ignore_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
