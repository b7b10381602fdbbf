/* main.c: the table of verbs, and the one place where errors are printed and the exit status is
 * decided. */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "manual.h"
#include "memory.h"
#include "verbs.h"

static const verb *const verbs[] = {&verb_label,   &verb_train,   &verb_evaluate, &verb_compare,
                                    &verb_audit,   &verb_suggest, &verb_explain,  &verb_inspect,
                                    &verb_convert, &verb_shards};

enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

void print_error(const tenor_error *error) {
    fputs("tenor: ", stderr);
    if (error->source[0] != '\0') {
        fprintf(stderr, "%s:", error->source);
        if (error->line > 0) {
            fprintf(stderr, "%ld:", error->line);
        }
        fputc(' ', stderr);
    }
    fprintf(stderr, "%s\n", error->text);
}

int end_with(const tenor_error *error) {
    print_error(error);
    switch (error->code) {
    case TENOR_USAGE:
        return EXIT_USAGE;
    case TENOR_INTERRUPTED:
        return EXIT_RETRY;
    default:
        return EXIT_FAILED;
    }
}

static const verb *find_verb(const char *name) {
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(verbs[i]->name, name) == 0) {
            return verbs[i];
        }
    }
    return NULL;
}

static void print_overview(FILE *to) {
    fputs("tenor: label news articles by topic, stance and sentiment\n\n", to);
    for (size_t i = 0; i < VERB_COUNT; i++) {
        fprintf(to, "  tenor %-9s %s\n", verbs[i]->name, verbs[i]->summary);
    }
    fputs("\ntenor VERB --help tells a verb's options; tenor --version the version.\n"
          "Exit status: 0 all good; 1 some articles failed; 2 wrong usage; 3 could not start or "
          "finish;\n"
          "75 stopped by a signal, run it again to go on.\n",
          to);
}

static int run_help(char **arguments) {
    if (*arguments != NULL && strcmp(*arguments, "--man") == 0) {
        manual_print(verbs, VERB_COUNT, arguments[1] != NULL ? find_verb(arguments[1]) : NULL,
                     stdout);
        return EXIT_GOOD;
    }
    if (*arguments != NULL && strcmp(*arguments, "--completion") == 0) {
        bool known =
            arguments[1] != NULL && completion_print(verbs, VERB_COUNT, arguments[1], stdout);
        return known ? EXIT_GOOD : EXIT_USAGE;
    }
    const verb *of = *arguments != NULL ? find_verb(*arguments) : NULL;
    if (of != NULL) {
        options_print_help(of, stdout);
    } else {
        print_overview(stdout);
    }
    return EXIT_GOOD;
}

/* Each verb's run() gets its options as one struct; the largest has room here. */
typedef union any_options {
    common_options common;
    char room[1024];
    max_align_t align;
} any_options;

static int run_verb(const verb *of, char **arguments) {
    tenor_error error = TENOR_ERROR_INIT;
    any_options options;
    text_list rest = {0};
    int status;
    assert(of->options_size <= sizeof options);
    if (options_parse(of, arguments, &options, &rest, &error) != TENOR_OK) {
        status = end_with(&error);
    } else if (options.common.help) {
        options_print_help(of, stdout);
        status = EXIT_GOOD;
    } else {
        status = of->run(of, &options, &rest);
    }
    text_list_free(&rest);
    return status;
}

static int run(char **argv) {
    const char *name = argv[0] != NULL ? argv[1] : NULL;
    if (name == NULL) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        return run_help(argv + 2);
    }
    if (strcmp(name, "--version") == 0) {
        printf("tenor %s\n", tenor_version());
        return EXIT_GOOD;
    }
    const verb *of = find_verb(name);
    if (of == NULL) {
        tenor_error error = TENOR_ERROR_INIT;
        tenor_fail(&error, TENOR_USAGE, "no verb \"%s\" (see tenor --help)", name);
        return end_with(&error);
    }
    return run_verb(of, argv + 2);
}

int main(int argc, char **argv) {
    (void)argc;
    int status = run(argv);
    bool bad = ferror(stdout) != 0;
    if ((fclose(stdout) != 0 || bad) && errno != EPIPE && status != EXIT_FAILED) {
        tenor_error error = TENOR_ERROR_INIT;
        tenor_fail(&error, TENOR_IO, "cannot write: %s", strerror(errno));
        tenor_error_at(&error, "standard output", 0);
        status = end_with(&error);
    }
    return status;
}
