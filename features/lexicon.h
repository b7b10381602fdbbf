/* lexicon.h: named groups of terms that people wrote down; a prior on what matters. Data, never
 * code. */
#ifndef TENOR_LEXICON_H
#define TENOR_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "segment.h"
#include "tenor_features.h"

/* Group 0 .. group_count-1. One group may be the negators (see tenor_lexicon_new): a hit of another
 * group close behind a negator (at most 3 words and 4 Han characters between them, and no
 * punctuation but the hyphen) counts as negated. */
typedef struct tenor_lexicon tenor_lexicon;

/* A term as it is read from a lexicon file: UTF-8, any case and script; folded inside. */
typedef struct tenor_lexicon_term {
    tenor_view text;
    uint32_t group;
} tenor_lexicon_term;

#define TENOR_LEXICON_GROUPS 1000
#define TENOR_LEXICON_TERMS 65535
#define TENOR_LEXICON_UNITS 255 /* UTF-16 units of one folded term */

/* Builds the matcher for folded text. fold is the fold table, [TENOR_FOLD_SIZE], borrowed for the
 * call. group_names [group_count] are copied. negators: index of the group of negators, or
 * UINT32_MAX for none. A term of letters matches whole words only (a blank in it any white space);
 * one with a Han character matches anywhere but from the inside of one word into another. Where
 * terms overlap the leftmost, then the longest wins. A term may stand in several groups; twice in
 * one group counts once. Errors: TENOR_MEMORY, TENOR_INTERNAL, TENOR_DATA (empty or overlong term,
 * no such group, too many). */
int tenor_lexicon_new(tenor_lexicon **out, const uint16_t *fold, const char *const *group_names,
                      size_t group_count, uint32_t negators, const tenor_lexicon_term *terms,
                      size_t term_count, tenor_error *err) TENOR_MUST_USE;
void tenor_lexicon_free(tenor_lexicon *lexicon);

/* 0 for NULL. */
size_t tenor_lexicon_group_count(const tenor_lexicon *lexicon);
/* Borrowed from the lexicon. */
const char *tenor_lexicon_group_name(const tenor_lexicon *lexicon, size_t group);
/* TENOR_LEXICON_NO_GROUP if there is none of that name; NULL, as name or lexicon, has none. */
#define TENOR_LEXICON_NO_GROUP SIZE_MAX
size_t tenor_lexicon_find_group(const tenor_lexicon *lexicon, const char *name);

/* Position-independent bytes of the lexicon for the model file (*bytes is the caller's, by free()),
 * and back. load borrows bytes (8-byte aligned) for the lexicon's lifetime and checks every offset
 * before use. The bytes are little-endian. Errors of load: TENOR_MODEL, TENOR_MEMORY. */
int tenor_lexicon_save(const tenor_lexicon *lexicon, char **bytes, size_t *size,
                       tenor_error *err) TENOR_MUST_USE;
int tenor_lexicon_load(tenor_lexicon **out, tenor_view bytes, tenor_error *err) TENOR_MUST_USE;

/* --- matching, for the walk over n-grams (ngram.h) --- */

/* A term found: units [start, end) of the folded text. A term of several groups gives one hit for
 * each, in a row. */
typedef struct tenor_hit {
    uint32_t start, end;
    uint32_t token; /* the first token that ends behind start */
    uint16_t term;
    uint16_t group;
    bool negated;
    bool again; /* the same text as the hit before, for another group */
} tenor_hit;

/* Growing list of hits; start with zeros, free hits yourself. */
typedef struct tenor_hits {
    tenor_hit *hits; /* [count] owned */
    size_t count;
    size_t capacity;
} tenor_hits;

/* Finds the terms of folded text that has been cut into tokens; replaces *hits' content, ordered by
 * start. Errors: TENOR_MEMORY. */
int tenor_lexicon_match(const tenor_lexicon *lexicon, const uint16_t *units, size_t size,
                        const tenor_token *tokens, size_t token_count, tenor_hits *hits,
                        tenor_error *err) TENOR_MUST_USE;

/* The folded units of a term, [*size], borrowed. */
const uint16_t *tenor_lexicon_term_units(const tenor_lexicon *lexicon, size_t term, size_t *size);

#endif
