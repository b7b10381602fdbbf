/* report_json.c: a report for programs. What reads scikit-learn's dictionaries reads an axis as it
 * stands; what is ours stays apart. */
#include "json_write.h"
#include "report.h"

static void add_comma(tenor_buffer *out) {
    char last = out->size > 0 ? out->data[out->size - 1] : '{';
    if (last != '{' && last != '[') {
        tenor_buffer_add_char(out, ',');
    }
}

static void add_key(tenor_buffer *out, const char *name) {
    add_comma(out);
    tenor_json_add_text(out, name);
    tenor_buffer_add_char(out, ':');
}

static void add_number(tenor_buffer *out, const char *name, double value) {
    add_key(out, name);
    tenor_json_add_number(out, value, 6);
}

static void add_count(tenor_buffer *out, const char *name, size_t value) {
    add_key(out, name);
    tenor_buffer_format(out, "%zu", value);
}

/* ---- scikit-learn's part ---- */

static void add_row(tenor_buffer *out, const char *name, tenor_score_row row) {
    add_key(out, name);
    tenor_buffer_add_char(out, '{');
    add_number(out, "precision", row.precision);
    add_number(out, "recall", row.recall);
    add_number(out, "f1-score", row.f1);
    add_count(out, "support", row.support);
    tenor_buffer_add_char(out, '}');
}

static void add_scores(tenor_buffer *out, const tenor_report_axis *axis) {
    add_key(out, axis->axis->name);
    tenor_buffer_add_char(out, '{');
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        add_row(out, axis->axis->labels[l], axis->labels[l].score);
    }
    if (axis->axis->multi) {
        add_row(out, "micro avg", axis->averages.micro);
    } else {
        add_number(out, "accuracy", axis->averages.accuracy);
    }
    add_row(out, "macro avg", axis->averages.macro);
    add_row(out, "weighted avg", axis->averages.weighted);
    if (axis->axis->multi) {
        add_row(out, "samples avg", axis->averages.samples);
    }
    tenor_buffer_add_char(out, '}');
}

/* ---- details ---- */

static void add_interval(tenor_buffer *out, const char *name, tenor_interval interval) {
    add_key(out, name);
    tenor_buffer_add_char(out, '[');
    tenor_json_add_number(out, interval.low, 6);
    tenor_buffer_add_char(out, ',');
    tenor_json_add_number(out, interval.high, 6);
    tenor_buffer_add_char(out, ']');
}

static void add_intervals(tenor_buffer *out, const tenor_report_axis *axis) {
    add_key(out, "intervals_95");
    tenor_buffer_add_char(out, '{');
    add_interval(out, "macro_f1", axis->intervals.macro_f1);
    add_interval(out, "micro_f1", axis->intervals.micro_f1);
    add_interval(out, "accuracy", axis->intervals.accuracy);
    add_key(out, "f1");
    tenor_buffer_add_char(out, '{');
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        add_interval(out, axis->axis->labels[l], axis->labels[l].f1);
    }
    tenor_buffer_add_text(out, "}}");
}

static void add_confusion(tenor_buffer *out, const tenor_report_axis *axis) {
    size_t count = axis->axis->label_count;
    add_key(out, "confusion");
    tenor_buffer_add_text(out, "{\"labels\":[");
    for (size_t l = 0; l < count; l++) {
        add_comma(out);
        tenor_json_add_text(out, axis->axis->labels[l]);
    }
    tenor_buffer_add_text(out, "],\"counts\":[");
    for (size_t g = 0; g < count; g++) {
        tenor_buffer_add_text(out, g > 0 ? ",[" : "[");
        for (size_t l = 0; l <= count; l++) {
            tenor_buffer_format(out, "%s%zu", l > 0 ? "," : "",
                                axis->confusion[g * (count + 1) + l]);
        }
        tenor_buffer_add_char(out, ']');
    }
    tenor_buffer_add_text(out, "]}");
}

