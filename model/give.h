/* give.h: calibrated probabilities of one axis -> which labels are given. Used on out-of-fold
 * values and when labelling alike. */
#ifndef TENOR_GIVE_H
#define TENOR_GIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Multi-label: given[l] = probability[l] >= threshold[l]. Single-label: probabilities are scaled to
 * sum to 1 and the most probable label is given (the first of equals). All arrays [label_count]. */
void tenor_give(bool multi, const float *threshold, size_t label_count, float *probability,
                uint8_t *given);

#endif
