/* markdown_reader.h: Markdown (its header already taken off) -> the article's text. */
#ifndef TENOR_MARKDOWN_READER_H
#define TENOR_MARKDOWN_READER_H

#include "article.h"
#include "html_reader.h"

typedef struct tenor_markdown_reader {
    tenor_buffer source; /* Markdown without what generators add */
    tenor_buffer html;   /* what cmark made of it, where the tree cannot be had without it */
} tenor_markdown_reader;

void tenor_markdown_reader_init(tenor_markdown_reader *reader);
void tenor_markdown_reader_free(tenor_markdown_reader *reader);

/* Appends the text of markdown (clean UTF-8) to article->text; fills the title from its first
 * heading if it is empty. Errors: TENOR_LIMIT, TENOR_MEMORY. */
int tenor_markdown_read(tenor_markdown_reader *reader, tenor_html_reader *html, tenor_view markdown,
                        tenor_article *article, tenor_error *err) TENOR_MUST_USE;

#endif
