/* html_reader.c: a page's chosen parts -> lines of text.
 *
 * Blocks become paragraphs, blanks are folded as browsers do, and what is left around the prose
 * within the chosen parts (lists of links, captions, "Read more: ...") is dropped by its shape.
 * Pieces that are all article (HTML made of Markdown) lose nothing but what is hidden. */
#include "html_reader.h"

#include <string.h>

#include "error.h"
#include "letters.h"

/* Lengths in bytes of what is judged by its words or links. */
enum {
    AROUND_BYTES = 120,  /* a line that leads elsewhere, at most */
    LINK_BYTES = 60,     /* a paragraph of a fragment that is all link, at most */
    TAIL_BYTES = 60,     /* a line that opens a list of other articles, at most */
    HEADING_AFTER = 200, /* text before a heading that is still the title, at most */
    LINKED_BYTES = 250,  /* an articleBody that is no teaser, at least */
    TAIL_SHARE = 5,      /* a list of other articles is less than a fifth of the text */
};

void tenor_html_reader_init(tenor_html_reader *reader) {
    memset(reader, 0, sizeof *reader);
    tenor_html_tree_init(&reader->tree);
    tenor_json_ld_init(&reader->linked);
    tenor_buffer_init(&reader->words);
}

void tenor_html_reader_free(tenor_html_reader *reader) {
    tenor_html_tree_free(&reader->tree);
    tenor_html_scorer_free(&reader->scorer);
    tenor_json_ld_free(&reader->linked);
    tenor_buffer_free(&reader->words);
}

/* Text being written: a line is checked when it ends. */
typedef struct line_writer {
    tenor_buffer *out;
    size_t line_start; /* where the open line begins in out */
    bool blank;        /* a folded blank waits for the next letter */
    bool strict;       /* drop lines that only lead elsewhere */
    size_t tail; /* 1 + where the first line that opens a list of other articles begins; 0 if none
                    did */
} line_writer;

/* Lines that only lead elsewhere or name a part of the page. `whole`: the line must be no more than
 * this. */
static const struct {
    const char *words; /* lower case */
    bool whole;
} around_lines[] = {
    {"read more", false},
    {"read also", false},
    {"related:", false},
    {"see also", false},
    {"advertisement", false},
    {"click here", false},
    {"continue reading", false},
    {"share this", false},
    {"sign up", false},
    {"subscribe", false},
    {"follow us", false},
    {"photo:", false},
    {"image:", false},
    {"image credit", false},
    {"related stories", false},
    {"related articles", false},
    {"read:", false},
    {"also read", false},
    {"more:", false},
    {"source:", false},
    {"watch:", false},
    {"recommended", false},
    {"more from", false},
    {"skip to", false},
    {"advertising", true},
    {"advert", true},
    {"comments", true},
    {"comment", true},
    {"share", true},
    {"tweet", true},
    {"print", true},
    {"email", true},
    {"loading...", true},
    {"loading", true},
    {"this slideshow requires javascript", false},
    {"leave a comment", false},
    {"tell us what you think", false},
    {"like this story", false},
    {"this story has been shared", false},
    {"get the latest", false},
    {"相关阅读", false},
    {"相關閱讀", false},
    {"相关新闻", false},
    {"相關新聞", false},
    {"责任编辑", false},
    {"責任編輯", false},
    {"延伸阅读", false},
    {"延伸閱讀", false},
    {"推荐阅读", false},
    {"推薦閱讀", false},
    {"点击阅读", false},
    {"查看更多", false},
    {"分享到", false},
    {"扫码关注", false},
    {"返回搜狐", false},
};

static bool leads_elsewhere(tenor_view line) {
    if (line.size > AROUND_BYTES) {
        return false;
    }
    for (size_t i = 0; i < sizeof around_lines / sizeof *around_lines; i++) {
        if (tenor_view_starts_nocase(line, around_lines[i].words) &&
            (!around_lines[i].whole || line.size <= strlen(around_lines[i].words) + 1)) {
            return true;
        }
    }
    return false;
}

/* A short line that opens a list of other articles. */
static bool opens_tail(tenor_view line) {
    static const char *const openings[] = {
        "more great",
        "more stories",
        "more on ",
        "more from",
        "related",
        "you may also",
        "you might also",
        "recommended",
        "read next",
        "most popular",
        "most read",
        "trending",
        "latest news",
        "popular articles",
        "up next",
        "what to read",
        "further reading",
        "相关",
        "相關",
        "推荐阅读",
        "推薦閱讀",
        "延伸阅读",
        "延伸閱讀",
        "热门",
        "熱門",
        "更多",
        "猜你喜欢",
        "猜你喜歡",
        "精彩推荐",
        "编辑推荐",
        "編輯推薦",
        "往期",
        "参考资料",
        "參考資料",
    };
    for (size_t i = 0; line.size <= TAIL_BYTES && i < sizeof openings / sizeof *openings; i++) {
        if (tenor_view_starts_nocase(line, openings[i])) {
            return true;
        }
    }
    return false;
}

