/* settings.h: every number that shapes a vector. Stored in the model as it is, so that labelling
 * cuts, counts and weighs text exactly as training did. */
#ifndef TENOR_SETTINGS_H
#define TENOR_SETTINGS_H

#include <stdint.h>

#include "tenor_features.h"

#define TENOR_NGRAM_MAX 8 /* the largest word_max, han_max and latin_max */

/* The families of features. Each is L2-normalised by itself and weighed before they are put
 * together. */
typedef enum tenor_family {
    TENOR_FAMILY_WORD,    /* ICU words, 1 to word_max-grams */
    TENOR_FAMILY_HAN,     /* characters of Han runs, 1 to han_max-grams */
    TENOR_FAMILY_LATIN,   /* characters within words of alphabetic scripts, latin_min to
                             latin_max-grams */
    TENOR_FAMILY_LEXICON, /* single terms of the lexicon */
    TENOR_FAMILY_GROUP,   /* a lexicon group's number of hits, one feature a group (and one for
                             negated hits) */
    TENOR_FAMILY_COUNT
} tenor_family;

typedef struct tenor_settings {
    uint32_t passage_bytes; /* target size of a passage in UTF-8 bytes; 0: the whole article is one
                               passage */
    uint32_t word_max;      /* longest word n-gram, 0: no word features */
    uint32_t han_max;       /* longest Han character n-gram, 0: none */
    uint32_t latin_min;     /* shortest and longest character n-gram within words, 0: none */
    uint32_t latin_max;
    uint32_t min_df; /* terms in fewer training passages are dropped; 0: chosen by their number */
    uint32_t
        max_terms; /* at most so many terms, those of highest document frequency; 0: no limit */
    float family_weight[TENOR_FAMILY_COUNT]; /* 0 switches a family off */
} tenor_settings;

/* The defaults; DESIGN.md of the project's beginning measured the families of n-grams. */
#define TENOR_SETTINGS_INIT                                                                        \
    {                                                                                              \
        0, 2, 3, 3, 5, 0, 0, {                                                                     \
            1.0F, 1.0F, 1.0F, 1.0F, 1.0F                                                           \
        }                                                                                          \
    }

/* What is wrong with the settings, as a sentence; NULL if they can be used. */
const char *tenor_settings_fault(const tenor_settings *settings);

#endif
