/* front_matter.h: the header of a Markdown file: YAML between ---, TOML between +++, or <!--yml ...
 * -->. */
#ifndef TENOR_FRONT_MATTER_H
#define TENOR_FRONT_MATTER_H

#include "memory.h"
#include "tenor_features.h"

/* The fields that reading uses; "" where there is none. */
typedef struct tenor_front_matter {
    tenor_buffer title, date /* ISO 8601 */, lang, summary;
    tenor_buffer key; /* scratch */
} tenor_front_matter;

void tenor_front_matter_init(tenor_front_matter *found);
void tenor_front_matter_free(tenor_front_matter *found);

/* Reads the header at the beginning of text, if there is one (blank lines may stand before it),
 * into found (cleared first). *size is what to skip: the bytes of the header, 0 if there is none.
 * Errors: TENOR_LIMIT (larger than TENOR_LIMIT_FRONT_MATTER_BYTES), TENOR_MEMORY. */
int tenor_front_matter_read(tenor_view text, tenor_front_matter *found, size_t *size,
                            tenor_error *err) TENOR_MUST_USE;

#endif
