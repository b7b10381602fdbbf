/* report.c: works the figures of a report out; the writers beside it (report_text.c, report_json.c,
 * report_html.c) only write. */
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "labeller.h"
#include "record.h"

#define TERMS_TOLD 5

void tenor_report_free(tenor_report *report) {
    for (size_t a = 0; report->axes != NULL && a < report->judging->judged.axis_count; a++) {
        tenor_report_axis *axis = &report->axes[a];
        for (size_t l = 0; axis->labels != NULL && l < axis->axis->label_count; l++) {
            free(axis->labels[l].curve);
        }
        for (size_t i = 0; i < axis->worst_count; i++) {
            free(axis->worst[i].passage);
            free(axis->worst[i].terms);
        }
        free(axis->labels);
        free(axis->confusion);
    }
    for (size_t i = 0; i < report->step_count; i++) {
        free(report->steps[i].macro_f1);
    }
    free(report->axes);
    free(report->steps);
    *report = (tenor_report){0};
}

const tenor_example *tenor_report_example(const tenor_report *report, size_t article) {
    return &report->dataset
                ->examples[report->article_of != NULL ? report->article_of[article] : article];
}

/* ---- the most wrong articles ---- */

/* How far an answer is from gold: 0 to 1 by the probability of a label that is wrong; 1 where
 * nothing was guessed. */
static double distance(const tenor_report_error *error) {
    if (error->probability < 0.0) {
        return 1.0;
    }
    return error->wanted ? 1.0 - error->probability : error->probability;
}

/* The label that an article is most wrong on. False if all are right. */
static bool find_error(const tenor_judged *judged, size_t article, const tenor_judged_axis *axis,
                       tenor_report_error *out) {
    bool found = false;
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        bool wanted = tenor_judged_gold(judged, article, l);
        if (wanted == tenor_judged_given(judged, article, l)) {
            continue;
        }
        double probability = judged->probability != NULL
                                 ? (double)judged->probability[article * judged->label_count + l]
                                 : 0.5;
        tenor_report_error error = {article, l, wanted, probability, NULL, NULL};
        if (!found || distance(&error) > distance(out)) {
            *out = error;
        }
        found = true;
    }
    return found;
}

static void find_worst(const tenor_judged *judged, tenor_report_axis *into) {
    for (size_t i = 0; i < judged->article_count; i++) {
        tenor_report_error error;
        if (!tenor_judged_annotated(judged, i, into->axis) ||
            !find_error(judged, i, into->axis, &error)) {
            continue;
        }
        size_t place = into->worst_count;
        while (place > 0 && distance(&into->worst[place - 1]) < distance(&error)) {
            place--;
        }
        if (place < TENOR_REPORT_WORST) {
            into->worst_count += into->worst_count < TENOR_REPORT_WORST;
            memmove(into->worst + place + 1, into->worst + place,
                    (into->worst_count - place - 1) * sizeof error);
            into->worst[place] = error;
        }
    }
}

/* ---- figures ---- */

/* Keeps at most TENOR_REPORT_CURVE_POINTS, the first and the last among them. */
static size_t thin(tenor_curve_point *points, size_t count) {
    if (count <= TENOR_REPORT_CURVE_POINTS) {
        return count;
    }
    for (size_t i = 0; i < TENOR_REPORT_CURVE_POINTS; i++) {
        points[i] = points[i * (count - 1) / (TENOR_REPORT_CURVE_POINTS - 1)];
    }
    return TENOR_REPORT_CURVE_POINTS;
}

static int measure_label(const tenor_judged *judged, size_t label, tenor_curve_point *room,
                         tenor_report_label *into, tenor_error *err) {
    into->score = tenor_measure_label(judged, label);
    size_t count = 0;
    int code = tenor_precision_recall(judged, label, room, &count, &into->average_precision, err);
    if (code != TENOR_OK) {
        return code;
    }
    count = thin(room, count);
    into->curve = tenor_new_array(count, sizeof *into->curve);
    if (into->curve == NULL) {
        return tenor_fail_memory(err);
    }
    memcpy(into->curve, room, count * sizeof *room);
    into->curve_count = count;
    return TENOR_OK;
}

static int measure_labels(const tenor_judged *judged, tenor_report_axis *into, tenor_error *err) {
    tenor_curve_point *room = tenor_new_array(judged->article_count, sizeof *room);
    int code = room != NULL ? TENOR_OK : tenor_fail_memory(err);
    for (size_t l = 0; l < into->axis->label_count && code == TENOR_OK; l++) {
        code = measure_label(judged, into->axis->first_label + l, room, &into->labels[l], err);
    }
    free(room);
    return code;
}

