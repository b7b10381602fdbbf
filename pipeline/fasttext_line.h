/* fasttext_line.h: the words of a line of fastText's training data; those that begin with the
 * prefix are labels, wherever they stand. */
#ifndef TENOR_FASTTEXT_LINE_H
#define TENOR_FASTTEXT_LINE_H

#include <stdbool.h>

#include "tenor_features.h"

#define TENOR_FASTTEXT_PREFIX "__label__"

/* What parts words, as fastText's Dictionary::readWord has it. */
bool tenor_fasttext_is_blank(char byte);

/* Takes the next word off the front of *rest. A label comes without its prefix (the prefix alone is
 * a word). False at the end of the line. */
bool tenor_fasttext_next(tenor_view *rest, tenor_view *word, bool *is_label);

#endif
