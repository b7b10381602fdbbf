/* suggest.c: greedy farthest-first choice (Gonzalez 1985), weighted by uncertainty; one pass over
 * all articles for each one chosen. */
#include "suggest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "splitmix.h"

enum { PIECE = 4 }; /* characters */

static uint32_t hash_piece(const char *bytes, size_t size) {
    uint64_t hash = 0xCBF29CE484222325U; /* FNV-1a, its bits then spread */
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001B3U;
    }
    return (uint32_t)tenor_splitmix(hash - TENOR_SPLITMIX_STEP);
}

void tenor_sketch_make(tenor_view text, tenor_sketch *out) {
    size_t starts[PIECE + 1] = {0}, known = 0; /* of the last characters */
    memset(out->smallest, 0xFF, sizeof out->smallest);
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && ((unsigned char)text.data[i] & 0xC0U) == 0x80U) {
            continue;
        }
        memmove(starts, starts + 1, PIECE * sizeof *starts);
        starts[PIECE] = i;
        if (++known > PIECE) {
            uint32_t hash = hash_piece(text.data + starts[0], i - starts[0]);
            uint32_t *least = &out->smallest[hash % TENOR_SKETCH_SIZE];
            *least = hash < *least ? hash : *least;
        }
    }
}

double tenor_sketch_similarity(const tenor_sketch *a, const tenor_sketch *b) {
    size_t equal = 0, filled = 0;
    for (size_t i = 0; i < TENOR_SKETCH_SIZE; i++) {
        bool any = a->smallest[i] != UINT32_MAX || b->smallest[i] != UINT32_MAX;
        filled += any;
        equal += any && a->smallest[i] == b->smallest[i];
    }
    return filled > 0 ? (double)equal / (double)filled : 0.0;
}

/* One minus the margin of the two most probable labels; *label: the second. */
static double unsure_single(const tenor_axis *axis, const float *probability, size_t *label) {
    size_t best = axis->first_label, second = axis->first_label;
    for (size_t l = axis->first_label + 1; l < axis->first_label + axis->label_count; l++) {
        if (probability[l] > probability[best]) {
            second = best;
            best = l;
        } else if (second == best || probability[l] > probability[second]) {
            second = l;
        }
    }
    *label = second;
    return best == second ? 0.0 : 1.0 - (double)(probability[best] - probability[second]);
}

/* 1 at the threshold, falling to 0 at probability 0 and 1. */
static double unsure_label(double probability, double threshold) {
    double room = probability < threshold ? threshold : 1.0 - threshold;
    return room > 0.0 ? 1.0 - fabs(probability - threshold) / room : 0.0;
}

static double unsure_multi(const tenor_model *model, const tenor_axis *axis,
                           const float *probability, size_t *label) {
    double most = -1.0;
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        double unsure =
            unsure_label((double)probability[l], (double)tenor_model_label(model, l)->threshold);
        if (unsure > most) {
            most = unsure;
            *label = l;
        }
    }
    return most;
}

double tenor_uncertainty(const tenor_model *model, const tenor_verdict *verdict, size_t *axis,
                         size_t *label) {
    double most = -1.0;
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *of = tenor_model_axis(model, a);
        size_t at = of->first_label;
        double unsure = of->multi ? unsure_multi(model, of, verdict->probability, &at)
                                  : unsure_single(of, verdict->probability, &at);
        if (unsure > most) {
            most = unsure;
            *axis = a;
            *label = at;
        }
    }
    return most > 0.0 ? most : 0.0;
}

int tenor_suggest(const double *uncertainty, const tenor_sketch *sketches, size_t count,
                  size_t wanted, size_t *chosen, size_t *chosen_count, tenor_error *err) {
    double *distance = tenor_new_array(
        count, sizeof *distance); /* from the nearest chosen one; below 0: chosen itself */
    size_t done = 0;
    if (distance == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        distance[i] = 1.0;
    }
    while (done < wanted && done < count) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            if (distance[i] >= 0.0 && (best == count || uncertainty[i] * distance[i] >
                                                            uncertainty[best] * distance[best])) {
                best = i;
            }
        }
        chosen[done++] = best;
        distance[best] = -1.0;
        for (size_t i = 0; i < count; i++) {
            double away = 1.0 - tenor_sketch_similarity(&sketches[i], &sketches[best]);
            distance[i] = distance[i] > away ? away : distance[i];
        }
    }
    *chosen_count = done;
    free(distance);
    return TENOR_OK;
}
