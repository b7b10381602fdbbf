/* verb_compare.c: tenor compare, whether a new model may take an old one's place. */
#include <string.h>

#include "annotated_input.h"
#include "error.h"
#include "json_write.h"
#include "judging.h"
#include "report_output.h"
#include "verbs.h"

#define SIGNIFICANT 0.05

typedef struct compare_options {
    common_options common;
    const char *axes;
    size_t changes;
    bool json;
} compare_options;

static const compare_options defaults = {.changes = 20};

#define FIELD(name) offsetof(compare_options, name)
static const option_spec specs[] = {
    {"axes", 'a', OPTION_TEXT, FIELD(axes), "FILE",
     "axes and labels of the data (default: axes.json in ANNOTATED, else the data's)", 0},
    {"changes", 'n', OPTION_NUMBER, FIELD(changes), "N",
     "tell N (20) articles whose answer changed; 0: all", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL, "as JSON", 0},
};

/* The answers of both. An axis that only one of the models has is not compared. */
typedef struct pair {
    tenor_judging old, new;
    const tenor_dataset *dataset;
} pair;

/* McNemar's test on the articles, or on one label of them. */
typedef struct outcome {
    size_t only_old, only_new; /* articles that just this one has right */
    double p;
    bool worse; /* the new one, significantly */
} outcome;

static const tenor_judged_axis *find_axis(const tenor_judged *judged, const char *name) {
    for (size_t a = 0; a < judged->axis_count; a++) {
        if (strcmp(judged->axes[a].name, name) == 0) {
            return &judged->axes[a];
        }
    }
    return NULL;
}

/* A label that one of the models does not know is never given by it. */
static bool gives(const tenor_judged *judged, const tenor_judged_axis *axis, const char *label,
                  size_t article) {
    for (size_t l = 0; l < axis->label_count; l++) {
        if (strcmp(axis->labels[l], label) == 0) {
            return tenor_judged_given(judged, article, axis->first_label + l);
        }
    }
    return false;
}

/* `of`: how many tests there are of this kind (Bonferroni). */
static void conclude(outcome *out, size_t of) {
    out->p = tenor_mcnemar(out->only_old, out->only_new);
    out->worse = out->only_old > out->only_new && out->p * (double)of < SIGNIFICANT;
}

static outcome test_axis(const pair *both, const tenor_judged_axis *old,
                         const tenor_judged_axis *new) {
    outcome out = {0};
    for (size_t i = 0; i < both->dataset->example_count; i++) {
        if (tenor_judged_annotated(&both->new.judged, i, new)) {
            bool old_right = tenor_judged_right(&both->old.judged, i, old),
                 new_right = tenor_judged_right(&both->new.judged, i, new);
            out.only_old += old_right && !new_right;
            out.only_new += new_right && !old_right;
        }
    }
    conclude(&out, 1);
    return out;
}

static outcome test_label(const pair *both, const tenor_judged_axis *old,
                          const tenor_judged_axis *new, size_t label) {
    outcome out = {0};
    for (size_t i = 0; i < both->dataset->example_count; i++) {
        if (both->new.judged.gold[i][new->first_label + label] == TENOR_GOLD_UNKNOWN) {
            continue;
        }
        bool gold = tenor_judged_gold(&both->new.judged, i, new->first_label + label);
        bool old_right = gives(&both->old.judged, old, new->labels[label], i) == gold;
        bool new_right = tenor_judged_given(&both->new.judged, i, new->first_label + label) == gold;
        out.only_old += old_right && !new_right;
        out.only_new += new_right && !old_right;
    }
    conclude(&out, new->label_count);
    return out;
}

static bool changed(const pair *both, const tenor_judged_axis *old, const tenor_judged_axis *new,
                    size_t article) {
    for (size_t l = 0; l < new->label_count; l++) {
        if (tenor_judged_given(&both->new.judged, article, new->first_label + l) !=
            gives(&both->old.judged, old, new->labels[l], article)) {
            return true;
        }
    }
    for (size_t l = 0; l < old->label_count; l++) {
        if (tenor_judged_given(&both->old.judged, article, old->first_label + l) !=
            gives(&both->new.judged, new, old->labels[l], article)) {
            return true;
        }
    }
    return false;
}

/* ---- telling ---- */

typedef struct telling {
    const pair *both;
    const compare_options *options;
    tenor_buffer *out;
    bool worse;
} telling;

enum { GOLD, GIVEN };

