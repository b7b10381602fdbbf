/* dates.c: dates as people and programs write them -> ISO 8601.
 *
 * A small scanner instead of a list of strptime formats: it collects year, month and day in
 * whichever of the three common orders they come, then a time and an offset if they follow.
 * Strictly the locale "C": strptime reads month names of the process's locale. Nothing is guessed:
 * 03/04/2025 is no date, for nobody can tell its month. */
#include "dates.h"

#include <stdbool.h>

#include "letters.h"

#define DATE_LINE_BYTES 90 /* a longer line says more than a date */
#define DATE_REST_BYTES 40 /* what may follow the date in its line: a source, an author */

typedef struct date_scan {
    tenor_view text;
    size_t at;
    int year, month, day;
    int hour, minute, second; /* hour -1: no time */
    bool zulu, has_offset;
    int offset; /* minutes */
} date_scan;

static void skip_blanks(date_scan *scan) {
    while (scan->at < scan->text.size &&
           (tenor_is_blank(scan->text.data[scan->at]) || scan->text.data[scan->at] == ',')) {
        scan->at++;
    }
}

static bool take_text(date_scan *scan, const char *text) {
    if (!tenor_view_starts(tenor_view_from(scan->text, scan->at), text)) {
        return false;
    }
    scan->at += tenor_view_of(text).size;
    return true;
}

static bool take_number(date_scan *scan, size_t most, int *value) {
    size_t start = scan->at;
    int number = 0;
    while (scan->at < scan->text.size && scan->at - start < most &&
           tenor_is_digit(scan->text.data[scan->at])) {
        number = number * 10 + (scan->text.data[scan->at++] - '0');
    }
    if (scan->at == start) {
        return false;
    }
    *value = number;
    return true;
}

/* An English month name or its first three letters; moves behind the whole word. */
static bool take_month_name(date_scan *scan) {
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int m = 0; m < 12; m++) {
        if (tenor_view_starts_nocase(tenor_view_from(scan->text, scan->at), names[m])) {
            scan->month = m + 1;
            while (scan->at < scan->text.size && (tenor_is_alpha(scan->text.data[scan->at]) ||
                                                  scan->text.data[scan->at] == '.')) {
                scan->at++;
            }
            return true;
        }
    }
    return false;
}

/* 2025-02-07, 2025/2/7, 2025.2.7, 2025年2月7日 */
static bool take_year_first(date_scan *scan) {
    if (!take_number(scan, 4, &scan->year) || scan->year < 1000) {
        return false;
    }
    skip_blanks(scan);
    if (take_text(scan, "\xE5\xB9\xB4")) { /* 年 月 日 */
        skip_blanks(scan);
        bool month = take_number(scan, 2, &scan->month);
        skip_blanks(scan);
        month = month && take_text(scan, "\xE6\x9C\x88");
        skip_blanks(scan);
        return month && take_number(scan, 2, &scan->day) &&
               (take_text(scan, "\xE6\x97\xA5") || take_text(scan, "\xE5\x8F\xB7") || true);
    }
    char mark = scan->at < scan->text.size ? scan->text.data[scan->at] : '\0';
    if (mark != '-' && mark != '/' && mark != '.') {
        return false;
    }
    scan->at++;
    if (!take_number(scan, 2, &scan->month) || scan->at >= scan->text.size ||
        scan->text.data[scan->at] != mark) {
        return false;
    }
    scan->at++;
    return take_number(scan, 2, &scan->day);
}

/* Jan 20 2025, January 20th, 2025 */
static bool take_month_first(date_scan *scan) {
    if (!take_month_name(scan)) {
        return false;
    }
    skip_blanks(scan);
    if (!take_number(scan, 2, &scan->day)) {
        return false;
    }
    while (scan->at < scan->text.size && tenor_is_alpha(scan->text.data[scan->at])) {
        scan->at++; /* st, nd, rd, th */
    }
    skip_blanks(scan);
    return take_number(scan, 4, &scan->year) && scan->year >= 1000;
}

/* 23 Nov 2021, 23-Nov-2021, behind an optional day of the week */
static bool take_day_first(date_scan *scan) {
    if (!take_number(scan, 2, &scan->day)) {
        return false;
    }
    while (scan->at < scan->text.size &&
           (scan->text.data[scan->at] == '.' || scan->text.data[scan->at] == '-')) {
        scan->at++;
    }
    if (scan->at + 2 < scan->text.size && tenor_is_alpha(scan->text.data[scan->at]) &&
        tenor_is_alpha(scan->text.data[scan->at + 1]) &&
        !tenor_is_alpha(scan->text.data[scan->at + 2])) {
        scan->at += 2; /* st, nd, rd, th */
    }
    skip_blanks(scan);
    if (!take_month_name(scan)) {
        return false;
    }
    skip_blanks(scan);
    while (scan->at < scan->text.size && scan->text.data[scan->at] == '-') {
        scan->at++;
    }
    return take_number(scan, 4, &scan->year) && scan->year >= 1000;
}

