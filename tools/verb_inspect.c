/* verb_inspect.c: tenor inspect, what is in a model file. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "json_write.h"
#include "memory.h"
#include "model_card.h"
#include "tenor_model.h"
#include "verbs.h"

typedef struct inspect_options {
    common_options common;
    size_t terms;
    const char *label;
    bool json, card;
} inspect_options;

static const inspect_options defaults = {.terms = 10};

#define FIELD(name) offsetof(inspect_options, name)
static const option_spec specs[] = {
    {"terms", 't', OPTION_NUMBER, FIELD(terms), "N",
     "strongest terms to show for and against each label (10)", 0},
    {"label", 'l', OPTION_TEXT, FIELD(label), "LABEL", "only this label's terms", 0},
    {"json", 0, OPTION_FLAG, FIELD(json), NULL, "as JSON", 0},
    {"card", 0, OPTION_FLAG, FIELD(card), NULL, "as a model card, in Markdown", 0},
};

/* What is shown of one label. */
typedef struct label_view {
    const tenor_label *label;
    tenor_contribution *for_it, *against_it; /* [room] */
    size_t room, for_count, against_count;
} label_view;

static int look(const tenor_model *model, size_t label, label_view *view, tenor_error *err) {
    view->label = tenor_model_label(model, label);
    view->for_count = view->against_count = 0;
    if (view->room == 0) {
        return TENOR_OK;
    }
    int code =
        tenor_model_strongest(model, label, false, view->for_it, view->room, &view->for_count, err);
    return code == TENOR_OK ? tenor_model_strongest(model, label, true, view->against_it,
                                                    view->room, &view->against_count, err)
                            : code;
}

/* ---- for people ---- */

static void print_terms(const char *head, const tenor_contribution *terms, size_t count) {
    printf("      %s", head);
    for (size_t i = 0; i < count; i++) {
        printf("%s%.*s %+.2f", i > 0 ? ", " : " ", (int)terms[i].term.size, terms[i].term.data,
               terms[i].value);
    }
    putchar('\n');
}

static void print_label(const label_view *view, bool multi) {
    printf("    %s", view->label->name);
    if (multi) {
        printf("  (given from %.2f on)", (double)view->label->threshold);
    }
    puts(view->label->calibrated ? "" : "  (too few articles to calibrate: scores are rough)");
    if (view->label->silent) {
        puts("      " SILENT_LABEL);
    }
    if (view->for_count > 0) {
        print_terms("for:    ", view->for_it, view->for_count);
    }
    if (view->against_count > 0) {
        print_terms("against:", view->against_it, view->against_count);
    }
}

/* What an article gets that does not name the axis' target. */
static void print_untargeted(const tenor_model *model, const tenor_axis *axis) {
    printf("    without a word of \"%s\":", axis->target);
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        const tenor_label *label = tenor_model_label(model, l);
        printf("%s %s %.2f", l > axis->first_label ? "," : "", label->name,
               (double)label->untargeted);
    }
    putchar('\n');
}

static void print_info(const tenor_model *model) {
    tenor_view info = tenor_model_info(model);
    json_t *object = json_loadb(info.data, info.size, 0, NULL);
    char *text = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    printf("  training %s\n", text != NULL ? text : "unknown");
    free(text);
    json_decref(object);
}

/* ---- as JSON ---- */

static void add_terms(tenor_buffer *out, const char *name, const tenor_contribution *terms,
                      size_t count) {
    tenor_buffer_format(out, ",\"%s\":{", name);
    for (size_t i = 0; i < count; i++) {
        tenor_buffer_add_text(out, i > 0 ? "," : "");
        tenor_json_add(out, terms[i].term);
        tenor_buffer_add_char(out, ':');
        tenor_json_add_number(out, terms[i].value, 4);
    }
    tenor_buffer_add_char(out, '}');
}

static void add_label(tenor_buffer *out, const label_view *view) {
    tenor_buffer_add_text(out, "{\"name\":");
    tenor_json_add_text(out, view->label->name);
    tenor_buffer_add_text(out, ",\"threshold\":");
    tenor_json_add_number(out, (double)view->label->threshold, 4);
    tenor_buffer_format(out, ",\"calibrated\":%s,\"silent\":%s",
                        view->label->calibrated ? "true" : "false",
                        view->label->silent ? "true" : "false");
    if (view->label->untargeted > 0.0F) {
        tenor_buffer_add_text(out, ",\"untargeted\":");
        tenor_json_add_number(out, (double)view->label->untargeted, 4);
    }
    add_terms(out, "for", view->for_it, view->for_count);
    add_terms(out, "against", view->against_it, view->against_count);
    tenor_buffer_add_char(out, '}');
}

