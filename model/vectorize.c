/* vectorize.c: two passes over the articles, both through the one extractor: the first counts
 * document frequencies, the second makes the vectors. Cutting and segmenting twice costs less than
 * keeping every term of every unit in memory. */
#include "vectorize.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "extractor.h"
#include "memory.h"
#include "parallel.h"
#include "tally.h"

typedef struct hand {
    tenor_cutter *cutter;
    tenor_space_builder *builder; /* first pass */
    tenor_extractor *extractor;   /* second pass */
    double *hits;                 /* [TENOR_PART_COUNT][groups] */
} hand;

typedef struct job {
    const tenor_dataset *dataset;
    hand *hands; /* [threads] */
    uint32_t threads;
    tenor_matrix *parts; /* [examples] second pass */
    tenor_training_set *set;
} job;

static tenor_view view_of(const char *text) {
    return (tenor_view){text, strlen(text)};
}

static int cut_example(job *j, size_t thread, size_t index, tenor_units *units, tenor_error *err) {
    const tenor_example *e = &j->dataset->examples[index];
    return tenor_cut(j->hands[thread].cutter, view_of(e->title), view_of(e->text), units, err);
}

static int count_example(void *shared, size_t thread, size_t index, tenor_error *err) {
    job *j = shared;
    tenor_units units;
    int code = cut_example(j, thread, index, &units, err);
    for (size_t u = 0; code == 0 && u < units.count; u++) {
        code = tenor_space_builder_add(j->hands[thread].builder, units.items[u].text, err);
    }
    return code;
}

static int vectorize_example(void *shared, size_t thread, size_t index, tenor_error *err) {
    job *j = shared;
    tenor_training_set *set = j->set;
    tenor_tally tally;
    tenor_tally_begin(&tally, j->hands[thread].hits, set->group_count);
    tenor_units units;
    int code = cut_example(j, thread, index, &units, err);
    for (size_t u = 0; code == 0 && u < units.count; u++) {
        tenor_vector vector;
        code = tenor_extract(j->hands[thread].extractor, units.items[u].text, &vector, NULL, NULL,
                             err);
        if (code == 0) {
            code = tenor_matrix_add(&j->parts[index], &vector, err);
            tenor_tally_add(&tally, j->hands[thread].extractor, &units, u);
        }
    }
    tenor_tally_end(&tally, set->rates + index * TENOR_PART_COUNT * set->group_count);
    memcpy(set->named + index * set->group_count, tally.named, set->group_count);
    set->has_title[index] = code == 0 && units.has_title;
    return code;
}

static int build_lexicon(const tenor_dataset *d, const uint16_t *fold, tenor_lexicon **out,
                         tenor_error *err) {
    size_t total = 0;
    for (size_t g = 0; g < d->lexicon_count; g++) {
        total += d->lexicon[g].term_count;
    }
    tenor_lexicon_term *terms = tenor_new_array(total, sizeof *terms);
    const char **names = tenor_new_array(d->lexicon_count, sizeof *names);
    if (terms == NULL || names == NULL) {
        free(terms);
        free(names);
        return tenor_fail_memory(err);
    }
    uint32_t negators = UINT32_MAX;
    size_t n = 0;
    for (size_t g = 0; g < d->lexicon_count; g++) {
        names[g] = d->lexicon[g].group;
        negators = d->lexicon[g].negators ? (uint32_t)g : negators;
        for (size_t t = 0; t < d->lexicon[g].term_count; t++) {
            terms[n++] = (tenor_lexicon_term){view_of(d->lexicon[g].terms[t]), (uint32_t)g};
        }
    }
    int code = tenor_lexicon_new(out, fold, names, d->lexicon_count, negators, terms, n, err);
    free(terms);
    free(names);
    return code;
}

static int build_space(job *j, tenor_training_set *out, tenor_error *err) {
    tenor_han_words words = TENOR_HAN_WORDS_NONE;
    int code = tenor_han_words_read(&out->han_words, &words.count, err);
    words.slots = out->han_words;
    for (uint32_t t = 0; code == 0 && t < j->threads; t++) {
        code = tenor_space_builder_new(&j->hands[t].builder, &j->dataset->settings, out->fold_table,
                                       words, out->lexicon, err);
    }
    if (code == 0) {
        code = tenor_parallel(j->dataset->example_count, j->threads, count_example, j, err);
    }
    for (uint32_t t = 1; code == 0 && t < j->threads; t++) {
        code = tenor_space_builder_merge(j->hands[0].builder, j->hands[t].builder, err);
    }
    if (code == 0) {
        code = tenor_space_builder_finish(j->hands[0].builder, &out->space, err);
    }
    for (uint32_t t = 0; t < j->threads; t++) {
        tenor_space_builder_free(j->hands[t].builder);
        j->hands[t].builder = NULL;
    }
    return code;
}

