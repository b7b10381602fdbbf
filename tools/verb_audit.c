/* verb_audit.c: tenor audit, annotations that a person should look at again. */
#include <stdlib.h>
#include <string.h>

#include "annotated_input.h"
#include "audit.h"
#include "error.h"
#include "json_write.h"
#include "training.h"
#include "verbs.h"

typedef struct audit_options {
    common_options common;
    training_limits limits;
    const char *axes;
    size_t number;
    bool json;
} audit_options;

static const audit_options defaults = {.limits = TRAINING_LIMITS_INIT, .number = 50};

#define FIELD(name) offsetof(audit_options, name)
static const option_spec specs[] = {
    {"axes", 'a', OPTION_TEXT, FIELD(axes), "FILE",
     "axes and labels of the data (default: axes.json in ANNOTATED, else the data's)", 0},
    {"number", 'n', OPTION_NUMBER, FIELD(number), "N",
     "tell the N (50) most doubtful annotations; 0: all", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL, "one JSON object a line", 0},
    {"folds", 'k', OPTION_NUMBER, FIELD(limits.folds), "N", "folds of the cross-validation (5)", 0},
    {"seed", 's', OPTION_NUMBER, FIELD(limits.seed), "N", "seed of the folds (1)", 0},
    {"jobs", 'j', OPTION_NUMBER, FIELD(limits.jobs), "N",
     "threads (default: one a core); changes nothing that is told", 0},
    {"memory", 0, OPTION_NUMBER, FIELD(limits.memory), "MB",
     "memory for the matrix of articles (2048)", 0},
};

/* What was found. */
typedef struct finding {
    tenor_suspect *suspects;
    size_t count;
    uint8_t *suggestion; /* [articles][labels] */
} finding;

/* ---- telling ---- */

/* Whether a label is annotated, or suggested. */
static bool has(const tenor_judged *judged, const finding *found, const tenor_suspect *suspect,
                size_t label, bool suggested) {
    return suggested ? found->suggestion[suspect->article * judged->label_count + label] != 0
                     : tenor_judged_gold(judged, suspect->article, label);
}

/* The labels as in an annotated article: "a", or ["a","b"] on a multi-label axis. For people: a, b.
 */
static void add_labels(tenor_buffer *out, const tenor_judged *judged, const finding *found,
                       const tenor_suspect *suspect, bool suggested, bool json) {
    const tenor_judged_axis *axis = &judged->axes[suspect->axis];
    size_t told = 0;
    tenor_buffer_add_text(out, json && axis->multi ? "[" : "");
    for (size_t l = 0; l < axis->label_count; l++) {
        if (!has(judged, found, suspect, axis->first_label + l, suggested)) {
            continue;
        }
        tenor_buffer_add_text(out, told++ == 0 ? "" : json ? "," : ", ");
        if (json) {
            tenor_json_add_text(out, axis->labels[l]);
        } else {
            tenor_buffer_add_text(out, axis->labels[l]);
        }
    }
    tenor_buffer_add_text(out, json ? (axis->multi ? "]" : "") : told == 0 ? "(none)" : "");
}

static void add_line(tenor_buffer *out, const tenor_judged *judged, const finding *found,
                     const tenor_suspect *suspect, const tenor_example *example) {
    tenor_buffer_format(out, "%s:%ld: %s: %s: ", example->source, example->line, example->id,
                        judged->axes[suspect->axis].name);
    add_labels(out, judged, found, suspect, false, false);
    tenor_buffer_format(out, " (%.3f) -> ", suspect->annotated);
    add_labels(out, judged, found, suspect, true, false);
    tenor_buffer_format(out, " (%.3f)\n", suspect->suggested);
}

