/* report_html.c: a report as one page: no script, no font, no address of another server in it, so
 * that it can be mailed and kept. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "json_write.h"
#include "report.h"
#include "svg.h"

enum {
    CONFUSION_LABELS = 40, /* a larger matrix cannot be read */
    TERMS = 12
};

static const char style[] =
    ":root{color-scheme:light "
    "dark;--paper:#fff;--card:#f7f7f5;--ink:#1d1f21;--soft:#666b70;--line:#dcdcd8;--hit:35 110 "
    "180;--miss:200 70 40;"
    "--s0:#1f6fb4;--s1:#c8501e;--s2:#2a8a57;--s3:#8a4fb0;--s4:#b08600;--s5:#c23a72;--s6:#3d8f98;--"
    "s7:#6b6f2a}"
    "@media(prefers-color-scheme:dark){:root{--paper:#16181a;--card:#1f2225;--ink:#e6e6e3;--soft:#"
    "9aa0a6;--line:#363a3e;--hit:90 165 235;"
    "--miss:240 120 "
    "85;--s0:#6cb2f2;--s1:#f28f5e;--s2:#62c894;--s3:#c295e8;--s4:#dcb43c;--s5:#ee82ac;--s6:#74c8d2;"
    "--s7:#b4b967}}"
    "*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 "
    "system-ui,-apple-system,\"Segoe UI\",Roboto,"
    "\"Noto Sans CJK SC\",\"Noto Sans SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif}"
    "main{max-width:1080px;margin:0 auto;padding:32px 20px 80px}h1{font-size:1.7rem;margin:0 0 "
    "4px}h2{font-size:1.35rem;margin:56px 0 12px;"
    "padding-top:20px;border-top:2px solid var(--line)}h3{font-size:1rem;margin:28px 0 "
    "8px}p.soft,.soft{color:var(--soft)}"
    "nav{display:flex;flex-wrap:wrap;gap:6px 16px;margin:12px 0}a{color:var(--s0)}"
    ".tiles{display:flex;flex-wrap:wrap;gap:12px;margin:12px 0 "
    "20px}.tile{background:var(--card);border:1px solid var(--line);border-radius:8px;"
    "padding:10px 16px;min-width:150px}.tile "
    "b{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums}.tile "
    "span{color:var(--soft);"
    "font-size:.85rem}.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:"
    "tabular-nums;font-size:.92rem}"
    "th,td{padding:4px 10px;text-align:right;border-bottom:1px solid "
    "var(--line);white-space:nowrap}th{font-weight:600;color:var(--soft)}"
    "tbody th{text-align:left;color:var(--ink)}thead th:first-child{text-align:left}tfoot "
    "th{text-align:left}tfoot td,tfoot th{color:var(--soft)}"
    ".bar{display:inline-block;width:90px;height:8px;border-radius:4px;background:var(--line);"
    "vertical-align:middle;overflow:hidden}"
    ".bar i{display:block;height:100%;background:var(--s0)}.matrix "
    "td{text-align:center;min-width:52px;border:1px solid var(--paper)}"
    ".matrix td.hit{background:rgb(var(--hit)/calc(var(--share)*.65))}.matrix "
    "td.miss{background:rgb(var(--miss)/calc(var(--share)*.75))}"
    ".charts{display:flex;flex-wrap:wrap;gap:20px}figure{margin:0;flex:1 1 "
    "340px;max-width:500px}figcaption{font-size:.9rem;margin-bottom:4px;"
    "font-weight:600}svg{width:100%;height:auto;display:block}.grid{stroke:var(--line);stroke-"
    "width:1}.tick{fill:var(--soft);font-size:11px}"
    ".axis-name{fill:var(--soft);font-size:12px}.diagonal{stroke:var(--soft);stroke-width:1;stroke-"
    "dasharray:4 4}"
    ".line{fill:none;stroke-width:2;stroke-linejoin:round}.legend{list-style:none;margin:6px 0 "
    "0;padding:0;display:flex;flex-wrap:wrap;"
    "gap:2px 16px;font-size:.85rem}.legend "
    "i{display:inline-block;width:18px;height:3px;vertical-align:middle;margin-right:6px}"
    ".line.s0{stroke:var(--s0)}.line.s1{stroke:var(--s1)}.line.s2{stroke:var(--s2)}.line.s3{stroke:"
    "var(--s3)}.line.s4{stroke:var(--s4)}"
    ".line.s5{stroke:var(--s5)}.line.s6{stroke:var(--s6)}.line.s7{stroke:var(--s7)}"
    ".dot.s0{fill:var(--s0)}.dot.s1{fill:var(--s1)}.dot.s2{fill:var(--s2)}.dot.s3{fill:var(--s3)}."
    "dot.s4{fill:var(--s4)}.dot.s5{fill:var(--s5)}"
    ".dot.s6{fill:var(--s6)}.dot.s7{fill:var(--s7)}i.s0{background:var(--s0)}i.s1{background:var(--"
    "s1)}i.s2{background:var(--s2)}"
    "i.s3{background:var(--s3)}i.s4{background:var(--s4)}i.s5{background:var(--s5)}i.s6{background:"
    "var(--s6)}i.s7{background:var(--s7)}"
    "details{border-bottom:1px solid var(--line);padding:6px "
    "0}summary{cursor:pointer;font-weight:600}"
    ".terms{display:flex;flex-wrap:wrap;gap:6px;margin:6px 0}.terms "
    "span{background:var(--card);border:1px solid var(--line);border-radius:6px;"
    "padding:1px 8px;font-size:.88rem}.terms small{color:var(--soft)}"
    ".error{background:var(--card);border:1px solid var(--line);border-left:4px solid "
    "var(--s1);border-radius:6px;padding:10px 14px;margin:10px 0}"
    ".error.missed{border-left-color:var(--s4)}blockquote{margin:8px 0 "
    "4px;overflow-wrap:anywhere;white-space:pre-line}"
    "code{font-size:.85rem;overflow-wrap:anywhere}@media "
    "print{h2{break-before:page}.error,figure{break-inside:avoid}}";

