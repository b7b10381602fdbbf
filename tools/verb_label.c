/* verb_label.c: tenor label, the main job. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "control.h"
#include "error.h"
#include "json_write.h"
#include "label_shard.h"
#include "shard.h"
#include "verbs.h"

typedef struct label_options {
    common_options common;
    const char *model, *output, *files_from, *watch, *stats;
    const char *text_field, *title_field, *id_field, *format, *shard;
    size_t jobs, evidence, stride;
    double unsure_below;
    bool text, resume, update, nul;
} label_options;

static const label_options defaults = {
    .text_field = "text", .title_field = "title", .id_field = "id", .format = "jsonl"};

#define FIELD(name) offsetof(label_options, name)
static const option_spec specs[] = {
    {"model", 'm', OPTION_TEXT, FIELD(model), "MODEL",
     "model file (default: $TENOR_MODEL, else the installed one)", 0},
    {"output", 'o', OPTION_TEXT, FIELD(output), "OUT",
     "write the records to OUT (default: standard output)", 0},
    {"format", 'f', OPTION_TEXT, FIELD(format), "FORMAT",
     "jsonl, csv, tsv, table (for people), or a template: '{id}\\t{topic}\\t{topic.cost}'", 0},
    {"jobs", 'j', OPTION_NUMBER, FIELD(jobs), "N",
     "worker threads (default: one a core); changes no byte of the records", 0},
    {"evidence", 'e', OPTION_MAYBE, FIELD(evidence), "K",
     "tell the K (3) best passages of each label that is given", 3},
    {"unsure-below", 0, OPTION_REAL, FIELD(unsure_below), "P",
     "no answer on a single-label axis whose best probability is below P", 0},
    {"text", 0, OPTION_FLAG, FIELD(text), NULL, "put the article's text into its record", 0},
    {"resume", 0, OPTION_FLAG, FIELD(resume), NULL,
     "go on where an interrupted run of the same command left OUT", 0},
    {"update", 0, OPTION_FLAG, FIELD(update), NULL,
     "label new and changed articles, keep OUT's other records", 0},
    {"watch", 0, OPTION_TEXT, FIELD(watch), "DIR",
     "label what is in DIR and what arrives there, until stopped; adds to OUT", 0},
    {"files-from", 0, OPTION_TEXT, FIELD(files_from), "LIST",
     "read further paths from LIST, one a line (- is standard input)", 0},
    {"null", '0', OPTION_FLAG, FIELD(nul), NULL, "the paths in LIST end in NUL (find -print0)", 0},
    {"text-field", 0, OPTION_TEXT, FIELD(text_field), "NAME", "JSON field of the text (text)", 0},
    {"title-field", 0, OPTION_TEXT, FIELD(title_field), "NAME", "JSON field of the title (title)",
     0},
    {"id-field", 0, OPTION_TEXT, FIELD(id_field), "NAME", "JSON field of the id (id)", 0},
    {"shard", 0, OPTION_TEXT, FIELD(shard), "I/N",
     "label shard I (from 0) of N into the folder OUT; auto/N: I is $SLURM_ARRAY_TASK_ID", 0},
    {"stride", 0, OPTION_NUMBER, FIELD(stride), "S",
     "with --shard: shards I, I+S, I+2S ... below N, one after the other", 0},
    {"stats", 0, OPTION_TEXT, FIELD(stats), "FILE", "write figures about the run to FILE, as JSON",
     0},
};

static int check(const label_options *options, const text_list *paths, tenor_error *err) {
    if (paths->count == 0 && options->files_from == NULL && options->watch == NULL) {
        return tenor_fail(err, TENOR_USAGE,
                          "nothing to label: name files or folders, or - for standard input");
    }
    if ((options->resume || options->update || options->watch != NULL) && options->output == NULL) {
        return tenor_fail(err, TENOR_USAGE, "--resume, --update and --watch need -o OUT");
    }
    if (options->resume + options->update + (options->watch != NULL) > 1) {
        return tenor_fail(err, TENOR_USAGE, "only one of --resume, --update and --watch");
    }
    if (options->shard == NULL && options->stride > 0) {
        return tenor_fail(err, TENOR_USAGE, "--stride goes with --shard");
    }
    if (options->unsure_below < 0 || options->unsure_below > 1) {
        return tenor_fail(err, TENOR_USAGE, "--unsure-below: between 0 and 1");
    }
    if (options->jobs > 1024) {
        return tenor_fail(err, TENOR_USAGE, "--jobs: at most 1024");
    }
    return TENOR_OK;
}

static int check_shard(const label_options *options, const text_list *paths, shard_plan *plan,
                       tenor_error *err) {
    int code = shard_plan_read(plan, options->shard, options->stride, err);
    if (code != TENOR_OK) {
        return code;
    }
    if (options->output == NULL || strcmp(options->format, "jsonl") != 0 || options->resume ||
        options->update || options->watch != NULL) {
        return tenor_fail(err, TENOR_USAGE,
                          "--shard needs -o OUT, and goes with none of --format, --resume, "
                          "--update and --watch");
    }
    bool once = options->files_from != NULL && strcmp(options->files_from, "-") == 0;
    for (size_t i = 0; i < paths->count; i++) {
        once = once || strcmp(paths->items[i], "-") == 0;
    }
    return once && plan->count > plan->step && plan->first < plan->count - plan->step
               ? tenor_fail(err, TENOR_USAGE, "standard input can be read for one shard only")
               : shard_folder_make(options->output, paths, err);
}

static bool ends_with(const char *text, const char *end) {
    size_t size = strlen(text), part = strlen(end);
    return size > part && strcmp(text + size - part, end) == 0;
}

static bool is_database(const char *path) {
    return path != NULL &&
           (ends_with(path, ".sqlite") || ends_with(path, ".sqlite3") || ends_with(path, ".db"));
}

/* What takes the records instead of a file of JSON Lines; *sink stays NULL if nothing does. */
static int make_sink(const label_options *options, tenor_sink **sink, tenor_error *err) {
    bool lines = strcmp(options->format, "jsonl") == 0, database = is_database(options->output);
    if (lines && !database) {
        return TENOR_OK;
    }
    if (options->resume || options->update || options->watch != NULL) {
        return tenor_fail(err, TENOR_USAGE,
                          "--resume, --update and --watch go with JSON Lines only");
    }
    if (database) {
        return lines ? tenor_sqlite_sink_new(sink, options->output, err)
                     : tenor_fail(err, TENOR_USAGE, "--format is for text: %s is a database",
                                  options->output);
    }
    static const char *const known[] = {"csv", "tsv", "table"};
    bool named = strchr(options->format, '{') != NULL;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        named = named || strcmp(known[i], options->format) == 0;
    }
    return named ? tenor_table_sink_new(sink, options->format, options->output, err)
                 : tenor_fail(err, TENOR_USAGE,
                              "--format: \"%s\" is none of jsonl, csv, tsv, table, nor a template "
                              "with {fields}",
                              options->format);
}

