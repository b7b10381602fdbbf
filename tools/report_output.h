/* report_output.h: a report to where the user wants it: for evaluate and train. */
#ifndef TENOR_REPORT_OUTPUT_H
#define TENOR_REPORT_OUTPUT_H

#include <stdio.h>

#include "report.h"

typedef struct report_wishes {
    const char *title; /* of the page */
    const char *html;  /* file of the page; NULL: none */
    bool json;         /* JSON on standard output */
    FILE *text;        /* the text for people; NULL: none */
    bool brief;        /* no confusions and no most wrong articles in the text */
} report_wishes;

/* model: for terms and passages; may be NULL. Errors: TENOR_IO, TENOR_MEMORY, TENOR_INTERNAL. */
int report_output(tenor_report *report, const tenor_model *model, const report_wishes *wishes,
                  tenor_error *err) TENOR_MUST_USE;

/* Writes out to a stream; errors of the stream are main's. Errors: TENOR_MEMORY if out failed. */
int put_buffer(const tenor_buffer *out, FILE *to, tenor_error *err) TENOR_MUST_USE;

#endif
