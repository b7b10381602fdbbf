/* dates.h: the ways in which files write dates -> ISO 8601. */
#ifndef TENOR_DATES_H
#define TENOR_DATES_H

#include "memory.h"
#include "tenor_features.h"

/* Reads a date out of text: "2025-02-07", "2025-02-07 11:51:26 +0800", "2025-02-07T11:51:26Z", "2025/2/7",
 * "Tue, 23 Nov 2021 05:57:00 GMT", "Jan 20 2025", "20 January 2025", "2025年2月7日 11:51". Appends
 * "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM:SS" with "Z" or an offset if the text has one. 1 if there was a date (the text may go
 * on behind it), 0 if not (nothing is appended). */
int tenor_date_read(tenor_view text, tenor_buffer *out);

#endif
