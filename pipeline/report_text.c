/* report_text.c: a report as tables for people, in columns that stand under each other also where
 * labels are Chinese. */
#include <math.h>
#include <string.h>

#include "report.h"

enum {
    NAME_WIDTH = 24,
    CELL_WIDTH = 9,
    CONFUSION_LABELS = 12, /* a matrix of more does not fit a terminal; the page has it */
    TOLD_BYTES = 240       /* of a passage */
};

/* Columns of a terminal that text takes: characters of three or four bytes are wide in the scripts
 * at hand. */
static size_t width_of(const char *text, size_t size) {
    size_t width = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        width += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xE2U ? 2 : 1;
    }
    return width;
}

static void pad(tenor_buffer *out, size_t from, size_t to) {
    for (; from < to; from++) {
        tenor_buffer_add_char(out, ' ');
    }
}

/* As much of text as fits `columns`, filled up with blanks before (right) or behind it. */
static void add_cell(tenor_buffer *out, const char *text, size_t columns, bool right) {
    size_t size = strlen(text);
    while (width_of(text, size) > columns) {
        size--;
        while (size > 0 && ((unsigned char)text[size] & 0xC0U) == 0x80U) {
            size--;
        }
    }
    size_t width = width_of(text, size);
    pad(out, right ? width : columns, columns);
    tenor_buffer_add(out, text, size);
    pad(out, right ? columns : width, columns);
}

static void add_row(tenor_buffer *out, const char *name, tenor_score_row row,
                    const tenor_interval *f1) {
    tenor_buffer_add_text(out, "  ");
    add_cell(out, name, NAME_WIDTH, false);
    tenor_buffer_format(out, " %9.4f %9.4f %9.4f", row.precision, row.recall, row.f1);
    if (f1 != NULL) {
        tenor_buffer_format(out, "   %.2f-%.2f", f1->low, f1->high);
    } else {
        tenor_buffer_add_text(out, "            ");
    }
    tenor_buffer_format(out, " %8zu\n", row.support);
}

static void add_scores(tenor_buffer *out, const tenor_report_axis *axis) {
    tenor_buffer_add_text(out, "  ");
    pad(out, 0, NAME_WIDTH);
    tenor_buffer_add_text(out, " precision    recall        F1   95 % (F1) articles\n");
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        add_row(out, axis->axis->labels[l], axis->labels[l].score, &axis->labels[l].f1);
    }
    if (axis->axis->multi) {
        add_row(out, "micro avg", axis->averages.micro, &axis->intervals.micro_f1);
        add_row(out, "samples avg", axis->averages.samples, NULL);
    }
    add_row(out, "macro avg", axis->averages.macro, &axis->intervals.macro_f1);
    add_row(out, "weighted avg", axis->averages.weighted, NULL);
}

/* Rows are gold, columns the answers. */
static void add_confusion(tenor_buffer *out, const tenor_report_axis *axis) {
    size_t count = axis->axis->label_count;
    tenor_buffer_add_text(out, "\n  ");
    add_cell(out, "annotated \\ answer", NAME_WIDTH, false);
    for (size_t l = 0; l <= count; l++) {
        tenor_buffer_add_char(out, ' ');
        add_cell(out, l < count ? axis->axis->labels[l] : "(none)", CELL_WIDTH, true);
    }
    for (size_t g = 0; g < count; g++) {
        tenor_buffer_add_text(out, "\n  ");
        add_cell(out, axis->axis->labels[g], NAME_WIDTH, false);
        for (size_t l = 0; l <= count; l++) {
            tenor_buffer_format(out, " %*zu", CELL_WIDTH, axis->confusion[g * (count + 1) + l]);
        }
    }
    tenor_buffer_add_char(out, '\n');
}

static void add_reliability(tenor_buffer *out, const tenor_reliability *reliability) {
    if (reliability->count == 0) {
        return;
    }
    tenor_buffer_format(out, "\n  probabilities: Brier score %.4f, calibration error %.4f\n",
                        reliability->brier, reliability->expected);
    tenor_buffer_add_text(out, "    between      answers  mean told  share true\n");
    for (size_t b = 0; b < TENOR_RELIABILITY_BINS; b++) {
        if (reliability->bins[b].count > 0) {
            tenor_buffer_format(
                out, "    %.1f and %.1f %8zu %10.3f %11.3f\n", (double)b / TENOR_RELIABILITY_BINS,
                (double)(b + 1) / TENOR_RELIABILITY_BINS, reliability->bins[b].count,
                reliability->bins[b].probability, reliability->bins[b].share);
        }
    }
}

