/* lexicon_match.c: finding a lexicon's terms in folded text, and whether they are negated.
 *
 * The terms are one sorted array. A bitmap of the first two units turns nearly all places of the
 * text away. From the others the range of terms that can still match is narrowed unit by unit: the
 * first unit gives it at once, the next ones by binary searches in what is left; the longest term
 * that ends at an allowed place wins. */
#include <stdlib.h>

#include "error.h"
#include "han.h"
#include "lexicon_image.h"
#include "memory.h"

#define NEGATION_WORDS 3
#define NEGATION_HAN 4

typedef struct matching {
    const tenor_lexicon *lexicon;
    const uint16_t *units;
    size_t size;
    const tenor_token *tokens;
    size_t token_count;
    size_t token; /* the first token that ends behind the place looked at */
} matching;

static bool has_bit(const uint8_t *bits, uint32_t bit) {
    return (bits[bit / 8] >> (bit % 8) & 1) != 0;
}

/* A place is a word border if it is not strictly inside a token; from: a token at or before it. */
static bool is_border(const matching *work, size_t from, size_t place) {
    while (from < work->token_count && work->tokens[from].end <= place) {
        from++;
    }
    return from == work->token_count || work->tokens[from].start >= place;
}

/* Whether units [start, end) begin inside one word and end inside another: 访台 (visit Taiwan) in
 * 走访|台中 (went round | Taichung) is no word at all. */
static bool straddles(const matching *work, size_t start, size_t end) {
    return !is_border(work, work->token, start) && !is_border(work, work->token, end) &&
           work->tokens[work->token].end < end;
}

/* First of the terms [from, to) whose unit at depth is not below unit. Terms that end before depth
 * come first. */
static size_t lower_bound(const tenor_lexicon *lexicon, size_t from, size_t to, size_t depth,
                          uint32_t unit) {
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const lexicon_term *term = &lexicon->terms[middle];
        if (term->size <= depth || lexicon->units[term->at + depth] < unit) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* The longest term at place: returns its end, 0 if none; the terms with that text are [*first,
 * *last). */
static size_t longest_at(const matching *work, size_t place, bool at_border, size_t *first,
                         size_t *last) {
    const tenor_lexicon *lexicon = work->lexicon;
    size_t start = place;
    size_t from = lexicon->first[work->units[place]];
    size_t to = lexicon->first[work->units[place] + 1];
    size_t best = 0;
    for (size_t depth = 0; place < work->size; depth++) {
        uint16_t unit = work->units[place++];
        if (tenor_is_blank(unit)) {
            unit = ' ';
            while (place < work->size && tenor_is_blank(work->units[place])) {
                place++;
            }
        }
        if (depth == 1) {
            lexicon_range pair = lexicon->pairs[lexicon_pair_at(lexicon, work->units[start], unit)];
            from = pair.from;
            to = pair.to;
        } else if (depth > 1) {
            from = lower_bound(lexicon, from, to, depth, unit);
            to = lower_bound(lexicon, from, to, depth, unit + 1U);
        }
        if (from == to) {
            break;
        }
        const lexicon_term *term = &lexicon->terms[from];
        if (term->size == depth + 1 &&
            (tenor__lexicon_has_han(lexicon->units + term->at, term->size)
                 ? !straddles(work, start, place)
                 : at_border && is_border(work, work->token, place))) {
            best = place;
            *first = from;
            for (*last = from + 1; *last < to && lexicon->terms[*last].size == depth + 1;) {
                ++*last;
            }
        }
    }
    return best;
}

static bool add_hits(const matching *work, size_t start, size_t end, size_t first, size_t last,
                     tenor_hits *hits) {
    if (!TENOR_GROW(hits->hits, hits->capacity, hits->count + (last - first))) {
        return false;
    }
    for (size_t term = first; term < last; term++) {
        hits->hits[hits->count++] = (tenor_hit){(uint32_t)start,
                                                (uint32_t)end,
                                                (uint32_t)work->token,
                                                (uint16_t)term,
                                                work->lexicon->terms[term].group,
                                                false,
                                                term > first};
    }
    return true;
}

/* Whether the units at place may start a term: two loads refuse nearly every place. */
static bool may_start(const matching *work, size_t place) {
    uint16_t first = work->units[place];
    uint16_t second = place + 1 < work->size ? work->units[place + 1] : 0;
    second = tenor_is_blank(second) ? ' ' : second;
    return has_bit(work->lexicon->starts_pair, lexicon_pair(first, second)) ||
           has_bit(work->lexicon->is_term, first);
}

static bool find_terms(matching *work, tenor_hits *hits) {
    const tenor_lexicon *lexicon = work->lexicon;
    for (size_t place = 0; place < work->size;) {
        if (!may_start(work, place)) {
            place++;
            continue;
        }
        uint16_t unit = work->units[place];
        bool word = has_bit(lexicon->starts_word, unit);
        while (work->token < work->token_count && work->tokens[work->token].end <= place) {
            work->token++;
        }
        bool at_border = word && is_border(work, work->token, place);
        if (!at_border && !has_bit(lexicon->starts_anywhere, unit)) {
            place++;
            continue;
        }
        size_t first = 0;
        size_t last = 0;
        size_t end = longest_at(work, place, at_border, &first, &last);
        if (end == 0) {
            place++;
            continue;
        }
        if (!add_hits(work, place, end, first, last, hits)) {
            return false;
        }
        place = end;
    }
    return true;
}

/* Whether a negator still reaches from its end to a hit's start. */
static bool reaches(const matching *work, const tenor_hit *negator, const tenor_hit *hit) {
    size_t token = negator->token;
    size_t words = 0;
    size_t han = 0;
    for (size_t place = negator->end; place < hit->start;) {
        while (token < work->token_count && work->tokens[token].end <= place) {
            token++;
        }
        uint16_t unit = work->units[place];
        if (token == work->token_count || work->tokens[token].start > place) {
            if (!tenor_is_blank(unit) && unit != '-') {
                return false;
            }
            place++;
        } else if (work->tokens[token].kind == TENOR_TOKEN_MARK) {
            return false;
        } else if (tenor_is_han(unit)) {
            han++;
            place += tenor_is_han_lead(unit) ? 2 : 1;
        } else {
            words++;
            place = work->tokens[token].end;
        }
        if (words > NEGATION_WORDS || han > NEGATION_HAN) {
            return false;
        }
    }
    return true;
}

static void mark_negated(const matching *work, tenor_hits *hits) {
    uint32_t negators = work->lexicon->head.negators;
    const tenor_hit *negator = NULL;
    for (size_t i = 0; i < hits->count; i++) {
        tenor_hit *hit = &hits->hits[i];
        if (hit->group == negators) {
            negator = hit;
        } else if (negator != NULL && negator->end <= hit->start) {
            hit->negated = reaches(work, negator, hit);
        }
    }
}

int tenor_lexicon_match(const tenor_lexicon *lexicon, const uint16_t *units, size_t size,
                        const tenor_token *tokens, size_t token_count, tenor_hits *hits,
                        tenor_error *err) {
    matching work = {lexicon, units, size, tokens, token_count, 0};
    hits->count = 0;
    if (!find_terms(&work, hits)) {
        return tenor_fail_memory(err);
    }
    if (lexicon->head.negators != UINT32_MAX) {
        mark_negated(&work, hits);
    }
    return 0;
}
