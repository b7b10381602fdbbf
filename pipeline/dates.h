/* dates.h: the ways in which files write dates -> ISO 8601. */
#ifndef TENOR_DATES_H
#define TENOR_DATES_H

#include <stdbool.h>

#include "memory.h"
#include "tenor_features.h"

/* Reads a date out of text: "2025-02-07", "2025-02-07 11:51:26 +0800", "2025-02-07T11:51:26Z",
 * "2025/2/7", "Tue, 23 Nov 2021 05:57:00 GMT", "Jan 20 2025", "20 January 2025", "2025年2月7日
 * 11:51". Appends "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM:SS" with "Z" or an offset if the text has one.
 * The bytes of text that the date takes (it may go on behind it); 0 if it does not begin with one
 * (nothing is appended). */
size_t tenor_date_read(tenor_view text, tenor_buffer *out);

/* The same for a line like "Published: 7 February 2025" or "2025年2月7日 11:51 来源：海湾报": true
 * if it says hardly more than a date. */
bool tenor_date_read_line(tenor_view line, tenor_buffer *out);

#endif
