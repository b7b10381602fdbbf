/* letters.c: UTF-8 decoding and views, kept apart because every reader needs them.
 *
 * The decoder is strict and replaces as browsers do (one U+FFFD for each maximal part of a
 * sequence), so that the count of broken characters that a record reports is the one a person would
 * see. */
#include "letters.h"

#include <string.h>

typedef struct letter_range {
    uint32_t first, last;
} letter_range;

/* Lead byte -> number of continuation bytes and the allowed range of the first of them. */
static int sequence_shape(unsigned char lead, unsigned char *low, unsigned char *high) {
    *low = 0x80;
    *high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *low = lead == 0xE0 ? 0xA0 : 0x80;
        *high = lead == 0xED ? 0x9F : 0xBF;
        return 2;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *low = lead == 0xF0 ? 0x90 : 0x80;
        *high = lead == 0xF4 ? 0x8F : 0xBF;
        return 3;
    }
    return 0;
}

uint32_t tenor_letter_decode(tenor_view text, size_t *at) {
    const unsigned char *bytes = (const unsigned char *)text.data;
    unsigned char lead = bytes[(*at)++];
    if (lead < 0x80) {
        return lead;
    }
    unsigned char low, high;
    int more = sequence_shape(lead, &low, &high);
    if (more == 0) {
        return TENOR_LETTER_BROKEN;
    }
    uint32_t letter = lead & (0x3FU >> more);
    for (int i = 0; i < more; i++) {
        if (*at >= text.size || bytes[*at] < low || bytes[*at] > high) {
            return TENOR_LETTER_BROKEN;
        }
        letter = letter << 6 | (bytes[(*at)++] & 0x3FU);
        low = 0x80;
        high = 0xBF;
    }
    return letter;
}

