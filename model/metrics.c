/* metrics.c: counting, and a few formulas on the counts. All averages come from one running sum
 * over an axis' labels, which the bootstrap uses again for each of its samples. */
#include "metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "error.h"
#include "memory.h"
#include "splitmix.h"

/* ---- one article, one label ---- */

bool tenor_judged_annotated(const tenor_judged *judged, size_t article,
                            const tenor_judged_axis *axis) {
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        if (judged->gold[article][l] != TENOR_GOLD_UNKNOWN) {
            return true;
        }
    }
    return false;
}

bool tenor_judged_gold(const tenor_judged *judged, size_t article, size_t label) {
    return judged->gold[article][label] == TENOR_GOLD_YES;
}

bool tenor_judged_given(const tenor_judged *judged, size_t article, size_t label) {
    return judged->given[article * judged->label_count + label] != 0;
}

bool tenor_judged_right(const tenor_judged *judged, size_t article, const tenor_judged_axis *axis) {
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        if (tenor_judged_gold(judged, article, l) != tenor_judged_given(judged, article, l)) {
            return false;
        }
    }
    return true;
}

/* ---- precision, recall, F1 ---- */

typedef struct tally {
    size_t right, given, gold;
} tally;

static double ratio(size_t part, size_t whole) {
    return whole > 0 ? (double)part / (double)whole : 0.0;
}

static tenor_score_row row_of(tally t) {
    return (tenor_score_row){ratio(t.right, t.given), ratio(t.right, t.gold),
                             ratio(2 * t.right, t.given + t.gold), t.gold};
}

static void add_cell(tally *t, bool gold, bool given) {
    t->right += gold && given;
    t->given += given;
    t->gold += gold;
}

static tally tally_label(const tenor_judged *judged, size_t label) {
    tally t = {0, 0, 0};
    for (size_t i = 0; i < judged->article_count; i++) {
        if (judged->gold[i][label] != TENOR_GOLD_UNKNOWN) {
            add_cell(&t, tenor_judged_gold(judged, i, label), tenor_judged_given(judged, i, label));
        }
    }
    return t;
}

tenor_score_row tenor_measure_label(const tenor_judged *judged, size_t label) {
    return row_of(tally_label(judged, label));
}

static void add_row(tenor_score_row *sum, tenor_score_row row, double weight) {
    sum->precision += row.precision * weight;
    sum->recall += row.recall * weight;
    sum->f1 += row.f1 * weight;
}

static void divide_row(tenor_score_row *sum, size_t by) {
    double factor = by > 0 ? 1.0 / (double)by : 0.0;
    tenor_score_row row = *sum;
    *sum = (tenor_score_row){.support = row.support};
    add_row(sum, row, factor);
}

/* The averages over labels, while they are added one by one. */
typedef struct running {
    tally all;
    size_t supported; /* labels that an article has */
    tenor_score_row macro, weighted;
} running;

static void add_label(running *sum, tally t) {
    sum->all.right += t.right;
    sum->all.given += t.given;
    sum->all.gold += t.gold;
    if (t.gold > 0) {
        sum->supported++;
        add_row(&sum->macro, row_of(t), 1.0);
        add_row(&sum->weighted, row_of(t), (double)t.gold);
    }
}

static void finish(const running *sum, tenor_averages *out) {
    out->micro = row_of(sum->all);
    out->macro = sum->macro;
    out->weighted = sum->weighted;
    out->macro.support = out->weighted.support = sum->all.gold;
    divide_row(&out->macro, sum->supported);
    divide_row(&out->weighted, sum->all.gold);
}

static tally tally_article(const tenor_judged *judged, size_t article,
                           const tenor_judged_axis *axis) {
    tally t = {0, 0, 0};
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        add_cell(&t, tenor_judged_gold(judged, article, l), tenor_judged_given(judged, article, l));
    }
    return t;
}

tenor_averages tenor_measure_axis(const tenor_judged *judged, const tenor_judged_axis *axis) {
    tenor_averages out = {0};
    running sum = {0};
    size_t exact = 0;
    for (size_t i = 0; i < axis->label_count; i++) {
        add_label(&sum, tally_label(judged, axis->first_label + i));
    }
    finish(&sum, &out);
    for (size_t i = 0; i < judged->article_count; i++) {
        if (tenor_judged_annotated(judged, i, axis)) {
            add_row(&out.samples, row_of(tally_article(judged, i, axis)), 1.0);
            exact += tenor_judged_right(judged, i, axis);
            out.articles++;
        }
    }
    out.samples.support = sum.all.gold;
    divide_row(&out.samples, out.articles);
    out.accuracy = ratio(exact, out.articles);
    return out;
}

void tenor_confusion(const tenor_judged *judged, const tenor_judged_axis *axis, size_t *cells) {
    size_t width = axis->label_count + 1;
    memset(cells, 0, axis->label_count * width * sizeof *cells);
    for (size_t i = 0; i < judged->article_count; i++) {
        for (size_t g = 0; g < axis->label_count; g++) {
            if (!tenor_judged_gold(judged, i, axis->first_label + g)) {
                continue;
            }
            size_t answer = 0;
            while (answer < axis->label_count &&
                   !tenor_judged_given(judged, i, axis->first_label + answer)) {
                answer++;
            }
            cells[g * width + answer]++;
        }
    }
}

