/* html_score.h: which part of a page is the article. */
#ifndef TENOR_HTML_SCORE_H
#define TENOR_HTML_SCORE_H

#include "html_tree.h"

/* What is counted of a node. Sizes are bytes, so that a Han character weighs as three Latin
 * letters. */
typedef struct tenor_node_score {
    uint32_t own;       /* a block's own text: inline, in no block within it */
    uint32_t own_links; /* of it within links */
    uint32_t own_marks; /* commas and full stops in it */
    uint32_t text;      /* own of the whole subtree */
    uint32_t links;     /* own_links of the whole subtree */
    uint32_t prose;     /* own of the blocks of the subtree that read like a paragraph */
    uint32_t quoted;    /* prose within <blockquote> */
    uint32_t block;     /* the nearest block that holds the node, itself if it is one */
    float points;
    bool gone;   /* left out, with all in it */
    bool chosen; /* begins a part that belongs to the article */
    bool in_link;
    bool titled; /* holds an <h1> */
} tenor_node_score;

typedef struct tenor_html_scorer {
    tenor_node_score *scores; /* [tree's count] */
    size_t capacity;
} tenor_html_scorer;

void tenor_html_scorer_free(tenor_html_scorer *scorer);

/* Marks in scorer->scores what belongs to the article: `chosen` subtrees without their `gone` ones.
 * Errors: TENOR_MEMORY. */
int tenor_html_choose(tenor_html_scorer *scorer, const tenor_html_tree *tree,
                      tenor_error *err) TENOR_MUST_USE;

/* The same for a piece of HTML that is all article (a field, HTML within Markdown): everything is
 * chosen, only what is hidden is gone. */
int tenor_html_choose_all(tenor_html_scorer *scorer, const tenor_html_tree *tree,
                          tenor_error *err) TENOR_MUST_USE;

#endif