static void add_reliability(tenor_buffer *out, const tenor_reliability *reliability) {
    add_number(out, "brier", reliability->brier);
    add_number(out, "calibration_error",
               reliability->count > 0 ? reliability->expected : reliability->brier);
    add_key(out, "reliability");
    tenor_buffer_add_char(out, '[');
    for (size_t b = 0; b < TENOR_RELIABILITY_BINS; b++) {
        if (reliability->bins[b].count > 0) {
            add_comma(out);
            tenor_buffer_add_char(out, '{');
            add_number(out, "from", (double)b / TENOR_RELIABILITY_BINS);
            add_count(out, "count", reliability->bins[b].count);
            add_number(out, "probability", reliability->bins[b].probability);
            add_number(out, "share", reliability->bins[b].share);
            tenor_buffer_add_char(out, '}');
        }
    }
    tenor_buffer_add_char(out, ']');
}

static void add_error(tenor_buffer *out, const tenor_report *report,
                      const tenor_report_error *error) {
    const tenor_example *example = tenor_report_example(report, error->article);
    add_comma(out);
    tenor_buffer_add_char(out, '{');
    add_key(out, "id");
    tenor_json_add_text(out, example->id);
    add_key(out, "source");
    tenor_json_add_text(out, example->source != NULL ? example->source : "");
    tenor_buffer_format(out, ",\"line\":%ld", example->line);
    add_key(out, "label");
    tenor_json_add_text(out, report->judging->labels[error->label]);
    add_key(out, "error");
    tenor_json_add_text(out, error->wanted ? "missed" : "given");
    if (error->probability >= 0.0) {
        add_number(out, "probability", error->probability);
    }
    if (error->passage != NULL) {
        add_key(out, "passage");
        tenor_json_add_text(out, error->passage);
    }
    tenor_buffer_add_char(out, '}');
}

static void add_details(tenor_buffer *out, const tenor_report *report,
                        const tenor_report_axis *axis) {
    add_key(out, axis->axis->name);
    tenor_buffer_add_char(out, '{');
    add_count(out, "articles", axis->averages.articles);
    add_number(out, "exact", axis->averages.accuracy);
    add_intervals(out, axis);
    add_key(out, "average_precision");
    tenor_buffer_add_char(out, '{');
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        add_number(out, axis->axis->labels[l], axis->labels[l].average_precision);
    }
    tenor_buffer_add_char(out, '}');
    if (axis->confusion != NULL) {
        add_confusion(out, axis);
    }
    add_reliability(out, &axis->reliability);
    add_key(out, "most_wrong");
    tenor_buffer_add_char(out, '[');
    for (size_t i = 0; i < axis->worst_count; i++) {
        add_error(out, report, &axis->worst[i]);
    }
    tenor_buffer_add_text(out, "]}");
}

static void add_steps(tenor_buffer *out, const tenor_report *report) {
    add_key(out, "_learning_curve");
    tenor_buffer_add_char(out, '[');
    for (size_t i = 0; i < report->step_count; i++) {
        add_comma(out);
        tenor_buffer_add_char(out, '{');
        add_count(out, "articles", report->steps[i].articles);
        add_key(out, "macro_f1");
        tenor_buffer_add_char(out, '{');
        for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
            add_number(out, report->judging->axes[a].name, report->steps[i].macro_f1[a]);
        }
        tenor_buffer_add_text(out, "}}");
    }
    tenor_buffer_add_char(out, ']');
}

void tenor_report_write_scores(const tenor_report *report, tenor_buffer *out) {
    tenor_buffer_add_char(out, '{');
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        add_scores(out, &report->axes[a]);
    }
    tenor_buffer_add_char(out, '}');
}

void tenor_report_write_json(const tenor_report *report, tenor_buffer *out) {
    tenor_buffer_add_char(out, '{');
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        add_scores(out, &report->axes[a]);
    }
    add_key(out, "_details");
    tenor_buffer_add_char(out, '{');
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        add_details(out, report, &report->axes[a]);
    }
    tenor_buffer_add_char(out, '}');
    if (report->step_count > 0) {
        add_steps(out, report);
    }
    tenor_buffer_add_char(out, '}');
}
