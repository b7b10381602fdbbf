/* verb_shards.c: tenor shards, what there is to do after a job array: tell which shards are missing
 * as Slurm wants to hear it, and put all together. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "shard.h"
#include "verbs.h"

typedef struct shards_options {
    common_options common;
    const char *merge;
    size_t of, stride;
} shards_options;

static const shards_options defaults = {0};

#define FIELD(name) offsetof(shards_options, name)
static const option_spec specs[] = {
    {"of", 0, OPTION_NUMBER, FIELD(of), "N", "number of shards (default: as the files in OUT tell)",
     0},
    {"stride", 0, OPTION_NUMBER, FIELD(stride), "S",
     "list the tasks to be sent again where a task makes every S-th shard", 0},
    {"merge", 0, OPTION_TEXT, FIELD(merge), "MERGED",
     "write all records to MERGED (- is standard output) in the order of the inputs", 0},
};

typedef struct census {
    bool *missing; /* [tasks] */
    size_t tasks, complete, damaged;
} census;

static int take_census(census *out, const char *folder, size_t count, tenor_error *err) {
    for (size_t i = 0; i < count; i++) {
        tenor_shard_facts facts = {0};
        tenor_shard_state state;
        int code = tenor_shard_look(folder, i, count, &state, &facts, err);
        tenor_shard_facts_free(&facts);
        if (code != TENOR_OK) {
            return code;
        }
        out->complete += state == TENOR_SHARD_COMPLETE;
        out->damaged += state == TENOR_SHARD_DAMAGED;
        out->missing[i % out->tasks] |= state != TENOR_SHARD_COMPLETE;
    }
    return TENOR_OK;
}

/* "3,7-9" */
static void print_tasks(const census *of) {
    const char *between = "";
    for (size_t i = 0; i < of->tasks; i++) {
        if (!of->missing[i]) {
            continue;
        }
        size_t last = i;
        while (last + 1 < of->tasks && of->missing[last + 1]) {
            last++;
        }
        printf("%s%zu", between, i);
        if (last > i) {
            printf("-%zu", last);
        }
        between = ",";
        i = last;
    }
    putchar('\n');
}

static int list(const shards_options *options, const char *folder, size_t count, tenor_error *err) {
    census found = {.tasks =
                        options->stride > 0 && options->stride < count ? options->stride : count};
    found.missing = tenor_new_array(found.tasks, sizeof *found.missing);
    int code =
        found.missing != NULL ? take_census(&found, folder, count, err) : tenor_fail_memory(err);
    if (code == TENOR_OK && found.complete < count) {
        print_tasks(&found);
    }
    free(found.missing);
    if (code != TENOR_OK) {
        return end_with(err);
    }
    if (!options->common.quiet) {
        fprintf(stderr, "tenor: %zu of %zu shards are complete, %zu are missing, %zu damaged\n",
                found.complete, count, count - found.complete - found.damaged, found.damaged);
    }
    return found.complete < count ? EXIT_SOME_FAILED : EXIT_GOOD;
}

static int merge(const shards_options *options, const char *folder, size_t count,
                 tenor_error *err) {
    const char *path = strcmp(options->merge, "-") == 0 ? NULL : options->merge;
    uint64_t records = 0;
    if (tenor_shard_merge(folder, count, path, &records, err) != TENOR_OK) {
        return end_with(err);
    }
    if (!options->common.quiet) {
        fprintf(stderr,
                "tenor: %" PRIu64 " records of %" PRIu64 " inputs from %zu shards: none lost, none "
                "twice\n",
                records, records, count);
    }
    return EXIT_GOOD;
}

static int run(const verb *self, void *values, const text_list *arguments) {
    (void)self;
    const shards_options *options = values;
    const char *folder = arguments->items[0];
    size_t count = options->of;
    tenor_error error = TENOR_ERROR_INIT;
    int code = count > 0 ? TENOR_OK : tenor_shard_count(folder, &count, &error);
    if (code == TENOR_OK && count == 0) {
        code = tenor_fail(&error, TENOR_USAGE,
                          "%s has no shards yet: tell with --of how many there "
                          "will be",
                          folder);
    } else if (code == TENOR_OK && count > TENOR_SHARDS_MAX) {
        code = tenor_fail(&error, TENOR_USAGE, "--of: at most %d", TENOR_SHARDS_MAX);
    }
    if (code != TENOR_OK) {
        return end_with(&error);
    }
    return options->merge != NULL ? merge(options, folder, count, &error)
                                  : list(options, folder, count, &error);
}

const verb verb_shards = {
    "shards",
    "[--of N] [--merge MERGED] OUT",
    "list the missing shards of a job array, or merge them",
    "OUT is the folder that tenor label --shard was given. What is missing or damaged is printed "
    "as\n"
    "Slurm's --array takes it (3,7-9); exit status 1 where there is any, 0 where there is none.\n"
    "--merge writes the file that one machine would have written, byte for byte, and refuses "
    "where\n"
    "a record is lost or twice, or where shards are of different inputs, models or options.\n",
    specs,
    sizeof specs / sizeof specs[0],
    &defaults,
    sizeof defaults,
    1,
    1,
    run,
};
