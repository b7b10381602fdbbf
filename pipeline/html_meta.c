/* html_meta.c: title and date of a page.
 *
 * Sources are tried in the order of trust. For the title: an <h1> that <title> or og:title repeats
 * (it is free of the site's name), JSON-LD's headline, og:title, <title> without the site's name.
 * For the date: JSON-LD, meta elements, the first <time>. */
#include "html_meta.h"

#include <jansson.h>
#include <string.h>

#include "charset.h"
#include "dates.h"
#include "error.h"
#include "letters.h"

#define JSON_DEPTH 8 /* levels of JSON-LD that are searched: {"@graph":[{...}]} needs 3 */
#define JSON_ITEMS 256
#define DATE_NODES 400 /* nodes that are looked at for a date */

void tenor_json_ld_init(tenor_json_ld *found) {
    tenor_buffer_init(&found->headline);
    tenor_buffer_init(&found->date);
    tenor_buffer_init(&found->body);
    tenor_buffer_init(&found->lang);
}

void tenor_json_ld_free(tenor_json_ld *found) {
    tenor_buffer_free(&found->headline);
    tenor_buffer_free(&found->date);
    tenor_buffer_free(&found->body);
    tenor_buffer_free(&found->lang);
}

static void take_string(const json_t *object, const char *key, tenor_buffer *out) {
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value) && out->size == 0) {
        tenor_view text = {json_string_value(value), json_string_length(value)};
        tenor_charset_clean(text, out, NULL);
    }
}

