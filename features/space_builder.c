/* space_builder.c: counting document frequencies, and freezing them into a space.
 *
 * Counts sit in an open-addressed table by hash. A term's name is spelled out once for each unit of
 * text that has it, to be stored or to be compared: that is how two terms with one hash are
 * noticed, and it costs training only. What is counted does not depend on the order of units, and
 * terms are numbered by (family, hash), so neither does the result. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "ngram.h"
#include "space.h"

/* A term's counts. df 0: a free place of the table. */
typedef struct entry {
    uint64_t hash;
    size_t name_at; /* in builder->names */
    uint32_t df;
    uint32_t last; /* number of the last unit that had it, 0 after a merge */
    uint16_t name_size;
    uint8_t family;
} entry;

struct tenor_space_builder {
    tenor_walker *walker; /* owned; has settings, fold and lexicon */
    entry *table;         /* [capacity] owned */
    size_t capacity;      /* power of two, or 0 */
    size_t count;
    tenor_buffer names; /* of all terms, one behind another */
    tenor_buffer name;  /* scratch */
    uint32_t serial;    /* the unit being counted, from 1 */
    size_t units;       /* counted, here and in what was merged */
};

#define FEW_UNITS 5000 /* passages */
#define TABLE_START 4096

int tenor_space_builder_new(tenor_space_builder **out, const tenor_settings *settings,
                            const uint16_t *fold, tenor_han_words words,
                            const tenor_lexicon *lexicon, tenor_error *err) {
    tenor_space_builder *builder = tenor_new_array(1, sizeof *builder);
    if (builder == NULL) {
        return tenor_fail_memory(err);
    }
    tenor_buffer_init(&builder->names);
    tenor_buffer_init(&builder->name);
    int code = tenor_walker_new(&builder->walker, settings, fold, words, lexicon, err);
    if (code != 0) {
        tenor_space_builder_free(builder);
        return code;
    }
    *out = builder;
    return 0;
}

void tenor_space_builder_free(tenor_space_builder *builder) {
    if (builder == NULL) {
        return;
    }
    tenor_walker_free(builder->walker);
    free(builder->table);
    tenor_buffer_free(&builder->names);
    tenor_buffer_free(&builder->name);
    free(builder);
}

/* --- the table --- */

/* The place of hash: its entry, or the free one where it belongs. */
static entry *place_of(entry *table, size_t capacity, uint64_t hash) {
    size_t at = hash & (capacity - 1);
    while (table[at].df != 0 && table[at].hash != hash) {
        at = (at + 1) & (capacity - 1);
    }
    return &table[at];
}

/* Makes room for one more entry, keeping a third of the places free. */
static bool grow_table(tenor_space_builder *builder) {
    if (builder->capacity > 0 && builder->count < builder->capacity / 3 * 2) {
        return true;
    }
    size_t capacity;
    if (!tenor_mul_size(builder->capacity, 2, &capacity)) {
        return false;
    }
    capacity = capacity > 0 ? capacity : TABLE_START;
    entry *table = tenor_new_array(capacity, sizeof *table);
    if (table == NULL) {
        return false;
    }
    for (size_t i = 0; i < builder->capacity; i++) {
        if (builder->table[i].df != 0) {
            *place_of(table, capacity, builder->table[i].hash) = builder->table[i];
        }
    }
    free(builder->table);
    builder->table = table;
    builder->capacity = capacity;
    return true;
}

/* *out: the entry of a term, new with df 0 if it was not there: the caller must count it at once.
 */
static int enter(tenor_space_builder *builder, uint64_t hash, uint8_t family, tenor_view name,
                 entry **out, tenor_error *err) {
    if (name.size > UINT16_MAX || builder->count >= UINT32_MAX - 1) {
        return tenor_fail(err, TENOR_LIMIT, "the training text has more terms than can be counted");
    }
    if (!grow_table(builder)) {
        return tenor_fail_memory(err);
    }
    entry *found = place_of(builder->table, builder->capacity, hash);
    if (found->df != 0) {
        const char *known = builder->names.data + found->name_at;
        if (found->family != family || found->name_size != name.size ||
            memcmp(known, name.data, name.size) != 0) {
            return tenor_fail(err, TENOR_DATA, "the terms \"%.*s\" and \"%.*s\" have the same hash",
                              (int)found->name_size, known, (int)name.size, name.data);
        }
        *out = found;
        return 0;
    }
    size_t name_at = builder->names.size;
    tenor_buffer_add(&builder->names, name.data, name.size);
    if (builder->names.failed) {
        return tenor_fail_memory(err);
    }
    *found = (entry){hash, name_at, 0, 0, (uint16_t)name.size, family};
    builder->count++;
    *out = found;
    return 0;
}

/* --- counting --- */

static bool counted_already(const tenor_space_builder *builder, uint64_t hash) {
    if (builder->capacity == 0) {
        return false;
    }
    const entry *seen = place_of(builder->table, builder->capacity, hash);
    return seen->df != 0 && seen->last == builder->serial;
}

/* The sink of the walk. */
static int count_grams(void *target, const tenor_walker *walker, const tenor_gram *grams,
                       size_t count, tenor_error *err) {
    tenor_space_builder *builder = target;
    for (size_t i = 0; i < count; i++) {
        entry *found;
        if (counted_already(builder, grams[i].hash)) {
            continue;
        }
        tenor_buffer_clear(&builder->name);
        tenor_gram_name(walker, &grams[i], &builder->name);
        if (builder->name.failed) {
            return tenor_fail_memory(err);
        }
        int code = enter(builder, grams[i].hash, grams[i].family, tenor_buffer_view(&builder->name),
                         &found, err);
        if (code != 0) {
            return code;
        }
        found->df++;
        found->last = builder->serial;
    }
    return 0;
}

