/* han_words.h: the dictionary that runs of Han characters are cut with, and the cutting.
 *
 * Boundaries are those that ICU's own word breaker finds with the same dictionary ("cjdict": words
 * and what each costs; the cheapest way through a run wins). The dictionary is read from ICU once,
 * when training, and travels in the model: labelling needs no dictionary of ICU's, a model cuts
 * alike under each version of ICU, and a look-up is one load instead of a search. */
#ifndef TENOR_HAN_WORDS_H
#define TENOR_HAN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tenor_features.h"

/* The edges of the tree that the words form. A slot, from its lowest bit:
 *   16  the unit that the edge is for; 0: the slot is free
 *   19  the state it starts from; 0: the beginning of a word
 *   19  the state it leads to; 0: no longer word
 *   10  what the word that ends here costs, plus 1; 0: none ends here
 * The edges that begin words stand first, at the place of their unit; the others are an
 * open-addressed table behind them. Borrowed. count 0: there is no dictionary, and ICU cuts Han
 * characters like all else. */
typedef struct tenor_han_words {
    const uint64_t *slots; /* [count] */
    size_t count;          /* TENOR_HAN_ROOTS and a power of two */
} tenor_han_words;

#define TENOR_HAN_LEAST 0x3007
#define TENOR_HAN_ROOTS ((size_t)0xA000 - TENOR_HAN_LEAST)
#define TENOR_HAN_WORDS_NONE ((tenor_han_words){NULL, 0})

/* The characters that the dictionary's words are made of here: U+3007 and the ideographs of the BMP
 * that folding leaves. Others (U+3005, which is no word when alone, and planes 2 and 3) are for ICU
 * to cut. */
static inline bool tenor_is_dictionary_han(uint16_t unit) {
    return (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x3400 && unit <= 0x4DBF) ||
           unit == 0x3007;
}

/* Reads ICU's dictionary. *slots is the caller's, by free(); NULL and 0 if this ICU has no
 * dictionary that Tenor can read, which is no error. Errors: TENOR_MEMORY. */
int tenor_han_words_read(uint64_t **slots, size_t *count, tenor_error *err) TENOR_MUST_USE;

/* Whether a table laid over foreign bytes is safe to search: a wrong one cuts wrongly, no more. */
bool tenor_han_words_are_sound(const tenor_han_words *words);

/* Cuts a run of characters of the dictionary's kind: length[i], for i of 1 .. size, is the length
 * of the last word of the cheapest way through the first i units, so words are read off from the
 * end. length is [size + 1]. words must not be empty. */
void tenor_han_words_cut(const tenor_han_words *words, const uint16_t *units, size_t size,
                         uint8_t *length);

#endif
