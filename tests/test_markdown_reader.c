/* test_markdown_reader.c: what is done around CommonMark, and that its memory is bounded and given
 * back. */
#include <cmark-gfm.h>

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
        {"a **b** _c_ `d`", "a b c d"},
        {"20~30元，40~50元，好的~~", "20~30元，40~50元，好的~~"},
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

static void assert_same_trees(const tenor_html_tree *left, const tenor_html_tree *right) {
    assert_int_equal(left->count, right->count);
    assert_memory_equal(left->nodes, right->nodes, left->count * sizeof *left->nodes);
    assert_string_equal(left->text.data, right->text.data);
}

static void the_tree_is_that_of_the_html(void **state) {
    static const char *const texts[] = {
        "",
        "A\nB  \nC",
        "# One\n\nTwo *three **four*** `five & <six>`\n***\nSetext\n===\n###### Six",
        "> quote\n> more\n>\n> > inner\n\nafter",
        "- tight\n- list\n  - inner\n\n1. loose\n\n2. list\n\n   two paragraphs\n\n7) seven",
        "- > quote in an item\n-\n- # heading in an item\n- ```\n  code\n  ```",
        "```comment-list x\nfenced\n\n    code <b>\n```\n\n    int x = {1};\n\n~~~\n~~~",
        "[link](https://example.org/a \"title\") [*styled*](b) <https://example.org> [r]\n\n[r]: x",
        "![words that tell *it* `all`\nof it](a.png \"t\") ![](b.png) [![words in a link "
        "here](c)](d)",
        "中文段落，“引号”。\n第二行\n\n![图片说明文字在这里](a.png)后",
        "&amp; &copy; &#20013; \\* \\_ \"quoted\" 'single' a < b > c",
    };
    markdown_fixture *self = *state;
    tenor_html_tree tree;
    tenor_html_tree_init(&tree);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *html = cmark_markdown_to_html(texts[i], strlen(texts[i]), CMARK_OPT_UNSAFE);
        assert_int_equal(tenor_html_tree_parse(&tree, text_view(html), true, NULL), 0);
        assert_int_equal(read_markdown(self, texts[i], NULL), 0);
        assert_int_equal(self->markdown.html.size, 0);
        assert_same_trees(&self->html.tree, &tree);
        free(html);
    }
    tenor_html_tree_free(&tree);
}

static void raw_html_and_tables_are_rendered(void **state) {
    static const char *const texts[] = {"a <b>b</b>", "<div>\na\n</div>\n\n*b*",
                                        "|a|b|\n|-|-|\n|c|d|\n", "![alt <b>x</b> text of it](y)"};
    markdown_fixture *self = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(read_markdown(self, texts[i], NULL), 0);
        assert_true(self->markdown.html.size > 0);
        assert_true(self->article.text.size > 0);
    }
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
        cmocka_unit_test(the_tree_is_that_of_the_html),
        cmocka_unit_test(raw_html_and_tables_are_rendered),
        cmocka_unit_test(memory_is_bounded),
    };
    return cmocka_run_group_tests(tests, markdown_setup, markdown_teardown);
}