static void add_number(tenor_buffer *out, double value, int decimals) {
    if (isfinite(value)) {
        tenor_json_add_number(out, value, decimals);
    } else {
        tenor_buffer_add_text(out, "–");
    }
}

/* ---- figures ---- */

static void add_tile(tenor_buffer *out, const char *name, double value, int decimals,
                     const tenor_interval *interval) {
    tenor_buffer_add_text(out, "<div class=\"tile\"><b>");
    add_number(out, value, decimals);
    tenor_buffer_format(out, "</b><span>%s", name);
    if (interval != NULL) {
        tenor_buffer_add_text(out, "<br>95 %: ");
        add_number(out, interval->low, 3);
        tenor_buffer_add_text(out, " – ");
        add_number(out, interval->high, 3);
    }
    tenor_buffer_add_text(out, "</span></div>");
}

static void add_tiles(tenor_buffer *out, const tenor_report_axis *axis) {
    tenor_buffer_add_text(out, "<div class=\"tiles\">");
    add_tile(out, "macro F1", axis->averages.macro.f1, 3, &axis->intervals.macro_f1);
    if (axis->axis->multi) {
        add_tile(out, "micro F1", axis->averages.micro.f1, 3, &axis->intervals.micro_f1);
        add_tile(out, "articles right in all labels", axis->averages.accuracy, 3,
                 &axis->intervals.accuracy);
    } else {
        add_tile(out, "accuracy", axis->averages.accuracy, 3, &axis->intervals.accuracy);
    }
    add_tile(out, "articles", (double)axis->averages.articles, 0, NULL);
    add_tile(out, "Brier score", axis->reliability.brier, 4, NULL);
    add_tile(out, "calibration error",
             axis->reliability.count > 0 ? axis->reliability.expected : NAN, 4, NULL);
    tenor_buffer_add_text(out, "</div>");
}

static void add_row(tenor_buffer *out, const char *name, tenor_score_row row,
                    const tenor_interval *f1) {
    const double values[] = {row.precision, row.recall, row.f1};
    tenor_buffer_add_text(out, "<tr><th>");
    tenor_html_add(out, name);
    tenor_buffer_add_text(out, "</th>");
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        tenor_buffer_add_text(out, "<td>");
        add_number(out, values[i], 3);
        tenor_buffer_add_text(out, "</td>");
    }
    tenor_buffer_add_text(out, "<td><span class=\"bar\"><i style=\"width:");
    add_number(out, row.f1 * 100, 0);
    tenor_buffer_add_text(out, "%\"></i></span></td><td class=\"soft\">");
    if (f1 != NULL) {
        add_number(out, f1->low, 2);
        tenor_buffer_add_text(out, " – ");
        add_number(out, f1->high, 2);
    }
    tenor_buffer_format(out, "</td><td>%zu</td></tr>", row.support);
}

