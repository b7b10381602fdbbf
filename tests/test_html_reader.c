/* test_html_reader.c: pages are searched for their article, fragments are all article. */
#include "html_reader.h"
#include "reading_fixture.h"

static const char prose[] =
    "<p>The council has voted to close the terminal, after ninety years, on a wet Monday in "
    "March.</p>"
    "<p>Former dock workers filled the gallery, and some of them, at least, stayed to the end.</p>"
    "<p>The mayor said that no buyer had come forward, and that none was to be expected now.</p>";

static void read_html(const char *html, tenor_html_scope scope, tenor_article *article) {
    tenor_html_reader reader;
    tenor_html_reader_init(&reader);
    tenor_article_init(article);
    assert_int_equal(tenor_html_read(&reader, text_view(html), scope, article, NULL, NULL), 0);
    tenor_html_reader_free(&reader);
}

static void a_fragment_loses_nothing_but_what_is_hidden(void **state) {
    (void)state;
    tenor_article article;
    read_html("<nav>Menu</nav><p class=share>Kept</p><p hidden>Gone</p><ul><li><a "
              "href=/x>Link</a></li></ul>",
              TENOR_HTML_FRAGMENT, &article);
    assert_string_equal(article.text.data, "Menu\n\nKept\n\nLink\n\n");
    tenor_article_free(&article);
}

static void a_page_without_an_article_is_not_invented(void **state) {
    (void)state;
    tenor_article article;
    read_html("<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav></body></html>",
              TENOR_HTML_PAGE, &article);
    assert_int_equal(article.text.size, 0);
    tenor_article_free(&article);
}

static void pages_of_pruned_words_only_are_still_read(void **state) {
    (void)state;
    tenor_buffer html = TENOR_BUFFER_INIT;
    tenor_buffer_format(
        &html, "<html><body><div class='sidebar related'><form>%s%s</form></div></body></html>",
        prose, prose);
    tenor_article article;
    read_html(html.data, TENOR_HTML_PAGE, &article);
    assert_non_null(strstr(article.text.data, "no buyer had come forward"));
    tenor_article_free(&article);
    tenor_buffer_free(&html);
}

static void titles_lose_the_name_of_the_site(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"<title>Council closes terminal | The Courier</title>", "Council closes terminal"},
        {"<title>Council closes terminal - The Courier</title>", "Council closes terminal"},
        {"<title>议会决定关闭老渡轮码头_海湾网</title>", "议会决定关闭老渡轮码头"},
        {"<title>议会决定关闭老渡轮码头-海湾网</title>", "议会决定关闭老渡轮码头"},
        {"<title>Well-known council closes</title>", "Well-known council closes"},
        {"<title>x</title><meta property=og:title content='Council closes terminal'>",
         "Council closes terminal"},
        {"<title>Council closes terminal</title><body><h1>The  Courier</h1>",
         "Council closes terminal"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        tenor_article article;
        read_html(pairs[i][0], TENOR_HTML_PAGE, &article);
        assert_string_equal(article.title.data, pairs[i][1]);
        tenor_article_free(&article);
    }
}

static void dates_are_found_where_they_stand(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"<meta property=article:published_time content=2024-03-05T09:30:00Z><p>x",
         "2024-03-05T09:30:00Z"},
        {"<p>x<time datetime='2024-03-05'>yesterday</time>", "2024-03-05"},
        {"<script "
         "type='application/"
         "ld+json'>[{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-05\"}]</script>x",
         "2024-03-05"},
        {"<span>1 May 2020</span><h1>Council closes</h1><span>2024年3月5日 09:30</span>",
         "2024-03-05T09:30:00"},
        {"<p>nothing of the kind", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        tenor_article article;
        read_html(pairs[i][0], TENOR_HTML_PAGE, &article);
        assert_string_equal(article.date.data, pairs[i][1]);
        tenor_article_free(&article);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fragment_loses_nothing_but_what_is_hidden),
        cmocka_unit_test(a_page_without_an_article_is_not_invented),
        cmocka_unit_test(pages_of_pruned_words_only_are_still_read),
        cmocka_unit_test(titles_lose_the_name_of_the_site),
        cmocka_unit_test(dates_are_found_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
