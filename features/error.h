/* error.h: how Tenor's own functions fill a tenor_error (tenor_features.h has the type and the
 * rule). */
#ifndef TENOR_ERROR_H
#define TENOR_ERROR_H

#include "tenor_features.h"

/* Sets err (may be NULL) to code and the formatted text unless it already holds an error; returns
 * code, so that a function can end with `return tenor_fail(err, TENOR_FORMAT, "...")`. */
int tenor_fail(tenor_error *err, tenor_code code, const char *format, ...) TENOR_PRINTF(3, 4);

/* The same for a failed allocation, with the one wording used everywhere. */
int tenor_fail_memory(tenor_error *err);

/* Adds where it happened, if err holds an error without a source. line 0: unknown. */
void tenor_error_at(tenor_error *err, const char *source, long line);

/* Empties err for reuse. */
void tenor_error_clear(tenor_error *err);

#endif
