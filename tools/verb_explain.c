/* verb_explain.c: tenor explain, why an article got its labels: for people (programs read `tenor
 * label --evidence`). */
#include <math.h>
#include <stdarg.h>
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
    const char *model, *label, *html;
    size_t passages, terms;
} explain_options;

static const explain_options defaults = {.passages = 3, .terms = 8};

#define LEAST_SHOWN 0.0005 /* log odds; below it reads as 0.000 */
#define FIELD(name) offsetof(explain_options, name)
static const option_spec specs[] = {
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL",
     "model file (default: $TENOR_MODEL, else the installed one)", 0},
    {"label", 'l', OPTION_TEXT, FIELD(label), "LABEL",
     "explain this label, given or not (default: those given)", 0},
    {"passages", 'p', OPTION_NUMBER, FIELD(passages), "N", "passages to show for a label (3)", 0},
    {"terms", 't', OPTION_NUMBER, FIELD(terms), "N", "terms to show for and against a passage (8)",
     0},
    {"html", 0, OPTION_TEXT, FIELD(html), "FILE", "write a page (HTML) to FILE instead", 0},
};

/* How each kind of line, and each mark within a passage, begins and ends. */
typedef struct style {
    const char *article[2], *fact[2], *label[2], *head[2], *passage[2], *terms[2];
    const char *speaks_for[2], *speaks_against[2];
    bool escape; /* text is put into HTML */
} style;

static const style plain = {{"", "\n"},     {"  ", "\n"},     {"  ", "\n"},
                            {"    ", "\n"}, {"      ", "\n"}, {"      ", "\n"},
                            {"[", "]"},     {"{", "}"},       false};
static const style colours = {{"\x1b[1m", "\x1b[0m\n"},
                              {"  ", "\n"},
                              {"  \x1b[1m", "\x1b[0m\n"},
                              {"    ", "\n"},
                              {"      ", "\n"},
                              {"      ", "\n"},
                              {"\x1b[1;32m", "\x1b[0m"},
                              {"\x1b[31m", "\x1b[0m"},
                              false};
static const style page = {{"<h1>", "</h1>\n"},
                           {"<p>", "</p>\n"},
                           {"<h2>", "</h2>\n"},
                           {"<h3>", "</h3>\n"},
                           {"<blockquote>", "</blockquote>\n"},
                           {"<p class=\"terms\">", "</p>\n"},
                           {"<mark>", "</mark>"},
                           {"<del>", "</del>"},
                           true};

static const char page_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>tenor explain</title>\n"
    "<style>body{max-width:48em;margin:2em auto;padding:0 "
    "1em;font-family:sans-serif;line-height:1.5}"
    "h1{font-size:1.2em}h2{font-size:1.05em;border-top:1px solid #bbb;padding-top:.6em}"
    "h3{font-size:.9em;font-weight:normal;margin:0}blockquote{margin:.3em 0 .3em "
    "1em;white-space:pre-line}"
    "mark{background:#cdebc5;color:#000}del{background:#f6d0cd;color:#000;text-decoration:none;"
    "border-bottom:2px dotted #a00}"
    ".terms{font-size:.85em;color:#444;margin:.2em 0 1em 1em}</style>\n";

typedef struct explaining {
    const explain_options *options;
    const tenor_model *model;
    tenor_labeller *labeller;
    const tenor_verdict *verdict;
    const style *style;
    FILE *out;
} explaining;

static void put_byte(const explaining *self, char byte) {
    const char *entity = byte == '&' ? "&amp;" : byte == '<' ? "&lt;" : byte == '>' ? "&gt;" : NULL;
    if (self->style->escape && entity != NULL) {
        fputs(entity, self->out);
    } else {
        fputc(byte, self->out);
    }
}

/* A piece of text as the style wants it. */
static void TENOR_PRINTF(2, 0) put_list(const explaining *self, const char *format, va_list args) {
    char text[1024];
    vsnprintf(text, sizeof text, format, args);
    for (const char *at = text; *at != '\0'; at++) {
        put_byte(self, *at);
    }
}

static void TENOR_PRINTF(2, 3) put(const explaining *self, const char *format, ...) {
    va_list args;
    va_start(args, format);
    put_list(self, format, args);
    va_end(args);
}

static void put_view(const explaining *self, tenor_view text) {
    for (size_t i = 0; i < text.size; i++) {
        put_byte(self, text.data[i]);
    }
}

static void begin(const explaining *self, const char *const pair[2]) {
    fputs(pair[0], self->out);
}

static void end(const explaining *self, const char *const pair[2]) {
    fputs(pair[1], self->out);
}

/* What the terms at a character say: 1 for the label, -1 against it, 0 nothing; places count code
 * points from the text's start. */
static int mark_at(const tenor_explanation *why, const signed char *marks, size_t character) {
    int mark = 0;
    for (size_t i = 0; i < why->place_count && mark <= 0; i++) {
        if (marks[i] != 0 && character >= why->places[i].char_start &&
            character < why->places[i].char_end) {
            mark = marks[i];
        }
    }
    return mark;
}

