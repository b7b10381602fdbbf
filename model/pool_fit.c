/* pool_fit.c: ridge logistic regression by Newton's method (iteratively reweighted least squares).
 *
 * Statistics are standardised first, so that one ridge suits decision values and group rates alike.
 */
#include "pool_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define FEWEST_OF_A_CLASS 10
#define RIDGE 200.0
#define OFFSET_RIDGE 1e-6
#define MOST_ITERATIONS 50
#define SMALL_STEP 1e-9

/* A fit in progress; the last unknown is the offset. */
typedef struct fit {
    double word_trust;
    size_t width, unknowns;
    double *mean, *scale; /* [width] of the statistics */
    double *h;            /* [unknowns][unknowns] */
    double *g;            /* [unknowns] */
    double *v;            /* [unknowns] */
    double *step;         /* [unknowns] */
    double *row;          /* [unknowns] */
} fit;

static void fit_free(fit *f) {
    free(f->mean);
    free(f->scale);
    free(f->h);
    free(f->g);
    free(f->v);
    free(f->step);
    free(f->row);
}

static int fit_new(fit *f, size_t width, double word_trust, tenor_error *err) {
    size_t n = width + 1;
    *f = (fit){word_trust,
               width,
               n,
               tenor_new_array(width, sizeof(double)),
               tenor_new_array(width, sizeof(double)),
               tenor_new_array(n, n * sizeof(double)),
               tenor_new_array(n, sizeof(double)),
               tenor_new_array(n, sizeof(double)),
               tenor_new_array(n, sizeof(double)),
               tenor_new_array(n, sizeof(double))};
    bool complete = f->mean && f->scale && f->h && f->g && f->v && f->step && f->row;
    return complete ? 0 : tenor_fail_memory(err);
}

static void standardise(fit *f, const double *statistics, const double *weight, size_t count) {
    double total = 0.0;
    for (size_t i = 0; i < count; i++) {
        total += weight[i];
        for (size_t k = 0; k < f->width; k++) {
            f->mean[k] += weight[i] * statistics[i * f->width + k];
        }
    }
    for (size_t k = 0; k < f->width; k++) {
        double squares = 0.0;
        f->mean[k] /= total;
        for (size_t i = 0; i < count; i++) {
            double d = statistics[i * f->width + k] - f->mean[k];
            squares += weight[i] * d * d;
        }
        double trust = k < TENOR_POOL_COUNT ? f->word_trust : 1.0;
        f->scale[k] = squares > 0.0 ? sqrt(squares / total) / trust : 1.0;
    }
}

/* Solves h step = g by Gaussian elimination; h is positive definite thanks to the ridge. */
static void solve(fit *f) {
    size_t n = f->unknowns;
    for (size_t c = 0; c < n; c++) {
        for (size_t r = c + 1; r < n; r++) {
            double factor = f->h[r * n + c] / f->h[c * n + c];
            for (size_t k = c; k < n; k++) {
                f->h[r * n + k] -= factor * f->h[c * n + k];
            }
            f->g[r] -= factor * f->g[c];
        }
    }
    for (size_t c = n; c-- > 0;) {
        double sum = f->g[c];
        for (size_t k = c + 1; k < n; k++) {
            sum -= f->h[c * n + k] * f->step[k];
        }
        f->step[c] = sum / f->h[c * n + c];
    }
}

/* Adds one article to gradient and curvature. */
static void accumulate(fit *f, const double *statistics, int8_t gold, double weight) {
    size_t n = f->unknowns;
    double z = f->v[f->width];
    for (size_t k = 0; k < f->width; k++) {
        f->row[k] = (statistics[k] - f->mean[k]) / f->scale[k];
        z += f->v[k] * f->row[k];
    }
    f->row[f->width] = 1.0;
    double p = tenor_sigmoid_at((tenor_sigmoid){1.0, 0.0}, z);
    for (size_t k = 0; k < n; k++) {
        f->g[k] -= weight * (p - (gold > 0 ? 1.0 : 0.0)) * f->row[k];
        for (size_t m = 0; m < n; m++) {
            f->h[k * n + m] += weight * p * (1.0 - p) * f->row[k] * f->row[m];
        }
    }
}

static void iterate(fit *f, const double *statistics, const int8_t *gold, const double *weight,
                    size_t count) {
    size_t n = f->unknowns;
    double size = SMALL_STEP;
    for (int i = 0; i < MOST_ITERATIONS && size >= SMALL_STEP; i++) {
        memset(f->h, 0, n * n * sizeof *f->h);
        for (size_t k = 0; k < n; k++) {
            double ridge = k < f->width ? RIDGE : OFFSET_RIDGE;
            f->h[k * n + k] = ridge;
            f->g[k] = -ridge * f->v[k];
        }
        for (size_t r = 0; r < count; r++) {
            accumulate(f, statistics + r * f->width, gold[r], weight[r]);
        }
        solve(f);
        size = 0.0;
        for (size_t k = 0; k < n; k++) {
            f->v[k] += f->step[k];
            size += fabs(f->step[k]);
        }
    }
}

/* The regression for statistics as they are: weights, and the sigmoid of their weighted sum. */
static bool write_result(const fit *f, double *weights, tenor_sigmoid *sigmoid) {
    double sum = 0.0, offset = f->v[f->width];
    for (size_t k = 0; k < f->width; k++) {
        sum += k < TENOR_POOL_COUNT ? fabs(f->v[k] / f->scale[k]) : 0.0;
        offset -= f->v[k] * f->mean[k] / f->scale[k];
    }
    if (!isfinite(sum) || !isfinite(offset) || !(sum > 0.0)) {
        return false;
    }
    for (size_t k = 0; k < f->width; k++) {
        weights[k] = f->v[k] / f->scale[k] / sum;
    }
    *sigmoid = (tenor_sigmoid){sum, offset};
    return true;
}

void tenor_pool_default(double *weights, size_t width) {
    for (size_t k = 0; k < width; k++) {
        weights[k] = k == TENOR_POOL_TOP ? 1.0 : 0.0;
    }
}

int tenor_pool_fit(const double *statistics, const int8_t *gold, const double *weight, size_t count,
                   size_t width, double word_trust, double *weights, tenor_sigmoid *sigmoid,
                   bool *fitted, tenor_error *err) {
    size_t positives = 0;
    for (size_t i = 0; i < count; i++) {
        positives += gold[i] > 0;
    }
    *fitted = false;
    if (positives < FEWEST_OF_A_CLASS || count - positives < FEWEST_OF_A_CLASS) {
        return 0;
    }
    fit f;
    int code = fit_new(&f, width, word_trust, err);
    if (code == 0) {
        standardise(&f, statistics, weight, count);
        iterate(&f, statistics, gold, weight, count);
        *fitted = write_result(&f, weights, sigmoid);
    }
    fit_free(&f);
    return code;
}
