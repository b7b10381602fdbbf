/* test_solver.c: both solvers separate what can be separated, and the one weight vector that is
 * kept says the same as libsvm's own prediction with all its support vectors. For the latter,
 * libsvm's model is looked at on its way to the bin: linked with
 * --wrap=svm_free_and_destroy_model, and with libsvm. */
#include "model_fixture.h"

#include <svm.h>

#include "solver.h"

enum { ROWS = 60, TERMS = 30, EACH = 6 };

static tenor_matrix matrix = TENOR_MATRIX_INIT;
static double dense[ROWS][TERMS];
static uint32_t all_rows[ROWS];
static int8_t all_classes[ROWS];

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

/* Unit-length rows: the first ten terms lean to one class, the next ten to the other, the rest is
 * noise. */
static int make_matrix(void **state) {
    uint32_t seed = 7;
    (void)state;
    matrix.term_count = TERMS;
    for (uint32_t r = 0; r < ROWS; r++) {
        uint32_t term[TERMS];
        float value[TERMS];
        size_t size = 0;
        double norm = 0.0;
        all_rows[r] = r;
        all_classes[r] = r % 3 == 0 ? 1 : -1;
        for (uint32_t t = 0; t < TERMS; t++) {
            bool own = t / 10 == (r % 3 == 0 ? 0U : 1U) || t >= 20;
            dense[r][t] = own && next_random(&seed) % 2 == 0 ? 1.0 + next_random(&seed) % 5 : 0.0;
            norm += dense[r][t] * dense[r][t];
        }
        for (uint32_t t = 0; t < TERMS; t++) {
            if (dense[r][t] > 0.0) {
                term[size] = t;
                value[size] = (float)(dense[r][t] / sqrt(norm));
                dense[r][t] = (double)value[size++];
            }
        }
        const tenor_vector vector = {term, value, size};
        if (tenor_matrix_add(&matrix, &vector, NULL) != 0) {
            return -1;
        }
    }
    return 0;
}

static int free_matrix(void **state) {
    (void)state;
    tenor_matrix_free(&matrix);
    return 0;
}

/* --- libsvm's own answers --- */

void __real_svm_free_and_destroy_model(struct svm_model **model);
void __wrap_svm_free_and_destroy_model(struct svm_model **model);

static double libsvm_says[ROWS];
static int models_seen;

void __wrap_svm_free_and_destroy_model(struct svm_model **model) {
    for (size_t r = 0; r < ROWS; r++) {
        struct svm_node x[ROWS + 1] = {{0, (double)r + 1.0}};
        for (size_t other = 0; other < ROWS; other++) {
            x[other + 1].index = (int)other + 1;
            for (size_t t = 0; t < TERMS; t++) {
                x[other + 1].value += dense[r][t] * dense[other][t];
            }
        }
        svm_predict_values(*model, x, &libsvm_says[r]);
        libsvm_says[r] *= (*model)->label[0] == 1 ? 1.0 : -1.0;
    }
    models_seen++;
    __real_svm_free_and_destroy_model(model);
}

static tenor_solver_base *new_base(tenor_solver wanted, uint32_t threads) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_solver_base *base = NULL;
    assert_int_equal(tenor_solver_base_new(&base, &matrix, wanted, 1 << 20, threads, &err), 0);
    assert_int_equal(tenor_solver_base_kind(base), wanted);
    return base;
}

static void collapsed_weights_say_what_libsvm_says(void **state) {
    static const double costs[] = {0.01, 0.25, 1.0, 4.0, 100.0};
    double weights[TERMS], bias;
    int8_t turned[ROWS];
    (void)state;
    tenor_solver_base *base = new_base(TENOR_SOLVER_LIBSVM, 1);
    for (size_t r = 0; r < ROWS; r++) {
        turned[r] = (int8_t)-all_classes[r];
    }
    models_seen = 0;
    for (size_t c = 0; c < COUNT_OF(costs) * 2; c++) {
        /* Of some rows only: those left out are predicted too. Either class may come first. */
        const tenor_problem problem = {all_rows + 10, (c % 2 == 0 ? all_classes : turned) + 10,
                                       ROWS - 20, costs[c / 2]};
        assert_int_equal(tenor_solve(base, &problem, weights, &bias, NULL), 0);
        for (size_t r = 0; r < ROWS; r++) {
            assert_close(tenor_matrix_dot(&matrix, r, weights) + bias, libsvm_says[r], 1e-9);
        }
    }
    assert_int_equal(models_seen, COUNT_OF(costs) * 2);
    tenor_solver_base_free(base);
}

