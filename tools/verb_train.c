/* verb_train.c: tenor train, annotated articles -> a model file. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "annotated_input.h"
#include "comparison.h"
#include "error.h"
#include "json_write.h"
#include "train.h"
#include "verbs.h"

typedef struct train_options {
    common_options common;
    const char *output, *axes;
    size_t folds, seed, jobs, memory;
    int solver, target;
    double at_least;
} train_options;

static const train_options defaults = {
    .output = "model.tenor", .folds = 5, .seed = 1, .memory = 2048, .at_least = 0.8};

#define FIELD(name) offsetof(train_options, name)
static const option_spec specs[] = {
    {"output", 'o', OPTION_TEXT, FIELD(output), "MODEL", "model file to write (model.tenor)", 0},
    {"axes", 'a', OPTION_TEXT, FIELD(axes), "FILE",
     "axes, labels, settings and lexicons (default: axes.json in ANNOTATED)", 0},
    {"folds", 'k', OPTION_NUMBER, FIELD(folds), "N", "folds of the cross-validation (5); 0: none",
     0},
    {"seed", 's', OPTION_NUMBER, FIELD(seed), "N", "seed of the folds (1)", 0},
    {"jobs", 'j', OPTION_NUMBER, FIELD(jobs), "N",
     "threads (default: one a core); changes no byte of the model", 0},
    {"memory", 0, OPTION_NUMBER, FIELD(memory), "MB", "memory for the matrix of articles (2048)",
     0},
    {"solver", 0, OPTION_CHOICE, FIELD(solver), "auto|libsvm|liblinear",
     "which library solves (auto)", 0},
    {"target", 0, OPTION_CHOICE, FIELD(target), "f1|precision|recall",
     "what the labels' thresholds are chosen for (f1)", 0},
    {"at-least", 0, OPTION_REAL, FIELD(at_least), "X",
     "with --target precision or recall: keep it at X (0.8)", 0},
};

static void show_step(void *data, const char *step, size_t done, size_t total) {
    (void)data;
    fprintf(stderr, "\r\x1b[K%s %zu/%zu%s", step, done, total, done == total ? "\r\x1b[K" : "");
    fflush(stderr);
}

static const char *solver_name(tenor_solver solver) {
    static const char *const names[] = {"auto", "libsvm", "liblinear"};
    return names[solver];
}

static void print_report(const tenor_dataset *dataset, const tenor_trained *trained,
                         const report_data *compared) {
    tenor_train_facts facts = tenor_trained_facts(trained);
    fprintf(stderr, "%zu articles, %zu passages, %zu terms, %s\n", dataset->example_count,
            facts.units, facts.terms, solver_name(facts.solver));
    if (compared != NULL) {
        fputs("cross-validated:\n", stderr);
        report_print(compared, false, stderr);
    }
}

/* ---- what the model carries about its training ---- */

static void add_member(tenor_buffer *out, const char *name, double value, int decimals) {
    tenor_buffer_add_text(out, out->data[out->size - 1] == '{' ? "" : ",");
    tenor_json_add_text(out, name);
    tenor_buffer_add_char(out, ':');
    tenor_json_add_number(out, value, decimals);
}

static void add_settings(tenor_buffer *out, const tenor_settings *s) {
    tenor_buffer_add_text(out, ",\"settings\":{");
    add_member(out, "passage_bytes", s->passage_bytes, 0);
    add_member(out, "word_max", s->word_max, 0);
    add_member(out, "han_max", s->han_max, 0);
    add_member(out, "latin_min", s->latin_min, 0);
    add_member(out, "latin_max", s->latin_max, 0);
    add_member(out, "min_df", s->min_df, 0);
    add_member(out, "max_terms", s->max_terms, 0);
    tenor_buffer_add_char(out, '}');
}

/* The JSON object that `tenor inspect` shows. No clock and no path: the same data gives the same
 * model. */
