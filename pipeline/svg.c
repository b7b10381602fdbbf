/* svg.c: a frame, a grid and polylines.
 *
 * Own code although libraries draw charts: Debian's PLplot and cairo write SVG with fixed colours
 * (no style sheet, so no dark page), turn text into outlines or fonts of their own choice, put
 * generated identifiers and a whole document prologue around it, and PLplot wants a global stream,
 * a file to write to, and 10 packages. What is needed is the hundred lines below. */
#include "svg.h"

#include "json_write.h"

enum { WIDTH = 380, HEIGHT = 300, LEFT = 46, RIGHT = 12, TOP = 12, BOTTOM = 44 };

void tenor_html_add(tenor_buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            tenor_buffer_add_text(out, "&amp;");
            break;
        case '<':
            tenor_buffer_add_text(out, "&lt;");
            break;
        case '>':
            tenor_buffer_add_text(out, "&gt;");
            break;
        case '"':
            tenor_buffer_add_text(out, "&quot;");
            break;
        default:
            tenor_buffer_add_char(out, *text);
        }
    }
}

static double place_x(const tenor_chart *chart, double x) {
    return LEFT + x / chart->x_high * (WIDTH - LEFT - RIGHT);
}

static double place_y(double y) {
    return HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM);
}

static void add_attribute(tenor_buffer *out, const char *name, double value) {
    tenor_buffer_format(out, " %s=\"", name);
    tenor_json_add_number(out, value, 1);
    tenor_buffer_add_char(out, '"');
}

static void add_segment(tenor_buffer *out, const char *class, double x1, double y1, double x2,
                        double y2) {
    tenor_buffer_format(out, "<line class=\"%s\"", class);
    add_attribute(out, "x1", x1);
    add_attribute(out, "y1", y1);
    add_attribute(out, "x2", x2);
    add_attribute(out, "y2", y2);
    tenor_buffer_add_text(out, "/>");
}

static void add_tick(tenor_buffer *out, double x, double y, const char *anchor, double value,
                     int decimals) {
    tenor_buffer_format(out, "<text class=\"tick\" text-anchor=\"%s\"", anchor);
    add_attribute(out, "x", x);
    add_attribute(out, "y", y);
    tenor_buffer_add_char(out, '>');
    tenor_json_add_number(out, value, decimals);
    tenor_buffer_add_text(out, "</text>");
}

static void add_grid(const tenor_chart *chart) {
    enum { STEPS = 5 };
    tenor_buffer *out = chart->out;
    for (int i = 0; i <= STEPS; i++) {
        double share = (double)i / STEPS, x = place_x(chart, share * chart->x_high),
               y = place_y(share);
        add_segment(out, "grid", x, place_y(0), x, place_y(1));
        add_segment(out, "grid", place_x(chart, 0), y, place_x(chart, chart->x_high), y);
        add_tick(out, x, HEIGHT - BOTTOM + 16, "middle", share * chart->x_high,
                 chart->x_high > 1 ? 0 : 1);
        add_tick(out, LEFT - 6, y + 4, "end", share, 1);
    }
}

void tenor_chart_begin(tenor_chart *chart, tenor_buffer *out, const char *what, const char *x_name,
                       const char *y_name, double x_high) {
    *chart = (tenor_chart){out, x_high > 0 ? x_high : 1.0};
    tenor_buffer_format(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
                        HEIGHT);
    tenor_html_add(out, what);
    tenor_buffer_add_text(out, "\">");
    add_grid(chart);
    tenor_buffer_format(out, "<text class=\"axis-name\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">",
                        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6);
    tenor_html_add(out, x_name);
    tenor_buffer_format(out,
                        "</text><text class=\"axis-name\" text-anchor=\"middle\" "
                        "transform=\"translate(12 %d) rotate(-90)\">",
                        (TOP + HEIGHT - BOTTOM) / 2);
    tenor_html_add(out, y_name);
    tenor_buffer_add_text(out, "</text>");
}

void tenor_chart_line(const tenor_chart *chart, const double *x, const double *y, size_t count,
                      unsigned series) {
    tenor_buffer_format(chart->out, "<polyline class=\"line s%u\" points=\"",
                        series % TENOR_SVG_SERIES);
    for (size_t i = 0; i < count; i++) {
        tenor_buffer_add_text(chart->out, i > 0 ? " " : "");
        tenor_json_add_number(chart->out, place_x(chart, x[i]), 1);
        tenor_buffer_add_char(chart->out, ',');
        tenor_json_add_number(chart->out, place_y(y[i]), 1);
    }
    tenor_buffer_add_text(chart->out, "\"/>");
}

void tenor_chart_dot(const tenor_chart *chart, double x, double y, double size, unsigned series,
                     const char *note) {
    tenor_buffer_format(chart->out, "<circle class=\"dot s%u\"", series % TENOR_SVG_SERIES);
    add_attribute(chart->out, "cx", place_x(chart, x));
    add_attribute(chart->out, "cy", place_y(y));
    add_attribute(chart->out, "r", 2.5 + 4.5 * size);
    tenor_buffer_add_text(chart->out, "><title>");
    tenor_html_add(chart->out, note);
    tenor_buffer_add_text(chart->out, "</title></circle>");
}

void tenor_chart_diagonal(const tenor_chart *chart) {
    add_segment(chart->out, "diagonal", place_x(chart, 0), place_y(0),
                place_x(chart, chart->x_high), place_y(1));
}

void tenor_chart_end(const tenor_chart *chart) {
    tenor_buffer_add_text(chart->out, "</svg>");
}