static void both_separate(void **state) {
    static const tenor_solver kinds[] = {TENOR_SOLVER_LIBSVM, TENOR_SOLVER_LIBLINEAR};
    (void)state;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        double weights[TERMS], bias = 0.0;
        tenor_solver_base *base = new_base(kinds[k], 1);
        for (int turned = 0; turned < 2; turned++) {
            int8_t classes[ROWS];
            for (size_t r = 0; r < ROWS; r++) {
                classes[r] = (int8_t)(turned ? -all_classes[r] : all_classes[r]);
            }
            const tenor_problem problem = {all_rows, classes, ROWS, 10.0};
            assert_int_equal(tenor_solve(base, &problem, weights, &bias, NULL), 0);
            for (size_t r = 0; r < ROWS; r++) {
                double decision = tenor_matrix_dot(&matrix, r, weights) + bias;
                assert_true(decision * classes[r] > 0.0);
            }
        }
        tenor_solver_base_free(base);
    }
}

static void the_same_problem_has_the_same_answer(void **state) {
    static const tenor_solver kinds[] = {TENOR_SOLVER_LIBSVM, TENOR_SOLVER_LIBLINEAR};
    const tenor_problem problem = {all_rows, all_classes, ROWS, 1.0};
    (void)state;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        double first[TERMS + 1];
        for (uint32_t run = 0; run < EACH; run++) {
            double weights[TERMS + 1];
            tenor_solver_base *base = new_base(kinds[k], 1 + run % 3);
            assert_int_equal(tenor_solve(base, &problem, weights, &weights[TERMS], NULL), 0);
            tenor_solver_base_free(base);
            if (run == 0) {
                memcpy(first, weights, sizeof first);
            }
            assert_memory_equal(first, weights, sizeof first);
        }
    }
}

static void the_solver_is_chosen_by_memory(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_solver_base *base = NULL;
    size_t need = tenor_gram_bytes(ROWS);
    (void)state;
    assert_int_equal(tenor_solver_base_new(&base, &matrix, TENOR_SOLVER_AUTO, need, 1, NULL), 0);
    assert_int_equal(tenor_solver_base_kind(base), TENOR_SOLVER_LIBSVM);
    tenor_solver_base_free(base);
    assert_int_equal(tenor_solver_base_new(&base, &matrix, TENOR_SOLVER_AUTO, need - 1, 1, NULL),
                     0);
    assert_int_equal(tenor_solver_base_kind(base), TENOR_SOLVER_LIBLINEAR);
    tenor_solver_base_free(base);
    base = NULL;
    assert_int_equal(tenor_solver_base_new(&base, &matrix, TENOR_SOLVER_LIBSVM, need - 1, 1, &err),
                     TENOR_LIMIT);
    assert_non_null(strstr(err.text, "--memory"));
    assert_null(base);
    tenor_solver_base_free(NULL);
}

static void what_cannot_be_solved_is_refused(void **state) {
    static const tenor_solver kinds[] = {TENOR_SOLVER_LIBSVM, TENOR_SOLVER_LIBLINEAR};
    double weights[TERMS], bias;
    const tenor_problem problem = {all_rows, all_classes, ROWS, -1.0};
    (void)state;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        tenor_solver_base *base = new_base(kinds[k], 1);
        assert_int_equal(tenor_solve(base, &problem, weights, &bias, NULL), TENOR_INTERNAL);
        tenor_solver_base_free(base);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collapsed_weights_say_what_libsvm_says),
        cmocka_unit_test(both_separate),
        cmocka_unit_test(the_same_problem_has_the_same_answer),
        cmocka_unit_test(the_solver_is_chosen_by_memory),
        cmocka_unit_test(what_cannot_be_solved_is_refused),
    };
    return cmocka_run_group_tests(tests, make_matrix, free_matrix);
}
