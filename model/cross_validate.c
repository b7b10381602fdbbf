/* cross_validate.c: the grid of (cost, label, fold), all on one Gram matrix. */
#include "cross_validate.h"

#include <stdlib.h>
#include <string.h>

#include "calibrate.h"
#include "error.h"
#include "memory.h"
#include "parallel.h"

/* Around 1, where unit-length tf-idf vectors have their optimum. */
static const double costs[] = {0.25, 1.0, 4.0};
#define COSTS (sizeof costs / sizeof costs[0])

typedef struct grid_job {
    const tenor_school *school;
    const tenor_train_options *options;
    const tenor_lesson *lessons; /* [labels] */
    tenor_desk *desks;           /* [threads] */
    double cost;
    float *decision; /* [labels][rows] under this cost */
} grid_job;

static int run_cell(void *shared, size_t thread, size_t index, tenor_error *err) {
    grid_job *job = shared;
    const tenor_school *school = job->school;
    uint32_t folds = job->options->folds;
    size_t label = index / folds, rows = school->set->matrix.row_count;
    uint32_t held = (uint32_t)(index % folds);
    tenor_desk *desk = &job->desks[thread];
    if (!job->lessons[label].learned) {
        return 0;
    }
    bool mirror = label + 1 < school->dataset->label_count && job->lessons[label + 1].mirrored;
    int code = tenor_learn(school, label, job->lessons[label], held, job->cost, desk, err);
    for (size_t row = 0; code == 0 && row < rows; row++) {
        if (school->fold[school->row_example[row]] == held) {
            float value =
                (float)(tenor_matrix_dot(&school->set->matrix, row, desk->weights) + desk->bias);
            job->decision[label * rows + row] = value;
            if (mirror) {
                job->decision[(label + 1) * rows + row] = -value;
            }
        }
    }
    return code;
}

int tenor_pool_examples(const tenor_school *school, const float *unit_decision, double *out,
                        tenor_error *err) {
    size_t capacity = 0;
    double *units = NULL, *scratch = NULL;
    for (size_t e = 0; e < school->dataset->example_count; e++) {
        size_t first = school->set->first_row[e], count = school->set->first_row[e + 1] - first;
        size_t same = capacity;
        if (!TENOR_GROW(units, same, count) || !TENOR_GROW(scratch, capacity, count)) {
            free(units);
            free(scratch);
            return tenor_fail_memory(err);
        }
        for (size_t u = 0; u < count; u++) {
            units[u] = (double)unit_decision[first + u];
        }
        tenor_pool_statistics(units, 1, count, school->set->has_title[e] != 0, scratch,
                              out + e * TENOR_POOL_COUNT);
    }
    free(units);
    free(scratch);
    return 0;
}

/* Best F1 over all thresholds of the examples' TOP statistic. */
static double score_label(const tenor_school *school, size_t label, const double *statistics,
                          double *value, int8_t *gold, size_t *scratch) {
    const tenor_dataset *d = school->dataset;
    size_t n = 0;
    for (size_t e = 0; e < d->example_count; e++) {
        if (d->examples[e].gold[label] != TENOR_GOLD_UNKNOWN) {
            value[n] = statistics[e * TENOR_POOL_COUNT + TENOR_POOL_TOP];
            gold[n] = d->examples[e].gold[label];
            n++;
        }
    }
    return tenor_best_f1(value, gold, NULL, n, scratch);
}

/* Mean of accuracy and macro F1 when the largest TOP statistic wins; statistics [labels of the
 * axis][examples][TENOR_POOL_COUNT]. */
static int score_axis(const tenor_school *school, const tenor_axis_spec *axis,
                      const double *statistics, double *score, tenor_error *err) {
    const tenor_dataset *d = school->dataset;
    size_t *count = tenor_new_array(3 * axis->label_count, sizeof *count);
    if (count == NULL) {
        return tenor_fail_memory(err);
    }
    size_t *right = count, *given = count + axis->label_count, *gold = given + axis->label_count,
           n = 0, all_right = 0;
    for (size_t e = 0; e < d->example_count; e++) {
        const int8_t *y = d->examples[e].gold + axis->first_label;
        size_t best = 0, truth = axis->label_count;
        for (size_t l = 0; l < axis->label_count; l++) {
            const double *top = statistics + TENOR_POOL_TOP;
            size_t at = (l * d->example_count + e) * TENOR_POOL_COUNT,
                   was = (best * d->example_count + e) * TENOR_POOL_COUNT;
            best = top[at] > top[was] ? l : best;
            truth = y[l] == TENOR_GOLD_YES ? l : truth;
        }
        if (truth < axis->label_count) {
            n++;
            gold[truth]++;
            given[best]++;
            right[truth] += best == truth;
            all_right += best == truth;
        }
    }
    double f1 = 0.0;
    for (size_t l = 0; l < axis->label_count; l++) {
        f1 += gold[l] + given[l] > 0 ? 2.0 * (double)right[l] / (double)(gold[l] + given[l]) : 0.0;
    }
    free(count);
    *score = n > 0 ? (f1 / (double)axis->label_count + (double)all_right / (double)n) / 2.0 : 0.0;
    return 0;
}

