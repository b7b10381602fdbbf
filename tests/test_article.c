/* test_article.c: an article is reused: clearing empties all of it, and warnings beyond the last
 * are dropped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article.h"

static void clearing_empties_everything(void **state) {
    (void)state;
    tenor_article article;
    tenor_article_init(&article);
    tenor_buffer_add_text(&article.title, "Ferry");
    tenor_buffer_add_text(&article.text, "Closed.");
    tenor_article_warn(&article, "%d letters", 7);
    assert_string_equal(article.warnings[0].data, "7 letters");
    tenor_article_clear(&article);
    assert_int_equal(article.title.size, 0);
    assert_int_equal(article.text.size, 0);
    assert_int_equal(article.warning_count, 0);
    assert_string_equal(article.format, "");
    tenor_article_free(&article);
}

static void warnings_are_bounded(void **state) {
    (void)state;
    tenor_article article;
    tenor_article_init(&article);
    for (int i = 0; i < TENOR_ARTICLE_WARNINGS + 5; i++) {
        tenor_article_warn(&article, "warning %d", i);
    }
    assert_int_equal(article.warning_count, TENOR_ARTICLE_WARNINGS);
    assert_string_equal(article.warnings[TENOR_ARTICLE_WARNINGS - 1].data, "warning 15");
    tenor_article_free(&article);
    tenor_article_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clearing_empties_everything),
        cmocka_unit_test(warnings_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
