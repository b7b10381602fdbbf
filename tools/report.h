/* report.h: gold against answers: precision, recall and F1 as scikit-learn's classification_report defines them. */
#ifndef TENOR_REPORT_H
#define TENOR_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "memory.h"

/* An axis and its labels; all borrowed. */
typedef struct report_axis {
    const char *name;
    bool multi;
    size_t first_label;
    const char *const *labels; /* [label_count] */
    size_t label_count;
} report_axis;

/* What is compared; all borrowed. */
typedef struct report_data {
    const report_axis *axes; /* [axis_count] */
    size_t axis_count;
    size_t label_count; /* of all axes */
    size_t article_count;
    const int8_t *const *gold; /* [article_count] -> [label_count] TENOR_GOLD_* */
    const uint8_t *given;      /* [article_count][label_count] */
} report_data;

typedef struct report_score {
    double precision, recall, f1;
    size_t support; /* articles that have the label in gold */
} report_score;

report_score report_label(const report_data *data, size_t label);

/* Averages over an axis' labels. samples: multi-label axes, the mean over articles; accuracy: single-label axes. */
typedef struct report_averages {
    report_score micro, macro, weighted, samples;
    double accuracy;
} report_averages;

report_averages report_average(const report_data *data, const report_axis *axis);

/* A table for people, with a matrix of confusions for each single-label axis if asked. */
void report_print(const report_data *data, bool confusion, FILE *to);

/* {"axis": {"label": {"precision": …, "recall": …, "f1-score": …, "support": …}, …, "macro avg": …}, …}: in each axis the keys of
 * classification_report(output_dict=True). */
void report_write_json(const report_data *data, tenor_buffer *out);

#endif
