/* html_tree.c: libxml2's HTML parser behind limits, its events put into a flat tree.
 *
 * libxml2 parses at some 100 MB/s and repairs broken pages well, but takes 22 s on a tag with
 * 50,000 attributes and makes trees as deep as the input says. So a cheap scan refuses such tags
 * before parsing, and the tree is built here from the parser's events: depth is bounded, unused
 * attributes cost nothing, and scripts are never stored. Words in class and id are looked up while
 * the tag is at hand; the tree keeps only what they mean. */
#include "html_tree.h"

#include <pthread.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "error.h"
#include "html_hints.h"
#include "letters.h"
#include "bounds.h"

#define RAW_TAG_BYTES 1000 /* the tag of a script is not looked at further */

typedef struct element_row {
    const char *name;
    tenor_tag tag;
    unsigned kind;
} element_row;

#define BLOCK TENOR_TAG_BLOCK
#define SKIP TENOR_TAG_SKIP
#define PARA (TENOR_TAG_BLOCK | TENOR_TAG_PARAGRAPH)
#define PRUNE (TENOR_TAG_BLOCK | TENOR_TAG_PRUNE)
#define HEAD (TENOR_TAG_BLOCK | TENOR_TAG_HEADING)
#define LIST (TENOR_TAG_BLOCK | TENOR_TAG_LIST)
#define CELLS (TENOR_TAG_BLOCK | TENOR_TAG_CELLS)
#define GROUP (TENOR_TAG_BLOCK | TENOR_TAG_GROUP)

/* Sorted by name for bsearch; elements not here are inline and of no interest. */
static const element_row elements[] = {
    {"a", TENOR_TAG_A, 0},
    {"address", TENOR_TAG_OTHER, BLOCK},
    {"article", TENOR_TAG_ARTICLE, GROUP},
    {"aside", TENOR_TAG_ASIDE, PRUNE},
    {"audio", TENOR_TAG_OTHER, SKIP},
    {"blockquote", TENOR_TAG_BLOCKQUOTE, GROUP | TENOR_TAG_PARAGRAPH},
    {"body", TENOR_TAG_BODY, GROUP},
    {"br", TENOR_TAG_BR, 0},
    {"button", TENOR_TAG_OTHER, SKIP},
    {"canvas", TENOR_TAG_OTHER, SKIP},
    {"caption", TENOR_TAG_FIGCAPTION, BLOCK},
    {"center", TENOR_TAG_DIV, GROUP},
    {"code", TENOR_TAG_CODE, 0},
    {"datalist", TENOR_TAG_OTHER, SKIP},
    {"dd", TENOR_TAG_DD, PARA},
    {"details", TENOR_TAG_OTHER, BLOCK},
    {"dialog", TENOR_TAG_OTHER, SKIP},
    {"div", TENOR_TAG_DIV, GROUP},
    {"dl", TENOR_TAG_DL, LIST},
    {"dt", TENOR_TAG_DD, BLOCK},
    {"embed", TENOR_TAG_OTHER, SKIP},
    {"fieldset", TENOR_TAG_FORM, PRUNE},
    {"figcaption", TENOR_TAG_FIGCAPTION, BLOCK},
    {"figure", TENOR_TAG_FIGURE, BLOCK},
    {"footer", TENOR_TAG_FOOTER, PRUNE},
    {"form", TENOR_TAG_FORM, PRUNE},
    {"h1", TENOR_TAG_H1, HEAD},
    {"h2", TENOR_TAG_H2, HEAD},
    {"h3", TENOR_TAG_H3, HEAD},
    {"h4", TENOR_TAG_H3, HEAD},
    {"h5", TENOR_TAG_H3, HEAD},
    {"h6", TENOR_TAG_H3, HEAD},
    {"header", TENOR_TAG_HEADER, PRUNE},
    {"hr", TENOR_TAG_HR, BLOCK},
    {"html", TENOR_TAG_HTML, GROUP},
    {"iframe", TENOR_TAG_OTHER, SKIP},
    {"input", TENOR_TAG_OTHER, SKIP},
    {"label", TENOR_TAG_OTHER, PRUNE},
    {"legend", TENOR_TAG_OTHER, PRUNE},
    {"li", TENOR_TAG_LI, PARA},
    {"main", TENOR_TAG_MAIN, GROUP},
    {"map", TENOR_TAG_OTHER, SKIP},
    {"math", TENOR_TAG_OTHER, SKIP},
    {"menu", TENOR_TAG_UL, LIST},
    {"nav", TENOR_TAG_NAV, PRUNE},
    {"noscript", TENOR_TAG_OTHER, SKIP},
    {"object", TENOR_TAG_OTHER, SKIP},
    {"ol", TENOR_TAG_OL, LIST},
    {"optgroup", TENOR_TAG_OTHER, SKIP},
    {"option", TENOR_TAG_OTHER, SKIP},
    {"p", TENOR_TAG_P, PARA},
    {"pre", TENOR_TAG_PRE, PARA},
    {"rp", TENOR_TAG_OTHER, SKIP},
    {"rt", TENOR_TAG_OTHER, SKIP},
    {"script", TENOR_TAG_OTHER, SKIP},
    {"section", TENOR_TAG_SECTION, GROUP},
    {"select", TENOR_TAG_OTHER, SKIP},
    {"style", TENOR_TAG_OTHER, SKIP},
    {"summary", TENOR_TAG_OTHER, BLOCK},
    {"svg", TENOR_TAG_OTHER, SKIP},
    {"table", TENOR_TAG_TABLE, CELLS},
    {"tbody", TENOR_TAG_OTHER, CELLS},
    {"td", TENOR_TAG_TD, PARA | CELLS | TENOR_TAG_GROUP},
    {"template", TENOR_TAG_OTHER, SKIP},
    {"textarea", TENOR_TAG_OTHER, SKIP},
    {"tfoot", TENOR_TAG_OTHER, CELLS},
    {"th", TENOR_TAG_TD, CELLS},
    {"thead", TENOR_TAG_OTHER, CELLS},
    {"time", TENOR_TAG_TIME, 0},
    {"title", TENOR_TAG_TITLE, 0},
    {"tr", TENOR_TAG_TR, CELLS},
    {"ul", TENOR_TAG_UL, LIST},
    {"video", TENOR_TAG_OTHER, SKIP},
};

