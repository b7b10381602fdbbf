/* verb_convert.c: tenor convert, labels to and from annotation tools and other learners. */
#include <stdio.h>
#include <string.h>

#include "convert.h"
#include "error.h"
#include "verbs.h"

typedef struct convert_options {
    common_options common;
    const char *from, *to, *output, *model, *axis, *config;
    text_list single, multi;
} convert_options;

static const convert_options defaults = {.to = "tenor"};

#define FIELD(name) offsetof(convert_options, name)
static const option_spec specs[] = {
    {"from", 'f', OPTION_TEXT, FIELD(from), "FORMAT",
     "format of the input (default: told by content)", 0},
    {"to", 't', OPTION_TEXT, FIELD(to), "FORMAT", "format of the output (tenor)", 0},
    {"output", 'o', OPTION_TEXT, FIELD(output), "OUT", "write to OUT (default: standard output)",
     0},
    {"axis", 'a', OPTION_TEXT, FIELD(axis), "AXIS",
     "the axis of formats that have only one (default: \"axis:label\")", 0},
    {"single", 0, OPTION_LIST, FIELD(single), "AXIS",
     "this axis takes exactly one label (may be repeated)", 0},
    {"multi", 0, OPTION_LIST, FIELD(multi), "AXIS",
     "this axis takes any number of labels (may be repeated)", 0},
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL",
     "a model that knows axes and labels; libsvm: its features", 0},
    {"label-studio-config", 0, OPTION_TEXT, FIELD(config), "MODEL",
     "print Label Studio's labelling configuration for a model", 0},
};

static void tell(void *data, const char *what, size_t articles) {
    const convert_options *options = data;
    if (!options->common.quiet) {
        fprintf(stderr, "tenor: %s: not kept: %s: %zu article%s\n", options->to, what, articles,
                articles == 1 ? "" : "s");
    }
}

static int print_config(const char *model) {
    tenor_error error = TENOR_ERROR_INIT;
    tenor_buffer text = TENOR_BUFFER_INIT;
    int code = tenor_convert_label_studio_config(model, &text, &error);
    if (code == TENOR_OK) {
        fwrite(text.data, 1, text.size, stdout);
    }
    tenor_buffer_free(&text);
    return code == TENOR_OK ? EXIT_GOOD : end_with(&error);
}

static int convert_all(convert_options *options, const text_list *paths) {
    tenor_error error = TENOR_ERROR_INIT;
    tenor_convert_stats stats = {0};
    const tenor_convert_options how = {
        .from = options->from,
        .to = options->to,
        .paths = paths->items,
        .path_count = paths->count,
        .output = options->output,
        .model = options->model,
        .axis = options->axis,
        .single = options->single.items,
        .single_count = options->single.count,
        .multi = options->multi.items,
        .multi_count = options->multi.count,
        .tell = tell,
        .data = options,
    };
    int code = paths->count > 0
                   ? tenor_convert_run(&how, &stats, &error)
                   : tenor_fail(&error, TENOR_USAGE,
                                "nothing to convert: name files, or - for standard input");
    if (code == TENOR_OK && !options->common.quiet) {
        fprintf(stderr, "tenor: %zu articles converted\n", stats.articles);
    }
    return code == TENOR_OK ? EXIT_GOOD : end_with(&error);
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    convert_options *options = values;
    int status =
        options->config != NULL ? print_config(options->config) : convert_all(options, paths);
    text_list_free(&options->single);
    text_list_free(&options->multi);
    return status;
}

const verb verb_convert = {
    "convert",
    "[--from FORMAT] [--to FORMAT] [-o OUT] PATH...",
    "convert labels to and from annotation tools and other learners",
    "Formats, read and written:\n"
    "  tenor           records and annotated articles, JSON Lines\n"
    "  label-studio    tasks with predictions or annotations; exports as JSON and JSON_MIN\n"
    "  doccano         JSON Lines; the zip of an export\n"
    "  argilla         records of Argilla 2; argilla-1 those of Argilla 1 and Rubrix\n"
    "  prodigy         choice tasks; prodigy-binary one row an article and label\n"
    "  fasttext        __label__a __label__b text\n"
    "  csv, tsv        id, title, lang, text, one column an axis\n"
    "  folder          a folder for each label, a text file for each article (-o FOLDER)\n"
    "  libsvm          sparse vectors, written only (-m MODEL --axis AXIS -o OUT; OUT.names)\n"
    "Labels of a model (records) become predictions, those of a person annotations. Of several\n"
    "annotators the majority counts. What a format cannot hold is told once, with a count.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    0,
    (size_t)-1,
    run,
};
