/* options.h: one table of options a verb, from which parsing, --help and the manual page are made.
 */
#ifndef TENOR_OPTIONS_H
#define TENOR_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "tenor_features.h"

/* What an option takes, and the type of the field that it sets. */
typedef enum option_kind {
    OPTION_FLAG,   /* nothing; bool */
    OPTION_TEXT,   /* const char * */
    OPTION_NUMBER, /* size_t */
    OPTION_MAYBE,  /* size_t: `fallback` where no =VALUE is given */
    OPTION_REAL,   /* double */
    OPTION_CHOICE, /* int: position of the value in `value`, whose choices are separated by "|" */
    OPTION_LIST    /* text_list: may be given several times; the verb frees it */
} option_kind;

typedef struct text_list {
    const char **items; /* [count], owned; the strings are argv's */
    size_t count, capacity;
} text_list;

typedef struct option_spec {
    const char *name; /* long name without "--" */
    char letter;      /* 0: none */
    option_kind kind;
    size_t offset;     /* of the field in the verb's options */
    const char *value; /* the value's name in the help; NULL for a flag */
    const char *help;
    size_t fallback;
} option_spec;

/* The options of every verb: the first field of each verb's options. */
typedef struct common_options {
    bool help, quiet;
} common_options;

struct verb;
typedef int verb_run(const struct verb *self, void *options, const text_list *arguments);

typedef struct verb {
    const char *name;
    const char *arguments;      /* "[-m MODEL] [-o OUT] PATH..." */
    const char *summary;        /* one line */
    const char *details;        /* paragraphs for the help and the manual page; may be "" */
    const option_spec *options; /* [option_count], without the common ones */
    size_t option_count;
    const void *defaults; /* the verb's options before parsing, [options_size] bytes */
    size_t options_size;
    size_t least, most; /* arguments */
    verb_run *run;      /* returns the exit status */
} verb;

/* Parses argv (behind the verb's name) into *options (of the verb's type, set to its defaults
 * first) and arguments. Errors: TENOR_USAGE, TENOR_MEMORY. */
int options_parse(const verb *of, char **argv, void *options, text_list *arguments,
                  tenor_error *err) TENOR_MUST_USE;
void text_list_free(text_list *list);

/* Option number i of a verb, its own first, then the common ones; NULL behind the last. */
const option_spec *options_at(const verb *of, size_t i);

void options_print_help(const verb *of, FILE *to);
void options_print_man(const verb *of, FILE *to); /* the verb's part of the manual page, in troff */

#endif
