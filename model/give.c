/* give.c: the decision rule of an axis. */
#include "give.h"

static void give_most_probable(size_t label_count, float *probability, uint8_t *given) {
    double sum = 0.0;
    size_t best = 0;
    for (size_t l = 0; l < label_count; l++) {
        sum += (double)probability[l];
        best = probability[l] > probability[best] ? l : best;
        given[l] = 0;
    }
    for (size_t l = 0; l < label_count; l++) {
        probability[l] =
            sum > 0.0 ? (float)((double)probability[l] / sum) : 1.0F / (float)label_count;
    }
    if (label_count > 0) {
        given[best] = 1;
    }
}

void tenor_give(bool multi, const float *threshold, size_t label_count, float *probability,
                uint8_t *given) {
    if (!multi) {
        give_most_probable(label_count, probability, given);
        return;
    }
    for (size_t l = 0; l < label_count; l++) {
        given[l] = probability[l] >= threshold[l];
    }
}
