/* test_reader_starved.c: the n-th allocation fails, for every n, while a page, a Markdown file,
 * scraped text and a file in another charset are read. Each time the answer must be TENOR_MEMORY
 * and the reader must be fit to read the same file right after. What libraries allocate in their
 * own shared objects is not reached. Linked with --wrap for malloc, calloc and realloc. */
#include "reading_fixture.h"

#include "starved.h"

#define PROSE                                                                                      \
    "The council has voted to close the terminal, after ninety years, on a wet Monday in March. "

static const struct {
    const char *name, *bytes;
} files[] = {
    {"page.html",
     "<html lang=en><head><title>Ferry - Courier</title><meta name=description content='" PROSE "'>"
     "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\","
     "\"datePublished\":\"2024-03-05\",\"articleBody\":\"" PROSE PROSE PROSE PROSE
     "\"}</script></head>"
     "<body><nav><a href=/>Home</a></nav><article><h1>Ferry</h1><p>" PROSE "<p>" PROSE
     "<table><tr><td>1</table>"
     "</article></body></html>"},
    {"note.md", "---\ntitle: \"Ferry\"\ndate: 2024-03-05\nlang: [en]\n---\n# Ferry\n\n" PROSE
                "**bold** [link](https://x.org) "
                "![words of an image](x)\n\n{{< x >}} [[a|b]]\n\n| a | b |\n|---|---|\n| 1 | 2 "
                "|\n\n<div>" PROSE "</div>\n"},
    {"broken.md", "---\ntitle: a: b\n---\n" PROSE},
    {"page.txt", "Home\nWorld\nSport\nNews\nFerry closes after vote of council\n" PROSE "\n" PROSE
                 "\n" PROSE "\nShop\nAbout\nMore\nJobs\n"},
    {"latin.txt", "Le conseil a d\xE9"
                  "cid\xE9 lundi de fermer l'ancienne gare maritime, apr\xE8s quatre-vingt-dix ans "
                  "de service.\n"},
};

static int read_once(const char *bytes, const char *name) {
    tenor_reader *reader = NULL;
    tenor_article article;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_article_init(&article);
    int code = tenor_reader_new(&reader, &err);
    if (code == 0) {
        code = tenor_read_article(reader, text_view(bytes), name, &article, &err);
    }
    if (code != 0 && reader != NULL) {
        left = -1;
        tenor_article_clear(&article);
        assert_int_equal(tenor_read_article(reader, text_view(bytes), name, &article, NULL), 0);
        assert_true(article.text.size > 0);
    }
    tenor_reader_free(reader);
    tenor_article_free(&article);
    return code;
}

static void every_failed_allocation_is_told(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        for (long n = 0;; n++) {
            left = n;
            int code = read_once(files[i].bytes, files[i].name);
            bool never_failed = left >= 0;
            left = -1;
            if (code == 0 && never_failed) {
                assert_true(n > 5);
                break;
            }
            if (code != TENOR_MEMORY) {
                print_message("%s: allocation %ld gave %d\n", files[i].name, n, code);
            }
            assert_int_equal(code, TENOR_MEMORY);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
