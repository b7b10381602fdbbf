/* ngram.c: the walk. Four passes over the folded, segmented text: words, Han runs, letters within
 * words, lexicon.
 *
 * A term's hash is XXH3 of its UTF-16LE units, salted by family. A word n-gram's hash is mixed from
 * its words' hashes, so nothing is copied to be hashed; names are spelled out only for terms that
 * are new to the vocabulary.
 *
 * Numbers are kept as shapes: which year or sum it was would not carry over to other articles, that
 * there is a number of four digits does. A word of over 40 units is a URL or rubbish: it counts as
 * a word, cut, and gives no n-grams. */
#include "ngram.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "error.h"
#include "han.h"

#define WORD_UNITS 40  /* longest word in full */
#define NUMBER_UNITS 6 /* longest number's shape */

#if defined(__GNUC__)
#define NEVER_INLINE __attribute__((noinline))
#else
#define NEVER_INLINE
#endif

static const uint64_t salts[TENOR_FAMILY_COUNT] = {
    [TENOR_FAMILY_WORD] = 0x9E3779B97F4A7C15U,  [TENOR_FAMILY_HAN] = 0xC2B2AE3D27D4EB4FU,
    [TENOR_FAMILY_LATIN] = 0x165667B19E3779F9U, [TENOR_FAMILY_LEXICON] = 0x85EBCA77C2B2AE63U,
    [TENOR_FAMILY_GROUP] = 0x27D4EB2F165667C5U,
};
static const uint64_t negated_salt = 0xD6E8FEB86659FD93U;

/* --- scratch --- */

int tenor_walker_new(tenor_walker **out, const tenor_settings *settings, const uint16_t *fold,
                     tenor_han_words words, const tenor_lexicon *lexicon, tenor_error *err) {
    const char *fault = tenor_settings_fault(settings);
    if (fault != NULL) {
        return tenor_fail(err, TENOR_USAGE, "feature settings: %s", fault);
    }
    tenor_walker *walker = tenor_new_array(1, sizeof *walker);
    if (walker == NULL) {
        return tenor_fail_memory(err);
    }
    walker->settings = *settings;
    walker->fold = fold;
    walker->words = words;
    walker->lexicon = lexicon;
    walker->folded = (tenor_folded)TENOR_FOLDED_INIT;
    int code = tenor_segmenter_new(&walker->segmenter, words, err);
    if (code != 0) {
        tenor_walker_free(walker);
        return code;
    }
    *out = walker;
    return 0;
}

void tenor_walker_free(tenor_walker *walker) {
    if (walker == NULL) {
        return;
    }
    tenor_segmenter_free(walker->segmenter);
    tenor_folded_free(&walker->folded);
    free(walker->hits.hits);
    free(walker);
}

/* --- batches --- */

/* A walk under way. The first failing batch sets code; nothing is given to the sink after it. */
typedef struct walk {
    tenor_walker *walker;
    const tenor_gram_sink *sink;
    tenor_error *err;
    int code;
    size_t count;
    tenor_gram batch[TENOR_GRAM_BATCH];
} walk;

static void flush(walk *work) {
    if (work->code == 0 && work->count > 0) {
        work->code =
            work->sink->take(work->sink->target, work->walker, work->batch, work->count, work->err);
    }
    work->count = 0;
}

static inline void put(walk *work, tenor_gram gram) {
    if (work->count == TENOR_GRAM_BATCH) {
        flush(work);
    }
    work->batch[work->count++] = gram;
}

static inline uint64_t hash_units(const uint16_t *units, size_t size) {
    return XXH3_64bits(units, size * sizeof *units);
}

/* For words, whose length varies: one copy of XXH3's long ladder is enough. */
static NEVER_INLINE uint64_t hash_word_units(const uint16_t *units, size_t size) {
    return hash_units(units, size) ^ salts[TENOR_FAMILY_WORD];
}

/* --- words --- */

static bool is_digit(uint16_t unit) {
    return (unit >= '0' && unit <= '9') || (unit >= 0x80 && u_isdigit(unit));
}