static void add_scores(tenor_buffer *out, const tenor_report_axis *axis) {
    tenor_buffer_add_text(out, "<div "
                               "class=\"scroll\"><table><thead><tr><th>label</th><th>precision</"
                               "th><th>recall</th><th>F1</th><th></th>"
                               "<th>95 % of F1</th><th>articles</th></tr></thead><tbody>");
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        add_row(out, axis->axis->labels[l], axis->labels[l].score, &axis->labels[l].f1);
    }
    tenor_buffer_add_text(out, "</tbody><tfoot>");
    if (axis->axis->multi) {
        add_row(out, "micro average", axis->averages.micro, &axis->intervals.micro_f1);
        add_row(out, "average over articles", axis->averages.samples, NULL);
    }
    add_row(out, "macro average", axis->averages.macro, &axis->intervals.macro_f1);
    add_row(out, "weighted average", axis->averages.weighted, NULL);
    tenor_buffer_add_text(out, "</tfoot></table></div>");
}

static void add_matrix_row(tenor_buffer *out, const tenor_report_axis *axis, size_t gold) {
    size_t count = axis->axis->label_count, support = axis->labels[gold].score.support;
    tenor_buffer_add_text(out, "<tr><th>");
    tenor_html_add(out, axis->axis->labels[gold]);
    tenor_buffer_add_text(out, "</th>");
    for (size_t l = 0; l <= count; l++) {
        size_t cell = axis->confusion[gold * (count + 1) + l];
        tenor_buffer_format(out, "<td class=\"%s\" style=\"--share:", l == gold ? "hit" : "miss");
        add_number(out, support > 0 ? (double)cell / (double)support : 0.0, 2);
        if (cell > 0) {
            tenor_buffer_format(out, "\">%zu</td>", cell);
        } else {
            tenor_buffer_add_text(out, "\"><span class=\"soft\">·</span></td>");
        }
    }
    tenor_buffer_add_text(out, "</tr>");
}

static void add_confusion(tenor_buffer *out, const tenor_report_axis *axis) {
    if (axis->confusion == NULL || axis->axis->label_count > CONFUSION_LABELS) {
        return;
    }
    tenor_buffer_add_text(out,
                          "<h3>Confusions</h3><p class=\"soft\">Rows: as annotated; columns: as "
                          "answered; shade: share of the row.</p>"
                          "<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th></th>");
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        tenor_buffer_add_text(out, "<th>");
        tenor_html_add(out, axis->axis->labels[l]);
        tenor_buffer_add_text(out, "</th>");
    }
    tenor_buffer_add_text(out, "<th>(none)</th></tr></thead><tbody>");
    for (size_t g = 0; g < axis->axis->label_count; g++) {
        add_matrix_row(out, axis, g);
    }
    tenor_buffer_add_text(out, "</tbody></table></div>");
}

/* ---- charts ---- */

static void add_legend(tenor_buffer *out, unsigned series, const char *name, double value) {
    tenor_buffer_format(out, "<li><i class=\"s%u\"></i>", series);
    tenor_html_add(out, name);
    if (isfinite(value)) {
        tenor_buffer_add_text(out, " <span class=\"soft\">");
        add_number(out, value, 3);
        tenor_buffer_add_text(out, "</span>");
    }
    tenor_buffer_add_text(out, "</li>");
}

/* The labels that most articles have, into chosen [TENOR_SVG_SERIES]; how many. */
static size_t choose_labels(const tenor_report_axis *axis, size_t *chosen) {
    size_t count = 0;
    for (size_t l = 0; l < axis->axis->label_count; l++) {
        size_t support = axis->labels[l].score.support, place = count;
        while (place > 0 && axis->labels[chosen[place - 1]].score.support < support) {
            place--;
        }
        if (support > 0 && axis->labels[l].curve_count > 0 && place < TENOR_SVG_SERIES) {
            count += count < TENOR_SVG_SERIES;
            memmove(chosen + place + 1, chosen + place, (count - place - 1) * sizeof *chosen);
            chosen[place] = l;
        }
    }
    return count;
}

