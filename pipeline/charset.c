/* charset.c: which charset the bytes are in, and clean UTF-8 out of them.
 *
 * Order: BOM; strict UTF-8; what the file declares; ICU's detector. Each is checked against the
 * bytes, because all of them lie: pages in GB18030 that declare UTF-8, UTF-8 pages with a few
 * broken bytes, Latin-1 labels on windows-1252 (which is what browsers take them for). A charset is
 * believed if it decodes with few broken characters; among candidates the one with the fewest wins,
 * the declared one before the detected one. ICU is used here for charsets only; its error type does
 * not leave this file. */
#include "charset.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "error.h"
#include "letters.h"

#define DECLARATION_BYTES 4096 /* a declaration further down is not looked for */
#define SURE_CONFIDENCE 70 /* of 100, from where the detector is believed before a declaration */
#define DETECT_BYTES 16384 /* what the detector is given */

struct tenor_charset {
    UCharsetDetector *detector;
    tenor_buffer sample; /* lines with bytes above 0x7F, for the detector */
    tenor_buffer wide;   /* bytes in UTF-8 before they are cleaned */
    tenor_buffer best;   /* the same of the best candidate so far */
};

/* Names that files use -> the ICU converter that browsers would take (WHATWG labels). Sorted by
 * use, not by name. */
static const struct {
    const char *label;
    const char *converter;
} aliases[] = {
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"x-gbk", "GB18030"},
    {"big5", "Big5-HKSCS"},
    {"big5-hkscs", "Big5-HKSCS"},
    {"x-x-big5", "Big5-HKSCS"},
    {"iso-8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"shift_jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"iso-8859-9", "windows-1254"},
    {"tis-620", "windows-874"},
    {"utf8", "UTF-8"},
};

int tenor_charset_new(tenor_charset **out, tenor_error *err) {
    tenor_charset *charset = tenor_new_array(1, sizeof *charset);
    if (charset == NULL) {
        return tenor_fail_memory(err);
    }
    tenor_buffer_init(&charset->sample);
    tenor_buffer_init(&charset->wide);
    tenor_buffer_init(&charset->best);
    UErrorCode status = U_ZERO_ERROR;
    charset->detector = ucsdet_open(&status);
    if (U_FAILURE(status)) {
        tenor_charset_free(charset);
        return tenor_fail(err, TENOR_INTERNAL, "ICU's charset detector does not start: %s",
                          u_errorName(status));
    }
    ucsdet_enableInputFilter(charset->detector, true);
    *out = charset;
    return 0;
}

void tenor_charset_free(tenor_charset *charset) {
    if (charset == NULL) {
        return;
    }
    ucsdet_close(charset->detector);
    tenor_buffer_free(&charset->sample);
    tenor_buffer_free(&charset->wide);
    tenor_buffer_free(&charset->best);
    free(charset);
}

/* ---- cleaning ---- */

typedef enum letter_fate { KEEP, DROP, DROP_COUNTED, LINE, PARAGRAPH, BLANK, LOST } letter_fate;

/* What becomes of a code point that is not plain printable ASCII. */
static letter_fate fate_of(uint32_t letter) {
    static const struct {
        uint32_t first, last;
        letter_fate fate;
    } fates[] = {
        {0x00, 0x08, DROP_COUNTED}, {0x0B, 0x0C, LINE},       {0x0E, 0x1F, DROP_COUNTED},
        {0x7F, 0x84, DROP_COUNTED}, {0x85, 0x85, LINE},       {0x86, 0x9F, DROP_COUNTED},
        {0xA0, 0xA0, BLANK},        {0xAD, 0xAD, DROP},       {0x200B, 0x200B, DROP},
        {0x200E, 0x200F, DROP},     {0x2028, 0x2028, LINE},   {0x2029, 0x2029, PARAGRAPH},
        {0x202A, 0x202E, DROP},     {0x2060, 0x2069, DROP},   {0xFDD0, 0xFDEF, DROP},
        {0xE000, 0xF8FF, DROP}, /* icon fonts */
        {0xFEFF, 0xFEFF, DROP},     {0xFFF9, 0xFFFB, DROP},   {0xFFFD, 0xFFFD, LOST},
        {0xFFFE, 0xFFFF, DROP},     {0xE0000, 0xE007F, DROP},
    };
    if (letter == TENOR_LETTER_BROKEN) {
        return LOST;
    }
    for (size_t i = 0; i < sizeof fates / sizeof *fates; i++) {
        if (letter >= fates[i].first && letter <= fates[i].last) {
            return fates[i].fate;
        }
    }
    return KEEP;
}

