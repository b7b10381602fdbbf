/* audit.c: thresholds a class first, then one look at every annotation. */
#include "audit.h"

#include <math.h>
#include <stdlib.h>

#include "dataset.h"
#include "error.h"
#include "memory.h"

/* Mean out-of-fold probability, of those annotated yes of yes and of those annotated no of no;
 * above 1 (never reached) where there is none. */
typedef struct class_mean {
    double yes, no;
} class_mean;

typedef struct auditing {
    const tenor_judged *judged;
    class_mean *means; /* [labels] */
    uint8_t *suggestion;
} auditing;

static double probability_at(const tenor_judged *judged, size_t article, size_t label) {
    return (double)judged->probability[article * judged->label_count + label];
}

static class_mean find_mean(const tenor_judged *judged, size_t label) {
    double yes = 0, no = 0;
    size_t yes_count = 0, no_count = 0;
    for (size_t i = 0; i < judged->article_count; i++) {
        if (judged->gold[i][label] == TENOR_GOLD_YES) {
            yes += probability_at(judged, i, label);
            yes_count++;
        } else if (judged->gold[i][label] == TENOR_GOLD_NO) {
            no += 1.0 - probability_at(judged, i, label);
            no_count++;
        }
    }
    return (class_mean){yes_count > 0 ? yes / (double)yes_count : 2.0,
                        no_count > 0 ? no / (double)no_count : 2.0};
}

/* Each label is a question of its own. */
static bool look_multi(const auditing *self, size_t article, const tenor_judged_axis *axis,
                       tenor_suspect *out) {
    bool suspected = false;
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        bool gold = tenor_judged_gold(self->judged, article, l);
        double yes = probability_at(self->judged, article, l);
        double annotated = gold ? yes : 1.0 - yes, other = 1.0 - annotated;
        if (self->judged->gold[article][l] == TENOR_GOLD_UNKNOWN || other <= annotated ||
            other < (gold ? self->means[l].no : self->means[l].yes)) {
            continue;
        }
        self->suggestion[article * self->judged->label_count + l] = !gold;
        if (!suspected || annotated < out->annotated) {
            out->annotated = annotated;
            out->suggested = other;
        }
        suspected = true;
    }
    return suspected;
}

static bool look_single(const auditing *self, size_t article, const tenor_judged_axis *axis,
                        tenor_suspect *out) {
    size_t end = axis->first_label + axis->label_count, best = end, gold = end;
    for (size_t l = axis->first_label; l < end; l++) {
        double p = probability_at(self->judged, article, l);
        gold = tenor_judged_gold(self->judged, article, l) ? l : gold;
        if (p >= self->means[l].yes &&
            (best == end || p > probability_at(self->judged, article, best))) {
            best = l;
        }
    }
    if (best == end || gold == end || best == gold ||
        probability_at(self->judged, article, best) <=
            probability_at(self->judged, article, gold)) {
        return false;
    }
    uint8_t *row = self->suggestion + article * self->judged->label_count;
    row[gold] = 0;
    row[best] = 1;
    out->annotated = probability_at(self->judged, article, gold);
    out->suggested = probability_at(self->judged, article, best);
    return true;
}

static int compare_suspects(const void *left, const void *right) {
    const tenor_suspect *a = left, *b = right;
    if (a->annotated < b->annotated || a->annotated > b->annotated) {
        return a->annotated < b->annotated ? -1 : 1;
    }
    return a->article != b->article ? (a->article > b->article) - (a->article < b->article)
                                    : (a->axis > b->axis) - (a->axis < b->axis);
}

int tenor_audit(const tenor_judged *judged, tenor_suspect *suspects, size_t *count,
                uint8_t *suggestion, tenor_error *err) {
    auditing self = {judged, tenor_new_array(judged->label_count, sizeof *self.means), suggestion};
    size_t found = 0;
    if (self.means == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t l = 0; l < judged->label_count; l++) {
        self.means[l] = find_mean(judged, l);
    }
    for (size_t i = 0; i < judged->article_count; i++) {
        for (size_t l = 0; l < judged->label_count; l++) {
            suggestion[i * judged->label_count + l] = tenor_judged_gold(judged, i, l);
        }
        for (size_t a = 0; a < judged->axis_count; a++) {
            const tenor_judged_axis *axis = &judged->axes[a];
            tenor_suspect suspect = {i, a, 0.0, 0.0};
            bool suspected = tenor_judged_annotated(judged, i, axis) &&
                             (axis->multi ? look_multi(&self, i, axis, &suspect)
                                          : look_single(&self, i, axis, &suspect));
            if (suspected) {
                suspects[found++] = suspect;
            }
        }
    }
    qsort(suspects, found, sizeof *suspects, compare_suspects);
    *count = found;
    free(self.means);
    return TENOR_OK;
}
