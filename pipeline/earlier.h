/* earlier.h: the records of an earlier run: to continue behind them, or to know which articles have
 * been labelled. */
#ifndef TENOR_EARLIER_H
#define TENOR_EARLIER_H

#include <stdint.h>

#include "record.h"

typedef struct tenor_earlier tenor_earlier;

/* Reads path up to the first line that is no complete record (the tail that a killed run leaves); a
 * file that is not there counts as empty. indexed: tenor_earlier_find will be asked. Costs 24 bytes
 * a record then, else none. Errors: TENOR_IO, TENOR_MEMORY. */
int tenor_earlier_open(tenor_earlier **out, const char *path, bool indexed,
                       tenor_error *err) TENOR_MUST_USE;
void tenor_earlier_free(tenor_earlier *earlier);

uint64_t tenor_earlier_count(const tenor_earlier *earlier);
uint64_t tenor_earlier_size(const tenor_earlier *earlier); /* bytes of the complete records */

/* The records in order. 1: the next one with its "\n" is in *line; 0: no more. Errors: TENOR_IO,
 * TENOR_MEMORY. */
int tenor_earlier_next(tenor_earlier *earlier, tenor_buffer *line, tenor_error *err) TENOR_MUST_USE;

/* The last record of an id (as it stands in records, escaped). 1: it is in *line with its "\n"; 0:
 * there is none. From any thread, together with tenor_earlier_add. Errors: TENOR_IO, TENOR_MEMORY.
 */
int tenor_earlier_find(tenor_earlier *earlier, tenor_view id, tenor_buffer *line,
                       tenor_error *err) TENOR_MUST_USE;

/* Notes a record that has just been written to the file's end. Errors: TENOR_MEMORY. */
int tenor_earlier_add(tenor_earlier *earlier, tenor_view line, tenor_error *err) TENOR_MUST_USE;

#endif