/* Bytes from at on that need no look: printable ASCII with "\n" and "\t", and sequences from U+3000
 * to U+9FFF, which are kept whatever they are. *wide grows by the number of the latter. */
static size_t plain_run(tenor_view text, size_t at, size_t *wide) {
    const unsigned char *bytes = (const unsigned char *)text.data;
    while (at < text.size) {
        unsigned char byte = bytes[at];
        if (byte < 0x7F && (byte >= 0x20 || byte == '\n' || byte == '\t')) {
            at++;
        } else if (byte >= 0xE3 && byte <= 0xE9 && text.size - at > 2 &&
                   (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80) {
            at += 3;
            (*wide)++;
        } else {
            break;
        }
    }
    return at;
}

/* Writes what replaces a letter that is not kept as it is. */
static void put_fate(letter_fate fate, tenor_buffer *out) {
    static const char *const written[] = {"", "", "", "\n", "\n\n", " ", "\xEF\xBF\xBD"};
    tenor_buffer_add_text(out, written[fate]);
}

void tenor_charset_clean(tenor_view utf8, tenor_buffer *out, tenor_decoding *found) {
    tenor_decoding ignored = {.name = ""};
    found = found != NULL ? found : &ignored;
    if (tenor_buffer_reserve(out, utf8.size) == NULL) {
        return;
    }
    for (size_t at = 0; at < utf8.size;) {
        size_t start = at, wide = 0;
        at = plain_run(utf8, at, &wide);
        tenor_buffer_add(out, utf8.data + start, at - start);
        if (at == utf8.size) {
            break;
        }
        start = at;
        uint32_t letter = tenor_letter_next(utf8, &at);
        if (letter == '\r') {
            tenor_buffer_add_char(out, '\n');
            at += at < utf8.size && utf8.data[at] == '\n';
            continue;
        }
        letter_fate fate = fate_of(letter);
        if (fate == KEEP) {
            tenor_buffer_add(out, utf8.data + start, at - start);
        } else {
            put_fate(fate, out);
        }
        found->broken += letter == TENOR_LETTER_BROKEN;
        found->replacements += letter == 0xFFFD;
        found->dropped += fate == DROP_COUNTED;
    }
}

/* ---- which charset ---- */

/* How the bytes look as UTF-8. */
typedef struct utf8_look {
    size_t broken, wide; /* broken sequences; good sequences of more than one byte */
    size_t nul, control; /* zero bytes, other control characters that text does not hold */
    size_t escapes;      /* ESC: ISO-2022 */
} utf8_look;

static utf8_look look_at(tenor_view bytes) {
    utf8_look look = {0, 0, 0, 0, 0};
    for (size_t at = 0; at < bytes.size;) {
        at = plain_run(bytes, at, &look.wide);
        if (at == bytes.size) {
            break;
        }
        uint32_t letter = tenor_letter_next(bytes, &at);
        look.broken += letter == TENOR_LETTER_BROKEN;
        look.wide += letter >= 0x80 && letter != TENOR_LETTER_BROKEN;
        look.nul += letter == 0;
        look.escapes += letter == 0x1B;
        look.control +=
            letter < 0x20 && letter != 0 && letter != 0x1B && letter != '\r' && letter != '\f';
    }
    return look;
}

/* What a 16-bit unit is worth as a hint at UTF-16: 2 if other bytes hardly make it (ASCII with its
 * zero byte, Chinese punctuation), 1 if it is a letter of the scripts met here, 0 if it is neither.
 */
static int unit_worth(uint32_t unit) {
    static const struct {
        uint32_t first, last;
        int worth;
    } rows[] = {{0x4E00, 0x9FFF, 1}, {0x20, 0x7E, 2},     {0x09, 0x0D, 2},
                {0x3000, 0x3011, 2}, {0xFF01, 0xFF5E, 2}, {0x2010, 0x2027, 1},
                {0x00A0, 0x024F, 1}, {0x0370, 0x052F, 1}, {0x3041, 0x30FE, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (unit >= rows[i].first && unit <= rows[i].last) {
            return rows[i].worth;
        }
    }
    return 0;
}

/* UTF-16 without a BOM: nearly all units are letters, and some are of the telling kind. NULL if it
 * is not. */
static const char *utf16_side(tenor_view bytes) {
    static const char *const names[] = {"UTF-16LE", "UTF-16BE"};
    size_t size = (bytes.size < DETECT_BYTES ? bytes.size : DETECT_BYTES) / 2;
    for (size_t side = 0; side < 2; side++) {
        size_t letters = 0, telling = 0;
        for (size_t i = 0; i < size; i++) {
            uint32_t low = (unsigned char)bytes.data[2 * i + side];
            uint32_t high = (unsigned char)bytes.data[2 * i + 1 - side];
            int worth = unit_worth(high << 8 | low);
            letters += worth > 0;
            telling += worth > 1;
        }
        if (telling * 50 >= size && letters * 100 >= size * 95 && size > 0) {
            return names[side];
        }
    }
    return NULL;
}

static const char *bom_charset(tenor_view bytes, size_t *size) {
    static const struct {
        const char *bytes;
        size_t size;
        const char *name;
    } boms[] = {{"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
                {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
                {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"}};
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++) {
        if (bytes.size >= boms[i].size && memcmp(bytes.data, boms[i].bytes, boms[i].size) == 0) {
            *size = boms[i].size;
            return boms[i].name;
        }
    }
    *size = 0;
    return NULL;
}

/* Copies a charset's name out of a declaration: letters, digits and a few marks, in lower case. */
static void copy_label(tenor_view text, char out[64]) {
    size_t at = 0, size = 0;
    while (at < text.size &&
           (text.data[at] == ' ' || text.data[at] == '"' || text.data[at] == '\'')) {
        at++;
    }
    for (; at < text.size && size < 63; at++) {
        char c = tenor_lower(text.data[at]);
        if (!tenor_is_alpha(c) && !tenor_is_digit(c) && c != '-' && c != '_' && c != ':' &&
            c != '.') {
            break;
        }
        out[size++] = c;
    }
    out[size] = '\0';
}

/* <meta charset=...>, <meta ... content="text/html; charset=...">, <?xml encoding="..."?>. */
static void find_declared(tenor_view bytes, char out[64]) {
    tenor_view head = {bytes.data, bytes.size < DECLARATION_BYTES ? bytes.size : DECLARATION_BYTES};
    out[0] = '\0';
    if (tenor_view_starts(tenor_view_trim(head), "<?xml")) {
        size_t at = tenor_view_find(head, "encoding=");
        copy_label(tenor_view_from(head, at + strlen("encoding=")), out);
    }
    for (size_t at = 0; out[0] == '\0' && at < head.size;) {
        at += tenor_view_find_nocase(tenor_view_from(head, at), "<meta");
        tenor_view tag = tenor_view_from(head, at);
        tag.size = tenor_view_find(tag, ">");
        size_t equals = tenor_view_find_nocase(tag, "charset=");
        if (equals < tag.size) {
            copy_label(tenor_view_from(tag, equals + strlen("charset=")), out);
        }
        at += 1;
    }
}

static const char *converter_of(const char *label) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (tenor_view_equal_nocase(tenor_view_of(label), aliases[i].label)) {
            return aliases[i].converter;
        }
        if (tenor_view_equal_nocase(tenor_view_of(aliases[i].label), label)) {
            return aliases[i].converter;
        }
    }
    return label;
}

static bool same_charset(const char *label, const char *name) {
    return ucnv_compareNames(converter_of(label), name) == 0;
}

/* Decodes bytes from the named charset into wide. False if ICU does not know the name. */
static bool convert(tenor_charset *charset, tenor_view bytes, const char *name) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &status);
    UConverter *to = ucnv_open("UTF-8", &status);
    tenor_buffer *wide = &charset->wide;
    tenor_buffer_clear(wide);
    const char *source = bytes.data;
    UChar pivot[4096];
    UChar *pivot_source = pivot, *pivot_target = pivot;
    bool first = true;
    while (U_SUCCESS(status)) {
        char *room = tenor_buffer_reserve(wide, bytes.size / 2 + 4096);
        if (room == NULL) {
            break;
        }
        char *target = room;
        ucnv_convertEx(to, from, &target, room + bytes.size / 2 + 4096, &source,
                       bytes.data + bytes.size, pivot, &pivot_source, &pivot_target, pivot + 4096,
                       first, true, &status);
        wide->size += (size_t)(target - room);
        first = false;
        if (status != U_BUFFER_OVERFLOW_ERROR) {
            break;
        }
        status = U_ZERO_ERROR;
    }
    ucnv_close(from);
    ucnv_close(to);
    return U_SUCCESS(status);
}

/* How unlikely it is that decoded text is right: broken characters, C1 controls and private use
 * letters. */
static size_t faults_of(const tenor_buffer *decoded) {
    tenor_view text = tenor_buffer_view(decoded);
    size_t faults = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t letter = tenor_letter_next(text, &at);
        faults += letter == 0xFFFD || (letter >= 0x7F && letter < 0xA0) ||
                  (letter >= 0xE000 && letter <= 0xF8FF) || letter > 0x30000;
    }
    return faults;
}