static int find_intervals(const tenor_judged *judged, tenor_report_axis *into, uint64_t seed,
                          tenor_error *err) {
    tenor_interval *f1 = tenor_new_array(into->axis->label_count, sizeof *f1);
    if (f1 == NULL) {
        return tenor_fail_memory(err);
    }
    int code = tenor_bootstrap(judged, into->axis, TENOR_BOOTSTRAP_ROUNDS, seed, &into->intervals,
                               f1, err);
    for (size_t l = 0; l < into->axis->label_count; l++) {
        into->labels[l].f1 = f1[l];
    }
    free(f1);
    return code;
}

static int measure_axis(const tenor_judged *judged, const tenor_judged_axis *axis, uint64_t seed,
                        tenor_report_axis *into, tenor_error *err) {
    size_t cells;
    into->axis = axis;
    into->averages = tenor_measure_axis(judged, axis);
    into->reliability = tenor_measure_reliability(judged, axis->first_label, axis->label_count);
    into->labels = tenor_new_array(axis->label_count, sizeof *into->labels);
    if (into->labels == NULL || !tenor_mul_size(axis->label_count, axis->label_count + 1, &cells)) {
        return tenor_fail_memory(err);
    }
    if (!axis->multi) {
        into->confusion = tenor_new_array(cells, sizeof *into->confusion);
        if (into->confusion == NULL) {
            return tenor_fail_memory(err);
        }
        tenor_confusion(judged, axis, into->confusion);
    }
    find_worst(judged, into);
    int code = measure_labels(judged, into, err);
    return code == TENOR_OK ? find_intervals(judged, into, seed, err) : code;
}

int tenor_report_new(tenor_report *out, const tenor_judging *judging, const tenor_dataset *dataset,
                     const size_t *article_of, uint64_t seed, tenor_error *err) {
    const tenor_judged *judged = &judging->judged;
    tenor_report report = {judging,    dataset,
                           article_of, tenor_new_array(judged->axis_count, sizeof *report.axes),
                           NULL,       0};
    int code = report.axes != NULL ? TENOR_OK : tenor_fail_memory(err);
    for (size_t a = 0; a < judged->axis_count && code == TENOR_OK; a++) {
        code = measure_axis(judged, &judged->axes[a], seed, &report.axes[a], err);
    }
    if (code != TENOR_OK) {
        tenor_report_free(&report);
        return code;
    }
    *out = report;
    return TENOR_OK;
}

/* ---- passages ---- */

static size_t best_passage(const tenor_verdict *verdict, size_t label) {
    size_t best = 0;
    for (size_t i = 1; i < verdict->passage_count; i++) {
        best = verdict->passages[i].decision[label] > verdict->passages[best].decision[label]
                   ? i
                   : best;
    }
    return best;
}

static void list_terms(const tenor_explanation *why, tenor_buffer *out) {
    for (size_t i = 0; i < why->count && i < TERMS_TOLD && why->contributions[i].value > 0.0; i++) {
        tenor_buffer_add_text(out, i > 0 ? ", " : "");
        tenor_buffer_add(out, why->contributions[i].term.data, why->contributions[i].term.size);
    }
}

static int explain_error(tenor_report_error *error, const tenor_example *example, size_t label,
                         const tenor_model *model, tenor_scorer *scorer, tenor_error *err) {
    tenor_verdict verdict;
    tenor_explanation why;
    const tenor_view title = {example->title, strlen(example->title)},
                     text = {example->text, strlen(example->text)};
    int code = tenor_score(scorer, title, text, &verdict, err);
    if (code != TENOR_OK || verdict.passage_count == 0 ||
        !tenor_record_has_evidence(model, &verdict, label)) {
        return code;
    }
    size_t best = best_passage(&verdict, label);
    const tenor_scored_passage *passage = &verdict.passages[best];
    code = tenor_explain(scorer, best, label, &why, err);
    if (code != TENOR_OK) {
        return code;
    }
    const char *of = verdict.has_title && best == 0 ? example->title : example->text;
    tenor_buffer told = TENOR_BUFFER_INIT, terms = TENOR_BUFFER_INIT;
    tenor_buffer_add(&told, of + passage->byte_start, passage->byte_end - passage->byte_start);
    list_terms(&why, &terms);
    error->passage = tenor_buffer_steal(&told);
    error->terms = tenor_buffer_steal(&terms);
    return error->passage != NULL && error->terms != NULL ? TENOR_OK : tenor_fail_memory(err);
}

int tenor_report_find_passages(tenor_report *report, const tenor_model *model, tenor_error *err) {
    tenor_scorer *scorer = NULL;
    int code = tenor_scorer_new(&scorer, model, err);
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        for (size_t i = 0; i < report->axes[a].worst_count && code == TENOR_OK; i++) {
            tenor_report_error *error = &report->axes[a].worst[i];
            size_t label = report->judging->model_label[error->label];
            if (label != TENOR_NO_LABEL) {
                code = explain_error(error, tenor_report_example(report, error->article), label,
                                     model, scorer, err);
            }
        }
    }
    tenor_scorer_free(scorer);
    return code;
}
