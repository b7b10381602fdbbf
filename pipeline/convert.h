/* convert.h: labelled articles between Tenor and the formats of annotation tools and learners, one
 * article at a time.
 *
 * An article in transit is one JSON object of Tenor's own form (a record or an annotated article,
 * DESIGN.md section 3): every reader makes one of what it met, every writer is given one. Fields
 * that Tenor does not know travel along, so that a format that can hold them gets them. What the
 * other format cannot hold is counted, and told once at the end. */
#ifndef TENOR_CONVERT_H
#define TENOR_CONVERT_H

#include "memory.h"

typedef struct tenor_convert_options {
    const char *from;         /* name of a format; NULL: told by content */
    const char *to;           /* name of a format */
    const char *const *paths; /* [path_count] files, "-" for standard input, archives, folders */
    size_t path_count;
    const char *output; /* NULL: standard output */
    const char
        *model; /* path; NULL: none. Gives the axes, their labels, and the vectors of libsvm */
    const char
        *axis; /* the axis of formats that have only one; NULL: labels are written "axis:label" */
    const char *const *single; /* [single_count] names of axes that take exactly one label */
    size_t single_count;
    const char *const *multi; /* [multi_count] names of axes that take any number */
    size_t multi_count;
    /* Told once for each kind of thing that could not be held, at the end. May be NULL. */
    void (*tell)(void *data, const char *what, size_t articles);
    void *data;
} tenor_convert_options;

typedef struct tenor_convert_stats {
    size_t articles;
} tenor_convert_stats;

/* Converts everything in paths. The output file gets its name only when all went well.
 * Errors name file, line and reason: TENOR_FORMAT, TENOR_IO, TENOR_LIMIT, TENOR_USAGE (an option
 * that is missing or names nothing), TENOR_MODEL, TENOR_MEMORY. */
int tenor_convert_run(const tenor_convert_options *options, tenor_convert_stats *stats,
                      tenor_error *err) TENOR_MUST_USE;

/* The formats, in the order in which they are listed: NULL behind the last. *reads and *writes tell
 * the directions. */
const char *tenor_convert_format(size_t number, bool *reads, bool *writes, const char **summary);

/* Label Studio's labelling configuration (XML) for a model's axes, appended to out. Errors:
 * TENOR_IO, TENOR_MODEL, TENOR_MEMORY. */
int tenor_convert_label_studio_config(const char *model, tenor_buffer *out,
                                      tenor_error *err) TENOR_MUST_USE;

#endif
