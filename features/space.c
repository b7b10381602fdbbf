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

tenor_view tenor_space_name(const tenor_space *space, uint32_t term) {
    uint32_t start = space->name_at[term];
    return (tenor_view){space->names + start, space->name_at[term + 1] - start};
}

uint32_t tenor_space_find(const tenor_space *space, uint64_t hash) {
    size_t mask = space->slot_count - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        const tenor_slot *slot = &space->slots[at];
        if (slot->hash == hash || slot->term == UINT32_MAX) {
            return slot->term;
        }
    }
}

/* --- checking --- */

/* A free slot must be there or a search would not end; a term must be a term. */
static const char *slots_fault(const tenor_space *space) {
    size_t used = 0;
    if (space->slot_count == 0 || (space->slot_count & (space->slot_count - 1)) != 0 ||
        space->term_count >= UINT32_MAX || space->slot_count <= space->term_count) {
        return "a table of a wrong size";
    }
    for (size_t i = 0; i < space->slot_count; i++) {
        uint32_t term = space->slots[i].term;
        if (term != UINT32_MAX && term >= space->term_count) {
            return "a table that names a term that is not there";
        }
        used += term != UINT32_MAX;
    }
    return used == space->term_count ? NULL : "a table that does not hold each term once";
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
        if (space->family[i] >= TENOR_FAMILY_COUNT ||
            (i > 0 && space->family[i] < space->family[i - 1])) {
            return "terms of an unknown family, or out of order";
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
        fault = slots_fault(space);
    }
    if (fault == NULL) {
        fault = terms_fault(space, names_size);
    }
    return fault == NULL ? 0 : tenor_fail(err, TENOR_MODEL, "the model's vocabulary has %s", fault);
}

/* --- making --- */

/* The smallest power of two that keeps at least a quarter of the slots free; 0 if there is none. */
static size_t slots_for(size_t term_count) {
    size_t slots = 4;
    while (slots != 0 && slots / 4 * 3 < term_count) {
        slots *= 2;
    }
    return slots;
}

int tenor_space_new(tenor_space **out, const tenor_settings *settings, const uint16_t *fold,
                    tenor_han_words words, const tenor_lexicon *lexicon, size_t term_count,
                    size_t names_size, tenor_space_parts *parts, tenor_error *err) {
    if (term_count >= UINT32_MAX || names_size > UINT32_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "a vocabulary of %zu terms is too large; raise min_df",
                          term_count);
    }
    size_t slot_count = slots_for(term_count);
    size_t slots = slot_count * sizeof *parts->slots;
    size_t idf = term_count * sizeof *parts->idf;
    size_t name_at = (term_count + 1) * sizeof *parts->name_at;
    tenor_space *space = tenor_new_array(1, sizeof *space);
    char *block = tenor_new_array(slots + idf + name_at + term_count + names_size, 1);
    if (space == NULL || block == NULL) {
        free(space);
        free(block);
        return tenor_fail_memory(err);
    }
    parts->slots = (tenor_slot *)(void *)block;
    parts->idf = (float *)(void *)(block + slots);
    parts->name_at = (uint32_t *)(void *)(block + slots + idf);
    parts->family = (uint8_t *)(block + slots + idf + name_at);
    parts->names = block + slots + idf + name_at + term_count;
    for (size_t i = 0; i < slot_count; i++) {
        parts->slots[i].term = UINT32_MAX;
    }
    *space = (tenor_space){*settings,     fold,           words,        lexicon,
                           term_count,    slot_count,     parts->slots, parts->idf,
                           parts->family, parts->name_at, parts->names, block};
    *out = space;
    return 0;
}

void tenor_space_place(const tenor_space *space, const tenor_space_parts *parts, uint64_t hash,
                       uint32_t term) {
    size_t mask = space->slot_count - 1;
    size_t at = hash & mask;
    while (parts->slots[at].term != UINT32_MAX) {
        at = (at + 1) & mask;
    }
    parts->slots[at] = (tenor_slot){hash, term, 0};
}

void tenor_space_free(tenor_space *space) {
    if (space != NULL) {
        free(space->owned);
        free(space);
    }
}

/* --- selecting --- */

/* hashes [term_count]: the terms' hashes, which a space keeps in its slots only. */
static void read_hashes(const tenor_space *space, uint64_t *hashes) {
    for (size_t i = 0; i < space->slot_count; i++) {
        if (space->slots[i].term != UINT32_MAX) {
            hashes[space->slots[i].term] = space->slots[i].hash;
        }
    }
}

static void copy_kept(const tenor_space *space, const uint8_t *keep, const uint64_t *hashes,
                      const tenor_space *made, const tenor_space_parts *parts) {
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
        parts->idf[number] = space->idf[term];
        parts->family[number] = space->family[term];
        tenor_space_place(made, parts, hashes[term], number);
        number++;
    }
}

int tenor_space_select(const tenor_space *space, const uint8_t *keep, tenor_space **out,
                       tenor_error *err) {
    tenor_space *made;
    tenor_space_parts parts;
    size_t count = 0;
    size_t names = 0;
    for (uint32_t term = 0; term < space->term_count; term++) {
        if (keep[term] != 0) {
            count++;
            names += tenor_space_name(space, term).size;
        }
    }
    uint64_t *hashes = tenor_new_array(space->term_count, sizeof *hashes);
    if (hashes == NULL) {
        return tenor_fail_memory(err);
    }
    int code = tenor_space_new(&made, &space->settings, space->fold, space->words, space->lexicon,
                               count, names, &parts, err);
    if (code == 0) {
        read_hashes(space, hashes);
        copy_kept(space, keep, hashes, made, &parts);
        *out = made;
    }
    free(hashes);
    return code;
}
