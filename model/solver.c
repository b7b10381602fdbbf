/* solver.c: the one file that knows libsvm and liblinear.
 *
 * libsvm gets a precomputed Gram matrix that is built once and serves every label, fold and cost;
 * its probability estimates and model files are never used (they draw on rand() and have come out
 * inverted on small sets). liblinear solves the same problem where the matrix would not fit, by its
 * primal trust-region Newton method (Galli and Lin 2021): its dual coordinate descent draws on
 * rand(), whose order would depend on the threads. Neither library ever prints: both get a print
 * function that does nothing. */
#include "solver.h"

#include <linear.h>
#include <svm.h>

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "parallel.h"

#define SVM_CACHE_MB 256.0
#define SVM_TOLERANCE 1e-1
#define LINEAR_TOLERANCE 1e-2

struct tenor_solver_base {
    const tenor_matrix *matrix;
    tenor_solver kind;
    struct svm_node
        *gram; /* [row_count][row_count + 1] for libsvm; column 0 holds the row's number */
    struct feature_node *nodes; /* for liblinear: every row with its end mark */
    size_t *node_at;            /* [row_count] where a row begins in nodes */
};

static void stay_silent(const char *text) {
    (void)text;
}

static void put_pair(void *data, size_t i, size_t j, double value) {
    tenor_solver_base *base = data;
    size_t stride = base->matrix->row_count + 1;
    base->gram[i * stride + j + 1].value = value;
    base->gram[j * stride + i + 1].value = value;
}

static int build_gram(tenor_solver_base *base, uint32_t threads, tenor_error *err) {
    size_t rows = base->matrix->row_count;
    size_t stride = rows + 1;
    base->gram = tenor_new_array(rows, stride * sizeof *base->gram);
    if (base->gram == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < rows; i++) {
        base->gram[i * stride].index = 0;
        base->gram[i * stride].value = (double)(i + 1);
    }
    svm_set_print_string_function(stay_silent);
    return tenor_gram(base->matrix, threads, put_pair, base, err);
}

static int build_nodes(tenor_solver_base *base, tenor_error *err) {
    const tenor_matrix *m = base->matrix;
    size_t entries = m->row_count > 0 ? m->row_at[m->row_count] : 0;
    /* Two nodes a row more: the bias term, which liblinear wants as a feature, and the end mark. */
    base->nodes = tenor_new_array(entries + 2 * m->row_count, sizeof *base->nodes);
    base->node_at = tenor_new_array(m->row_count, sizeof *base->node_at);
    if (base->nodes == NULL || base->node_at == NULL) {
        return tenor_fail_memory(err);
    }
    size_t at = 0;
    for (size_t row = 0; row < m->row_count; row++) {
        base->node_at[row] = at;
        for (size_t k = m->row_at[row]; k < m->row_at[row + 1]; k++, at++) {
            base->nodes[at].index = (int)(m->term[k] + 1);
            base->nodes[at].value = (double)m->value[k];
        }
        base->nodes[at++] = (struct feature_node){(int)m->term_count + 1, 1.0};
        base->nodes[at++] = (struct feature_node){-1, 0.0};
    }
    set_print_string_function(stay_silent);
    return 0;
}

int tenor_solver_base_new(tenor_solver_base **out, const tenor_matrix *matrix, tenor_solver wanted,
                          size_t memory, uint32_t threads, tenor_error *err) {
    size_t bytes = tenor_gram_bytes(matrix->row_count);
    if (wanted == TENOR_SOLVER_LIBSVM && bytes > memory) {
        return tenor_fail(
            err, TENOR_LIMIT,
            "libsvm's Gram matrix of %zu passages takes %zu MiB, but only %zu are allowed: "
            "raise --memory or leave the solver to tenor",
            matrix->row_count, bytes >> 20, memory >> 20);
    }
    if (matrix->row_count >= INT32_MAX || matrix->term_count >= INT32_MAX - 1) {
        return tenor_fail(err, TENOR_LIMIT, "more than 2^31 passages or terms");
    }
    tenor_solver_base *base = tenor_new_array(1, sizeof *base);
    if (base == NULL) {
        return tenor_fail_memory(err);
    }
    base->matrix = matrix;
    base->kind = wanted;
    if (wanted == TENOR_SOLVER_AUTO) {
        base->kind = bytes <= memory ? TENOR_SOLVER_LIBSVM : TENOR_SOLVER_LIBLINEAR;
    }
    int code =
        base->kind == TENOR_SOLVER_LIBSVM ? build_gram(base, threads, err) : build_nodes(base, err);
    if (code != 0) {
        tenor_solver_base_free(base);
        return code;
    }
    *out = base;
    return 0;
}

