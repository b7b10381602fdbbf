/* extractor.c: looks up what the walk yields, counts it, and weighs the counts.
 *
 * Three things decide the speed. The hashes of all terms are larger than the caches, so each batch
 * first asks the memory for all its buckets, then for what they point to, and only then reads. Few
 * words make up most of a text in letters, and a word always gives the same n-grams of letters, so
 * the terms of recent words are remembered. And counts are not kept in a table: the term numbers
 * found are radix-sorted, which counts them and puts the vector in order in one go. */
#include "extractor.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "ngram.h"

#define LOG_TABLE 256     /* counts below it have their 1 + ln tf in a table */
#define FULL_GROUP 9      /* a group's value is 1 from 8 hits on: ln(1 + 8) / ln 9 */
#define WORD_CACHE 8192   /* words remembered, each in the place its hash gives; a power of two */
#define WORD_TERMS 131072 /* terms remembered for them; when they are full, all are forgotten */
#define SMALL_SORT 48     /* up to so many items insertion is faster than radix passes */
#define DIGIT_BITS 9      /* of a radix pass: a quarter of a million terms take two */
#define DIGITS (1U << DIGIT_BITS)

/* A word whose terms are remembered: terms [at, at + count). */
typedef struct word_memory {
    uint64_t word; /* hash */
    uint32_t at;
    uint32_t count;
} word_memory;

struct tenor_extractor {
    const tenor_space *space; /* borrowed */
    tenor_walker *walker;     /* owned */
    uint32_t *found;          /* [found_count] owned: term of each known occurrence */
    uint32_t *spare;          /* as large as found: the other side of the sort */
    size_t found_count, found_capacity, spare_capacity;
    uint32_t *term; /* the vector; owned */
    float *value;
    size_t term_capacity, value_capacity;
    bool tracing;
    tenor_occurrence *occurrences; /* [found_count] while tracing; owned */
    size_t occurrence_capacity;
    size_t known;         /* words in the vocabulary */
    word_memory *words;   /* [WORD_CACHE] owned */
    uint32_t *word_terms; /* [WORD_TERMS] owned */
    size_t word_term_count;
    size_t word_start; /* found_count before the word being learnt */
    double log_tf[LOG_TABLE];
};

int tenor_extractor_new(tenor_extractor **out, const tenor_space *space, tenor_error *err) {
    tenor_extractor *extractor = tenor_new_array(1, sizeof *extractor);
    if (extractor == NULL) {
        return tenor_fail_memory(err);
    }
    extractor->space = space;
    extractor->words = tenor_new_array(WORD_CACHE, sizeof *extractor->words);
    extractor->word_terms = tenor_new_array(WORD_TERMS, sizeof *extractor->word_terms);
    if (extractor->words == NULL || extractor->word_terms == NULL) {
        tenor_extractor_free(extractor);
        return tenor_fail_memory(err);
    }
    int code = tenor_walker_new(&extractor->walker, &space->settings, space->fold, space->words,
                                space->lexicon, err);
    if (code != 0) {
        tenor_extractor_free(extractor);
        return code;
    }
    for (int tf = 1; tf < LOG_TABLE; tf++) {
        extractor->log_tf[tf] = 1.0 + log(tf);
    }
    *out = extractor;
    return 0;
}

void tenor_extractor_free(tenor_extractor *extractor) {
    if (extractor == NULL) {
        return;
    }
    tenor_walker_free(extractor->walker);
    free(extractor->found);
    free(extractor->spare);
    free(extractor->term);
    free(extractor->value);
    free(extractor->occurrences);
    free(extractor->words);
    free(extractor->word_terms);
    free(extractor);
}

/* --- looking up --- */

/* Whether a token is a word of a language; numbers and marks are the same in all. */
static bool is_word(const tenor_token *token) {
    return token->kind == TENOR_TOKEN_HAN || token->kind == TENOR_TOKEN_LETTER;
}

static tenor_occurrence locate(const tenor_folded *folded, const tenor_gram *gram, uint32_t term) {
    size_t end = gram->end;
    /* Units of one normalisation segment share an origin: a span that ends within one takes all of
     * it. */
    while (end < folded->size && folded->origin[end] == folded->origin[end - 1]) {
        end++;
    }
    return (tenor_occurrence){term, folded->origin[gram->start], folded->origin[end]};
}

/* The sink of the walk. */
static int look_up(void *target, const tenor_walker *walker, const tenor_gram *grams, size_t count,
                   tenor_error *err) {
    tenor_extractor *extractor = target;
    const tenor_space *space = extractor->space;
    size_t need = extractor->found_count + count;
    if (!TENOR_GROW(extractor->found, extractor->found_capacity, need) ||
        (extractor->tracing &&
         !TENOR_GROW(extractor->occurrences, extractor->occurrence_capacity, need))) {
        return tenor_fail_memory(err);
    }
    const uint32_t *bucket[TENOR_GRAM_BATCH];
    for (size_t i = 0; i < count; i++) {
        bucket[i] = tenor_space_bucket(space, grams[i].family, grams[i].hash);
        TENOR_PREFETCH(bucket[i]);
    }
    for (size_t i = 0; i < count; i++) {
        TENOR_PREFETCH(&space->hashes[bucket[i][0]]);
    }
    for (size_t i = 0; i < count; i++) {
        const tenor_gram *gram = &grams[i];
        uint32_t term = tenor_space_pick(space, bucket[i], gram->hash);
        if (term == UINT32_MAX) {
            continue;
        }
        if (extractor->tracing) {
            extractor->occurrences[extractor->found_count] = locate(&walker->folded, gram, term);
        }
        extractor->found[extractor->found_count++] = term;
        extractor->known += gram->length == 1 && is_word(&walker->tokens[gram->item]);
    }
    return 0;
}

