/* space.c: the frozen vocabulary: look-up, checking, and making one of known size.
 *
 * All arrays of a space that was made here lie in one block, in the layout that the model file's
 * sections have, so a space is freed in one step and a mapped one needs no second kind of code. */
#include "space.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define BUCKET_TERMS_LOG 1 /* a bucket holds 2 to 4 terms */
#define TERMS_MAX ((size_t)1 << 31)

tenor_view tenor_space_name(const tenor_space *space, uint32_t term) {
    uint32_t start = space->name_at[term];
    return (tenor_view){space->names + start, space->name_at[term + 1] - start};
}

tenor_family tenor_space_family(const tenor_space *space, uint32_t term) {
    unsigned family = 0;
    while (family + 1 < TENOR_FAMILY_COUNT && term >= space->family_at[family + 1]) {
        family++;
    }
    return (tenor_family)family;
}

/* --- buckets --- */

/* A family has half as many buckets as terms or less, a power of two of at least two: a shift by 64
 * would be undefined. */
bool tenor_space_lay_rows(tenor_space *space, const uint32_t *family_at) {
    uint32_t at = 0;
    space->family_at[0] = 0;
    for (unsigned f = 0; f < TENOR_FAMILY_COUNT; f++) {
        if (family_at[f] != space->family_at[f] || family_at[f + 1] < family_at[f]) {
            return false;
        }
        uint32_t bits = 1;
        while ((family_at[f + 1] - family_at[f]) >> (bits + BUCKET_TERMS_LOG) > 1) {
            bits++;
        }
        space->family_at[f + 1] = family_at[f + 1];
        space->rows[f] = (tenor_bucket_row){at, 64 - bits};
        at += ((uint32_t)1 << bits) + 1;
    }
    space->term_count = family_at[TENOR_FAMILY_COUNT];
    return true;
}

size_t tenor_space_bucket_count(const tenor_space *space) {
    const tenor_bucket_row *last = &space->rows[TENOR_FAMILY_COUNT - 1];
    return last->at + ((size_t)1 << (64 - last->shift)) + 1;
}

void tenor_space_index(const tenor_space *space, const tenor_space_parts *parts) {
    for (unsigned f = 0; f < TENOR_FAMILY_COUNT; f++) {
        const tenor_bucket_row *row = &space->rows[f];
        uint32_t term = space->family_at[f];
        uint64_t count = (uint64_t)1 << (64 - row->shift);
        for (uint64_t bucket = 0; bucket < count; bucket++) {
            parts->buckets[row->at + bucket] = term;
            while (term < space->family_at[f + 1] && parts->hashes[term] >> row->shift == bucket) {
                term++;
            }
        }
        parts->buckets[row->at + count] = term;
    }
}

/* --- checking --- */

/* Each bucket must hold just the terms that tenor_space_index would give it, in order. */
static const char *buckets_fault(const tenor_space *space) {
    for (unsigned f = 0; f < TENOR_FAMILY_COUNT; f++) {
        const tenor_bucket_row *row = &space->rows[f];
        uint64_t count = (uint64_t)1 << (64 - row->shift);
        uint32_t term = space->family_at[f];
        for (uint64_t bucket = 0; bucket < count; bucket++) {
            if (space->buckets[row->at + bucket] != term) {
                return "buckets out of order";
            }
            while (term < space->family_at[f + 1] && space->hashes[term] >> row->shift == bucket) {
                if (term > space->family_at[f] && space->hashes[term] <= space->hashes[term - 1]) {
                    return "hashes out of order";
                }
                term++;
            }
        }
        if (term != space->family_at[f + 1] || space->buckets[row->at + count] != term) {
            return "a term that is in no bucket";
        }
    }
    return NULL;
}

static const char *terms_fault(const tenor_space *space, size_t names_size) {
    if (space->name_at[0] != 0) {
        return "names that do not start at 0";
    }
    for (size_t i = 0; i < space->term_count; i++) {
        if (space->name_at[i + 1] < space->name_at[i]) {
            return "names out of order";
        }
        if (!isfinite(space->idf[i]) || space->idf[i] <= 0.0F) {
            return "a weight that is no positive number";
        }
    }
    return space->name_at[space->term_count] <= names_size ? NULL
                                                           : "names that end outside of the file";
}