static void skip_weekday(date_scan *scan) {
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (size_t d = 0; d < 7; d++) {
        if (tenor_view_starts_nocase(tenor_view_from(scan->text, scan->at), days[d])) {
            while (scan->at < scan->text.size && (tenor_is_alpha(scan->text.data[scan->at]) ||
                                                  scan->text.data[scan->at] == '.')) {
                scan->at++;
            }
            skip_blanks(scan);
            return;
        }
    }
}

static void take_offset(date_scan *scan) {
    skip_blanks(scan);
    if (take_text(scan, "Z") || take_text(scan, "GMT") || take_text(scan, "UTC")) {
        scan->zulu = true;
    }
    char sign = scan->at < scan->text.size ? scan->text.data[scan->at] : '\0';
    if (sign != '+' && sign != '-') {
        return;
    }
    scan->at++;
    int hours = 0, minutes = 0;
    if (take_number(scan, 2, &hours)) {
        (void)take_text(scan, ":");
        (void)take_number(scan, 2, &minutes);
        scan->zulu = false;
        scan->has_offset = hours < 15 && minutes < 60;
        scan->offset = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    }
}

/* A time behind the date, if there is one; else hour stays -1. */
static void take_time(date_scan *scan) {
    if (!take_text(scan, "T")) {
        skip_blanks(scan);
        (void)take_text(scan, "-");
        skip_blanks(scan);
    }
    int hour, minute, second = 0;
    if (!take_number(scan, 2, &hour) || !take_text(scan, ":") || !take_number(scan, 2, &minute)) {
        return;
    }
    if (take_text(scan, ":") && !take_number(scan, 2, &second)) {
        return;
    }
    if (take_text(scan, ".")) {
        int fraction;
        (void)take_number(scan, 9, &fraction);
    }
    if (hour > 23 || minute > 59 || second > 60) {
        return;
    }
    scan->hour = hour;
    scan->minute = minute;
    scan->second = second;
    take_offset(scan);
}

static bool is_date(const date_scan *scan) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return scan->year >= 1000 && scan->year <= 9999 && scan->month >= 1 && scan->month <= 12 &&
           scan->day >= 1 && scan->day <= days[scan->month - 1];
}

static void write_date(const date_scan *scan, tenor_buffer *out) {
    tenor_buffer_format(out, "%04d-%02d-%02d", scan->year, scan->month, scan->day);
    if (scan->hour < 0) {
        return;
    }
    tenor_buffer_format(out, "T%02d:%02d:%02d", scan->hour, scan->minute, scan->second);
    if (scan->zulu) {
        tenor_buffer_add_char(out, 'Z');
    } else if (scan->has_offset) {
        int minutes = scan->offset < 0 ? -scan->offset : scan->offset;
        tenor_buffer_format(out, "%c%02d:%02d", scan->offset < 0 ? '-' : '+', minutes / 60,
                            minutes % 60);
    }
}

size_t tenor_date_read(tenor_view text, tenor_buffer *out) {
    static bool (*const orders[])(date_scan *) = {take_year_first, take_month_first,
                                                  take_day_first};
    tenor_view trimmed = tenor_view_trim(text);
    for (size_t i = 0; i < 3; i++) {
        date_scan scan = {.text = trimmed, .hour = -1};
        skip_weekday(&scan);
        if (orders[i](&scan) && is_date(&scan)) {
            take_time(&scan);
            write_date(&scan, out);
            return (size_t)(trimmed.data - text.data) + scan.at;
        }
    }
    return 0;
}

bool tenor_date_read_line(tenor_view line, tenor_buffer *out) {
    static const char *const labels[] = {
        "published on",
        "published at",
        "published",
        "posted on",
        "posted",
        "updated",
        "date",
        "\xE6\x97\xA5\xE6\x9C\x9F",                         /* 日期 */
        "\xE5\x8F\x91\xE5\xB8\x83\xE6\x97\xB6\xE9\x97\xB4", /* 发布时间 */
        "\xE7\x99\xBC\xE5\xB8\x83\xE6\x99\x82\xE9\x96\x93", /* 發布時間 */
        "\xE5\x8F\x91\xE8\xA1\xA8\xE6\x97\xB6\xE9\x97\xB4", /* 发表时间 */
        "\xE6\x97\xB6\xE9\x97\xB4",                         /* 时间 */
        "\xE6\x99\x82\xE9\x96\x93",                         /* 時間 */
        "\xE5\x8F\x91\xE5\xB8\x83\xE4\xBA\x8E",             /* 发布于 */
        "\xE7\x99\xBC\xE5\xB8\x83\xE6\x96\xBC",             /* 發布於 */
    };
    line = tenor_view_trim(line);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (tenor_view_starts_nocase(line, labels[i])) {
            line = tenor_view_trim(tenor_view_from(line, tenor_view_of(labels[i]).size));
            line = tenor_view_from(line, tenor_view_starts(line, ":")              ? 1
                                         : tenor_view_starts(line, "\xEF\xBC\x9A") ? 3
                                                                                   : 0);
            break;
        }
    }
    if (line.size > DATE_LINE_BYTES) {
        return false;
    }
    size_t before = out->size;
    size_t size = tenor_date_read(line, out);
    if (size > 0 && line.size - size <= DATE_REST_BYTES) {
        return true;
    }
    out->size = before;
    if (out->capacity > 0) {
        out->data[before] = '\0';
    }
    return false;
}
