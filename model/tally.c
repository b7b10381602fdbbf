/* tally.c: which part of an article a hit belongs to. */
#include "tally.h"

#include <math.h>
#include <string.h>

void tenor_tally_begin(tenor_tally *tally, double *hits, size_t groups) {
    memset(hits, 0, TENOR_PART_COUNT * groups * sizeof *hits);
    *tally = (tenor_tally){.hits = hits, .groups = groups};
}

void tenor_tally_add(tenor_tally *tally, const tenor_extractor *extractor, const tenor_units *units,
                     size_t index) {
    const tenor_unit *unit = &units->items[index];
    bool is_title = units->has_title && index == 0, is_lead = index == (units->has_title ? 1U : 0U);
    /* A merged title stands in front of the text. */
    uint32_t split = is_title ? UINT32_MAX : unit->shift;
    size_t title_bytes =
        is_title ? unit->text.size : unit->text.size - (unit->byte_end - unit->byte_start);
    struct {
        uint32_t start, end;
        size_t bytes;
    } parts[TENOR_PART_TERMS] = {
        [TENOR_PART_WHOLE] = {0, UINT32_MAX, unit->text.size},
        [TENOR_PART_TITLE] = {0, split, title_bytes},
        [TENOR_PART_LEAD] = {split, is_lead ? UINT32_MAX : 0, unit->text.size - title_bytes},
    };
    for (size_t p = 0; p < TENOR_PART_TERMS; p++) {
        if (parts[p].start < parts[p].end) {
            tenor_extractor_add_hits(extractor, parts[p].start, parts[p].end,
                                     tally->hits + p * tally->groups);
            tally->bytes[p] += parts[p].bytes;
        }
    }
    tenor_extractor_add_terms(extractor, tally->seen,
                              tally->hits + TENOR_PART_TERMS * tally->groups, tally->named);
}

double tenor_tally_value(const tenor_tally *tally, size_t part, double hits) {
    return part == TENOR_PART_TERMS ? log1p(hits) : tenor_pool_rate(hits, tally->bytes[part]);
}

void tenor_tally_end(const tenor_tally *tally, double *values) {
    for (size_t i = 0; i < TENOR_PART_COUNT * tally->groups; i++) {
        values[i] = tenor_tally_value(tally, i / tally->groups, tally->hits[i]);
    }
}
