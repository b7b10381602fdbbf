/* dataset.h: annotated articles in memory, as training and evaluation want them. Filled by
 * pipeline/annotated. */
#ifndef TENOR_DATASET_H
#define TENOR_DATASET_H

#include <stdbool.h>
#include <stdint.h>

#include "tenor_features.h"
#include "lexicon.h"
#include "settings.h"

/* Gold of one label of one article. */
enum { TENOR_GOLD_UNKNOWN = -1, TENOR_GOLD_NO = 0, TENOR_GOLD_YES = 1 };

/* An axis to be learned; all strings owned by the dataset. */
typedef struct tenor_axis_spec {
    char *name;
    char *description; /* "" if none: the question in words, for the model card */
    bool multi;
    bool ordered;       /* three labels, exactly one of them given: two ends and, second, the one
                           between (tenor_axis_between) */
    char *target;       /* the lexicon group that names what the labels are about, as "ai" for the
                           stance toward AI; NULL: none. What an article without a word of it gets
                           is not read from its words. Never with multi */
    size_t first_label; /* labels of all axes are numbered through */
    size_t label_count;
    char **labels;     /* [label_count] */
    double word_trust; /* above 0; 1: what is learned about words and what the lexicon says weigh
                          alike in pooling; less where few hands wrote the annotated articles and
                          what they teach does not carry over, more where the lexicon tells less */
} tenor_axis_spec;

typedef struct tenor_example {
    char *id;
    char *title; /* "" if none */
    char *text;
    char *lang;         /* "zh-Hans", "en" ...; "und" if unknown */
    char *group;        /* author, site or batch; "" if none */
    const char *source; /* file it came from, for messages; owned by the dataset */
    long line;          /* line in source, 0 if a file of its own */
    int8_t *gold;       /* [labels of all axes] TENOR_GOLD_* */
} tenor_example;

/* A lexicon group as read from axes.json's lexicon files, not yet folded. */
typedef struct tenor_lexicon_source {
    char *group;
    bool negators;
    char **terms; /* [term_count] */
    size_t term_count;
} tenor_lexicon_source;

typedef struct tenor_dataset {
    tenor_axis_spec *axes; /* [axis_count] */
    size_t axis_count;
    size_t label_count;      /* of all axes */
    tenor_example *examples; /* [example_count] in the order read */
    size_t example_count, example_capacity;
    tenor_lexicon_source *lexicon; /* [lexicon_count]; none: count 0 */
    size_t lexicon_count;
    tenor_settings settings; /* defaults, changed by axes.json's "settings" */
    char **sources;          /* [source_count] file names that examples point to */
    size_t source_count;
    char digest[65]; /* sha256 of the examples (id, title, text, gold), hexadecimal */
} tenor_dataset;

#define TENOR_DATASET_INIT                                                                         \
    { NULL, 0, 0, NULL, 0, 0, NULL, 0, TENOR_SETTINGS_INIT, NULL, 0, "" }

/* Whether a label (numbered through) is the one between the ends of an ordered axis: it is what is
 * left where neither end prevails, so it has no words of its own and is not learned. */
bool tenor_axis_between(const tenor_axis_spec *axis, size_t label);

void tenor_dataset_free(tenor_dataset *dataset); /* content only */

#endif