static void add_answer(tenor_buffer *out, const tenor_judged *judged, const tenor_judged_axis *axis,
                       size_t article, int what, bool json) {
    size_t told = 0;
    tenor_buffer_add_text(out, json ? "[" : "");
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        if (what == GOLD ? tenor_judged_gold(judged, article, l)
                         : tenor_judged_given(judged, article, l)) {
            const char *name = axis->labels[l - axis->first_label];
            tenor_buffer_add_text(out, told++ == 0 ? "" : json ? "," : ", ");
            if (json) {
                tenor_json_add_text(out, name);
            } else {
                tenor_buffer_add_text(out, name);
            }
        }
    }
    tenor_buffer_add_text(out, json ? "]" : told == 0 ? "(none)" : "");
}

static const char *verdict_on_change(const pair *both, const tenor_judged_axis *old,
                                     const tenor_judged_axis *new, size_t article) {
    bool old_right = tenor_judged_right(&both->old.judged, article, old),
         new_right = tenor_judged_right(&both->new.judged, article, new);
    return new_right ? "mended" : old_right ? "broken" : "both wrong";
}

static void add_change(const telling *self, const tenor_judged_axis *old,
                       const tenor_judged_axis *new, size_t article) {
    const tenor_example *example = &self->both->dataset->examples[article];
    const tenor_judged *old_judged = &self->both->old.judged, *new_judged = &self->both->new.judged;
    const char *verdict = verdict_on_change(self->both, old, new, article);
    tenor_buffer *out = self->out;
    if (self->options->json) {
        tenor_buffer_add_text(out, out->data[out->size - 1] == '[' ? "{\"id\":" : ",{\"id\":");
        tenor_json_add_text(out, example->id);
        tenor_buffer_format(out, ",\"result\":\"%s\",\"annotated\":", verdict);
    } else {
        tenor_buffer_format(out, "    %s: %s: annotated ", verdict, example->id);
    }
    add_answer(out, new_judged, new, article, GOLD, self->options->json);
    tenor_buffer_add_text(out, self->options->json ? ",\"old\":" : ", old ");
    add_answer(out, old_judged, old, article, GIVEN, self->options->json);
    tenor_buffer_add_text(out, self->options->json ? ",\"new\":" : ", new ");
    add_answer(out, new_judged, new, article, GIVEN, self->options->json);
    tenor_buffer_add_text(out, self->options->json ? "}" : "\n");
}

static size_t add_changes(const telling *self, const tenor_judged_axis *old,
                          const tenor_judged_axis *new) {
    size_t count = 0;
    for (size_t i = 0; i < self->both->dataset->example_count; i++) {
        if (tenor_judged_annotated(&self->both->new.judged, i, new) &&
            changed(self->both, old, new, i)) {
            if (self->options->changes == 0 || count < self->options->changes) {
                add_change(self, old, new, i);
            }
            count++;
        }
    }
    return count;
}

static void add_outcome(const telling *self, const char *name, const outcome *told,
                        double old_score, double new_score) {
    tenor_buffer *out = self->out;
    if (!self->options->json) {
        tenor_buffer_format(
            out, "  %s: %.4f -> %.4f; right only with old %zu, only with new %zu; p = %.2g%s\n",
            name, old_score, new_score, told->only_old, told->only_new, told->p,
            told->worse ? "  SIGNIFICANTLY WORSE" : "");
        return;
    }
    tenor_json_add_text(out, name);
    tenor_buffer_add_text(out, ":{\"old\":");
    tenor_json_add_number(out, old_score, 6);
    tenor_buffer_add_text(out, ",\"new\":");
    tenor_json_add_number(out, new_score, 6);
    tenor_buffer_format(out,
                        ",\"only_old_right\":%zu,\"only_new_right\":%zu,\"p\":", told->only_old,
                        told->only_new);
    tenor_json_add_number(out, told->p, 6);
    tenor_buffer_format(out, ",\"worse\":%s}", told->worse ? "true" : "false");
}

static double label_f1(const tenor_judged *judged, const tenor_judged_axis *axis,
                       const char *label) {
    for (size_t l = 0; l < axis->label_count; l++) {
        if (strcmp(axis->labels[l], label) == 0) {
            return tenor_measure_label(judged, axis->first_label + l).f1;
        }
    }
    return 0.0;
}

