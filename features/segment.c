/* segment.c: words. Boundaries are those of ICU's UBRK_WORD iterator, root locale.
 *
 * ICU's iterator takes most of the time that extraction takes, so it is asked only where its answer
 * is not plain. Plain are words of ASCII letters and digits, punctuation that never joins anything,
 * and runs of Han characters, which the model's own dictionary cuts (han_words.h). A text is walked
 * from one certain boundary to the next; what is not plain goes to ICU, up to the next certain
 * boundary. test_segment.c holds this against ICU alone.
 *
 * ICU says where words end; what a token is, its first unit says: ICU gives Han and kana the same
 * rule status, and what is Han must agree with the character n-grams (han.h). */
#include "segment.h"

#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "error.h"
#include "fold.h"
#include "han.h"
#include "memory.h"

struct tenor_segmenter {
    tenor_han_words words;
    UBreakIterator *icu; /* owned */
    tenor_token *tokens; /* [count] owned */
    size_t count;
    size_t capacity;
    bool joins;      /* the next token joins the last one */
    uint8_t *length; /* [length_capacity] owned: scratch of tenor_han_words_cut */
    size_t length_capacity;
};

static int fail_icu(tenor_error *err, UErrorCode status) {
    if (status == U_MEMORY_ALLOCATION_ERROR) {
        return tenor_fail_memory(err);
    }
    return tenor_fail(err, TENOR_INTERNAL, "ICU: word breaks: %s", u_errorName(status));
}

int tenor_segmenter_new(tenor_segmenter **out, tenor_han_words words, tenor_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    tenor_segmenter *segmenter = tenor_new_array(1, sizeof *segmenter);
    if (segmenter == NULL) {
        return tenor_fail_memory(err);
    }
    segmenter->words = words;
    segmenter->icu = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        free(segmenter);
        return fail_icu(err, status);
    }
    *out = segmenter;
    return 0;
}

void tenor_segmenter_free(tenor_segmenter *segmenter) {
    if (segmenter == NULL) {
        return;
    }
    ubrk_close(segmenter->icu);
    free(segmenter->length);
    free(segmenter->tokens);
    free(segmenter);
}

/* --- what units are --- */

typedef enum unit_class {
    OTHER, /* for ICU */
    ALONE, /* never part of a word: there is a boundary on both sides of it, unless behind it stands
              an OTHER, which may be a mark that combines */
    INNER, /* alone too, but between letters or digits it may join them */
    LETTER,
    DIGIT,
    HAN /* what the dictionary's words are made of */
} unit_class;

#define O OTHER,
#define A ALONE,
#define I INNER,
#define L LETTER,
#define D DIGIT,
#define FOUR(x) x x x x
/* ASCII. Other than the letters, digits and INNER only @ and _ ever join. */
static const uint8_t ascii_class[128] = {
    FOUR(FOUR(A)) FOUR(FOUR(A))         /* control characters */
    A A I A A A A I A A A A I A I A     /* blank ! " # $ % & ' ( ) * + , - . / */
        FOUR(D) FOUR(D) D D I I A A A A /* 0 .. 9 : ; < = > ? */
            O FOUR(L) FOUR(L) FOUR(L) FOUR(L) FOUR(L) FOUR(L) /* @ A .. X */
    L L A A A A O                                             /* Y Z [ \ ] ^ _ */
        A FOUR(L) FOUR(L) FOUR(L) FOUR(L) FOUR(L) FOUR(L)     /* ` a .. x */
    L L A A A A A                                             /* y z { | } ~ DEL */
};
#undef O
#undef A
#undef I
#undef L
#undef D
#undef FOUR

/* Chinese and typographic punctuation that never joins anything: en and em dash, double quotation
 * marks, bullet, ideographic comma and full stop, brackets from U+3008 on. */
static bool is_lone_mark(uint16_t unit) {
    return (unit >= 0x3008 && unit <= 0x3011) || unit == 0x3001 || unit == 0x3002 ||
           unit == 0x201C || unit == 0x201D || unit == 0x2013 || unit == 0x2014 || unit == 0x2022;
}

static inline unit_class class_of(uint16_t unit) {
    if (unit < 128) {
        return (unit_class)ascii_class[unit];
    }
    if (tenor_is_dictionary_han(unit)) {
        return HAN;
    }
    return is_lone_mark(unit) ? ALONE : OTHER;
}

/* A text being cut. */
typedef struct cutting {
    tenor_segmenter *segmenter;
    const uint16_t *units;
    size_t size;
    tenor_error *err;
} cutting;

/* The end of a text is as good as a boundary. */
static unit_class class_at(const cutting *work, size_t place) {
    return place < work->size ? class_of(work->units[place]) : ALONE;
}

/* --- tokens --- */

static int add_token(const cutting *work, size_t start, size_t end, tenor_token_kind kind) {
    tenor_segmenter *to = work->segmenter;
    if (!TENOR_GROW(to->tokens, to->capacity, to->count + 1)) {
        return tenor_fail_memory(work->err);
    }
    to->tokens[to->count++] = (tenor_token){(uint32_t)start, (uint32_t)end, kind, to->joins};
    to->joins = true;
    return 0;
}

/* A piece that is no word: a token if it is ! or ?. */
static int add_mark(const cutting *work, size_t start, size_t end) {
    uint16_t unit = work->units[start];
    if (unit == '!' || unit == '?') {
        return add_token(work, start, end, TENOR_TOKEN_MARK);
    }
    work->segmenter->joins = work->segmenter->joins && tenor_is_blank(unit);
    return 0;
}

/* --- what ICU cuts --- */

/* Kind of the word that starts with unit and has ICU's rule status. ICU calls "b200" a number for
 * its end; it is a name. */
