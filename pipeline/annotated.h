/* annotated.h: annotated articles on disk -> a dataset to train from or to be measured on.
 *
 * What is read, told by content:
 *   JSON Lines   {"id":…, "title"?:…, "text":… or "path"/"file":…, "lang"?:…, "labels":{axis: label
 * or [labels]}}, one a line. A record of `tenor label --text` that a person has corrected is one as
 * it stands. "path" and "file" are relative to the folder of the JSON Lines file (or to its
 * subfolder "articles"). An axis that is left out or null is not annotated; [] is annotated: none.
 *   a folder     with a labels.jsonl as above; or with any *.jsonl, *.ndjson, *.csv, *.tsv in it
 * and below. An axes.json in it is used. CSV, TSV     a header with "text" (and "id", "title",
 * "lang"); each other column is an axis. Several labels in a cell are separated by ";" or "|", or
 * by blanks where the column has neither. An empty cell is not annotated, "[]" is none. fastText
 * __label__a __label__b text; the axis is called "label".
 *
 * Axes and labels are taken from the data (a list makes an axis multi-label), unless an axes.json
 * names them:
 *
 *   {"axes": [{"name": "topic", "multi": true, "labels": ["layoffs", "cost"], "description": "What
 * is it about?"}, …], "settings": {"passage_bytes": 900, "word_max": 2, "han_max": 3, "latin_min":
 * 3, "latin_max": 5, "min_df": 0, "max_terms": 0, "family_weight": {"word": 1, "han": 1, "latin":
 * 1, "lexicon": 1, "group": 1}}, "lexicon": ["lexicon/layoffs.txt", …]}
 *
 * "settings" and "lexicon" may be left out. A lexicon file is plain text beside it: the first line
 * "# group: NAME", or "# negators" for the words that turn what follows into its opposite; then one
 * term a line; further lines that begin with "#" are comments. */
#ifndef TENOR_ANNOTATED_H
#define TENOR_ANNOTATED_H

#include "dataset.h"

typedef struct tenor_annotated_options {
    const char *axes; /* an axes.json; NULL: the data's own, or the one in an annotated folder */
    /* Told about each problem: is_error false for warnings; line 0 where there is none. May be
     * NULL. */
    void (*tell)(void *data, bool is_error, const char *source, long line, const char *text);
    void *data;
} tenor_annotated_options;

/* Reads everything in paths into *out (TENOR_DATASET_INIT before; to be freed in any case).
 * Problems are told as they are met and reading goes on; with errors among them the call fails at
 * its end. Errors: TENOR_DATA, TENOR_IO, TENOR_FORMAT, TENOR_MEMORY. */
int tenor_annotated_read(tenor_dataset *out, const char *const *paths, size_t path_count,
                         const tenor_annotated_options *options, tenor_error *err) TENOR_MUST_USE;

#endif