static void end_line(line_writer *writer, const char *end) {
    tenor_buffer *out = writer->out;
    tenor_view line = tenor_view_trim(tenor_view_from(tenor_buffer_view(out), writer->line_start));
    if (writer->strict && line.size > 0 && writer->tail == 0 && opens_tail(line)) {
        writer->tail = writer->line_start + 1;
    }
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

/* Code is no prose: <pre> that holds <code>, or is full of signs. */
static bool is_code(const tenor_html_tree *tree, uint32_t pre) {
    size_t letters = 0, signs = 0;
    for (uint32_t i = pre + 1; i < tree->nodes[pre].end; i++) {
        if (tree->nodes[i].tag == TENOR_TAG_CODE) {
            return true;
        }
        tenor_view text = tenor_node_text(tree, i);
        for (size_t b = 0; tree->nodes[i].tag == TENOR_TAG_TEXT && b < text.size; b++) {
            signs += strchr("{}[]()<>=;$#|/\\_&+*", text.data[b]) != NULL;
            letters++;
        }
    }
    return signs * 12 > letters;
}

/* Whether a block within the article of a page is dropped with all in it. */
static bool is_dropped_in_page(const tenor_node *node, const tenor_node_score *score) {
    switch (node->tag) {
    case TENOR_TAG_H1:
    case TENOR_TAG_FIGURE:
    case TENOR_TAG_FIGCAPTION:
        return true;
    case TENOR_TAG_UL:
    case TENOR_TAG_OL:
    case TENOR_TAG_DL:
    case TENOR_TAG_TABLE:
    case TENOR_TAG_TD:
    case TENOR_TAG_DIV:
    case TENOR_TAG_SECTION:
        return score->links * 2 > score->text;
    case TENOR_TAG_P:
        return score->links * 5 > score->text * 4;
    default:
        return false;
    }
}

/* In a fragment only what leads elsewhere: a short paragraph that is all link ("back to the list").
 */
static bool is_dropped_in_fragment(const tenor_node *node, const tenor_node_score *score) {
    return node->tag == TENOR_TAG_P && score->text <= LINK_BYTES &&
           score->links * 10 > score->text * 9;
}

static bool is_dropped(const line_writer *writer, const tenor_html_tree *tree,
                       const tenor_node_score *scores, uint32_t i) {
    const tenor_node *node = &tree->nodes[i];
    if (node->tag == TENOR_TAG_PRE && is_code(tree, i)) {
        return true;
    }
    return writer->strict ? is_dropped_in_page(node, &scores[i])
                          : is_dropped_in_fragment(node, &scores[i]);
}

/* A row whose cells hold no blocks is one line: its cells are told apart by blanks. */
static bool is_plain_row(const tenor_html_tree *tree, uint32_t row) {
    for (uint32_t i = row + 1; i < tree->nodes[row].end; i++) {
        if ((tree->nodes[i].kind & TENOR_TAG_BLOCK) != 0 && tree->nodes[i].tag != TENOR_TAG_TD) {
            return false;
        }
    }
    return true;
}

/* Where the walk over the chosen parts stands. */
typedef struct walk {
    const tenor_html_tree *tree;
    const tenor_node_score *scores;
    uint32_t chosen_end, pre_end,
        row_end;    /* ends of the innermost such part that is open; behind it if none is */
    uint32_t block; /* what the last node belonged to */
} walk;

/* A block begins or ends: so does a line, but for the cells of a plain row. */
static void put_border(line_writer *writer, const walk *at, uint32_t i) {
    if (i < at->row_end) {
        writer->blank = true;
    } else {
        end_line(writer, "\n\n");
    }
}

/* One node of the chosen parts; the index to go on with. */
static uint32_t put_node(line_writer *writer, walk *at, uint32_t i) {
    const tenor_node *node = &at->tree->nodes[i];
    bool block = (node->kind & TENOR_TAG_BLOCK) != 0;
    if (block) {
        put_border(writer, at, i);
    }
    if (at->scores[i].gone || (block && is_dropped(writer, at->tree, at->scores, i))) {
        return node->end;
    }
    switch (node->tag) {
    case TENOR_TAG_TEXT:
        put_text(writer, tenor_node_text(at->tree, i), i < at->pre_end);
        break;
    case TENOR_TAG_BR:
        end_line(writer, "\n");
        break;
    case TENOR_TAG_PRE:
        at->pre_end = node->end > at->pre_end ? node->end : at->pre_end;
        break;
    case TENOR_TAG_TR:
        at->row_end = is_plain_row(at->tree, i) ? node->end : at->row_end;
        break;
    default:
        break;
    }
    return i + 1;
}

static void put_chosen(line_writer *writer, const tenor_html_tree *tree,
                       const tenor_node_score *scores) {
    walk at = {.tree = tree, .scores = scores};
    for (uint32_t i = 0; i < tree->count;) {
        if (scores[i].chosen && tree->nodes[i].end > at.chosen_end) {
            at.chosen_end = tree->nodes[i].end;
        }
        if (i >= at.chosen_end) {
            i++;
            continue;
        }
        if (scores[i].block != at.block) {
            put_border(writer, &at, i); /* into or out of a block */
            at.block = scores[i].block;
        }
        i = put_node(writer, &at, i);
    }
    end_line(writer, "\n\n");
}

/* The words of a subtree, blanks folded. */
static void add_words(const tenor_html_tree *tree, uint32_t from, tenor_buffer *out) {
    line_writer writer = {.out = out, .line_start = out->size};
    for (uint32_t i = from + 1; i < tree->nodes[from].end; i++) {
        if (tree->nodes[i].tag == TENOR_TAG_TEXT) {
            put_text(&writer, tenor_node_text(tree, i), false);
        }
    }
}

/* A heading that a fragment begins with is its title, and no text; so is one that repeats the title
 * it has already. */
static void take_heading(tenor_html_reader *reader, tenor_article *article) {
    const tenor_html_tree *tree = &reader->tree;
    tenor_node_score *scores = reader->scorer.scores;
    uint32_t before = 0;
    for (uint32_t i = 1; i < tree->count && before < HEADING_AFTER; i++) {
        before += scores[i].block == i && (tree->nodes[i].kind & TENOR_TAG_HEADING) == 0
                      ? scores[i].own
                      : 0;
        if ((tree->nodes[i].kind & TENOR_TAG_HEADING) == 0) {
            continue;
        }
        tenor_buffer_clear(&reader->words);
        add_words(tree, i, &reader->words);
        tenor_view heading = tenor_view_trim(tenor_buffer_view(&reader->words));
        if (heading.size == 0) {
            continue;
        }
        bool takes = article->title.size == 0;
        if (takes) {
            tenor_buffer_add(&article->title, heading.data, heading.size);
        }
        scores[i].gone = takes || tenor_view_equal(heading, tenor_buffer_view(&article->title));
        return;
    }
}

/* Pages that scripts fill hold their text only in JSON-LD: it replaces what was found if that is
 * far less. */
static void take_linked_body(const tenor_json_ld *linked, size_t start, tenor_buffer *text) {
    if (linked->body.size < LINKED_BYTES || linked->body.size < 2 * (text->size - start)) {
        return;
    }
    text->size = start;
    line_writer writer = {.out = text, .line_start = start};
    put_text(&writer, tenor_buffer_view(&linked->body), true);
    end_line(&writer, "\n\n");
}

static void cut_tail(const line_writer *writer, size_t start, tenor_buffer *text) {
    if (writer->tail > 0 && (text->size - writer->tail) * TAIL_SHARE < text->size - start) {
        text->size = writer->tail - 1;
        text->data[text->size] = '\0';
    }
}

/* What a page says of itself, and which part of it is the article. */
static int study(tenor_html_reader *reader, tenor_html_scope scope, tenor_article *article,
                 tenor_error *err) {
    if (scope == TENOR_HTML_FRAGMENT) {
        int code = tenor_html_choose_all(&reader->scorer, &reader->tree, err);
        if (code == 0) {
            take_heading(reader, article);
        }
        return code;
    }
    int code = tenor_json_ld_read(tenor_buffer_view(&reader->tree.json), &reader->linked, err);
    if (code == 0) {
        code = tenor_html_meta(&reader->tree, &reader->linked, article, err);
    }
    return code == 0 ? tenor_html_choose(&reader->scorer, &reader->tree, err) : code;
}

/* The tree's text, behind what article has. */
static int write_text(tenor_html_reader *reader, tenor_html_scope scope, tenor_article *article,
                      tenor_error *err) {
    int code = study(reader, scope, article, err);
    if (code != 0) {
        return code;
    }
    size_t start = article->text.size;
    line_writer writer = {
        .out = &article->text, .line_start = start, .strict = scope == TENOR_HTML_PAGE};
    if (tenor_buffer_reserve(&article->text, 0) == NULL) {
        return tenor_fail_memory(err);
    }
    put_chosen(&writer, &reader->tree, reader->scorer.scores);
    cut_tail(&writer, start, &article->text);
    if (scope == TENOR_HTML_PAGE) {
        take_linked_body(&reader->linked, start, &article->text);
    }
    return article->text.failed || reader->words.failed ? tenor_fail_memory(err) : 0;
}

int tenor_html_read_tree(tenor_html_reader *reader, tenor_article *article, tenor_error *err) {
    return write_text(reader, TENOR_HTML_FRAGMENT, article, err);
}

int tenor_html_read(tenor_html_reader *reader, tenor_view html, tenor_html_scope scope,
                    tenor_article *article, tenor_buffer *lang, tenor_error *err) {
    int code = tenor_html_tree_parse(&reader->tree, html, scope == TENOR_HTML_FRAGMENT, err);
    if (code == 0) {
        code = write_text(reader, scope, article, err);
    }
    if (code == 0 && lang != NULL) {
        tenor_view declared = tenor_buffer_view(&reader->tree.meta[TENOR_META_LANG]);
        tenor_buffer_clear(lang);
        tenor_buffer_add(lang, declared.data, declared.size);
    }
    return code;
}
