/* bounds.h: every limit on what is read, in one place. What exceeds one is refused with a record
 * that says so. */
#ifndef TENOR_BOUNDS_H
#define TENOR_BOUNDS_H

/* One document, after decompression; one line of JSON Lines; members of one archive. */
#define TENOR_LIMIT_FILE_BYTES (64U << 20)
#define TENOR_LIMIT_LINE_BYTES (64U << 20)
#define TENOR_LIMIT_MEMBERS 10000000

/* Nested elements (libxml2 searches the open ones at each end tag), attributes of one tag (it
 * compares each with each), tags of one page. */
#define TENOR_LIMIT_HTML_DEPTH 512
#define TENOR_LIMIT_HTML_ATTRIBUTES 500
#define TENOR_LIMIT_HTML_TAGS 2000000

/* One Markdown document; what cmark may take for it; marks in one paragraph, which is cut there,
 * for cmark is quadratic in some of them. */
#define TENOR_LIMIT_MARKDOWN_BYTES (8U << 20)
#define TENOR_LIMIT_MARKDOWN_MEMORY (256U << 20)
#define TENOR_LIMIT_PARAGRAPH_MARKS 2000

/* A header; its nested [ and {: deeper ones are read line by line, for libyaml is quadratic. */
#define TENOR_LIMIT_FRONT_MATTER_BYTES (1U << 20)
#define TENOR_LIMIT_FRONT_MATTER_DEPTH 64

#endif
