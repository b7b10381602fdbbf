/* record.h: an article and the model's verdict on it -> the record's line (DESIGN.md section 3). */
#ifndef TENOR_RECORD_H
#define TENOR_RECORD_H

#include "article.h"
#include "tenor_model.h"

#define TENOR_RECORD_EVIDENCE_MAX 32 /* passages a label */
#define TENOR_RECORD_TERMS 5         /* terms told of a passage */

typedef struct tenor_record_options {
    size_t evidence; /* passages a given label; 0: none */
    bool text;
} tenor_record_options;

/* Whether words of the article decided about a label, so that passages can tell why: not on an axis
 * whose target it does not name, nor for a label that has none. */
bool tenor_record_has_evidence(const tenor_model *model, const tenor_verdict *verdict,
                               size_t label);

/* Appends the record with its "\n" to out. verdict NULL: not guessed at; labels and scores are
 * empty (the article's warnings say why). The scorer is the one that gave the verdict; it is asked
 * for evidence. digest: sha256 in hexadecimal. Errors: TENOR_MEMORY, TENOR_INTERNAL; out is then
 * incomplete. */
int tenor_record_write(tenor_buffer *out, const tenor_article *article, const char *digest,
                       const tenor_model *model, tenor_scorer *scorer, const tenor_verdict *verdict,
                       tenor_record_options options, tenor_error *err) TENOR_MUST_USE;

/* Appends the record of an input that failed. */
void tenor_record_write_error(tenor_buffer *out, tenor_view id, const tenor_error *error);

/* What a line that this file wrote says of itself. Views into line. */
typedef struct tenor_record_facts {
    tenor_view id;     /* as it stands between the quotes, escaped */
    tenor_view sha256; /* empty in an error record */
    tenor_view model;  /* empty in an error record */
    bool failed, warned;
    bool evidence, text; /* has the field */
} tenor_record_facts;

/* Reads the facts out of a line (without its newline). False if it is no complete record of this
 * version. */
bool tenor_record_parse(tenor_view line, tenor_record_facts *out);

#endif
