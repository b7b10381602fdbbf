/* article.c: the article value's buffers. One article is reused for a whole batch, so clearing
 * keeps memory. */
#include "article.h"

#include <stdarg.h>
#include <stdio.h>

/* Calls act on every buffer of the article, warnings included. */
static void each_buffer(tenor_article *article, void (*act)(tenor_buffer *)) {
    tenor_buffer *const fields[] = {&article->id,   &article->title, &article->date,
                                    &article->lang, &article->text,  &article->charset};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        act(fields[i]);
    }
    for (size_t i = 0; i < TENOR_ARTICLE_WARNINGS; i++) {
        act(&article->warnings[i]);
    }
    article->format = "";
    article->warning_count = 0;
}

void tenor_article_init(tenor_article *article) {
    each_buffer(article, tenor_buffer_init);
}

void tenor_article_clear(tenor_article *article) {
    each_buffer(article, tenor_buffer_clear);
}

void tenor_article_free(tenor_article *article) {
    if (article != NULL) {
        each_buffer(article, tenor_buffer_free);
    }
}

void tenor_article_warn(tenor_article *article, const char *format, ...) {
    if (article->warning_count == TENOR_ARTICLE_WARNINGS) {
        return;
    }
    char text[512];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (size < 0) {
        return;
    }
    tenor_buffer *warning = &article->warnings[article->warning_count];
    tenor_buffer_clear(warning);
    tenor_buffer_add_text(warning, text);
    if (!warning->failed) {
        article->warning_count++;
    }
}
