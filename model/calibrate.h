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
    double slope; /* > 0 */
    double offset;
} tenor_sigmoid;

double tenor_sigmoid_at(tenor_sigmoid sigmoid, double decision);

/* Fits the sigmoid to decision values of known class (gold > 0: positive) by Platt's method in the
 * numerically stable form of Lin, Lin and Weng (2007), with Platt's smoothed targets; weight (NULL:
 * all 1) counts each. False (out untouched) where there is too little to fit: fewer than 5 of
 * either class, or a slope that is not positive, which would turn answers upside down. */
bool tenor_sigmoid_fit(const double *decision, const int8_t *gold, const double *weight,
                       size_t count, tenor_sigmoid *out);

/* The best F1 that any threshold reaches on values of known class [count]; weight (NULL: all 1)
 * counts each. scratch: [count] indices. */
double tenor_best_f1(const double *value, const int8_t *gold, const double *weight, size_t count,
                     size_t *scratch);

/* The probability threshold for a label by target, on calibrated probabilities of known class
 * [count]. F1: half the best F1, which is where the expected F1 of calibrated probabilities is
 * largest (Lipton, Elkan and Narayanaswamy 2014) and far steadier on few articles than the
 * empirical best place. PRECISION or RECALL at least value: the threshold of best F1 among those
 * that reach it, half way to the next probability. 1 where nothing reaches it. scratch: [count]
 * indices. */
double tenor_threshold_fit(const double *probability, const int8_t *gold, const double *weight,
                           size_t count, tenor_target target, double value, size_t *scratch);

#endif
