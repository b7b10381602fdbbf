/* scorer.c: article -> verdict, with the scratch of one thread.
 *
 * title, text -> units -> vector of each -> decision values of all labels in one pass over the
 * vector's terms -> pooled over units -> sigmoid -> labels. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "calibrate.h"
#include "error.h"
#include "extractor.h"
#include "give.h"
#include "memory.h"
#include "model_file.h"
#include "tally.h"

#define BLOCK_TERMS 128
#define LANES 8

struct tenor_scorer {
    const tenor_model *model;
    tenor_extractor *extractor;
    tenor_cutter *cutter;
    tenor_units units; /* of the last article */
    tenor_scored_passage *passages;
    size_t passage_capacity;
    double *decisions; /* [passages][labels] */
    size_t decision_capacity;
    double *pool_scratch; /* [passages] */
    size_t pool_capacity;
    tenor_tally tally;   /* of the last article */
    double *hits;        /* [TENOR_PART_COUNT][groups] what the tally counts in */
    double *statistics;  /* [pool_width] of the label at hand; the groups' are the article's */
    double *decision;    /* [labels] */
    float *probability;  /* [labels] */
    uint8_t *given;      /* [labels] */
    uint8_t *untargeted; /* [axes] */
    float *threshold;    /* [labels] copied from the model, side by side */
    tenor_contribution *contributions;
    size_t contribution_capacity;
    tenor_group_part *group_parts; /* [groups] */
    tenor_term_place *places;
    size_t place_capacity;
};

int tenor_scorer_new(tenor_scorer **out, const tenor_model *model, tenor_error *err) {
    tenor_scorer *s = tenor_new_array(1, sizeof *s);
    if (s == NULL) {
        return tenor_fail_memory(err);
    }
    size_t labels = tenor_model_label_count(model);
    const tenor_space *space = tenor_model_space(model);
    s->model = model;
    s->decision = tenor_new_array(labels, sizeof *s->decision);
    s->probability = tenor_new_array(labels, sizeof *s->probability);
    s->given = tenor_new_array(labels, sizeof *s->given);
    s->untargeted = tenor_new_array(tenor_model_axis_count(model), sizeof *s->untargeted);
    s->threshold = tenor_new_array(labels, sizeof *s->threshold);
    s->statistics = tenor_new_array(tenor_model_pool_width(model), sizeof *s->statistics);
    size_t groups = tenor_lexicon_group_count(space->lexicon);
    s->hits = tenor_new_array(groups, TENOR_PART_COUNT * sizeof *s->hits);
    s->group_parts = tenor_new_array(groups, sizeof *s->group_parts);
    bool complete = s->statistics != NULL && s->hits != NULL && s->group_parts != NULL &&
                    s->decision != NULL && s->probability != NULL && s->given != NULL &&
                    s->untargeted != NULL && s->threshold != NULL;
    for (size_t l = 0; complete && l < labels; l++) {
        s->threshold[l] = tenor_model_label(model, l)->threshold;
    }
    int code = complete ? 0 : tenor_fail_memory(err);
    if (code == 0) {
        code = tenor_extractor_new(&s->extractor, space, err);
    }
    if (code == 0) {
        code = tenor_cutter_new(&s->cutter, space->settings.passage_bytes, err);
    }
    if (code != 0) {
        tenor_scorer_free(s);
        return code;
    }
    *out = s;
    return 0;
}

void tenor_scorer_free(tenor_scorer *s) {
    if (s == NULL) {
        return;
    }
    tenor_extractor_free(s->extractor);
    tenor_cutter_free(s->cutter);
    free(s->passages);
    free(s->decisions);
    free(s->pool_scratch);
    free(s->hits);
    free(s->group_parts);
    free(s->statistics);
    free(s->decision);
    free(s->probability);
    free(s->given);
    free(s->untargeted);
    free(s->threshold);
    free(s->contributions);
    free(s->places);
    free(s);
}

/* Adds value times weight of some terms for LANES labels that lie side by side; the sums stay in
 * registers. */
