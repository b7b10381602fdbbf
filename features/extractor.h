/* extractor.h: text -> n-gram vector. The one way from text to numbers, for training and for
 * labelling.
 *
 * tf-idf: (1 + ln tf) * idf, each family divided by its own L2 norm and multiplied by its weight,
 * the whole then divided by its L2 norm. Group features are not normalised within their family:
 * value = min(1, ln(1 + hits) / ln 9). */
#ifndef TENOR_EXTRACTOR_H
#define TENOR_EXTRACTOR_H

#include <stdint.h>

#include "segment.h"
#include "space.h"
#include "tenor_features.h"

/* A sparse vector: terms ascending, each once. Borrowed from the extractor until its next use. */
typedef struct tenor_vector {
    const uint32_t *term; /* [size] */
    const float *value;   /* [size] */
    size_t size;
} tenor_vector;

/* Where a term was seen: code points [char_start, char_end) within the extracted text. */
typedef struct tenor_occurrence {
    uint32_t term;
    uint32_t char_start, char_end;
} tenor_occurrence;

/* Scratch of one thread: all memory is kept between texts, so the steady state allocates nothing.
 * space is borrowed. */
typedef struct tenor_extractor tenor_extractor;
int tenor_extractor_new(tenor_extractor **out, const tenor_space *space,
                        tenor_error *err) TENOR_MUST_USE;
void tenor_extractor_free(tenor_extractor *extractor);

/* Vector of UTF-8 text; size 0 when it has no known term. *token_count (may be NULL): words found
 * in the text, numbers and marks not counted, and *known_count (may be NULL) how many of them are
 * in the vocabulary as words: the measure of a language the model never saw. In a space cut down to
 * few terms by tenor_space_select, or without word features, it says little. Errors: TENOR_MEMORY,
 * TENOR_INTERNAL (ICU), TENOR_LIMIT (text over TENOR_TEXT_MAX). */
int tenor_extract(tenor_extractor *extractor, tenor_view text, tenor_vector *out,
                  size_t *token_count, size_t *known_count, tenor_error *err) TENOR_MUST_USE;

/* The same vector and, for explaining, every occurrence of its terms in order of the text. Borrowed
 * as well. */
int tenor_extract_traced(tenor_extractor *extractor, tenor_view text, tenor_vector *out,
                         const tenor_occurrence **occurrences, size_t *occurrence_count,
                         tenor_error *err) TENOR_MUST_USE;

/* Adds the number of hits of each lexicon group that begin within code points [char_start,
 * char_end) of the text extracted last, negated ones left out, to hits [groups of the space's
 * lexicon]. */
void tenor_extractor_add_hits(const tenor_extractor *extractor, uint32_t char_start,
                              uint32_t char_end, double *hits);

/* Adds the number of lexicon terms of each group that the text extracted last has, negated hits
 * left out, to terms [groups]; those whose bit is set in seen [TENOR_LEXICON_TERMS / 8 + 1] count
 * no more, the others' bits are set. Sets named [groups] to 1 for each group that has a hit,
 * negated or not. */
void tenor_extractor_add_terms(const tenor_extractor *extractor, uint8_t *seen, double *terms,
                               uint8_t *named);

#endif