int tenor_space_check(const tenor_space *space, size_t names_size, tenor_error *err) {
    const char *fault = tenor_settings_fault(&space->settings);
    if (fault == NULL && !tenor_han_words_are_sound(&space->words)) {
        fault = "a damaged dictionary";
    }
    if (fault == NULL) {
        fault = buckets_fault(space);
    }
    if (fault == NULL) {
        fault = terms_fault(space, names_size);
    }
    return fault == NULL ? 0 : tenor_fail(err, TENOR_MODEL, "the model's vocabulary has %s", fault);
}

/* --- making --- */

int tenor_space_new(tenor_space **out, const tenor_settings *settings, const uint16_t *fold,
                    tenor_han_words words, const tenor_lexicon *lexicon, const uint32_t *family_at,
                    size_t names_size, tenor_space_parts *parts, tenor_error *err) {
    size_t term_count = family_at[TENOR_FAMILY_COUNT];
    if (term_count > TERMS_MAX || names_size > UINT32_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "a vocabulary of %zu terms is too large; raise min_df",
                          term_count);
    }
    tenor_space *space = tenor_new_array(1, sizeof *space);
    if (space == NULL) {
        return tenor_fail_memory(err);
    }
    *space = (tenor_space){.settings = *settings, .fold = fold, .words = words, .lexicon = lexicon};
    if (!tenor_space_lay_rows(space, family_at)) {
        free(space);
        return tenor_fail(err, TENOR_INTERNAL, "a vocabulary whose families are out of order");
    }
    size_t hashes = term_count * sizeof *parts->hashes;
    size_t buckets = tenor_space_bucket_count(space) * sizeof *parts->buckets;
    size_t idf = term_count * sizeof *parts->idf;
    size_t name_at = (term_count + 1) * sizeof *parts->name_at;
    char *block = tenor_new_array(hashes + buckets + idf + name_at + names_size, 1);
    if (block == NULL) {
        free(space);
        return tenor_fail_memory(err);
    }
    parts->hashes = (uint64_t *)(void *)block;
    parts->buckets = (uint32_t *)(void *)(block + hashes);
    parts->idf = (float *)(void *)(block + hashes + buckets);
    parts->name_at = (uint32_t *)(void *)(block + hashes + buckets + idf);
    parts->names = block + hashes + buckets + idf + name_at;
    space->hashes = parts->hashes;
    space->buckets = parts->buckets;
    space->idf = parts->idf;
    space->name_at = parts->name_at;
    space->names = parts->names;
    space->owned = block;
    *out = space;
    return 0;
}

void tenor_space_free(tenor_space *space) {
    if (space != NULL) {
        free(space->owned);
        free(space);
    }
}

/* --- selecting --- */

static void copy_kept(const tenor_space *space, const uint8_t *keep,
                      const tenor_space_parts *parts) {
    uint32_t number = 0;
    uint32_t at = 0;
    for (uint32_t term = 0; term < space->term_count; term++) {
        if (keep[term] == 0) {
            continue;
        }
        tenor_view name = tenor_space_name(space, term);
        memcpy(parts->names + at, name.data, name.size);
        at += (uint32_t)name.size;
        parts->name_at[number + 1] = at;
        parts->hashes[number] = space->hashes[term];
        parts->idf[number] = space->idf[term];
        number++;
    }
}

int tenor_space_select(const tenor_space *space, const uint8_t *keep, tenor_space **out,
                       tenor_error *err) {
    tenor_space *made;
    tenor_space_parts parts;
    uint32_t family_at[TENOR_FAMILY_COUNT + 1] = {0};
    size_t names = 0;
    for (unsigned f = 0; f < TENOR_FAMILY_COUNT; f++) {
        family_at[f + 1] = family_at[f];
        for (uint32_t term = space->family_at[f]; term < space->family_at[f + 1]; term++) {
            if (keep[term] != 0) {
                family_at[f + 1]++;
                names += tenor_space_name(space, term).size;
            }
        }
    }
    int code = tenor_space_new(&made, &space->settings, space->fold, space->words, space->lexicon,
                               family_at, names, &parts, err);
    if (code == 0) {
        copy_kept(space, keep, &parts);
        tenor_space_index(made, &parts);
        *out = made;
    }
    return code;
}
