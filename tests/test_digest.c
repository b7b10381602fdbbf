/* test_digest.c: the vectors of FIPS 180-4's examples. */
#include "pipeline_fixture.h"

#include "digest.h"

static void test_vectors(void **state) {
    (void)state;
    char digest[TENOR_DIGEST_SIZE];
    tenor_digest(digest, (tenor_view){NULL, 0});
    assert_string_equal(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    tenor_digest(digest, view_of("abc"));
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
