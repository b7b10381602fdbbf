/* json_write.c: an own writer instead of jansson's: it needs no tree of allocations an article,
 * prints scores with four decimals (jansson would print 0.1 as 0.10000000000000001), and printf's
 * point depends on the locale. */
#include "json_write.h"

#include <math.h>
#include <string.h>

/* Length of the valid UTF-8 sequence at data (1 to 4), or 0. RFC 3629, table 3-7 of the Unicode
 * Standard. */
static size_t sequence_length(const unsigned char *data, size_t size) {
    unsigned char first = data[0], low = 0x80, high = 0xBF;
    size_t length = first < 0x80   ? 1
                    : first < 0xC2 ? 0
                    : first < 0xE0 ? 2
                    : first < 0xF0 ? 3
                    : first < 0xF5 ? 4
                                   : 0;
    if (length == 0 || length > size) {
        return 0;
    }
    if (first == 0xE0) {
        low = 0xA0;
    } else if (first == 0xED) {
        high = 0x9F;
    } else if (first == 0xF0) {
        low = 0x90;
    } else if (first == 0xF4) {
        high = 0x8F;
    }
    for (size_t i = 1; i < length; i++) {
        if (data[i] < low || data[i] > high) {
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

static void add_escaped(tenor_buffer *out, unsigned char byte) {
    static const char letters[] = "\b\t\n\f\r\"\\";
    static const char names[] = "btnfr\"\\";
    const char *at = byte != 0 ? strchr(letters, byte) : NULL;
    if (at != NULL) {
        const char escaped[2] = {'\\', names[at - letters]};
        tenor_buffer_add(out, escaped, 2);
    } else {
        tenor_buffer_format(out, "\\u%04x", byte);
    }
}

void tenor_json_add(tenor_buffer *out, tenor_view text) {
    const unsigned char *data = (const unsigned char *)text.data;
    size_t start = 0, at = 0;
    tenor_buffer_add_char(out, '"');
    while (at < text.size) {
        unsigned char byte = data[at];
        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
            at++;
            continue;
        }
        size_t length = byte < 0x80 ? 0 : sequence_length(data + at, text.size - at);
        if (length > 0) {
            at += length;
            continue;
        }
        tenor_buffer_add(out, data + start, at - start);
        if (byte < 0x80) {
            add_escaped(out, byte);
        } else {
            tenor_buffer_add_text(out, "\xEF\xBF\xBD");
        }
        start = ++at;
    }
    if (at > start) {
        tenor_buffer_add(out, data + start, at - start);
    }
    tenor_buffer_add_char(out, '"');
}

void tenor_json_add_text(tenor_buffer *out, const char *text) {
    tenor_json_add(out, (tenor_view){text, strlen(text)});
}

void tenor_json_add_number(tenor_buffer *out, double value, int decimals) {
    static const double scales[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    double scale = scales[decimals];
    if (!isfinite(value) || fabs(value) > 1e12) {
        tenor_buffer_add_text(out, "null");
        return;
    }
    long long units = llround(value * scale), whole = (long long)scale;
    tenor_buffer_add_text(out, units < 0 ? "-" : "");
    units = units < 0 ? -units : units;
    tenor_buffer_format(out, "%lld", units / whole);
    if (decimals > 0) {
        tenor_buffer_format(out, ".%0*lld", decimals, units % whole);
    }
}
