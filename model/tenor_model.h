/* tenor_model.h: a trained model: open it, ask it about texts.
 *
 * A model is immutable once open: any number of threads may share it, each with a scorer of its
 * own. The file is mapped, so opening takes milliseconds and processes share its pages; every size
 * and offset in it and its checksum are checked first.
 *
 * Threads: functions that take a const tenor_model may be called on one model from many threads at
 * once; tenor_model_close when no other thread uses it and its scorers are freed. A tenor_scorer
 * belongs to one thread at a time. Ownership: tenor_model and tenor_scorer are the caller's, freed
 * by the functions named here; every other pointer that a function returns or fills in is
 * borrowed, from the model until it is closed or from the scorer until its next use. Strings and
 * views given to a function need only live through the call, but the text of tenor_score until the
 * last tenor_explain about it. */
#ifndef TENOR_MODEL_H
#define TENOR_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "tenor_features.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenor_model tenor_model;
typedef struct tenor_scorer tenor_scorer;

/* A label of an axis. Borrowed from the model. */
typedef struct tenor_label {
    const char *name;
    float threshold;  /* the label of a multi-label axis is given from this probability on */
    float untargeted; /* probability in an article without a word of the axis' target; 0: it has
                         none */
    bool calibrated;  /* false: too few articles to fit a probability; scores are then rough */
    bool silent; /* nothing in a text speaks for it: it is given where no other label of its axis
                    prevails ("neutral" between "negative" and "positive") */
} tenor_label;

/* A question asked of every article. Labels of all axes are numbered through: those of axis a are
 * first_label .. first_label + label_count - 1 wherever an array is [labels]. */
typedef struct tenor_axis {
    const char *name;
    bool multi; /* any number of labels, also none; else exactly one */
    size_t first_label;
    size_t label_count;
    const char
        *target; /* the lexicon group whose words name what the labels are about; NULL: none.
                    An article without any gets the labels' `untargeted` as probabilities, their
                    shares among such articles in the training data, whatever else it says */
} tenor_axis;

/* Opens a model file. On success *out is the caller's, to be closed after every scorer over it.
 * Errors: TENOR_IO, TENOR_MODEL (damaged, truncated, or of another version), TENOR_MEMORY. */
TENOR_API int tenor_model_open(tenor_model **out, const char *path,
                               tenor_error *err) TENOR_MUST_USE;
TENOR_API void tenor_model_close(tenor_model *model); /* NULL is fine */

/* 16 hexadecimal digits made from the model's content. Borrowed. */
TENOR_API const char *tenor_model_id(const tenor_model *model);
TENOR_API size_t tenor_model_axis_count(const tenor_model *model);
TENOR_API const tenor_axis *tenor_model_axis(const tenor_model *model, size_t axis);
TENOR_API size_t tenor_model_label_count(const tenor_model *model); /* of all axes together */
TENOR_API const tenor_label *tenor_model_label(const tenor_model *model, size_t label);

/* Whether training data had articles in this language ("en", "zh-Hans"; only the part before "-" is
 * compared). True too where nothing is known of the article's language ("und") or of the training
 * data's. */
TENOR_API bool tenor_model_knows_language(const tenor_model *model, const char *language);

/* What the trainer noted about data, settings and cross-validated scores: one JSON object.
 * Borrowed. */
TENOR_API tenor_view tenor_model_info(const tenor_model *model);

/* What was scored: passage 0 is the title if has_title. Offsets count into the text given (not the
 * title's): code points and bytes of UTF-8; for the title passage they count into the title. */
typedef struct tenor_scored_passage {
    uint32_t char_start, char_end;
    uint32_t byte_start, byte_end;
    const double *decision; /* [labels] decision values of this passage alone */
} tenor_scored_passage;

/* The answer about one text. Everything in it is borrowed from the scorer until its next use. */
typedef struct tenor_verdict {
    const double *decision;   /* [labels] pooled over the passages, also where that is not what
                                 answers (untargeted) */
    const float *probability; /* [labels] calibrated; those of a single-label axis sum to 1 */
    const uint8_t *given;     /* [labels] 1: the label is given. All 0 if nothing could be scored */
    size_t token_count;       /* words seen in title and text */
    size_t known_count;       /* of them in the vocabulary: few of many means foreign text */
    const uint8_t *untargeted; /* [axes] 1: the article has no word of the axis' target */
    bool has_title;
    size_t passage_count;
    const tenor_scored_passage *passages; /* [passage_count] */
} tenor_verdict;

/* A scorer holds the scratch of one thread; between texts its memory is kept. The model must
 * outlive it. */
TENOR_API int tenor_scorer_new(tenor_scorer **out, const tenor_model *model,
                               tenor_error *err) TENOR_MUST_USE;
TENOR_API void tenor_scorer_free(tenor_scorer *scorer); /* NULL is fine */

/* Scores one article: title (may be empty) and text, both valid UTF-8. Errors: TENOR_MEMORY,
 * TENOR_LIMIT, TENOR_INTERNAL. */
TENOR_API int tenor_score(tenor_scorer *scorer, tenor_view title, tenor_view text,
                          tenor_verdict *out, tenor_error *err) TENOR_MUST_USE;

/* One term's part in a passage's decision value. */
typedef struct tenor_contribution {
    tenor_view term; /* its name; borrowed from the model */
    uint32_t term_number;
    double value; /* weight times value; the sum over all terms plus the bias is the passage's
                     decision value */
} tenor_contribution;

/* Where a term stands in the text (or title) that was explained, in code points. */
typedef struct tenor_term_place {
    uint32_t term_number;
    uint32_t char_start, char_end;
} tenor_term_place;

/* Explains one passage of the last tenor_score of this scorer (text and title must still be there).
 * All borrowed until the scorer's next use. */
typedef struct tenor_explanation {
    double bias;
    size_t count;
    const tenor_contribution *contributions; /* [count] largest value first, ties by term number */
    size_t place_count;
    const tenor_term_place *places; /* [place_count] in order of the text */
} tenor_explanation;
TENOR_API int tenor_explain(tenor_scorer *scorer, size_t passage, size_t label,
                            tenor_explanation *out, tenor_error *err) TENOR_MUST_USE;

/* What the words of one lexicon group say for a label, in log odds. */
typedef struct tenor_group_part {
    const char *group;  /* borrowed from the model */
    uint32_t hits;      /* in the whole article, negated ones left out */
    uint32_t in_title;  /* of these */
    uint32_t in_lead;   /* of these, in the text's first passage */
    uint32_t different; /* different terms among them */
    double log_odds;
} tenor_group_part;

/* Why the last article scored by this scorer has a label or not: log odds whose sum, base +
 * passages + those of all groups, is the log odds of the label's probability; on a single-label
 * axis of that before the labels are scaled to sum to 1. (Not so on an axis that is untargeted.)
 * Borrowed until the scorer's next use. */
typedef struct tenor_article_explanation {
    double base;     /* of an article of this length that says nothing */
    double passages; /* what the passages' decision values say, pooled */
    size_t group_count;
    const tenor_group_part *groups; /* [group_count] those that weigh most first */
} tenor_article_explanation;
TENOR_API int tenor_explain_article(tenor_scorer *scorer, size_t label,
                                    tenor_article_explanation *out,
                                    tenor_error *err) TENOR_MUST_USE;

/* The terms that speak most strongly for (or against) a label, into out [count]; *found of them,
 * those without weight left out. */
TENOR_API int tenor_model_strongest(const tenor_model *model, size_t label, bool against,
                                    tenor_contribution *out, size_t count, size_t *found,
                                    tenor_error *err) TENOR_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
