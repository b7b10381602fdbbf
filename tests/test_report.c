/* test_report.c: the figures of scikit-learn 1.2's classification_report on the same answers (computed by hand and checked there). */
#include "pipeline_fixture.h"

#include <math.h>

#include "report.h"

static const char *const tags[] = {"a", "b"};
static const char *const kinds[] = {"x", "y", "z"};
static const report_axis axes[] = {{"tags", true, 0, tags, 2}, {"kind", false, 2, kinds, 3}};

/*                                   a  b   x  y  z */
static const int8_t gold_rows[][5] = {{1, 0, 1, 0, 0}, {1, 1, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 1, -1, -1, -1}, {-1, -1, 0, 0, 1}};
static const uint8_t given[] = {1, 0, 1, 0, 0,  1, 0, 0, 1, 0,  1, 0, 0, 1, 0,  0, 1, 1, 0, 0,  1, 1, 0, 0, 0};
static const int8_t *const gold[] = {gold_rows[0], gold_rows[1], gold_rows[2], gold_rows[3], gold_rows[4]};
static const report_data data = {axes, 2, 5, 5, gold, given};

static void check(double value, double wanted) {
    assert_true(fabs(value - wanted) < 1e-9);
}

static void test_labels(void **state) {
    (void)state;
    report_score a = report_label(&data, 0), b = report_label(&data, 1), z = report_label(&data, 4);
    check(a.precision, 2.0 / 3);
    check(a.recall, 1);
    check(a.f1, 0.8);
    assert_int_equal(a.support, 2);
    check(b.precision, 1);
    check(b.recall, 0.5);
    check(z.f1, 0); /* never given: 0, not nan */
    assert_int_equal(z.support, 1);
}

static void test_averages(void **state) {
    (void)state;
    report_averages multi = report_average(&data, &axes[0]), single = report_average(&data, &axes[1]);
    check(multi.micro.precision, 3.0 / 4);
    check(multi.micro.recall, 3.0 / 4);
    check(multi.macro.f1, (0.8 + 2.0 / 3) / 2);
    check(multi.weighted.f1, (0.8 * 2 + 2.0 / 3 * 2) / 4);
    check(multi.samples.precision, (1 + 1 + 0 + 1) / 4.0);
    check(multi.samples.recall, (1 + 0.5 + 0 + 1) / 4.0);
    check(single.accuracy, 2.0 / 4);
    assert_int_equal(single.macro.support, 4);
}

static void test_json(void **state) {
    (void)state;
    tenor_buffer out = TENOR_BUFFER_INIT;
    report_write_json(&data, &out);
    assert_int_equal(strncmp(out.data, "{\"tags\":{\"a\":{\"precision\":0.666667,\"recall\":1.000000,\"f1-score\":0.800000,\"support\":2},", 83), 0);
    assert_non_null(strstr(out.data, "\"samples avg\""));
    assert_non_null(strstr(out.data, "\"accuracy\":0.500000"));
    tenor_buffer_free(&out);
}

static void test_table(void **state) {
    (void)state;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    report_print(&data, true, to);
    fclose(to);
    assert_non_null(strstr(text, "macro avg"));
    assert_non_null(strstr(text, "(none)"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_averages),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