static void draw_curve(const tenor_chart *chart, const tenor_report_label *label, unsigned series) {
    double x[TENOR_REPORT_CURVE_POINTS], y[TENOR_REPORT_CURVE_POINTS];
    for (size_t i = 0; i < label->curve_count; i++) {
        x[i] = label->curve[i].recall;
        y[i] = label->curve[i].precision;
    }
    tenor_chart_line(chart, x, y, label->curve_count, series);
}

static void add_curves(tenor_buffer *out, const tenor_report_axis *axis) {
    size_t chosen[TENOR_SVG_SERIES];
    size_t count = choose_labels(axis, chosen);
    tenor_chart chart;
    if (count == 0) {
        return;
    }
    tenor_buffer_add_text(
        out, "<figure><figcaption>Precision and recall at every threshold</figcaption>");
    tenor_chart_begin(&chart, out, "precision-recall curves of the labels", "recall", "precision",
                      1.0);
    for (size_t i = 0; i < count; i++) {
        draw_curve(&chart, &axis->labels[chosen[i]], (unsigned)i);
    }
    tenor_chart_end(&chart);
    tenor_buffer_add_text(out, "<ul class=\"legend\">");
    for (size_t i = 0; i < count; i++) {
        add_legend(out, (unsigned)i, axis->axis->labels[chosen[i]],
                   axis->labels[chosen[i]].average_precision);
    }
    tenor_buffer_add_text(out, "</ul><p class=\"soft\">Beside each label: average precision");
    tenor_buffer_add_text(out, count < axis->axis->label_count
                                   ? "; the most frequent labels are drawn.</p></figure>"
                                   : ".</p></figure>");
}

static void add_reliability(tenor_buffer *out, const tenor_reliability *reliability) {
    double x[TENOR_RELIABILITY_BINS], y[TENOR_RELIABILITY_BINS];
    size_t count = 0;
    tenor_chart chart;
    if (reliability->count == 0) {
        return;
    }
    tenor_buffer_add_text(out, "<figure><figcaption>Are the probabilities true?</figcaption>");
    tenor_chart_begin(&chart, out, "reliability curve", "probability told", "share that is true",
                      1.0);
    tenor_chart_diagonal(&chart);
    for (size_t b = 0; b < TENOR_RELIABILITY_BINS; b++) {
        if (reliability->bins[b].count > 0) {
            x[count] = reliability->bins[b].probability;
            y[count++] = reliability->bins[b].share;
        }
    }
    tenor_chart_line(&chart, x, y, count, 0);
    for (size_t b = 0; b < TENOR_RELIABILITY_BINS; b++) {
        char note[64];
        size_t answers = reliability->bins[b].count;
        snprintf(note, sizeof note, "%zu answers", answers);
        if (answers > 0) {
            tenor_chart_dot(&chart, reliability->bins[b].probability, reliability->bins[b].share,
                            sqrt((double)answers / (double)reliability->count), 0, note);
        }
    }
    tenor_chart_end(&chart);
    tenor_buffer_add_text(out, "<p class=\"soft\">On the dashed line told and true are equal; "
                               "larger dots stand for more answers.</p></figure>");
}

/* The learning curve of one axis. */
static void draw_steps(const tenor_chart *chart, const tenor_report *report, size_t axis) {
    enum { STEPS = 16 };
    double x[STEPS], y[STEPS];
    size_t count = 0;
    for (size_t i = 0; i < report->step_count && count < STEPS; i++) {
        double f1 = report->steps[i].macro_f1[axis];
        char note[96];
        if (isnan(f1)) {
            continue;
        }
        snprintf(note, sizeof note, "%zu articles: %d %%", report->steps[i].articles,
                 (int)(f1 * 100 + 0.5));
        tenor_chart_dot(chart, (double)report->steps[i].articles, f1, 0.3, (unsigned)axis, note);
        x[count] = (double)report->steps[i].articles;
        y[count++] = f1;
    }
    tenor_chart_line(chart, x, y, count, (unsigned)axis);
}

