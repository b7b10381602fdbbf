/* charset.h: bytes -> clean UTF-8. */
#ifndef TENOR_CHARSET_H
#define TENOR_CHARSET_H

#include <stdbool.h>

#include "memory.h"
#include "tenor_features.h"

typedef struct tenor_charset tenor_charset; /* ICU's detector and scratch of one thread */
int tenor_charset_new(tenor_charset **out, tenor_error *err) TENOR_MUST_USE;
void tenor_charset_free(tenor_charset *charset);

/* What decoding found. */
typedef struct tenor_decoding {
    char name[64];       /* what the bytes were decoded from, "UTF-8" or an ICU name */
    char declared[64];   /* what the file itself says (HTML meta, XML declaration), "" if nothing */
    bool disagrees;      /* declared is another charset than name */
    size_t broken;       /* bytes or sequences that were replaced by U+FFFD */
    size_t replacements; /* U+FFFD that stood in the bytes already: text lost before it came here */
    size_t dropped;      /* NUL and other control characters left out */
    size_t letters;      /* code points written */
} tenor_decoding;

/* Decodes bytes into out (cleared first): BOM, strict UTF-8, declared charset, detector, in this
 * order, each checked against the bytes. Line ends become "\n" (also U+2028), control and
 * zero-width characters are left out, U+00A0 becomes a blank. Errors: TENOR_ENCODING (binary),
 * TENOR_MEMORY, TENOR_INTERNAL. */
int tenor_charset_decode(tenor_charset *charset, tenor_view bytes, tenor_buffer *out,
                         tenor_decoding *found, tenor_error *err) TENOR_MUST_USE;

/* The cleaning alone: appends utf8 to out; adds to found's counts (may be NULL). Out of memory
 * shows in out->failed. */
void tenor_charset_clean(tenor_view utf8, tenor_buffer *out, tenor_decoding *found);

/* How many places of clean text look like text that was once decoded with the wrong charset: "æ–°"
 * for one Chinese character, "锟斤拷" for lost ones. Real text has hardly any. */
size_t tenor_charset_mojibake(tenor_view text);

#endif
