/* report.h: everything a report tells, worked out once; then written as text for people, as JSON,
 * or as one HTML page. */
#ifndef TENOR_REPORT_H
#define TENOR_REPORT_H

#include "judging.h"
#include "memory.h"

enum {
    TENOR_REPORT_WORST = 10,        /* most wrong articles told of an axis */
    TENOR_REPORT_CURVE_POINTS = 128 /* of a label's precision-recall curve, after thinning */
};

/* An article whose answer is far from gold on an axis. */
typedef struct tenor_report_error {
    size_t article;
    size_t label;       /* the label on which it is most wrong */
    bool wanted;        /* true: in gold but not given; false: the other way round */
    double probability; /* of that label; below 0: not guessed at */
    char *passage;      /* what speaks most for the label in the article; NULL unless
                           tenor_report_find_passages */
    char *terms;        /* the passage's strongest terms for the label, ", " between */
} tenor_report_error;

typedef struct tenor_report_label {
    tenor_score_row score;
    tenor_interval f1;        /* 95 % */
    tenor_curve_point *curve; /* [curve_count] */
    size_t curve_count;
    double average_precision;
} tenor_report_label;

typedef struct tenor_report_axis {
    const tenor_judged_axis *axis;
    tenor_averages averages;
    tenor_intervals intervals;
    tenor_reliability reliability; /* all labels together */
    tenor_report_label *labels;    /* [axis->label_count] */
    size_t *confusion;             /* as tenor_confusion; NULL for a multi-label axis */
    tenor_report_error worst[TENOR_REPORT_WORST];
    size_t worst_count;
} tenor_report_axis;

/* One training on part of the articles. */
typedef struct tenor_report_step {
    size_t articles;
    double *macro_f1; /* [axes], NaN where an axis could not be measured */
} tenor_report_step;

typedef struct tenor_report {
    const tenor_judging *judging; /* borrowed, as the dataset */
    const tenor_dataset *dataset;
    const size_t *
        article_of; /* borrowed: numbers in the dataset of the judging's articles; NULL: the same */
    tenor_report_axis *axes;  /* [judging's axis_count] */
    tenor_report_step *steps; /* [step_count] the learning curve, owned */
    size_t step_count;
} tenor_report;

/* Measures. seed: of the bootstrap. Errors: TENOR_MEMORY. */
int tenor_report_new(tenor_report *out, const tenor_judging *judging, const tenor_dataset *dataset,
                     const size_t *article_of, uint64_t seed, tenor_error *err) TENOR_MUST_USE;
void tenor_report_free(tenor_report *report); /* content only */

/* Looks for the passages of the most wrong articles. The judging must be bound to the model.
 * Errors: TENOR_MEMORY, TENOR_INTERNAL. */
int tenor_report_find_passages(tenor_report *report, const tenor_model *model,
                               tenor_error *err) TENOR_MUST_USE;

const tenor_example *tenor_report_example(const tenor_report *report, size_t article);

/* The text for people. brief: no confusions, no most wrong articles. Failures stay in out. */
void tenor_report_write_text(const tenor_report *report, bool brief, tenor_buffer *out);

/* {"axis": {…}, …, "_details": {"axis": {…}}}: in each axis the keys of scikit-learn's
 * classification_report(output_dict=True) and no others; intervals, confusions, reliability and the
 * most wrong articles below "_details". */
void tenor_report_write_json(const tenor_report *report, tenor_buffer *out);

/* The same without "_details", for a model's info. */
void tenor_report_write_scores(const tenor_report *report, tenor_buffer *out);

/* The brief text, or with json one object of write_scores', of the articles of each language alone,
 * by the languages' names. judging: of all articles of the dataset; seed as above. Errors:
 * TENOR_MEMORY. */
int tenor_report_write_languages(const tenor_judging *judging, const tenor_dataset *dataset,
                                 bool json, uint64_t seed, tenor_buffer *out,
                                 tenor_error *err) TENOR_MUST_USE;

/* One page without any external resource. model (may be NULL): for the strongest terms. title: the
 * page's. Errors: TENOR_MEMORY. */
int tenor_report_write_html(const tenor_report *report, const char *title, const tenor_model *model,
                            tenor_buffer *out, tenor_error *err) TENOR_MUST_USE;

#endif