/* Units of the token that count for its word feature; a surrogate pair is not cut in two. */
static size_t word_size(const uint16_t *units, const tenor_token *token) {
    size_t size = token->end - token->start;
    size_t limit = token->kind == TENOR_TOKEN_NUMBER ? NUMBER_UNITS : WORD_UNITS;
    if (size <= limit) {
        return size;
    }
    return tenor_is_trail(units[token->start + limit]) ? limit - 1 : limit;
}

/* The shape of a number: its digits as '0'. shape holds NUMBER_UNITS. */
static void shape_number(const uint16_t *units, size_t size, uint16_t *shape) {
    for (size_t i = 0; i < size; i++) {
        shape[i] = is_digit(units[i]) ? '0' : units[i];
    }
}

static uint64_t hash_word(const uint16_t *units, const tenor_token *token) {
    size_t size = word_size(units, token);
    if (token->kind != TENOR_TOKEN_NUMBER) {
        return hash_word_units(units + token->start, size);
    }
    uint16_t shape[NUMBER_UNITS];
    shape_number(units + token->start, size, shape);
    return hash_word_units(shape, size);
}

/* The hash of n-gram `before` followed by `word`; order matters. Finaliser of MurmurHash3. */
static uint64_t mix(uint64_t before, uint64_t word) {
    uint64_t hash = (before ^ (before >> 31)) * 0x9FB21C651E98DF25U + word;
    hash ^= hash >> 33;
    hash *= 0xFF51AFD7ED558CCDU;
    hash ^= hash >> 33;
    hash *= 0xC4CEB9FE1A85EC53U;
    return hash ^ (hash >> 33);
}

static void walk_words(walk *work) {
    const tenor_walker *walker = work->walker;
    const tenor_token *tokens = walker->tokens;
    uint64_t ending[TENOR_NGRAM_MAX + 1] = {
        0};           /* hash of the n-gram that ends at the token before */
    size_t depth = 0; /* how many of ending hold */
    for (size_t i = 0; i < walker->token_count; i++) {
        uint64_t hash = hash_word(walker->folded.units, &tokens[i]);
        depth = tokens[i].joins ? depth : 0;
        depth = depth < walker->settings.word_max ? depth + 1 : depth;
        for (size_t n = depth; n > 1; n--) {
            ending[n] = mix(ending[n - 1], hash);
        }
        ending[1] = hash;
        for (size_t n = 1; n <= depth; n++) {
            uint32_t first = (uint32_t)(i + 1 - n);
            put(work, (tenor_gram){ending[n], tokens[first].start, tokens[i].end, first,
                                   TENOR_FAMILY_WORD, (uint8_t)n, 0});
        }
    }
}

/* --- characters --- */

static inline size_t han_size(uint16_t unit) {
    return tenor_is_han_lead(unit) ? 2 : 1;
}

static void walk_han(walk *work) {
    const uint16_t *units = work->walker->folded.units;
    size_t size = work->walker->folded.size;
    size_t longest = work->walker->settings.han_max;
    for (size_t start = 0; start < size; start++) {
        size_t end = start;
        for (size_t n = 0; n < longest && end < size && tenor_is_han(units[end]); n++) {
            end += han_size(units[end]);
            put(work, (tenor_gram){hash_units(units + start, end - start) ^ salts[TENOR_FAMILY_HAN],
                                   (uint32_t)start, (uint32_t)end, 0, TENOR_FAMILY_HAN, 0, 0});
        }
    }
}

/* Scripts whose words are not cut into letters: kana and hangul, where a character is a syllable.
 */
static bool is_syllabic(uint16_t unit) {
    return (unit >= 0x3040 && unit <= 0x30FF) || (unit >= 0x31F0 && unit <= 0x31FF) ||
           (unit >= 0xAC00 && unit <= 0xD7FF) || (unit >= 0x1100 && unit <= 0x11FF);
}

