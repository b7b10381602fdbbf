/* fold.c: the folding table and the one pass that applies it.
 *
 * Nearly every character of news text is one table look-up. What the table cannot answer alone (a
 * letter followed by a combining mark, a ligature that becomes two letters, a soft hyphen that
 * vanishes, anything beyond the BMP) is gathered up to the next normalisation boundary and given to
 * ICU. A character without a boundary before it also belongs to the character that was just
 * written, so that one is taken back first.
 *
 * Traditional -> Simplified is taken character by character from ICU's transliterator, run once
 * over all ideographs of the BMP: phrase rules are few, and measured against OpenCC only rare
 * characters differ. Chains (A -> B, B -> C) are followed to their end, or texts that already have
 * B would end elsewhere than texts that have A. */
#include "fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

#include "error.h"
#include "han.h"
#include "memory.h"

#define SEGMENT_MAX 64  /* code points; Unicode's stream-safe format allows 30 marks in a row */
#define RESULT_MAX 2048 /* units; NFKC makes at most 18 of one code point */
#define CHAIN_MAX 3     /* steps of a Traditional -> Simplified chain that are followed */
#define SURROGATE_MIN 0xD800
#define SURROGATE_MAX 0xDFFF

/* Folded beyond NFKC: from, to. */
static const uint16_t also[][2] = {{0x2019, 0x27}};

static int fail_icu(tenor_error *err, const char *what, UErrorCode status) {
    if (status == U_MEMORY_ALLOCATION_ERROR) {
        return tenor_fail_memory(err);
    }
    return tenor_fail(err, TENOR_INTERNAL, "ICU: %s: %s", what, u_errorName(status));
}

/* --- the table --- */

static bool is_bmp_han(uint32_t c) {
    return tenor_is_han((uint16_t)c) && !tenor_is_han_lead((uint16_t)c);
}

/* All BMP ideographs, a line each: the newline keeps the transliterator's phrase rules from
 * matching. */
static int32_t list_han(UChar *text) {
    int32_t size = 0;
    for (uint32_t c = 0; c < TENOR_FOLD_SIZE; c++) {
        if (is_bmp_han(c)) {
            text[size++] = (UChar)c;
            text[size++] = '\n';
        }
    }
    return size;
}

/* Reads the transliterated lines back; a line that is not a single BMP ideograph leaves its
 * character as it is. */
static void read_han(const UChar *text, int32_t size, uint16_t *simple) {
    int32_t at = 0;
    for (uint32_t c = 0; c < TENOR_FOLD_SIZE; c++) {
        simple[c] = (uint16_t)c;
        if (!is_bmp_han(c)) {
            continue;
        }
        int32_t start = at;
        while (at < size && text[at] != '\n') {
            at++;
        }
        if (at - start == 1 && is_bmp_han(text[start])) {
            simple[c] = text[start];
        }
        at++;
    }
}

/* simple [TENOR_FOLD_SIZE]: each unit's Simplified form, itself if there is none. */
static int fill_simple(uint16_t *simple, tenor_error *err) {
    static const UChar id[] = u"Traditional-Simplified";
    UErrorCode status = U_ZERO_ERROR;
    int code = 0;
    int32_t capacity = 4 * TENOR_FOLD_SIZE;
    UTransliterator *converter = NULL;
    UChar *text = tenor_new_array((size_t)capacity, sizeof *text);
    if (text == NULL) {
        return tenor_fail_memory(err);
    }
    int32_t size = list_han(text);
    int32_t limit = size;
    converter = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_SUCCESS(status)) {
        utrans_transUChars(converter, text, &size, capacity, 0, &limit, &status);
    }
    if (U_FAILURE(status)) {
        code = fail_icu(err, "Traditional-Simplified", status);
        goto done;
    }
    read_han(text, size, simple);

done:
    utrans_close(converter);
    free(text);
    return code;
}

/* The end of unit's chain; of two that are each other's Simplified form (as 82CE and 82E7 are) the
 * lower. */
static uint16_t follow(const uint16_t *simple, uint16_t unit) {
    for (int step = 0; step < CHAIN_MAX && simple[unit] != unit; step++) {
        uint16_t next = simple[unit];
        if (simple[next] == unit) {
            return next < unit ? next : unit;
        }
        unit = next;
    }
    return unit;
}

/* The folding of c if it is a single BMP character that nothing before it can change; 0 if not. */
static uint16_t fold_one(const UNormalizer2 *normalizer, uint32_t c, UErrorCode *status) {
    UChar source = (UChar)c;
    UChar result[RESULT_MAX];
    int32_t size = unorm2_normalize(normalizer, &source, 1, result, RESULT_MAX, status);
    bool alone = U_SUCCESS(*status) && size == 1 && !U16_IS_SURROGATE(result[0]) &&
                 unorm2_hasBoundaryBefore(normalizer, (UChar32)c);
    return alone ? result[0] : 0;
}