static void add_axis(telling *self, const tenor_judged_axis *old, const tenor_judged_axis *new) {
    const tenor_judged *old_judged = &self->both->old.judged, *new_judged = &self->both->new.judged;
    tenor_averages before = tenor_measure_axis(old_judged, old),
                   after = tenor_measure_axis(new_judged, new);
    outcome all = test_axis(self->both, old, new);
    bool json = self->options->json;
    tenor_buffer *out = self->out;
    self->worse = self->worse || all.worse;
    if (json) {
        tenor_json_add_text(out, new->name);
        tenor_buffer_format(out, ":{\"articles\":%zu,\"macro_f1\":{\"old\":", after.articles);
        tenor_json_add_number(out, before.macro.f1, 6);
        tenor_buffer_add_text(out, ",\"new\":");
        tenor_json_add_number(out, after.macro.f1, 6);
        tenor_buffer_add_text(out, "},");
    } else {
        tenor_buffer_format(out, "%s: %zu articles, macro F1 %.4f -> %.4f\n", new->name,
                            after.articles, before.macro.f1, after.macro.f1);
    }
    add_outcome(self, json ? "exact" : "articles right in all labels", &all, before.accuracy,
                after.accuracy);
    tenor_buffer_add_text(out, json ? ",\"labels\":{" : "");
    for (size_t l = 0; l < new->label_count; l++) {
        outcome one = test_label(self->both, old, new, l);
        self->worse = self->worse || one.worse;
        tenor_buffer_add_text(out, json && l > 0 ? "," : "");
        add_outcome(self, new->labels[l], &one, label_f1(old_judged, old, new->labels[l]),
                    tenor_measure_label(new_judged, new->first_label + l).f1);
    }
    tenor_buffer_add_text(out, json ? "},\"changes\":[" : "  changed answers:\n");
    size_t count = add_changes(self, old, new);
    tenor_buffer_format(out, json ? "],\"changed\":%zu}" : "    %zu in all\n", count);
}

static int tell(const pair *both, const compare_options *options, bool *worse, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    telling self = {both, options, &out, false};
    size_t axes = 0;
    tenor_buffer_add_text(&out, options->json ? "{" : "");
    for (size_t a = 0; a < both->new.judged.axis_count; a++) {
        const tenor_judged_axis *new = &both->new.judged.axes[a],
                                *old = find_axis(&both->old.judged, new->name);
        if (old != NULL) {
            tenor_buffer_add_text(&out, axes++ == 0 ? "" : options->json ? "," : "\n");
            add_axis(&self, old, new);
        }
    }
    if (options->json) {
        tenor_buffer_format(&out, "%s\"_worse\":%s}\n", axes > 0 ? "," : "",
                            self.worse ? "true" : "false");
    } else {
        tenor_buffer_format(&out, "\nthe new model is %ssignificantly worse\n",
                            self.worse ? "" : "not ");
    }
    int code = axes > 0 ? put_buffer(&out, stdout, err)
                        : tenor_fail(err, TENOR_DATA, "the two models have no axis in common");
    tenor_buffer_free(&out);
    *worse = self.worse;
    return code;
}

static int judge(tenor_judging *out, const tenor_dataset *dataset, const char *path,
                 tenor_model **model, tenor_error *err) {
    int code = open_model(path, model, err);
    if (code == TENOR_OK) {
        code = tenor_judging_of_model(out, dataset, *model, NULL, err);
        tenor_error_at(err, path, 0);
    }
    return code;
}

static int run(const verb *self, void *values, const text_list *arguments) {
    (void)self;
    const compare_options *options = values;
    const text_list data = {arguments->items + 2, arguments->count - 2, 0};
    tenor_error error = TENOR_ERROR_INIT;
    tenor_dataset dataset = TENOR_DATASET_INIT;
    tenor_model *old = NULL, *new = NULL;
    pair both = {.dataset = &dataset};
    bool worse = false;
    int code = annotated_input(&dataset, &data, options->axes, options->common.quiet, &error);
    if (code == TENOR_OK) {
        code = judge(&both.old, &dataset, arguments->items[0], &old, &error);
    }
    if (code == TENOR_OK) {
        code = judge(&both.new, &dataset, arguments->items[1], &new, &error);
    }
    if (code == TENOR_OK) {
        code = tell(&both, options, &worse, &error);
    }
    tenor_judging_free(&both.old);
    tenor_judging_free(&both.new);
    tenor_model_close(old);
    tenor_model_close(new);
    tenor_dataset_free(&dataset);
    return code != TENOR_OK ? end_with(&error) : worse ? EXIT_SOME_FAILED : EXIT_GOOD;
}

const verb verb_compare = {
    "compare",
    "OLD NEW ANNOTATED...",
    "compare two models on annotated articles; exit status 1 if NEW is significantly worse",
    "On each axis (articles right in all its labels) and for each label, McNemar's test asks\n"
    "whether one model errs more often than the other; of a label the score told is F1. NEW is\n"
    "significantly worse if p < 0.05 on an axis, or on a label with p times the axis' number of\n"
    "labels. A nightly retraining promotes its model if the exit status is 0.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    3,
    (size_t)-1,
    run,
};
