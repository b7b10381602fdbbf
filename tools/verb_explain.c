/* verb_explain.c: tenor explain, why an article got its labels: for people (programs read `tenor
 * label --evidence`). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "labeller.h"
#include "source.h"
#include "verbs.h"

typedef struct explain_options {
    common_options common;
    const char *model, *label;
    size_t passages, terms;
} explain_options;

static const explain_options defaults = {.passages = 3, .terms = 8};

#define FIELD(name) offsetof(explain_options, name)
static const option_spec specs[] = {
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL",
     "model file (default: $TENOR_MODEL, else the installed one)", 0},
    {"label", 'l', OPTION_TEXT, FIELD(label), "LABEL",
     "explain this label, given or not (default: those given)", 0},
    {"passages", 'p', OPTION_NUMBER, FIELD(passages), "N", "passages to show for a label (3)", 0},
    {"terms", 't', OPTION_NUMBER, FIELD(terms), "N", "terms to show for a passage (8)", 0},
};

typedef struct explaining {
    const explain_options *options;
    const tenor_model *model;
    tenor_labeller *labeller;
    const tenor_verdict *verdict;
    bool colour;
} explaining;

/* Whether the byte range is within a term's place; places count code points from the text's start.
 */
static bool marked(const tenor_explanation *why, const bool *strong, size_t character) {
    for (size_t i = 0; i < why->place_count; i++) {
        if (strong[i] && character >= why->places[i].char_start &&
            character < why->places[i].char_end) {
            return true;
        }
    }
    return false;
}

/* Prints a passage with the strongest terms marked: in bold on a terminal, in [brackets] elsewhere.
 */
static void print_marked(const explaining *self, const tenor_scored_passage *passage,
                         const char *text, const tenor_explanation *why, const bool *strong) {
    size_t character = passage->char_start;
    bool inside = false;
    fputs("      ", stdout);
    for (size_t i = passage->byte_start; i < passage->byte_end; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            bool now = marked(why, strong, character++);
            if (now != inside) {
                fputs(self->colour ? now ? "\x1b[1m" : "\x1b[0m" : now ? "[" : "]", stdout);
            }
            inside = now;
        }
        putchar(text[i] == '\n' ? ' ' : text[i]);
    }
    puts(!inside ? "" : self->colour ? "\x1b[0m" : "]");
}

/* Marks the places of the terms that are shown. */
static bool *choose_places(const explaining *self, const tenor_explanation *why) {
    bool *strong = tenor_new_array(why->place_count, sizeof *strong);
    for (size_t i = 0; strong != NULL && i < why->place_count; i++) {
        for (size_t k = 0;
             k < why->count && k < self->options->terms && why->contributions[k].value > 0; k++) {
            strong[i] =
                strong[i] || why->contributions[k].term_number == why->places[i].term_number;
        }
    }
    return strong;
}

static int print_passage(const explaining *self, size_t number, size_t label, tenor_error *err) {
    const tenor_article *article = tenor_labeller_article(self->labeller);
    const tenor_scored_passage *passage = &self->verdict->passages[number];
    bool title = self->verdict->has_title && number == 0;
    tenor_explanation why;
    int code = tenor_explain(tenor_labeller_scorer(self->labeller), number, label, &why, err);
    if (code != TENOR_OK) {
        return code;
    }
    bool *strong = choose_places(self, &why);
    if (strong == NULL) {
        return tenor_fail_memory(err);
    }
    printf("    %s %u-%u: decision %+.3f\n", title ? "title" : "text",
           (unsigned)passage->char_start, (unsigned)passage->char_end, passage->decision[label]);
    print_marked(self, passage, title ? article->title.data : article->text.data, &why, strong);
    fputs("      terms:", stdout);
    for (size_t i = 0; i < why.count && i < self->options->terms && why.contributions[i].value > 0;
         i++) {
        const tenor_contribution *term = &why.contributions[i];
        printf("%s %.*s %+.3f", i > 0 ? "," : "", (int)term->term.size, term->term.data,
               term->value);
    }
    putchar('\n');
    free(strong);
    return TENOR_OK;
}

/* The passage of the highest decision value below the one shown before (bound, last). SIZE_MAX if
 * there is none. */
static size_t next_best(const tenor_verdict *verdict, size_t label, size_t last) {
    size_t best = (size_t)-1;
    for (size_t i = 0; i < verdict->passage_count; i++) {
        double value = verdict->passages[i].decision[label];
        bool behind = last == (size_t)-1 || value < verdict->passages[last].decision[label] ||
                      (value == verdict->passages[last].decision[label] && i > last);
        if (behind && (best == (size_t)-1 || value > verdict->passages[best].decision[label])) {
            best = i;
        }
    }
    return best;
}

