/* markdown_reader.c: Markdown by libcmark-gfm -> the HTML reader's tree -> its text.
 *
 * Markdown with raw HTML within, or with tables, is rendered to HTML and that is read back: one way
 * for both; other Markdown goes to the tree at once (markdown_tree.h). Around it stand two passes
 * over lines: before, what generators add and CommonMark does not know (Hugo, Liquid and MDX
 * markers, wiki links) is unwrapped; after, what CommonMark leaves behind (`**` beside Chinese
 * punctuation, bare URLs, base64) is taken out.
 *
 * cmark ends the process when memory runs out. So it is given an allocator of our own, which hands
 * out pieces of blocks and leaves by longjmp; everything it made goes with the blocks. Its
 * allocator functions take no context, hence the one thread-local pointer here, set only while
 * cmark runs. */
#include "markdown_reader.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "letters.h"
#include "bounds.h"
#include "markdown_tree.h"

#define MARKER_BYTES 2000 /* a longer marker or link is none */
#define BASE64_BYTES 200  /* a word as long as this is base64 */

/* ---- cmark's memory ---- */

#define BLOCK_BYTES ((size_t)1 << 16) /* of the first block; each next one is twice as large */
#define PIECE_ALIGN ((size_t)16)

typedef struct memory_block {
    struct memory_block *next;
    size_t size, used;
} memory_block;

typedef struct memory_arena {
    memory_block *blocks; /* the newest first */
    size_t total;
    tenor_code failed;
    jmp_buf leave;
} memory_arena;

static _Thread_local memory_arena *current_arena;

static void *leave_cmark(tenor_code code) {
    current_arena->failed = code;
    longjmp(current_arena->leave, 1);
    return NULL;
}

static void *arena_take(size_t size) {
    memory_arena *arena = current_arena;
    size_t need = (size + 2 * PIECE_ALIGN - 1) / PIECE_ALIGN * PIECE_ALIGN;
    memory_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < need) {
        size_t room = block == NULL ? BLOCK_BYTES : 2 * block->size;
        room = need > room ? need : room;
        if (arena->total + room > TENOR_LIMIT_MARKDOWN_MEMORY) {
            return leave_cmark(TENOR_LIMIT);
        }
        block = malloc(sizeof *block + PIECE_ALIGN + room);
        if (block == NULL) {
            return leave_cmark(TENOR_MEMORY);
        }
        block->next = arena->blocks;
        block->size = room;
        block->used = 0;
        arena->blocks = block;
        arena->total += room;
    }
    char *base = (char *)block + (sizeof *block + PIECE_ALIGN - 1) / PIECE_ALIGN * PIECE_ALIGN;
    char *piece = base + block->used;
    memcpy(piece, &size, sizeof size); /* realloc needs it */
    block->used += need;
    return piece + PIECE_ALIGN;
}

static void *arena_calloc(size_t count, size_t size) {
    size_t bytes;
    if (!tenor_mul_size(count, size, &bytes) || bytes > TENOR_LIMIT_MARKDOWN_MEMORY) {
        return leave_cmark(TENOR_LIMIT);
    }
    void *piece = arena_take(bytes);
    memset(piece, 0, bytes);
    return piece;
}

static void *arena_realloc(void *old, size_t size) {
    size_t had = 0;
    if (old != NULL) {
        memcpy(&had, (char *)old - PIECE_ALIGN, sizeof had);
    }
    if (size <= had) {
        return old;
    }
    if (size > TENOR_LIMIT_MARKDOWN_MEMORY) {
        return leave_cmark(TENOR_LIMIT);
    }
    void *piece = arena_take(size);
    if (had > 0) {
        memcpy(piece, old, had);
    }
    return piece;
}

static void arena_free(void *piece) {
    (void)piece; /* all of it goes at once */
}

static void free_blocks(memory_block *block) {
    while (block != NULL) {
        memory_block *next = block->next;
        free(block);
        block = next;
    }
}

/* ---- cmark ---- */

static void register_extensions(void) {
    cmark_gfm_core_extensions_ensure_registered();
}

/* Tables only. An extension with a special character of its own (strikethrough) would have cmark
 * write it into a table that all threads share, and take it out again: another thread's article
 * then loses its "~" or not, as it happens. */
static cmark_parser *new_parser(int options, cmark_mem *memory) {
    cmark_parser *parser = cmark_parser_new_with_mem(options, memory);
    cmark_syntax_extension *table = cmark_find_syntax_extension("table");
    if (table != NULL) {
        cmark_parser_attach_syntax_extension(parser, table);
    }
    return parser;
}

