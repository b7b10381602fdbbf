/* tenor_pipeline.h: the bytes of an article -> its record, in one call.
 *
 *     tenor_model *model;
 *     tenor_labeller *labeller;
 *     tenor_labelled answer;
 *     if (tenor_model_open(&model, "default.tenor", &err) == 0 &&
 *         tenor_labeller_new(&labeller, model, NULL, &err) == 0 &&
 *         tenor_label_bytes(labeller, "news/0001.md", bytes, &answer, &err) == 0) {
 *         fwrite(answer.line.data, 1, answer.line.size, stdout);
 *     }
 *
 * A labeller belongs to one thread and is used again for the next article: parsers and buffers
 * stay.
 *
 * Threads: a labeller belongs to one thread at a time; any number of labellers may share one model,
 * which tenor_model_open made in any thread. Ownership: the labeller is the caller's, freed by
 * tenor_labeller_free before the model is closed; the strings in its options must live as long as
 * it does; ids and bytes given to a call need only live through the call; the record that a call
 * gives is borrowed from the labeller until its next use. */
#ifndef TENOR_PIPELINE_H
#define TENOR_PIPELINE_H

#include "tenor_features.h"
#include "tenor_model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenor_labeller tenor_labeller;

typedef struct tenor_label_options {
    size_t evidence; /* passages told for each label that is given; 0: none */
    bool text;       /* the record carries the article's text */
    /* Names of the fields of a JSON record; NULL: "text", "title", "id", "path", "date". */
    const char *text_field, *title_field, *id_field, *path_field, *date_field;
    /* A single-label axis whose most probable label is below this is left out of "labels", with a
     * warning. 0: none is. */
    double unsure_below;
} tenor_label_options;

#define TENOR_LABEL_OPTIONS_INIT                                                                   \
    { 0, false, NULL, NULL, NULL, NULL, NULL, 0.0 }

/* What became of an article. */
typedef enum tenor_outcome {
    TENOR_LABELLED, /* a record with labels, or with none where none applies */
    TENOR_WARNED,   /* the same, and the record's "warnings" say something */
    TENOR_FAILED    /* the record tells an error */
} tenor_outcome;

typedef struct tenor_labelled {
    tenor_view line; /* the record: one line of JSON with its "\n"; borrowed until the labeller's
                        next use */
    tenor_outcome outcome;
} tenor_labelled;

/* options may be NULL; its strings are borrowed. The model must outlive the labeller. Errors:
 * TENOR_MEMORY. */
TENOR_API int tenor_labeller_new(tenor_labeller **out, const tenor_model *model,
                                 const tenor_label_options *options,
                                 tenor_error *err) TENOR_MUST_USE;
TENOR_API void tenor_labeller_free(tenor_labeller *labeller); /* NULL is fine */

/* Labels the article in the bytes of a file; its format is told from them. An article that cannot
 * be read gives an error record and is no error of the call. Errors: TENOR_MEMORY, TENOR_INTERNAL.
 */
TENOR_API int tenor_label_bytes(tenor_labeller *labeller, const char *id, tenor_view bytes,
                                tenor_labelled *out, tenor_error *err) TENOR_MUST_USE;

/* Labels a JSON record with "text" (or "path") and perhaps "id", "title", "date". id is used where
 * it has none. */
TENOR_API int tenor_label_json(tenor_labeller *labeller, const char *id, tenor_view json,
                               tenor_labelled *out, tenor_error *err) TENOR_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