static tenor_token_kind kind_of(uint16_t unit, int32_t status) {
    if (tenor_is_han(unit)) {
        return TENOR_TOKEN_HAN;
    }
    bool number = status < UBRK_WORD_LETTER && !u_isalpha(unit);
    return number ? TENOR_TOKEN_NUMBER : TENOR_TOKEN_LETTER;
}

static int cut_by_icu(const cutting *work, size_t start, size_t end) {
    UBreakIterator *icu = work->segmenter->icu;
    UErrorCode status = U_ZERO_ERROR;
    int code = 0;
    ubrk_setText(icu, work->units + start, (int32_t)(end - start), &status);
    if (U_FAILURE(status)) {
        return fail_icu(work->err, status);
    }
    size_t from = start;
    ubrk_first(icu);
    for (int32_t at = ubrk_next(icu); at != UBRK_DONE && code == 0; at = ubrk_next(icu)) {
        size_t to = start + (size_t)at;
        int32_t rule = ubrk_getRuleStatus(icu);
        code = rule < UBRK_WORD_NUMBER
                   ? add_mark(work, from, to)
                   : add_token(work, from, to, kind_of(work->units[from], rule));
        from = to;
    }
    return code;
}

/* Whether there is a boundary before a place whatever stands before it, or at least if that is
 * ASCII or a Han character of the dictionary. */
static bool is_certain(const cutting *work, size_t place) {
    unit_class before = class_of(work->units[place - 1]);
    unit_class here = class_of(work->units[place]);
    return here == ALONE || (before == HAN && here != HAN && here != OTHER) ||
           (here == HAN && before != HAN && before != OTHER);
}

static int cut_others(const cutting *work, size_t *place) {
    size_t start = *place;
    size_t end = start + 1;
    while (end < work->size && !is_certain(work, end)) {
        end++;
    }
    *place = end;
    return cut_by_icu(work, start, end);
}

/* --- what is plain --- */

static int cut_han(const cutting *work, size_t *place) {
    tenor_segmenter *segmenter = work->segmenter;
    size_t start = *place;
    size_t end = start;
    while (end < work->size && tenor_is_dictionary_han(work->units[end])) {
        end++;
    }
    if (class_at(work, end) == OTHER) {
        return cut_others(work, place);
    }
    if (!TENOR_GROW(segmenter->length, segmenter->length_capacity, end - start + 1)) {
        return tenor_fail_memory(work->err);
    }
    uint8_t *length = segmenter->length;
    size_t words = 0;
    tenor_han_words_cut(&segmenter->words, work->units + start, end - start, length);
    for (size_t at = end - start; at > 0; at -= length[at]) {
        words++;
    }
    if (!TENOR_GROW(segmenter->tokens, segmenter->capacity, segmenter->count + words)) {
        return tenor_fail_memory(work->err);
    }
    tenor_token *token = segmenter->tokens + segmenter->count + words;
    for (size_t at = end; at > start; at = token->start) {
        uint32_t from = (uint32_t)(at - length[at - start]);
        *--token = (tenor_token){from, (uint32_t)at, TENOR_TOKEN_HAN, true};
    }
    token->joins = segmenter->joins;
    segmenter->count += words;
    segmenter->joins = true;
    *place = end;
    return 0;
}

/* Whether an INNER between two letters or two digits makes one word of them. */
static bool does_join(uint16_t inner, unit_class side) {
    return inner == '.' || inner == '\'' || (side == DIGIT && (inner == ',' || inner == ';'));
}

/* A word of ASCII letters and digits. A colon within one, and what stands beside an OTHER, is for
 * ICU. */
static int cut_word(const cutting *work, size_t *place) {
    size_t end = *place;
    unit_class last = OTHER;
    for (;;) {
        unit_class here = class_at(work, end);
        if (here == LETTER || here == DIGIT) {
            last = here;
            end++;
            continue;
        }
        if (here == OTHER) {
            return cut_others(work, place);
        }
        unit_class next = class_at(work, end + 1);
        if (here != INNER || (next != LETTER && next != DIGIT && next != OTHER)) {
            break;
        }
        if (next == OTHER || work->units[end] == ':') {
            return cut_others(work, place);
        }
        if (next != last || !does_join(work->units[end], next)) {
            break;
        }
        end++;
    }
    size_t start = *place;
    bool number = class_at(work, start) == DIGIT && last == DIGIT;
    *place = end;
    return add_token(work, start, end, number ? TENOR_TOKEN_NUMBER : TENOR_TOKEN_LETTER);
}

static int cut_lone(const cutting *work, size_t *place) {
    if (class_at(work, *place + 1) == OTHER) {
        return cut_others(work, place);
    }
    ++*place;
    return add_mark(work, *place - 1, *place);
}

int tenor_segment(tenor_segmenter *segmenter, const uint16_t *units, size_t size,
                  const tenor_token **out, size_t *count, tenor_error *err) {
    static int (*const cut[])(const cutting *, size_t *) = {
        [OTHER] = cut_others, [ALONE] = cut_lone, [INNER] = cut_lone,
        [LETTER] = cut_word,  [DIGIT] = cut_word, [HAN] = cut_han,
    };
    const cutting work = {segmenter, units, size, err};
    if (size > TENOR_TEXT_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "text too long to be cut into words");
    }
    segmenter->count = 0;
    segmenter->joins = false;
    int code = 0;
    if (segmenter->words.count == 0 && size > 0) {
        code = cut_by_icu(&work, 0, size);
    }
    for (size_t place = 0; segmenter->words.count > 0 && place < size && code == 0;) {
        code = cut[class_of(units[place])](&work, &place);
    }
    if (code == 0) {
        *out = segmenter->tokens;
        *count = segmenter->count;
    }
    return code;
}
