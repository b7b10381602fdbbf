/* calibrate.c: Platt scaling after H.-T. Lin, C.-J. Lin, R. C. Weng: "A note on Platt's
 * probabilistic outputs for support vector machines", Machine Learning 68 (2007), and thresholds by
 * one sweep over sorted probabilities. */
#include "calibrate.h"

#include <math.h>
#include <stdlib.h>

#define FEWEST_OF_A_CLASS 5
#define MOST_ITERATIONS 100
#define SMALLEST_STEP 1e-10
#define RIDGE 1e-12
#define GRADIENT_TOLERANCE 1e-7

typedef struct platt_data {
    const double *decision;
    const int8_t *gold;
    const double *weight;
    size_t count;
    double high, low; /* smoothed targets of the two classes */
} platt_data;

/* log(1 + exp(x)) without overflow. */
static double softplus(double x) {
    return x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

double tenor_sigmoid_at(tenor_sigmoid sigmoid, double decision) {
    double x = sigmoid.slope * decision + sigmoid.offset;
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

static double weight_of(const platt_data *d, size_t i) {
    return d->weight != NULL ? d->weight[i] : 1.0;
}

static double target_of(const platt_data *d, size_t i) {
    return d->gold[i] > 0 ? d->high : d->low;
}

/* Cross-entropy of the smoothed targets. */
static double loss(const platt_data *d, tenor_sigmoid s) {
    double sum = 0.0;
    for (size_t i = 0; i < d->count; i++) {
        double x = s.slope * d->decision[i] + s.offset;
        sum += weight_of(d, i) * (softplus(x) - target_of(d, i) * x);
    }
    return sum;
}

/* One Newton step with backtracking; false when nothing is left to gain. */
static bool newton_step(const platt_data *d, tenor_sigmoid *s, double *value) {
    double h11 = RIDGE, h22 = RIDGE, h21 = 0.0, g1 = 0.0, g2 = 0.0;
    for (size_t i = 0; i < d->count; i++) {
        double f = d->decision[i], p = tenor_sigmoid_at(*s, f), w = weight_of(d, i);
        double curvature = w * p * (1.0 - p), slope = w * (p - target_of(d, i));
        h11 += f * f * curvature;
        h22 += curvature;
        h21 += f * curvature;
        g1 += f * slope;
        g2 += slope;
    }
    if (fabs(g1) < GRADIENT_TOLERANCE && fabs(g2) < GRADIENT_TOLERANCE) {
        return false;
    }
    double det = h11 * h22 - h21 * h21;
    double da = -(h22 * g1 - h21 * g2) / det, db = -(-h21 * g1 + h11 * g2) / det;
    double descent = g1 * da + g2 * db;
    for (double step = 1.0; step >= SMALLEST_STEP; step /= 2.0) {
        tenor_sigmoid next = {s->slope + step * da, s->offset + step * db};
        double at = loss(d, next);
        if (at < *value + 1e-4 * step * descent) {
            *s = next;
            *value = at;
            return true;
        }
    }
    return false;
}

bool tenor_sigmoid_fit(const double *decision, const int8_t *gold, const double *weight,
                       size_t count, tenor_sigmoid *out) {
    size_t positives = 0;
    for (size_t i = 0; i < count; i++) {
        positives += gold[i] > 0;
    }
    size_t negatives = count - positives;
    if (positives < FEWEST_OF_A_CLASS || negatives < FEWEST_OF_A_CLASS) {
        return false;
    }
    platt_data d = {decision,
                    gold,
                    weight,
                    count,
                    ((double)positives + 1.0) / ((double)positives + 2.0),
                    1.0 / ((double)negatives + 2.0)};
    tenor_sigmoid s = {0.0, log(((double)positives + 1.0) / ((double)negatives + 1.0))};
    double value = loss(&d, s);
    for (int i = 0; i < MOST_ITERATIONS && newton_step(&d, &s, &value); i++) {
    }
    if (!(s.slope > 0.0) || !isfinite(s.slope) || !isfinite(s.offset)) {
        return false;
    }
    *out = s;
    return true;
}

typedef struct by_value {
    const double *value;
} by_value;

static int compare_descending(const void *left, const void *right, void *data) {
    const by_value *order = data;
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    if (order->value[a] != order->value[b]) {
        return order->value[a] > order->value[b] ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

static bool reaches(tenor_target target, double value, double precision, double recall) {
    switch (target) {
    case TENOR_TARGET_PRECISION:
        return precision >= value;
    case TENOR_TARGET_RECALL:
        return recall >= value;
    case TENOR_TARGET_F1:
        break;
    }
    return true;
}

typedef struct best_place {
    double f1; /* -1: none reaches the target */
    double threshold;
} best_place;

/* One sweep from the highest value down: at each place between two different values, how good is it
 * to give the label from here on? */
static best_place sweep(const double *value, const int8_t *gold, const double *weight, size_t count,
                        tenor_target target, double wanted, size_t *scratch) {
    best_place best = {-1.0, 1.0};
    double positives = 0.0, right = 0.0, given = 0.0;
    for (size_t i = 0; i < count; i++) {
        scratch[i] = i;
        positives += gold[i] > 0 ? (weight != NULL ? weight[i] : 1.0) : 0.0;
    }
    by_value order = {value};
    qsort_r(scratch, count, sizeof *scratch, compare_descending, &order);
    for (size_t k = 0; k < count; k++) {
        size_t i = scratch[k];
        double w = weight != NULL ? weight[i] : 1.0;
        given += w;
        right += gold[i] > 0 ? w : 0.0;
        bool last = k + 1 == count;
        if (!last && !(value[scratch[k + 1]] < value[i])) {
            continue;
        }
        double f1 = 2.0 * right / (given + positives);
        if (positives > 0.0 && f1 > best.f1 &&
            reaches(target, wanted, right / given, right / positives)) {
            best =
                (best_place){f1, last ? value[i] / 2.0 : (value[i] + value[scratch[k + 1]]) / 2.0};
        }
    }
    return best;
}

double tenor_best_f1(const double *value, const int8_t *gold, const double *weight, size_t count,
                     size_t *scratch) {
    best_place best = sweep(value, gold, weight, count, TENOR_TARGET_F1, 0.0, scratch);
    return best.f1 > 0.0 ? best.f1 : 0.0;
}

double tenor_threshold_fit(const double *probability, const int8_t *gold, const double *weight,
                           size_t count, tenor_target target, double value, size_t *scratch) {
    best_place best = sweep(probability, gold, weight, count, target, value, scratch);
    return target == TENOR_TARGET_F1 && best.f1 > 0.0 ? best.f1 / 2.0 : best.threshold;
}
