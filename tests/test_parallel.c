/* test_parallel.c: each index is worked on once, whatever the number of threads; the first failure
 * is the one told. */
#include "model_fixture.h"

#include <stdatomic.h>

#include "error.h"
#include "parallel.h"

typedef struct ledger {
    atomic_int seen[1000]; /* how often an index was worked on */
    size_t threads;
    size_t fail_from;
} ledger;

static int note(void *shared, size_t thread, size_t index, tenor_error *err) {
    ledger *l = shared;
    if (thread >= l->threads) { /* cmocka's assertions are for the main thread only */
        return tenor_fail(err, TENOR_INTERNAL, "thread %zu", thread);
    }
    atomic_fetch_add(&l->seen[index], 1);
    if (index >= l->fail_from) {
        return tenor_fail(err, TENOR_DATA, "index %zu", index);
    }
    return 0;
}

static ledger *new_ledger(size_t threads, size_t fail_from) {
    ledger *l = tenor_new_array(1, sizeof *l);
    assert_non_null(l);
    l->threads = threads;
    l->fail_from = fail_from;
    return l;
}

static void each_index_once(void **state) {
    static const uint32_t threads[] = {1, 2, 7, 64};
    (void)state;
    for (size_t t = 0; t < COUNT_OF(threads); t++) {
        for (size_t count = 0; count <= 1000; count += count < 4 ? 1 : 332) {
            ledger *l = new_ledger(threads[t], SIZE_MAX);
            assert_int_equal(tenor_parallel(count, threads[t], note, l, NULL), 0);
            for (size_t i = 0; i < 1000; i++) {
                assert_int_equal(l->seen[i], i < count);
            }
            free(l);
        }
    }
}

static void no_number_of_threads_means_all_cores(void **state) {
    (void)state;
    assert_true(tenor_core_count() >= 1);
    ledger *l = new_ledger(tenor_core_count(), SIZE_MAX);
    assert_int_equal(tenor_parallel(1000, 0, note, l, NULL), 0);
    assert_int_equal(l->seen[999], 1);
    free(l);
}

static void the_lowest_failure_is_told(void **state) {
    (void)state;
    for (uint32_t round = 0; round < 50; round++) {
        tenor_error err = TENOR_ERROR_INIT;
        uint32_t threads = 1 + round % 4;
        ledger *l = new_ledger(threads, 5);
        assert_int_equal(tenor_parallel(1000, threads, note, l, &err), TENOR_DATA);
        assert_int_equal(err.code, TENOR_DATA);
        assert_string_equal(err.text, "index 5");
        assert_int_equal(l->seen[999], 0); /* and nothing new is begun */
        free(l);
    }
}

static void an_earlier_error_of_the_caller_stays(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    ledger *l = new_ledger(1, 0);
    (void)state;
    tenor_fail(&err, TENOR_IO, "before");
    assert_int_equal(tenor_parallel(3, 1, note, l, &err), TENOR_DATA);
    assert_string_equal(err.text, "before");
    assert_int_equal(tenor_parallel(3, 1, note, l, NULL), TENOR_DATA);
    free(l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_index_once),
        cmocka_unit_test(no_number_of_threads_means_all_cores),
        cmocka_unit_test(the_lowest_failure_is_told),
        cmocka_unit_test(an_earlier_error_of_the_caller_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
