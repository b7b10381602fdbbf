/* verb_train.c: tenor train, annotated articles -> a model file. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "annotated_input.h"
#include "error.h"
#include "json_write.h"
#include "training.h"
#include "verbs.h"

typedef struct train_options {
    common_options common;
    training_limits limits;
    const char *output, *axes, *html;
    int solver, target;
    double at_least;
    bool json, learning_curve;
} train_options;

static const train_options defaults = {
    .output = "model.tenor", .limits = TRAINING_LIMITS_INIT, .at_least = 0.8};

#define FIELD(name) offsetof(train_options, name)
static const option_spec specs[] = {
    {"output", 'o', OPTION_TEXT, FIELD(output), "MODEL", "model file to write (model.tenor)", 0},
    {"axes", 'a', OPTION_TEXT, FIELD(axes), "FILE",
     "axes, labels, settings and lexicons (default: axes.json in ANNOTATED)", 0},
    {"folds", 'k', OPTION_NUMBER, FIELD(limits.folds), "N",
     "folds of the cross-validation (5); 0: none", 0},
    {"seed", 's', OPTION_NUMBER, FIELD(limits.seed), "N", "seed of the folds (1)", 0},
    {"jobs", 'j', OPTION_NUMBER, FIELD(limits.jobs), "N",
     "threads (default: one a core); changes no byte of the model", 0},
    {"memory", 0, OPTION_NUMBER, FIELD(limits.memory), "MB",
     "memory for the matrix of articles (2048)", 0},
    {"solver", 0, OPTION_CHOICE, FIELD(solver), "auto|libsvm|liblinear",
     "which library solves (auto)", 0},
    {"target", 0, OPTION_CHOICE, FIELD(target), "f1|precision|recall",
     "what the labels' thresholds are chosen for (f1)", 0},
    {"at-least", 0, OPTION_REAL, FIELD(at_least), "X",
     "with --target precision or recall: keep it at X (0.8)", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL,
     "the cross-validated report as JSON on standard output, as of tenor evaluate", 0},
    {"html", 0, OPTION_TEXT, FIELD(html), "FILE",
     "the cross-validated report as a page of its own, with charts and the learning curve", 0},
    {"learning-curve", 0, OPTION_FLAG, FIELD(learning_curve), NULL,
     "train on parts of the articles, too, and report how that does", 0},
};

static const char *solver_name(tenor_solver solver) {
    static const char *const names[] = {"auto", "libsvm", "liblinear"};
    return names[solver];
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
static int make_info(tenor_buffer *out, const tenor_dataset *dataset, const tenor_trained *trained,
                     const tenor_report *report, const train_options *options, tenor_error *err) {
    tenor_train_facts facts = tenor_trained_facts(trained);
    tenor_buffer_format(out, "{\"data\":{\"sha256\":\"%s\"", dataset->digest);
    add_member(out, "articles", (double)dataset->example_count, 0);
    add_member(out, "near_duplicates", (double)facts.duplicates, 0);
    tenor_buffer_add_text(out, "}");
    add_member(out, "passages", (double)facts.units, 0);
    add_member(out, "terms", (double)facts.terms, 0);
    add_member(out, "folds", (double)options->limits.folds, 0);
    add_member(out, "seed", (double)options->limits.seed, 0);
    tenor_buffer_format(out, ",\"solver\":\"%s\"", solver_name(facts.solver));
    add_settings(out, &dataset->settings);
    int code = TENOR_OK;
    if (report != NULL) {
        tenor_buffer_add_text(out, ",\"cross_validated\":");
        tenor_report_write_scores(report, out);
        tenor_buffer_add_text(out, ",\"languages\":");
        code = tenor_report_write_languages(report->judging, dataset, true, options->limits.seed,
                                            out, err);
    }
    tenor_buffer_add_char(out, '}');
    return code == TENOR_OK && out->failed ? tenor_fail_memory(err) : code;
}

static int save(const tenor_dataset *dataset, const tenor_trained *trained,
                const tenor_report *report, const train_options *options, tenor_error *err) {
    tenor_buffer info = TENOR_BUFFER_INIT;
    int code = make_info(&info, dataset, trained, report, options, err);
    if (code == TENOR_OK) {
        code = tenor_trained_save(trained, options->output, tenor_buffer_view(&info), err);
    }
    tenor_error_at(err, options->output, 0);
    tenor_buffer_free(&info);
    return code;
}

/* ---- what is told ---- */

