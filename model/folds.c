/* folds.c: near-duplicate groups by MinHash, then groups dealt into stratified folds. */
#include "folds.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "error.h"
#include "memory.h"
#include "splitmix.h"

#define SKETCH 16        /* MinHash values an article */
#define BAND 4           /* consecutive values that make a candidate pair when equal */
#define SHINGLE_BYTES 24 /* 8 Chinese characters, or 24 letters */
#define SIMILAR                                                                                    \
    10 /* equal values of SKETCH from which two articles count as duplicates: about 0.6 */

typedef struct sketch {
    uint64_t value[SKETCH];
} sketch;

/* One band of one article's sketch; equal keys are candidates. */
typedef struct band_entry {
    uint64_t key;
    uint32_t example;
} band_entry;

/* White space does not count, so that a re-wrapped copy is still a copy. */
static int squeeze(const tenor_example *example, tenor_buffer *out, tenor_error *err) {
    tenor_buffer_clear(out);
    const char *parts[] = {example->title, example->text};
    for (size_t p = 0; p < 2; p++) {
        for (const char *c = parts[p]; *c != '\0'; c++) {
            if ((unsigned char)*c > ' ') {
                tenor_buffer_add_char(out, *c);
            }
        }
    }
    return out->failed ? tenor_fail_memory(err) : 0;
}

static void make_sketch(tenor_view text, sketch *s) {
    memset(s->value, 0xFF, sizeof s->value);
    size_t size = text.size < SHINGLE_BYTES ? text.size : SHINGLE_BYTES;
    for (size_t at = 0; at + size <= text.size && size > 0; at++) {
        uint64_t hash = XXH3_64bits(text.data + at, size);
        for (size_t i = 0; i < SKETCH; i++) {
            uint64_t value = tenor_splitmix(hash + i);
            if (value < s->value[i]) {
                s->value[i] = value;
            }
        }
    }
}

static uint32_t root_of(uint32_t *group, uint32_t at) {
    while (group[at] != at) {
        group[at] = group[group[at]];
        at = group[at];
    }
    return at;
}

/* The smaller number becomes the root, so that a group is named by its first article. */
static void join(uint32_t *group, uint32_t a, uint32_t b) {
    uint32_t ra = root_of(group, a), rb = root_of(group, b);
    if (ra < rb) {
        group[rb] = ra;
    } else {
        group[ra] = rb;
    }
}

static bool similar(const sketch *a, const sketch *b) {
    int equal = 0;
    for (size_t i = 0; i < SKETCH; i++) {
        equal += a->value[i] == b->value[i];
    }
    return equal >= SIMILAR;
}

static int compare_bands(const void *left, const void *right) {
    const band_entry *a = left, *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return a->example < b->example ? -1 : a->example > b->example;
}

/* Joins the articles of one band's equal keys with the key's first article if they really are
 * similar. */
static void join_band(const sketch *sketches, band_entry *entries, size_t count, size_t band,
                      uint32_t *group) {
    for (size_t i = 0; i < count; i++) {
        entries[i].key = XXH3_64bits(sketches[i].value + band * BAND, BAND * sizeof(uint64_t));
        entries[i].example = (uint32_t)i;
    }
    qsort(entries, count, sizeof *entries, compare_bands);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (entries[i].key != entries[first].key) {
            first = i;
        } else if (similar(&sketches[entries[first].example], &sketches[entries[i].example])) {
            join(group, entries[first].example, entries[i].example);
        }
    }
}

int tenor_find_duplicates(const tenor_dataset *dataset, uint32_t *group, tenor_error *err) {
    size_t count = dataset->example_count;
    sketch *sketches = tenor_new_array(count, sizeof *sketches);
    band_entry *entries = tenor_new_array(count, sizeof *entries);
    tenor_buffer text = TENOR_BUFFER_INIT;
    int code = sketches == NULL || entries == NULL ? tenor_fail_memory(err) : 0;
    for (size_t i = 0; code == 0 && i < count; i++) {
        code = squeeze(&dataset->examples[i], &text, err);
        make_sketch(tenor_buffer_view(&text), &sketches[i]);
        group[i] = (uint32_t)i;
    }
    for (size_t band = 0; code == 0 && band < SKETCH / BAND; band++) {
        join_band(sketches, entries, count, band, group);
    }
    for (size_t i = 0; code == 0 && i < count; i++) {
        group[i] = root_of(group, (uint32_t)i);
    }
    tenor_buffer_free(&text);
    free(entries);
    free(sketches);
    return code;
}

/* The rarest label that the article has (most in need of spreading), label_count if none. */
static size_t rarest_label(const tenor_dataset *d, const size_t *positives, size_t example) {
    size_t best = d->label_count;
    for (size_t l = 0; l < d->label_count; l++) {
        if (d->examples[example].gold[l] == TENOR_GOLD_YES &&
            (best == d->label_count || positives[l] < positives[best])) {
            best = l;
        }
    }
    return best;
}