/* ---- intervals ---- */

/* A label that an article has in gold or was given; all others change no figure. */
typedef struct cell {
    uint32_t label;
    bool gold, given;
} cell;

/* The annotated articles of an axis, ready to be drawn from. */
typedef struct urn {
    cell *cells;
    size_t *first; /* [articles + 1] into cells */
    bool *right;   /* [articles] */
    size_t articles, cell_capacity;
    tally *tallies; /* [labels] of the sample at hand */
    tally *whole;   /* [labels] of all articles */
    double *values; /* [3 + labels][rounds] */
    size_t label_count;
    uint64_t state; /* of the generator */
} urn;

static void urn_free(urn *u) {
    free(u->cells);
    free(u->first);
    free(u->right);
    free(u->tallies);
    free(u->whole);
    free(u->values);
}

static int fill_urn(urn *u, const tenor_judged *judged, const tenor_judged_axis *axis,
                    tenor_error *err) {
    size_t count = 0;
    for (size_t i = 0; i < judged->article_count; i++) {
        if (!tenor_judged_annotated(judged, i, axis)) {
            continue;
        }
        for (size_t l = 0; l < axis->label_count; l++) {
            bool gold = tenor_judged_gold(judged, i, axis->first_label + l);
            bool given = tenor_judged_given(judged, i, axis->first_label + l);
            if (!gold && !given) {
                continue;
            }
            if (!TENOR_GROW(u->cells, u->cell_capacity, count + 1)) {
                return tenor_fail_memory(err);
            }
            u->cells[count++] = (cell){(uint32_t)l, gold, given};
            add_cell(&u->whole[l], gold, given);
        }
        u->right[u->articles] = tenor_judged_right(judged, i, axis);
        u->first[++u->articles] = count;
    }
    return TENOR_OK;
}

static int urn_new(urn *u, const tenor_judged *judged, const tenor_judged_axis *axis,
                   uint32_t rounds, uint64_t seed, tenor_error *err) {
    size_t rows = axis->label_count + 3;
    *u = (urn){.first = tenor_new_array(judged->article_count + 1, sizeof *u->first),
               .right = tenor_new_array(judged->article_count, sizeof *u->right),
               .tallies = tenor_new_array(axis->label_count, sizeof *u->tallies),
               .whole = tenor_new_array(axis->label_count, sizeof *u->whole),
               .label_count = axis->label_count,
               .state = seed};
    size_t values;
    if (!tenor_mul_size(rows, rounds, &values)) {
        return tenor_fail_memory(err);
    }
    u->values = tenor_new_array(values, sizeof *u->values);
    if (u->first == NULL || u->right == NULL || u->tallies == NULL || u->whole == NULL ||
        u->values == NULL) {
        return tenor_fail_memory(err);
    }
    return fill_urn(u, judged, axis, err);
}

/* A random number of 0 .. below - 1; below < 2^32. */
static size_t draw(urn *u, size_t below) {
    uint64_t x = tenor_splitmix(u->state);
    u->state += TENOR_SPLITMIX_STEP;
    return (size_t)(((x >> 32) * (uint64_t)below) >> 32);
}

/* Draws as many articles as there are, with replacement, and notes their figures. A rare label that
 * was not drawn stands in the macro average with its F1 in all articles: left out, the samples'
 * averages would be those of the common labels. */
static void draw_sample(urn *u, size_t round, size_t rounds) {
    running sum = {0};
    tenor_averages averages = {0};
    size_t exact = 0;
    memset(u->tallies, 0, u->label_count * sizeof *u->tallies);
    for (size_t i = 0; i < u->articles; i++) {
        size_t article = draw(u, u->articles);
        exact += u->right[article];
        for (size_t c = u->first[article]; c < u->first[article + 1]; c++) {
            add_cell(&u->tallies[u->cells[c].label], u->cells[c].gold, u->cells[c].given);
        }
    }
    for (size_t l = 0; l < u->label_count; l++) {
        add_label(&sum, u->tallies[l]);
        if (u->tallies[l].gold == 0 && u->whole[l].gold > 0) {
            add_row(&sum.macro, row_of(u->whole[l]), 1.0);
            sum.supported++;
        }
        u->values[(3 + l) * rounds + round] = row_of(u->tallies[l]).f1;
    }
    finish(&sum, &averages);
    u->values[round] = averages.macro.f1;
    u->values[rounds + round] = averages.micro.f1;
    u->values[2 * rounds + round] = ratio(exact, u->articles);
}

static int compare_doubles(const void *left, const void *right) {
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Sorts values; the 2.5th and the 97.5th percentile. */
static tenor_interval middle(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare_doubles);
    double last = (double)count - 1.0;
    return (tenor_interval){values[(size_t)(0.025 * last + 0.5)],
                            values[(size_t)(0.975 * last + 0.5)]};
}