/* The report, if there was a cross-validation. The passages of what was most wrong are those that
 * the finished model sees. */
static int tell_report(tenor_report *report, const tenor_dataset *dataset,
                       const tenor_train_options *how, const train_options *options,
                       tenor_judging *judging, tenor_error *err) {
    tenor_model *model = NULL;
    const report_wishes wishes = {"Tenor: cross-validation", options->html, options->json,
                                  options->common.quiet ? NULL : stderr, false};
    int code = options->html != NULL || options->learning_curve
                   ? training_add_curve(report, dataset, how, err)
                   : TENOR_OK;
    if (code == TENOR_OK) {
        code = tenor_model_open(&model, options->output, err);
    }
    if (code == TENOR_OK) {
        tenor_judging_bind(judging, model);
        code = report_output(report, model, &wishes, err);
    }
    tenor_model_close(model);
    return code;
}

static void tell_facts(const tenor_dataset *dataset, const tenor_trained *trained,
                       const train_options *options) {
    tenor_train_facts facts = tenor_trained_facts(trained);
    if (!options->common.quiet) {
        fprintf(
            stderr,
            "%zu articles (%zu of them near-duplicates), %zu passages, %zu terms, solved by %s\n",
            dataset->example_count, facts.duplicates, facts.units, facts.terms,
            solver_name(facts.solver));
    }
}

/* Writes the model and tells how well cross-validation found it. */
static int conclude(const tenor_dataset *dataset, const tenor_trained *trained,
                    const tenor_train_options *how, const train_options *options,
                    tenor_error *err) {
    tenor_judging judging = {0};
    tenor_report report = {0};
    const uint8_t *given = tenor_trained_oof_given(trained);
    tell_facts(dataset, trained, options);
    if (given == NULL) {
        return save(dataset, trained, NULL, options, err);
    }
    int code = tenor_judging_of_training(&judging, dataset, given,
                                         tenor_trained_oof_probability(trained), err);
    if (code == TENOR_OK) {
        code = tenor_report_new(&report, &judging, dataset, NULL, how->seed, err);
    }
    if (code == TENOR_OK) {
        code = save(dataset, trained, &report, options, err);
    }
    if (code == TENOR_OK) {
        code = tell_report(&report, dataset, how, options, &judging, err);
    }
    tenor_report_free(&report);
    tenor_judging_free(&judging);
    return code;
}

static int check(const train_options *options, tenor_error *err) {
    if (options->at_least < 0 || options->at_least > 1) {
        return tenor_fail(err, TENOR_USAGE, "--at-least: between 0 and 1");
    }
    if (options->limits.folds == 0 &&
        (options->json || options->html != NULL || options->learning_curve)) {
        return tenor_fail(err, TENOR_USAGE,
                          "--json, --html and --learning-curve need a cross-validation (--folds)");
    }
    return training_check(&options->limits, err);
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const train_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    tenor_trained *trained = NULL;
    tenor_train_options how = training_options(&options->limits, options->common.quiet);
    int code = check(options, &error);
    if (code == TENOR_OK) {
        code = training_input(&dataset, paths, options->axes, options->common.quiet, &error);
    }
    if (code == TENOR_OK) {
        how.solver = (tenor_solver)options->solver;
        how.target = (tenor_target)options->target;
        how.target_value = options->at_least;
        code = tenor_train(&trained, &dataset, &how, &error);
    }
    if (code == TENOR_OK) {
        code = conclude(&dataset, trained, &how, options, &error);
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
