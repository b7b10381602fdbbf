/* train.c: the way from annotated articles to a model, top to bottom: vectors -> folds ->
 * out-of-fold decision values (and cost) -> pooling, sigmoid and threshold of each label -> final
 * weights from all articles. */
#include "train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "axis_groups.h"
#include "calibrate.h"
#include "cross_validate.h"
#include "error.h"
#include "folds.h"
#include "give.h"
#include "learn.h"
#include "memory.h"
#include "model_file.h"
#include "parallel.h"
#include "pool_fit.h"
#include "vectorize.h"

#define DEFAULT_COST 1.0       /* without cross-validation; in the middle of the grid */
#define UNCALIBRATED_SLOPE 2.0 /* a plausible sigmoid where there is too little to fit one */
#define LONG_UNITS 3           /* an article of so many units counts as long */
#define FEWEST_LONG 10         /* of either class, to learn pooling from */
#define LONG_SHARE                                                                                 \
    1.0 /* weight of all long articles together against all others, in pooling, sigmoid and        \
           threshold */
#define LEAST_BETWEEN 1e-3 /* probability of a label between the ends, and of its absence */
#define BISECTIONS 40
#define A_HAIR 1e-6 /* more than sums of weights are rounded by */
#define SELF_TEST_BYTES 400

struct tenor_trained {
    const tenor_dataset *dataset; /* borrowed */
    tenor_training_set set;
    uint32_t *row_example;
    uint32_t *fold; /* [examples]; NULL without cross-validation */
    size_t duplicates;
    tenor_oof oof;
    double *decision;   /* [examples][labels] out of fold, pooled; NULL without cross-validation */
    float *probability; /* [examples][labels] */
    uint8_t *given;     /* [examples][labels] */
    tenor_label_row *labels;
    float *weights; /* [terms][labels] */
    double *pools;  /* [labels][width] */
    size_t width;   /* statistics of an article */
    tenor_solver solver;
};

/* One value an example, of those annotated for a label. */
typedef struct sample {
    double *statistics; /* [count][width] */
    double *value;      /* [count] pooled decision, then probability */
    double *weight;     /* [count] */
    int8_t *gold;       /* [count] */
    uint32_t *example;  /* [count] */
    size_t *scratch;    /* [count] */
    size_t count;
} sample;

static void sample_free(sample *s) {
    free(s->statistics);
    free(s->value);
    free(s->weight);
    free(s->gold);
    free(s->example);
    free(s->scratch);
}

static int sample_new(sample *s, size_t examples, size_t width, tenor_error *err) {
    *s = (sample){tenor_new_array(examples, width * sizeof(double)),
                  tenor_new_array(examples, sizeof(double)),
                  tenor_new_array(examples, sizeof(double)),
                  tenor_new_array(examples, 1),
                  tenor_new_array(examples, sizeof(uint32_t)),
                  tenor_new_array(examples, sizeof(size_t)),
                  0};
    return s->statistics && s->value && s->weight && s->gold && s->example && s->scratch
               ? 0
               : tenor_fail_memory(err);
}

static size_t unit_count(const tenor_training_set *set, size_t example) {
    return set->first_row[example + 1] - set->first_row[example];
}

static bool is_long(const tenor_training_set *set, size_t example) {
    return unit_count(set, example) >= LONG_UNITS;
}

/* Article-length articles are what labelling meets, so where the data has some they count as much
 * as all short ones together. */
static void weigh_sample(const tenor_trained *t, sample *s) {
    size_t longs = 0;
    for (size_t i = 0; i < s->count; i++) {
        longs += is_long(&t->set, s->example[i]);
    }
    double weight = longs > 0 ? LONG_SHARE * (double)(s->count - longs) / (double)longs : 1.0;
    for (size_t i = 0; i < s->count; i++) {
        s->weight[i] = weight > 1.0 && is_long(&t->set, s->example[i]) ? weight : 1.0;
    }
}

static void copy_statistics(const tenor_trained *t, const double *all, size_t example,
                            double *out) {
    size_t rates = t->width - TENOR_POOL_COUNT;
    memcpy(out, all + example * TENOR_POOL_COUNT, TENOR_POOL_COUNT * sizeof *out);
    if (rates > 0) {
        memcpy(out + TENOR_POOL_COUNT, t->set.rates + example * rates, rates * sizeof *out);
    }
}

