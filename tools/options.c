/* options.c: the table's three readers.
 *
 * An own parser of 100 lines rather than getopt_long: that one takes unambiguous prefixes for
 * options (so that a script with --evid breaks when --evidence-text is born), knows no types, and
 * needs the table a second time for the help. */
#include "options.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"

static const option_spec common_specs[] = {
    {"quiet", 'q', OPTION_FLAG, offsetof(common_options, quiet), NULL, "say nothing but errors", 0},
    {"help", 'h', OPTION_FLAG, offsetof(common_options, help), NULL, "show this help", 0},
};

enum { COMMON_COUNT = sizeof common_specs / sizeof common_specs[0] };

/* Option number i: the verb's own first, then the common ones; NULL behind the last. */
const option_spec *options_at(const verb *of, size_t i) {
    if (i < of->option_count) {
        return &of->options[i];
    }
    return i - of->option_count < COMMON_COUNT ? &common_specs[i - of->option_count] : NULL;
}

static const option_spec *find_long(const verb *of, const char *name, size_t size) {
    const option_spec *spec;
    for (size_t i = 0; (spec = options_at(of, i)) != NULL; i++) {
        if (strlen(spec->name) == size && memcmp(spec->name, name, size) == 0) {
            return spec;
        }
    }
    return NULL;
}

static const option_spec *find_short(const verb *of, char letter) {
    const option_spec *spec;
    for (size_t i = 0; (spec = options_at(of, i)) != NULL; i++) {
        if (spec->letter == letter) {
            return spec;
        }
    }
    return NULL;
}

/* ---- values ---- */

static int bad_value(const option_spec *spec, const char *value, const char *wanted,
                     tenor_error *err) {
    return tenor_fail(err, TENOR_USAGE, "--%s: \"%s\" is not %s", spec->name, value, wanted);
}

static int set_number(const option_spec *spec, const char *value, void *field, tenor_error *err) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number > SIZE_MAX) {
        return bad_value(spec, value, "a whole number", err);
    }
    *(size_t *)field = (size_t)number;
    return TENOR_OK;
}

static int set_real(const option_spec *spec, const char *value, void *field, tenor_error *err) {
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end != '\0' || number != number) {
        return bad_value(spec, value, "a number", err);
    }
    *(double *)field = number;
    return TENOR_OK;
}

static int set_choice(const option_spec *spec, const char *value, void *field, tenor_error *err) {
    size_t size = strlen(value);
    const char *at = spec->value;
    for (int i = 0; *at != '\0'; i++) {
        size_t length = strcspn(at, "|");
        if (length == size && memcmp(at, value, size) == 0) {
            *(int *)field = i;
            return TENOR_OK;
        }
        at += length + (at[length] == '|');
    }
    return bad_value(spec, value, spec->value, err);
}

static int add_text(text_list *list, const char *text, tenor_error *err) {
    if (!TENOR_GROW(list->items, list->capacity, list->count + 1)) {
        return tenor_fail_memory(err);
    }
    list->items[list->count++] = text;
    return TENOR_OK;
}

void text_list_free(text_list *list) {
    free(list->items);
    *list = (text_list){0};
}

/* Sets spec's field; value is NULL where none was given (flags, and OPTION_MAYBE without "="). */
static int set(const option_spec *spec, const char *value, void *options, tenor_error *err) {
    void *field = (char *)options + spec->offset;
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return TENOR_OK;
    case OPTION_TEXT:
        *(const char **)field = value;
        return TENOR_OK;
    case OPTION_MAYBE:
        if (value == NULL) {
            *(size_t *)field = spec->fallback;
            return TENOR_OK;
        }
        return set_number(spec, value, field, err);
    case OPTION_NUMBER:
        return set_number(spec, value, field, err);
    case OPTION_REAL:
        return set_real(spec, value, field, err);
    case OPTION_CHOICE:
        return set_choice(spec, value, field, err);
    case OPTION_LIST:
        return add_text(field, value, err);
    }
    return TENOR_OK;
}

/* ---- parsing ---- */

static bool takes_next(const option_spec *spec) {
    return spec->kind != OPTION_FLAG && spec->kind != OPTION_MAYBE;
}

/* One "--name" or "--name=value"; *next is the argument behind it and moves on if it is taken as
 * the value. */
static int parse_long(const verb *of, const char *text, char ***next, void *options,
                      tenor_error *err) {
    size_t size = strcspn(text, "=");
    const char *value = text[size] == '=' ? text + size + 1 : NULL;
    const option_spec *spec = find_long(of, text, size);
    if (spec == NULL) {
        return tenor_fail(err, TENOR_USAGE, "no option --%.*s (see tenor %s --help)", (int)size,
                          text, of->name);
    }
    if (spec->kind == OPTION_FLAG && value != NULL) {
        return tenor_fail(err, TENOR_USAGE, "--%s takes no value", spec->name);
    }
    if (takes_next(spec) && value == NULL) {
        if (**next == NULL) {
            return tenor_fail(err, TENOR_USAGE, "--%s needs a value (%s)", spec->name, spec->value);
        }
        value = *(*next)++;
    }
    return set(spec, value, options, err);
}