static void add_passage(tenor_buffer *out, const char *passage) {
    size_t size = strlen(passage), told = size < TOLD_BYTES ? size : TOLD_BYTES;
    while (told > 0 && told < size && ((unsigned char)passage[told] & 0xC0U) == 0x80U) {
        told--;
    }
    tenor_buffer_add_text(out, "      ");
    for (size_t i = 0; i < told; i++) {
        tenor_buffer_add_char(out, (unsigned char)passage[i] < ' ' ? ' ' : passage[i]);
    }
    tenor_buffer_add_text(out, told < size ? "…\n" : "\n");
}

/* The labels that are annotated, or given. */
static void add_labels(tenor_buffer *out, const tenor_report *report, const tenor_judged_axis *axis,
                       size_t article, bool gold) {
    const tenor_judged *judged = &report->judging->judged;
    size_t told = 0;
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        if (gold ? tenor_judged_gold(judged, article, l) : tenor_judged_given(judged, article, l)) {
            tenor_buffer_add_text(out, told++ > 0 ? ", " : "");
            tenor_buffer_add_text(out, report->judging->labels[l]);
        }
    }
    tenor_buffer_add_text(out, told > 0 ? "" : "(none)");
}

static void add_error(tenor_buffer *out, const tenor_report *report, const tenor_judged_axis *axis,
                      const tenor_report_error *error) {
    const tenor_example *example = tenor_report_example(report, error->article);
    tenor_buffer_add_text(out, "    ");
    if (example->source != NULL) {
        tenor_buffer_add_text(out, example->source);
        if (example->line > 0) {
            tenor_buffer_format(out, ":%ld", example->line);
        }
        tenor_buffer_add_text(out, ": ");
    }
    tenor_buffer_add_text(out, example->id);
    tenor_buffer_add_text(out, ": annotated ");
    add_labels(out, report, axis, error->article, true);
    tenor_buffer_add_text(out, "; answered ");
    add_labels(out, report, axis, error->article, false);
    if (error->probability < 0.0) {
        tenor_buffer_add_text(out, " (not guessed at)\n");
    } else {
        tenor_buffer_format(out, " (%s %.3f)\n", report->judging->labels[error->label],
                            error->probability);
    }
    if (error->passage != NULL) {
        add_passage(out, error->passage);
    }
}

static void add_axis(tenor_buffer *out, const tenor_report *report, const tenor_report_axis *axis,
                     bool brief) {
    const tenor_averages *averages = &axis->averages;
    tenor_buffer_format(
        out, "%s: %zu articles, %s %.4f (95 %%: %.3f-%.3f), macro F1 %.4f (%.3f-%.3f)\n",
        axis->axis->name, averages->articles, axis->axis->multi ? "all labels right" : "accuracy",
        averages->accuracy, axis->intervals.accuracy.low, axis->intervals.accuracy.high,
        averages->macro.f1, axis->intervals.macro_f1.low, axis->intervals.macro_f1.high);
    add_scores(out, axis);
    if (!brief && axis->confusion != NULL && axis->axis->label_count <= CONFUSION_LABELS) {
        add_confusion(out, axis);
    }
    add_reliability(out, &axis->reliability);
    if (!brief && axis->worst_count > 0) {
        tenor_buffer_add_text(out, "\n  most wrong:\n");
        for (size_t i = 0; i < axis->worst_count; i++) {
            add_error(out, report, axis->axis, &axis->worst[i]);
        }
    }
}

static void add_steps(tenor_buffer *out, const tenor_report *report) {
    if (report->step_count == 0) {
        return;
    }
    tenor_buffer_add_text(out, "\nlearning curve (macro F1):\n  articles");
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        tenor_buffer_add_char(out, ' ');
        add_cell(out, report->judging->axes[a].name, 12, true);
    }
    for (size_t i = 0; i < report->step_count; i++) {
        tenor_buffer_format(out, "\n  %8zu", report->steps[i].articles);
        for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
            double f1 = report->steps[i].macro_f1[a];
            if (isnan(f1)) {
                tenor_buffer_add_text(out, "            -");
            } else {
                tenor_buffer_format(out, " %12.4f", f1);
            }
        }
    }
    tenor_buffer_add_char(out, '\n');
}

void tenor_report_write_text(const tenor_report *report, bool brief, tenor_buffer *out) {
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        if (a > 0) {
            tenor_buffer_add_char(out, '\n');
        }
        add_axis(out, report, &report->axes[a], brief);
    }
    add_steps(out, report);
    if (report->judging->not_guessed > 0) {
        tenor_buffer_format(
            out,
            "\n%zu articles were not guessed at (no text, or a language the model does not know)\n",
            report->judging->not_guessed);
    }
}