static int write_json(const tenor_model *model, label_view *view, tenor_buffer *out,
                      tenor_error *err) {
    tenor_buffer_add_text(out, "{\"id\":");
    tenor_json_add_text(out, tenor_model_id(model));
    tenor_buffer_add_text(out, ",\"axes\":[");
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        tenor_buffer_add_text(out, a > 0 ? ",{\"name\":" : "{\"name\":");
        tenor_json_add_text(out, axis->name);
        tenor_buffer_format(out, ",\"multi\":%s", axis->multi ? "true" : "false");
        if (axis->target != NULL) {
            tenor_buffer_add_text(out, ",\"target\":");
            tenor_json_add_text(out, axis->target);
        }
        tenor_buffer_add_text(out, ",\"labels\":[");
        for (size_t i = 0; i < axis->label_count; i++) {
            int code = look(model, axis->first_label + i, view, err);
            if (code != TENOR_OK) {
                return code;
            }
            tenor_buffer_add_text(out, i > 0 ? "," : "");
            add_label(out, view);
        }
        tenor_buffer_add_text(out, "]}");
    }
    tenor_view info = tenor_model_info(model);
    tenor_buffer_add_text(out, "],\"training\":");
    tenor_buffer_add(out, info.data, info.size);
    tenor_buffer_add_text(out, "}\n");
    return out->failed ? tenor_fail_memory(err) : TENOR_OK;
}

static int print_json(const tenor_model *model, label_view *view, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    int code = write_json(model, view, &out, err);
    if (code == TENOR_OK) {
        fwrite(out.data, 1, out.size, stdout);
    }
    tenor_buffer_free(&out);
    return code;
}

static int print_text(const tenor_model *model, const inspect_options *options, label_view *view,
                      tenor_error *err) {
    bool found = options->label == NULL;
    printf("model %s\n", tenor_model_id(model));
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        printf("  %s: %s\n", axis->name, axis->multi ? "any number of" : "exactly one of");
        if (axis->target != NULL) {
            print_untargeted(model, axis);
        }
        for (size_t i = 0; i < axis->label_count; i++) {
            const char *name = tenor_model_label(model, axis->first_label + i)->name;
            bool wanted = options->label == NULL || strcmp(options->label, name) == 0;
            int code = wanted ? look(model, axis->first_label + i, view, err) : TENOR_OK;
            if (code != TENOR_OK) {
                return code;
            }
            found = found || wanted;
            if (wanted) {
                print_label(view, axis->multi);
            }
        }
    }
    if (!found) {
        return tenor_fail(err, TENOR_USAGE, "the model has no label \"%s\"", options->label);
    }
    if (options->label == NULL) {
        print_info(model);
    }
    return TENOR_OK;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const inspect_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    label_view view = {.room = options->terms < 10000 ? options->terms : 10000};
    char *path = find_model(paths->count > 0 ? paths->items[0] : NULL, &error);
    int code = path != NULL ? tenor_model_open(&model, path, &error) : error.code;
    view.for_it = tenor_new_array(view.room, sizeof *view.for_it);
    view.against_it = tenor_new_array(view.room, sizeof *view.against_it);
    if (code == TENOR_OK && (view.for_it == NULL || view.against_it == NULL)) {
        code = tenor_fail_memory(&error);
    }
    if (code == TENOR_OK) {
        code = options->card   ? model_card_print(model, stdout, &error)
               : options->json ? print_json(model, &view, &error)
                               : print_text(model, options, &view, &error);
    }
    if (path != NULL && error.code != TENOR_USAGE) {
        tenor_error_at(&error, path, 0);
    }
    free(view.for_it);
    free(view.against_it);
    tenor_model_close(model);
    free(path);
    return code == TENOR_OK ? EXIT_GOOD : end_with(&error);
}

const verb verb_inspect = {
    "inspect",
    "[MODEL]",
    "tell what is in a model: axes, labels, training, strongest terms",
    "",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    0,
    1,
    run,
};
