/* units.h: what of an article is turned into vectors: the one rule for training and labelling.
 *
 * With passage_bytes 0, or where title and text together are at most half as long again as a
 * passage, the article is one unit: title, line break, text. Longer ones give the title (if any) as
 * a unit of its own, then their passages. */
#ifndef TENOR_UNITS_H
#define TENOR_UNITS_H

#include "memory.h"
#include "passage.h"
#include "settings.h"

typedef struct tenor_unit {
    tenor_view text; /* borrowed from the article, or from the cutter for a merged unit */
    uint32_t byte_start, byte_end; /* within the article's text (the title's for a title unit) */
    uint32_t char_start, char_end;
    uint32_t
        shift; /* code points in front of the article's text within this unit (a merged title) */
} tenor_unit;

typedef struct tenor_units {
    const tenor_unit *items; /* [count] */
    size_t count;
    bool has_title; /* items[0] is the title alone */
} tenor_units;

/* Scratch of one thread. */
typedef struct tenor_cutter tenor_cutter;
int tenor_cutter_new(tenor_cutter **out, uint32_t passage_bytes, tenor_error *err) TENOR_MUST_USE;
void tenor_cutter_free(tenor_cutter *cutter);

/* Units of an article; *out is borrowed until the cutter's next use, and from title and text.
 * Errors as tenor_split. */
int tenor_cut(tenor_cutter *cutter, tenor_view title, tenor_view text, tenor_units *out,
              tenor_error *err) TENOR_MUST_USE;

#endif
