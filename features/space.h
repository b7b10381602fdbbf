/* space.h: the feature space: settings, fold table, Han dictionary, lexicon and frozen vocabulary
 * with its weights.
 *
 * A space is immutable. It is either built from training text (tenor_space_builder) or laid over
 * the sections of a mapped model file (plain arrays, no parsing). Terms are numbered 0 ..
 * term_count-1 in order of (family, hash), which does not depend on threads or input order. A term
 * is found by the 64-bit XXH3 hash of its family and its folded UTF-16LE units; building refuses
 * two terms with one hash. Its UTF-8 name is kept for people.
 *
 * The order makes a table with free places unnecessary: hashes are as good as random, so the first
 * bits of one tell where among the sorted hashes of its family it must stand, to one or two terms.
 */
#ifndef TENOR_SPACE_H
#define TENOR_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "fold.h"
#include "lexicon.h"
#include "settings.h"
#include "tenor_features.h"

/* Where a family's buckets begin; a hash shifted right by shift is the number of its bucket. */
typedef struct tenor_bucket_row {
    uint32_t at;
    uint32_t shift;
} tenor_bucket_row;

typedef struct tenor_space {
    tenor_settings settings;
    const uint16_t *fold;         /* [TENOR_FOLD_SIZE] */
    tenor_han_words words;        /* empty if none */
    const tenor_lexicon *lexicon; /* NULL if none */
    size_t term_count;
    uint32_t family_at[TENOR_FAMILY_COUNT + 1]; /* family f has terms [at[f], at[f + 1]) */
    const uint64_t *hashes;                     /* [term_count] ascending within a family */
    const uint32_t *buckets; /* a row a family, one behind another: the first term of each bucket,
                                and the end; [tenor_space_bucket_count] */
    tenor_bucket_row rows[TENOR_FAMILY_COUNT]; /* follow from family_at */
    const float
        *idf; /* [term_count] ln((1 + units) / (1 + df)) + 1; 1 for lexicon terms and groups */
    const uint32_t *name_at; /* [term_count + 1] byte offsets into names */
    const char *names;       /* UTF-8, not NUL-terminated */
    void *owned;             /* what tenor_space_free frees; NULL for a space over a mapped model */
} tenor_space;

/* Name of a term: "word word", "汉字", "ing_" ... Borrowed from the space. */
tenor_view tenor_space_name(const tenor_space *space, uint32_t term);

tenor_family tenor_space_family(const tenor_space *space, uint32_t term);

/* The bucket of a hash: [0] is its first term, [1] the end. */
static inline const uint32_t *tenor_space_bucket(const tenor_space *space, tenor_family family,
                                                 uint64_t hash) {
    const tenor_bucket_row *row = &space->rows[family];
    return space->buckets + row->at + (hash >> row->shift);
}

/* The bucket's term with this hash, UINT32_MAX if it has none. */
static inline uint32_t tenor_space_pick(const tenor_space *space, const uint32_t *bucket,
                                        uint64_t hash) {
    for (uint32_t term = bucket[0]; term < bucket[1]; term++) {
        if (space->hashes[term] == hash) {
            return term;
        }
    }
    return UINT32_MAX;
}

/* Fills term_count, family_at and rows. False if family_at is not ascending from 0 on. */
bool tenor_space_lay_rows(tenor_space *space, const uint32_t *family_at);
size_t tenor_space_bucket_count(const tenor_space *space); /* of all rows */

/* Checks the arrays of a space laid over foreign bytes: monotone offsets, each term in its bucket,
 * finite idf. names_size: bytes that names holds. Errors: TENOR_MODEL. */
int tenor_space_check(const tenor_space *space, size_t names_size, tenor_error *err) TENOR_MUST_USE;

void tenor_space_free(tenor_space *space); /* content and struct; NULL is fine */

/* --- making --- */

/* What a space being made is filled through: the arrays of tenor_space, writable. */
typedef struct tenor_space_parts {
    uint64_t *hashes;
    uint32_t *buckets;
    float *idf;
    uint32_t *name_at;
    char *names;
} tenor_space_parts;

/* A space with room for the terms of family_at [TENOR_FAMILY_COUNT + 1] and names_size bytes of
 * names. The caller fills hashes, idf, name_at and names, then calls tenor_space_index. fold, words
 * and lexicon are borrowed. Errors: TENOR_MEMORY, TENOR_LIMIT. */
int tenor_space_new(tenor_space **out, const tenor_settings *settings, const uint16_t *fold,
                    tenor_han_words words, const tenor_lexicon *lexicon, const uint32_t *family_at,
                    size_t names_size, tenor_space_parts *parts, tenor_error *err) TENOR_MUST_USE;
void tenor_space_index(const tenor_space *space, const tenor_space_parts *parts);

/* Counts document frequencies over training units (passages). One builder a thread, merged at the
 * end: the result does not depend on how units were shared out. */
typedef struct tenor_space_builder tenor_space_builder;

/* fold, words (see tenor_segmenter_new) and lexicon (may be NULL) are borrowed and must outlive
 * builder and the built space. */
int tenor_space_builder_new(tenor_space_builder **out, const tenor_settings *settings,
                            const uint16_t *fold, tenor_han_words words,
                            const tenor_lexicon *lexicon, tenor_error *err) TENOR_MUST_USE;
void tenor_space_builder_free(tenor_space_builder *builder);

/* Counts one unit of UTF-8 text. Errors: those of tenor_fold and tenor_segment, TENOR_DATA (two
 * terms with one hash). After an error the counts are of no use. */
int tenor_space_builder_add(tenor_space_builder *builder, tenor_view text,
                            tenor_error *err) TENOR_MUST_USE;

/* Moves other's counts into builder; other is empty after. Both must have the same settings, fold,
 * words and lexicon. Errors: TENOR_MEMORY, TENOR_LIMIT, TENOR_DATA (two terms with one hash). After
 * an error neither is of use. */
int tenor_space_builder_merge(tenor_space_builder *builder, tenor_space_builder *other,
                              tenor_error *err) TENOR_MUST_USE;

/* Freezes: drops terms below min_df (lexicon terms and groups are always kept if seen at all),
 * keeps the max_terms of highest df, numbers them. The builder is unchanged. Terms of lexicon and
 * groups do not count towards max_terms; among equal df the order of terms decides. Errors:
 * TENOR_MEMORY, TENOR_DATA (no term left). */
int tenor_space_builder_finish(tenor_space_builder *builder, tenor_space **out,
                               tenor_error *err) TENOR_MUST_USE;

/* A copy of space with only the terms t for which keep[t] is not 0; new numbers in the old order.
 * keep is [term_count]. */
int tenor_space_select(const tenor_space *space, const uint8_t *keep, tenor_space **out,
                       tenor_error *err) TENOR_MUST_USE;

#endif