/* Runs cmark; gives the document to build, or if that cannot be, *html: NUL-terminated, it lives in
 * the arena. False if cmark left by longjmp. */
static bool run_cmark(memory_arena *arena, tenor_view markdown, tenor_html_builder *build,
                      tenor_buffer *scratch, const char *volatile *html) {
    static cmark_mem memory = {arena_calloc, arena_realloc, arena_free};
    if (setjmp(arena->leave) != 0) {
        return false;
    }
    int options = CMARK_OPT_UNSAFE;
    cmark_parser *parser = new_parser(options, &memory);
    cmark_parser_feed(parser, markdown.data, markdown.size);
    cmark_node *document = cmark_parser_finish(parser);
    if (!tenor_markdown_tree(document, build, scratch)) {
        *html = cmark_render_html_with_mem(document, options,
                                           cmark_parser_get_syntax_extensions(parser), &memory);
    }
    return true;
}

/* Fills the tree of html (*built) or, if the tree cannot be had without it, reader->html. */
static int parse(tenor_markdown_reader *reader, tenor_html_reader *html, tenor_view markdown,
                 bool *built, tenor_error *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_extensions);
    memory_arena arena = {.blocks = NULL};
    const char *volatile rendered = NULL;
    tenor_html_builder build;
    tenor_html_build_start(&build, &html->tree, true);
    current_arena = &arena;
    tenor_buffer_clear(&reader->html);
    bool done = run_cmark(&arena, markdown, &build, &reader->html, &rendered);
    current_arena = NULL;
    bool lost = reader->html.failed;
    tenor_buffer_clear(&reader->html);
    if (rendered != NULL) {
        tenor_buffer_add_text(&reader->html, rendered);
    }
    free_blocks(arena.blocks);
    if (!done && arena.failed == TENOR_LIMIT) {
        return tenor_fail(err, TENOR_LIMIT, "the Markdown needs more than %u bytes of memory",
                          TENOR_LIMIT_MARKDOWN_MEMORY);
    }
    if (!done || lost || reader->html.failed || build.failed == TENOR_MEMORY) {
        return tenor_fail_memory(err);
    }
    *built = rendered == NULL;
    return *built ? tenor_html_build_end(&build, err) : 0;
}

/* ---- before cmark ---- */

/* What begins with open and ends with close is left out, or unwrapped to its words. */
typedef struct marker_row {
    const char *open, *close;
    bool words; /* keep what is inside, behind its last '|' or its language ("zh:") */
} marker_row;

static const marker_row markers[] = {
    {"{{<", ">}}", false}, {"{{%", "%}}", false}, {"{%", "%}", false},   {"{{", "}}", false},
    {"{/*", "*/}", false}, {"{:", "}", false},    {"{\"", "\"}", false}, {"<!--", "-->", false},
    {"![[", "]]", false},  {"[[", "]]", true},
};

#define MARKERS (sizeof markers / sizeof *markers)

static void add_words(tenor_buffer *out, tenor_view inside) {
    for (size_t i = inside.size; i > 0; i--) {
        if (inside.data[i - 1] == '|') {
            inside = tenor_view_from(inside, i);
            break;
        }
    }
    size_t colon = tenor_view_find(inside, ":");
    if (colon >= 2 && colon <= 7 && colon < inside.size && tenor_is_alpha(inside.data[0])) {
        inside = tenor_view_from(inside, colon + 1);
    }
    tenor_buffer_add(out, inside.data, inside.size);
}

/* Where a needle is next; kept while the search moves on, so that all searches together read the
 * text once. */
typedef struct next_place {
    const char *at; /* NULL before the first search; the text's end if there is none */
} next_place;

static size_t find_next(next_place *place, tenor_view text, const char *needle) {
    if (place->at == NULL || place->at < text.data) {
        place->at = text.data + tenor_view_find(text, needle);
    }
    size_t distance = (size_t)(place->at - text.data);
    return distance < text.size ? distance : text.size;
}

/* If a marker begins at text, handles it and gives its size; else 0. Markers are short, but for
 * comments. */
