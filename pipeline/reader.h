/* reader.h: bytes of a file -> article. Format told by content, never by the file's ending alone.
 */
#ifndef TENOR_READER_H
#define TENOR_READER_H

#include "article.h"
#include "bounds.h"

/* Parsers and scratch of one thread, reused from file to file. */
typedef struct tenor_reader tenor_reader;
int tenor_reader_new(tenor_reader **out, tenor_error *err) TENOR_MUST_USE;
void tenor_reader_free(tenor_reader *reader);

/* Reads one file's bytes (already decompressed) into article: charset, format, title, date,
 * language, main text. name is the file's name or "" (its ending is a hint only where content says
 * nothing). article->id is left alone. An empty file gives an empty text and a warning, not an
 * error. Errors: TENOR_ENCODING (binary), TENOR_LIMIT, TENOR_UNSUPPORTED (PDF, EPUB, images ...:
 * says what to do), TENOR_FORMAT, TENOR_MEMORY. */
int tenor_read_article(tenor_reader *reader, tenor_view bytes, const char *name,
                       tenor_article *article, tenor_error *err) TENOR_MUST_USE;

/* The text field of a JSON record (valid UTF-8): HTML if it is marked up as such, else plain text
 * taken as it is, without the line rules for scraped pages. article->title may be set before and is
 * kept; language is told. */
int tenor_read_field(tenor_reader *reader, tenor_view text, tenor_article *article,
                     tenor_error *err) TENOR_MUST_USE;

#endif