/* The lines that hold bytes above 0x7F (or escapes), up to DETECT_BYTES: what the detector can
 * learn from. */
static void take_sample(tenor_charset *charset, tenor_view bytes) {
    tenor_buffer_clear(&charset->sample);
    size_t kept = 0;
    for (size_t at = 0; at < bytes.size && charset->sample.size < DETECT_BYTES; at++) {
        unsigned char byte = (unsigned char)bytes.data[at];
        if ((byte < 0x80 && byte != 0x1B && byte != 0) || at < kept) {
            continue;
        }
        size_t start = at > kept + 32 ? at - 32 : kept;
        size_t end = at + 64 < bytes.size ? at + 64 : bytes.size;
        tenor_buffer_add(&charset->sample, bytes.data + start, end - start);
        kept = end;
    }
}

/* The detector's first choice, or NULL. *sure: it is a charset of several bytes a character, which
 * other text hardly looks like, so that it is believed before a declaration (servers declare
 * iso-8859-1 for all they have). */
static const char *detect(tenor_charset *charset, tenor_view bytes, const char *declared,
                          bool *sure) {
    take_sample(charset, bytes);
    UErrorCode status = U_ZERO_ERROR;
    ucsdet_setText(charset->detector, charset->sample.data, (int32_t)charset->sample.size, &status);
    if (declared[0] != '\0') {
        ucsdet_setDeclaredEncoding(charset->detector, declared, (int32_t)strlen(declared), &status);
    }
    const UCharsetMatch *match = ucsdet_detect(charset->detector, &status);
    const char *name = match != NULL ? ucsdet_getName(match, &status) : NULL;
    int confidence = match != NULL ? ucsdet_getConfidence(match, &status) : 0;
    if (U_FAILURE(status) || name == NULL) {
        return NULL;
    }
    static const char *const wide[] = {"GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        *sure = *sure || (strcmp(name, wide[i]) == 0 && confidence >= SURE_CONFIDENCE);
    }
    return name;
}

