/* axes_file.h: axes.json and the lexicon files that it names (annotated.h has the format). */
#ifndef TENOR_AXES_FILE_H
#define TENOR_AXES_FILE_H

#include "dataset.h"

/* Fills axes, settings and lexicon of a dataset. Errors: TENOR_IO, TENOR_FORMAT, TENOR_DATA,
 * TENOR_MEMORY, with source and line; what was filled until then is freed with the dataset. */
int tenor_axes_file_read(tenor_dataset *dataset, const char *path, tenor_error *err) TENOR_MUST_USE;

#endif