/* The annotated examples of a label. */
static void sample_take(const tenor_trained *t, size_t label, sample *s) {
    s->count = 0;
    for (size_t e = 0; e < t->dataset->example_count; e++) {
        int8_t gold = t->dataset->examples[e].gold[label];
        if (gold != TENOR_GOLD_UNKNOWN) {
            s->gold[s->count] = gold;
            s->example[s->count] = (uint32_t)e;
            s->count++;
        }
    }
    weigh_sample(t, s);
}

/* Their statistics that speak about the label's axis; all [examples][TENOR_POOL_COUNT]. */
static void sample_fill(const tenor_trained *t, const tenor_axis_groups *groups, const double *all,
                        sample *s) {
    for (size_t i = 0; i < s->count; i++) {
        double *statistics = s->statistics + i * t->width;
        copy_statistics(t, all, s->example[i], statistics);
        tenor_axis_groups_view(groups, statistics + TENOR_POOL_COUNT);
    }
}

/* Pools by TOP unless enough long articles teach better: short ones, whose statistics are all
 * alike, say nothing about pooling, and a handful of long ones would teach where their passages
 * happened to stand. */
static int fit_pool(const tenor_trained *t, const sample *s, const tenor_axis_groups *groups,
                    double word_trust, double *pool, tenor_sigmoid *sigmoid, bool *fitted,
                    tenor_error *err) {
    *fitted = false;
    tenor_pool_default(pool, t->width);
    size_t longs[2] = {0, 0}; /* without and with the label */
    for (size_t i = 0; i < s->count; i++) {
        longs[s->gold[i] > 0] += is_long(&t->set, s->example[i]);
    }
    if (longs[0] < FEWEST_LONG || longs[1] < FEWEST_LONG) {
        return 0;
    }
    int code = tenor_pool_fit(s->statistics, s->gold, s->weight, s->count, t->width, word_trust,
                              pool, sigmoid, fitted, err);
    tenor_axis_groups_spread(groups, pool + TENOR_POOL_COUNT);
    return code;
}

/* Pooling, sigmoid and threshold of one label from its out-of-fold values; fills its column of
 * decision and probability. */
static int fit_label(tenor_trained *t, const tenor_train_options *options, size_t label,
                     const tenor_axis_groups *groups, double word_trust, double *all, sample *s,
                     tenor_error *err) {
    size_t labels = t->dataset->label_count, rows = t->set.matrix.row_count;
    tenor_label_row *row = &t->labels[label];
    tenor_school school = {.dataset = t->dataset, .set = &t->set};
    int code = tenor_pool_examples(&school, t->oof.unit_decision + label * rows, all, err);
    if (code != 0) {
        return code;
    }
    sample_take(t, label, s);
    sample_fill(t, groups, all, s);
    double *pool = t->pools + label * t->width;
    tenor_sigmoid sigmoid = {UNCALIBRATED_SLOPE, 0.0};
    bool calibrated;
    code = fit_pool(t, s, groups, word_trust, pool, &sigmoid, &calibrated, err);
    if (code != 0) {
        return code;
    }
    for (size_t e = 0; e < t->dataset->example_count; e++) {
        copy_statistics(t, all, e, s->statistics);
        t->decision[e * labels + label] = tenor_pool_value(pool, s->statistics, t->width);
    }
    for (size_t i = 0; i < s->count; i++) {
        s->value[i] = t->decision[s->example[i] * labels + label];
    }
    calibrated = calibrated || tenor_sigmoid_fit(s->value, s->gold, s->weight, s->count, &sigmoid);
    row->calibrated = calibrated;
    row->slope = sigmoid.slope;
    row->offset = sigmoid.offset;
    for (size_t i = 0; i < s->count; i++) {
        s->value[i] = tenor_sigmoid_at(sigmoid, s->value[i]);
    }
    row->threshold = 0.5F;
    if (row->calibrated) {
        row->threshold =
            (float)tenor_threshold_fit(s->value, s->gold, s->weight, s->count, options->target,
                                       options->target_value, s->scratch);
    }
    for (size_t at = label; at < t->dataset->example_count * labels; at += labels) {
        t->probability[at] = (float)tenor_sigmoid_at(sigmoid, t->decision[at]);
    }
    return 0;
}

