/* calibrate.h: decision values -> probabilities, and the threshold a label is given from. */
#ifndef TENOR_CALIBRATE_H
#define TENOR_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tenor_features.h"
#include "train.h"

/* A sigmoid: probability = 1 / (1 + exp(-(slope * decision + offset))). */
typedef struct tenor_sigmoid {
    double slope;  /* > 0 */
    double offset;
} tenor_sigmoid;

double tenor_sigmoid_at(tenor_sigmoid sigmoid, double decision);

/* Fits the sigmoid to decision values of known class (gold > 0: positive) by Platt's method in the numerically stable form of Lin, Lin and Weng
 * (2007), with Platt's smoothed targets; weight (NULL: all 1) counts each. False (out untouched) where there is too little to fit: fewer than
 * 5 of either class, or a slope that is not positive, which would turn answers upside down. */
bool tenor_sigmoid_fit(const double *decision, const int8_t *gold, const double *weight, size_t count, tenor_sigmoid *out);

/* The probability threshold for a label by target, on probabilities of known class [count]. F1: the best one, half way to the next value.
 * PRECISION or RECALL at least value: the threshold of best F1 among those that reach it. With no positive: 1. scratch: [count] indices. */
double tenor_threshold_fit(const double *probability, const int8_t *gold, const double *weight, size_t count, tenor_target target, double value,
                           size_t *scratch);

#endif