static int compare_element(const void *name, const void *row) {
    return strcmp(name, ((const element_row *)row)->name);
}

static const element_row *find_element(const xmlChar *name) {
    static const element_row other = {"", TENOR_TAG_OTHER, 0};
    const element_row *row = bsearch(name, elements, sizeof elements / sizeof *elements,
                                     sizeof *elements, compare_element);
    return row != NULL ? row : &other;
}

static void stop(tenor_html_builder *build, tenor_code code) {
    build->failed = code;
    if (build->parser != NULL) {
        xmlStopParser(build->parser);
    }
}

static tenor_node *add_node(tenor_html_builder *build) {
    tenor_html_tree *tree = build->tree;
    if (tree->count >= UINT32_MAX - 1 ||
        !TENOR_GROW(tree->nodes, tree->capacity, tree->count + 1)) {
        stop(build, TENOR_MEMORY);
        return NULL;
    }
    tenor_node *node = &tree->nodes[tree->count++];
    memset(node, 0, sizeof *node);
    node->parent = build->open;
    node->end = (uint32_t)tree->count;
    return node;
}

static void set_meta(tenor_html_builder *build, tenor_meta which, tenor_view value) {
    tenor_buffer *meta = &build->tree->meta[which];
    value = tenor_view_trim(value);
    if (meta->size == 0 && value.size > 0) {
        tenor_charset_clean(value, meta, NULL);
    }
}

static tenor_view attribute(const xmlChar **attributes, const char *name) {
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        const char *found = (const char *)attributes[i];
        if (found[0] == name[0] && strcmp(found, name) == 0 && attributes[i + 1] != NULL) {
            return tenor_view_of((const char *)attributes[i + 1]);
        }
    }
    return tenor_view_of("");
}

/* <meta name=... content=...>: keys that pages use, in the order of trust within one field. */
static void read_meta(tenor_html_builder *build, const xmlChar **attributes) {
    static const struct {
        const char *key;
        tenor_meta meta;
    } keys[] = {
        {"og:title", TENOR_META_OG_TITLE},      {"twitter:title", TENOR_META_OG_TITLE},
        {"og:site_name", TENOR_META_SITE},      {"og:description", TENOR_META_SUMMARY},
        {"description", TENOR_META_SUMMARY},    {"article:published_time", TENOR_META_DATE},
        {"datepublished", TENOR_META_DATE},     {"og:published_time", TENOR_META_DATE},
        {"article:published", TENOR_META_DATE}, {"date", TENOR_META_DATE},
        {"pubdate", TENOR_META_DATE},           {"publishdate", TENOR_META_DATE},
        {"publish-date", TENOR_META_DATE},      {"publish_date", TENOR_META_DATE},
        {"parsely-pub-date", TENOR_META_DATE},  {"sailthru.date", TENOR_META_DATE},
        {"dc.date", TENOR_META_DATE},           {"dc.date.issued", TENOR_META_DATE},
        {"dcterms.date", TENOR_META_DATE},      {"content-language", TENOR_META_LANG},
    };
    static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        tenor_view key = attribute(attributes, names[n]);
        for (size_t i = 0; key.size > 0 && i < sizeof keys / sizeof *keys; i++) {
            if (tenor_view_equal_nocase(key, keys[i].key)) {
                set_meta(build, keys[i].meta, attribute(attributes, "content"));
            }
        }
    }
}

