/* labeller.h: the steps of labelling one by one, for those who look in between (the batch, tenor
 * explain). */
#ifndef TENOR_LABELLER_H
#define TENOR_LABELLER_H

#include "article.h"
#include "document.h"
#include "tenor_pipeline.h"

/* Where the time went, in seconds. */
typedef struct tenor_label_seconds {
    double open, extract, score, write;
} tenor_label_seconds;

/* A clock for such figures; its zero means nothing. */
double tenor_seconds_now(void);

/* What a document is once its JSON, if it is any, has been looked into. Borrowed until the
 * labeller's next use. */
typedef struct tenor_opened {
    tenor_view id;
    const char *digest; /* sha256 of the article's bytes, hexadecimal; "" for a document of kind
                           TENOR_DOCUMENT_ERROR */
} tenor_opened;

/* Step 1: the document's id and digest. The document must stay as it is until the last step.
 * An error is the article's (TENOR_FORMAT, TENOR_IO, TENOR_LIMIT ...); out holds the id
 * nevertheless. */
int tenor_labeller_open(tenor_labeller *labeller, const tenor_document *document, tenor_opened *out,
                        tenor_error *err) TENOR_MUST_USE;

/* Step 2: bytes -> article. An error is the article's, as tenor_read_article tells it. */
int tenor_labeller_read(tenor_labeller *labeller, tenor_error *err) TENOR_MUST_USE;

/* Step 3: article -> verdict; *out is NULL where the article is not guessed at (a warning of it
 * says why). Errors: TENOR_MEMORY, TENOR_INTERNAL, TENOR_LIMIT. */
int tenor_labeller_score(tenor_labeller *labeller, const tenor_verdict **out,
                         tenor_error *err) TENOR_MUST_USE;

/* Step 3 alone, for an article that was read elsewhere (annotated data). */
int tenor_labeller_score_text(tenor_labeller *labeller, const char *title, const char *text,
                              const char *lang, const tenor_verdict **out,
                              tenor_error *err) TENOR_MUST_USE;

/* All steps from the document to the record's line. Errors: TENOR_MEMORY, TENOR_INTERNAL. */
int tenor_labeller_label(tenor_labeller *labeller, const tenor_document *document,
                         tenor_labelled *out, tenor_error *err) TENOR_MUST_USE;

/* The steps behind tenor_labeller_open, given its outcome `code` and error. */
int tenor_labeller_finish(tenor_labeller *labeller, int code, const tenor_error *error,
                          tenor_labelled *out, tenor_error *err) TENOR_MUST_USE;

const tenor_article *tenor_labeller_article(const tenor_labeller *labeller);
tenor_scorer *tenor_labeller_scorer(const tenor_labeller *labeller);
tenor_label_seconds tenor_labeller_seconds(const tenor_labeller *labeller);

#endif