/* How much of the sample, by weight, has a value below the limit. */
static double weight_below(const sample *s, double limit) {
    double sum = 0.0;
    for (size_t i = 0; i < s->count; i++) {
        sum += s->value[i] < limit ? s->weight[i] : 0.0;
    }
    return sum;
}

/* The value that so much of the sample, by weight, lies below. */
static double value_above(const sample *s, double weight) {
    double low = LEAST_BETWEEN, high = 1.0 - LEAST_BETWEEN;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2.0;
        *(weight_below(s, middle) < weight ? &low : &high) = middle;
    }
    return low;
}

/* The label between the ends of an ordered axis has the same probability everywhere (before the
 * axis is scaled): one that the ends' stay below in as many articles as are annotated with it, in
 * the middle of the gap that may be there. */
static void fit_between(tenor_trained *t, const tenor_axis_spec *axis, sample *s) {
    size_t labels = t->dataset->label_count, label = axis->first_label + 1;
    double wanted = 0.0;
    sample_take(t, label, s);
    for (size_t i = 0; i < s->count; i++) {
        const float *one = t->probability + s->example[i] * labels + label - 1, *other = one + 2;
        s->value[i] = (double)(*one > *other ? *one : *other);
        wanted += s->gold[i] > 0 ? s->weight[i] : 0.0;
    }
    double value =
        (value_above(s, wanted * (1.0 - A_HAIR)) + value_above(s, wanted * (1.0 + A_HAIR))) / 2.0;
    t->labels[label] = (tenor_label_row){
        .threshold = 0.5F, .calibrated = true, .slope = 1.0, .offset = log(value / (1.0 - value))};
    for (size_t e = 0; e < t->dataset->example_count; e++) {
        t->probability[e * labels + label] = (float)value;
    }
}

/* Whether the example has a word of the group. */
static bool names(const tenor_trained *t, size_t example, size_t group) {
    return t->set.named[example * t->set.group_count + group] != 0;
}

/* Shares the labels of the axis out over its articles of at least so many units without a word of
 * the target (Laplace's estimate). Returns how many articles these are: each has one label. */
static size_t share_untargeted(tenor_trained *t, const tenor_axis_spec *axis, size_t target,
                               size_t least_units) {
    size_t articles = 0, end = axis->first_label + axis->label_count;
    for (size_t l = axis->first_label; l < end; l++) {
        size_t count = 0;
        for (size_t e = 0; e < t->dataset->example_count; e++) {
            count += t->dataset->examples[e].gold[l] > 0 && unit_count(&t->set, e) >= least_units &&
                     !names(t, e, target);
        }
        t->labels[l].untargeted = (float)(count + 1);
        articles += count;
    }
    for (size_t l = axis->first_label; l < end; l++) {
        t->labels[l].untargeted /= (float)(articles + axis->label_count);
    }
    return articles;
}

/* Out of fold too, such articles get that. */
static void answer_untargeted(tenor_trained *t, const tenor_axis_spec *axis, size_t target) {
    size_t labels = t->dataset->label_count;
    for (size_t e = 0; e < t->dataset->example_count; e++) {
        if (names(t, e, target)) {
            continue;
        }
        for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
            t->probability[e * labels + l] = t->labels[l].untargeted;
        }
    }
}

/* The probabilities of an article that does not name the axis' target: what such articles have. Of
 * long ones if there are some, since a few sentences may speak of a thing without naming it and a
 * whole article hardly does. */
static void fit_untargeted(tenor_trained *t, const tenor_axis_spec *axis) {
    size_t target = tenor_lexicon_find_group(t->set.lexicon, axis->target);
    if (target == TENOR_LEXICON_NO_GROUP) {
        return;
    }
    if (share_untargeted(t, axis, target, LONG_UNITS) < FEWEST_LONG) {
        share_untargeted(t, axis, target, 0);
    }
    if (t->probability != NULL) {
        answer_untargeted(t, axis, target);
    }
}