static void read_known_element(tenor_html_builder *build, const xmlChar *name,
                               const element_row *row, const xmlChar **attributes) {
    if (row->tag == TENOR_TAG_HTML) {
        set_meta(build, TENOR_META_LANG, attribute(attributes, "lang"));
    } else if (row->tag == TENOR_TAG_TIME) {
        set_meta(build, TENOR_META_TIME, attribute(attributes, "datetime"));
    } else if (row->tag == TENOR_TAG_TITLE) {
        build->in_title = !build->head_title_done;
        build->head_title_done = true;
    } else if (strcmp((const char *)name, "meta") == 0) {
        read_meta(build, attributes);
    } else if (strcmp((const char *)name, "script") == 0) {
        build->in_json =
            tenor_view_equal_nocase(attribute(attributes, "type"), "application/ld+json");
    }
    if (tenor_view_starts_nocase(attribute(attributes, "itemprop"), "datepublished")) {
        set_meta(build, TENOR_META_DATE, attribute(attributes, "content"));
        set_meta(build, TENOR_META_DATE, attribute(attributes, "datetime"));
    }
}

static void on_end(void *context, const xmlChar *name) {
    tenor_html_builder *build = context;
    (void)name; /* libxml2 closes elements in order, so it is always the innermost */
    if (build->failed != TENOR_OK) {
        return;
    }
    if (build->skipped > 0) {
        build->skipped--;
        if (build->in_json) {
            tenor_buffer_add_char(&build->tree->json, '\0');
        }
        build->in_title = false;
        build->in_json = false;
        return;
    }
    if (build->open != 0) {
        tenor_node *node = &build->tree->nodes[build->open];
        node->end = (uint32_t)build->tree->count;
        build->open = node->parent;
        build->depth--;
    }
}

static void on_text(void *context, const xmlChar *bytes, int size) {
    tenor_html_builder *build = context;
    tenor_html_tree *tree = build->tree;
    if (build->failed != TENOR_OK || size <= 0) {
        return;
    }
    if (build->skipped > 0) {
        tenor_buffer *to = build->in_title  ? &tree->meta[TENOR_META_TITLE]
                           : build->in_json ? &tree->json
                                            : NULL;
        if (to != NULL) {
            tenor_buffer_add(to, bytes, (size_t)size);
        }
        return;
    }
    tenor_node *last = &tree->nodes[tree->count - 1];
    if (last->tag != TENOR_TAG_TEXT || last->parent != build->open) {
        last = add_node(build);
        if (last == NULL) {
            return;
        }
        last->tag = TENOR_TAG_TEXT;
        last->text_start = (uint32_t)tree->text.size;
    }
    tenor_view text = {(const char *)bytes, (size_t)size};
    tenor_charset_clean(text, &tree->text, NULL); /* &nbsp;, &#8203; ... */
    if (tree->text.failed) {
        stop(build, TENOR_MEMORY);
        return;
    }
    last->text_size = (uint32_t)(tree->text.size - last->text_start);
}

/* Words that describe an image: at least a few, and no file's name. */
static bool is_description(tenor_view alt) {
    static const char *const names[] = {".png",  ".jpg", ".jpeg", ".gif",
                                        ".webp", ".svg", "://",   "_"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (tenor_view_find_nocase(alt, names[i]) < alt.size) {
            return false;
        }
    }
    size_t words = 0, wide = 0;
    for (size_t i = 0; i < alt.size; i++) {
        words += alt.data[i] == ' ';
        wide += (unsigned char)alt.data[i] >= 0xE3;
    }
    return words >= 2 || wide >= 6;
}