static tenor_batch_options batch_options(const label_options *options, const char *model,
                                         tenor_sink *sink) {
    tenor_batch_mode mode = options->resume   ? TENOR_BATCH_RESUME
                            : options->update ? TENOR_BATCH_UPDATE
                            : options->watch  ? TENOR_BATCH_APPEND
                                              : TENOR_BATCH_FRESH;
    return (tenor_batch_options){
        .model = model,
        .output = options->output,
        .mode = mode,
        .sink = sink,
        .threads = (unsigned)options->jobs,
        .label = {.evidence = options->evidence,
                  .text = options->text,
                  .text_field = options->text_field,
                  .title_field = options->title_field,
                  .id_field = options->id_field,
                  .unsure_below = options->unsure_below},
    };
}

static tenor_source_options source_options(const label_options *options, const text_list *paths,
                                           tenor_shard_pick *pick) {
    const tenor_fields fields = TENOR_FIELDS_INIT;
    tenor_source_options source = {
        .paths = paths->items,
        .path_count = paths->count,
        .files_from = options->files_from,
        .files_from_nul = options->nul,
        .watch = options->watch,
        .output = options->output,
        .fields = fields,
        .shard = pick,
    };
    source.fields.text = options->text_field;
    return source;
}

/* ---- what is told about the run ---- */

static double megabytes_a_second(const tenor_batch_stats *stats) {
    return stats->seconds > 0 ? (double)stats->bytes / 1e6 / stats->seconds : 0;
}

static void print_summary(const tenor_batch_stats *stats) {
    fprintf(stderr,
            "tenor: %llu read: %llu labelled, %llu kept; %llu with warnings, %llu failed; %.1f s, "
            "%.2f MB/s\n",
            (unsigned long long)stats->done, (unsigned long long)stats->labelled,
            (unsigned long long)stats->kept, (unsigned long long)stats->warned,
            (unsigned long long)stats->failed, stats->seconds, megabytes_a_second(stats));
}

