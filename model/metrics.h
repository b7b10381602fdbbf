/* metrics.h: gold beside answers -> the figures of a report. Definitions are scikit-learn's, so
 * that figures can be compared; an article counts for an axis if it is annotated on it, and an
 * average over labels is one over those that some annotated article has. */
#ifndef TENOR_METRICS_H
#define TENOR_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tenor_features.h"

/* An axis and its labels; all borrowed. Labels of all axes are numbered through. */
typedef struct tenor_judged_axis {
    const char *name;
    bool multi;
    size_t first_label;
    const char *const *labels; /* [label_count] */
    size_t label_count;
} tenor_judged_axis;

/* What is measured; all borrowed. */
typedef struct tenor_judged {
    const tenor_judged_axis *axes; /* [axis_count] */
    size_t axis_count;
    size_t label_count; /* of all axes */
    size_t article_count;
    const int8_t *const *gold; /* [article_count] -> [label_count] TENOR_GOLD_* */
    const uint8_t *given;      /* [article_count][label_count] */
    const float
        *probability; /* [article_count][label_count]; below 0: not guessed at; NULL: unknown */
} tenor_judged;

bool tenor_judged_annotated(const tenor_judged *judged, size_t article,
                            const tenor_judged_axis *axis);
bool tenor_judged_gold(const tenor_judged *judged, size_t article, size_t label);
bool tenor_judged_given(const tenor_judged *judged, size_t article, size_t label);

/* Whether every label of the axis is as in gold. */
bool tenor_judged_right(const tenor_judged *judged, size_t article, const tenor_judged_axis *axis);

typedef struct tenor_score_row {
    double precision, recall, f1;
    size_t support; /* articles that have the label in gold */
} tenor_score_row;

/* Averages over an axis' labels. samples: the mean over articles; accuracy: articles that are right
 * in every label. */
typedef struct tenor_averages {
    tenor_score_row micro, macro, weighted, samples;
    double accuracy;
    size_t articles; /* annotated on the axis */
} tenor_averages;

tenor_score_row tenor_measure_label(const tenor_judged *judged, size_t label);
tenor_averages tenor_measure_axis(const tenor_judged *judged, const tenor_judged_axis *axis);

/* Single-label axes: cells [label_count][label_count + 1], rows gold, columns answers, the last: no
 * answer. */
void tenor_confusion(const tenor_judged *judged, const tenor_judged_axis *axis, size_t *cells);

/* 95 % intervals by the percentile bootstrap over articles (Efron and Tibshirani 1993), from an own
 * seeded generator. */
typedef struct tenor_interval {
    double low, high;
} tenor_interval;

typedef struct tenor_intervals {
    tenor_interval macro_f1, micro_f1, accuracy;
} tenor_intervals;

enum { TENOR_BOOTSTRAP_ROUNDS = 1000 };

/* label_f1 [axis label_count] or NULL. Errors: TENOR_MEMORY. */
int tenor_bootstrap(const tenor_judged *judged, const tenor_judged_axis *axis, uint32_t rounds,
                    uint64_t seed, tenor_intervals *out, tenor_interval *label_f1,
                    tenor_error *err) TENOR_MUST_USE;

/* How far probabilities can be taken at their word, over label_count labels from first_label on. */
enum { TENOR_RELIABILITY_BINS = 10 };

typedef struct tenor_reliability {
    double brier;    /* mean squared distance of probability and truth; NaN if there is nothing */
    double expected; /* calibration error: mean distance of the bins' probability and share, by
                        their count */
    size_t count;
    struct {
        size_t count;
        double probability; /* mean of those in the bin */
        double share;       /* of them that have the label */
    } bins[TENOR_RELIABILITY_BINS];
} tenor_reliability;

tenor_reliability tenor_measure_reliability(const tenor_judged *judged, size_t first_label,
                                            size_t label_count);

/* Precision and recall at each threshold, highest threshold first. */
typedef struct tenor_curve_point {
    double threshold, precision, recall;
} tenor_curve_point;

/* points [article_count]; *count of them are set, one a distinct probability. *average_precision:
 * the area below, in steps. Errors: TENOR_MEMORY. */
int tenor_precision_recall(const tenor_judged *judged, size_t label, tenor_curve_point *points,
                           size_t *count, double *average_precision,
                           tenor_error *err) TENOR_MUST_USE;

/* McNemar's test that two models err equally often, from the articles on which just one is right:
 * the two-sided p-value, exact (binomial) up to 1,000 of them, else by chi-square with continuity
 * correction. */
double tenor_mcnemar(size_t only_old_right, size_t only_new_right);

#endif
