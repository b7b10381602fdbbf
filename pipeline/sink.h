/* sink.h: where a batch's records go if not into a file of JSON Lines: a table, lines of a
 * template, a database.
 *
 * Each is made of the record's own line, so that all of them say the same. */
#ifndef TENOR_SINK_H
#define TENOR_SINK_H

#include "tenor_model.h"

typedef struct tenor_sink tenor_sink;

/* What a kind of sink can do. */
typedef struct tenor_sink_kind {
    /* Before the first record. The model is borrowed for the time of the call. */
    int (*begin)(tenor_sink *sink, const tenor_model *model, tenor_error *err);
    int (*write)(tenor_sink *sink, tenor_view line,
                 tenor_error *err); /* one record with its newline */
    /* For a second there was nothing to write: let others see what was. NULL if nothing is held
     * back. */
    int (*rest)(tenor_sink *sink, tenor_error *err);
    int (*finish)(tenor_sink *sink, tenor_error *err); /* all was well: give the output its name */
    bool (*reader_gone)(const tenor_sink *sink);
    void (*free)(tenor_sink *sink);
} tenor_sink_kind;

struct tenor_sink {
    const tenor_sink_kind *kind;
};

/* format: "csv", "tsv", "table" (for people), or a template: "{id}\t{topic}\t{topic.layoffs}\n";
 * path NULL: standard output. Both are borrowed. A field that a template names must be one of the
 * record's ("id", "title", "date", "lang", "sha256", "chars", "text", "model", "warnings",
 * "error"), an axis, or AXIS.LABEL for its score; that is checked at the beginning. Errors:
 * TENOR_MEMORY. */
int tenor_table_sink_new(tenor_sink **out, const char *format, const char *path,
                         tenor_error *err) TENOR_MUST_USE;

/* An SQLite database: tables articles, labels, scores, evidence, runs (sqlite_sink.c has the
 * schema). It may be read while it is written. What it already holds stays; an article that is
 * labelled again by the same model replaces its earlier rows. Errors: TENOR_IO, TENOR_MEMORY. */
int tenor_sqlite_sink_new(tenor_sink **out, const char *path, tenor_error *err) TENOR_MUST_USE;

void tenor_sink_free(tenor_sink *sink); /* NULL is fine */

#endif
