/* svg.h: line charts as SVG elements for a page that brings the style sheet (classes: frame, grid,
 * tick, axis-name, diagonal, line, dot, s0 to s7). */
#ifndef TENOR_SVG_H
#define TENOR_SVG_H

#include "memory.h"

enum { TENOR_SVG_SERIES = 8 }; /* distinct colours */

typedef struct tenor_chart {
    tenor_buffer *out; /* borrowed; failures stay in it */
    double x_high;     /* both axes begin at 0, y ends at 1 */
} tenor_chart;

/* Opens the <svg> and draws frame, grid and names. what: the chart in words, for those who cannot
 * see it. */
void tenor_chart_begin(tenor_chart *chart, tenor_buffer *out, const char *what, const char *x_name,
                       const char *y_name, double x_high);

/* A line through points [count] in the colour of a series. */
void tenor_chart_line(const tenor_chart *chart, const double *x, const double *y, size_t count,
                      unsigned series);
/* A dot; size 0 to 1. note: shown where the mouse rests. */
void tenor_chart_dot(const tenor_chart *chart, double x, double y, double size, unsigned series,
                     const char *note);
void tenor_chart_diagonal(const tenor_chart *chart);
void tenor_chart_end(const tenor_chart *chart);

/* Text with what HTML takes for itself escaped. */
void tenor_html_add(tenor_buffer *out, const char *text);

#endif