static size_t take_marker(tenor_view text, next_place closes[MARKERS], tenor_buffer *out) {
    for (size_t i = 0; i < MARKERS; i++) {
        if (!tenor_view_starts(text, markers[i].open)) {
            continue;
        }
        size_t open = strlen(markers[i].open), close = strlen(markers[i].close);
        tenor_view inside = tenor_view_from(text, open);
        size_t size = find_next(&closes[i], inside, markers[i].close);
        if (size == inside.size || (text.data[0] != '<' && size > MARKER_BYTES)) {
            continue;
        }
        bool is_link =
            size + close < inside.size && inside.data[size + close] == '('; /* [[words]](address) */
        if (markers[i].words && (is_link || memchr(inside.data, '\n', size) != NULL)) {
            continue;
        }
        inside.size = size;
        if (markers[i].words) {
            add_words(out, inside);
        }
        return open + size + close;
    }
    return 0;
}

/* "](address)" whose address a line end cuts (converters wrap lines at any place): adds it in one
 * piece and gives its size; 0 if it is whole or no link. */
static size_t take_cut_link(tenor_view text, tenor_buffer *out) {
    size_t cuts = 0, end = 2;
    for (; end < text.size && end < MARKER_BYTES && text.data[end] != ')'; end++) {
        bool cut = text.data[end] == '\n';
        if (text.data[end] == ' ' || (cut && (cuts > 0 || end == 2))) {
            return 0;
        }
        cuts += cut;
    }
    if (cuts == 0 || end >= text.size || text.data[end] != ')') {
        return 0;
    }
    for (size_t i = 0; i <= end; i++) {
        if (text.data[i] != '\n') {
            tenor_buffer_add_char(out, text.data[i]);
        }
    }
    return end + 1;
}

/* MDX: import and export lines, which hold no text. */
static bool is_module_line(tenor_view line) {
    bool quoted = tenor_view_find(line, "'") < line.size || tenor_view_find(line, "\"") < line.size;
    return (tenor_view_starts(line, "import ") && quoted &&
            tenor_view_find(line, " from ") < line.size) ||
           tenor_view_starts(line, "import \"") || tenor_view_starts(line, "import '") ||
           tenor_view_starts(line, "export const ") || tenor_view_starts(line, "export default ");
}

/* A line of nothing but <br>: CommonMark would begin an HTML block there, and read what follows as
 * no Markdown. */
static bool is_break_line(tenor_view line) {
    return tenor_view_starts_nocase(line, "<br") && line.size <= 6 &&
           line.data[line.size - 1] == '>';
}

static bool begins_list_item(tenor_view line) {
    size_t digits = 0;
    while (digits < line.size && tenor_is_digit(line.data[digits])) {
        digits++;
    }
    tenor_view rest = tenor_view_from(line, digits);
    bool marked = digits > 0 ? tenor_view_starts(rest, ". ") || tenor_view_starts(rest, ") ")
                             : rest.size > 1 && strchr("-*+", rest.data[0]) != NULL &&
                                   tenor_is_blank(rest.data[1]);
    return marked;
}

static bool has_code_signs(tenor_view line) {
    size_t signs = 0;
    for (size_t i = 0; i < line.size; i++) {
        signs += strchr("{}()<>=;$#|/\\_&+", line.data[i]) != NULL;
    }
    return signs * 10 > line.size;
}

/* Where the text's lines stand. */
typedef struct line_state {
    bool fenced;  /* within ``` or ~~~ */
    bool in_list; /* indentation belongs to a list */
    size_t marks; /* in the paragraph so far */
    next_place closes[MARKERS];
} line_state;

/* Bytes at which a marker may begin, or that cmark looks at twice. */
static bool is_mark(char c) {
    switch (c) {
    case '{':
    case '[':
    case '!':
    case '<':
    case ']':
    case '`':
    case '*':
    case '_':
    case '~':
    case '&':
    case '|':
    case '(':
        return true;
    default:
        return false;
    }
}

/* Cuts the paragraph where it holds more marks than any text does: cmark takes time with the square
 * of some of them. */
static void count_mark(line_state *state, char c, tenor_buffer *out) {
    state->marks += c != '{';
    if (state->marks > TENOR_LIMIT_PARAGRAPH_MARKS) {
        tenor_buffer_add_text(out, "\n\n");
        state->marks = 0;
    }
}

/* How much of the line's indentation is left out: prose that is indented by four blanks is still
 * prose (old converters indent it), code is not. */
static size_t false_indent(tenor_view line, tenor_view trimmed, const line_state *state) {
    size_t indent = (size_t)(trimmed.data - line.data);
    bool deep = indent >= 4 || (indent > 0 && line.data[0] == '\t');
    return deep && !state->in_list && trimmed.size > 0 && !has_code_signs(trimmed) ? indent : 0;
}

/* Adds one line's bytes, markers taken out; a marker may reach beyond the line. The number of bytes
 * used up. */