static void add_lanes(const float *weights, size_t labels, const tenor_vector *terms,
                      double *decision) {
    double sum[LANES];
    for (size_t i = 0; i < LANES; i++) {
        sum[i] = decision[i];
    }
    for (size_t k = 0; k < terms->size; k++) {
        const float *row = weights + (size_t)terms->term[k] * labels;
        double value = (double)terms->value[k];
        for (size_t i = 0; i < LANES; i++) {
            sum[i] += value * (double)row[i];
        }
    }
    for (size_t i = 0; i < LANES; i++) {
        decision[i] = sum[i];
    }
}

/* The same for one label. */
static void add_lane(const float *weights, size_t labels, const tenor_vector *terms,
                     double *decision) {
    double sum = *decision;
    for (size_t k = 0; k < terms->size; k++) {
        sum += (double)terms->value[k] * (double)weights[(size_t)terms->term[k] * labels];
    }
    *decision = sum;
}

/* decision[l] = bias[l] + sum over terms of value times weight. The weights of one term lie side by
 * side, so a block of terms comes from memory once and then serves all labels from the cache. */
static void decide(const tenor_model *model, const tenor_vector *vector, double *decision) {
    size_t labels = tenor_model_label_count(model);
    const float *weights = tenor_model_weights(model);
    memset(decision, 0, labels * sizeof *decision);
    for (size_t k = 0; k < vector->size; k += BLOCK_TERMS) {
        size_t size = vector->size - k < BLOCK_TERMS ? vector->size - k : BLOCK_TERMS;
        tenor_vector block = {vector->term + k, vector->value + k, size};
        size_t l = 0;
        for (; l + LANES <= labels; l += LANES) {
            add_lanes(weights + l, labels, &block, decision + l);
        }
        for (; l < labels; l++) {
            add_lane(weights + l, labels, &block, decision + l);
        }
    }
    for (size_t l = 0; l < labels; l++) {
        decision[l] += tenor_model_label_row(model, l)->bias;
    }
}

static int make_room(tenor_scorer *s, size_t units, tenor_error *err) {
    size_t cells;
    if (!tenor_mul_size(units, tenor_model_label_count(s->model), &cells) ||
        !TENOR_GROW(s->decisions, s->decision_capacity, cells) ||
        !TENOR_GROW(s->passages, s->passage_capacity, units) ||
        !TENOR_GROW(s->pool_scratch, s->pool_capacity, units)) {
        return tenor_fail_memory(err);
    }
    return 0;
}

static int score_units(tenor_scorer *s, tenor_verdict *out, tenor_error *err) {
    size_t labels = tenor_model_label_count(s->model);
    size_t groups = tenor_lexicon_group_count(tenor_model_space(s->model)->lexicon);
    tenor_tally_begin(&s->tally, s->hits, groups);
    for (size_t u = 0; u < s->units.count; u++) {
        const tenor_unit *unit = &s->units.items[u];
        tenor_vector vector;
        size_t tokens, known;
        int code = tenor_extract(s->extractor, unit->text, &vector, &tokens, &known, err);
        if (code != 0) {
            return code;
        }
        double *decision = s->decisions + u * labels;
        decide(s->model, &vector, decision);
        s->passages[u] = (tenor_scored_passage){unit->char_start, unit->char_end, unit->byte_start,
                                                unit->byte_end, decision};
        tenor_tally_add(&s->tally, s->extractor, &s->units, u);
        out->token_count += tokens;
        out->known_count += known;
    }
    tenor_tally_end(&s->tally, s->statistics + TENOR_POOL_COUNT);
    return 0;
}

static void sum_up_passages(tenor_scorer *s, size_t label) {
    tenor_pool_statistics(s->decisions + label, tenor_model_label_count(s->model), s->units.count,
                          s->units.has_title, s->pool_scratch, s->statistics);
}

static void pool_label(tenor_scorer *s, size_t label) {
    const tenor_label_row *row = tenor_model_label_row(s->model, label);
    sum_up_passages(s, label);
    s->decision[label] = tenor_pool_value(tenor_model_pool(s->model, label), s->statistics,
                                          tenor_model_pool_width(s->model));
    tenor_sigmoid sigmoid = {row->slope, row->offset};
    s->probability[label] = (float)tenor_sigmoid_at(sigmoid, s->decision[label]);
}

