/* tally.c: which part of an article a hit belongs to. */
#include "tally.h"

#include <string.h>

tenor_tally tenor_tally_begin(double *hits, size_t groups) {
    memset(hits, 0, TENOR_PART_COUNT * groups * sizeof *hits);
    return (tenor_tally){hits, groups, {0}};
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
    } parts[TENOR_PART_COUNT] = {
        [TENOR_PART_WHOLE] = {0, UINT32_MAX, unit->text.size},
        [TENOR_PART_TITLE] = {0, split, title_bytes},
        [TENOR_PART_LEAD] = {split, is_lead ? UINT32_MAX : 0, unit->text.size - title_bytes},
    };
    for (size_t p = 0; p < TENOR_PART_COUNT; p++) {
        if (parts[p].start < parts[p].end) {
            tenor_extractor_add_hits(extractor, parts[p].start, parts[p].end,
                                     tally->hits + p * tally->groups);
            tally->bytes[p] += parts[p].bytes;
        }
    }
}

void tenor_tally_end(tenor_tally *tally) {
    for (size_t p = 0; p < TENOR_PART_COUNT; p++) {
        tenor_pool_rates(tally->hits + p * tally->groups, tally->groups, tally->bytes[p]);
    }
}
