/* test_html_tree.c: the flat tree keeps its shape on broken pages, and hostile ones are refused. */
#include "html_tree.h"
#include "reading_fixture.h"

static int parse(tenor_html_tree *tree, const char *html, tenor_error *err) {
    memset(err, 0, sizeof *err);
    return tenor_html_tree_parse(tree, text_view(html), false, err);
}

/* Parents come before their children, subtrees nest, text lies within the text. */
static void check_shape(const tenor_html_tree *tree) {
    assert_int_equal(tree->nodes[0].end, tree->count);
    for (size_t i = 1; i < tree->count; i++) {
        const tenor_node *node = &tree->nodes[i];
        assert_true(node->parent < i);
        assert_true(node->end > i && node->end <= tree->nodes[node->parent].end);
        assert_true((size_t)node->text_start + node->text_size <= tree->text.size);
    }
}

static void trees_nest(void **state) {
    (void)state;
    static const char *const pages[] = {
        "",
        "x",
        "<",
        "<p",
        "</p></div>",
        "<p>a<p>b<b><i>c</b>d",
        "<table><td>x<table><tr>y",
        "<title>t</title><svg><p>no</svg><p>x",
        "<ul><li>a<li>b<ul><li>c</ul></ul>",
        "<body><html><head><body>x",
        "<script>",
        "<!--",
        "<a href='x",
        "<p \0>",
    };
    tenor_html_tree tree;
    tenor_html_tree_init(&tree);
    tenor_error err;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        assert_int_equal(parse(&tree, pages[i], &err), 0);
        check_shape(&tree);
    }
    tenor_html_tree_free(&tree);
}

static void meta_is_found(void **state) {
    (void)state;
    tenor_html_tree tree;
    tenor_html_tree_init(&tree);
    tenor_error err;
    assert_int_equal(
        parse(
            &tree,
            "<html lang='en-GB'><head><title> Ferry &amp; co </title><svg><title>icon</title></svg>"
            "<meta property=og:title content='Ferry'><meta name='Date' content='2024-03-05'>"
            "<script type='application/ld+json'>{\"a\":1}</script><script>no()</script></head>"
            "<body><time datetime=2024-03-06>x</time></body></html>",
            &err),
        0);
    assert_string_equal(tree.meta[TENOR_META_TITLE].data, " Ferry & co ");
    assert_string_equal(tree.meta[TENOR_META_OG_TITLE].data, "Ferry");
    assert_string_equal(tree.meta[TENOR_META_DATE].data, "2024-03-05");
    assert_string_equal(tree.meta[TENOR_META_TIME].data, "2024-03-06");
    assert_string_equal(tree.meta[TENOR_META_LANG].data, "en-GB");
    assert_string_equal(tree.json.data, "{\"a\":1}");
    tenor_html_tree_free(&tree);
}

static void hostile_pages_are_refused(void **state) {
    (void)state;
    tenor_buffer page = TENOR_BUFFER_INIT;
    tenor_html_tree tree;
    tenor_html_tree_init(&tree);
    tenor_error err;
    add_times(&page, "<div>", 100000);
    assert_int_equal(parse(&tree, page.data, &err), TENOR_LIMIT);
    tenor_buffer_clear(&page);
    tenor_buffer_add_text(&page, "<p ");
    add_times(&page, "a=1 ", 50000);
    assert_int_equal(parse(&tree, page.data, &err), TENOR_LIMIT);
    tenor_buffer_clear(&page);
    add_times(&page, "<b>", TENOR_LIMIT_HTML_TAGS + 1);
    assert_int_equal(parse(&tree, page.data, &err), TENOR_LIMIT);
    assert_int_equal(parse(&tree, "<p>still works", &err), 0);
    check_shape(&tree);
    tenor_html_tree_free(&tree);
    tenor_buffer_free(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_nest),
        cmocka_unit_test(meta_is_found),
        cmocka_unit_test(hostile_pages_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