void tenor_solver_base_free(tenor_solver_base *base) {
    if (base != NULL) {
        free(base->gram);
        free(base->nodes);
        free(base->node_at);
        free(base);
    }
}

tenor_solver tenor_solver_base_kind(const tenor_solver_base *base) {
    return base->kind;
}

/* w = sum over support vectors of coefficient times vector; libsvm's first class may be either, so
 * its sign is turned. */
static void collapse(const tenor_matrix *matrix, const tenor_problem *problem,
                     const struct svm_model *model, double *weights, double *bias) {
    double sign = model->label[0] == 1 ? 1.0 : -1.0;
    memset(weights, 0, matrix->term_count * sizeof *weights);
    for (int s = 0; s < model->l; s++) {
        size_t row = problem->rows[model->sv_indices[s] - 1];
        double coefficient = sign * model->sv_coef[0][s];
        for (size_t k = matrix->row_at[row]; k < matrix->row_at[row + 1]; k++) {
            weights[matrix->term[k]] += coefficient * (double)matrix->value[k];
        }
    }
    *bias = -sign * model->rho[0];
}

static int solve_libsvm(const tenor_solver_base *base, const tenor_problem *problem, double *y,
                        double *weights, double *bias, tenor_error *err) {
    struct svm_node **x = tenor_new_array(problem->count, sizeof *x);
    if (x == NULL) {
        return tenor_fail_memory(err);
    }
    size_t stride = base->matrix->row_count + 1;
    for (size_t i = 0; i < problem->count; i++) {
        x[i] = base->gram + problem->rows[i] * stride;
    }
    struct svm_problem prob = {(int)problem->count, y, x};
    struct svm_parameter parameter = {.svm_type = C_SVC,
                                      .kernel_type = PRECOMPUTED,
                                      .cache_size = SVM_CACHE_MB,
                                      .eps = SVM_TOLERANCE,
                                      .C = problem->cost,
                                      .shrinking = 1};
    int code = 0;
    const char *wrong = svm_check_parameter(&prob, &parameter);
    struct svm_model *model = wrong == NULL ? svm_train(&prob, &parameter) : NULL;
    if (model == NULL || model->nr_class != 2) {
        code = tenor_fail(err, TENOR_INTERNAL, "libsvm refused the problem: %s",
                          wrong ? wrong : "not two classes");
    } else {
        collapse(base->matrix, problem, model, weights, bias);
    }
    if (model != NULL) {
        svm_free_and_destroy_model(&model);
    }
    free(x);
    return code;
}

static int solve_liblinear(const tenor_solver_base *base, const tenor_problem *problem, double *y,
                           double *weights, double *bias, tenor_error *err) {
    struct feature_node **x = tenor_new_array(problem->count, sizeof *x);
    if (x == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < problem->count; i++) {
        x[i] = base->nodes + base->node_at[problem->rows[i]];
    }
    struct problem prob = {(int)problem->count, (int)base->matrix->term_count + 1, y, x, 1.0};
    struct parameter parameter = {
        .solver_type = L2R_L2LOSS_SVC, .eps = LINEAR_TOLERANCE, .C = problem->cost};
    int code = 0;
    const char *wrong = check_parameter(&prob, &parameter);
    struct model *model = wrong == NULL ? train(&prob, &parameter) : NULL;
    if (model == NULL || model->nr_class != 2) {
        code = tenor_fail(err, TENOR_INTERNAL, "liblinear refused the problem: %s",
                          wrong ? wrong : "not two classes");
    } else {
        double sign = model->label[0] == 1 ? 1.0 : -1.0;
        for (size_t t = 0; t < base->matrix->term_count; t++) {
            weights[t] = sign * model->w[t];
        }
        *bias = sign * model->w[base->matrix->term_count];
    }
    if (model != NULL) {
        free_and_destroy_model(&model);
    }
    free(x);
    return code;
}

int tenor_solve(const tenor_solver_base *base, const tenor_problem *problem, double *weights,
                double *bias, tenor_error *err) {
    double *y = tenor_new_array(problem->count, sizeof *y);
    if (y == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < problem->count; i++) {
        y[i] = problem->classes[i];
    }
    int code = base->kind == TENOR_SOLVER_LIBSVM
                   ? solve_libsvm(base, problem, y, weights, bias, err)
                   : solve_liblinear(base, problem, y, weights, bias, err);
    free(y);
    return code;
}
