/* bench_features.c: MB/s of each step from text to vector, on one core.
 *
 *   bench_features [-n TERMS] [-p PASSAGE_BYTES] [-s STEP] FILE...
 *
 * FILE: .jsonl (each line's "text") or any other text (taken whole). The vocabulary is built from
 * the same texts with min_df 1 and cut to TERMS (300,000). With -p the texts are cut into passages
 * first, which are then the units. Each step (-s: only that one) is run over all texts until half a
 * second has passed, five times; the fastest counts. Steps include the steps before them where they
 * need them: "words" is folding and segmenting ("icu": by ICU alone; both must cut alike),
 * "extract" is everything. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "extractor.h"
#include "memory.h"
#include "ngram.h"
#include "passage.h"

typedef struct bench {
    tenor_view *texts; /* [count] */
    size_t count;
    size_t capacity;
    size_t bytes;
    uint16_t *fold;
    uint64_t *slots; /* of words; owned */
    tenor_han_words words;
    tenor_segmenter *icu; /* the reference: without words */
    tenor_splitter *splitter;
    tenor_segmenter *segmenter;
    tenor_walker *walker;
    tenor_folded folded;
    tenor_extractor *extractor;
    uint32_t passage_bytes;
    const char *only; /* step to run, NULL: all */
    size_t seen;      /* a sum of results */
} bench;

static void must(int code, const tenor_error *err) {
    if (code != 0) {
        fprintf(stderr, "bench_features: %s\n", err->text);
        exit(1);
    }
}

/* --- reading --- */

static void keep_text(bench *work, const char *text, size_t size) {
    char *copy = malloc(size + 1);
    if (copy == NULL || !TENOR_GROW(work->texts, work->capacity, work->count + 1)) {
        exit(1);
    }
    memcpy(copy, text, size);
    work->texts[work->count++] = (tenor_view){copy, size};
    work->bytes += size;
}

/* Undoes \n, \t and escaped quotes in place; other escapes do not matter to a stopwatch. Ends at
 * the closing quote. */
static size_t unescape(char *text) {
    size_t size = 0;
    for (const char *from = text; *from != '\0' && *from != '"'; from++) {
        if (*from == '\\' && from[1] != '\0') {
            from++;
            text[size++] = *from == 'n' ? '\n' : *from == 't' ? '\t' : *from;
        } else {
            text[size++] = *from;
        }
    }
    return size;
}

static void read_lines(bench *work, FILE *file) {
    static const char key[] = "\"text\": \"";
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0) {
        char *text = strstr(line, key);
        if (text != NULL) {
            text += sizeof key - 1;
            keep_text(work, text, unescape(text));
        }
    }
    free(line);
}

static void read_whole(bench *work, FILE *file) {
    tenor_buffer text = TENOR_BUFFER_INIT;
    char block[65536];
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;) {
        tenor_buffer_add(&text, block, got);
    }
    keep_text(work, text.data, text.size);
    tenor_buffer_free(&text);
}

static void read_file(bench *work, const char *path) {
    FILE *file = fopen(path, "rb");
    size_t size = strlen(path);
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    if (size > 6 && strcmp(path + size - 6, ".jsonl") == 0) {
        read_lines(work, file);
    } else {
        read_whole(work, file);
    }
    fclose(file);
}

/* --- steps --- */

static void step_split(bench *work, tenor_view text, tenor_error *err) {
    const tenor_passage *passages;
    size_t count;
    must(tenor_split(work->splitter, text, work->passage_bytes > 0 ? work->passage_bytes : 800,
                     &passages, &count, err),
         err);
    work->seen += count;
}

static void step_fold(bench *work, tenor_view text, tenor_error *err) {
    must(tenor_fold(work->fold, text, &work->folded, err), err);
    work->seen += work->folded.size;
}

static void step_words(bench *work, tenor_view text, tenor_error *err) {
    const tenor_token *tokens;
    size_t count;
    step_fold(work, text, err);
    must(
        tenor_segment(work->segmenter, work->folded.units, work->folded.size, &tokens, &count, err),
        err);
    work->seen += count;
}

static void step_icu(bench *work, tenor_view text, tenor_error *err) {
    const tenor_token *tokens;
    size_t count;
    step_fold(work, text, err);
    must(tenor_segment(work->icu, work->folded.units, work->folded.size, &tokens, &count, err),
         err);
    work->seen += count;
}

/* Every token of every text must be ICU's. */
static void compare_with_icu(bench *work) {
    tenor_error err = TENOR_ERROR_INIT;
    size_t total = 0;
    for (size_t i = 0; i < work->count; i++) {
        const tenor_token *own;
        const tenor_token *icu;
        size_t own_count;
        size_t icu_count;
        step_fold(work, work->texts[i], &err);
        const tenor_folded *text = &work->folded;
        must(tenor_segment(work->segmenter, text->units, text->size, &own, &own_count, &err), &err);
        must(tenor_segment(work->icu, text->units, text->size, &icu, &icu_count, &err), &err);
        bool same = own_count == icu_count;
        for (size_t k = 0; k < icu_count && same; k++) {
            same = own[k].start == icu[k].start && own[k].end == icu[k].end &&
                   own[k].kind == icu[k].kind && own[k].joins == icu[k].joins;
        }
        if (!same) {
            fprintf(stderr, "bench_features: text %zu is not cut as ICU cuts it\n", i);
            exit(1);
        }
        total += icu_count;
    }
    printf("%zu tokens, all as ICU cuts them\n", total);
}

static int count_only(void *target, const tenor_walker *walker, const tenor_gram *grams,
                      size_t count, tenor_error *err) {
    bench *work = target;
    (void)walker;
    (void)grams;
    (void)err;
    work->seen += count;
    return 0;
}

