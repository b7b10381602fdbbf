/* test_earlier.c: what is read back from an output that a killed run left. */
#include "pipeline_fixture.h"

#include "earlier.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char first[] =
    "{\"id\":\"a\",\"title\":\"\",\"date\":\"\",\"lang\":\"en\",\"sha256\":\"" DIGEST
    "\",\"chars\":1,\"labels\":{},\"scores\":{},\"model\":\"m1\",\"warnings\":[\"w\"]}\n";
static const char second[] =
    "{\"id\":\"b "
    "\\\"x\\\"\",\"title\":\",\\\"sha256\\\":\\\"\",\"date\":\"\",\"lang\":\"en\",\"sha256\":"
    "\"" DIGEST "\",\"chars\":1,\"text\":\"t\",\"labels\":{\"model\":\"n\"},\"scores\":{},"
    "\"evidence\":{},\"model\":\"m2\",\"warnings\":[]}\n";
static const char third[] = "{\"id\":\"c\",\"error\":{\"code\":\"io\",\"message\":\"gone\"}}\n";

static const char *write_three(scratch *self, const char *tail) {
    char all[2048];
    snprintf(all, sizeof all, "%s%s%s%s", first, second, third, tail);
    return scratch_write(self, "out", all);
}

static void test_facts(void **state) {
    (void)state;
    tenor_record_facts facts;
    assert_true(tenor_record_parse((tenor_view){first, sizeof first - 2}, &facts));
    assert_true(facts.warned && !facts.failed && !facts.evidence && !facts.text);
    assert_memory_equal(facts.sha256.data, DIGEST, 64);
    assert_true(tenor_record_parse((tenor_view){second, sizeof second - 2}, &facts));
    assert_memory_equal(facts.id.data, "b \\\"x\\\"", facts.id.size);
    assert_memory_equal(facts.sha256.data, DIGEST, 64);
    assert_memory_equal(facts.model.data, "m2", 2);
    assert_true(!facts.warned && facts.evidence && facts.text);
    assert_true(tenor_record_parse((tenor_view){third, sizeof third - 2}, &facts));
    assert_true(facts.failed);
    /* every beginning of a record is none */
    for (size_t size = 0; size < sizeof first - 2; size++) {
        assert_false(tenor_record_parse((tenor_view){first, size}, &facts));
    }
}

static void test_broken_tail_is_left_out(void **state) {
    scratch *self = *state;
    static const char *const tails[] = {"",
                                        "{\"id\":\"d",
                                        "\n",
                                        "{\"id\":\"d\"}\n",
                                        "\x01\x02\n{\"id\":\"d\"}\n",
                                        "{\"id\":\"d\",\"x\":1}"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        tenor_earlier *earlier = NULL;
        assert_int_equal(tenor_earlier_open(&earlier, write_three(self, tails[i]), false, NULL), 0);
        assert_int_equal(tenor_earlier_count(earlier), 3);
        assert_int_equal(tenor_earlier_size(earlier),
                         sizeof first + sizeof second + sizeof third - 3);
        tenor_earlier_free(earlier);
    }
}

static void test_in_order(void **state) {
    scratch *self = *state;
    tenor_earlier *earlier = NULL;
    tenor_buffer line = TENOR_BUFFER_INIT;
    assert_int_equal(tenor_earlier_open(&earlier, write_three(self, "tail"), false, NULL), 0);
    assert_int_equal(tenor_earlier_next(earlier, &line, NULL), 1);
    assert_string_equal(line.data, first);
    assert_int_equal(tenor_earlier_next(earlier, &line, NULL), 1);
    assert_int_equal(tenor_earlier_next(earlier, &line, NULL), 1);
    assert_string_equal(line.data, third);
    assert_int_equal(tenor_earlier_next(earlier, &line, NULL), 0);
    tenor_buffer_free(&line);
    tenor_earlier_free(earlier);
}

static void test_by_id(void **state) {
    scratch *self = *state;
    tenor_earlier *earlier = NULL;
    tenor_buffer line = TENOR_BUFFER_INIT;
    assert_int_equal(tenor_earlier_open(&earlier, write_three(self, ""), true, NULL), 0);
    assert_int_equal(tenor_earlier_find(earlier, view_of("b \\\"x\\\""), &line, NULL), 1);
    assert_string_equal(line.data, second);
    assert_int_equal(tenor_earlier_find(earlier, view_of("nobody"), &line, NULL), 0);
    tenor_buffer_free(&line);
    tenor_earlier_free(earlier);
}

static void test_last_of_many_counts(void **state) {
    scratch *self = *state;
    tenor_buffer all = TENOR_BUFFER_INIT, line = TENOR_BUFFER_INIT;
    for (int i = 0; i < 5000; i++) {
        tenor_buffer_format(
            &all, "{\"id\":\"n%d\",\"error\":{\"code\":\"io\",\"message\":\"%d\"}}\n", i % 2500, i);
    }
    tenor_earlier *earlier = NULL;
    assert_int_equal(
        tenor_earlier_open(&earlier, scratch_write(self, "many", all.data), true, NULL), 0);
    for (int i = 0; i < 2500; i++) {
        char id[16], wanted[32];
        snprintf(id, sizeof id, "n%d", i);
        snprintf(wanted, sizeof wanted, "\"message\":\"%d\"", i + 2500);
        assert_int_equal(tenor_earlier_find(earlier, view_of(id), &line, NULL), 1);
        assert_non_null(strstr(line.data, wanted));
    }
    tenor_buffer_free(&all);
    tenor_buffer_free(&line);
    tenor_earlier_free(earlier);
}

static void test_added_later(void **state) {
    scratch *self = *state;
    tenor_earlier *earlier = NULL;
    tenor_buffer line = TENOR_BUFFER_INIT;
    const char *path = scratch_path(self, "grows");
    assert_int_equal(tenor_earlier_open(&earlier, path, true, NULL), 0);
    assert_int_equal(tenor_earlier_count(earlier), 0);
    assert_int_equal(tenor_earlier_find(earlier, view_of("a"), &line, NULL), 0);
    scratch_write(self, "grows", first);
    assert_int_equal(tenor_earlier_add(earlier, view_of(first), NULL), 0);
    assert_int_equal(tenor_earlier_find(earlier, view_of("a"), &line, NULL), 1);
    assert_string_equal(line.data, first);
    tenor_buffer_free(&line);
    tenor_earlier_free(earlier);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_broken_tail_is_left_out),
        cmocka_unit_test(test_in_order),
        cmocka_unit_test(test_by_id),
        cmocka_unit_test(test_last_of_many_counts),
        cmocka_unit_test(test_added_later),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