static int fit_axis(tenor_trained *t, const tenor_train_options *options,
                    const tenor_axis_spec *axis, double *all, sample *s, tenor_error *err) {
    tenor_axis_groups groups;
    int code = tenor_axis_groups_find(&groups, axis, t->set.lexicon, err);
    for (size_t l = axis->first_label; code == 0 && l < axis->first_label + axis->label_count;
         l++) {
        if (!tenor_axis_between(axis, l)) {
            code = fit_label(t, options, l, &groups, axis->word_trust, all, s, err);
        }
    }
    if (code == 0 && axis->ordered) {
        fit_between(t, axis, s);
    }
    tenor_axis_groups_free(&groups);
    if (code == 0) {
        fit_untargeted(t, axis);
    }
    return code;
}

static int give_out_of_fold(tenor_trained *t, tenor_error *err) {
    const tenor_dataset *d = t->dataset;
    float *threshold = tenor_new_array(d->label_count, sizeof *threshold);
    if (threshold == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t l = 0; l < d->label_count; l++) {
        threshold[l] = t->labels[l].threshold;
    }
    for (size_t e = 0; e < d->example_count; e++) {
        for (size_t a = 0; a < d->axis_count; a++) {
            const tenor_axis_spec *axis = &d->axes[a];
            size_t at = e * d->label_count + axis->first_label;
            tenor_give(axis->multi, threshold + axis->first_label, axis->label_count,
                       t->probability + at, t->given + at);
        }
    }
    free(threshold);
    return 0;
}

static int fit_labels(tenor_trained *t, const tenor_train_options *options, tenor_error *err) {
    size_t examples = t->dataset->example_count, cells = examples * t->dataset->label_count;
    sample s;
    double *all = tenor_new_array(examples, TENOR_POOL_COUNT * sizeof *all);
    t->decision = tenor_new_array(cells, sizeof *t->decision);
    t->probability = tenor_new_array(cells, sizeof *t->probability);
    t->given = tenor_new_array(cells, sizeof *t->given);
    int code = sample_new(&s, examples, t->width, err);
    if (code == 0 && !(all && t->decision && t->probability && t->given)) {
        code = tenor_fail_memory(err);
    }
    for (size_t a = 0; code == 0 && a < t->dataset->axis_count; a++) {
        code = fit_axis(t, options, &t->dataset->axes[a], all, &s, err);
    }
    sample_free(&s);
    free(all);
    return code == 0 ? give_out_of_fold(t, err) : code;
}

/* --- final weights --- */

typedef struct final_job {
    const tenor_school *school;
    tenor_trained *trained;
    const tenor_lesson *lessons;
    tenor_desk *desks;
} final_job;

static int learn_final(void *shared, size_t thread, size_t label, tenor_error *err) {
    final_job *job = shared;
    tenor_trained *t = job->trained;
    size_t labels = t->dataset->label_count, terms = t->set.matrix.term_count;
    tenor_desk *desk = &job->desks[thread];
    if (!job->lessons[label].learned) {
        return 0;
    }
    bool mirror = label + 1 < labels && job->lessons[label + 1].mirrored;
    int code = tenor_learn(job->school, label, job->lessons[label], TENOR_NO_FOLD,
                           t->oof.cost[label], desk, err);
    for (size_t term = 0; code == 0 && term < terms; term++) {
        t->weights[term * labels + label] = (float)desk->weights[term];
        if (mirror) {
            t->weights[term * labels + label + 1] = -(float)desk->weights[term];
        }
    }
    t->labels[label].bias = desk->bias;
    if (mirror) {
        t->labels[label + 1].bias = -desk->bias;
    }
    return code;
}

static int learn_all(tenor_trained *t, const tenor_school *school, uint32_t threads,
                     tenor_error *err) {
    const tenor_dataset *d = t->dataset;
    threads = threads == 0 ? tenor_core_count() : threads;
    size_t cells;
    tenor_lesson *lessons = tenor_plan_lessons(d);
    final_job job = {school, t, lessons, tenor_new_array(threads, sizeof(tenor_desk))};
    int code = 0;
    if (!tenor_mul_size(t->set.matrix.term_count, d->label_count, &cells) || lessons == NULL ||
        job.desks == NULL) {
        code = tenor_fail_memory(err);
    } else {
        t->weights = tenor_new_array(cells, sizeof *t->weights);
        code = t->weights == NULL ? tenor_fail_memory(err) : 0;
    }
    for (uint32_t i = 0; code == 0 && i < threads; i++) {
        code =
            tenor_desk_new(&job.desks[i], t->set.matrix.row_count, t->set.matrix.term_count, err);
    }
    if (code == 0) {
        code = tenor_parallel(d->label_count, threads, learn_final, &job, err);
    }
    for (uint32_t i = 0; job.desks != NULL && i < threads; i++) {
        tenor_desk_free(&job.desks[i]);
    }
    free(job.desks);
    free(lessons);
    return code;
}

