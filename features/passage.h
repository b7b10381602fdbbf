/* passage.h: an article's text cut into passages, the unit that is scored. */
#ifndef TENOR_PASSAGE_H
#define TENOR_PASSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "tenor_features.h"

/* Offsets are into the article's text: bytes of UTF-8, and Unicode code points. End is exclusive.
 */
typedef struct tenor_passage {
    uint32_t byte_start, byte_end;
    uint32_t char_start, char_end;
} tenor_passage;

/* Reusable splitter of one thread: holds ICU's sentence iterator and its scratch. */
typedef struct tenor_splitter tenor_splitter;
int tenor_splitter_new(tenor_splitter **out, tenor_error *err) TENOR_MUST_USE;
void tenor_splitter_free(tenor_splitter *splitter);

/* Cuts valid UTF-8 text into passages of about target_bytes: paragraphs (lines) are kept whole,
 * short neighbours merged while they stay within target_bytes, long ones cut at ICU sentence breaks
 * (hard at code points where a sentence alone is over 2 * target_bytes). Surrounding white space is
 * left out; a text without letters gives none. target_bytes 0: one passage. *out is borrowed from
 * the splitter until its next use, *count is their number. Errors: TENOR_MEMORY, TENOR_INTERNAL
 * (ICU), TENOR_LIMIT (text over 1 GiB). */
int tenor_split(tenor_splitter *splitter, tenor_view text, uint32_t target_bytes,
                const tenor_passage **out, size_t *count, tenor_error *err) TENOR_MUST_USE;

#endif