static void add_stat(tenor_buffer *out, const char *name, double value, int decimals) {
    tenor_buffer_add_text(out, out->data[out->size - 1] == '{' ? "" : ",");
    tenor_json_add_text(out, name);
    tenor_buffer_add_char(out, ':');
    tenor_json_add_number(out, value, decimals);
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void write_stats(tenor_buffer *out, const tenor_batch_stats *stats, const char *model) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    tenor_buffer_add_text(out, "{");
    add_stat(out, "read", (double)stats->done, 0);
    add_stat(out, "labelled", (double)stats->labelled, 0);
    add_stat(out, "kept", (double)stats->kept, 0);
    add_stat(out, "warned", (double)stats->warned, 0);
    add_stat(out, "failed", (double)stats->failed, 0);
    add_stat(out, "bytes", (double)stats->bytes, 0);
    add_stat(out, "seconds", stats->seconds, 3);
    add_stat(out, "articles_per_second",
             stats->seconds > 0 ? (double)stats->done / stats->seconds : 0, 1);
    add_stat(out, "megabytes_per_second", megabytes_a_second(stats), 3);
    add_stat(out, "first_record_seconds", stats->first_record, 4);
    add_stat(out, "cpu_seconds", seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), 3);
    add_stat(out, "threads", (double)stats->threads, 0);
    add_stat(out, "peak_memory_bytes", (double)usage.ru_maxrss * 1024, 0);
    tenor_buffer_add_text(out, ",\"stage_seconds\":{");
    add_stat(out, "read", stats->read, 3);
    add_stat(out, "open", stats->label.open, 3);
    add_stat(out, "extract", stats->label.extract, 3);
    add_stat(out, "score", stats->label.score, 3);
    add_stat(out, "record", stats->label.write, 3);
    add_stat(out, "write", stats->write, 3);
    tenor_buffer_add_text(out, "},\"model\":");
    tenor_json_add_text(out, model);
    tenor_buffer_add_text(out, "}\n");
}

static int save_stats(const char *path, tenor_batch *batch, tenor_error *err) {
    tenor_buffer text = TENOR_BUFFER_INIT;
    tenor_batch_stats stats = tenor_batch_look(batch);
    write_stats(&text, &stats, tenor_batch_model_id(batch));
    FILE *file = fopen(path, "we");
    bool good = file != NULL && fwrite(text.data, 1, text.size, file) == text.size;
    good = (file == NULL || fclose(file) == 0) && good;
    tenor_buffer_free(&text);
    if (!good) {
        int code = tenor_fail(err, TENOR_IO, "cannot write the figures");
        tenor_error_at(err, path, 0);
        return code;
    }
    return TENOR_OK;
}

static const char *how_to_go_on(const label_options *options) {
    if (options->shard != NULL) {
        return "stopped; the shard was dropped, the same command makes it anew";
    }
    if (options->output == NULL || is_database(options->output) ||
        strcmp(options->format, "jsonl") != 0) {
        return "stopped; what was written is complete";
    }
    return options->update || options->watch != NULL ? "stopped; the same command goes on from here"
           : options->resume                         ? "stopped; the same command goes on from here"
                             : "stopped; the same command with --resume goes on from here";
}

/* Runs the batch and tells how it went; the exit status. */
static int run_batch(const label_options *options, const tenor_source_options *inputs,
                     tenor_batch *batch, tenor_source *source) {
    tenor_error error = TENOR_ERROR_INIT;
    bool progress = !options->common.quiet && isatty(STDERR_FILENO);
    control *beside = control_start(batch, progress, inputs);
    int code = tenor_batch_run(batch, source, &error);
    control_end(beside);
    tenor_batch_stats stats = tenor_batch_look(batch);
    int status = stats.failed > 0 ? EXIT_SOME_FAILED : EXIT_GOOD;
    if (code == TENOR_INTERRUPTED) {
        snprintf(error.text, sizeof error.text, "%s", how_to_go_on(options));
        status = end_with(&error);
    } else if (code != TENOR_OK) {
        status = tenor_batch_reader_gone(batch) ? EXIT_FAILED : end_with(&error);
    }
    if (!options->common.quiet && !tenor_batch_reader_gone(batch)) {
        print_summary(&stats);
    }
    tenor_error_clear(&error);
    if (options->stats != NULL && save_stats(options->stats, batch, &error) != TENOR_OK) {
        status = end_with(&error);
    }
    return status;
}