static void put_latin(walk *work, const tenor_token *token, const uint16_t *padded, size_t at,
                      size_t n) {
    size_t size = token->end - token->start + 2;
    bool before = at == 0;
    bool after = at + n == size;
    put(work, (tenor_gram){
                  hash_units(padded + at, n) ^ salts[TENOR_FAMILY_LATIN],
                  token->start + (uint32_t)(before ? 0 : at - 1),
                  token->start + (uint32_t)(at + n - 1 - (after ? 1 : 0)), 0, TENOR_FAMILY_LATIN, 0,
                  (uint8_t)((before ? TENOR_PAD_BEFORE : 0) | (after ? TENOR_PAD_AFTER : 0))});
}

/* N-grams of a word with '_' on both sides; a word shorter than n counts once, whole (as
 * scikit-learn's char_wb). */
static void walk_letters(walk *work, const tenor_token *token) {
    const tenor_settings *settings = &work->walker->settings;
    uint16_t padded[WORD_UNITS + 2];
    size_t size = token->end - token->start;
    padded[0] = '_';
    memcpy(padded + 1, work->walker->folded.units + token->start, size * sizeof *padded);
    padded[size + 1] = '_';
    size += 2;
    for (size_t n = settings->latin_min; n <= settings->latin_max; n++) {
        if (n >= size) {
            put_latin(work, token, padded, 0, size);
            break;
        }
        for (size_t at = 0; at + n <= size; at++) {
            bool cuts =
                tenor_is_trail(padded[at]) || (at + n < size && tenor_is_trail(padded[at + n]));
            if (!cuts) {
                put_latin(work, token, padded, at, n);
            }
        }
    }
}

static void walk_latin(walk *work) {
    const tenor_walker *walker = work->walker;
    const tenor_gram_sink *sink = work->sink;
    for (size_t i = 0; i < walker->token_count; i++) {
        const tenor_token *token = &walker->tokens[i];
        if (token->kind != TENOR_TOKEN_LETTER || token->end - token->start > WORD_UNITS ||
            is_syllabic(walker->folded.units[token->start])) {
            continue;
        }
        if (sink->recall == NULL) {
            walk_letters(work, token);
            continue;
        }
        uint64_t word = hash_word(walker->folded.units, token);
        flush(work);
        if (work->code == 0 && !sink->recall(sink->target, word)) {
            walk_letters(work, token);
            flush(work);
            if (work->code == 0) {
                sink->learn(sink->target, word);
            }
        }
    }
}

/* --- lexicon --- */

static void walk_lexicon(walk *work, bool terms, bool groups) {
    const tenor_lexicon *lexicon = work->walker->lexicon;
    const tenor_hits *hits = &work->walker->hits;
    for (size_t i = 0; i < hits->count; i++) {
        const tenor_hit *hit = &hits->hits[i];
        uint64_t salt = hit->negated ? negated_salt : 0;
        uint32_t negated = hit->negated ? 1 : 0;
        if (terms && !hit->again) {
            size_t size;
            const uint16_t *units = tenor_lexicon_term_units(lexicon, hit->term, &size);
            put(work, (tenor_gram){hash_units(units, size) ^ salts[TENOR_FAMILY_LEXICON] ^ salt,
                                   hit->start, hit->end, hit->term * 2U + negated,
                                   TENOR_FAMILY_LEXICON, 0, 0});
        }
        if (groups) {
            const char *name = tenor_lexicon_group_name(lexicon, hit->group);
            put(work,
                (tenor_gram){XXH3_64bits(name, strlen(name)) ^ salts[TENOR_FAMILY_GROUP] ^ salt,
                             hit->start, hit->end, hit->group * 2U + negated, TENOR_FAMILY_GROUP, 0,
                             0});
        }
    }
}

/* --- the walk --- */

static int prepare(tenor_walker *walker, tenor_view text, bool lexicon, tenor_error *err) {
    int code = tenor_fold(walker->fold, text, &walker->folded, err);
    if (code != 0) {
        return code;
    }
    code = tenor_segment(walker->segmenter, walker->folded.units, walker->folded.size,
                         &walker->tokens, &walker->token_count, err);
    if (code != 0 || !lexicon) {
        return code;
    }
    return tenor_lexicon_match(walker->lexicon, walker->folded.units, walker->folded.size,
                               walker->tokens, walker->token_count, &walker->hits, err);
}