static void step_ngrams(bench *work, tenor_view text, tenor_error *err) {
    const tenor_gram_sink sink = {work, count_only, NULL, NULL};
    must(tenor_walker_run(work->walker, text, &sink, err), err);
}

static void step_extract(bench *work, tenor_view text, tenor_error *err) {
    tenor_vector vector;
    must(tenor_extract(work->extractor, text, &vector, NULL, NULL, err), err);
    work->seen += vector.size;
}

/* CPU time: other work on the machine should not count. */
static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void measure(bench *work, const char *name,
                    void (*step)(bench *, tenor_view, tenor_error *)) {
    tenor_error err = TENOR_ERROR_INIT;
    double best = 0.0;
    if (work->only != NULL && strcmp(work->only, name) != 0) {
        return;
    }
    for (int round = 0; round < 5; round++) {
        double start = seconds();
        double spent = 0.0;
        size_t bytes = 0;
        while (spent < 0.5) {
            for (size_t i = 0; i < work->count; i++) {
                step(work, work->texts[i], &err);
            }
            bytes += work->bytes;
            spent = seconds() - start;
        }
        double speed = (double)bytes / spent / 1e6;
        best = speed > best ? speed : best;
    }
    printf("%-10s %8.1f MB/s\n", name, best);
}

/* --- set-up --- */

static void cut_into_passages(bench *work) {
    tenor_error err = TENOR_ERROR_INIT;
    bench cut = {0};
    for (size_t i = 0; i < work->count; i++) {
        const tenor_passage *passages;
        size_t count;
        must(tenor_split(work->splitter, work->texts[i], work->passage_bytes, &passages, &count,
                         &err),
             &err);
        for (size_t k = 0; k < count; k++) {
            keep_text(&cut, work->texts[i].data + passages[k].byte_start,
                      passages[k].byte_end - passages[k].byte_start);
        }
        free((void *)(uintptr_t)work->texts[i].data);
    }
    free(work->texts);
    work->texts = cut.texts;
    work->count = cut.count;
    work->capacity = cut.capacity;
    work->bytes = cut.bytes;
}

static tenor_space *build(bench *work, const tenor_settings *settings) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_space_builder *builder;
    tenor_space *space;
    double start = seconds();
    must(tenor_space_builder_new(&builder, settings, work->fold, work->words, NULL, &err), &err);
    for (size_t i = 0; i < work->count; i++) {
        must(tenor_space_builder_add(builder, work->texts[i], &err), &err);
    }
    must(tenor_space_builder_finish(builder, &space, &err), &err);
    printf("%-10s %8.1f MB/s, %zu terms kept\n", "build",
           (double)work->bytes / (seconds() - start) / 1e6, space->term_count);
    tenor_space_builder_free(builder);
    return space;
}

static void tear_down(bench *work, tenor_space *space) {
    tenor_extractor_free(work->extractor);
    tenor_walker_free(work->walker);
    tenor_space_free(space);
    tenor_splitter_free(work->splitter);
    tenor_segmenter_free(work->segmenter);
    tenor_segmenter_free(work->icu);
    tenor_folded_free(&work->folded);
    for (size_t i = 0; i < work->count; i++) {
        free((void *)(uintptr_t)work->texts[i].data);
    }
    free(work->texts);
    free(work->fold);
    free(work->slots);
}

int main(int argc, char **argv) {
    bench work = {0};
    tenor_error err = TENOR_ERROR_INIT;
    tenor_settings settings = TENOR_SETTINGS_INIT;
    int arg = 1;
    settings.min_df = 1;
    settings.max_terms = 300000;
    for (; arg + 1 < argc && argv[arg][0] == '-'; arg += 2) {
        if (argv[arg][1] == 's') {
            work.only = argv[arg + 1];
            continue;
        }
        uint32_t *option = argv[arg][1] == 'n' ? &settings.max_terms : &work.passage_bytes;
        *option = (uint32_t)strtoul(argv[arg + 1], NULL, 10);
    }
    for (; arg < argc; arg++) {
        read_file(&work, argv[arg]);
    }
    work.fold = tenor_new_array(TENOR_FOLD_SIZE, sizeof *work.fold);
    if (work.fold == NULL || work.count == 0) {
        fprintf(stderr, "usage: bench_features [-n TERMS] [-p PASSAGE_BYTES] [-s STEP] FILE...\n");
        return 2;
    }
    must(tenor_fold_table(work.fold, &err), &err);
    must(tenor_splitter_new(&work.splitter, &err), &err);
    must(tenor_han_words_read(&work.slots, &work.words.count, &err), &err);
    work.words.slots = work.slots;
    must(tenor_segmenter_new(&work.segmenter, work.words, &err), &err);
    must(tenor_segmenter_new(&work.icu, TENOR_HAN_WORDS_NONE, &err), &err);
    must(tenor_walker_new(&work.walker, &settings, work.fold, work.words, NULL, &err), &err);
    measure(&work, "split", step_split);
    if (work.passage_bytes > 0) {
        cut_into_passages(&work);
    }
    printf("%zu texts, %.2f MB\n", work.count, (double)work.bytes / 1e6);
    tenor_space *space = build(&work, &settings);
    must(tenor_extractor_new(&work.extractor, space, &err), &err);
    compare_with_icu(&work);
    measure(&work, "fold", step_fold);
    measure(&work, "icu", step_icu);
    measure(&work, "words", step_words);
    measure(&work, "ngrams", step_ngrams);
    measure(&work, "extract", step_extract);
    tear_down(&work, space);
    return work.seen > 0 ? 0 : 1;
}