size_t tenor_letter_put(uint32_t letter, char out[4]) {
    if (letter < 0x80) {
        out[0] = (char)letter;
        return 1;
    }
    if (letter < 0x800) {
        out[0] = (char)(0xC0 | letter >> 6);
        out[1] = (char)(0x80 | (letter & 0x3F));
        return 2;
    }
    if (letter < 0x10000) {
        out[0] = (char)(0xE0 | letter >> 12);
        out[1] = (char)(0x80 | (letter >> 6 & 0x3F));
        out[2] = (char)(0x80 | (letter & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | letter >> 18);
    out[1] = (char)(0x80 | (letter >> 12 & 0x3F));
    out[2] = (char)(0x80 | (letter >> 6 & 0x3F));
    out[3] = (char)(0x80 | (letter & 0x3F));
    return 4;
}

static bool in_ranges(uint32_t letter, const letter_range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (letter >= ranges[i].first && letter <= ranges[i].last) {
            return true;
        }
    }
    return false;
}
#define IN_RANGES(letter, ranges) in_ranges((letter), (ranges), sizeof(ranges) / sizeof *(ranges))

bool tenor_letter_is_space(uint32_t letter) {
    static const letter_range spaces[] = {{0x20, 0x20},     {0x09, 0x0D},     {0xA0, 0xA0},
                                          {0x2000, 0x200B}, {0x3000, 0x3000}, {0x2028, 0x2029},
                                          {0x202F, 0x202F}, {0xFEFF, 0xFEFF}};
    return IN_RANGES(letter, spaces);
}

bool tenor_letter_is_han(uint32_t letter) {
    static const letter_range han[] = {
        {0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0x3005, 0x3007}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};
    return IN_RANGES(letter, han);
}

bool tenor_letter_is_kana(uint32_t letter) {
    static const letter_range kana[] = {
        {0x3041, 0x30FA}, {0x30FC, 0x30FF}, {0x31F0, 0x31FF}, {0xFF66, 0xFF9F}};
    return IN_RANGES(letter, kana);
}

bool tenor_letter_is_hangul(uint32_t letter) {
    static const letter_range hangul[] = {{0xAC00, 0xD7AF}, {0x1100, 0x11FF}, {0x3130, 0x318F}};
    return IN_RANGES(letter, hangul);
}

bool tenor_letter_is_mark(uint32_t letter) {
    static const letter_range marks[] = {
        {0x21, 0x2F},     {0x3A, 0x40},      {0x5B, 0x60},     {0x7B, 0x7E},     {0xA1, 0xA9},
        {0xAB, 0xB4},     {0xB6, 0xB9},      {0xBB, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},
        {0x2010, 0x2BFF}, {0x2E00, 0x2E7F},  {0x3001, 0x3004}, {0x3008, 0x3020}, {0x30FB, 0x30FB},
        {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20},  {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFE30, 0xFE6F},
        {0xFFFC, 0xFFFD}, {0x1F000, 0x1FAFF}};
    return IN_RANGES(letter, marks);
}

size_t tenor_view_letters(tenor_view text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return count;
}

tenor_view tenor_view_of(const char *text) {
    tenor_view view = {text, strlen(text)};
    return view;
}

tenor_view tenor_view_from(tenor_view text, size_t start) {
    if (start > text.size) {
        start = text.size;
    }
    tenor_view rest = {text.data + start, text.size - start};
    return rest;
}

/* Whether the blank letter at the end of text, if there is one, and its length. */
static size_t blank_at_end(tenor_view text) {
    static const char *const wide[] = {"\xE3\x80\x80", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    if (tenor_is_blank(text.data[text.size - 1])) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t size = strlen(wide[i]);
        if (text.size >= size && memcmp(text.data + text.size - size, wide[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

tenor_view tenor_view_trim(tenor_view text) {
    while (text.size > 0) {
        size_t at = 0;
        if (!tenor_letter_is_space(tenor_letter_next(text, &at))) {
            break;
        }
        text = tenor_view_from(text, at);
    }
    while (text.size > 0) {
        size_t blank = blank_at_end(text);
        if (blank == 0) {
            break;
        }
        text.size -= blank;
    }
    return text;
}

bool tenor_view_equal(tenor_view a, tenor_view b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool tenor_view_starts(tenor_view text, const char *prefix) {
    size_t size = strlen(prefix);
    return text.size >= size && (size == 0 || memcmp(text.data, prefix, size) == 0);
}

bool tenor_view_starts_nocase(tenor_view text, const char *prefix) {
    size_t i = 0;
    while (i < text.size && prefix[i] != '\0' && tenor_lower(text.data[i]) == prefix[i]) {
        i++;
    }
    return prefix[i] == '\0';
}

bool tenor_view_equal_nocase(tenor_view text, const char *lower) {
    return text.size == strlen(lower) && tenor_view_starts_nocase(text, lower);
}

size_t tenor_view_find(tenor_view text, const char *needle) {
    if (text.size == 0) {
        return 0;
    }
    const char *found = memmem(text.data, text.size, needle, strlen(needle));
    return found == NULL ? text.size : (size_t)(found - text.data);
}

size_t tenor_view_find_nocase(tenor_view text, const char *lower) {
    char other = (char)(tenor_is_alpha(lower[0]) ? lower[0] - 32 : lower[0]);
    for (size_t at = 0; at < text.size; at++) {
        if (lower[0] == other) { /* a mark like "<": jump to the next */
            const char *next = memchr(text.data + at, other, text.size - at);
            at = next != NULL ? (size_t)(next - text.data) : text.size;
        } else {
            while (at < text.size && text.data[at] != lower[0] && text.data[at] != other) {
                at++;
            }
        }
        if (at < text.size && tenor_view_starts_nocase(tenor_view_from(text, at), lower)) {
            return at;
        }
    }
    return text.size;
}

/* A small hash of two bytes, so that a word is only compared where it may begin. */
static size_t pair_hash(char first, char second) {
    return ((unsigned char)tenor_lower(first) * 7U + (unsigned char)tenor_lower(second)) & 0xFFU;
}

bool tenor_view_has_any(tenor_view text, const char *const words[], size_t count) {
    bool begins[256] = {false};
    for (size_t i = 0; i < count; i++) {
        begins[pair_hash(words[i][0], words[i][1])] = true;
    }
    for (size_t at = 0; at + 1 < text.size; at++) {
        if (!begins[pair_hash(text.data[at], text.data[at + 1])]) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            if (tenor_view_starts_nocase(tenor_view_from(text, at), words[i])) {
                return true;
            }
        }
    }
    return false;
}

bool tenor_view_line(tenor_view *text, tenor_view *line) {
    if (text->size == 0) {
        return false;
    }
    const char *end = memchr(text->data, '\n', text->size);
    line->data = text->data;
    line->size = end == NULL ? text->size : (size_t)(end - text->data);
    *text = tenor_view_from(*text, line->size + 1);
    return true;
}
