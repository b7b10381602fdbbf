/* manual.c: see manual.h; troff by the man macros. */
#include "manual.h"

#include <string.h>

static const char ending[] =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\nall good\n.TP\n.B 1\nsome articles failed; each has its error record\n.TP\n.B "
    "2\nwrong usage\n"
    ".TP\n.B 3\ncould not start or finish\n.TP\n.B 75\nstopped by a signal; run it again to go on\n"
    ".SH ENVIRONMENT\n.TP\n.B TENOR_MODEL\nthe model where no \\-m names one\n"
    ".TP\n.B NO_COLOR\nno colours on the terminal\n";

static void print_upper(const char *name, FILE *to) {
    for (; *name != '\0'; name++) {
        fputc(*name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name, to);
    }
}

static void print_verb(const verb *of, FILE *to) {
    fputs(".TH TENOR\\-", to);
    print_upper(of->name, to);
    fprintf(to, " 1 \"\" \"tenor %s\" \"User Commands\"\n", tenor_version());
    fprintf(to, ".SH NAME\ntenor\\-%s \\- %s\n.SH SYNOPSIS AND OPTIONS\n", of->name, of->summary);
    options_print_man(of, to);
    fputs(ending, to);
    fputs(".SH SEE ALSO\n.BR tenor (1)\n", to);
}

static void print_command(const verb *const *verbs, size_t count, FILE *to) {
    fprintf(
        to,
        ".TH TENOR 1 \"\" \"tenor %s\" \"User Commands\"\n"
        ".SH NAME\ntenor \\- label news articles by topic, stance and sentiment\n"
        ".SH SYNOPSIS\n.B tenor\n.I VERB\n[options] [arguments]\n"
        ".SH DESCRIPTION\nTenor reads articles as they are found (Markdown, HTML, plain text, JSON "
        "Lines, archives of them; "
        "Chinese and English) and writes one JSON record a line about each. "
        "It is trained from annotated articles; what it asks of an article is data, not program.\n"
        ".SH VERBS AND OPTIONS\n",
        tenor_version());
    for (size_t i = 0; i < count; i++) {
        options_print_man(verbs[i], to);
    }
    fputs(ending, to);
    fputs(".SH SEE ALSO\n", to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, ".BR tenor\\-%s (1)%s\n", verbs[i]->name, i + 1 < count ? "," : "");
    }
}

void manual_print(const verb *const *verbs, size_t count, const verb *only, FILE *to) {
    if (only != NULL) {
        print_verb(only, to);
    } else {
        print_command(verbs, count, to);
    }
}
