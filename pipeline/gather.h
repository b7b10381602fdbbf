/* gather.h: collects annotated articles from any format, before their axes and labels are all
 * known. */
#ifndef TENOR_GATHER_H
#define TENOR_GATHER_H

#include <stdint.h>

#include "annotated.h"
#include "article.h"
#include "memory.h"
#include "reader.h"

/* How an annotation was written, which tells what kind of axis it is of. */
typedef enum tenor_gold_form {
    TENOR_GOLD_STRING, /* one label: single */
    TENOR_GOLD_LIST,   /* a list: multi */
    TENOR_GOLD_CELL    /* a table's cell: single unless some cell holds several */
} tenor_gold_form;

/* An axis as met so far. */
typedef struct tenor_gather_axis {
    char *name;
    bool fixed; /* named in axes.json: its labels are all there are */
    bool multi;
    bool mixed; /* told that it is both single and multi */
    bool string_seen, list_seen;
    char **labels; /* [label_count] */
    size_t label_count, label_capacity;
} tenor_gather_axis;

/* One label of one article; label SIZE_MAX: annotated, none. */
typedef struct tenor_mark {
    size_t example, axis, label;
} tenor_mark;

typedef struct tenor_gather {
    tenor_dataset *dataset; /* examples without gold so far */
    const tenor_annotated_options *options;
    tenor_reader *reader;
    tenor_article article;
    tenor_gather_axis *axes; /* [axis_count] */
    size_t axis_count, axis_capacity;
    tenor_mark *marks; /* [mark_count] in order of the examples */
    size_t mark_count, mark_capacity;
    size_t source_capacity;
    const char *source; /* of what is read now; owned by the dataset */
    size_t errors;
} tenor_gather;

/* The strings of an annotated article as read. */
typedef struct tenor_gather_input {
    tenor_view id, title, text, lang, group; /* empty: not given */
    const char *path; /* the text is in this file (as given; a neighbour of the source); NULL: it is
                         in text */
    long line;
} tenor_gather_input;

void tenor_gather_problem(tenor_gather *gather, bool is_error, long line, const char *format, ...)
    TENOR_PRINTF(4, 5);

/* Adds an article. 1: added, its marks may follow; 0: passed over, and told why. Errors:
 * TENOR_MEMORY. */
int tenor_gather_add(tenor_gather *gather, const tenor_gather_input *input,
                     tenor_error *err) TENOR_MUST_USE;

/* Annotates the article added last; count 0: annotated, none. An axis or label that axes.json does
 * not have is told. Errors: TENOR_MEMORY. */
int tenor_gather_annotate(tenor_gather *gather, const char *axis, tenor_gold_form form,
                          const tenor_view *labels, size_t count, long line,
                          tenor_error *err) TENOR_MUST_USE;

/* One reader a format. bytes: a whole file of it. Errors: TENOR_MEMORY; everything else is told. */
int tenor_annotated_json(tenor_gather *gather, tenor_view bytes, tenor_error *err) TENOR_MUST_USE;
int tenor_annotated_csv(tenor_gather *gather, tenor_view bytes, tenor_error *err) TENOR_MUST_USE;
int tenor_annotated_fasttext(tenor_gather *gather, tenor_view bytes,
                             tenor_error *err) TENOR_MUST_USE;

#endif
