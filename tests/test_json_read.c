/* test_json_read.c: fields of articles as JSON. */
#include "pipeline_fixture.h"

#include "json_read.h"

static void test_fields(void **state) {
    (void)state;
    static const char text[] =
        "{\"s\":\"a\\u0000b\",\"n\":-9223372036854775808,\"x\":1.5,\"z\":null}";
    char room[TENOR_JSON_NUMBER_SIZE];
    json_t *object = json_loads(text, JSON_ALLOW_NUL, NULL);
    assert_non_null(object);
    assert_int_equal(tenor_json_string(object, "s").size, 3);
    assert_int_equal(tenor_json_string(object, "n").size, 0);
    assert_int_equal(tenor_json_string(object, "missing").size, 0);
    assert_int_equal(tenor_json_id(object, "s", room).size, 3);
    tenor_view id = tenor_json_id(object, "n", room);
    assert_int_equal(id.size, 20);
    assert_memory_equal(id.data, "-9223372036854775808", 20);
    assert_int_equal(tenor_json_id(object, "x", room).size, 0);
    assert_int_equal(tenor_json_id(object, "z", room).size, 0);
    json_decref(object);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fields)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