/* "@type" is a string or a list of strings. */
static bool is_article_type(const json_t *type) {
    if (json_is_array(type)) {
        type = json_array_get(type, 0);
    }
    static const char *const kinds[] = {"Article", "Posting", "Report"};
    const char *name = json_is_string(type) ? json_string_value(type) : "";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(name), end = strlen(kinds[i]);
        if (size >= end && strcmp(name + size - end, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Searches value and what it holds for articles, breadth first over a fixed queue: no recursion
 * over input. */
static void search_articles(const json_t *value, tenor_json_ld *found) {
    const json_t *queue[JSON_ITEMS];
    size_t count = 0;
    queue[count++] = value;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = queue[i];
        for (size_t n = 0; n < json_array_size(item) && count < JSON_ITEMS; n++) {
            queue[count++] = json_array_get(item, n);
        }
        if (!json_is_object(item)) {
            continue;
        }
        if (is_article_type(json_object_get(item, "@type"))) {
            take_string(item, "headline", &found->headline);
            take_string(item, "datePublished", &found->date);
            take_string(item, "articleBody", &found->body);
            take_string(item, "inLanguage", &found->lang);
        }
        static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage"};
        for (size_t k = 0; k < 3 && count < JSON_ITEMS; k++) {
            const json_t *more = json_object_get(item, inner[k]);
            if (more != NULL) {
                queue[count++] = more;
            }
        }
    }
}

int tenor_json_ld_read(tenor_view json, tenor_json_ld *found, tenor_error *err) {
    tenor_buffer *const all[] = {&found->headline, &found->date, &found->body, &found->lang};
    for (size_t i = 0; i < 4; i++) {
        tenor_buffer_clear(all[i]);
    }
    while (json.size > 0) {
        const char *end = memchr(json.data, '\0', json.size);
        size_t size = end != NULL ? (size_t)(end - json.data) : json.size;
        json_t *value = json_loadb(json.data, size, JSON_DISABLE_EOF_CHECK, NULL);
        if (value != NULL) {
            search_articles(value, found);
            json_decref(value);
        }
        json = tenor_view_from(json, size + 1);
    }
    for (size_t i = 0; i < 4; i++) {
        if (all[i]->failed) {
            return tenor_fail_memory(err);
        }
    }
    return 0;
}

/* Appends text with runs of blanks folded into one. */
static void add_folded(tenor_buffer *out, tenor_view text) {
    text = tenor_view_trim(text);
    bool blank = false;
    for (size_t i = 0; i < text.size; i++) {
        bool is_blank = tenor_is_blank(text.data[i]);
        if (!is_blank || !blank) {
            tenor_buffer_add_char(out, is_blank ? ' ' : text.data[i]);
        }
        blank = is_blank;
    }
}

/* <title> without the site's name: the longest part between " | ", " - ", "_" and the like, if it
 * is long enough. */
static tenor_view without_site(tenor_view title, tenor_view site) {
    static const char *const marks[] = {
        " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "_", " \xC2\xB7 ", " :: ", "|", "-"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t last = title.size, step = tenor_view_of(marks[i]).size;
        for (size_t at = 0; at < title.size;) {
            size_t next = at + tenor_view_find(tenor_view_from(title, at), marks[i]);
            if (next >= title.size) {
                break;
            }
            last = next;
            at = next + step;
        }
        tenor_view tail = tenor_view_trim(tenor_view_from(title, last + step));
        bool is_site = site.size > 0 && tenor_view_equal(tail, site);
        bool spaced = marks[i][0] == ' ' || marks[i][0] == '_';
        bool chinese = (unsigned char)title.data[0] >= 0xE3 &&
                       tail.size * 2 < last; /* "...-新浪网", no blanks */
        if (last < title.size &&
            (is_site || ((spaced || chinese) && last >= 12 && tail.size < last))) {
            tenor_view head = {title.data, last};
            return tenor_view_trim(head);
        }
    }
    return title;
}

/* The first <h1>'s text into out (cleared); only what is not hidden. */
static void first_heading(const tenor_html_tree *tree, tenor_view within_a, tenor_view within_b,
                          tenor_buffer *out) {
    tenor_buffer text = TENOR_BUFFER_INIT;
    for (uint32_t i = 1; i < tree->count && out->size == 0; i++) {
        if (tree->nodes[i].tag != TENOR_TAG_H1) {
            continue;
        }
        tenor_buffer_clear(&text);
        for (uint32_t n = i + 1; n < tree->nodes[i].end; n++) {
            if (tree->nodes[n].tag == TENOR_TAG_TEXT) {
                tenor_view piece = tenor_node_text(tree, n);
                tenor_buffer_add(&text, piece.data, piece.size);
            }
        }
        tenor_buffer folded = TENOR_BUFFER_INIT;
        add_folded(&folded, tenor_buffer_view(&text));
        if (folded.size >= 6 && (tenor_view_find(within_a, folded.data) < within_a.size ||
                                 tenor_view_find(within_b, folded.data) < within_b.size ||
                                 (within_a.size == 0 && within_b.size == 0))) {
            tenor_buffer_add(out, folded.data, folded.size);
        }
        out->failed = out->failed || folded.failed || text.failed;
        tenor_buffer_free(&folded);
    }
    tenor_buffer_free(&text);
}

static void choose_title(const tenor_html_tree *tree, const tenor_json_ld *linked,
                         tenor_buffer *title) {
    tenor_buffer page = TENOR_BUFFER_INIT;
    add_folded(&page, tenor_buffer_view(&tree->meta[TENOR_META_TITLE]));
    tenor_view open_graph = tenor_buffer_view(&tree->meta[TENOR_META_OG_TITLE]);
    tenor_view site = tenor_buffer_view(&tree->meta[TENOR_META_SITE]);
    first_heading(tree, tenor_buffer_view(&page), open_graph, title);
    if (title->size == 0 && linked->headline.size > 0) {
        add_folded(title, tenor_buffer_view(&linked->headline));
    }
    if (title->size == 0) {
        add_folded(title,
                   without_site(open_graph.size > 0 ? open_graph : tenor_buffer_view(&page), site));
    }
    title->failed = title->failed || page.failed;
    tenor_buffer_free(&page);
}

/* A date that readers see: the first text of the page, behind its <h1> if it has one, that is
 * hardly more than a date. */
static void visible_date(const tenor_html_tree *tree, tenor_buffer *date) {
    uint32_t from = 1;
    for (uint32_t i = 1; i < tree->count && from == 1; i++) {
        from = tree->nodes[i].tag == TENOR_TAG_H1 ? i : 1;
    }
    for (uint32_t i = from; i < tree->count && i < from + DATE_NODES && date->size == 0; i++) {
        if (tree->nodes[i].tag == TENOR_TAG_TEXT && tree->nodes[i].text_size >= 8) {
            (void)tenor_date_read_line(tenor_node_text(tree, i), date);
        }
    }
}

int tenor_html_meta(const tenor_html_tree *tree, const tenor_json_ld *linked,
                    tenor_article *article, tenor_error *err) {
    const tenor_buffer *const dates[] = {&linked->date, &tree->meta[TENOR_META_DATE],
                                         &tree->meta[TENOR_META_TIME]};
    for (size_t i = 0; article->date.size == 0 && i < 3; i++) {
        (void)tenor_date_read(tenor_buffer_view(dates[i]), &article->date);
    }
    if (article->date.size == 0) {
        visible_date(tree, &article->date);
    }
    if (article->title.size == 0) {
        choose_title(tree, linked, &article->title);
    }
    return article->title.failed || article->date.failed ? tenor_fail_memory(err) : 0;
}
