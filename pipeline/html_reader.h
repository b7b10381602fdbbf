/* html_reader.h: HTML -> title, date, language hint and the article's own text. */
#ifndef TENOR_HTML_READER_H
#define TENOR_HTML_READER_H

#include "article.h"
#include "html_meta.h"
#include "html_score.h"
#include "html_tree.h"

typedef struct tenor_html_reader {
    tenor_html_tree tree;
    tenor_html_scorer scorer;
    tenor_json_ld linked;
    tenor_buffer words; /* scratch */
} tenor_html_reader;

void tenor_html_reader_init(tenor_html_reader *reader);
void tenor_html_reader_free(tenor_html_reader *reader);

typedef enum tenor_html_scope {
    TENOR_HTML_PAGE,    /* a whole page: the article is searched for in it */
    TENOR_HTML_FRAGMENT /* a piece that is all article: HTML made of Markdown, a field of JSON */
} tenor_html_scope;

/* Appends the text of html (clean UTF-8) to article->text and fills title and date where they are
 * empty: a page's from all that it says of itself, a fragment's title from a heading that it begins
 * with. lang (may be NULL) gets what the page declares as its language, "" if nothing. Errors:
 * TENOR_LIMIT, TENOR_MEMORY. */
int tenor_html_read(tenor_html_reader *reader, tenor_view html, tenor_html_scope scope,
                    tenor_article *article, tenor_buffer *lang, tenor_error *err) TENOR_MUST_USE;

/* The same of a fragment whose tree stands in reader->tree already. */
int tenor_html_read_tree(tenor_html_reader *reader, tenor_article *article,
                         tenor_error *err) TENOR_MUST_USE;

#endif