/* The parts one after another, in the examples' order. */
static int join_parts(const job *j, tenor_training_set *out, tenor_error *err) {
    int code = 0;
    out->matrix.term_count = out->space->term_count;
    for (size_t e = 0; code == 0 && e < j->dataset->example_count; e++) {
        tenor_matrix *part = &j->parts[e];
        out->first_row[e] = out->matrix.row_count;
        for (size_t r = 0; code == 0 && r < part->row_count; r++) {
            size_t at = part->row_at[r];
            tenor_vector vector = {part->term + at, part->value + at, part->row_at[r + 1] - at};
            code = tenor_matrix_add(&out->matrix, &vector, err);
        }
        tenor_matrix_free(part);
    }
    out->first_row[j->dataset->example_count] = out->matrix.row_count;
    return code;
}

static int build_matrix(job *j, tenor_training_set *out, tenor_error *err) {
    int code = 0;
    out->group_count = tenor_lexicon_group_count(out->lexicon);
    out->rates = tenor_new_array(j->dataset->example_count,
                                 TENOR_PART_COUNT * out->group_count * sizeof *out->rates);
    out->named = tenor_new_array(j->dataset->example_count, out->group_count);
    code = out->rates == NULL || out->named == NULL ? tenor_fail_memory(err) : 0;
    for (uint32_t t = 0; code == 0 && t < j->threads; t++) {
        j->hands[t].hits =
            tenor_new_array(out->group_count, TENOR_PART_COUNT * sizeof *j->hands[t].hits);
        code = j->hands[t].hits == NULL
                   ? tenor_fail_memory(err)
                   : tenor_extractor_new(&j->hands[t].extractor, out->space, err);
    }
    if (code == 0) {
        code = tenor_parallel(j->dataset->example_count, j->threads, vectorize_example, j, err);
    }
    return code == 0 ? join_parts(j, out, err) : code;
}

static int run_passes(job *j, tenor_training_set *out, tenor_error *err) {
    int code = tenor_fold_table(out->fold_table, err);
    if (code == 0 && j->dataset->lexicon_count > 0) {
        code = build_lexicon(j->dataset, out->fold_table, &out->lexicon, err);
    }
    for (uint32_t t = 0; code == 0 && t < j->threads; t++) {
        code = tenor_cutter_new(&j->hands[t].cutter, j->dataset->settings.passage_bytes, err);
    }
    if (code == 0) {
        code = build_space(j, out, err);
    }
    return code == 0 ? build_matrix(j, out, err) : code;
}

int tenor_vectorize(const tenor_dataset *dataset, uint32_t threads, tenor_training_set *out,
                    tenor_error *err) {
    *out = (tenor_training_set){.matrix = TENOR_MATRIX_INIT};
    threads = threads == 0 ? tenor_core_count() : threads;
    size_t examples = dataset->example_count;
    job j = {.dataset = dataset, .threads = threads};
    j.hands = tenor_new_array(threads, sizeof *j.hands);
    j.parts = tenor_new_array(examples, sizeof *j.parts);
    out->fold_table = tenor_new_array(TENOR_FOLD_SIZE, sizeof *out->fold_table);
    out->first_row = tenor_new_array(examples + 1, sizeof *out->first_row);
    out->has_title = tenor_new_array(examples, sizeof *out->has_title);
    j.set = out;
    int code = 0;
    if (j.hands == NULL || j.parts == NULL || out->fold_table == NULL || out->first_row == NULL ||
        out->has_title == NULL) {
        code = tenor_fail_memory(err);
    } else {
        code = run_passes(&j, out, err);
    }
    for (uint32_t t = 0; j.hands != NULL && t < threads; t++) {
        tenor_cutter_free(j.hands[t].cutter);
        tenor_extractor_free(j.hands[t].extractor);
        free(j.hands[t].hits);
    }
    for (size_t e = 0; j.parts != NULL && e < examples; e++) {
        tenor_matrix_free(&j.parts[e]);
    }
    free(j.hands);
    free(j.parts);
    return code;
}

void tenor_training_set_free(tenor_training_set *set) {
    tenor_matrix_free(&set->matrix);
    tenor_space_free(set->space);
    tenor_lexicon_free(set->lexicon);
    free(set->fold_table);
    free(set->han_words);
    free(set->first_row);
    free(set->has_title);
    free(set->rates);
    free(set->named);
    *set = (tenor_training_set){.matrix = TENOR_MATRIX_INIT};
}