/* Decodes with the best of the candidates (NULL entries skipped): fewest faults, the earlier one
 * when equal. */
static int decode_best(tenor_charset *charset, tenor_view bytes, const char *const candidates[],
                       size_t count, char name[64], tenor_error *err) {
    size_t fewest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (candidates[i] == NULL || candidates[i][0] == '\0') {
            continue;
        }
        const char *converter = converter_of(candidates[i]);
        if (!convert(charset, bytes, converter)) {
            continue;
        }
        if (charset->wide.failed) {
            return tenor_fail_memory(err);
        }
        size_t faults = faults_of(&charset->wide);
        if (faults < fewest) {
            fewest = faults;
            tenor_buffer swap = charset->best;
            charset->best = charset->wide;
            charset->wide = swap;
            strncpy(name, converter, 63);
            name[63] = '\0';
        }
    }
    if (fewest == SIZE_MAX) {
        return tenor_fail(err, TENOR_ENCODING, "no charset fits the bytes");
    }
    return 0;
}

static void set_name(tenor_decoding *found, const char *name) {
    strncpy(found->name, name, sizeof found->name - 1);
}

/* Bytes that are not UTF-8, in the charset given by a BOM or the zero bytes (may be NULL) or the
 * likeliest one. */
static int decode_other(tenor_charset *charset, tenor_view bytes, const char *given,
                        tenor_buffer *out, tenor_decoding *found, tenor_error *err) {
    const char *candidates[3] = {given, NULL, NULL};
    if (given == NULL) {
        bool sure = false;
        const char *detected = detect(charset, bytes, found->declared, &sure);
        candidates[0] = sure ? detected : found->declared;
        candidates[1] = sure ? found->declared : detected;
        candidates[2] = "windows-1252";
    }
    int code = charset->sample.failed
                   ? tenor_fail_memory(err)
                   : decode_best(charset, bytes, candidates, 3, found->name, err);
    if (code == 0) {
        tenor_charset_clean(tenor_buffer_view(&charset->best), out, found);
        found->broken += found->replacements; /* put there by the converter */
        found->replacements = 0;
    }
    return code;
}

