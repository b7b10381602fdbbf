/* test_markdown_reader.c: what is done around CommonMark, and that its memory is bounded and given
 * back. */
#include "markdown_reader.h"
#include "reading_fixture.h"

typedef struct markdown_fixture {
    tenor_markdown_reader markdown;
    tenor_html_reader html;
    tenor_article article;
} markdown_fixture;

static int read_markdown(markdown_fixture *self, const char *text, tenor_error *err) {
    tenor_article_clear(&self->article);
    return tenor_markdown_read(&self->markdown, &self->html, text_view(text), &self->article, err);
}

static int markdown_setup(void **state) {
    markdown_fixture *self = calloc(1, sizeof *self);
    assert_non_null(self);
    tenor_markdown_reader_init(&self->markdown);
    tenor_html_reader_init(&self->html);
    tenor_article_init(&self->article);
    *state = self;
    return 0;
}

static int markdown_teardown(void **state) {
    markdown_fixture *self = *state;
    tenor_markdown_reader_free(&self->markdown);
    tenor_html_reader_free(&self->html);
    tenor_article_free(&self->article);
    free(self);
    return 0;
}

static void pieces_become_words(void **state) {
    static const char *const pairs[][2] = {
        {"a **b** _c_ `d` ~~e~~", "a b c d e"},
        {"他说：**“好。”**然后", "他说：“好。”然后"},
        {"**标题：**正文", "标题：正文"},
        {"*本文*为原创", "本文为原创"},
        {"3 * 4 * 5", "3 * 4 * 5"},
        {"see [a](b) ![](c) and [d][e]\n\n[e]: f", "see a and d"},
        {"[back to the list](b)\n\nx", "x"},
        {"see https://example.org/x?y=z. Then", "see Then"},
        {"词https://example.org/x。后", "词。后"},
        {"[[zh:词]] [[Page|text]] [[Page]]", "词 text Page"},
        {"[[1]](https://example.org) x", "[1] x"},
        {"{{< youtube x >}}a {{% b %}} {% c %} {{ d }}e", "a e"},
        {"a <!-- b\n\nc --> d", "a d"},
        {"<b>a</b> &amp; b", "a & b"},
        {"{{ never closed", "{{ never closed"},
    };
    markdown_fixture *self = *state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(read_markdown(self, pairs[i][0], NULL), 0);
        tenor_buffer *text = &self->article.text;
        while (text->size > 0 && text->data[text->size - 1] == '\n') {
            text->data[--text->size] = '\0';
        }
        assert_string_equal(text->data, pairs[i][1]);
    }
}

static void the_first_heading_is_the_title(void **state) {
    markdown_fixture *self = *state;
    assert_int_equal(read_markdown(self, "![](x)\n\n## **Ferry** closes\n\nText\n\n# Later", NULL),
                     0);
    assert_string_equal(self->article.title.data, "Ferry closes");
    assert_string_equal(self->article.text.data, "Text\n\nLater\n\n");
}

static void memory_is_bounded(void **state) {
    markdown_fixture *self = *state;
    tenor_buffer text = TENOR_BUFFER_INIT;
    add_times(&text, "|a", 20000);
    tenor_buffer_add_text(&text, "|\n");
    add_times(&text, "|-", 20000);
    tenor_buffer_add_text(&text, "|\n");
    add_times(&text, "|x|\n", 2000);
    tenor_error err = TENOR_ERROR_INIT;
    int code = read_markdown(self, text.data, &err);
    assert_true(code == 0 || code == TENOR_LIMIT);
    tenor_buffer_free(&text);
    assert_int_equal(read_markdown(self, "still **works**", NULL), 0);
    assert_string_equal(self->article.text.data, "still works\n\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_become_words),
        cmocka_unit_test(the_first_heading_is_the_title),
        cmocka_unit_test(memory_is_bounded),
    };
    return cmocka_run_group_tests(tests, markdown_setup, markdown_teardown);
}