static void add_steps(tenor_buffer *out, const tenor_report *report) {
    tenor_chart chart;
    if (report->step_count == 0) {
        return;
    }
    const tenor_report_step *last = &report->steps[report->step_count - 1];
    tenor_buffer_add_text(out, "<h2 id=\"learning\">Learning curve</h2><figure>");
    tenor_chart_begin(&chart, out, "learning curve", "annotated articles",
                      "macro F1, cross-validated", (double)last->articles);
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        draw_steps(&chart, report, a);
    }
    tenor_chart_end(&chart);
    tenor_buffer_add_text(out, "<ul class=\"legend\">");
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        add_legend(out, (unsigned)a % TENOR_SVG_SERIES, report->judging->axes[a].name,
                   last->macro_f1[a]);
    }
    tenor_buffer_add_text(out, "</ul><p class=\"soft\">Where a line still rises at its end, more "
                               "annotated articles will help.</p></figure>");
}

/* ---- terms and errors ---- */

static int add_term_list(tenor_buffer *out, const tenor_model *model, size_t label, bool against,
                         tenor_error *err) {
    tenor_contribution terms[TERMS];
    size_t found = 0;
    int code = tenor_model_strongest(model, label, against, terms, TERMS, &found, err);
    tenor_buffer_format(out, "<div class=\"terms\"><small>%s</small>", against ? "against" : "for");
    for (size_t i = 0; i < found && code == TENOR_OK; i++) {
        tenor_buffer term = TENOR_BUFFER_INIT;
        tenor_buffer_add(&term, terms[i].term.data, terms[i].term.size);
        out->failed = out->failed || term.failed;
        tenor_buffer_add_text(out, "<span>");
        tenor_html_add(out, term.data);
        tenor_buffer_add_text(out, " <small>");
        add_number(out, terms[i].value, 2);
        tenor_buffer_add_text(out, "</small></span>");
        tenor_buffer_free(&term);
    }
    tenor_buffer_add_text(out, "</div>");
    return code;
}

static int add_terms(tenor_buffer *out, const tenor_report *report, const tenor_report_axis *axis,
                     const tenor_model *model, tenor_error *err) {
    int code = TENOR_OK;
    tenor_buffer_add_text(out, "<h3>Strongest terms</h3>");
    for (size_t l = 0; l < axis->axis->label_count && code == TENOR_OK; l++) {
        size_t label = report->judging->model_label[axis->axis->first_label + l];
        if (label == TENOR_NO_LABEL || tenor_model_label(model, label)->silent) {
            continue;
        }
        tenor_buffer_add_text(out, axis->axis->label_count <= TENOR_SVG_SERIES
                                       ? "<details open><summary>"
                                       : "<details><summary>");
        tenor_html_add(out, axis->axis->labels[l]);
        tenor_buffer_add_text(out, "</summary>");
        code = add_term_list(out, model, label, false, err);
        if (code == TENOR_OK) {
            code = add_term_list(out, model, label, true, err);
        }
        tenor_buffer_add_text(out, "</details>");
    }
    return code;
}

static void add_place(tenor_buffer *out, const tenor_example *example) {
    tenor_buffer_add_text(out, "<code class=\"soft\">");
    tenor_html_add(out, example->source != NULL ? example->source : "");
    if (example->line > 0) {
        tenor_buffer_format(out, ":%ld", example->line);
    }
    tenor_buffer_add_char(out, ' ');
    tenor_html_add(out, example->id);
    tenor_buffer_add_text(out, "</code>");
}

/* ": a, b" of what is annotated, or answered. */
static void add_labels(tenor_buffer *out, const tenor_report *report, const tenor_judged_axis *axis,
                       size_t article, bool gold) {
    size_t told = 0;
    for (size_t l = axis->first_label; l < axis->first_label + axis->label_count; l++) {
        const tenor_judged *judged = &report->judging->judged;
        if (gold ? tenor_judged_gold(judged, article, l) : tenor_judged_given(judged, article, l)) {
            tenor_buffer_add_text(out, told++ > 0 ? ", " : "");
            tenor_html_add(out, report->judging->labels[l]);
        }
    }
    tenor_buffer_add_text(out, told > 0 ? "" : "none");
}