/* --- remembering words --- */

static bool recall_word(void *target, uint64_t word) {
    tenor_extractor *extractor = target;
    const word_memory *memory = &extractor->words[word & (WORD_CACHE - 1)];
    size_t need = extractor->found_count + memory->count;
    extractor->word_start = extractor->found_count;
    /* A failed allocation is no matter here: the word is walked then, and that one will tell. */
    if (memory->word != word || !TENOR_GROW(extractor->found, extractor->found_capacity, need)) {
        return false;
    }
    if (memory->count > 0) {
        memcpy(extractor->found + extractor->found_count, extractor->word_terms + memory->at,
               memory->count * sizeof *extractor->found);
    }
    extractor->found_count = need;
    return true;
}

static void learn_word(void *target, uint64_t word) {
    tenor_extractor *extractor = target;
    size_t count = extractor->found_count - extractor->word_start;
    if (count > WORD_TERMS - extractor->word_term_count) {
        memset(extractor->words, 0, WORD_CACHE * sizeof *extractor->words);
        extractor->word_term_count = 0;
    }
    if (count > 0) {
        memcpy(extractor->word_terms + extractor->word_term_count,
               extractor->found + extractor->word_start, count * sizeof *extractor->found);
    }
    extractor->words[word & (WORD_CACHE - 1)] =
        (word_memory){word, (uint32_t)extractor->word_term_count, (uint32_t)count};
    extractor->word_term_count += count;
}

/* --- sorting --- */

static void sort_by_insertion(uint32_t *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint32_t item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1] > item; at--) {
            items[at] = items[at - 1];
        }
        items[at] = item;
    }
}

