/* html_reader.c: a page's chosen parts -> lines of text.
 *
 * Blocks become paragraphs, blanks are folded as browsers do, and what is left around the prose within the chosen parts
 * (lists of links, captions, "Read more: ...") is dropped by its shape. Pieces that are all article (HTML made of
 * Markdown) lose nothing but what is hidden. */
#include "html_reader.h"

#include <string.h>

#include "error.h"
#include "letters.h"

void tenor_html_reader_init(tenor_html_reader *reader) {
    memset(reader, 0, sizeof *reader);
    tenor_html_tree_init(&reader->tree);
    tenor_json_ld_init(&reader->linked);
}

void tenor_html_reader_free(tenor_html_reader *reader) {
    tenor_html_tree_free(&reader->tree);
    tenor_html_scorer_free(&reader->scorer);
    tenor_json_ld_free(&reader->linked);
}

/* Text being written: a line is checked when it ends. */
typedef struct line_writer {
    tenor_buffer *out;
    size_t line_start; /* where the open line begins in out */
    bool blank;        /* a folded blank waits for the next letter */
    bool strict;       /* drop lines that only lead elsewhere */
} line_writer;

/* Short lines that lead elsewhere, by their beginning. */
static bool leads_elsewhere(tenor_view line) {
    static const char *const beginnings[] = {
        "read more",       "read also",       "related:",      "see also",     "advertisement", "click here",
        "continue reading", "share this",     "sign up",       "subscribe",    "follow us",     "photo:",
        "image:",          "image credit",    "related stories", "related articles", "read:",   "also read",
        "more:",           "source:",         "watch:",        "recommended",  "more from",     "skip to",
        "相关阅读",        "相關閱讀",        "相关新闻",      "相關新聞",     "责任编辑",      "責任編輯",
        "延伸阅读",        "延伸閱讀",        "推荐阅读",      "推薦閱讀",     "点击阅读",      "查看更多",
    };
    if (line.size > 120) {
        return false;
    }
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (tenor_view_starts_nocase(line, beginnings[i])) {
            return true;
        }
    }
    return false;
}

static void end_line(line_writer *writer, const char *end) {
    tenor_buffer *out = writer->out;
    tenor_view line = tenor_view_trim(tenor_view_from(tenor_buffer_view(out), writer->line_start));
    if (line.size == 0 || (writer->strict && leads_elsewhere(line))) {
        out->size = writer->line_start;
        out->data[out->size] = '\0';
    } else {
        size_t start = (size_t)(line.data - out->data);
        memmove(out->data + writer->line_start, out->data + start, line.size);
        out->size = writer->line_start + line.size;
        tenor_buffer_add_text(out, end);
        writer->line_start = out->size;
    }
    writer->blank = false;
}

static void put_text(line_writer *writer, tenor_view text, bool keep_lines) {
    tenor_buffer *out = writer->out;
    for (size_t i = 0; i < text.size;) {
        if (tenor_is_blank(text.data[i])) {
            if (keep_lines && text.data[i] == '\n') {
                end_line(writer, "\n");
            } else {
                writer->blank = true;
            }
            i++;
            continue;
        }
        if (writer->blank && out->size > writer->line_start) {
            tenor_buffer_add_char(out, ' ');
        }
        writer->blank = false;
        size_t start = i;
        while (i < text.size && !tenor_is_blank(text.data[i])) {
            i++;
        }
        tenor_buffer_add(out, text.data + start, i - start);
    }
}

/* Whether a block within the article is dropped with all in it. */
static bool is_dropped(const tenor_node *node, const tenor_node_score *score) {
    switch (node->tag) {
    case TENOR_TAG_H1:
    case TENOR_TAG_FIGURE:
    case TENOR_TAG_FIGCAPTION:
        return true;
    case TENOR_TAG_UL:
    case TENOR_TAG_OL:
    case TENOR_TAG_DL:
    case TENOR_TAG_TABLE:
    case TENOR_TAG_DIV:
    case TENOR_TAG_SECTION:
        return score->links * 2 > score->text;
    case TENOR_TAG_P:
        return score->links * 5 > score->text * 4;
    default:
        return false;
    }
}

/* One node of the chosen parts; the index to go on with. */
static uint32_t put_node(line_writer *writer, const tenor_html_tree *tree, const tenor_node_score *scores, uint32_t i,
                         uint32_t *pre_end) {
    const tenor_node *node = &tree->nodes[i];
    bool block = (node->kind & TENOR_TAG_BLOCK) != 0;
    if (block) {
        end_line(writer, "\n\n");
    }
    if (scores[i].gone || (writer->strict && block && is_dropped(node, &scores[i]))) {
        return node->end;
    }
    if (node->tag == TENOR_TAG_TEXT) {
        put_text(writer, tenor_node_text(tree, i), i < *pre_end);
    } else if (node->tag == TENOR_TAG_BR) {
        end_line(writer, "\n");
    } else if (node->tag == TENOR_TAG_PRE && node->end > *pre_end) {
        *pre_end = node->end;
    }
    return i + 1;
}

/* Where the text behind a block goes on in its parent, the line must end too: found by the depth of the block ending. */
static void put_chosen(line_writer *writer, const tenor_html_tree *tree, const tenor_node_score *scores) {
    uint32_t pre_end = 0, chosen_end = 0, last_block = 0;
    for (uint32_t i = 0; i < tree->count;) {
        if (scores[i].chosen && tree->nodes[i].end > chosen_end) {
            chosen_end = tree->nodes[i].end;
        }
        if (i >= chosen_end) {
            i++;
            continue;
        }
        if (scores[i].block != last_block) {
            end_line(writer, "\n\n"); /* into or out of a block */
            last_block = scores[i].block;
        }
        i = put_node(writer, tree, scores, i, &pre_end);
    }
    end_line(writer, "\n\n");
}

int tenor_html_read(tenor_html_reader *reader, tenor_view html, tenor_html_scope scope, tenor_article *article,
                    tenor_buffer *lang, tenor_error *err) {
    int code = tenor_html_tree_parse(&reader->tree, html, err);
    if (code != 0) {
        return code;
    }
    bool page = scope == TENOR_HTML_PAGE;
    if (page) {
        code = tenor_json_ld_read(tenor_buffer_view(&reader->tree.json), &reader->linked, err);
    }
    if (code == 0 && page) {
        code = tenor_html_meta(&reader->tree, &reader->linked, article, err);
    }
    if (code == 0) {
        code = page ? tenor_html_choose(&reader->scorer, &reader->tree, err)
                    : tenor_html_choose_all(&reader->scorer, &reader->tree, err);
    }
    if (code != 0) {
        return code;
    }
    line_writer writer = {.out = &article->text, .line_start = article->text.size, .strict = page};
    if (tenor_buffer_reserve(&article->text, 0) == NULL) {
        return tenor_fail_memory(err);
    }
    put_chosen(&writer, &reader->tree, reader->scorer.scores);
    if (lang != NULL) {
        tenor_view declared = tenor_buffer_view(&reader->tree.meta[TENOR_META_LANG]);
        tenor_buffer_clear(lang);
        tenor_buffer_add(lang, declared.data, declared.size);
    }
    return article->text.failed ? tenor_fail_memory(err) : 0;
}