static void add_error(tenor_buffer *out, const tenor_report *report, const tenor_judged_axis *axis,
                      const tenor_report_error *error) {
    const tenor_example *example = tenor_report_example(report, error->article);
    tenor_buffer_format(out, "<div class=\"error%s\">", error->wanted ? " missed" : "");
    if (example->title[0] != '\0') {
        tenor_buffer_add_text(out, "<b>");
        tenor_html_add(out, example->title);
        tenor_buffer_add_text(out, "</b><br>");
    }
    tenor_buffer_add_text(out, "annotated <b>");
    add_labels(out, report, axis, error->article, true);
    tenor_buffer_add_text(out, "</b>, answered <b>");
    add_labels(out, report, axis, error->article, false);
    tenor_buffer_add_text(out, "</b> <span class=\"soft\">(");
    tenor_html_add(out, report->judging->labels[error->label]);
    if (error->probability >= 0.0) {
        tenor_buffer_add_char(out, ' ');
        add_number(out, error->probability, 3);
    } else {
        tenor_buffer_add_text(out, ": not guessed at");
    }
    tenor_buffer_add_text(out, ")</span>");
    if (error->passage != NULL) {
        tenor_buffer_add_text(out, "<blockquote>");
        tenor_html_add(out, error->passage);
        tenor_buffer_add_text(out, "</blockquote><div class=\"soft\">what speaks for ");
        tenor_html_add(out, report->judging->labels[error->label]);
        tenor_buffer_add_text(out, " here: ");
        tenor_html_add(out, error->terms[0] != '\0' ? error->terms : "nothing");
        tenor_buffer_add_text(out, "</div>");
    }
    add_place(out, example);
    tenor_buffer_add_text(out, "</div>");
}

static void add_errors(tenor_buffer *out, const tenor_report *report,
                       const tenor_report_axis *axis) {
    if (axis->worst_count == 0) {
        return;
    }
    tenor_buffer_add_text(out, "<h3>Most wrong articles</h3><p class=\"soft\">Ranked by how sure "
                               "the wrong answer was. They are also the first "
                               "place to look for wrong annotations.</p>");
    for (size_t i = 0; i < axis->worst_count; i++) {
        add_error(out, report, axis->axis, &axis->worst[i]);
    }
}

/* ---- the page ---- */

static void add_head(tenor_buffer *out, const tenor_report *report, const char *title) {
    tenor_buffer_add_text(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><title>");
    tenor_html_add(out, title);
    tenor_buffer_add_text(out, "</title><style>");
    tenor_buffer_add_text(out, style);
    tenor_buffer_add_text(out, "</style></head>\n<body><main><h1>");
    tenor_html_add(out, title);
    tenor_buffer_format(out, "</h1><p class=\"soft\">%zu annotated articles",
                        report->judging->judged.article_count);
    if (report->judging->not_guessed > 0) {
        tenor_buffer_format(out, ", %zu of them not guessed at", report->judging->not_guessed);
    }
    tenor_buffer_add_text(out, "</p><nav>");
    for (size_t a = 0; a < report->judging->judged.axis_count; a++) {
        tenor_buffer_format(out, "<a href=\"#axis%zu\">", a);
        tenor_html_add(out, report->judging->axes[a].name);
        tenor_buffer_add_text(out, "</a>");
    }
    tenor_buffer_add_text(out, report->step_count > 0
                                   ? "<a href=\"#learning\">learning curve</a></nav>\n"
                                   : "</nav>\n");
}

static int add_axis(tenor_buffer *out, const tenor_report *report, size_t number,
                    const tenor_model *model, tenor_error *err) {
    const tenor_report_axis *axis = &report->axes[number];
    tenor_buffer_format(out, "<section><h2 id=\"axis%zu\">", number);
    tenor_html_add(out, axis->axis->name);
    tenor_buffer_add_text(out, "</h2>");
    add_tiles(out, axis);
    add_scores(out, axis);
    tenor_buffer_add_text(out, "<h3>Curves</h3><div class=\"charts\">");
    add_curves(out, axis);
    add_reliability(out, &axis->reliability);
    tenor_buffer_add_text(out, "</div>");
    add_confusion(out, axis);
    int code = model != NULL ? add_terms(out, report, axis, model, err) : TENOR_OK;
    add_errors(out, report, axis);
    tenor_buffer_add_text(out, "</section>\n");
    return code;
}

int tenor_report_write_html(const tenor_report *report, const char *title, const tenor_model *model,
                            tenor_buffer *out, tenor_error *err) {
    int code = TENOR_OK;
    add_head(out, report, title);
    for (size_t a = 0; a < report->judging->judged.axis_count && code == TENOR_OK; a++) {
        code = add_axis(out, report, a, model, err);
    }
    add_steps(out, report);
    tenor_buffer_add_text(out, "</main></body></html>\n");
    if (code != TENOR_OK) {
        return code;
    }
    return out->failed ? tenor_fail_memory(err) : TENOR_OK;
}