/* --- the way --- */

static int number_rows(tenor_trained *t, tenor_error *err) {
    t->row_example = tenor_new_array(t->set.matrix.row_count, sizeof *t->row_example);
    t->labels = tenor_new_array(t->dataset->label_count, sizeof *t->labels);
    t->width = tenor_pool_width(t->set.lexicon);
    t->pools = tenor_new_array(t->dataset->label_count, t->width * sizeof *t->pools);
    if (t->row_example == NULL || t->labels == NULL || t->pools == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t e = 0; e < t->dataset->example_count; e++) {
        for (size_t row = t->set.first_row[e]; row < t->set.first_row[e + 1]; row++) {
            t->row_example[row] = (uint32_t)e;
        }
    }
    return 0;
}

/* Without cross-validation every label gets the default cost and a rough sigmoid. */
static int assume(tenor_trained *t, tenor_error *err) {
    t->oof.cost = tenor_new_array(t->dataset->label_count, sizeof *t->oof.cost);
    if (t->oof.cost == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t a = 0; a < t->dataset->axis_count; a++) {
        const tenor_axis_spec *axis = &t->dataset->axes[a];
        for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
            t->oof.cost[l] = DEFAULT_COST;
            t->labels[l] = (tenor_label_row){.threshold = 0.5F, .slope = UNCALIBRATED_SLOPE};
            if (!tenor_axis_between(axis, l)) {
                tenor_pool_default(t->pools + l * t->width, t->width);
            }
        }
        fit_untargeted(t, axis);
    }
    return 0;
}

static int measure(tenor_trained *t, tenor_school *school, const tenor_train_options *options,
                   tenor_error *err) {
    t->fold = tenor_new_array(t->dataset->example_count, sizeof *t->fold);
    if (t->fold == NULL) {
        return tenor_fail_memory(err);
    }
    int code =
        tenor_deal_folds(t->dataset, options->folds, options->seed, t->fold, &t->duplicates, err);
    school->fold = t->fold;
    if (code == 0) {
        code = tenor_cross_validate(school, options, &t->oof, err);
    }
    return code == 0 ? fit_labels(t, options, err) : code;
}

static void tell(const tenor_train_options *options, const char *step) {
    if (options->progress != NULL) {
        options->progress(options->progress_data, step, 0, 0);
    }
}

static int run(tenor_trained *t, const tenor_train_options *options, tenor_solver_base **base,
               tenor_error *err) {
    tell(options, "reading vectors");
    int code = tenor_vectorize(t->dataset, options->threads, &t->set, err);
    if (code == 0) {
        code = number_rows(t, err);
    }
    if (code == 0) {
        tell(options, "preparing the solver");
        code = tenor_solver_base_new(base, &t->set.matrix, options->solver, options->memory,
                                     options->threads, err);
    }
    if (code != 0) {
        return code;
    }
    t->solver = tenor_solver_base_kind(*base);
    tenor_school school = {t->dataset, &t->set, *base, t->row_example, NULL};
    code = options->folds > 1 ? measure(t, &school, options, err) : assume(t, err);
    if (code == 0) {
        tell(options, "learning from all articles");
        code = learn_all(t, &school, options->threads, err);
    }
    return code;
}

int tenor_train(tenor_trained **out, const tenor_dataset *dataset,
                const tenor_train_options *options, tenor_error *err) {
    if (dataset->example_count == 0 || dataset->label_count == 0) {
        return tenor_fail(err, TENOR_DATA, "there is no annotated article to train from");
    }
    if (dataset->example_count >= UINT32_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "more than 2^32 annotated articles");
    }
    tenor_trained *t = tenor_new_array(1, sizeof *t);
    if (t == NULL) {
        return tenor_fail_memory(err);
    }
    t->dataset = dataset;
    tenor_solver_base *base = NULL;
    int code = run(t, options, &base, err);
    tenor_solver_base_free(base);
    if (code != 0) {
        tenor_trained_free(t);
        return code;
    }
    *out = t;
    return 0;
}

