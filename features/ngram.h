/* ngram.h: the one walk over a text that yields every feature occurrence; builder and extractor
 * both stand on it.
 *
 * Occurrences come in small batches, so that the receiver can look up many hashes at once (its
 * table is larger than the caches: see extractor.c), and long texts need no long array. A feature
 * is its hash; its name is made on demand. */
#ifndef TENOR_NGRAM_H
#define TENOR_NGRAM_H

#include <stdint.h>

#include "fold.h"
#include "lexicon.h"
#include "memory.h"
#include "segment.h"
#include "settings.h"

#define TENOR_GRAM_BATCH 256

/* One occurrence: units [start, end) of the folded text, padding not counted. */
typedef struct tenor_gram {
    uint64_t hash;
    uint32_t start, end;
    uint32_t item;  /* WORD: its first token; LEXICON: term * 2, GROUP: group * 2, + 1 if negated */
    uint8_t family; /* tenor_family */
    uint8_t length; /* WORD: tokens */
    uint8_t pads;   /* LATIN: TENOR_PAD_BEFORE, TENOR_PAD_AFTER */
} tenor_gram;

enum { TENOR_PAD_BEFORE = 1, TENOR_PAD_AFTER = 2 };

/* The walk's scratch, one a thread. The text it holds stays until the next walk. */
typedef struct tenor_walker {
    tenor_settings settings;
    const uint16_t *fold;         /* borrowed */
    tenor_han_words words;        /* borrowed */
    const tenor_lexicon *lexicon; /* borrowed, may be NULL */
    tenor_segmenter *segmenter;   /* owned */
    tenor_folded folded;          /* owned */
    const tenor_token *tokens;    /* [token_count] borrowed from segmenter */
    size_t token_count;
    tenor_hits hits; /* owned */
} tenor_walker;

/* Where occurrences go. An error ends the walk. */
typedef struct tenor_gram_sink {
    void *target; /* handed to the functions */
    /* Takes count occurrences, at most TENOR_GRAM_BATCH. */
    int (*take)(void *target, const tenor_walker *walker, const tenor_gram *grams, size_t count,
                tenor_error *err);
    /* For a sink that remembers what the letters of a word gave (NULL both if it does not). recall:
     * true if the sink knows this word and has counted its LATIN occurrences itself. If not, they
     * follow, alone, and then learn. */
    bool (*recall)(void *target, uint64_t word);
    void (*learn)(void *target, uint64_t word);
} tenor_gram_sink;

/* settings are copied; fold, words (see tenor_segmenter_new) and lexicon (may be NULL) are
 * borrowed. Errors: TENOR_MEMORY,
 * TENOR_INTERNAL, TENOR_USAGE (settings out of bounds). */
int tenor_walker_new(tenor_walker **out, const tenor_settings *settings, const uint16_t *fold,
                     tenor_han_words words, const tenor_lexicon *lexicon,
                     tenor_error *err) TENOR_MUST_USE;
void tenor_walker_free(tenor_walker *walker);

/* Folds and cuts text and gives all its features to sink, family by family. Errors: TENOR_MEMORY,
 * TENOR_INTERNAL, TENOR_LIMIT (text too long), and the sink's. */
int tenor_walker_run(tenor_walker *walker, tenor_view text, const tenor_gram_sink *sink,
                     tenor_error *err) TENOR_MUST_USE;

/* Appends the UTF-8 name of an occurrence of the text walked last. Within a family, names differ as
 * features do. */
void tenor_gram_name(const tenor_walker *walker, const tenor_gram *gram, tenor_buffer *name);

#endif
