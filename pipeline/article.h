/* article.h: one article as it came out of its file: the value that the rest of the pipeline works
 * on. */
#ifndef TENOR_ARTICLE_H
#define TENOR_ARTICLE_H

#include <stdint.h>

#include "memory.h"
#include "tenor_features.h"

#define TENOR_ARTICLE_WARNINGS 16

/* All buffers are owned by the article and reused for the next one. Text fields are valid UTF-8. */
typedef struct tenor_article {
    tenor_buffer id;
    tenor_buffer title; /* "" if none was found */
    tenor_buffer date;  /* ISO 8601 (date, or date and time), "" if none was found */
    tenor_buffer lang;  /* "zh-Hans", "zh-Hant", "en", "de", "ja" ...; "und" if it cannot be told */
    tenor_buffer text;  /* the article's own text: paragraphs separated by "\n\n" or "\n" */
    tenor_buffer charset; /* what the bytes were decoded from, "" if UTF-8 */
    const char *format;   /* "markdown", "html", "text", "json"; static */
    size_t warning_count;
    tenor_buffer warnings[TENOR_ARTICLE_WARNINGS]; /* [warning_count] sentences for the record */
} tenor_article;

void tenor_article_init(tenor_article *article);
void tenor_article_clear(tenor_article *article); /* empty, memory kept */
void tenor_article_free(tenor_article *article);

/* Adds a warning (dropped beyond TENOR_ARTICLE_WARNINGS). */
void tenor_article_warn(tenor_article *article, const char *format, ...) TENOR_PRINTF(2, 3);

#endif