/* One run over all inputs, or over those of a shard (pick is NULL where there is none). */
static int run_once(const label_options *options, const text_list *paths, const char *model,
                    tenor_shard_pick *pick, const char *settings) {
    tenor_error error = TENOR_ERROR_INIT;
    tenor_source_options inputs = source_options(options, paths, pick);
    tenor_source *source = NULL;
    tenor_batch *batch = NULL;
    tenor_sink *sink = NULL;
    int code = pick != NULL ? tenor_shard_sink_new(&sink, options->output, pick, settings, &error)
                            : make_sink(options, &sink, &error);
    if (code == TENOR_OK) {
        code = tenor_source_new(&source, &inputs, &error);
    }
    if (code == TENOR_OK) {
        tenor_batch_options batch_values = batch_options(options, model, sink);
        code = tenor_batch_new(&batch, &batch_values, &error);
    }
    int status = code == TENOR_OK ? run_batch(options, &inputs, batch, source) : end_with(&error);
    tenor_batch_free(batch);
    tenor_sink_free(sink);
    tenor_source_free(source);
    return status;
}

/* What shapes the records beside the model. */
static void write_settings(const label_options *options, tenor_buffer *out) {
    tenor_buffer_format(out, "evidence %zu, text %d, unsure below %.6f, fields %s %s %s",
                        options->evidence, options->text, options->unsure_below,
                        options->text_field, options->title_field, options->id_field);
}

/* Makes one shard unless it is there. */
static int run_shard(const label_options *options, const text_list *paths, const char *model,
                     size_t index, size_t count) {
    tenor_error error = TENOR_ERROR_INIT;
    tenor_buffer settings = TENOR_BUFFER_INIT;
    tenor_model *opened = NULL;
    tenor_shard_pick pick;
    bool done = false;
    int status = EXIT_GOOD;
    tenor_shard_pick_init(&pick, index, count);
    write_settings(options, &settings);
    int code = settings.failed ? tenor_fail_memory(&error) : open_model(model, &opened, &error);
    if (code == TENOR_OK) {
        code = shard_is_done(options->output, index, count, tenor_model_id(opened), settings.data,
                             &done, &error);
    }
    tenor_model_close(opened);
    if (code != TENOR_OK) {
        status = end_with(&error);
    } else if (!done) {
        status = run_once(options, paths, model, &pick, settings.data);
    } else if (!options->common.quiet) {
        fprintf(stderr, "tenor: shard %zu of %zu is complete\n", index, count);
    }
    tenor_shard_pick_free(&pick);
    tenor_buffer_free(&settings);
    return status;
}

/* The worst of their statuses; a shard that cannot be made ends it. */
static int run_shards(const label_options *options, const text_list *paths, const char *model,
                      const shard_plan *plan) {
    int status = EXIT_GOOD;
    for (size_t i = plan->first; i < plan->count && status <= EXIT_SOME_FAILED; i += plan->step) {
        int one = run_shard(options, paths, model, i, plan->count);
        status = one > status ? one : status;
    }
    return status;
}

static int run(const verb *self, void *values, const text_list *paths) {
    (void)self;
    const label_options *options = values;
    tenor_error error = TENOR_ERROR_INIT;
    shard_plan plan = {0};
    char *model = NULL;
    bool filter = paths->count > 0 && strcmp(paths->items[0], "-") == 0;
    control_block_signals(filter || options->watch != NULL);
    int code = check(options, paths, &error);
    if (code == TENOR_OK && options->shard != NULL) {
        code = check_shard(options, paths, &plan, &error);
    }
    if (code == TENOR_OK && (model = find_model(options->model, &error)) == NULL) {
        code = error.code;
    }
    int status = code != TENOR_OK         ? end_with(&error)
                 : options->shard != NULL ? run_shards(options, paths, model, &plan)
                                          : run_once(options, paths, model, NULL, NULL);
    free(model);
    return status;
}

const verb verb_label = {
    "label",
    "[-m MODEL] [-o OUT] PATH...",
    "label articles: one record (a line of JSON) for each",
    "PATH is a file, a folder (with all below it, in the order of the paths; names that begin "
    "with\n"
    "\".\" are passed over), an archive of files, a JSON Lines file, or - for JSON Lines on "
    "standard\n"
    "input. JSON needs the field \"text\" (or \"path\" of a file); \"id\", \"title\" and \"date\" "
    "are used.\n"
    "Records come in the order of the inputs, one for each; an article that cannot be read gives\n"
    "a record with \"error\" and exit status 1. Stopped by SIGINT or SIGTERM, what is in flight "
    "is\n"
    "finished; exit status 75. SIGHUP makes --watch and - take up a changed model file.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    0,
    (size_t)-1,
    run,
};
