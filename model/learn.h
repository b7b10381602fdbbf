/* learn.h: one label's separating hyperplane from some of the training rows. */
#ifndef TENOR_LEARN_H
#define TENOR_LEARN_H

#include "dataset.h"
#include "solver.h"
#include "vectorize.h"

/* What every label, fold and cost shares. All borrowed, immutable. */
typedef struct tenor_school {
    const tenor_dataset *dataset;
    const tenor_training_set *set;
    const tenor_solver_base *base;
    const uint32_t *row_example; /* [rows] the example that a row belongs to */
    const uint32_t *fold;        /* [examples] NULL without cross-validation */
} tenor_school;

/* Scratch of one thread. */
typedef struct tenor_desk {
    uint32_t *rows;  /* [rows] */
    int8_t *classes; /* [rows] */
    double *weights; /* [terms] the result */
    double bias;
} tenor_desk;

#define TENOR_NO_FOLD UINT32_MAX

/* How a label is learned; one for each label of the dataset. */
typedef struct tenor_lesson {
    bool multi;    /* its axis is multi-label */
    bool mirrored; /* the second of a single-label axis's two labels: the first one's hyperplane,
                      turned round */
    bool learned;  /* by a hyperplane of its own: neither mirrored nor between the ends of its axis
                      (tenor_axis_between) */
} tenor_lesson;

/* Lessons [label_count] of a dataset, malloc'ed; NULL when out of memory. */
tenor_lesson *tenor_plan_lessons(const tenor_dataset *dataset) TENOR_MUST_USE;

int tenor_desk_new(tenor_desk *desk, size_t rows, size_t terms, tenor_error *err) TENOR_MUST_USE;
void tenor_desk_free(tenor_desk *desk);

/* Learns label from all rows but those of examples in held_fold; leaves weights and bias on the
 * desk. Where one class is missing the weights are 0 and the bias says the other. Articles cut into
 * several units that carry a label of a multi-label axis give as positives only the units that
 * carry it: those are chosen by the previous round's hyperplane (MI-SVM, Andrews, Tsochantaridis
 * and Hofmann 2003). */
int tenor_learn(const tenor_school *school, size_t label, tenor_lesson lesson, uint32_t held_fold,
                double cost, tenor_desk *desk, tenor_error *err) TENOR_MUST_USE;

#endif