/* An axis whose target the article does not name is answered by what such articles have. */
static void answer_untargeted(tenor_scorer *s) {
    for (size_t a = 0; a < tenor_model_axis_count(s->model); a++) {
        const tenor_axis *axis = tenor_model_axis(s->model, a);
        size_t target = tenor_model_target(s->model, a);
        s->untargeted[a] = target != TENOR_LEXICON_NO_GROUP && s->tally.named[target] == 0;
        if (s->untargeted[a] == 0) {
            continue;
        }
        for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
            s->probability[l] = tenor_model_label_row(s->model, l)->untargeted;
        }
    }
}

static void give_labels(tenor_scorer *s) {
    for (size_t a = 0; a < tenor_model_axis_count(s->model); a++) {
        const tenor_axis *axis = tenor_model_axis(s->model, a);
        size_t first = axis->first_label;
        tenor_give(axis->multi, s->threshold + first, axis->label_count, s->probability + first,
                   s->given + first);
    }
}

int tenor_score(tenor_scorer *s, tenor_view title, tenor_view text, tenor_verdict *out,
                tenor_error *err) {
    tenor_verdict verdict = {.decision = s->decision,
                             .probability = s->probability,
                             .given = s->given,
                             .untargeted = s->untargeted};
    int code = tenor_cut(s->cutter, title, text, &s->units, err);
    if (code == 0) {
        code = make_room(s, s->units.count, err);
    }
    if (code == 0) {
        code = score_units(s, &verdict, err);
    }
    if (code != 0) {
        s->units.count = 0;
        return code;
    }
    for (size_t l = 0; l < tenor_model_label_count(s->model); l++) {
        pool_label(s, l);
    }
    answer_untargeted(s);
    give_labels(s);
    if (verdict.token_count == 0) {
        memset(s->given, 0, tenor_model_label_count(s->model));
    }
    verdict.has_title = s->units.has_title;
    verdict.passage_count = s->units.count;
    verdict.passages = s->passages;
    *out = verdict;
    return 0;
}

/* --- explaining --- */

static int compare_contributions(const void *left, const void *right) {
    const tenor_contribution *a = left, *b = right;
    if (a->value != b->value) {
        return a->value > b->value ? -1 : 1;
    }
    return a->term_number < b->term_number ? -1 : a->term_number > b->term_number;
}

static int list_places(tenor_scorer *s, const tenor_unit *unit, const tenor_occurrence *seen,
                       size_t count, size_t *place_count, tenor_error *err) {
    if (!TENOR_GROW(s->places, s->place_capacity, count)) {
        return tenor_fail_memory(err);
    }
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (seen[i].char_start >= unit->shift) { /* what lies in front is a merged title */
            uint32_t move = unit->char_start - unit->shift;
            s->places[n++] = (tenor_term_place){seen[i].term, seen[i].char_start + move,
                                                seen[i].char_end + move};
        }
    }
    *place_count = n;
    return 0;
}

int tenor_explain(tenor_scorer *s, size_t passage, size_t label, tenor_explanation *out,
                  tenor_error *err) {
    size_t labels = tenor_model_label_count(s->model);
    if (passage >= s->units.count || label >= labels) {
        return tenor_fail(err, TENOR_USAGE, "there is no such passage or label to explain");
    }
    const tenor_unit *unit = &s->units.items[passage];
    tenor_vector vector;
    const tenor_occurrence *seen;
    size_t seen_count;
    int code = tenor_extract_traced(s->extractor, unit->text, &vector, &seen, &seen_count, err);
    if (code != 0) {
        return code;
    }
    if (!TENOR_GROW(s->contributions, s->contribution_capacity, vector.size)) {
        return tenor_fail_memory(err);
    }
    const float *weights = tenor_model_weights(s->model);
    for (size_t k = 0; k < vector.size; k++) {
        uint32_t term = vector.term[k];
        double value = (double)vector.value[k] * (double)weights[(size_t)term * labels + label];
        s->contributions[k] =
            (tenor_contribution){tenor_space_name(tenor_model_space(s->model), term), term, value};
    }
    if (vector.size > 0) {
        qsort(s->contributions, vector.size, sizeof *s->contributions, compare_contributions);
    }
    out->bias = tenor_model_label_row(s->model, label)->bias;
    out->contributions = s->contributions;
    out->count = vector.size;
    code = list_places(s, unit, seen, seen_count, &out->place_count, err);
    out->places = s->places;
    return code;
}