int tenor_bootstrap(const tenor_judged *judged, const tenor_judged_axis *axis, uint32_t rounds,
                    uint64_t seed, tenor_intervals *out, tenor_interval *label_f1,
                    tenor_error *err) {
    urn u;
    int code = urn_new(&u, judged, axis, rounds, seed, err);
    for (uint32_t i = 0; code == TENOR_OK && i < rounds; i++) {
        draw_sample(&u, i, rounds);
    }
    if (code == TENOR_OK && rounds > 0) {
        out->macro_f1 = middle(u.values, rounds);
        out->micro_f1 = middle(u.values + rounds, rounds);
        out->accuracy = middle(u.values + 2 * (size_t)rounds, rounds);
        for (size_t l = 0; label_f1 != NULL && l < axis->label_count; l++) {
            label_f1[l] = middle(u.values + (3 + l) * rounds, rounds);
        }
    }
    urn_free(&u);
    return code;
}

/* ---- probabilities ---- */

/* The probability of an article's label, or one below 0 where it counts nowhere. */
static double probability_of(const tenor_judged *judged, size_t article, size_t label) {
    if (judged->probability == NULL || judged->gold[article][label] == TENOR_GOLD_UNKNOWN) {
        return -1.0;
    }
    return (double)judged->probability[article * judged->label_count + label];
}

tenor_reliability tenor_measure_reliability(const tenor_judged *judged, size_t first_label,
                                            size_t label_count) {
    tenor_reliability out = {0};
    for (size_t i = 0; i < judged->article_count; i++) {
        for (size_t l = first_label; l < first_label + label_count; l++) {
            double p = probability_of(judged, i, l),
                   gold = tenor_judged_gold(judged, i, l) ? 1.0 : 0.0;
            if (p < 0.0) {
                continue;
            }
            size_t bin =
                p < 1.0 ? (size_t)(p * TENOR_RELIABILITY_BINS) : TENOR_RELIABILITY_BINS - 1;
            out.bins[bin].count++;
            out.bins[bin].probability += p;
            out.bins[bin].share += gold;
            out.brier += (p - gold) * (p - gold);
            out.count++;
        }
    }
    for (size_t b = 0; b < TENOR_RELIABILITY_BINS; b++) {
        if (out.bins[b].count > 0) {
            out.expected += fabs(out.bins[b].probability - out.bins[b].share) / (double)out.count;
            out.bins[b].probability /= (double)out.bins[b].count;
            out.bins[b].share /= (double)out.bins[b].count;
        }
    }
    out.brier = out.count > 0 ? out.brier / (double)out.count : NAN;
    return out;
}

typedef struct guess {
    double probability;
    bool gold;
} guess;

static int compare_guesses(const void *left, const void *right) {
    const guess *a = left, *b = right;
    return (a->probability < b->probability) - (a->probability > b->probability);
}

/* Points from guesses in falling order; articles not guessed at stay unfound, so recall may end
 * below 1. */
static size_t trace(const guess *guesses, size_t guess_count, size_t positives,
                    tenor_curve_point *points, double *area) {
    size_t right = 0, count = 0;
    double recall = 0.0;
    *area = 0.0;
    for (size_t i = 0; i < guess_count; i++) {
        right += guesses[i].gold;
        if (i + 1 < guess_count && !(guesses[i + 1].probability < guesses[i].probability)) {
            continue;
        }
        points[count] = (tenor_curve_point){guesses[i].probability, ratio(right, i + 1),
                                            ratio(right, positives)};
        *area += (points[count].recall - recall) * points[count].precision;
        recall = points[count++].recall;
    }
    return count;
}

int tenor_precision_recall(const tenor_judged *judged, size_t label, tenor_curve_point *points,
                           size_t *count, double *average_precision, tenor_error *err) {
    guess *guesses = tenor_new_array(judged->article_count, sizeof *guesses);
    size_t guess_count = 0, positives = 0;
    if (guesses == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < judged->article_count; i++) {
        double p = probability_of(judged, i, label);
        bool gold = tenor_judged_gold(judged, i, label);
        positives += gold;
        if (p >= 0.0) {
            guesses[guess_count++] = (guess){p, gold};
        }
    }
    qsort(guesses, guess_count, sizeof *guesses, compare_guesses);
    *count = trace(guesses, guess_count, positives, points, average_precision);
    free(guesses);
    return TENOR_OK;
}

/* ---- two models ---- */

double tenor_mcnemar(size_t only_old_right, size_t only_new_right) {
    enum { EXACT_UP_TO = 1000 }; /* 2^-1000 is still a normal double */
    size_t less = only_old_right < only_new_right ? only_old_right : only_new_right;
    size_t more = only_old_right < only_new_right ? only_new_right : only_old_right,
           all = less + more;
    if (less == more) {
        return 1.0;
    }
    if (all > EXACT_UP_TO) {
        double distance = (double)(more - less) - 1.0;
        return erfc(sqrt(distance * distance / (double)all / 2.0));
    }
    double term = ldexp(1.0, -(int)all), sum = 0.0;
    for (size_t i = 0; i <= less; i++) {
        sum += term;
        term *= (double)(all - i) / (double)(i + 1);
    }
    return sum < 0.5 ? 2.0 * sum : 1.0;
}
