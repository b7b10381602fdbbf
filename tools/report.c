/* report.c: counting and nothing else. An article counts for an axis if it is annotated on it. */
#include "report.h"

#include <string.h>

#include "dataset.h"
#include "json_write.h"

static bool annotated(const report_data *data, size_t article, const report_axis *axis) {
    for (size_t i = 0; i < axis->label_count; i++) {
        if (data->gold[article][axis->first_label + i] != TENOR_GOLD_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static bool is_gold(const report_data *data, size_t article, size_t label) {
    return data->gold[article][label] == TENOR_GOLD_YES;
}

static bool is_given(const report_data *data, size_t article, size_t label) {
    return data->given[article * data->label_count + label] != 0;
}

static report_score score_of(double right, double given, double gold) {
    return (report_score){
        .precision = given > 0 ? right / given : 0,
        .recall = gold > 0 ? right / gold : 0,
        .f1 = given + gold > 0 ? 2 * right / (given + gold) : 0,
        .support = (size_t)gold,
    };
}

typedef struct label_counts {
    double right, given, gold;
} label_counts;

static label_counts count(const report_data *data, size_t label) {
    label_counts counts = {0};
    for (size_t i = 0; i < data->article_count; i++) {
        if (data->gold[i][label] == TENOR_GOLD_UNKNOWN) {
            continue;
        }
        bool gold = is_gold(data, i, label), given = is_given(data, i, label);
        counts.right += gold && given;
        counts.given += given;
        counts.gold += gold;
    }
    return counts;
}

report_score report_label(const report_data *data, size_t label) {
    label_counts counts = count(data, label);
    return score_of(counts.right, counts.given, counts.gold);
}

/* Adds a score times weight to a sum. */
static void add(report_score *sum, report_score score, double weight) {
    sum->precision += score.precision * weight;
    sum->recall += score.recall * weight;
    sum->f1 += score.f1 * weight;
}

/* Means over articles: samples, and how many are right in every label of the axis. */
static void average_articles(const report_data *data, const report_axis *axis, report_averages *out) {
    size_t articles = 0, exact = 0;
    for (size_t i = 0; i < data->article_count; i++) {
        if (!annotated(data, i, axis)) {
            continue;
        }
        label_counts counts = {0};
        for (size_t k = axis->first_label; k < axis->first_label + axis->label_count; k++) {
            bool gold = is_gold(data, i, k), given = is_given(data, i, k);
            counts.right += gold && given;
            counts.given += given;
            counts.gold += gold;
        }
        add(&out->samples, score_of(counts.right, counts.given, counts.gold), 1);
        exact += counts.right == counts.gold && counts.right == counts.given;
        articles++;
    }
    report_score sum = out->samples;
    out->samples = (report_score){.support = out->micro.support};
    add(&out->samples, sum, articles > 0 ? 1.0 / (double)articles : 0);
    out->accuracy = articles > 0 ? (double)exact / (double)articles : 0;
}

report_averages report_average(const report_data *data, const report_axis *axis) {
    report_averages out = {0};
    label_counts all = {0};
    for (size_t i = 0; i < axis->label_count; i++) {
        label_counts counts = count(data, axis->first_label + i);
        report_score score = score_of(counts.right, counts.given, counts.gold);
        add(&out.macro, score, 1.0 / (double)axis->label_count);
        add(&out.weighted, score, counts.gold);
        all.right += counts.right;
        all.given += counts.given;
        all.gold += counts.gold;
    }
    out.micro = score_of(all.right, all.given, all.gold);
    report_score sum = out.weighted;
    out.weighted = (report_score){0};
    add(&out.weighted, sum, all.gold > 0 ? 1 / all.gold : 0);
    out.macro.support = out.weighted.support = out.micro.support;
    average_articles(data, axis, &out);
    return out;
}

/* ---- for people ---- */

static void print_row(const char *name, report_score score, FILE *to) {
    fprintf(to, "  %-26s %9.4f %9.4f %9.4f %9zu\n", name, score.precision, score.recall, score.f1, score.support);
}

/* Rows are gold, columns the answers; the last column is no answer. */
static void print_confusion(const report_data *data, const report_axis *axis, FILE *to) {
    fprintf(to, "  %-26s", "gold \\ answer");
    for (size_t k = 0; k < axis->label_count; k++) {
        fprintf(to, " %9.9s", axis->labels[k]);
    }
    fprintf(to, " %9s\n", "(none)");
    for (size_t g = 0; g < axis->label_count; g++) {
        fprintf(to, "  %-26s", axis->labels[g]);
        size_t none = 0;
        for (size_t k = 0; k <= axis->label_count; k++) {
            size_t cell = 0;
            for (size_t i = 0; i < data->article_count && k < axis->label_count; i++) {
                cell += is_gold(data, i, axis->first_label + g) && is_given(data, i, axis->first_label + k);
            }
            none += cell;
            if (k < axis->label_count) {
                fprintf(to, " %9zu", cell);
            }
        }
        fprintf(to, " %9zu\n", report_label(data, axis->first_label + g).support - none);
    }
}

void report_print(const report_data *data, bool confusion, FILE *to) {
    for (size_t a = 0; a < data->axis_count; a++) {
        const report_axis *axis = &data->axes[a];
        report_averages averages = report_average(data, axis);
        fprintf(to, "%-28s %9s %9s %9s %9s\n", axis->name, "precision", "recall", "F1", "articles");
        for (size_t i = 0; i < axis->label_count; i++) {
            print_row(axis->labels[i], report_label(data, axis->first_label + i), to);
        }
        if (axis->multi) {
            print_row("micro avg", averages.micro, to);
        } else {
            fprintf(to, "  %-46s %9.4f %9zu\n", "accuracy", averages.accuracy, averages.micro.support);
        }
        print_row("macro avg", averages.macro, to);
        if (confusion && !axis->multi) {
            print_confusion(data, axis, to);
        }
    }
}

/* ---- as JSON ---- */

static void add_score(tenor_buffer *out, const char *name, report_score score) {
    tenor_buffer_add_text(out, out->data[out->size - 1] == '{' ? "" : ",");
    tenor_json_add_text(out, name);
    tenor_buffer_add_text(out, ":{\"precision\":");
    tenor_json_add_number(out, score.precision, 6);
    tenor_buffer_add_text(out, ",\"recall\":");
    tenor_json_add_number(out, score.recall, 6);
    tenor_buffer_add_text(out, ",\"f1-score\":");
    tenor_json_add_number(out, score.f1, 6);
    tenor_buffer_format(out, ",\"support\":%zu}", score.support);
}

void report_write_json(const report_data *data, tenor_buffer *out) {
    tenor_buffer_add_char(out, '{');
    for (size_t a = 0; a < data->axis_count; a++) {
        const report_axis *axis = &data->axes[a];
        report_averages averages = report_average(data, axis);
        tenor_buffer_add_text(out, a > 0 ? "," : "");
        tenor_json_add_text(out, axis->name);
        tenor_buffer_add_text(out, ":{");
        for (size_t i = 0; i < axis->label_count; i++) {
            add_score(out, axis->labels[i], report_label(data, axis->first_label + i));
        }
        if (axis->multi) {
            add_score(out, "micro avg", averages.micro);
        } else {
            tenor_buffer_add_text(out, ",\"accuracy\":");
            tenor_json_add_number(out, averages.accuracy, 6);
        }
        add_score(out, "macro avg", averages.macro);
        add_score(out, "weighted avg", averages.weighted);
        if (axis->multi) {
            add_score(out, "samples avg", averages.samples);
        }
        tenor_buffer_add_char(out, '}');
    }
    tenor_buffer_add_char(out, '}');
}
