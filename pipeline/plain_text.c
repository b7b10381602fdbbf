/* plain_text.c: the article in text that was copied off a page, menus and hot lists and all.
 *
 * Prose is told by its shape: long lines, or lines that end as sentences do. Menus, lists of links,
 * rankings and footers are runs of short lines that do not. Each line gets a worth, and the stretch
 * of lines with the greatest sum is the article (Kadane), so a heading or caption between
 * paragraphs stays in and a headline list behind them falls off. */
#include "plain_text.h"

#include <stdlib.h>
#include <string.h>

#include "dates.h"
#include "error.h"
#include "letters.h"

#define LONG_LINE 80     /* bytes */
#define SENTENCE_LINE 30 /* bytes, if it ends like a sentence */
#define POOR_LINE (-70)  /* the worth of a line that is no prose */
#define POOR_RUN 3       /* more poor lines than this in a row are a list */
#define CLEAN_SHARE                                                                                \
    15                  /* percent of the bytes: with fewer in poor lines all of it is the article \
                         */
#define TITLE_LINES 8   /* above the article that may be its title */
#define TITLE_TEXT 6000 /* bytes of the article that a title's words are looked for in */
#define TITLE_SHARED 50 /* percent of them that it must have */
#define NOTICE_LINE (-150) /* of a legal notice or a banner */
#define NOTICE_BYTES 1500  /* no line as long as this is a notice */
#define MOST_WORTH 600     /* of one line, so that one long footer does not outweigh much */

void tenor_plain_reader_free(tenor_plain_reader *reader) {
    free(reader->lines);
    reader->lines = NULL;
    reader->count = 0;
    reader->capacity = 0;
}

