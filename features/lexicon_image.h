/* lexicon_image.h: the lexicon's insides, shared by lexicon.c (building, loading) and
 * lexicon_match.c. */
#ifndef TENOR_LEXICON_IMAGE_H
#define TENOR_LEXICON_IMAGE_H

#include "lexicon.h"

/* The block's header; lexicon.c describes the block. */
typedef struct lexicon_head {
    uint32_t magic, groups, terms, units, name_bytes, negators, reserved[2];
} lexicon_head;

typedef struct lexicon_term {
    uint32_t at; /* first unit */
    uint16_t size;
    uint16_t group;
} lexicon_term;

#define LEXICON_PAIRS 65536

/* The terms that start with one pair of units; none: the entry is free. */
typedef struct lexicon_range {
    uint16_t from, to;
} lexicon_range;

struct tenor_lexicon {
    lexicon_head head;
    const uint32_t *group_at;  /* [groups + 1] */
    const lexicon_term *terms; /* [terms] */
    const uint16_t *units;     /* [units] */
    const char *names;         /* [name_bytes] */
    tenor_view bytes;          /* the whole block */
    char *owned;               /* the block if it was built here, NULL if it is borrowed */
    uint16_t first[65536 + 1]; /* the terms that start with unit u are [first[u], first[u + 1]) */
    /* One bit for each unit that a term starts with: terms of letters, terms with Han characters,
     * terms of a single unit. */
    uint8_t starts_word[65536 / 8];
    uint8_t starts_anywhere[65536 / 8];
    uint8_t is_term[65536 / 8];
    uint8_t starts_pair[LEXICON_PAIRS / 8]; /* by the hash of the first two units */
    lexicon_range pairs[LEXICON_PAIRS];     /* open-addressed by the same hash */
};

/* Number of the bit that stands for terms that start with these two units, among others. */
static inline uint32_t lexicon_pair(uint16_t first, uint16_t second) {
    return (first * 0x9E3779B1U + second * 0x85EBCA77U) >> 16;
}

/* The terms that start with these two units, or the free entry where they belong. There are fewer
 * terms than entries, so there is a free one. */
static inline uint32_t lexicon_pair_at(const tenor_lexicon *lexicon, uint16_t first,
                                       uint16_t second) {
    uint32_t at = lexicon_pair(first, second);
    for (; lexicon->pairs[at].to != 0; at = (at + 1) % LEXICON_PAIRS) {
        const uint16_t *units = lexicon->units + lexicon->terms[lexicon->pairs[at].from].at;
        if (units[0] == first && units[1] == second) {
            break;
        }
    }
    return at;
}

/* Whether the term matches anywhere, not at word borders only. */
bool tenor__lexicon_has_han(const uint16_t *units, size_t size);

#endif