static size_t prepare_line(tenor_view rest, size_t size, line_state *state, tenor_buffer *out) {
    size_t at = 0, kept = 0;
    while (at < size) {
        char c = rest.data[at];
        if (!is_mark(c)) {
            at++;
            continue;
        }
        tenor_buffer_add(out, rest.data + kept, at - kept);
        count_mark(state, c, out);
        tenor_view here = tenor_view_from(rest, at);
        size_t taken = c == ']' ? (tenor_view_starts(here, "](") ? take_cut_link(here, out) : 0)
                                : take_marker(here, state->closes, out);
        kept = at + taken;
        at = taken > 0 ? kept : at + 1;
    }
    if (at > kept) {
        tenor_buffer_add(out, rest.data + kept, at - kept);
    }
    return at;
}

static void prepare(tenor_view markdown, tenor_buffer *out) {
    line_state state = {.fenced = false};
    while (markdown.size > 0) {
        tenor_view rest = markdown, line;
        (void)tenor_view_line(&rest, &line);
        tenor_view trimmed = tenor_view_trim(line);
        size_t used = line.size;
        bool fence = tenor_view_starts(trimmed, "```") || tenor_view_starts(trimmed, "~~~");
        state.fenced = state.fenced != fence;
        if (state.fenced || fence) {
            tenor_buffer_add(out, line.data, line.size);
        } else if (!is_module_line(line) && !is_break_line(trimmed)) {
            size_t indent = false_indent(line, trimmed, &state);
            state.marks = trimmed.size == 0 ? 0 : state.marks;
            state.in_list = begins_list_item(trimmed) ||
                            (state.in_list && (trimmed.size == 0 || trimmed.data > line.data));
            used = indent +
                   prepare_line(tenor_view_from(markdown, indent), line.size - indent, &state, out);
        }
        if (used < markdown.size && markdown.data[used] == '\n') {
            tenor_buffer_add_char(out, '\n');
            used++;
        }
        markdown = tenor_view_from(markdown, used);
    }
}

/* ---- after the HTML reader ---- */

static size_t url_size(tenor_view text) {
    if (!tenor_view_starts(text, "http://") && !tenor_view_starts(text, "https://")) {
        return 0;
    }
    size_t size = 0;
    while (size < text.size && (unsigned char)text.data[size] > ' ' &&
           (unsigned char)text.data[size] < 0x80 && strchr("<>\"()[]", text.data[size]) == NULL) {
        size++;
    }
    return size;
}

/* The run of letters at text that could be base64. */
static size_t word_size(tenor_view text) {
    size_t size = 0;
    while (size < text.size &&
           (tenor_is_alpha(text.data[size]) || tenor_is_digit(text.data[size]) ||
            text.data[size] == '+' || text.data[size] == '/' || text.data[size] == '=')) {
        size++;
    }
    return size;
}

static size_t run_size(tenor_view text, char mark) {
    size_t size = 0;
    while (size < text.size && text.data[size] == mark) {
        size++;
    }
    return size;
}

/* A Markdown link or image that stayed as it was (in raw HTML): its size, and its words in *words;
 * 0 if it is none. */
static size_t link_size(tenor_view text, next_place *middles, tenor_view *words) {
    size_t open = text.data[0] == '!' ? 2 : 1;
    tenor_view line = {text.data, text.size < MARKER_BYTES ? text.size : MARKER_BYTES};
    size_t middle = find_next(middles, text, "](");
    size_t end = middle + tenor_view_find(tenor_view_from(line, middle), ")");
    if (middle >= line.size || end >= line.size || text.data[open - 1] != '[' ||
        memchr(line.data, '\n', end) != NULL ||
        memchr(line.data + open, '[', middle > open ? middle - open : 0) != NULL) {
        return 0;
    }
    words->data = line.data + open;
    words->size = open == 2 ? 0 : middle - open;
    return end + 1;
}

/* A single mark beside a letter that is not ASCII: emphasis that CommonMark did not see. */
static bool is_glued(tenor_view text, char before) {
    return (unsigned char)before >= 0x80 || (text.size > 1 && (unsigned char)text.data[1] >= 0x80);
}

static bool may_be_leftover(char c) {
    switch (c) {
    case '*':
    case '_':
    case '#':
    case 'h':
    case '[':
    case '!':
        return true;
    default:
        return false;
    }
}

