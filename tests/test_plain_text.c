/* test_plain_text.c: prose is told from what stands around it by its shape. */
#include "plain_text.h"
#include "reading_fixture.h"

#define LONG_A                                                                                     \
    "The council has voted to close the terminal, after ninety years, on a wet Monday in March."
#define LONG_B                                                                                     \
    "Former dock workers filled the gallery, and some of them, at least, stayed to the end of it."

static void read_plain(const char *text, tenor_article *article) {
    tenor_plain_reader reader = {NULL, 0, 0};
    tenor_article_init(article);
    assert_int_equal(tenor_plain_read(&reader, text_view(text), article, NULL), 0);
    tenor_plain_reader_free(&reader);
}

static void prose_has_length_and_ends_as_sentences_do(void **state) {
    (void)state;
    assert_true(tenor_plain_is_prose(text_view(LONG_A)));
    assert_true(tenor_plain_is_prose(text_view("议会星期一表决，决定关闭码头。")));
    assert_false(tenor_plain_is_prose(text_view("首页 要闻 国际 财经 生活 视频 杂谈")));
    assert_false(tenor_plain_is_prose(text_view("Popular Articles")));
    assert_false(tenor_plain_is_prose(text_view("")));
}

static void menus_and_rankings_go(void **state) {
    (void)state;
    tenor_article article;
    read_plain("Home\nWorld\nSport\nWeather\nTerminal closes after council vote\n" LONG_A
               "\n" LONG_B "\n"
               "1. Ten ropes compared\n2. Gulls of the bay\n3. Fish prices\n4. Tide tables\n5. Old "
               "maps\n6. New maps\n",
               &article);
    assert_string_equal(article.text.data, LONG_A "\n" LONG_B "\n");
    assert_string_equal(article.title.data, "Terminal closes after council vote");
    tenor_article_free(&article);
}

static void notices_go(void **state) {
    (void)state;
    tenor_article article;
    read_plain("Home\nWorld\nSport\nWeather\nShop\nRadio\n" LONG_A " " LONG_B
               "\nWe use cookies to improve this site, see our privacy policy for more.\n" LONG_B
               " " LONG_A
               "\nCopyright 2024 The Courier, all rights reserved, on land and at sea.\n",
               &article);
    assert_string_equal(article.text.data, LONG_A " " LONG_B "\n" LONG_B " " LONG_A "\n");
    tenor_article_free(&article);
}

static void text_without_prose_is_kept(void **state) {
    (void)state;
    tenor_article article;
    read_plain("grey water\na rope", &article);
    assert_string_equal(article.text.data, "grey water\na rope\n");
    tenor_article_free(&article);
    read_plain("", &article);
    assert_int_equal(article.text.size, 0);
    tenor_article_free(&article);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_has_length_and_ends_as_sentences_do),
        cmocka_unit_test(menus_and_rankings_go),
        cmocka_unit_test(notices_go),
        cmocka_unit_test(text_without_prose_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