static int compare_group_parts(const void *left, const void *right) {
    double a = fabs(((const tenor_group_part *)left)->log_odds);
    double b = fabs(((const tenor_group_part *)right)->log_odds);
    return a < b   ? 1
           : a > b ? -1
                   : strcmp(((const tenor_group_part *)left)->group,
                            ((const tenor_group_part *)right)->group);
}

/* Parts a group's weighted values: what its hits say, and what as many bytes without any say,
 * which is returned. */
static double part_group(const tenor_scorer *s, const double *weights, size_t group,
                         tenor_group_part *out) {
    size_t groups = s->tally.groups;
    const double *hits = s->hits + group;
    double without = 0.0, all = 0.0;
    for (size_t p = 0; p < TENOR_PART_COUNT; p++) {
        double weight = weights[p * groups + group];
        without += weight * tenor_tally_value(&s->tally, p, 0.0);
        all += weight * tenor_tally_value(&s->tally, p, hits[p * groups]);
    }
    *out = (tenor_group_part){
        tenor_lexicon_group_name(tenor_model_space(s->model)->lexicon, group),
        (uint32_t)hits[TENOR_PART_WHOLE * groups],
        (uint32_t)hits[TENOR_PART_TITLE * groups],
        (uint32_t)hits[TENOR_PART_LEAD * groups],
        (uint32_t)hits[TENOR_PART_TERMS * groups],
        all - without,
    };
    return without;
}

int tenor_explain_article(tenor_scorer *s, size_t label, tenor_article_explanation *out,
                          tenor_error *err) {
    if (s->units.count == 0 || label >= tenor_model_label_count(s->model)) {
        return tenor_fail(err, TENOR_USAGE, "there is no such article or label to explain");
    }
    const tenor_label_row *row = tenor_model_label_row(s->model, label);
    const double *weights = tenor_model_pool(s->model, label);
    sum_up_passages(s, label);
    *out = (tenor_article_explanation){
        .base = row->offset,
        .passages = row->slope * tenor_pool_value(weights, s->statistics, TENOR_POOL_COUNT),
        .group_count = s->tally.groups,
        .groups = s->group_parts};
    for (size_t g = 0; g < s->tally.groups; g++) {
        tenor_group_part *part = &s->group_parts[g];
        out->base += row->slope * part_group(s, weights + TENOR_POOL_COUNT, g, part);
        part->log_odds *= row->slope;
    }
    if (s->tally.groups > 0) {
        qsort(s->group_parts, s->tally.groups, sizeof *s->group_parts, compare_group_parts);
    }
    return 0;
}

int tenor_model_strongest(const tenor_model *model, size_t label, bool against,
                          tenor_contribution *out, size_t count, size_t *found, tenor_error *err) {
    const tenor_space *space = tenor_model_space(model);
    size_t labels = tenor_model_label_count(model);
    tenor_contribution *all = tenor_new_array(space->term_count, sizeof *all);
    if (all == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t t = 0; t < space->term_count; t++) {
        double weight = (double)tenor_model_weights(model)[t * labels + label];
        all[t] = (tenor_contribution){tenor_space_name(space, (uint32_t)t), (uint32_t)t,
                                      against ? -weight : weight};
    }
    qsort(all, space->term_count, sizeof *all, compare_contributions);
    *found = 0;
    for (size_t i = 0; i < count && i < space->term_count && all[i].value > 0.0; i++) {
        out[i] = all[i];
        out[i].value = against ? -all[i].value : all[i].value;
        *found = i + 1;
    }
    free(all);
    return 0;
}