static bool ends_sentence(tenor_view line) {
    static const char *const ends[] = {".",
                                       "!",
                                       "?",
                                       ":",
                                       ";",
                                       "\"",
                                       "\xE3\x80\x82",
                                       "\xEF\xBC\x81",
                                       "\xEF\xBC\x9F",
                                       "\xE2\x80\x9D",
                                       "\xE2\x80\xA6",
                                       "\xEF\xBC\x9A",
                                       "\xE3\x80\x8D",
                                       "\xEF\xBC\x9B",
                                       "\xE2\x80\x99",
                                       ".)",
                                       "\xE3\x80\x82\xEF\xBC\x89"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (line.size >= size && memcmp(line.data + line.size - size, ends[i], size) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_sentence_mark(tenor_view line) {
    static const char *const marks[] = {",",  ". ", "\xEF\xBC\x8C", "\xE3\x80\x82", "\xEF\xBC\x9B",
                                        "? ", "! "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (tenor_view_find(line, marks[i]) < line.size) {
            return true;
        }
    }
    return false;
}

bool tenor_plain_is_prose(tenor_view line) {
    return (line.size >= LONG_LINE && has_sentence_mark(line)) ||
           (line.size >= SENTENCE_LINE && ends_sentence(line));
}

/* Long lines that are never the article: legal notices, cookie banners, teasers cut short. */
static bool is_notice(tenor_view line) {
    static const char *const words[] = {
        "cookie",         "copyright",    "all rights reserved",
        "privacy policy", "terms of use", "terms of service",
        "newsletter",     "trademark",    "your browser",
        "javascript",     "sign up",      "subscribe",
        "版权所有",       "版權所有",     "icp备",
        "icp证",          "未经授权",     "未經授權",
        "免责声明",       "免責聲明",     "扫码",
        "扫一扫",         "公众号",       "公眾號",
        "举报电话",       "联系我们",     "聯絡我們",
        "关于我们",       "關於我們",     "\xC2\xA9",
    };
    return tenor_view_has_any(line, words, sizeof words / sizeof *words);
}

static bool is_cut_short(tenor_view line) {
    static const char *const ends[] = {"...", "\xE2\x80\xA6", "[...]", "[\xE2\x80\xA6]"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (line.size >= size && memcmp(line.data + line.size - size, ends[i], size) == 0) {
            return line.size < 400;
        }
    }
    return false;
}

static int worth_of(tenor_view line) {
    if (line.size == 0) {
        return 0;
    }
    if (line.size < NOTICE_BYTES && is_notice(line)) {
        return NOTICE_LINE;
    }
    if (is_cut_short(line)) {
        return POOR_LINE;
    }
    if (!tenor_plain_is_prose(line)) {
        return POOR_LINE;
    }
    return line.size < MOST_WORTH ? (int)line.size : MOST_WORTH;
}

static int split_lines(tenor_plain_reader *reader, tenor_view text, tenor_error *err) {
    tenor_view line;
    reader->count = 0;
    while (tenor_view_line(&text, &line)) {
        if (!TENOR_GROW(reader->lines, reader->capacity, reader->count + 1)) {
            return tenor_fail_memory(err);
        }
        line = tenor_view_trim(line);
        reader->lines[reader->count++] = (tenor_plain_line){line, worth_of(line)};
    }
    return 0;
}

/* Whether nearly all of it is prose: an article's text with nothing around it. */
static bool is_clean(const tenor_plain_reader *reader) {
    size_t all = 0, poor = 0;
    for (size_t i = 0; i < reader->count; i++) {
        all += reader->lines[i].text.size;
        poor += reader->lines[i].worth < 0 ? reader->lines[i].text.size : 0;
    }
    return poor * 100 < all * CLEAN_SHARE;
}

/* From the first line of prose to the last one. */
static void prose_stretch(const tenor_plain_reader *reader, size_t *first, size_t *end) {
    *first = 0;
    *end = 0;
    for (size_t i = 0; i < reader->count; i++) {
        if (reader->lines[i].worth > 0) {
            *first = *end == 0 ? i : *first;
            *end = i + 1;
        }
    }
}

/* The stretch [first, end) of lines with the greatest sum of worth. */
static void best_stretch(const tenor_plain_reader *reader, size_t *first, size_t *end) {
    long sum = 0, most = 0;
    size_t start = 0;
    *first = 0;
    *end = 0;
    for (size_t i = 0; i < reader->count; i++) {
        if (sum <= 0) {
            sum = 0;
            start = i;
        }
        sum += reader->lines[i].worth;
        if (sum > most) {
            most = sum;
            *first = start;
            *end = i + 1;
        }
    }
}

/* The next word of line from *at on: four or more ASCII letters, or two Han characters (then *at
 * moves by one). */
static tenor_view next_word(tenor_view line, size_t *at) {
    tenor_view word = {line.data + line.size, 0};
    while (*at < line.size && word.size == 0) {
        size_t start = *at, end = *at;
        uint32_t letter = tenor_letter_next(line, &end);
        *at = end;
        if (letter < 0x80 && tenor_is_alpha((char)letter)) {
            while (*at < line.size && tenor_is_alpha(line.data[*at])) {
                (*at)++;
            }
            word = (tenor_view){line.data + start, *at - start >= 4 ? *at - start : 0};
        } else if (tenor_letter_is_han(letter) && end < line.size &&
                   tenor_letter_is_han(tenor_letter_next(line, &end))) {
            word = (tenor_view){line.data + start, end - start};
        }
    }
    return word;
}

/* How many of the line's words the text has, in percent; 0 for lines of fewer than three words. */
static size_t words_shared(tenor_view line, tenor_view text) {
    size_t words = 0, shared = 0;
    for (size_t at = 0; at < line.size;) {
        tenor_view word = next_word(line, &at);
        words += word.size > 0;
        shared += word.size > 0 && memmem(text.data, text.size, word.data, word.size) != NULL;
    }
    return words < 3 ? 0 : shared * 100 / words;
}

/* The title: of the lines above the article that look like one, the one whose words the article
 * uses most. */
static void find_title(const tenor_plain_reader *reader, size_t first, tenor_buffer *title) {
    const tenor_plain_line *lines = reader->lines;
    tenor_view text = {lines[first].text.data, 0};
    const tenor_view *last = &lines[reader->count - 1].text;
    text.size = (size_t)(last->data + last->size - text.data);
    text.size = text.size < TITLE_TEXT ? text.size : TITLE_TEXT;
    size_t most = TITLE_SHARED, best = first;
    for (size_t i = first, seen = 0; i > 0 && seen < TITLE_LINES; i--) {
        tenor_view line = lines[i - 1].text;
        seen += line.size > 0;
        if (line.size >= 12 && line.size <= 200) {
            size_t shared = words_shared(line, text);
            if (shared >= most) {
                most = shared;
                best = i - 1;
            }
        }
    }
    if (best != first) {
        tenor_buffer_add(title, lines[best].text.data, lines[best].text.size);
    }
}

/* Poor lines that follow each other from line i on, blank ones passed over; *behind is the line
 * behind them. */
static size_t poor_run(const tenor_plain_reader *reader, size_t i, size_t end, size_t *behind) {
    size_t poor = 0;
    for (; i < end && reader->lines[i].worth <= 0; i++) {
        poor += reader->lines[i].worth < 0;
    }
    *behind = i;
    return poor;
}

/* Lines [first, end) without what is no text within them: notices, and runs of poor lines, which
 * are lists of links. A few short lines are headings or captions. */
static void add_lines(const tenor_plain_reader *reader, size_t first, size_t end, bool all,
                      tenor_buffer *out) {
    for (size_t i = first; i < end;) {
        size_t behind = i + 1;
        bool list = !all && poor_run(reader, i, end, &behind) > POOR_RUN;
        size_t next = reader->lines[i].worth > 0 || all ? i + 1 : behind;
        for (size_t line = i; line < next && !list; line++) {
            tenor_view text = reader->lines[line].text;
            if (text.size > 0 && (all || reader->lines[line].worth > NOTICE_LINE)) {
                tenor_buffer_add(out, text.data, text.size);
                tenor_buffer_add_char(out, '\n');
            }
        }
        i = next;
    }
}

int tenor_plain_read(tenor_plain_reader *reader, tenor_view text, tenor_article *article,
                     tenor_error *err) {
    int code = split_lines(reader, text, err);
    if (code != 0) {
        return code;
    }
    size_t first, end;
    bool clean = is_clean(reader);
    if (clean) {
        prose_stretch(reader, &first, &end);
    } else {
        best_stretch(reader, &first, &end);
    }
    bool no_prose = end == 0; /* a headline, a poem: taken as it is */
    end = no_prose ? reader->count : end;
    if (article->title.size == 0 && reader->count > 0) {
        find_title(reader, first, &article->title);
    }
    add_lines(reader, first, end, no_prose || clean, &article->text);
    return article->text.failed || article->title.failed ? tenor_fail_memory(err) : 0;
}