/* What is left out at text: its size; what of it is kept goes to *words. 0: nothing is left out. */
static size_t leftover(tenor_view text, char before, next_place *middles, tenor_view *words) {
    size_t size = 0;
    words->size = 0;
    switch (text.data[0]) {
    case '*':
    case '_':
        size = run_size(text, text.data[0]);
        return size >= 2 || (text.data[0] == '*' && is_glued(text, before)) ? size : 0;
    case '#':
        size = run_size(text, '#');
        return before == '\n' && size <= 6 && size < text.size && text.data[size] == ' ' ? size + 1
                                                                                         : 0;
    case 'h':
        return url_size(text);
    case '[':
    case '!':
        return text.size > 1 && (text.data[0] == '[' || text.data[1] == '[')
                   ? link_size(text, middles, words)
                   : 0;
    default:
        return 0;
    }
}

/* Moves text's bytes [from, to) down to *out, which moves behind them. */
static void move_down(tenor_buffer *text, size_t from, size_t to, size_t *out) {
    if (from != *out) {
        memmove(text->data + *out, text->data + from, to - from);
    }
    *out += to - from;
}

/* The line that ends at `at` loses its last blanks, and its end too if the lines before it are
 * empty already: where to go on. */
static size_t end_line(tenor_buffer *text, size_t start, size_t at, size_t *out) {
    while (*out > start && text->data[*out - 1] == ' ') {
        (*out)--;
    }
    bool empty =
        *out == start || (*out >= start + 2 && memcmp(text->data + *out - 2, "\n\n", 2) == 0);
    return empty ? at + 1 : at;
}

/* Takes out of text, from start on, what CommonMark left: marks, addresses, base64. In place, for
 * it only shrinks. */
static void tidy(tenor_buffer *text, size_t start) {
    size_t out = start, kept = start, word_end = start;
    next_place middles = {NULL};
    tenor_view all = tenor_buffer_view(text);
    for (size_t at = start; at < all.size;) {
        if ((unsigned char)all.data[at] >= 0x80) {
            at++; /* the most of a Chinese text */
            continue;
        }
        tenor_view rest = tenor_view_from(all, at), words = {NULL, 0};
        size_t skip = 0;
        if (may_be_leftover(rest.data[0])) {
            skip = leftover(rest, at == start ? '\n' : all.data[at - 1], &middles, &words);
        }
        if (skip == 0 && at >= word_end && tenor_is_alpha(rest.data[0])) {
            size_t word = word_size(rest);
            word_end = at + word;
            skip = word >= BASE64_BYTES ? word : 0;
        }
        if (skip > 0) {
            move_down(text, kept, at, &out);
            kept = at + skip;
            if (words.size > 0) {
                size_t from = (size_t)(words.data - all.data);
                move_down(text, from, from + words.size, &out);
            } else if (out > start && text->data[out - 1] == ' ' && kept < all.size &&
                       all.data[kept] == ' ') {
                out--; /* one of the two blanks around what went */
            }
        }
        if (rest.data[0] == '\n') {
            move_down(text, kept, at, &out);
            kept = end_line(text, start, at, &out);
        }
        at += skip > 0 ? skip : 1;
    }
    move_down(text, kept, all.size, &out);
    text->size = out;
    if (text->capacity > 0) {
        text->data[out] = '\0';
    }
}

void tenor_markdown_reader_init(tenor_markdown_reader *reader) {
    tenor_buffer_init(&reader->source);
    tenor_buffer_init(&reader->html);
}

void tenor_markdown_reader_free(tenor_markdown_reader *reader) {
    tenor_buffer_free(&reader->source);
    tenor_buffer_free(&reader->html);
}

int tenor_markdown_read(tenor_markdown_reader *reader, tenor_html_reader *html, tenor_view markdown,
                        tenor_article *article, tenor_error *err) {
    if (markdown.size > TENOR_LIMIT_MARKDOWN_BYTES) {
        return tenor_fail(err, TENOR_LIMIT, "the Markdown is larger than %u bytes",
                          TENOR_LIMIT_MARKDOWN_BYTES);
    }
    size_t start = article->text.size;
    tenor_buffer_clear(&reader->source);
    prepare(markdown, &reader->source);
    if (reader->source.failed) {
        return tenor_fail_memory(err);
    }
    bool built = false;
    int code = parse(reader, html, tenor_buffer_view(&reader->source), &built, err);
    if (code == 0 && built) {
        code = tenor_html_read_tree(html, article, err);
    } else if (code == 0) {
        code = tenor_html_read(html, tenor_buffer_view(&reader->html), TENOR_HTML_FRAGMENT, article,
                               NULL, err);
    }
    if (code == 0) {
        tidy(&article->text, start);
    }
    return code;
}
