/* reader.c: the way of one file's bytes to an article, top to bottom.
 *
 * bytes -> known other formats refused -> charset -> format by content -> header -> text ->
 * language -> warnings. The name's ending is only asked where the content leaves it open: seeds of
 * the project are Markdown and HTML in .txt. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "dates.h"
#include "error.h"
#include "front_matter.h"
#include "html_reader.h"
#include "language.h"
#include "letters.h"
#include "markdown_reader.h"
#include "plain_text.h"

#define SHORT_LINES 12    /* a text of fewer lines is not judged by its shape */
#define MOJIBAKE_PLACES 5 /* fewer may be an example in the text */
#define HEAD_LINES 5      /* first lines that are looked at for a date */
#define FEW_LETTERS 40    /* characters: a text of fewer is told of */
#define OFFER_LINES 3     /* so many make it a subscription page */
#define PROSE_SHARE 20    /* percent of its bytes that running text has at least */

struct tenor_reader {
    tenor_charset *charset;
    tenor_languages *languages;
    tenor_html_reader html;
    tenor_markdown_reader markdown;
    tenor_plain_reader plain;
    tenor_front_matter header;
    tenor_buffer utf8; /* the file as clean UTF-8 */
    tenor_buffer scratch;
    tenor_buffer lang; /* what the file says of its language */
};

int tenor_reader_new(tenor_reader **out, tenor_error *err) {
    tenor_reader *reader = tenor_new_array(1, sizeof *reader);
    if (reader == NULL) {
        return tenor_fail_memory(err);
    }
    tenor_html_reader_init(&reader->html);
    tenor_markdown_reader_init(&reader->markdown);
    tenor_front_matter_init(&reader->header);
    tenor_buffer_init(&reader->utf8);
    tenor_buffer_init(&reader->lang);
    tenor_buffer_init(&reader->scratch);
    int code = tenor_charset_new(&reader->charset, err);
    code = code == 0 ? tenor_languages_new(&reader->languages, err) : code;
    if (code != 0) {
        tenor_reader_free(reader);
        return code;
    }
    *out = reader;
    return 0;
}

void tenor_reader_free(tenor_reader *reader) {
    if (reader == NULL) {
        return;
    }
    tenor_charset_free(reader->charset);
    tenor_languages_free(reader->languages);
    tenor_html_reader_free(&reader->html);
    tenor_markdown_reader_free(&reader->markdown);
    tenor_plain_reader_free(&reader->plain);
    tenor_front_matter_free(&reader->header);
    tenor_buffer_free(&reader->utf8);
    tenor_buffer_free(&reader->lang);
    tenor_buffer_free(&reader->scratch);
    free(reader);
}

/* Files that are no text but are met among articles: what they are and what to do. */
static int refuse_known(tenor_view bytes, tenor_error *err) {
    static const struct {
        const char *magic;
        size_t size;
        const char *what;
    } kinds[] = {
        {"%PDF-", 5, "a PDF: take its text out first, for example with pdftotext"},
        {"PK\x03\x04", 4,
         "a zip container (EPUB, DOCX ...): save it as HTML, Markdown or plain text"},
        {"{\\rtf", 5, "an RTF document: save it as HTML or plain text"},
        {"\xD0\xCF\x11\xE0", 4, "an old Office document: save it as HTML or plain text"},
        {"\x89PNG", 4, "an image"},
        {"\xFF\xD8\xFF", 3, "an image"},
        {"GIF8", 4, "an image"},
        {"\x7F"
         "ELF",
         4, "a program"},
        {"SQLite format 3", 15, "a database"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (bytes.size >= kinds[i].size && memcmp(bytes.data, kinds[i].magic, kinds[i].size) == 0) {
            return tenor_fail(err, TENOR_UNSUPPORTED, "not read: this is %s", kinds[i].what);
        }
    }
    return 0;
}

/* What a server sent (a WARC record, a saved response) without its HTTP header. */
static tenor_view without_http_header(tenor_view bytes) {
    if (!tenor_view_starts(bytes, "HTTP/1.") && !tenor_view_starts(bytes, "HTTP/2")) {
        return bytes;
    }
    size_t end = tenor_view_find(bytes, "\r\n\r\n");
    return end < bytes.size ? tenor_view_from(bytes, end + 4) : bytes;
}

/* ---- format by content ---- */

typedef enum file_format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML } file_format;

