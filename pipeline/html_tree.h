/* html_tree.h: HTML -> a flat tree: nodes in document order in one array, so that every walk is a
 * loop.
 *
 * node i's subtree is nodes [i, node[i].end). Skipping a subtree is i = node[i].end. There is no
 * recursion and no pointer to follow, whatever the depth. */
#ifndef TENOR_HTML_TREE_H
#define TENOR_HTML_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "memory.h"
#include "tenor_features.h"

/* What an element is for the text: see the table of elements in html_tree.c. */
enum {
    TENOR_TAG_BLOCK = 1 << 0,     /* begins a line of its own */
    TENOR_TAG_SKIP = 1 << 1,      /* holds no text of the page */
    TENOR_TAG_PARAGRAPH = 1 << 2, /* text in it is counted for scoring */
    TENOR_TAG_PRUNE = 1 << 3,     /* usually not the article: nav, aside, footer, form */
    TENOR_TAG_HEADING = 1 << 4,
    TENOR_TAG_LIST = 1 << 5,
    TENOR_TAG_GROUP = 1 << 6, /* may be the article's container */
    TENOR_TAG_CELLS = 1 << 7, /* a table or a part of one */
};

typedef enum tenor_tag {
    TENOR_TAG_OTHER,
    TENOR_TAG_TEXT, /* a run of characters, not an element */
    TENOR_TAG_A,
    TENOR_TAG_ARTICLE,
    TENOR_TAG_ASIDE,
    TENOR_TAG_BLOCKQUOTE,
    TENOR_TAG_BODY,
    TENOR_TAG_BR,
    TENOR_TAG_CODE,
    TENOR_TAG_DD,
    TENOR_TAG_DIV,
    TENOR_TAG_DL,
    TENOR_TAG_FIGCAPTION,
    TENOR_TAG_FIGURE,
    TENOR_TAG_FOOTER,
    TENOR_TAG_FORM,
    TENOR_TAG_H1,
    TENOR_TAG_H2,
    TENOR_TAG_H3,
    TENOR_TAG_HEADER,
    TENOR_TAG_HR,
    TENOR_TAG_HTML,
    TENOR_TAG_LI,
    TENOR_TAG_MAIN,
    TENOR_TAG_NAV,
    TENOR_TAG_OL,
    TENOR_TAG_P,
    TENOR_TAG_PRE,
    TENOR_TAG_SECTION,
    TENOR_TAG_TABLE,
    TENOR_TAG_TD,
    TENOR_TAG_TIME,
    TENOR_TAG_TITLE,
    TENOR_TAG_TR,
    TENOR_TAG_UL,
} tenor_tag;

/* What class, id, role and the like say about an element. */
enum {
    TENOR_HINT_BAD = 1 << 0,     /* comment, share, related ... */
    TENOR_HINT_GOOD = 1 << 1,    /* article, content, post ... */
    TENOR_HINT_BODY = 1 << 2,    /* itemprop=articleBody, role=main, entry-content ... */
    TENOR_HINT_HIDDEN = 1 << 3,  /* hidden, aria-hidden, display:none */
    TENOR_HINT_PRUNE = 1 << 4,   /* role=navigation, banner, complementary ... */
    TENOR_HINT_COMMENT = 1 << 5, /* readers' comments */
    TENOR_HINT_CAPTION = 1 << 6, /* words under an image, also in an inline element */
};

typedef struct tenor_node {
    uint32_t parent;
    uint32_t end;        /* index behind the subtree */
    uint32_t text_start; /* TEXT: bytes [text_start, +text_size) of the tree's text */
    uint32_t text_size;
    uint16_t tag;   /* tenor_tag */
    uint16_t kind;  /* TENOR_TAG_* bits */
    uint16_t hints; /* TENOR_HINT_* bits */
    uint16_t depth;
    uint32_t style; /* hash of the class, 0 without one: equal parts of a page share it */
} tenor_node;

/* What the head and marked-up elements say, as found; "" if nothing. */
typedef enum tenor_meta {
    TENOR_META_TITLE,    /* <title> */
    TENOR_META_OG_TITLE, /* og:title, twitter:title */
    TENOR_META_SITE,     /* og:site_name */
    TENOR_META_SUMMARY,  /* og:description, description */
    TENOR_META_DATE,     /* article:published_time and its many relatives */
    TENOR_META_TIME,     /* the first <time datetime> */
    TENOR_META_LANG,     /* <html lang> */
    TENOR_META_COUNT
} tenor_meta;

typedef struct tenor_html_tree {
    tenor_node *nodes; /* [count] in document order; node 0 is a root that holds all */
    size_t count, capacity;
    tenor_buffer source; /* what is parsed: the HTML without scripts and comments */
    tenor_buffer text;
    tenor_buffer meta[TENOR_META_COUNT];
    tenor_buffer json; /* the JSON-LD scripts, each ended by a NUL */
} tenor_html_tree;

void tenor_html_tree_init(tenor_html_tree *tree);
void tenor_html_tree_free(tenor_html_tree *tree);

/* Parses html (clean UTF-8) into tree, which is emptied first. with_images: the words that describe
 * an image (alt) are text, if they are words and not a file's name. Errors: TENOR_LIMIT (depth,
 * attributes, tags: bounds.h), TENOR_MEMORY. */
int tenor_html_tree_parse(tenor_html_tree *tree, tenor_view html, bool with_images,
                          tenor_error *err) TENOR_MUST_USE;

/* --- building a tree without HTML --- */

/* A tree being built: the caller's, borrowed by the functions below. */
typedef struct tenor_html_builder {
    tenor_html_tree *tree;         /* borrowed */
    struct _xmlParserCtxt *parser; /* stopped after a failure; NULL if there is none */
    uint32_t open;                 /* the innermost open node */
    uint32_t depth;                /* of open */
    uint32_t skipped; /* open elements within a skipped one, that one included; 0 if none */
    bool in_title, in_json, with_images;
    bool head_title_done;
    tenor_code failed; /* TENOR_OK, TENOR_LIMIT or TENOR_MEMORY; after it nothing is added */
} tenor_html_builder;

/* Empties tree and gives it a root. Failures are kept for tenor_html_build_end. */
void tenor_html_build_start(tenor_html_builder *build, tenor_html_tree *tree, bool with_images);
/* An element begins; attributes: names and values in turn, then NULL; NULL if there are none. */
void tenor_html_build_open(tenor_html_builder *build, const char *name, const char **attributes);
void tenor_html_build_text(tenor_html_builder *build, const char *text, size_t size);
void tenor_html_build_close(tenor_html_builder *build); /* the innermost element */
/* Closes what is open. Errors: TENOR_LIMIT (depth), TENOR_MEMORY. */
int tenor_html_build_end(tenor_html_builder *build, tenor_error *err) TENOR_MUST_USE;

static inline tenor_view tenor_node_text(const tenor_html_tree *tree, size_t node) {
    tenor_view text = {tree->text.data + tree->nodes[node].text_start, tree->nodes[node].text_size};
    return text;
}

#endif
