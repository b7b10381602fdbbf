/* axis_groups.c: groups by their names. */
#include "axis_groups.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"

static bool is_label(const tenor_axis_spec *axis, const char *name) {
    for (size_t l = 0; l < axis->label_count; l++) {
        if (strcmp(axis->labels[l], name) == 0) {
            return true;
        }
    }
    return false;
}

int tenor_axis_groups_find(tenor_axis_groups *out, const tenor_axis_spec *axis,
                           const tenor_lexicon *lexicon, tenor_error *err) {
    size_t count = tenor_lexicon_group_count(lexicon);
    *out = (tenor_axis_groups){.speaks = tenor_new_array(count, 1), .count = count};
    if (out->speaks == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t g = 0; g < count; g++) {
        out->speaks[g] = is_label(axis, tenor_lexicon_group_name(lexicon, g));
        out->speaking += out->speaks[g];
    }
    out->centred = !axis->multi && out->speaking > 0;
    if (out->speaking == 0) {
        memset(out->speaks, 1, count);
        out->speaking = count;
    }
    return 0;
}

void tenor_axis_groups_free(tenor_axis_groups *groups) {
    free(groups->speaks);
    *groups = (tenor_axis_groups){0};
}

/* Takes the mean of the speaking cells from them, part by part; no part is left of the different
 * terms. */
static void centre(const tenor_axis_groups *groups, double *cells) {
    memset(cells + TENOR_PART_TERMS * groups->count, 0, groups->count * sizeof *cells);
    for (size_t p = 0; p < TENOR_PART_TERMS; p++) {
        double *part = cells + p * groups->count, sum = 0.0;
        for (size_t g = 0; g < groups->count; g++) {
            sum += groups->speaks[g] ? part[g] : 0.0;
        }
        for (size_t g = 0; g < groups->count; g++) {
            part[g] -= groups->speaks[g] ? sum / (double)groups->speaking : 0.0;
        }
    }
}

void tenor_axis_groups_view(const tenor_axis_groups *groups, double *rates) {
    for (size_t i = 0; i < TENOR_PART_COUNT * groups->count; i++) {
        rates[i] = groups->speaks[i % groups->count] ? rates[i] : 0.0;
    }
    if (groups->centred) {
        centre(groups, rates);
    }
}

void tenor_axis_groups_spread(const tenor_axis_groups *groups, double *weights) {
    if (groups->centred) {
        centre(groups, weights);
    }
}
