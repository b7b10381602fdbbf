/* html_meta.h: title and date of a page, from JSON-LD, meta elements, <h1>, <title> and <time>. */
#ifndef TENOR_HTML_META_H
#define TENOR_HTML_META_H

#include "article.h"
#include "html_score.h"
#include "html_tree.h"

/* What a page's JSON-LD says about its article; "" where it says nothing. */
typedef struct tenor_json_ld {
    tenor_buffer headline, date, body, lang;
} tenor_json_ld;

void tenor_json_ld_init(tenor_json_ld *found);
void tenor_json_ld_free(tenor_json_ld *found);

/* Reads the NUL-ended scripts in json; broken ones are passed over. Errors: TENOR_MEMORY. */
int tenor_json_ld_read(tenor_view json, tenor_json_ld *found, tenor_error *err) TENOR_MUST_USE;

/* Fills article's title and date where they are empty. Errors: TENOR_MEMORY. */
int tenor_html_meta(const tenor_html_tree *tree, const tenor_json_ld *linked,
                    tenor_article *article, tenor_error *err) TENOR_MUST_USE;

#endif