static void read_image(tenor_html_builder *build, const xmlChar **attributes) {
    tenor_view alt = tenor_view_trim(attribute(attributes, "alt"));
    if (build->with_images && build->skipped == 0 && is_description(alt)) {
        on_text(build, (const xmlChar *)" ", 1);
        on_text(build, (const xmlChar *)alt.data, (int)alt.size);
        on_text(build, (const xmlChar *)" ", 1);
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    tenor_html_builder *build = context;
    if (build->failed != TENOR_OK) {
        return;
    }
    const element_row *row = find_element(name);
    if (build->skipped == 0) {
        read_known_element(build, name, row, attributes);
    }
    if (strcmp((const char *)name, "img") == 0) {
        read_image(build, attributes);
    }
    if (build->skipped > 0 || (row->kind & SKIP) != 0 || row->tag == TENOR_TAG_TITLE) {
        build->skipped++;
        return;
    }
    if (build->depth >= TENOR_LIMIT_HTML_DEPTH) {
        stop(build, TENOR_LIMIT);
        return;
    }
    tenor_node *node = add_node(build);
    if (node != NULL) {
        node->tag = (uint16_t)row->tag;
        node->kind = (uint16_t)row->kind;
        node->hints = (uint16_t)tenor_html_hints(attributes);
        node->style = tenor_html_style(attributes);
        node->depth = (uint16_t)++build->depth;
        build->open = (uint32_t)(build->tree->count - 1);
    }
}

/* Counts the attributes in a tag that starts at html.data[at] ("<" and a letter); moves *at behind
 * it. */
static size_t count_attributes(tenor_view html, size_t *at) {
    size_t count = 0;
    char quote = '\0', before = '<';
    size_t i = *at + 1;
    for (; i < html.size; i++) {
        char c = html.data[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '>') {
            break;
        } else if ((c == '"' || c == '\'') && (before == '=' || tenor_is_blank(before))) {
            quote = c;
        } else if (!tenor_is_blank(c) && c != '=' && c != '/' &&
                   (tenor_is_blank(before) || before == '/')) {
            count++;
        }
        before = c;
    }
    *at = i;
    return count;
}

/* If what is no text of the page begins at html.data[at] ("<"), the index behind it; else at.
 * Scripts and styles end at their end tags whatever stands within; JSON-LD is kept. endless[i]:
 * kind i has no end from here on, so that it is not searched for again and again. */
static size_t skip_raw(tenor_view html, size_t at, bool endless[3]) {
    static const struct {
        const char *open, *close;
    } raws[] = {{"<script", "</script"}, {"<style", "</style"}, {"<!--", "-->"}};
    tenor_view rest = tenor_view_from(html, at);
    for (size_t i = 0; i < sizeof raws / sizeof *raws; i++) {
        if (!tenor_view_starts_nocase(rest, raws[i].open)) {
            continue;
        }
        tenor_view tag = {rest.data, rest.size < RAW_TAG_BYTES ? rest.size : RAW_TAG_BYTES};
        tag.size = tenor_view_find(tag, ">");
        if (tenor_view_find_nocase(tag, "ld+json") < tag.size) {
            return at;
        }
        size_t end = endless[i] ? rest.size : tenor_view_find_nocase(rest, raws[i].close);
        if (end == rest.size) {
            endless[i] = true;
            return at + strlen(raws[i].open); /* never closed: only the mark is left out */
        }
        end += i == 2 ? strlen("-->") : tenor_view_find(tenor_view_from(rest, end), ">") + 1;
        return at + (end < rest.size ? end : rest.size);
    }
    return at;
}

/* The scan before parsing: copies html without scripts, styles and comments (often most of a page,
 * and libxml2 is slow on them), and refuses what would take libxml2 long. */
static int strip(tenor_view html, tenor_buffer *out, tenor_error *err) {
    size_t tags = 0, kept = 0;
    bool endless[3] = {false, false, false};
    tenor_buffer_clear(out);
    for (size_t at = 0; at < html.size;) {
        const char *open = memchr(html.data + at, '<', html.size - at);
        if (open == NULL) {
            break;
        }
        at = (size_t)(open - html.data);
        size_t behind = skip_raw(html, at, endless);
        if (behind > at) {
            tenor_buffer_add(out, html.data + kept, at - kept);
            at = behind;
            kept = behind;
            continue;
        }
        char next = at + 1 < html.size ? open[1] : ' ';
        tags += tenor_is_alpha(next) || next == '/';
        if (!tenor_is_alpha(next)) {
            at++;
        } else if (count_attributes(html, &at) > TENOR_LIMIT_HTML_ATTRIBUTES) {
            return tenor_fail(err, TENOR_LIMIT, "an HTML tag has more than %d attributes",
                              TENOR_LIMIT_HTML_ATTRIBUTES);
        }
    }
    tenor_buffer_add(out, html.data + kept, html.size - kept);
    if (tags > TENOR_LIMIT_HTML_TAGS) {
        return tenor_fail(err, TENOR_LIMIT, "the HTML has %zu tags, more than %d", tags,
                          TENOR_LIMIT_HTML_TAGS);
    }
    return out->failed ? tenor_fail_memory(err) : 0;
}

void tenor_html_tree_init(tenor_html_tree *tree) {
    memset(tree, 0, sizeof *tree);
    tenor_buffer_init(&tree->source);
    tenor_buffer_init(&tree->text);
    tenor_buffer_init(&tree->json);
    for (size_t i = 0; i < TENOR_META_COUNT; i++) {
        tenor_buffer_init(&tree->meta[i]);
    }
}

void tenor_html_tree_free(tenor_html_tree *tree) {
    free(tree->nodes);
    tenor_buffer_free(&tree->source);
    tenor_buffer_free(&tree->text);
    tenor_buffer_free(&tree->json);
    for (size_t i = 0; i < TENOR_META_COUNT; i++) {
        tenor_buffer_free(&tree->meta[i]);
    }
    tenor_html_tree_init(tree);
}

static void clear_tree(tenor_html_tree *tree) {
    tree->count = 0;
    tenor_buffer_clear(&tree->text);
    tenor_buffer_clear(&tree->json);
    for (size_t i = 0; i < TENOR_META_COUNT; i++) {
        tenor_buffer_clear(&tree->meta[i]);
    }
}

static int run_parser(tenor_html_builder *build, tenor_view html, tenor_error *err) {
    htmlSAXHandler events = {.startElement = on_start,
                             .endElement = on_end,
                             .characters = on_text,
                             .ignorableWhitespace = on_text,
                             .cdataBlock = on_text};
    /* libxml2 sets itself up at its first use, and two first uses at once are a race in it. */
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, xmlInitParser);
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(html.data, (int)html.size);
    if (parser == NULL) {
        return tenor_fail_memory(err);
    }
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    parser->options |= XML_PARSE_HUGE; /* data: URLs of some MB; sizes are bounded above */
    parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlSAXHandlerPtr own = parser->sax;
    parser->sax = &events;
    parser->userData = build;
    build->parser = parser;
    htmlParseDocument(parser);
    parser->sax = own;
    bool memory = parser->errNo == XML_ERR_NO_MEMORY;
    xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
    build->parser = NULL;
    return memory ? tenor_fail_memory(err) : 0;
}