static void make_info(tenor_buffer *out, const tenor_dataset *dataset, const tenor_trained *trained,
                      const report_data *compared, const train_options *options) {
    tenor_train_facts facts = tenor_trained_facts(trained);
    tenor_buffer_format(out, "{\"data\":{\"sha256\":\"%s\"", dataset->digest);
    add_member(out, "articles", (double)dataset->example_count, 0);
    add_member(out, "near_duplicates", (double)facts.duplicates, 0);
    tenor_buffer_add_text(out, "}");
    add_member(out, "passages", (double)facts.units, 0);
    add_member(out, "terms", (double)facts.terms, 0);
    add_member(out, "folds", (double)options->folds, 0);
    add_member(out, "seed", (double)options->seed, 0);
    tenor_buffer_format(out, ",\"solver\":\"%s\"", solver_name(facts.solver));
    add_settings(out, &dataset->settings);
    if (compared != NULL) {
        tenor_buffer_add_text(out, ",\"cross_validated\":");
        report_write_json(compared, out);
    }
    tenor_buffer_add_char(out, '}');
}

static int save(const tenor_dataset *dataset, const tenor_trained *trained,
                const report_data *compared, const train_options *options, tenor_error *err) {
    tenor_buffer info = TENOR_BUFFER_INIT;
    make_info(&info, dataset, trained, compared, options);
    int code = info.failed
                   ? tenor_fail_memory(err)
                   : tenor_trained_save(trained, options->output, tenor_buffer_view(&info), err);
    tenor_error_at(err, options->output, 0);
    tenor_buffer_free(&info);
    return code;
}

/* Writes the model and tells how well cross-validation found it. */
static int conclude(const tenor_dataset *dataset, const tenor_trained *trained,
                    const train_options *options, tenor_error *err) {
    comparison compared = {0};
    const uint8_t *given = tenor_trained_oof_given(trained);
    int code = given != NULL ? comparison_of_training(&compared, dataset, given, err) : TENOR_OK;
    const report_data *data = given != NULL ? &compared.data : NULL;
    if (code == TENOR_OK) {
        code = save(dataset, trained, data, options, err);
    }
    if (code == TENOR_OK && !options->common.quiet) {
        print_report(dataset, trained, data);
    }
    comparison_free(&compared);
    return code;
}

static int check(const train_options *options, tenor_error *err) {
    if (options->folds == 1 || options->folds > 1000) {
        return tenor_fail(err, TENOR_USAGE, "--folds: 0, or 2 to 1000");
    }
    if (options->jobs > 1024) {
        return tenor_fail(err, TENOR_USAGE, "--jobs: at most 1024");
    }
    if (options->memory > SIZE_MAX >> 20) {
        return tenor_fail(err, TENOR_USAGE, "--memory: too much");
    }
    if (options->at_least < 0 || options->at_least > 1) {
        return tenor_fail(err, TENOR_USAGE, "--at-least: between 0 and 1");
    }
    return TENOR_OK;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const train_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    tenor_trained *trained = NULL;
    bool quiet = options->common.quiet;
    int code = check(options, &error);
    if (code == TENOR_OK) {
        code = annotated_input(&dataset, paths, options->axes, quiet, &error);
    }
    if (code == TENOR_OK) {
        tenor_train_options how = TENOR_TRAIN_OPTIONS_INIT;
        how.folds = (uint32_t)options->folds;
        how.seed = options->seed;
        how.threads = (uint32_t)options->jobs;
        how.memory = options->memory << 20;
        how.solver = (tenor_solver)options->solver;
        how.target = (tenor_target)options->target;
        how.target_value = options->at_least;
        how.progress = !quiet && isatty(STDERR_FILENO) ? show_step : NULL;
        code = tenor_train(&trained, &dataset, &how, &error);
    }
    if (code == TENOR_OK) {
        code = conclude(&dataset, trained, options, &error);
    }
    tenor_trained_free(trained);
    tenor_dataset_free(&dataset);
    return code == TENOR_OK ? EXIT_GOOD : end_with(&error);
}

const verb verb_train = {
    "train",
    "[-o MODEL] [--axes FILE] ANNOTATED...",
    "train a model from annotated articles",
    "ANNOTATED is JSON Lines with \"text\" (or \"path\") and \"labels\", a table (CSV, TSV) with "
    "a\n"
    "column \"text\" and one for each axis, fastText's __label__ lines, or a folder of such "
    "files.\n"
    "Axes and labels are those of the data, or of axes.json, which may also carry settings and\n"
    "lexicons. The same data and options give the same bytes.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
