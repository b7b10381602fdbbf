/* html_hints.h: what class, id, role and the like say about an element, as TENOR_HINT_* bits
 * (html_tree.h). */
#ifndef TENOR_HTML_HINTS_H
#define TENOR_HTML_HINTS_H

/* attributes: libxml2's NULL-ended array of names and values; may be NULL. */
unsigned tenor_html_hints(const unsigned char **attributes);

/* A hash of the class attribute, its digits left out; 0 if there is none. */
unsigned tenor_html_style(const unsigned char **attributes);

#endif