static bool name_ends(const char *name, const char *const endings[], size_t count) {
    size_t size = strlen(name);
    for (size_t i = 0; i < count; i++) {
        size_t end = strlen(endings[i]);
        if (size > end && tenor_view_equal_nocase(tenor_view_of(name + size - end), endings[i])) {
            return true;
        }
    }
    return false;
}

/* Whether text begins as an HTML document does, comments and an XML declaration passed over. */
static bool begins_as_html(tenor_view text) {
    static const char *const openings[] = {"<!doctype html", "<html", "<head",
                                           "<body",          "<meta", "<title"};
    text = tenor_view_trim(text);
    for (;;) {
        const char *close = tenor_view_starts(text, "<!--") ? "-->"
                            : tenor_view_starts(text, "<?") ? ">"
                                                            : NULL;
        if (close == NULL) {
            break;
        }
        text = tenor_view_trim(tenor_view_from(text, tenor_view_find(text, close) + strlen(close)));
    }
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (tenor_view_starts_nocase(text, openings[i])) {
            return true;
        }
    }
    return false;
}

/* Bytes of text that stand in tags of block elements and their kin, of all bytes, in percent: HTML
 * without a head. */
static bool is_mostly_html(tenor_view text) {
    static const char *const tags[] = {"<p",       "<div", "<br",  "<span",  "<article",
                                       "<section", "<li",  "<ul",  "<table", "<h1",
                                       "<h2",      "</p",  "</div"};
    text = tenor_view_trim(text);
    if (text.size == 0 || text.data[0] != '<') {
        return false;
    }
    if (text.size > 65536) {
        text.size = 65536;
    }
    size_t found = 0;
    for (size_t at = 0; at < text.size; at++) {
        for (size_t i = 0; text.data[at] == '<' && i < sizeof tags / sizeof *tags; i++) {
            found += tenor_view_starts_nocase(tenor_view_from(text, at), tags[i]);
        }
    }
    return found >= 2 && found * 400 >= text.size;
}

/* Points for lines that only Markdown writes. */
static bool looks_like_markdown(tenor_view text) {
    size_t points = 0, lines = 0;
    tenor_view line;
    while (points < 4 && lines < 2000 && tenor_view_line(&text, &line)) {
        lines += line.size > 0;
        tenor_view hashes = line;
        while (hashes.size > 0 && hashes.data[0] == '#') {
            hashes = tenor_view_from(hashes, 1);
        }
        size_t level = line.size - hashes.size;
        bool heading = level >= 1 && level <= 6 && hashes.size > 1 && hashes.data[0] == ' ';
        bool fence = tenor_view_starts(line, "```");
        size_t link = tenor_view_find(line, "](");
        size_t bold = tenor_view_find(line, "**");
        points += heading ? 2U : 0U;
        points += fence ? 2U : 0U;
        points += link < line.size ? 2U : 0U;
        points +=
            bold < line.size &&
                    tenor_view_find(tenor_view_from(line, bold + 2), "**") + bold + 2 < line.size
                ? 2U
                : 0U;
    }
    return points >= 4 || (points >= 2 && lines < 40);
}

static file_format format_of(tenor_view text, bool has_header, const char *name) {
    static const char *const html[] = {".html", ".htm", ".xhtml"};
    static const char *const markdown[] = {".md", ".mdx", ".markdown", ".mkd"};
    if (begins_as_html(text) || is_mostly_html(text)) {
        return FORMAT_HTML;
    }
    if (has_header || name_ends(name, markdown, 4) || looks_like_markdown(text)) {
        return FORMAT_MARKDOWN;
    }
    return name_ends(name, html, 3) && memchr(text.data, '<', text.size) != NULL ? FORMAT_HTML
                                                                                 : FORMAT_TEXT;
}

/* ---- the steps ---- */

static int check_memory(const tenor_reader *reader, const tenor_article *article,
                        tenor_error *err) {
    const tenor_buffer *const all[] = {&article->title, &article->date,    &article->lang,
                                       &article->text,  &article->charset, &reader->lang,
                                       &reader->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i]->failed) {
            return tenor_fail_memory(err);
        }
    }
    return 0;
}