static void sort_by_digit(const uint32_t *from, uint32_t *to, size_t count, unsigned shift) {
    uint32_t start[DIGITS] = {0};
    uint32_t at = 0;
    for (size_t i = 0; i < count; i++) {
        start[from[i] >> shift & (DIGITS - 1)]++;
    }
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint32_t here = start[digit];
        start[digit] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[start[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    }
}

/* Sorts found, whose items are below term_count. */
static bool sort_found(tenor_extractor *extractor) {
    size_t count = extractor->found_count;
    if (!TENOR_GROW(extractor->spare, extractor->spare_capacity, extractor->found_capacity)) {
        return false;
    }
    if (count <= SMALL_SORT) {
        sort_by_insertion(extractor->found, count);
        return true;
    }
    for (unsigned shift = 0; shift < 32 && (extractor->space->term_count - 1) >> shift != 0;
         shift += DIGIT_BITS) {
        uint32_t *sorted = extractor->spare;
        size_t capacity = extractor->spare_capacity;
        sort_by_digit(extractor->found, sorted, count, shift);
        extractor->spare = extractor->found;
        extractor->spare_capacity = extractor->found_capacity;
        extractor->found = sorted;
        extractor->found_capacity = capacity;
    }
    return true;
}

/* --- weighing --- */

/* factor [TENOR_FAMILY_COUNT]: what each family's values are multiplied by, from the families' sums
 * of squares. */
static void find_factors(const tenor_settings *settings, const double *squares, double *factor) {
    double total = 0.0;
    for (int family = 0; family < TENOR_FAMILY_COUNT; family++) {
        bool normalised = family != TENOR_FAMILY_GROUP && squares[family] > 0.0;
        factor[family] =
            (double)settings->family_weight[family] / (normalised ? sqrt(squares[family]) : 1.0);
        total += factor[family] * factor[family] * squares[family];
    }
    for (int family = 0; family < TENOR_FAMILY_COUNT; family++) {
        factor[family] = total > 0.0 ? factor[family] / sqrt(total) : 0.0;
    }
}

/* Gathers the sorted occurrences: term [n] and, in spare, where each term's occurrences end;
 * returns n. There is no branch in it that depends on the text. */
static size_t count_terms(tenor_extractor *extractor) {
    const uint32_t *found = extractor->found;
    size_t size = 0;
    for (size_t i = 0; i < extractor->found_count; i++) {
        extractor->term[size] = found[i];
        extractor->spare[size] = (uint32_t)(i + 1);
        size += i + 1 == extractor->found_count || found[i + 1] != found[i];
    }
    return size;
}

static double weigh(const tenor_extractor *extractor, unsigned family, uint32_t term, size_t tf) {
    if (family == TENOR_FAMILY_GROUP) {
        return fmin(1.0, log1p((double)tf) / log(FULL_GROUP));
    }
    return (tf < LOG_TABLE ? extractor->log_tf[tf] : 1.0 + log((double)tf)) *
           (double)extractor->space->idf[term];
}

/* Turns the sorted occurrences into the vector; returns its size, SIZE_MAX when out of memory. */
static size_t make_vector(tenor_extractor *extractor) {
    const tenor_space *space = extractor->space;
    double squares[TENOR_FAMILY_COUNT] = {0.0};
    double factor[TENOR_FAMILY_COUNT];
    size_t end[TENOR_FAMILY_COUNT]; /* of each family's terms in the vector */
    if (!TENOR_GROW(extractor->term, extractor->term_capacity, extractor->found_count) ||
        !TENOR_GROW(extractor->value, extractor->value_capacity, extractor->found_count)) {
        return SIZE_MAX;
    }
    size_t size = count_terms(extractor);
    size_t k = 0;
    uint32_t before = 0;
    for (unsigned family = 0; family < TENOR_FAMILY_COUNT; family++) {
        for (; k < size && extractor->term[k] < space->family_at[family + 1]; k++) {
            uint32_t tf = extractor->spare[k] - before;
            double value = weigh(extractor, family, extractor->term[k], tf);
            squares[family] += value * value;
            extractor->value[k] = (float)value;
            before = extractor->spare[k];
        }
        end[family] = k;
    }
    find_factors(&space->settings, squares, factor);
    k = 0;
    for (unsigned family = 0; family < TENOR_FAMILY_COUNT; family++) {
        for (; k < end[family]; k++) {
            extractor->value[k] = (float)((double)extractor->value[k] * factor[family]);
        }
    }
    return size;
}

/* --- the two ways in --- */

static int extract(tenor_extractor *extractor, tenor_view text, tenor_vector *out,
                   tenor_error *err) {
    extractor->found_count = 0;
    extractor->known = 0;
    /* What is remembered has no places, so a traced word is walked anew each time. */
    const tenor_gram_sink sink = {extractor, look_up, extractor->tracing ? NULL : recall_word,
                                  extractor->tracing ? NULL : learn_word};
    int code = tenor_walker_run(extractor->walker, text, &sink, err);
    if (code != 0) {
        return code;
    }
    size_t size = sort_found(extractor) ? make_vector(extractor) : SIZE_MAX;
    if (size == SIZE_MAX) {
        return tenor_fail_memory(err);
    }
    *out = (tenor_vector){extractor->term, extractor->value, size};
    return 0;
}

int tenor_extract(tenor_extractor *extractor, tenor_view text, tenor_vector *out,
                  size_t *token_count, size_t *known_count, tenor_error *err) {
    extractor->tracing = false;
    int code = extract(extractor, text, out, err);
    if (code != 0) {
        return code;
    }
    if (token_count != NULL) {
        *token_count = 0;
        for (size_t i = 0; i < extractor->walker->token_count; i++) {
            *token_count += is_word(&extractor->walker->tokens[i]);
        }
    }
    if (known_count != NULL) {
        *known_count = extractor->known;
    }
    return 0;
}

static int compare_occurrences(const void *a, const void *b) {
    const tenor_occurrence *left = a;
    const tenor_occurrence *right = b;
    if (left->char_start != right->char_start) {
        return left->char_start < right->char_start ? -1 : 1;
    }
    if (left->char_end != right->char_end) {
        return left->char_end < right->char_end ? -1 : 1;
    }
    return (left->term > right->term) - (left->term < right->term);
}

int tenor_extract_traced(tenor_extractor *extractor, tenor_view text, tenor_vector *out,
                         const tenor_occurrence **occurrences, size_t *occurrence_count,
                         tenor_error *err) {
    extractor->tracing = true;
    int code = extract(extractor, text, out, err);
    if (code != 0) {
        return code;
    }
    if (extractor->found_count > 0) {
        qsort(extractor->occurrences, extractor->found_count, sizeof *extractor->occurrences,
              compare_occurrences);
    }
    *occurrences = extractor->occurrences;
    *occurrence_count = extractor->found_count;
    return 0;
}

void tenor_extractor_add_hits(const tenor_extractor *extractor, uint32_t char_start,
                              uint32_t char_end, double *hits) {
    const tenor_walker *walker = extractor->walker;
    for (size_t i = 0; i < walker->hits.count; i++) {
        const tenor_hit *hit = &walker->hits.hits[i];
        uint32_t at = walker->folded.origin[hit->start];
        hits[hit->group] += !hit->negated && at >= char_start && at < char_end;
    }
}

void tenor_extractor_add_terms(const tenor_extractor *extractor, uint8_t *seen, double *terms,
                               uint8_t *named) {
    const tenor_walker *walker = extractor->walker;
    for (size_t i = 0; i < walker->hits.count; i++) {
        const tenor_hit *hit = &walker->hits.hits[i];
        uint8_t bit = (uint8_t)(1U << hit->term % 8);
        named[hit->group] = 1;
        if (!hit->negated && (seen[hit->term / 8] & bit) == 0) {
            seen[hit->term / 8] |= bit;
            terms[hit->group] += 1.0;
        }
    }
}