static void add_json(tenor_buffer *out, const tenor_judged *judged, const finding *found,
                     const tenor_suspect *suspect, const tenor_example *example) {
    tenor_buffer_add_text(out, "{\"id\":");
    tenor_json_add_text(out, example->id);
    tenor_buffer_add_text(out, ",\"source\":");
    tenor_json_add_text(out, example->source);
    tenor_buffer_format(out, ",\"line\":%ld,\"axis\":", example->line);
    tenor_json_add_text(out, judged->axes[suspect->axis].name);
    tenor_buffer_add_text(out, ",\"annotated\":");
    add_labels(out, judged, found, suspect, false, true);
    tenor_buffer_add_text(out, ",\"annotated_probability\":");
    tenor_json_add_number(out, suspect->annotated, 6);
    tenor_buffer_add_text(out, ",\"suggested\":");
    add_labels(out, judged, found, suspect, true, true);
    tenor_buffer_add_text(out, ",\"suggested_probability\":");
    tenor_json_add_number(out, suspect->suggested, 6);
    tenor_buffer_add_text(out, "}\n");
}

static int tell(const tenor_judged *judged, const finding *found, const tenor_dataset *dataset,
                const audit_options *options, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    size_t told =
        options->number > 0 && options->number < found->count ? options->number : found->count;
    for (size_t i = 0; i < told; i++) {
        const tenor_example *example = &dataset->examples[found->suspects[i].article];
        (options->json ? add_json : add_line)(&out, judged, found, &found->suspects[i], example);
    }
    int code = put_buffer(&out, stdout, err);
    if (code == TENOR_OK && !options->common.quiet) {
        fprintf(stderr, "tenor: %zu doubtful annotations in %zu articles; %zu told\n", found->count,
                dataset->example_count, told);
    }
    tenor_buffer_free(&out);
    return code;
}

/* ---- finding ---- */

static int find(const tenor_judged *judged, finding *found, tenor_error *err) {
    size_t pairs, cells;
    if (!tenor_mul_size(judged->article_count, judged->axis_count, &pairs) ||
        !tenor_mul_size(judged->article_count, judged->label_count, &cells)) {
        return tenor_fail_memory(err);
    }
    found->suspects = tenor_new_array(pairs, sizeof *found->suspects);
    found->suggestion = tenor_new_array(cells, sizeof *found->suggestion);
    if (found->suspects == NULL || found->suggestion == NULL) {
        return tenor_fail_memory(err);
    }
    return tenor_audit(judged, found->suspects, &found->count, found->suggestion, err);
}

static int audit(const tenor_dataset *dataset, const audit_options *options, tenor_error *err) {
    tenor_trained *trained = NULL;
    tenor_judging judging = {0};
    finding found = {0};
    tenor_train_options how = training_options(&options->limits, options->common.quiet);
    int code = tenor_train(&trained, dataset, &how, err);
    if (code == TENOR_OK) {
        code = tenor_judging_of_training(&judging, dataset, tenor_trained_oof_given(trained),
                                         tenor_trained_oof_probability(trained), err);
    }
    if (code == TENOR_OK) {
        code = find(&judging.judged, &found, err);
    }
    if (code == TENOR_OK) {
        code = tell(&judging.judged, &found, dataset, options, err);
    }
    free(found.suspects);
    free(found.suggestion);
    tenor_judging_free(&judging);
    tenor_trained_free(trained);
    return code;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const audit_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    int code = training_check(&options->limits, &error);
    if (code == TENOR_OK && options->limits.folds == 0) {
        code = tenor_fail(&error, TENOR_USAGE, "--folds: 2 to 1000");
    }
    if (code == TENOR_OK) {
        code = training_input(&dataset, paths, options->axes, options->common.quiet, &error);
    }
    if (code == TENOR_OK) {
        code = audit(&dataset, options, &error);
    }
    tenor_dataset_free(&dataset);
    return code == TENOR_OK ? EXIT_GOOD : end_with(&error);
}

const verb verb_audit = {
    "audit",
    "ANNOTATED...",
    "rank the annotations that are likely wrong",
    "Every article is judged by a model that was not trained on it; where that finds another\n"
    "label at least as probable as is usual for articles of that label, the annotation is told:\n"
    "FILE:LINE: ID: AXIS: ANNOTATED (PROBABILITY) -> SUGGESTED (PROBABILITY), most doubtful\n"
    "first. ANNOTATED is as for tenor train.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
