/* model_card.c: everything in the card is read from the model; what it does not carry is said to be
 * unknown, not made up. */
#include "model_card.h"

#include <jansson.h>
#include <stdlib.h>

#include "error.h"

/* Numbers with a point whatever the locale: thousandths are printed as whole numbers. */
static void print_share(FILE *to, const json_t *value) {
    if (json_is_number(value)) {
        long thousandths = (long)(json_number_value(value) * 1000 + 0.5);
        fprintf(to, "%ld.%03ld", thousandths / 1000, thousandths % 1000);
    } else {
        fputs("-", to);
    }
}

static void print_axes(const tenor_model *model, FILE *to) {
    fputs("| axis | takes | labels (given from this probability on) |\n|---|---|---|\n", to);
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        fprintf(to, "| %s | %s |", axis->name, axis->multi ? "any number" : "exactly one");
        for (size_t i = axis->first_label; i < axis->first_label + axis->label_count; i++) {
            const tenor_label *label = tenor_model_label(model, i);
            fprintf(to, "%s%s", i > axis->first_label ? ", " : " ", label->name);
            if (axis->multi) {
                json_t *threshold = json_real((double)label->threshold);
                fputs(" (", to);
                print_share(to, threshold);
                fputs(")", to);
                json_decref(threshold);
            }
            fputs(label->calibrated ? "" : " (not calibrated)", to);
        }
        fputs(" |\n", to);
    }
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        const tenor_axis *axis = tenor_model_axis(model, a);
        if (axis->target != NULL) {
            fprintf(
                to,
                "\nAn article without a word of the lexicon group \"%s\" is answered on %s as such "
                "articles were annotated, whatever else it says.\n",
                axis->target, axis->name);
        }
    }
}

/* One member of the trainer's notes as a line of a list; nothing if it is not there. */
static void print_fact(FILE *to, const json_t *info, const char *name, const char *heading) {
    const json_t *value = json_object_get(info, name);
    char *text = value != NULL
                     ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6))
                     : NULL;
    if (text != NULL) {
        fprintf(to, "- %s: `%s`\n", heading, text);
        free(text);
    }
}

static void print_scores(FILE *to, const json_t *axes) {
    static const char *const columns[] = {"precision", "recall", "f1-score"};
    const char *axis, *row;
    json_t *rows, *figures;
    fputs("| axis | label | precision | recall | F1 | articles |\n|---|---|---|---|---|---|\n", to);
    json_object_foreach((json_t *)axes, axis, rows) {
        json_object_foreach(rows, row, figures) {
            if (!json_is_object(figures)) {
                continue;
            }
            fprintf(to, "| %s | %s |", axis, row);
            for (size_t i = 0; i < 3; i++) {
                fputs(" ", to);
                print_share(to, json_object_get(figures, columns[i]));
                fputs(" |", to);
            }
            fprintf(to, " %lld |\n",
                    (long long)json_integer_value(json_object_get(figures, "support")));
        }
    }
}

static void print_languages(FILE *to, const json_t *info) {
    const char *language, *axis;
    json_t *axes, *rows;
    fputs("\n### By language\n\n| language | axis | macro F1 | gold labels |\n|---|---|---|---|\n",
          to);
    json_object_foreach(json_object_get(info, "languages"), language, axes) {
        json_object_foreach(axes, axis, rows) {
            const json_t *macro = json_object_get(rows, "macro avg");
            fprintf(to, "| %s | %s | ", language, axis);
            print_share(to, json_object_get(macro, "f1-score"));
            fprintf(to, " | %lld |\n",
                    (long long)json_integer_value(json_object_get(macro, "support")));
        }
    }
}

static void print_training(FILE *to, const json_t *info) {
    static const char *const facts[][2] = {{"passages", "passages trained from"},
                                           {"terms", "terms"},
                                           {"solver", "solver"},
                                           {"settings", "settings"},
                                           {"folds", "folds of the cross-validation"},
                                           {"seed", "seed"}};
    const json_t *data = json_object_get(info, "data");
    fputs("\n## Training data\n\n", to);
    print_fact(to, data, "articles", "annotated articles");
    print_fact(to, data, "near_duplicates", "near-duplicates among them");
    print_fact(to, data, "sha256", "SHA-256 of the data");
    fputs("\n## Training procedure\n\n", to);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        print_fact(to, info, facts[i][0], facts[i][1]);
    }
}

int model_card_print(const tenor_model *model, FILE *to, tenor_error *err) {
    tenor_view notes = tenor_model_info(model);
    json_t *info = json_loadb(notes.data, notes.size, 0, NULL);
    if (info == NULL) {
        return tenor_fail(err, TENOR_MODEL, "the trainer's notes in the model cannot be read");
    }
    fprintf(
        to,
        "---\nlibrary_name: tenor\npipeline_tag: text-classification\n---\n\n# Tenor model %s\n\n"
        "## Model description\n\nLinear models over words and character n-grams, one for each "
        "label, scored passage by passage, "
        "summed up over an article and calibrated to probabilities. They explain themselves: "
        "`tenor explain`.\n\n",
        tenor_model_id(model));
    print_axes(model, to);
    fputs("\n## Intended uses and limitations\n\n"
          "For labelling batches of articles of the kind and the languages that it was trained "
          "from. Articles in a language that the "
          "training data lacks are not labelled; short texts and other kinds of text are labelled "
          "less well. The labels are "
          "statistical answers: look at a sample before decisions about single articles or people "
          "rest on them.\n\n"
          "## How to use\n\n```\ntenor label -m MODEL ARTICLES > records.jsonl\n```\n",
          to);
    print_training(to, info);
    fputs("\n## Evaluation results\n\nCross-validated on the training data; near-duplicates are "
          "kept within one fold.\n\n",
          to);
    print_scores(to, json_object_get(info, "cross_validated"));
    print_languages(to, info);
    fputs("\n## Bias and risks\n\nThe model repeats what its annotators decided and what its "
          "sources wrote about. Scores below the "
          "thresholds are not certainty of the contrary.\n",
          to);
    json_decref(info);
    return TENOR_OK;
}
