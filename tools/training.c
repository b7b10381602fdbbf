/* training.c: see training.h. */
#include "training.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "error.h"
#include "learning_curve.h"

#define PARTS 3            /* of 1/8, 1/4, 1/2 */
#define FEWEST_ARTICLES 20 /* less says nothing */

int training_check(const training_limits *limits, tenor_error *err) {
    if (limits->folds == 1 || limits->folds > 1000) {
        return tenor_fail(err, TENOR_USAGE, "--folds: 0, or 2 to 1000");
    }
    if (limits->jobs > 1024) {
        return tenor_fail(err, TENOR_USAGE, "--jobs: at most 1024");
    }
    if (limits->memory > SIZE_MAX >> 20) {
        return tenor_fail(err, TENOR_USAGE, "--memory: too much");
    }
    return TENOR_OK;
}

static void show_step(void *data, const char *step, size_t done, size_t total) {
    (void)data;
    fprintf(stderr, "\r\x1b[K%s %zu/%zu%s", step, done, total, done == total ? "\r\x1b[K" : "");
    fflush(stderr);
}

tenor_train_options training_options(const training_limits *limits, bool quiet) {
    tenor_train_options how = TENOR_TRAIN_OPTIONS_INIT;
    how.folds = (uint32_t)limits->folds;
    how.seed = limits->seed;
    how.threads = (uint32_t)limits->jobs;
    how.memory = limits->memory << 20;
    how.progress = !quiet && isatty(STDERR_FILENO) ? show_step : NULL;
    return how;
}

/* The last step is the training on all articles, which the report has measured. */
static int add_last(tenor_report *report, const tenor_dataset *dataset, tenor_error *err) {
    size_t axes = report->judging->judged.axis_count;
    tenor_report_step *step = &report->steps[report->step_count];
    *step =
        (tenor_report_step){dataset->example_count, tenor_new_array(axes, sizeof *step->macro_f1)};
    if (step->macro_f1 == NULL) {
        return tenor_fail_memory(err);
    }
    report->step_count++;
    for (size_t a = 0; a < axes; a++) {
        step->macro_f1[a] =
            report->axes[a].averages.articles > 0 ? report->axes[a].averages.macro.f1 : NAN;
    }
    return TENOR_OK;
}

static void fill(double *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        values[i] = NAN;
    }
}

int training_add_curve(tenor_report *report, const tenor_dataset *dataset,
                       const tenor_train_options *how, tenor_error *err) {
    report->steps = tenor_new_array(PARTS + 1, sizeof *report->steps);
    if (report->steps == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < PARTS; i++) {
        tenor_report_step *step = &report->steps[report->step_count];
        size_t articles = dataset->example_count >> (PARTS - i);
        if (articles < FEWEST_ARTICLES) {
            continue;
        }
        *step = (tenor_report_step){articles,
                                    tenor_new_array(dataset->axis_count, sizeof *step->macro_f1)};
        if (step->macro_f1 == NULL) {
            return tenor_fail_memory(err);
        }
        report->step_count++;
        tenor_error error = TENOR_ERROR_INIT;
        int code = tenor_learn_part(dataset, how, articles, step->macro_f1, &error);
        if (code == TENOR_DATA) { /* so few articles may teach nothing at all */
            fill(step->macro_f1, report->judging->judged.axis_count);
        } else if (code != TENOR_OK) {
            return tenor_fail(err, error.code, "%s", error.text);
        }
    }
    return add_last(report, dataset, err);
}