static int take_header(tenor_reader *reader, tenor_view *text, tenor_article *article,
                       tenor_error *err) {
    size_t size;
    int code = tenor_front_matter_read(*text, &reader->header, &size, err);
    if (code != 0) {
        return code;
    }
    if (size == 0) {
        return 0;
    }
    *text = tenor_view_from(*text, size);
    tenor_buffer_add(&article->title, reader->header.title.data, reader->header.title.size);
    tenor_buffer_add(&article->date, reader->header.date.data, reader->header.date.size);
    tenor_buffer_add(&reader->lang, reader->header.lang.data, reader->header.lang.size);
    code = check_memory(reader, article, err);
    return code == 0 ? 1 : code;
}

static int read_body(tenor_reader *reader, tenor_view text, file_format format,
                     tenor_article *article, tenor_error *err) {
    tenor_buffer *lang = reader->lang.size == 0 ? &reader->lang : NULL;
    switch (format) {
    case FORMAT_HTML:
        return tenor_html_read(&reader->html, text, TENOR_HTML_PAGE, article, lang, err);
    case FORMAT_MARKDOWN:
        return tenor_markdown_read(&reader->markdown, &reader->html, text, article, err);
    case FORMAT_TEXT:
        break;
    }
    return tenor_plain_read(&reader->plain, text, article, err);
}

/* Line ends at both ends are no text. */
static void trim_ends(tenor_buffer *text) {
    tenor_view trimmed = tenor_view_trim(tenor_buffer_view(text));
    if (trimmed.size < text->size) {
        memmove(text->data, trimmed.data, trimmed.size);
        text->size = trimmed.size;
        text->data[text->size] = '\0';
    }
}

/* Lines at the beginning that are hardly more than a date, or repeat the title, are no text; the
 * first date is the article's if it has none. */
static void take_head_lines(tenor_article *article, tenor_buffer *date) {
    tenor_buffer *text = &article->text;
    tenor_view title = tenor_buffer_view(&article->title);
    tenor_view rest = tenor_buffer_view(text), line;
    for (size_t seen = 0; seen < HEAD_LINES && tenor_view_line(&rest, &line);) {
        seen += line.size > 0;
        tenor_buffer_clear(date);
        bool repeats = title.size > 0 && tenor_view_equal(tenor_view_trim(line), title);
        if (!repeats && (line.size < 8 || !tenor_date_read_line(line, date))) {
            continue;
        }
        if (article->date.size == 0) {
            tenor_buffer_add(&article->date, date->data, date->size);
        }
        size_t start = (size_t)(line.data - text->data), end = (size_t)(rest.data - text->data);
        memmove(text->data + start, rest.data, rest.size);
        text->size -= end - start;
        text->data[text->size] = '\0';
        rest = tenor_view_from(tenor_buffer_view(text), start);
    }
}

static void tell_language(tenor_reader *reader, tenor_article *article) {
    tenor_view title = tenor_buffer_view(&article->title), text = tenor_buffer_view(&article->text);
    tenor_view declared = tenor_buffer_view(&reader->lang);
    const char *lang = tenor_language_of(reader->languages, title, text, declared);
    if (strcmp(lang, "und") == 0) {
        lang = tenor_language_of(reader->languages, title, title, declared);
    }
    tenor_buffer_clear(&article->lang);
    tenor_buffer_add_text(&article->lang, lang);
}

static void warn_of(tenor_article *article, const tenor_decoding *found, bool had_bytes) {
    if (found->broken > 0) {
        tenor_article_warn(article, "%zu broken characters (not valid %s) were replaced by U+FFFD",
                           found->broken, found->name);
    }
    if (found->replacements > 0) {
        tenor_article_warn(article, "%zu characters were lost before (U+FFFD in the file)",
                           found->replacements);
    }
    if (found->dropped > 0) {
        tenor_article_warn(article, "%zu control characters were left out", found->dropped);
    }
    if (found->disagrees) {
        tenor_article_warn(article, "declared as %s, read as %s", found->declared, found->name);
    }
    size_t places = tenor_charset_mojibake(tenor_buffer_view(&article->text));
    if (places >= MOJIBAKE_PLACES) {
        tenor_article_warn(article, "%zu places look like text once decoded with the wrong charset",
                           places);
    }
    size_t letters = tenor_view_letters(tenor_buffer_view(&article->text));
    if (letters == 0) {
        tenor_article_warn(article, had_bytes ? "no article text was found" : "the file is empty");
    }
}

/* Of a whole file little text may mean that the article was missed; a field may well be a headline.
 */