static const char *const *pair_of(const explaining *self, int mark) {
    return mark > 0 ? self->style->speaks_for : self->style->speaks_against;
}

/* Prints a passage with the strongest terms marked. */
static void print_marked(const explaining *self, const tenor_scored_passage *passage,
                         const char *text, const tenor_explanation *why, const signed char *marks) {
    size_t character = passage->char_start;
    int inside = 0;
    begin(self, self->style->passage);
    for (size_t i = passage->byte_start; i < passage->byte_end; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            int now = mark_at(why, marks, character++);
            if (now != inside && inside != 0) {
                end(self, pair_of(self, inside));
            }
            if (now != inside && now != 0) {
                begin(self, pair_of(self, now));
            }
            inside = now;
        }
        put_byte(self, text[i] == '\n' && !self->style->escape ? ' ' : text[i]);
    }
    if (inside != 0) {
        end(self, pair_of(self, inside));
    }
    end(self, self->style->passage);
}

/* Contribution number i of the strongest for (side 1) or against (side -1) the label; NULL if there
 * are no more. */
static const tenor_contribution *strongest(const explaining *self, const tenor_explanation *why,
                                           int side, size_t i) {
    if (i >= self->options->terms || i >= why->count) {
        return NULL;
    }
    const tenor_contribution *term = &why->contributions[side > 0 ? i : why->count - 1 - i];
    return term->value * side > 0 ? term : NULL;
}

/* Marks the places of the terms that are shown. */
static signed char *choose_places(const explaining *self, const tenor_explanation *why) {
    signed char *marks = tenor_new_array(why->place_count, sizeof *marks);
    const tenor_contribution *term;
    for (size_t i = 0; marks != NULL && i < why->place_count; i++) {
        for (int side = -1; side <= 1; side += 2) {
            for (size_t k = 0; (term = strongest(self, why, side, k)) != NULL; k++) {
                if (term->term_number == why->places[i].term_number) {
                    marks[i] = (signed char)side;
                }
            }
        }
    }
    return marks;
}

static void print_terms(const explaining *self, const tenor_explanation *why, int side) {
    const tenor_contribution *term;
    if (strongest(self, why, side, 0) == NULL) {
        return;
    }
    begin(self, self->style->terms);
    put(self, side > 0 ? "terms:" : "against:");
    for (size_t i = 0; (term = strongest(self, why, side, i)) != NULL; i++) {
        put(self, i > 0 ? ", " : " ");
        put_view(self, term->term);
        put(self, " %+.3f", term->value);
    }
    end(self, self->style->terms);
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
    signed char *marks = choose_places(self, &why);
    if (marks == NULL) {
        return tenor_fail_memory(err);
    }
    begin(self, self->style->head);
    put(self, "%s %u-%u: decision %+.3f", title ? "title" : "text", (unsigned)passage->char_start,
        (unsigned)passage->char_end, passage->decision[label]);
    end(self, self->style->head);
    print_marked(self, passage, title ? article->title.data : article->text.data, &why, marks);
    print_terms(self, &why, 1);
    print_terms(self, &why, -1);
    free(marks);
    return TENOR_OK;
}

static void TENOR_PRINTF(2, 3) print_fact(const explaining *self, const char *format, ...) {
    va_list args;
    begin(self, self->style->fact);
    va_start(args, format);
    put_list(self, format, args);
    va_end(args);
    end(self, self->style->fact);
}

/* How far from the threshold, or from the label that comes next (or before). */
static void print_distance(const explaining *self, const tenor_axis *axis, size_t label) {
    const float *probability = self->verdict->probability;
    double own = (double)probability[label];
    if (axis->multi) {
        double threshold = (double)tenor_model_label(self->model, label)->threshold;
        put(self, "%.4f %s the threshold %.4f", own < threshold ? threshold - own : own - threshold,
            own < threshold ? "below" : "above", threshold);
        return;
    }
    size_t other = label == axis->first_label ? label + 1 : axis->first_label;
    for (size_t i = axis->first_label; i < axis->first_label + axis->label_count; i++) {
        other = i != label && probability[i] > probability[other] ? i : other;
    }
    if (axis->label_count > 1) {
        double distance = own - (double)probability[other];
        put(self, "%.4f %s %s", distance < 0 ? -distance : distance,
            distance < 0 ? "behind" : "ahead of", tenor_model_label(self->model, other)->name);
    }
}

static void print_group(const explaining *self, const tenor_group_part *part) {
    begin(self, self->style->fact);
    put(self, "  %+.3f words of \"%s\": %u", part->log_odds, part->group, part->hits);
    if (part->hits > 0) {
        put(self, " (%u different; %u in the title, %u at the start)", part->different,
            part->in_title, part->in_lead);
    }
    end(self, self->style->fact);
}

