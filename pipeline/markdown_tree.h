/* markdown_tree.h: a Markdown document that cmark has parsed -> the tree of its HTML, without the
 * HTML. */
#ifndef TENOR_MARKDOWN_TREE_H
#define TENOR_MARKDOWN_TREE_H

#include <cmark-gfm.h>
#include <stdbool.h>

#include "html_tree.h"

/* Gives build the elements and text that libxml2 would find in cmark's rendering of document. False
 * if there is something in it that only the rendering does justice to (raw HTML, tables); what has
 * been built then is of no use. scratch is the caller's, for cmark's allocator, which strings are
 * taken from, may leave this function by longjmp. */
bool tenor_markdown_tree(cmark_node *document, tenor_html_builder *build, tenor_buffer *scratch);

#endif