/* Letters behind one "-": flags, the last of which may be an option with its value behind it or as
 * the next argument. */
static int parse_short(const verb *of, const char *text, char ***next, void *options,
                       tenor_error *err) {
    for (; *text != '\0'; text++) {
        const option_spec *spec = find_short(of, *text);
        if (spec == NULL) {
            return tenor_fail(err, TENOR_USAGE, "no option -%c (see tenor %s --help)", *text,
                              of->name);
        }
        if (!takes_next(spec)) {
            int code = set(spec, NULL, options, err);
            if (code != TENOR_OK) {
                return code;
            }
            continue;
        }
        if (text[1] == '\0' && **next == NULL) {
            return tenor_fail(err, TENOR_USAGE, "-%c needs a value (%s)", *text, spec->value);
        }
        return set(spec, text[1] != '\0' ? text + 1 : *(*next)++, options, err);
    }
    return TENOR_OK;
}

int options_parse(const verb *of, char **argv, void *options, text_list *arguments,
                  tenor_error *err) {
    bool only_arguments = false;
    memcpy(options, of->defaults, of->options_size);
    while (*argv != NULL) {
        char *text = *argv++;
        int code = TENOR_OK;
        if (only_arguments || text[0] != '-' || text[1] == '\0') {
            code = add_text(arguments, text, err);
        } else if (strcmp(text, "--") == 0) {
            only_arguments = true;
        } else if (text[1] == '-') {
            code = parse_long(of, text + 2, &argv, options, err);
        } else {
            code = parse_short(of, text + 1, &argv, options, err);
        }
        if (code != TENOR_OK) {
            return code;
        }
    }
    bool help = ((const common_options *)options)->help;
    if (!help && arguments->count < of->least) {
        return tenor_fail(err, TENOR_USAGE, "tenor %s %s: too few arguments", of->name,
                          of->arguments);
    }
    if (!help && arguments->count > of->most) {
        return tenor_fail(err, TENOR_USAGE, "tenor %s: too many arguments, beginning with \"%s\"",
                          of->name, arguments->items[of->most]);
    }
    return TENOR_OK;
}

/* ---- help ---- */

static int print_names(const option_spec *spec, char *out, size_t size) {
    char letter[8] = "    ";
    if (spec->letter != 0) {
        snprintf(letter, sizeof letter, "-%c, ", spec->letter);
    }
    const char *value = spec->value != NULL ? spec->value : "";
    const char *format = spec->kind == OPTION_FLAG    ? "%s--%s%s"
                         : spec->kind == OPTION_MAYBE ? "%s--%s[=%s]"
                                                      : "%s--%s %s";
    return snprintf(out, size, format, letter, spec->name, value);
}

void options_print_help(const verb *of, FILE *to) {
    enum { COLUMN = 32 };
    const option_spec *spec;
    fprintf(to, "tenor %s %s\n\n%s\n\n", of->name, of->arguments, of->summary);
    for (size_t i = 0; (spec = options_at(of, i)) != NULL; i++) {
        char names[128];
        int size = print_names(spec, names, sizeof names);
        if (size > COLUMN - 4) {
            fprintf(to, "  %s\n%*s%s\n", names, COLUMN, "", spec->help);
        } else {
            fprintf(to, "  %-*s%s\n", COLUMN - 2, names, spec->help);
        }
    }
    if (of->details[0] != '\0') {
        fprintf(to, "\n%s", of->details);
    }
}

/* Text for troff: backslashes and hyphens escaped, no line that begins with a control character. */
static void print_troff(const char *text, FILE *to) {
    bool line_start = true;
    for (; *text != '\0'; text++) {
        if (line_start && (*text == '.' || *text == '\'')) {
            fputs("\\&", to);
        }
        if (*text == '\\') {
            fputs("\\e", to);
        } else if (*text == '-') {
            fputs("\\-", to);
        } else {
            fputc(*text, to);
        }
        line_start = *text == '\n';
    }
}

void options_print_man(const verb *of, FILE *to) {
    const option_spec *spec;
    fprintf(to, ".SS tenor %s ", of->name);
    print_troff(of->arguments, to);
    fputs("\n", to);
    print_troff(of->summary, to);
    fputs(".\n", to);
    for (size_t i = 0; (spec = options_at(of, i)) != NULL; i++) {
        char names[128];
        print_names(spec, names, sizeof names);
        fputs(".TP\n.B ", to);
        print_troff(names + strspn(names, " "), to);
        fputs("\n", to);
        print_troff(spec->help, to);
        fputs("\n", to);
    }
    if (of->details[0] != '\0') {
        fputs(".PP\n.nf\n", to);
        print_troff(of->details, to);
        fputs(".fi\n", to);
    }
}
