/* test_matrix.c: rows come back as they were put in, and the Gram matrix through its inverted index
 * equals dot products done by hand. */
#include "model_fixture.h"

#include <stdatomic.h>
#include <stdbool.h>

#include "matrix.h"

enum { ROWS = 40, TERMS = 25 };

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

/* About a third of the cells are set; every seventh row is empty. */
static tenor_matrix random_matrix(double dense[ROWS][TERMS]) {
    tenor_matrix matrix = TENOR_MATRIX_INIT;
    uint32_t seed = 1;
    matrix.term_count = TERMS;
    for (size_t r = 0; r < ROWS; r++) {
        uint32_t term[TERMS];
        float value[TERMS];
        size_t size = 0;
        for (uint32_t t = 0; t < TERMS; t++) {
            dense[r][t] = 0.0;
            if (r % 7 != 3 && next_random(&seed) % 3 == 0) {
                term[size] = t;
                value[size] = (float)(next_random(&seed) % 1000) / 1000.0F - 0.4F;
                dense[r][t] = (double)value[size++];
            }
        }
        const tenor_vector vector = {term, value, size};
        assert_int_equal(tenor_matrix_add(&matrix, &vector, NULL), 0);
    }
    return matrix;
}

typedef struct gram {
    double value[ROWS][ROWS];
    int calls[ROWS][ROWS];
    atomic_bool misplaced; /* cmocka's assertions are for the main thread only */
} gram;

static void put(void *data, size_t i, size_t j, double value) {
    gram *g = data;
    if (j > i || i >= ROWS) {
        g->misplaced = true;
        return;
    }
    g->value[i][j] = value;
    g->calls[i][j]++;
}

static void gram_equals_dot_products(void **state) {
    static double dense[ROWS][TERMS];
    (void)state;
    tenor_matrix matrix = random_matrix(dense);
    for (uint32_t threads = 0; threads < 4; threads++) {
        gram *g = tenor_new_array(1, sizeof *g);
        assert_non_null(g);
        assert_int_equal(tenor_gram(&matrix, threads, put, g, NULL), 0);
        assert_false(g->misplaced);
        for (size_t i = 0; i < ROWS; i++) {
            for (size_t j = 0; j <= i; j++) {
                double sum = 0.0;
                for (size_t t = 0; t < TERMS; t++) {
                    sum += dense[i][t] * dense[j][t];
                }
                assert_int_equal(g->calls[i][j], 1);
                assert_close(g->value[i][j], sum, 1e-12);
            }
        }
        free(g);
    }
    tenor_matrix_free(&matrix);
}

static void a_row_decides_by_its_weights(void **state) {
    static double dense[ROWS][TERMS];
    double weights[TERMS];
    (void)state;
    tenor_matrix matrix = random_matrix(dense);
    for (size_t t = 0; t < TERMS; t++) {
        weights[t] = (double)t - 11.5;
    }
    for (size_t r = 0; r < ROWS; r++) {
        double sum = 0.0;
        for (size_t t = 0; t < TERMS; t++) {
            sum += dense[r][t] * weights[t];
        }
        assert_close(tenor_matrix_dot(&matrix, r, weights), sum, 1e-12);
    }
    tenor_matrix_free(&matrix);
}

static void an_empty_matrix_is_fine(void **state) {
    tenor_matrix matrix = TENOR_MATRIX_INIT;
    const tenor_vector nothing = {NULL, NULL, 0};
    const double weights[1] = {1.0};
    gram *g = tenor_new_array(1, sizeof *g);
    (void)state;
    assert_non_null(g);
    assert_int_equal(tenor_gram(&matrix, 2, put, g, NULL), 0);
    assert_int_equal(g->calls[0][0], 0);
    assert_int_equal(tenor_matrix_add(&matrix, &nothing, NULL), 0);
    assert_int_equal(matrix.row_count, 1);
    assert_int_equal(tenor_gram(&matrix, 2, put, g, NULL), 0);
    assert_int_equal(g->calls[0][0], 1);
    assert_true(fabs(g->value[0][0]) <= 0.0);
    assert_true(fabs(tenor_matrix_dot(&matrix, 0, weights)) <= 0.0);
    free(g);
    tenor_matrix_free(&matrix);
    tenor_matrix_free(&matrix);
}

static void the_size_of_the_gram_matrix_is_known_before(void **state) {
    (void)state;
    assert_int_equal(tenor_gram_bytes(0), 0);
    assert_int_equal(tenor_gram_bytes(10), 10 * 11 * 16);
    assert_int_equal(tenor_gram_bytes(SIZE_MAX), SIZE_MAX);
    assert_int_equal(tenor_gram_bytes((size_t)1 << 40), SIZE_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gram_equals_dot_products),
        cmocka_unit_test(a_row_decides_by_its_weights),
        cmocka_unit_test(an_empty_matrix_is_fine),
        cmocka_unit_test(the_size_of_the_gram_matrix_is_known_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
