/* verb_evaluate.c: tenor evaluate, a model's answers against annotated articles. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annotated_input.h"
#include "comparison.h"
#include "error.h"
#include "labeller.h"
#include "verbs.h"

typedef struct evaluate_options {
    common_options common;
    const char *model, *axes;
    text_list fail_under;
    bool json;
} evaluate_options;

static const evaluate_options defaults;

#define FIELD(name) offsetof(evaluate_options, name)
static const option_spec specs[] = {
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL", "model file (default: $TENOR_MODEL, else the installed one)", 0},
    {"axes", 'a', OPTION_TEXT, FIELD(axes), "FILE", "axes and labels of the data (default: axes.json in ANNOTATED, else the data's)", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL, "scikit-learn's classification_report for each axis, as JSON", 0},
    {"fail-under", 0, OPTION_LIST, FIELD(fail_under), "AXIS[/LABEL]=F1", "exit with 1 if the F1 (of an axis: the macro average) is lower", 0},
};

/* One --fail-under: 1 it holds, 0 it does not, negative: it is wrong. */
static int check_limit(const report_data *data, const char *text, tenor_error *err) {
    const char *equal = strrchr(text, '=');
    char *end = NULL;
    double limit = equal != NULL ? strtod(equal + 1, &end) : 0;
    if (equal == NULL || end == equal + 1 || *end != '\0') {
        return tenor_fail(err, TENOR_USAGE, "--fail-under: \"%s\" is not AXIS=F1 or AXIS/LABEL=F1", text);
    }
    for (size_t a = 0; a < data->axis_count; a++) {
        const report_axis *axis = &data->axes[a];
        size_t size = strlen(axis->name);
        if (strncmp(text, axis->name, size) != 0 || (text[size] != '=' && text[size] != '/')) {
            continue;
        }
        if (text + size == equal) {
            return report_average(data, axis).macro.f1 >= limit;
        }
        for (size_t k = 0; k < axis->label_count; k++) {
            const char *label = text + size + 1;
            if (strlen(axis->labels[k]) == (size_t)(equal - label) && strncmp(axis->labels[k], label, (size_t)(equal - label)) == 0) {
                return report_label(data, axis->first_label + k).f1 >= limit;
            }
        }
    }
    return tenor_fail(err, TENOR_USAGE, "--fail-under: no such axis or label: %.*s", (int)(equal - text), text);
}

static int check_limits(const report_data *data, const text_list *limits, bool *under, tenor_error *err) {
    for (size_t i = 0; i < limits->count; i++) {
        int holds = check_limit(data, limits->items[i], err);
        if (holds < 0) {
            return holds;
        }
        if (holds == 0) {
            *under = true;
            fprintf(stderr, "tenor: lower than --fail-under %s\n", limits->items[i]);
        }
    }
    return TENOR_OK;
}

static int answer_all(comparison *into, const tenor_dataset *dataset, const tenor_model *model, tenor_error *err) {
    tenor_labeller *labeller = NULL;
    int code = tenor_labeller_new(&labeller, model, NULL, err);
    for (size_t i = 0; i < dataset->example_count && code == TENOR_OK; i++) {
        const tenor_example *example = &dataset->examples[i];
        const tenor_verdict *verdict;
        code = tenor_labeller_score_text(labeller, example->title, example->text, example->lang, &verdict, err);
        if (code == TENOR_OK) {
            comparison_give(into, i, model, verdict);
        }
    }
    tenor_labeller_free(labeller);
    return code;
}

static int print(const report_data *data, bool json, tenor_error *err) {
    if (!json) {
        report_print(data, true, stdout);
        return TENOR_OK;
    }
    tenor_buffer out = TENOR_BUFFER_INIT;
    report_write_json(data, &out);
    tenor_buffer_add_char(&out, '\n');
    int code = out.failed ? tenor_fail_memory(err) : TENOR_OK;
    fwrite(out.data, 1, out.size, stdout);
    tenor_buffer_free(&out);
    return code;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    evaluate_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    tenor_model *model = NULL;
    comparison compared = {0};
    bool under = false;
    char *path = find_model(options->model, &error);
    int code = path != NULL ? tenor_model_open(&model, path, &error) : error.code;
    if (path != NULL) {
        tenor_error_at(&error, path, 0);
    }
    if (code == TENOR_OK) {
        code = annotated_input(&dataset, paths, options->axes, options->common.quiet, &error);
    }
    if (code == TENOR_OK) {
        code = comparison_of_model(&compared, &dataset, model, &error);
    }
    if (code == TENOR_OK) {
        code = answer_all(&compared, &dataset, model, &error);
    }
    if (code == TENOR_OK) {
        code = print(&compared.data, options->json, &error);
    }
    if (code == TENOR_OK) {
        code = check_limits(&compared.data, &options->fail_under, &under, &error);
    }
    text_list_free(&options->fail_under);
    comparison_free(&compared);
    tenor_dataset_free(&dataset);
    tenor_model_close(model);
    free(path);
    return code != TENOR_OK ? end_with(&error) : under ? EXIT_SOME_FAILED : EXIT_GOOD;
}

const verb verb_evaluate = {
    "evaluate",
    "[-m MODEL] ANNOTATED...",
    "measure a model on annotated articles: precision, recall, F1, confusions",
    "ANNOTATED is as for tenor train. An article that labelling does not guess at (no text, an\n"
    "unknown language) counts as one without labels.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
