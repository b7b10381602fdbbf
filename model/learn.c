/* learn.c: choosing the rows of a two-class problem and solving it. */
#include "learn.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define ROUNDS 2 /* of choosing positive units */
#define CARRYING_PART                                                                              \
    3 /* a third of an article's units, at least one, is taken to carry its topic */

int tenor_desk_new(tenor_desk *desk, size_t rows, size_t terms, tenor_error *err) {
    *desk = (tenor_desk){tenor_new_array(rows, sizeof *desk->rows),
                         tenor_new_array(rows, sizeof *desk->classes),
                         tenor_new_array(terms, sizeof *desk->weights), 0.0};
    if (desk->rows == NULL || desk->classes == NULL || desk->weights == NULL) {
        return tenor_fail_memory(err);
    }
    return 0;
}

void tenor_desk_free(tenor_desk *desk) {
    free(desk->rows);
    free(desk->classes);
    free(desk->weights);
}

/* Whether row decides among the best of its example's rows [first, end). */
static bool carries(size_t first, size_t end, size_t row, const double *decisions) {
    size_t better = 0, units = end - first;
    for (size_t other = first; other < end; other++) {
        better += decisions[other - first] > decisions[row - first] ||
                  (other < row && !(decisions[other - first] < decisions[row - first]));
    }
    return better < (units + CARRYING_PART - 1) / CARRYING_PART;
}

tenor_lesson *tenor_plan_lessons(const tenor_dataset *dataset) {
    tenor_lesson *lessons = tenor_new_array(dataset->label_count, sizeof *lessons);
    for (size_t a = 0; lessons != NULL && a < dataset->axis_count; a++) {
        const tenor_axis_spec *axis = &dataset->axes[a];
        for (size_t l = 0; l < axis->label_count; l++) {
            size_t label = axis->first_label + l;
            bool mirrored = !axis->multi && axis->label_count == 2 && l == 1;
            bool learned = !mirrored && !tenor_axis_between(axis, label);
            lessons[label] = (tenor_lesson){axis->multi, mirrored, learned};
        }
    }
    return lessons;
}

typedef struct pick {
    size_t count;
    size_t positives;
    bool several; /* some positive article has several units to choose from */
} pick;

static void take(tenor_desk *desk, pick *p, size_t row, bool positive) {
    desk->rows[p->count] = (uint32_t)row;
    desk->classes[p->count] = positive ? 1 : -1;
    p->count++;
    p->positives += positive;
}

/* Rows of one example; with choose only those that the hyperplane on the desk finds to carry the
 * label. */
static int take_example(const tenor_school *school, size_t example, bool positive, bool choose,
                        tenor_desk *desk, pick *p, tenor_error *err) {
    size_t first = school->set->first_row[example], end = school->set->first_row[example + 1];
    if (!positive || !choose || end - first < 2) {
        for (size_t row = first; row < end; row++) {
            take(desk, p, row, positive);
        }
        p->several = p->several || (positive && end - first > 1);
        return 0;
    }
    double *decisions = tenor_new_array(end - first, sizeof *decisions);
    if (decisions == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t row = first; row < end; row++) {
        decisions[row - first] = tenor_matrix_dot(&school->set->matrix, row, desk->weights);
    }
    for (size_t row = first; row < end; row++) {
        if (carries(first, end, row, decisions)) {
            take(desk, p, row, true);
        }
    }
    free(decisions);
    return 0;
}

static int pick_rows(const tenor_school *school, size_t label, uint32_t held_fold, bool choose,
                     tenor_desk *desk, pick *p, tenor_error *err) {
    const tenor_dataset *d = school->dataset;
    *p = (pick){0, 0, false};
    int code = 0;
    for (size_t e = 0; code == 0 && e < d->example_count; e++) {
        int8_t gold = d->examples[e].gold[label];
        bool held = held_fold != TENOR_NO_FOLD && school->fold[e] == held_fold;
        if (!held && gold != TENOR_GOLD_UNKNOWN) {
            code = take_example(school, e, gold == TENOR_GOLD_YES, choose, desk, p, err);
        }
    }
    return code;
}

int tenor_learn(const tenor_school *school, size_t label, tenor_lesson lesson, uint32_t held_fold,
                double cost, tenor_desk *desk, tenor_error *err) {
    bool choose = false;
    for (int round = 0; round <= ROUNDS; round++) {
        pick p;
        int code = pick_rows(school, label, held_fold, choose, desk, &p, err);
        if (code != 0) {
            return code;
        }
        if (p.positives == 0 || p.positives == p.count) {
            memset(desk->weights, 0, school->set->matrix.term_count * sizeof *desk->weights);
            desk->bias = p.positives == 0 ? -1.0 : 1.0;
            return 0;
        }
        tenor_problem problem = {desk->rows, desk->classes, p.count, cost};
        code = tenor_solve(school->base, &problem, desk->weights, &desk->bias, err);
        if (code != 0) {
            return code;
        }
        if (!lesson.multi || (round == 0 && !p.several)) {
            return 0;
        }
        choose = true;
    }
    return 0;
}