void tenor_trained_free(tenor_trained *t) {
    if (t != NULL) {
        tenor_training_set_free(&t->set);
        tenor_oof_free(&t->oof);
        free(t->row_example);
        free(t->fold);
        free(t->decision);
        free(t->probability);
        free(t->given);
        free(t->labels);
        free(t->weights);
        free(t->pools);
        free(t);
    }
}

const float *tenor_trained_oof_probability(const tenor_trained *t) {
    return t->probability;
}

const double *tenor_trained_oof_decision(const tenor_trained *t) {
    return t->decision;
}

const uint8_t *tenor_trained_oof_given(const tenor_trained *t) {
    return t->given;
}

const uint32_t *tenor_trained_fold(const tenor_trained *t) {
    return t->fold;
}

tenor_train_facts tenor_trained_facts(const tenor_trained *t) {
    return (tenor_train_facts){t->solver, t->set.matrix.term_count, t->set.matrix.row_count,
                               t->duplicates, t->oof.cost};
}

/* --- saving --- */

/* "en zh": the languages (before "-") of the articles, sorted, each once. */
static int list_languages(const tenor_dataset *d, tenor_buffer *out, tenor_error *err) {
    const char *last = "";
    for (;;) {
        const char *next = NULL;
        size_t size = 0;
        for (size_t e = 0; e < d->example_count; e++) {
            const char *lang = d->examples[e].lang;
            size_t n = strcspn(lang, "-");
            bool later =
                strncmp(lang, last, n) > 0 || (strncmp(lang, last, n) == 0 && strlen(last) < n);
            int order = next == NULL ? -1 : strncmp(lang, next, n < size ? n : size);
            bool earlier = order < 0 || (order == 0 && n < size); /* "fi" before "fil" */
            bool known = strncmp(lang, "und", n) != 0 && n > 0 &&
                         strspn(lang, "abcdefghijklmnopqrstuvwxyz") == n;
            if (known && later && earlier) {
                next = lang;
                size = n;
            }
        }
        if (next == NULL) {
            return out->failed ? tenor_fail_memory(err) : 0;
        }
        if (out->size > 0) {
            tenor_buffer_add_char(out, ' ');
        }
        size_t at = out->size;
        tenor_buffer_add(out, next, size);
        if (out->failed) {
            return tenor_fail_memory(err);
        }
        last = out->data + at;
    }
}

/* The beginning of a text, cut at a code point. */
static tenor_view head_of(const char *text) {
    size_t size = strlen(text);
    size = size < SELF_TEST_BYTES ? size : SELF_TEST_BYTES;
    while (size > 0 && ((unsigned char)text[size] & 0xC0U) == 0x80U) {
        size--;
    }
    return (tenor_view){text, size};
}

int tenor_trained_save(const tenor_trained *t, const char *path, tenor_view info,
                       tenor_error *err) {
    const tenor_dataset *d = t->dataset;
    tenor_view self_tests[TENOR_SELF_TESTS];
    size_t tests = d->example_count < TENOR_SELF_TESTS ? d->example_count : TENOR_SELF_TESTS;
    for (size_t i = 0; i < tests; i++) {
        self_tests[i] = head_of(d->examples[i * d->example_count / tests].text);
    }
    tenor_buffer languages = TENOR_BUFFER_INIT;
    char *bytes = NULL;
    size_t size = 0;
    int code = list_languages(d, &languages, err);
    if (code == 0) {
        tenor_model_parts parts = {t->set.space, d->axes,    d->axis_count, d->label_count,
                                   t->labels,    t->weights, t->pools,      languages.data,
                                   info,         self_tests, tests};
        code = tenor_model_pack(&parts, &bytes, &size, err);
    }
    if (code == 0) {
        code = tenor_file_replace(path, (tenor_view){bytes, size}, err);
    }
    free(bytes);
    tenor_buffer_free(&languages);
    return code;
}
