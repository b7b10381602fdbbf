/* json_write.h: pieces of JSON, byte for byte the same everywhere. Failures stay in the buffer (see
 * memory.h). */
#ifndef TENOR_JSON_WRITE_H
#define TENOR_JSON_WRITE_H

#include "memory.h"

/* A string with its quotes. Bytes that are not UTF-8 become U+FFFD. */
void tenor_json_add(tenor_buffer *out, tenor_view text);
void tenor_json_add_text(tenor_buffer *out, const char *text);

/* A number with `decimals` (0 to 6) digits behind the point, whatever the locale. Not finite: null.
 */
void tenor_json_add_number(tenor_buffer *out, double value, int decimals);

#endif