/* A failed append stays in its buffer; here is where it is looked for. */
static bool out_of_memory(const tenor_html_tree *tree) {
    bool failed = tree->text.failed || tree->json.failed;
    for (size_t i = 0; i < TENOR_META_COUNT; i++) {
        failed = failed || tree->meta[i].failed;
    }
    return failed;
}

void tenor_html_build_start(tenor_html_builder *build, tenor_html_tree *tree, bool with_images) {
    clear_tree(tree);
    *build = (tenor_html_builder){.tree = tree, .with_images = with_images};
    tenor_node *root = add_node(build);
    if (root != NULL) {
        root->kind = TENOR_TAG_BLOCK | TENOR_TAG_GROUP;
    }
}

void tenor_html_build_open(tenor_html_builder *build, const char *name, const char **attributes) {
    on_start(build, (const xmlChar *)name, (const xmlChar **)attributes);
}

void tenor_html_build_text(tenor_html_builder *build, const char *text, size_t size) {
    on_text(build, (const xmlChar *)text, (int)size);
}

void tenor_html_build_close(tenor_html_builder *build) {
    on_end(build, NULL);
}

int tenor_html_build_end(tenor_html_builder *build, tenor_error *err) {
    tenor_html_tree *tree = build->tree;
    if (build->failed == TENOR_LIMIT) {
        return tenor_fail(err, TENOR_LIMIT, "the HTML is nested deeper than %d elements",
                          TENOR_LIMIT_HTML_DEPTH);
    }
    if (build->failed != TENOR_OK || out_of_memory(tree)) {
        return tenor_fail_memory(err);
    }
    for (uint32_t node = build->open;; node = tree->nodes[node].parent) {
        tree->nodes[node].end = (uint32_t)tree->count;
        if (node == 0) {
            return 0;
        }
    }
}

int tenor_html_tree_parse(tenor_html_tree *tree, tenor_view html, bool with_images,
                          tenor_error *err) {
    tenor_html_builder build;
    tenor_html_build_start(&build, tree, with_images);
    int code = html.size > TENOR_LIMIT_FILE_BYTES
                   ? tenor_fail(err, TENOR_LIMIT, "the HTML is larger than %u bytes",
                                TENOR_LIMIT_FILE_BYTES)
                   : strip(html, &tree->source, err);
    if (code == 0 && build.failed == TENOR_OK && tree->source.size > 0) {
        code = run_parser(&build, tenor_buffer_view(&tree->source), err);
    }
    return code == 0 ? tenor_html_build_end(&build, err) : code;
}
