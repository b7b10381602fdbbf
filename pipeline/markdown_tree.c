/* markdown_tree.c: cmark's nodes -> the HTML reader's tree.
 *
 * Rendering to HTML only for libxml2 to read it back costs more than all else that is done with
 * Markdown, and most articles have nothing in them that needs it. What is built here is to the node
 * what the rendering would give, line ends between the blocks included, so that it does not matter
 * to a text whether another paragraph of it holds a tag. test_markdown_reader.c holds the two ways
 * against each other. */
#include "markdown_tree.h"

#include <string.h>

typedef struct writer {
    tenor_html_builder *build;
    bool in_line;      /* the HTML would not be at the beginning of a line */
    cmark_node *image; /* the image that is open: its text is gathered, NULL if none is */
    tenor_buffer *scratch;
} writer;

static void put_text(writer *to, const char *text) {
    size_t size = strlen(text);
    if (size > 0) {
        tenor_html_build_text(to->build, text, size);
        to->in_line = text[size - 1] != '\n';
    }
}

static void open(writer *to, const char *name) {
    tenor_html_build_open(to->build, name, NULL);
    to->in_line = true;
}

static void close(writer *to) {
    tenor_html_build_close(to->build);
    to->in_line = true;
}

static void begin_line(writer *to) {
    if (to->in_line) {
        put_text(to, "\n");
    }
}

static void put_element(writer *to, const char *name, const char *text) {
    open(to, name);
    put_text(to, text);
    close(to);
}

static void put_code_block(writer *to, cmark_node *node) {
    const char *info = cmark_node_get_fence_info(node);
    const char *attributes[] = {NULL, NULL, NULL};
    if (info[0] != '\0') {
        tenor_buffer_clear(to->scratch);
        tenor_buffer_add_text(to->scratch, "language-");
        tenor_buffer_add(to->scratch, info, strcspn(info, " \t\n\v\f\r"));
        attributes[0] = "class";
        attributes[1] = to->scratch->data;
    }
    begin_line(to);
    open(to, "pre");
    tenor_html_build_open(to->build, "code", attributes);
    put_text(to, cmark_node_get_literal(node));
    close(to);
    close(to);
    put_text(to, "\n");
}

/* The paragraphs of a tight list are no elements. */
static bool is_tight(cmark_node *paragraph) {
    cmark_node *list = cmark_node_parent(cmark_node_parent(paragraph));
    return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
           cmark_node_get_list_tight(list) != 0;
}

static const char *name_of(cmark_node *node) {
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        return "blockquote";
    case CMARK_NODE_LIST:
        return cmark_node_get_list_type(node) == CMARK_BULLET_LIST ? "ul" : "ol";
    case CMARK_NODE_ITEM:
        return "li";
    case CMARK_NODE_HEADING:
        return headings[cmark_node_get_heading_level(node) - 1];
    case CMARK_NODE_PARAGRAPH:
        return "p";
    case CMARK_NODE_EMPH:
        return "em";
    case CMARK_NODE_STRONG:
        return "strong";
    case CMARK_NODE_LINK:
        return "a";
    default:
        return NULL;
    }
}

/* A node with others within, at its begin or end. False if it is of a kind that is not built. */
static bool put_nest(writer *to, cmark_node *node, bool begins) {
    cmark_node_type type = cmark_node_get_type(node);
    const char *name = name_of(node);
    if (name == NULL) {
        return type == CMARK_NODE_DOCUMENT;
    }
    bool holds_blocks = type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST;
    bool is_inline =
        type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG || type == CMARK_NODE_LINK;
    if (type == CMARK_NODE_PARAGRAPH && is_tight(node)) {
        return true;
    }
    if (holds_blocks || (begins && !is_inline)) {
        begin_line(to);
    }
    if (begins) {
        open(to, name);
    } else {
        close(to);
    }
    if (holds_blocks || (!begins && !is_inline)) {
        put_text(to, "\n");
    }
    return true;
}

/* A node without others within. */
static bool put_leaf(writer *to, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        put_text(to, cmark_node_get_literal(node));
        return true;
    case CMARK_NODE_CODE:
        put_element(to, "code", cmark_node_get_literal(node));
        return true;
    case CMARK_NODE_SOFTBREAK:
        put_text(to, "\n");
        return true;
    case CMARK_NODE_LINEBREAK:
        put_element(to, "br", "");
        put_text(to, "\n");
        return true;
    case CMARK_NODE_THEMATIC_BREAK:
        begin_line(to);
        put_element(to, "hr", "");
        put_text(to, "\n");
        return true;
    case CMARK_NODE_CODE_BLOCK:
        put_code_block(to, node);
        return true;
    default:
        return false;
    }
}

/* Within an image only text counts, and it becomes the attribute "alt". */
static bool put_in_image(writer *to, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        tenor_buffer_add_text(to->scratch, cmark_node_get_literal(node));
        return true;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        tenor_buffer_add_char(to->scratch, ' ');
        return true;
    default:
        return name_of(node) != NULL || cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    }
}

static void put_image(writer *to) {
    const char *attributes[] = {"alt", to->scratch->data, NULL};
    tenor_html_build_open(to->build, "img", attributes);
    close(to);
}

static bool put_node(writer *to, cmark_node *node, bool begins) {
    if (to->image == node) {
        to->image = NULL;
        put_image(to);
        return true;
    }
    if (to->image != NULL) {
        return put_in_image(to, node);
    }
    if (cmark_node_get_type(node) == CMARK_NODE_IMAGE) {
        to->image = node;
        tenor_buffer_clear(to->scratch);
        return true;
    }
    return put_leaf(to, node) || put_nest(to, node, begins);
}

bool tenor_markdown_tree(cmark_node *document, tenor_html_builder *build, tenor_buffer *scratch) {
    writer to = {.build = build, .scratch = scratch};
    bool known = true;
    if (cmark_node_first_child(document) == NULL) {
        return true;
    }
    tenor_html_build_open(build, "html", NULL);
    tenor_html_build_open(build, "body", NULL);
    cmark_iter *at = cmark_iter_new(document);
    for (cmark_event_type event = cmark_iter_next(at); event != CMARK_EVENT_DONE && known;
         event = cmark_iter_next(at)) {
        known = put_node(&to, cmark_iter_get_node(at), event == CMARK_EVENT_ENTER);
    }
    return known;
}