typedef struct scoreboard {
    double *best;       /* [labels] best score so far */
    double *statistics; /* [labels][examples][TENOR_POOL_COUNT] */
    double *value;      /* [examples] */
    int8_t *gold;
    size_t *scratch;
} scoreboard;

static void keep(const grid_job *job, size_t label, double score, scoreboard *board,
                 tenor_oof *out) {
    size_t rows = job->school->set->matrix.row_count;
    if (score > board->best[label]) {
        board->best[label] = score;
        out->cost[label] = job->cost;
        memcpy(out->unit_decision + label * rows, job->decision + label * rows,
               rows * sizeof *job->decision);
    }
}

static int judge_cost(const grid_job *job, scoreboard *board, tenor_oof *out, tenor_error *err) {
    const tenor_dataset *d = job->school->dataset;
    size_t rows = job->school->set->matrix.row_count, stride = d->example_count * TENOR_POOL_COUNT;
    for (size_t a = 0; a < d->axis_count; a++) {
        const tenor_axis_spec *axis = &d->axes[a];
        double score = 0.0;
        for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
            int code = tenor_pool_examples(job->school, job->decision + l * rows,
                                           board->statistics + l * stride, err);
            if (code != 0) {
                return code;
            }
            if (axis->multi) {
                score = score_label(job->school, l, board->statistics + l * stride, board->value,
                                    board->gold, board->scratch);
                keep(job, l, score, board, out);
            }
        }
        if (!axis->multi) {
            int code = score_axis(job->school, axis, board->statistics + axis->first_label * stride,
                                  &score, err);
            if (code != 0) {
                return code;
            }
            for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
                keep(job, l, score, board, out);
            }
        }
    }
    return 0;
}

static int run_grid(grid_job *job, scoreboard *board, tenor_oof *out, uint32_t threads,
                    tenor_error *err) {
    const tenor_train_options *o = job->options;
    size_t cells = job->school->dataset->label_count * o->folds;
    int code = 0;
    for (size_t c = 0; code == 0 && c < COSTS; c++) {
        job->cost = costs[c];
        code = tenor_parallel(cells, threads, run_cell, job, err);
        if (code == 0) {
            code = judge_cost(job, board, out, err);
        }
        if (o->progress != NULL) {
            o->progress(o->progress_data, "cross-validating", c + 1, COSTS);
        }
    }
    return code;
}

int tenor_cross_validate(const tenor_school *school, const tenor_train_options *options,
                         tenor_oof *out, tenor_error *err) {
    const tenor_dataset *d = school->dataset;
    uint32_t threads = options->threads == 0 ? tenor_core_count() : options->threads;
    size_t rows = school->set->matrix.row_count, terms = school->set->matrix.term_count;
    scoreboard board = {
        tenor_new_array(d->label_count, sizeof(double)),
        tenor_new_array(d->label_count * d->example_count, TENOR_POOL_COUNT * sizeof(double)),
        tenor_new_array(d->example_count, sizeof(double)), tenor_new_array(d->example_count, 1),
        tenor_new_array(d->example_count, sizeof(size_t))};
    tenor_lesson *lessons = tenor_plan_lessons(d);
    grid_job job = {school,  options,
                    lessons, tenor_new_array(threads, sizeof(tenor_desk)),
                    0.0,     tenor_new_array(d->label_count * rows, sizeof(float))};
    out->unit_decision = tenor_new_array(d->label_count * rows, sizeof *out->unit_decision);
    out->cost = tenor_new_array(d->label_count, sizeof *out->cost);
    bool complete = board.best && board.statistics && board.value && board.gold && board.scratch &&
                    lessons && job.desks && job.decision && out->unit_decision && out->cost;
    int code = complete ? 0 : tenor_fail_memory(err);
    for (size_t l = 0; code == 0 && l < d->label_count; l++) {
        board.best[l] = -1.0;
    }
    for (uint32_t t = 0; code == 0 && t < threads; t++) {
        code = tenor_desk_new(&job.desks[t], rows, terms, err);
    }
    if (code == 0) {
        code = run_grid(&job, &board, out, threads, err);
    }
    for (uint32_t t = 0; job.desks != NULL && t < threads; t++) {
        tenor_desk_free(&job.desks[t]);
    }
    free(job.desks);
    free(job.decision);
    free(lessons);
    free(board.best);
    free(board.statistics);
    free(board.value);
    free(board.gold);
    free(board.scratch);
    return code;
}

void tenor_oof_free(tenor_oof *oof) {
    free(oof->unit_decision);
    free(oof->cost);
}
