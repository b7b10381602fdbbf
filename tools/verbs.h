/* verbs.h: what the verbs of the command share. */
#ifndef TENOR_VERBS_H
#define TENOR_VERBS_H

#include "options.h"
#include "tenor_model.h"

/* Exit status of the command. */
enum {
    EXIT_GOOD = 0,
    EXIT_SOME_FAILED = 1, /* each has its error record */
    EXIT_USAGE = 2,
    EXIT_FAILED = 3, /* could not start or finish */
    EXIT_RETRY = 75  /* stopped by a signal: run it again to go on */
};

extern const verb verb_label, verb_train, verb_evaluate, verb_compare, verb_audit, verb_suggest,
    verb_explain, verb_inspect, verb_convert, verb_shards;

/* "tenor: SOURCE:LINE: text" on standard error. */
void print_error(const tenor_error *error);

/* Prints error and returns the exit status that fits it. */
int end_with(const tenor_error *error);

/* Told of a label that nothing in a text speaks for (tenor_label.silent). */
#define SILENT_LABEL "no words of its own: given where no other label of the axis prevails"

/* The model to use: `named` if not NULL, else $TENOR_MODEL, else the default model of this
 * installation (or build). Owned by the caller; NULL with *err set if there is none. */
char *find_model(const char *named, tenor_error *err);

/* Opens that model; errors tell its path. */
int open_model(const char *named, tenor_model **model, tenor_error *err) TENOR_MUST_USE;

#endif
