/* han.h: which UTF-16 units count as Han characters, and which as blanks, in folded text.
 *
 * Ranges, not ICU's script property: the answer is part of a model's meaning and must not change
 * with ICU's version. */
#ifndef TENOR_HAN_H
#define TENOR_HAN_H

#include <stdbool.h>
#include <stdint.h>

/* First unit of a Han character beyond the BMP: planes 2 and 3 are ideographs only. */
static inline bool tenor_is_han_lead(uint16_t unit) {
    return unit >= 0xD840 && unit <= 0xD8BF;
}

/* Han character: ideographs with extension A, compatibility ideographs, U+3005, U+3007, and planes
 * 2 and 3 by their lead unit. A trail unit gives false: it belongs to the lead before it. */
static inline bool tenor_is_han(uint16_t unit) {
    return (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x3400 && unit <= 0x4DBF) ||
           unit == 0x3005 || unit == 0x3007 || (unit >= 0xF900 && unit <= 0xFAFF) ||
           tenor_is_han_lead(unit);
}

static inline bool tenor_is_trail(uint16_t unit) {
    return (unit & 0xFC00) == 0xDC00;
}

/* White space that folding leaves: NFKC has turned the wide and no-break spaces into U+0020. */
static inline bool tenor_is_blank(uint16_t unit) {
    return unit == 0x20 || (unit >= 0x09 && unit <= 0x0D) || unit == 0x85 || unit == 0x2028 ||
           unit == 0x2029 || unit == 0x1680;
}

#endif
