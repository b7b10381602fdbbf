/* letters.h: code points of UTF-8 text, the few classes of them that reading needs, and small
 * helpers on views. */
#ifndef TENOR_LETTERS_H
#define TENOR_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "tenor_features.h"

#define TENOR_LETTER_BROKEN                                                                        \
    UINT32_MAX /* what tenor_letter_next gives for bytes that are not UTF-8 */

/* The code point at text.data[*at] (*at < text.size); moves *at behind it. Strict: overlong forms,
 * surrogates and cut sequences give TENOR_LETTER_BROKEN and move by the bytes that belong together
 * (as WHATWG replaces them). */
uint32_t tenor_letter_decode(tenor_view text, size_t *at);

/* The same with the two commonest cases in line: ASCII, and three bytes from U+3000 to U+9FFF (E3
 * to E9). */
static inline uint32_t tenor_letter_next(tenor_view text, size_t *at) {
    const unsigned char *bytes = (const unsigned char *)text.data + *at;
    if (bytes[0] < 0x80) {
        *at += 1;
        return bytes[0];
    }
    if (bytes[0] >= 0xE3 && bytes[0] <= 0xE9 && text.size - *at > 2 && (bytes[1] & 0xC0) == 0x80 &&
        (bytes[2] & 0xC0) == 0x80) {
        *at += 3;
        return (bytes[0] & 0x0FU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);
    }
    return tenor_letter_decode(text, at);
}

/* Writes letter as UTF-8 (1 to 4 bytes) to out; the number of bytes. */
size_t tenor_letter_put(uint32_t letter, char out[4]);

bool tenor_letter_is_space(uint32_t letter); /* blanks, line ends, U+00A0, U+2000-200A, U+3000 */
bool tenor_letter_is_han(uint32_t letter);   /* ideographs, with 〇 and 々 */
bool tenor_letter_is_kana(uint32_t letter);
bool tenor_letter_is_hangul(uint32_t letter);
bool tenor_letter_is_mark(
    uint32_t letter); /* punctuation and symbols, ASCII and CJK; no letter or digit */

size_t tenor_view_letters(tenor_view text); /* code points in text */

tenor_view tenor_view_of(const char *text);  /* NUL-terminated text as a view */
tenor_view tenor_view_trim(tenor_view text); /* without blanks (also U+3000, U+00A0) at both ends */
tenor_view tenor_view_from(tenor_view text, size_t start);
bool tenor_view_equal(tenor_view a, tenor_view b);
bool tenor_view_starts(tenor_view text, const char *prefix);
bool tenor_view_starts_nocase(tenor_view text,
                              const char *prefix); /* ASCII case; prefix in lower case */
bool tenor_view_equal_nocase(tenor_view text, const char *lower);
/* Where needle begins in text, or text.size. */
size_t tenor_view_find(tenor_view text, const char *needle);
size_t tenor_view_find_nocase(tenor_view text, const char *lower);
/* Whether text has one of count words (two bytes or more, in lower case), in one pass. */
bool tenor_view_has_any(tenor_view text, const char *const words[], size_t count);

/* Takes the next line off *text (without its "\n") into *line; false when none is left. */
bool tenor_view_line(tenor_view *text, tenor_view *line);

/* ASCII only, whatever the locale. */
static inline char tenor_lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}
static inline bool tenor_is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool tenor_is_alpha(char c) {
    return tenor_lower(c) >= 'a' && tenor_lower(c) <= 'z';
}
static inline bool tenor_is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
