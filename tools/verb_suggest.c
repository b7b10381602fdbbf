/* verb_suggest.c: tenor suggest, which articles to annotate next. */
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "json_write.h"
#include "labeller.h"
#include "report_output.h"
#include "source.h"
#include "suggest.h"
#include "verbs.h"

typedef struct suggest_options {
    common_options common;
    const char *model;
    size_t number;
    bool json;
} suggest_options;

static const suggest_options defaults = {.number = 20};

#define FIELD(name) offsetof(suggest_options, name)
static const option_spec specs[] = {
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL",
     "model file (default: $TENOR_MODEL, else the installed one)", 0},
    {"number", 'n', OPTION_NUMBER, FIELD(number), "N", "articles to suggest (20)", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL, "one JSON object a line", 0},
};

/* An article that was looked at. */
typedef struct candidate {
    char *id, *title; /* owned */
    size_t axis, label;
    float probability;
} candidate;

/* All of them; the arrays run alongside. */
typedef struct pool {
    candidate *items;
    double *uncertainty;
    tenor_sketch *sketches;
    size_t count, item_room, uncertainty_room, sketch_room;
    size_t passed_over; /* unreadable, or not guessed at */
} pool;

static void pool_free(pool *of) {
    for (size_t i = 0; i < of->count; i++) {
        free(of->items[i].id);
        free(of->items[i].title);
    }
    free(of->items);
    free(of->uncertainty);
    free(of->sketches);
}

static int add_candidate(pool *to, const tenor_model *model, const tenor_article *article,
                         const tenor_verdict *verdict, tenor_error *err) {
    if (!TENOR_GROW(to->items, to->item_room, to->count + 1) ||
        !TENOR_GROW(to->uncertainty, to->uncertainty_room, to->count + 1) ||
        !TENOR_GROW(to->sketches, to->sketch_room, to->count + 1)) {
        return tenor_fail_memory(err);
    }
    candidate item = {strdup(article->id.data), strdup(article->title.data), 0, 0, 0};
    if (item.id == NULL || item.title == NULL) {
        free(item.id);
        free(item.title);
        return tenor_fail_memory(err);
    }
    to->uncertainty[to->count] = tenor_uncertainty(model, verdict, &item.axis, &item.label);
    item.probability = verdict->probability[item.label];
    tenor_sketch_make(tenor_buffer_view(&article->text), &to->sketches[to->count]);
    to->items[to->count++] = item;
    return TENOR_OK;
}

/* One article; only what ends everything is an error. */
static int look(pool *to, const tenor_model *model, tenor_labeller *labeller,
                const tenor_document *document, tenor_error *err) {
    tenor_opened opened;
    const tenor_verdict *verdict = NULL;
    tenor_error problem = TENOR_ERROR_INIT;
    int code = tenor_labeller_open(labeller, document, &opened, &problem);
    if (code == TENOR_OK) {
        code = tenor_labeller_read(labeller, &problem);
    }
    if (code == TENOR_OK) {
        code = tenor_labeller_score(labeller, &verdict, &problem);
    }
    if (code == TENOR_MEMORY || code == TENOR_INTERNAL) {
        return tenor_fail(err, (tenor_code)code, "%s", problem.text);
    }
    if (verdict == NULL) {
        to->passed_over++;
        return TENOR_OK;
    }
    return add_candidate(to, model, tenor_labeller_article(labeller), verdict, err);
}

static int look_at_all(pool *to, const tenor_model *model, const text_list *paths,
                       tenor_error *err) {
    tenor_source *source = NULL;
    tenor_labeller *labeller = NULL;
    tenor_document document;
    const tenor_source_options inputs = {
        .paths = paths->items, .path_count = paths->count, .fields = TENOR_FIELDS_INIT};
    tenor_document_init(&document);
    int code = tenor_source_new(&source, &inputs, err);
    if (code == TENOR_OK) {
        code = tenor_labeller_new(&labeller, model, NULL, err);
    }
    int got = 0;
    while (code == TENOR_OK && (got = tenor_source_next(source, &document, err)) == 1) {
        code = look(to, model, labeller, &document, err);
    }
    tenor_labeller_free(labeller);
    tenor_document_free(&document);
    tenor_source_free(source);
    return code == TENOR_OK ? got : code;
}

/* ---- telling ---- */

static void add_line(tenor_buffer *out, const tenor_model *model, const candidate *item,
                     double uncertainty) {
    tenor_buffer_format(out, "%.3f  %s  %s: %s %.3f", uncertainty, item->id,
                        tenor_model_axis(model, item->axis)->name,
                        tenor_model_label(model, item->label)->name, (double)item->probability);
    tenor_buffer_format(out, item->title[0] != '\0' ? "  %s\n" : "%s\n", item->title);
}

static void add_json(tenor_buffer *out, const tenor_model *model, const candidate *item,
                     double uncertainty) {
    tenor_buffer_add_text(out, "{\"id\":");
    tenor_json_add_text(out, item->id);
    tenor_buffer_add_text(out, ",\"title\":");
    tenor_json_add_text(out, item->title);
    tenor_buffer_add_text(out, ",\"uncertainty\":");
    tenor_json_add_number(out, uncertainty, 6);
    tenor_buffer_add_text(out, ",\"axis\":");
    tenor_json_add_text(out, tenor_model_axis(model, item->axis)->name);
    tenor_buffer_add_text(out, ",\"label\":");
    tenor_json_add_text(out, tenor_model_label(model, item->label)->name);
    tenor_buffer_add_text(out, ",\"probability\":");
    tenor_json_add_number(out, (double)item->probability, 6);
    tenor_buffer_add_text(out, "}\n");
}

static int choose_and_tell(const pool *from, const tenor_model *model,
                           const suggest_options *options, tenor_error *err) {
    size_t wanted = options->number < from->count ? options->number : from->count, count = 0;
    size_t *chosen = tenor_new_array(wanted, sizeof *chosen);
    tenor_buffer out = TENOR_BUFFER_INIT;
    int code = chosen != NULL ? tenor_suggest(from->uncertainty, from->sketches, from->count,
                                              wanted, chosen, &count, err)
                              : tenor_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        (options->json ? add_json : add_line)(&out, model, &from->items[chosen[i]],
                                              from->uncertainty[chosen[i]]);
    }
    if (code == TENOR_OK) {
        code = put_buffer(&out, stdout, err);
    }
    if (code == TENOR_OK && !options->common.quiet) {
        fprintf(stderr,
                "tenor: %zu suggested of %zu; %zu passed over (unreadable, or not guessed at)\n",
                count, from->count, from->passed_over);
    }
    tenor_buffer_free(&out);
    free(chosen);
    return code;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const suggest_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    pool all = {0};
    int code = open_model(options->model, &model, &error);
    if (code == TENOR_OK) {
        code = look_at_all(&all, model, paths, &error);
    }
    if (code == TENOR_OK) {
        code = choose_and_tell(&all, model, options, &error);
    }
    pool_free(&all);
    tenor_model_close(model);
    return code == TENOR_OK ? EXIT_GOOD : end_with(&error);
}

const verb verb_suggest = {
    "suggest",
    "[-m MODEL] PATH...",
    "rank unlabelled articles that are worth annotating next",
    "PATH is as for tenor label. Told are the articles that the model is most unsure of, none too\n"
    "like another: UNCERTAINTY ID AXIS: LABEL PROBABILITY, in the order to annotate them.\n"
    "tenor label --text writes them as records that can be corrected and trained from.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    (size_t)-1,
    run,
};