static void warn_of_little(tenor_article *article) {
    size_t letters = tenor_view_letters(tenor_buffer_view(&article->text));
    if (letters > 0 && letters < FEW_LETTERS) {
        tenor_article_warn(article, "only %zu characters of text were found", letters);
    }
}

/* What a subscription page says. */
static bool is_offer(tenor_view line) {
    static const char *const words[] = {
        "subscribe", "subscription", "free trial", "digital access", "gift article",
        "订阅",      "訂閱",         "折扣",       "礼品文章",       "付费",
        "付費",      "每月",         "per month",  "cancel anytime"};
    return tenor_view_has_any(line, words, sizeof words / sizeof *words);
}

/* A text of many short lines and hardly a sentence is a list, an index, or, if it offers
 * subscriptions, what a paywall left: then there is no article, and nothing is to be guessed from
 * it. */
static void check_prose(tenor_article *article) {
    size_t lines = 0, prose = 0, offers = 0;
    tenor_view text = tenor_buffer_view(&article->text), rest = text, line;
    while (tenor_view_line(&rest, &line)) {
        line = tenor_view_trim(line);
        lines += line.size > 0;
        prose += tenor_plain_is_prose(line) ? line.size : 0;
    }
    if (lines < SHORT_LINES || prose * 100 >= text.size * PROSE_SHARE) {
        return;
    }
    while (tenor_view_line(&text, &line)) {
        offers += is_offer(line);
    }
    if (offers >= OFFER_LINES) {
        tenor_buffer_clear(&article->text);
        tenor_article_warn(article, "only offers of subscriptions were found (a paywall?)");
    } else {
        tenor_article_warn(
            article, "hardly any running text: %zu lines, nearly all short (a list or an index?)",
            lines);
    }
}

int tenor_read_article(tenor_reader *reader, tenor_view bytes, const char *name,
                       tenor_article *article, tenor_error *err) {
    static const char *const format_names[] = {"text", "markdown", "html"};
    tenor_decoding found;
    if (bytes.size > TENOR_LIMIT_FILE_BYTES) {
        return tenor_fail(err, TENOR_LIMIT, "the file is larger than %u bytes",
                          TENOR_LIMIT_FILE_BYTES);
    }
    bytes = without_http_header(bytes);
    int code = refuse_known(bytes, err);
    if (code != 0) {
        return code;
    }
    code = tenor_charset_decode(reader->charset, bytes, &reader->utf8, &found, err);
    if (code != 0) {
        return code;
    }
    if (strcmp(found.name, "UTF-8") != 0) {
        tenor_buffer_add_text(&article->charset, found.name);
    }
    tenor_view text = tenor_buffer_view(&reader->utf8);
    tenor_buffer_clear(&reader->lang);
    int header = take_header(reader, &text, article, err);
    if (header < 0) {
        return header;
    }
    file_format format = format_of(text, header > 0, name);
    article->format = format_names[format];
    code = read_body(reader, text, format, article, err);
    if (code != 0) {
        return code;
    }
    take_head_lines(article, &reader->scratch);
    trim_ends(&article->text);
    tell_language(reader, article);
    check_prose(article);
    warn_of(article, &found, bytes.size > 0);
    warn_of_little(article);
    return check_memory(reader, article, err);
}

int tenor_read_field(tenor_reader *reader, tenor_view text, tenor_article *article,
                     tenor_error *err) {
    tenor_decoding found = {.name = "UTF-8"};
    tenor_buffer_clear(&reader->utf8);
    tenor_buffer_clear(&reader->lang);
    tenor_charset_clean(text, &reader->utf8, &found);
    if (reader->utf8.failed) {
        return tenor_fail_memory(err);
    }
    int code = 0;
    tenor_view clean = tenor_buffer_view(&reader->utf8);
    article->format = "json";
    if (begins_as_html(clean)) {
        code = tenor_html_read(&reader->html, clean, TENOR_HTML_PAGE, article, &reader->lang, err);
    } else if (is_mostly_html(clean)) {
        code =
            tenor_html_read(&reader->html, clean, TENOR_HTML_FRAGMENT, article, &reader->lang, err);
    } else {
        tenor_buffer_add(&article->text, clean.data, clean.size);
    }
    if (code != 0) {
        return code;
    }
    trim_ends(&article->text);
    tell_language(reader, article);
    warn_of(article, &found, text.size > 0);
    return check_memory(reader, article, err);
}