/* --- groups --- */

static int compare_groups(const void *left, const void *right, void *data) {
    const tenor_dataset *d = data;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = strcmp(d->examples[a].group, d->examples[b].group);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Joins the examples of every named group to what their near-duplicates have made of them. */
static int join_groups(const tenor_dataset *d, uint32_t *group, tenor_error *err) {
    size_t count = d->example_count;
    uint32_t *order = tenor_new_array(count, sizeof *order);
    if (order == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i;
    }
    qsort_r(order, count, sizeof *order, compare_groups, (void *)d);
    for (size_t k = 1; k < count; k++) {
        const char *name = d->examples[order[k]].group;
        if (name[0] != '\0' && strcmp(name, d->examples[order[k - 1]].group) == 0) {
            join(group, order[k - 1], order[k]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        group[i] = root_of(group, (uint32_t)i);
    }
    free(order);
    return 0;
}

/* --- dealing --- */

typedef struct deal_entry {
    size_t rarity; /* positives of the rarest label; SIZE_MAX for none */
    uint64_t shuffle;
    uint32_t example;
    uint32_t label;
} deal_entry;

static int compare_deals(const void *left, const void *right) {
    const deal_entry *a = left, *b = right;
    if (a->rarity != b->rarity) {
        return a->rarity < b->rarity ? -1 : 1;
    }
    if (a->shuffle != b->shuffle) {
        return a->shuffle < b->shuffle ? -1 : 1;
    }
    return a->example < b->example ? -1 : a->example > b->example;
}

/* The fold with the fewest articles of this label, then the fewest articles. */
static uint32_t neediest(const size_t *have, const size_t *total, uint32_t folds, size_t labels,
                         size_t label) {
    uint32_t best = 0;
    for (uint32_t f = 1; f < folds; f++) {
        size_t mine = have[f * labels + label], its = have[best * labels + label];
        if (mine < its || (mine == its && total[f] < total[best])) {
            best = f;
        }
    }
    return best;
}

static void deal(const tenor_dataset *d, uint32_t folds, deal_entry *entries, const uint32_t *group,
                 size_t *have, size_t *total, uint32_t *fold) {
    size_t labels = d->label_count + 1; /* the last stands for "no label" */
    for (size_t i = 0; i < d->example_count; i++) {
        uint32_t example = entries[i].example;
        uint32_t first = group[example];
        /* Roots are dealt when they or one of their copies come up first. */
        uint32_t f = fold[first] != UINT32_MAX
                         ? fold[first]
                         : neediest(have, total, folds, labels, entries[i].label);
        fold[first] = f;
        fold[example] = f;
        total[f]++;
        for (size_t l = 0; l < d->label_count; l++) {
            have[f * labels + l] += d->examples[example].gold[l] == TENOR_GOLD_YES;
        }
        have[f * labels + d->label_count] += entries[i].label == d->label_count;
    }
}

int tenor_deal_folds(const tenor_dataset *d, uint32_t folds, uint64_t seed, uint32_t *fold,
                     size_t *duplicates, tenor_error *err) {
    size_t count = d->example_count;
    uint32_t *group = tenor_new_array(count, sizeof *group);
    deal_entry *entries = tenor_new_array(count, sizeof *entries);
    size_t *positives = tenor_new_array(d->label_count, sizeof *positives);
    size_t *have = tenor_new_array((d->label_count + 1) * folds, sizeof *have);
    size_t *total = tenor_new_array(folds, sizeof *total);
    int code = 0;
    if (group == NULL || entries == NULL || positives == NULL || have == NULL || total == NULL) {
        code = tenor_fail_memory(err);
        goto done;
    }
    code = tenor_find_duplicates(d, group, err);
    if (code != 0) {
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t l = 0; l < d->label_count; l++) {
            positives[l] += d->examples[i].gold[l] == TENOR_GOLD_YES;
        }
    }
    *duplicates = 0;
    for (size_t i = 0; i < count; i++) {
        size_t label = rarest_label(d, positives, i);
        entries[i] =
            (deal_entry){label < d->label_count ? positives[label] : SIZE_MAX,
                         tenor_splitmix(seed ^ tenor_splitmix(i)), (uint32_t)i, (uint32_t)label};
        fold[i] = UINT32_MAX;
        *duplicates += group[i] != i;
    }
    code = join_groups(d, group, err);
    if (code != 0) {
        goto done;
    }
    qsort(entries, count, sizeof *entries, compare_deals);
    deal(d, folds, entries, group, have, total, fold);
done:
    free(group);
    free(entries);
    free(positives);
    free(have);
    free(total);
    return code;
}