int tenor_walker_run(tenor_walker *walker, tenor_view text, const tenor_gram_sink *sink,
                     tenor_error *err) {
    const float *weight = walker->settings.family_weight;
    bool terms = walker->lexicon != NULL && weight[TENOR_FAMILY_LEXICON] > 0.0F;
    bool groups = walker->lexicon != NULL && weight[TENOR_FAMILY_GROUP] > 0.0F;
    int code = prepare(walker, text, terms || groups, err);
    if (code != 0) {
        return code;
    }
    walk work;
    work.walker = walker;
    work.sink = sink;
    work.err = err;
    work.code = 0;
    work.count = 0;
    if (walker->settings.word_max > 0 && weight[TENOR_FAMILY_WORD] > 0.0F) {
        walk_words(&work);
    }
    if (walker->settings.han_max > 0 && weight[TENOR_FAMILY_HAN] > 0.0F) {
        walk_han(&work);
    }
    if (walker->settings.latin_max > 0 && weight[TENOR_FAMILY_LATIN] > 0.0F) {
        walk_latin(&work);
    }
    if (terms || groups) {
        walk_lexicon(&work, terms, groups);
    }
    flush(&work);
    return work.code;
}

/* --- names --- */

/* One code point as UTF-8; bytes holds 4. */
static size_t encode(uint32_t c, unsigned char *bytes) {
    static const unsigned char marks[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        bytes[i] = (unsigned char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    bytes[0] = (unsigned char)(marks[size] | c);
    return size;
}

/* Folded text has no unpaired surrogates, and no n-gram cuts a pair. */
static void add_units(tenor_buffer *name, const uint16_t *units, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char bytes[4];
        uint32_t c = units[i];
        if (i + 1 < size && tenor_is_trail(units[i + 1])) {
            c = 0x10000 + ((c & 0x3FF) << 10) + (units[++i] & 0x3FFU);
        }
        tenor_buffer_add(name, bytes, encode(c, bytes));
    }
}

static void add_words(const tenor_walker *walker, const tenor_gram *gram, tenor_buffer *name) {
    for (size_t i = gram->item; i < gram->item + (size_t)gram->length; i++) {
        const tenor_token *token = &walker->tokens[i];
        const uint16_t *units = walker->folded.units + token->start;
        size_t size = word_size(walker->folded.units, token);
        uint16_t shape[NUMBER_UNITS];
        if (i > gram->item) {
            tenor_buffer_add_char(name, ' ');
        }
        if (token->kind == TENOR_TOKEN_NUMBER) {
            shape_number(units, size, shape);
            units = shape;
        }
        add_units(name, units, size);
    }
}

void tenor_gram_name(const tenor_walker *walker, const tenor_gram *gram, tenor_buffer *name) {
    const uint16_t *units = walker->folded.units + gram->start;
    size_t size = gram->end - gram->start;
    if (gram->family == TENOR_FAMILY_WORD) {
        add_words(walker, gram, name);
        return;
    }
    if (gram->family == TENOR_FAMILY_LEXICON || gram->family == TENOR_FAMILY_GROUP) {
        tenor_buffer_add_text(name, gram->item % 2 == 1 ? "not " : "");
    }
    if (gram->family == TENOR_FAMILY_GROUP) {
        tenor_buffer_add_text(name, tenor_lexicon_group_name(walker->lexicon, gram->item / 2));
        return;
    }
    if (gram->family == TENOR_FAMILY_LEXICON) {
        units = tenor_lexicon_term_units(walker->lexicon, gram->item / 2, &size);
    }
    tenor_buffer_add_text(name, (gram->pads & TENOR_PAD_BEFORE) != 0 ? "_" : "");
    add_units(name, units, size);
    tenor_buffer_add_text(name, (gram->pads & TENOR_PAD_AFTER) != 0 ? "_" : "");
}