static int print_label(const explaining *self, const tenor_axis *axis, size_t label,
                       tenor_error *err) {
    const tenor_verdict *verdict = self->verdict;
    const tenor_label *facts = tenor_model_label(self->model, label);
    printf("  %s: %s %s (score %.4f", axis->name, facts->name,
           verdict->given[label] ? "given" : "not given", (double)verdict->probability[label]);
    printf(axis->multi ? ", given from %.4f on)\n" : ")\n", (double)facts->threshold);
    size_t number = (size_t)-1;
    for (size_t i = 0; i < self->options->passages; i++) {
        number = next_best(verdict, label, number);
        if (number == (size_t)-1) {
            break;
        }
        int code = print_passage(self, number, label, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    return TENOR_OK;
}

static int print_axes(const explaining *self, tenor_error *err) {
    bool found = self->options->label == NULL;
    for (size_t a = 0; a < tenor_model_axis_count(self->model); a++) {
        const tenor_axis *axis = tenor_model_axis(self->model, a);
        size_t shown = 0;
        for (size_t i = axis->first_label; i < axis->first_label + axis->label_count; i++) {
            const char *name = tenor_model_label(self->model, i)->name;
            bool wanted = self->options->label != NULL ? strcmp(self->options->label, name) == 0
                                                       : self->verdict->given[i] != 0;
            int code = wanted ? print_label(self, axis, i, err) : TENOR_OK;
            if (code != TENOR_OK) {
                return code;
            }
            found = found || wanted;
            shown += wanted;
        }
        if (shown == 0 && self->options->label == NULL) {
            printf("  %s: none\n", axis->name);
        }
    }
    return found ? TENOR_OK
                 : tenor_fail(err, TENOR_USAGE, "the model has no label \"%s\"",
                              self->options->label);
}

/* One article. *failed is set if it could not be read; negative only for what ends everything. */
static int explain_document(explaining *self, const tenor_document *document, bool *failed,
                            tenor_error *err) {
    tenor_opened opened;
    tenor_error problem = TENOR_ERROR_INIT;
    int code = tenor_labeller_open(self->labeller, document, &opened, &problem);
    if (code == TENOR_OK) {
        code = tenor_labeller_read(self->labeller, &problem);
    }
    if (code == TENOR_OK) {
        code = tenor_labeller_score(self->labeller, &self->verdict, &problem);
    }
    printf("%.*s\n", (int)opened.id.size, opened.id.data);
    if (code != TENOR_OK) {
        *failed = true;
        printf("  error: %s\n", problem.text);
        return code == TENOR_MEMORY ? tenor_fail_memory(err) : TENOR_OK;
    }
    const tenor_article *article = tenor_labeller_article(self->labeller);
    printf("  \"%s\" %s, language %s\n", article->title.data, article->date.data,
           article->lang.data);
    for (size_t i = 0; i < article->warning_count; i++) {
        printf("  warning: %s\n", article->warnings[i].data);
    }
    return self->verdict != NULL ? print_axes(self, err) : TENOR_OK;
}

static int explain_all(explaining *self, const text_list *paths, bool *failed, tenor_error *err) {
    tenor_source *source = NULL;
    tenor_document document;
    const tenor_source_options inputs = {
        .paths = paths->items, .path_count = paths->count, .fields = TENOR_FIELDS_INIT};
    tenor_document_init(&document);
    int code = tenor_source_new(&source, &inputs, err);
    while (code == TENOR_OK) {
        int got = tenor_source_next(source, &document, err);
        if (got != 1) {
            code = got;
            break;
        }
        code = explain_document(self, &document, failed, err);
    }
    tenor_document_free(&document);
    tenor_source_free(source);
    return code;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const explain_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    bool failed = false;
    explaining work = {.options = options};
    work.colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    char *path = find_model(options->model, &error);
    int code = path != NULL ? tenor_model_open(&model, path, &error) : error.code;
    if (path != NULL) {
        tenor_error_at(&error, path, 0);
    }
    if (code == TENOR_OK) {
        work.model = model;
        code = tenor_labeller_new(&work.labeller, model, NULL, &error);
    }
    if (code == TENOR_OK) {
        code = explain_all(&work, paths, &failed, &error);
    }
    tenor_labeller_free(work.labeller);
    tenor_model_close(model);
    free(path);
    return code != TENOR_OK ? end_with(&error) : failed ? EXIT_SOME_FAILED : EXIT_GOOD;
}

const verb verb_explain = {
    "explain",
    "[-m MODEL] PATH...",
    "tell why an article got its labels: passages and terms",
    "",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
