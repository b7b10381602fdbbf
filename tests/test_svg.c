/* test_svg.c: points land where they should and text cannot break out of the page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "svg.h"

static void test_escaping(void **state) {
    (void)state;
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_html_add(&out, "<b>\"R&D\" 裁员</b>");
    assert_string_equal(out.data, "&lt;b&gt;&quot;R&amp;D&quot; 裁员&lt;/b&gt;");
    tenor_buffer_free(&out);
}

static void test_chart(void **state) {
    (void)state;
    static const double x[] = {0, 200}, y[] = {0, 1};
    tenor_buffer out = TENOR_BUFFER_INIT;
    tenor_chart chart;
    tenor_chart_begin(&chart, &out, "a <chart>", "articles", "F1", 200);
    tenor_chart_line(&chart, x, y, 2, 9);
    tenor_chart_dot(&chart, 200, 1, 1, 0, "5 < 6");
    tenor_chart_end(&chart);
    assert_non_null(strstr(out.data, "aria-label=\"a &lt;chart&gt;\""));
    assert_non_null(strstr(
        out.data,
        "<polyline class=\"line s1\" points=\"46.0,256.0 368.0,12.0\"/>")); /* the corners; 9 is
                                                                               colour 1 again */
    assert_non_null(strstr(out.data, "cx=\"368.0\" cy=\"12.0\" r=\"7.0\"><title>5 &lt; 6</title>"));
    assert_string_equal(out.data + out.size - 6, "</svg>");
    tenor_buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_escaping),
                                       cmocka_unit_test(test_chart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