int tenor_space_builder_add(tenor_space_builder *builder, tenor_view text, tenor_error *err) {
    const tenor_gram_sink sink = {builder, count_grams, NULL, NULL};
    builder->serial++;
    builder->units++;
    return tenor_walker_run(builder->walker, text, &sink, err);
}

int tenor_space_builder_merge(tenor_space_builder *builder, tenor_space_builder *other,
                              tenor_error *err) {
    for (size_t i = 0; i < other->capacity; i++) {
        const entry *source = &other->table[i];
        entry *found;
        if (source->df == 0) {
            continue;
        }
        tenor_view name = {other->names.data + source->name_at, source->name_size};
        int code = enter(builder, source->hash, source->family, name, &found, err);
        if (code != 0) {
            return code;
        }
        found->df += source->df;
    }
    builder->units += other->units;
    free(other->table);
    other->table = NULL;
    other->capacity = 0;
    other->count = 0;
    other->units = 0;
    tenor_buffer_free(&other->names);
    return 0;
}

/* --- freezing --- */

static bool is_kept_always(const entry *item) {
    return item->family == TENOR_FAMILY_LEXICON || item->family == TENOR_FAMILY_GROUP;
}

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

/* The order of term numbers. */
static int by_term(const void *a, const void *b) {
    const entry *left = *(const entry *const *)a;
    const entry *right = *(const entry *const *)b;
    int order = compare_numbers(left->family, right->family);
    return order != 0 ? order : compare_numbers(left->hash, right->hash);
}

/* What max_terms keeps comes first. */
static int by_use(const void *a, const void *b) {
    const entry *left = *(const entry *const *)a;
    const entry *right = *(const entry *const *)b;
    int order = compare_numbers(is_kept_always(right), is_kept_always(left));
    if (order == 0 && !is_kept_always(left)) {
        order = compare_numbers(right->df, left->df);
    }
    return order != 0 ? order : by_term(a, b);
}

/* With few passages even a term seen once helps (NLPCC 2016, 2,959 texts: accuracy 0.661 -> 0.676;
 * SIB-200, 800: 0.833 -> 0.853), with many it only makes the model large (ChnSentiCorp, 7,919:
 * 0.899 -> 0.893 and four times the terms). */
static uint32_t choose_min_df(const tenor_space_builder *builder) {
    uint32_t wanted = builder->walker->settings.min_df;
    return wanted > 0 ? wanted : builder->units < FEW_UNITS ? 1 : 2;
}

/* Fills kept with the terms that stay, in order of their numbers; returns how many. */
static size_t choose(const tenor_space_builder *builder, const entry **kept) {
    const tenor_settings *settings = &builder->walker->settings;
    uint32_t min_df = choose_min_df(builder);
    size_t count = 0;
    size_t always = 0;
    for (size_t i = 0; i < builder->capacity; i++) {
        const entry *item = &builder->table[i];
        if (item->df != 0 && (item->df >= min_df || is_kept_always(item))) {
            kept[count++] = item;
            always += is_kept_always(item);
        }
    }
    if (settings->max_terms > 0 && count - always > settings->max_terms) {
        qsort(kept, count, sizeof(const entry *), by_use);
        count = always + settings->max_terms;
    }
    qsort(kept, count, sizeof(const entry *), by_term);
    return count;
}

static void write_terms(const tenor_space_builder *builder, const entry *const *kept,
                        const tenor_space *space, const tenor_space_parts *parts) {
    uint32_t at = 0;
    for (size_t i = 0; i < space->term_count; i++) {
        const entry *item = kept[i];
        memcpy(parts->names + at, builder->names.data + item->name_at, item->name_size);
        at += item->name_size;
        parts->name_at[i + 1] = at;
        parts->hashes[i] = item->hash;
        parts->idf[i] = is_kept_always(item)
                            ? 1.0F
                            : (float)(log((1.0 + (double)builder->units) / (1.0 + item->df)) + 1.0);
    }
    tenor_space_index(space, parts);
}

int tenor_space_builder_finish(tenor_space_builder *builder, tenor_space **out, tenor_error *err) {
    const tenor_walker *walker = builder->walker;
    tenor_space *space;
    tenor_space_parts parts;
    int code;
    const entry **kept = tenor_new_array(builder->count, sizeof *kept);
    if (kept == NULL) {
        return tenor_fail_memory(err);
    }
    size_t count = choose(builder, kept);
    size_t names = 0;
    uint32_t family_at[TENOR_FAMILY_COUNT + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        names += kept[i]->name_size;
        family_at[kept[i]->family + 1]++;
    }
    for (size_t f = 0; f < TENOR_FAMILY_COUNT; f++) {
        family_at[f + 1] += family_at[f];
    }
    if (count == 0) {
        code = tenor_fail(err, TENOR_DATA, "no term occurs in at least %u training passages",
                          (unsigned)choose_min_df(builder));
        goto done;
    }
    code = tenor_space_new(&space, &walker->settings, walker->fold, walker->words, walker->lexicon,
                           family_at, names, &parts, err);
    if (code == 0) {
        write_terms(builder, kept, space, &parts);
        *out = space;
    }

done:
    free(kept);
    return code;
}