int tenor_fold_table(uint16_t *table, tenor_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    int code;
    uint16_t *made = tenor_new_array(TENOR_FOLD_SIZE, sizeof *made);
    uint16_t *simple = tenor_new_array(TENOR_FOLD_SIZE, sizeof *simple);
    if (made == NULL || simple == NULL) {
        code = tenor_fail_memory(err);
        goto done;
    }
    code = fill_simple(simple, err);
    if (code != 0) {
        goto done;
    }
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
    for (uint32_t c = 0; U_SUCCESS(status) && c < TENOR_FOLD_SIZE; c++) {
        if (c < SURROGATE_MIN || c > SURROGATE_MAX) {
            made[c] = follow(simple, fold_one(normalizer, c, &status));
        }
    }
    if (U_FAILURE(status)) {
        code = fail_icu(err, "NFKC_Casefold", status);
        goto done;
    }
    for (size_t i = 0; i < sizeof also / sizeof also[0]; i++) {
        made[also[i][0]] = also[i][1];
    }
    memcpy(table, made, TENOR_FOLD_SIZE * sizeof *table);

done:
    free(made);
    free(simple);
    return code;
}

/* --- folding --- */

/* A text being folded. */
typedef struct folding {
    const uint16_t *table;
    const UNormalizer2 *normalizer;
    const uint8_t *bytes;
    int32_t size; /* bytes */
    int32_t next; /* first byte not yet read */
    uint32_t at;  /* code points read */
    UChar32 last; /* the code point behind folded's last unit, -1 if it did not come from the table
                     alone */
    tenor_folded *folded;
} folding;

static bool make_room(tenor_folded *folded, size_t need) {
    size_t capacity = folded->capacity;
    return TENOR_GROW(folded->units, capacity, need) &&
           TENOR_GROW(folded->origin, folded->capacity, need);
}

static bool starts_segment(const folding *work, UChar32 c) {
    return (c < TENOR_FOLD_SIZE && work->table[c] != 0) ||
           unorm2_hasBoundaryBefore(work->normalizer, c);
}

/* Reads on to the next boundary. source starts with what c needs before it; returns units in
 * source. */
static int32_t gather(folding *work, UChar32 c, UChar *source) {
    int32_t size = 0;
    int32_t points = 1;
    if (work->last >= 0 && !starts_segment(work, c)) {
        work->folded->size--;
        U16_APPEND_UNSAFE(source, size, work->last);
    }
    U16_APPEND_UNSAFE(source, size, c);
    while (work->next < work->size && points < SEGMENT_MAX) {
        int32_t next = work->next;
        UChar32 follower;
        U8_NEXT_OR_FFFD(work->bytes, next, work->size, follower);
        if (starts_segment(work, follower)) {
            break;
        }
        U16_APPEND_UNSAFE(source, size, follower);
        work->next = next;
        work->at++;
        points++;
    }
    return size;
}

/* Folds the segment around c, which has just been read, through ICU. */
static int fold_segment(folding *work, UChar32 c, tenor_error *err) {
    UChar source[2 * (SEGMENT_MAX + 1)];
    UChar result[RESULT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    tenor_folded *folded = work->folded;
    uint32_t origin = work->at;
    work->at++;
    size_t before = folded->size;
    int32_t size = gather(work, c, source);
    if (folded->size < before) {
        origin--;
    }
    size = unorm2_normalize(work->normalizer, source, size, result, RESULT_MAX, &status);
    if (U_FAILURE(status)) {
        return fail_icu(err, "NFKC_Casefold", status);
    }
    if (!make_room(folded, folded->size + (size_t)size + (size_t)(work->size - work->next) + 1)) {
        return tenor_fail_memory(err);
    }
    for (int32_t i = 0; i < size; i++) {
        uint16_t to = work->table[result[i]];
        folded->units[folded->size] = to != 0 ? to : result[i];
        folded->origin[folded->size++] = origin;
    }
    work->last = -1;
    return 0;
}

static int fold_all(folding *work, tenor_error *err) {
    tenor_folded *folded = work->folded;
    while (work->next < work->size) {
        UChar32 c;
        U8_NEXT_OR_FFFD(work->bytes, work->next, work->size, c);
        uint16_t to = c < TENOR_FOLD_SIZE ? work->table[c] : 0;
        if (to != 0) {
            folded->units[folded->size] = to;
            folded->origin[folded->size++] = work->at++;
            work->last = c;
            continue;
        }
        int code = fold_segment(work, c, err);
        if (code != 0) {
            return code;
        }
    }
    folded->origin[folded->size] = work->at;
    return 0;
}

int tenor_fold(const uint16_t *table, tenor_view text, tenor_folded *folded, tenor_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    folded->size = 0;
    if (text.size > TENOR_TEXT_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "a text of %zu bytes is longer than the limit of %zu",
                          text.size, TENOR_TEXT_MAX);
    }
    /* A code point never takes more units than bytes, so the table's path needs no further check.
     */
    if (!make_room(folded, text.size + 1)) {
        return tenor_fail_memory(err);
    }
    folding work = {table,
                    unorm2_getNFKCCasefoldInstance(&status),
                    (const uint8_t *)text.data,
                    (int32_t)text.size,
                    0,
                    0,
                    -1,
                    folded};
    if (U_FAILURE(status)) {
        return fail_icu(err, "NFKC_Casefold", status);
    }
    int code = fold_all(&work, err);
    if (code != 0) {
        folded->size = 0;
    }
    return code;
}

void tenor_folded_free(tenor_folded *folded) {
    if (folded == NULL) {
        return;
    }
    free(folded->units);
    free(folded->origin);
    *folded = (tenor_folded)TENOR_FOLDED_INIT;
}
