/* audit.h: annotations that are likely wrong, by confident learning (Northcutt, Jiang and Chuang
 * 2021): a label is suspected where the out-of-fold probability of another one reaches the mean
 * that articles annotated with that other one get (a threshold a class, so that classes which the
 * model is generally unsure of are not suspected wholesale), and is ranked by the probability of
 * what is annotated (self-confidence). */
#ifndef TENOR_AUDIT_H
#define TENOR_AUDIT_H

#include "metrics.h"

typedef struct tenor_suspect {
    size_t article, axis;
    double annotated; /* probability of what is annotated; of a multi-label axis: of its most
                         doubtful label */
    double suggested; /* probability of what is suggested instead */
} tenor_suspect;

/* Into suspects [article_count * axis_count], most doubtful first, ties in the articles' order.
 * suggestion [article_count][label_count]: 1 for the labels suggested (as annotated where nothing
 * is suspected). In a multi-label axis each label is a question of its own (yes or no). Errors:
 * TENOR_MEMORY. */
int tenor_audit(const tenor_judged *judged, tenor_suspect *suspects, size_t *count,
                uint8_t *suggestion, tenor_error *err) TENOR_MUST_USE;

#endif