/* What the article as a whole says, in log odds. */
static int print_reasons(const explaining *self, size_t label, tenor_error *err) {
    tenor_article_explanation why;
    int code = tenor_explain_article(tenor_labeller_scorer(self->labeller), label, &why, err);
    if (code != TENOR_OK) {
        return code;
    }
    double sum = why.base + why.passages;
    for (size_t g = 0; g < why.group_count; g++) {
        sum += why.groups[g].log_odds;
    }
    print_fact(self, "  log odds %+.3f: %+.3f to begin with, %+.3f by its passages", sum, why.base,
               why.passages);
    for (size_t g = 0; g < why.group_count && fabs(why.groups[g].log_odds) >= LEAST_SHOWN; g++) {
        print_group(self, &why.groups[g]);
    }
    return TENOR_OK;
}

/* The passage of the highest decision value below the one shown before (bound, last). SIZE_MAX if
 * there is none. */
static size_t next_best(const tenor_verdict *verdict, size_t label, size_t last) {
    size_t best = (size_t)-1;
    for (size_t i = 0; i < verdict->passage_count; i++) {
        double value = verdict->passages[i].decision[label];
        bool behind = last == (size_t)-1 || value < verdict->passages[last].decision[label] ||
                      (i > last && value == verdict->passages[last].decision[label]);
        if (behind && (best == (size_t)-1 || value > verdict->passages[best].decision[label])) {
            best = i;
        }
    }
    return best;
}

static int print_label(const explaining *self, size_t axis_number, size_t label, tenor_error *err) {
    const tenor_verdict *verdict = self->verdict;
    const tenor_axis *axis = tenor_model_axis(self->model, axis_number);
    const tenor_label *facts = tenor_model_label(self->model, label);
    begin(self, self->style->label);
    put(self, "%s: %s %s (score %.4f, ", axis->name, facts->name,
        verdict->given[label] ? "given" : "not given", (double)verdict->probability[label]);
    print_distance(self, axis, label);
    put(self, ")");
    end(self, self->style->label);
    if (verdict->untargeted[axis_number]) {
        print_fact(self, "  no word of \"%s\" in it: answered as such articles were annotated",
                   axis->target);
        return TENOR_OK;
    }
    if (facts->silent) {
        print_fact(self, "  " SILENT_LABEL);
        return TENOR_OK;
    }
    int code = print_reasons(self, label, err);
    if (code != TENOR_OK) {
        return code;
    }
    size_t number = (size_t)-1;
    for (size_t i = 0; i < self->options->passages; i++) {
        number = next_best(verdict, label, number);
        if (number == (size_t)-1) {
            break;
        }
        code = print_passage(self, number, label, err);
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
            int code = wanted ? print_label(self, a, i, err) : TENOR_OK;
            if (code != TENOR_OK) {
                return code;
            }
            found = found || wanted;
            shown += wanted;
        }
        if (shown == 0 && self->options->label == NULL) {
            begin(self, self->style->label);
            put(self, "%s: none", axis->name);
            end(self, self->style->label);
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
    begin(self, self->style->article);
    put_view(self, opened.id);
    end(self, self->style->article);
    if (code != TENOR_OK) {
        *failed = true;
        print_fact(self, "error: %s", problem.text);
        return code == TENOR_MEMORY ? tenor_fail_memory(err) : TENOR_OK;
    }
    const tenor_article *article = tenor_labeller_article(self->labeller);
    print_fact(self, "\"%s\" %s, language %s", article->title.data, article->date.data,
               article->lang.data);
    for (size_t i = 0; i < article->warning_count; i++) {
        print_fact(self, "warning: %s", article->warnings[i].data);
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

/* Chooses where to and how. */
static int open_page(explaining *self, tenor_error *err) {
    const char *quiet = getenv("NO_COLOR"), *path = self->options->html;
    bool colour = isatty(STDOUT_FILENO) && (quiet == NULL || quiet[0] == '\0');
    self->out = path != NULL ? fopen(path, "we") : stdout;
    self->style = path != NULL ? &page : colour ? &colours : &plain;
    if (self->out == NULL) {
        tenor_fail(err, TENOR_IO, "cannot open for writing");
        tenor_error_at(err, path, 0);
        return TENOR_IO;
    }
    if (path != NULL) {
        fputs(page_head, self->out);
    }
    return TENOR_OK;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const explain_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    bool failed = false;
    explaining work = {.options = options};
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
        code = open_page(&work, &error);
    }
    if (code == TENOR_OK) {
        code = explain_all(&work, paths, &failed, &error);
    }
    if (work.out != NULL && work.out != stdout && fclose(work.out) != 0 && code == TENOR_OK) {
        code = tenor_fail(&error, TENOR_IO, "cannot write the page");
        tenor_error_at(&error, options->html, 0);
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
    "First comes what the article as a whole says, in log odds: its passages together, and how\n"
    "often it uses the words of each group of the lexicon; they add up to the label's score (on\n"
    "an axis of one label, to that before the labels are scaled to sum to 1). Then its passages.\n"
    "An axis whose target the article does not name is not answered by words: that is told "
    "instead.\n"
    "Terms that speak for a label stand in [brackets] (green on a terminal), those against it in\n"
    "{braces} (red). The terms' parts and the label's bias add up to a passage's decision value.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
