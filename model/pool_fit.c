/* pool_fit.c: ridge logistic regression by Newton's method (iteratively reweighted least squares). */
#include "pool_fit.h"

#include <math.h>
#include <string.h>

#include "calibrate.h"

#define UNKNOWNS (TENOR_POOL_COUNT + 1) /* the statistics' weights and an offset */
#define FEWEST_OF_A_CLASS 10
#define RIDGE 2.0
#define MOST_ITERATIONS 50
#define SMALL_STEP 1e-9

typedef struct normal_equations {
    double h[UNKNOWNS][UNKNOWNS];
    double g[UNKNOWNS];
} normal_equations;

/* Solves h x = g by Gaussian elimination with pivots; h is positive definite thanks to the ridge. */
static void solve(normal_equations *e, double x[UNKNOWNS]) {
    for (size_t c = 0; c < UNKNOWNS; c++) {
        for (size_t r = c + 1; r < UNKNOWNS; r++) {
            double factor = e->h[r][c] / e->h[c][c];
            for (size_t k = c; k < UNKNOWNS; k++) {
                e->h[r][k] -= factor * e->h[c][k];
            }
            e->g[r] -= factor * e->g[c];
        }
    }
    for (size_t c = UNKNOWNS; c-- > 0;) {
        double sum = e->g[c];
        for (size_t k = c + 1; k < UNKNOWNS; k++) {
            sum -= e->h[c][k] * x[k];
        }
        x[c] = sum / e->h[c][c];
    }
}

static void accumulate(normal_equations *e, const double *s, int8_t gold, double weight, const double v[UNKNOWNS]) {
    double row[UNKNOWNS];
    memcpy(row, s, TENOR_POOL_COUNT * sizeof *row);
    row[TENOR_POOL_COUNT] = 1.0;
    double z = 0.0;
    for (size_t k = 0; k < UNKNOWNS; k++) {
        z += v[k] * row[k];
    }
    double p = tenor_sigmoid_at((tenor_sigmoid){1.0, 0.0}, z);
    for (size_t k = 0; k < UNKNOWNS; k++) {
        e->g[k] -= weight * (p - (gold > 0 ? 1.0 : 0.0)) * row[k];
        for (size_t m = 0; m < UNKNOWNS; m++) {
            e->h[k][m] += weight * p * (1.0 - p) * row[k] * row[m];
        }
    }
}

bool tenor_pool_fit(const double *statistics, const int8_t *gold, const double *weight, size_t count, tenor_pool *out) {
    size_t positives = 0;
    for (size_t i = 0; i < count; i++) {
        positives += gold[i] > 0;
    }
    if (positives < FEWEST_OF_A_CLASS || count - positives < FEWEST_OF_A_CLASS) {
        return false;
    }
    const double prior[UNKNOWNS] = {[TENOR_POOL_TOP] = 1.0};
    double v[UNKNOWNS];
    memcpy(v, prior, sizeof v);
    for (int i = 0; i < MOST_ITERATIONS; i++) {
        normal_equations e;
        memset(&e, 0, sizeof e);
        for (size_t k = 0; k < TENOR_POOL_COUNT; k++) {
            e.h[k][k] = RIDGE;
            e.g[k] = -RIDGE * (v[k] - prior[k]);
        }
        e.h[TENOR_POOL_COUNT][TENOR_POOL_COUNT] = 1e-6;
        for (size_t r = 0; r < count; r++) {
            accumulate(&e, statistics + r * TENOR_POOL_COUNT, gold[r], weight[r], v);
        }
        double step[UNKNOWNS], size = 0.0;
        solve(&e, step);
        for (size_t k = 0; k < UNKNOWNS; k++) {
            v[k] += step[k];
            size += fabs(step[k]);
        }
        if (size < SMALL_STEP) {
            break;
        }
    }
    double sum = 0.0;
    for (size_t k = 0; k < TENOR_POOL_COUNT; k++) {
        sum += fabs(v[k]);
    }
    if (!isfinite(sum) || sum <= 0.0) {
        return false;
    }
    for (size_t k = 0; k < TENOR_POOL_COUNT; k++) {
        out->weight[k] = v[k] / sum;
    }
    return true;
}
