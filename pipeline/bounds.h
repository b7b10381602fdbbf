/* bounds.h: every limit on what is read, in one place. What exceeds one is refused with a record
 * that says so. */
#ifndef TENOR_BOUNDS_H
#define TENOR_BOUNDS_H

#define TENOR_LIMIT_FILE_BYTES (64U << 20) /* one document, after decompression */
#define TENOR_LIMIT_LINE_BYTES (64U << 20) /* one line of JSON Lines */
#define TENOR_LIMIT_HTML_DEPTH                                                                     \
    512 /* nested elements (libxml2 searches the open ones at each end tag) */
#define TENOR_LIMIT_HTML_ATTRIBUTES                                                                \
    500                               /* attributes of one tag (libxml2 compares each with each) */
#define TENOR_LIMIT_HTML_TAGS 2000000 /* tags of one page */
#define TENOR_LIMIT_MARKDOWN_BYTES                                                                 \
    (8U << 20) /* one Markdown document (cmark is not linear on all of them) */
#define TENOR_LIMIT_MARKDOWN_MEMORY (256U << 20) /* what cmark may take for one document */
#define TENOR_LIMIT_PARAGRAPH_MARKS                                                                \
    2000 /* marks in one paragraph of Markdown; it is cut there (cmark is quadratic) */
#define TENOR_LIMIT_FRONT_MATTER_BYTES (1U << 20)
#define TENOR_LIMIT_FRONT_MATTER_DEPTH                                                             \
    64 /* nested [ and {; deeper is read line by line (libyaml is quadratic) */
#define TENOR_LIMIT_MEMBERS 10000000 /* members of one archive */

#endif
