/* verb_evaluate.c: tenor evaluate, a model's answers against annotated articles. */
#include <stdlib.h>
#include <string.h>

#include "annotated_input.h"
#include "error.h"
#include "json_write.h"
#include "report_output.h"
#include "verbs.h"

#define BOOTSTRAP_SEED 1

enum { BY_NOTHING = -1, BY_LANGUAGE };

typedef struct evaluate_options {
    common_options common;
    const char *model, *axes, *html;
    text_list fail_under;
    bool json;
    int by;
    double unsure_below;
} evaluate_options;

static const evaluate_options defaults = {.by = BY_NOTHING};

#define FIELD(name) offsetof(evaluate_options, name)
static const option_spec specs[] = {
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL",
     "model file (default: $TENOR_MODEL, else the installed one)", 0},
    {"axes", 'a', OPTION_TEXT, FIELD(axes), "FILE",
     "axes and labels of the data (default: axes.json in ANNOTATED, else the data's)", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL,
     "the report as JSON, with the keys of scikit-learn's classification_report for each axis", 0},
    {"html", 0, OPTION_TEXT, FIELD(html), "FILE", "the report as a page of its own, with charts",
     0},
    {"by", 0, OPTION_CHOICE, FIELD(by), "lang", "also report each language of the articles alone",
     0},
    {"fail-under", 0, OPTION_LIST, FIELD(fail_under), "AXIS[/LABEL]=F1",
     "exit with 1 if the F1 (of an axis: the macro average) is lower", 0},
    {"unsure-below", 0, OPTION_REAL, FIELD(unsure_below), "P",
     "as for tenor label: no answer on a single-label axis below probability P", 0},
};

/* ---- --fail-under ---- */

/* The F1 that "AXIS" or "AXIS/LABEL" means. False if there is none. */
static bool find_f1(const tenor_report *report, const char *name, size_t size, double *f1) {
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        const tenor_report_axis *axis = &report->axes[a];
        size_t length = strlen(axis->axis->name);
        if (size < length || strncmp(name, axis->axis->name, length) != 0) {
            continue;
        }
        if (size == length) {
            *f1 = axis->averages.macro.f1;
            return true;
        }
        for (size_t l = 0; name[length] == '/' && l < axis->axis->label_count; l++) {
            const char *label = axis->axis->labels[l];
            if (strlen(label) == size - length - 1 &&
                strncmp(label, name + length + 1, size - length - 1) == 0) {
                *f1 = axis->labels[l].score.f1;
                return true;
            }
        }
    }
    return false;
}

static int check_limit(const tenor_report *report, const char *text, bool *under,
                       tenor_error *err) {
    const char *equal = strrchr(text, '=');
    char *end = NULL;
    double limit = equal != NULL ? strtod(equal + 1, &end) : 0, f1;
    if (equal == NULL || end == equal + 1 || *end != '\0') {
        return tenor_fail(err, TENOR_USAGE, "--fail-under: \"%s\" is not AXIS=F1 or AXIS/LABEL=F1",
                          text);
    }
    if (!find_f1(report, text, (size_t)(equal - text), &f1)) {
        return tenor_fail(err, TENOR_USAGE, "--fail-under: no such axis or label: %.*s",
                          (int)(equal - text), text);
    }
    if (f1 < limit) {
        *under = true;
        fprintf(stderr, "tenor: %.*s: F1 %.4f is lower than %s\n", (int)(equal - text), text, f1,
                equal + 1);
    }
    return TENOR_OK;
}

/* ---- --by lang ---- */

static int report_languages(const tenor_judging *judging, const tenor_dataset *dataset, bool json,
                            tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    int code = tenor_report_write_languages(judging, dataset, json, BOOTSTRAP_SEED, &out, err);
    tenor_buffer_add_text(&out, json ? "\n" : "");
    code = code == TENOR_OK ? put_buffer(&out, stdout, err) : code;
    tenor_buffer_free(&out);
    return code;
}

/* ---- the verb ---- */

/* All that is told, and whether a limit is not reached. */
static int tell(const tenor_judging *judging, const tenor_dataset *dataset,
                const tenor_model *model, const evaluate_options *options, bool *under,
                tenor_error *err) {
    tenor_report report;
    int code = tenor_report_new(&report, judging, dataset, NULL, BOOTSTRAP_SEED, err);
    if (code != TENOR_OK) {
        return code;
    }
    const report_wishes wishes = {"Tenor: evaluation", options->html, options->json,
                                  options->json ? NULL : stdout, false};
    code = report_output(&report, model, &wishes, err);
    if (code == TENOR_OK && options->by == BY_LANGUAGE) {
        code = report_languages(judging, dataset, options->json, err);
    }
    for (size_t i = 0; i < options->fail_under.count && code == TENOR_OK; i++) {
        code = check_limit(&report, options->fail_under.items[i], under, err);
    }
    tenor_report_free(&report);
    return code;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    evaluate_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    tenor_model *model = NULL;
    tenor_judging judging = {0};
    tenor_label_options how = TENOR_LABEL_OPTIONS_INIT;
    bool under = false;
    how.unsure_below = options->unsure_below;
    int code = open_model(options->model, &model, &error);
    if (code == TENOR_OK) {
        code = annotated_input(&dataset, paths, options->axes, options->common.quiet, &error);
    }
    if (code == TENOR_OK) {
        code = tenor_judging_of_model(&judging, &dataset, model, &how, &error);
    }
    if (code == TENOR_OK) {
        code = tell(&judging, &dataset, model, options, &under, &error);
    }
    text_list_free(&options->fail_under);
    tenor_judging_free(&judging);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
    return code != TENOR_OK ? end_with(&error) : under ? EXIT_SOME_FAILED : EXIT_GOOD;
}

const verb verb_evaluate = {
    "evaluate",
    "[-m MODEL] ANNOTATED...",
    "measure a model on annotated articles: precision, recall, F1, confusions",
    "ANNOTATED is as for tenor train. An article that labelling does not guess at (no text, an\n"
    "unknown language) counts as one without labels. Averages are over the labels that some\n"
    "article has. With --json and --by, a second line has the languages' reports. Exit status 1\n"
    "if a --fail-under is not reached.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