/* Whether bytes without a BOM are UTF-8, perhaps with a few broken places. ISO-2022 is ASCII with
 * escapes. */
static bool looks_like_utf8(const utf8_look *look) {
    return look->broken * 10 <= look->wide && (look->escapes == 0 || look->wide > 0);
}

int tenor_charset_decode(tenor_charset *charset, tenor_view bytes, tenor_buffer *out,
                         tenor_decoding *found, tenor_error *err) {
    memset(found, 0, sizeof *found);
    tenor_buffer_clear(out);
    tenor_buffer_clear(&charset->sample);
    size_t bom_size;
    const char *given = bom_charset(bytes, &bom_size);
    bytes = tenor_view_from(bytes, bom_size);
    utf8_look look = look_at(bytes);
    if (given == NULL && look.nul + look.control + look.broken > 0) {
        given = utf16_side(bytes);
    }
    if (given == NULL && (look.nul * 100 > bytes.size || look.control * 20 > bytes.size)) {
        return tenor_fail(err, TENOR_ENCODING, "binary data, not text");
    }
    find_declared(bytes, found->declared);
    int code = 0;
    if (given != NULL ? strcmp(given, "UTF-8") == 0 : looks_like_utf8(&look)) {
        set_name(found, "UTF-8");
        tenor_charset_clean(bytes, out, found);
    } else {
        code = decode_other(charset, bytes, given, out, found, err);
    }
    found->disagrees = found->declared[0] != '\0' && !same_charset(found->declared, found->name);
    return code == 0 && out->failed ? tenor_fail_memory(err) : code;
}

/* Letters that windows-1252 makes of the bytes 80 to BF, which follow the first one of a sequence
 * in UTF-8. */
static bool is_tail(uint32_t letter) {
    static const uint32_t others[] = {0x20AC, 0x2122, 0x0152, 0x0153, 0x0160, 0x0161,
                                      0x0178, 0x017D, 0x017E, 0x0192, 0x02C6, 0x02DC};
    bool tail = (letter >= 0xA1 && letter <= 0xBF) || (letter >= 0x2013 && letter <= 0x203A);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        tail = tail || letter == others[i];
    }
    return tail;
}

size_t tenor_charset_mojibake(tenor_view text) {
    static const char lost[] = "\xE9\x94\x9F\xE6\x96\xA4\xE6\x8B\xB7"; /* 锟斤拷 */
    size_t places = 0, tails = 0; /* tails that the open sequence still needs; 0: none is open */
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t letter = tenor_letter_next(text, &at);
        if (letter < 0x80) {
            tails = 0;
        } else if (letter >= 0xC2 && letter <= 0xEF) {
            tails = letter >= 0xE0 ? 2 : 1;
        } else if (tails > 0 && is_tail(letter)) {
            tails--;
            places += tails == 0;
        } else {
            tails = 0;
            places += letter == 0x951F && tenor_view_starts(tenor_view_from(text, start), lost);
        }
    }
    return places;
}
