/* language.h: which language and script a text is in. */
#ifndef TENOR_LANGUAGE_H
#define TENOR_LANGUAGE_H

#include "tenor_features.h"

/* The word and character tables, made once; immutable afterwards. */
typedef struct tenor_languages tenor_languages;
int tenor_languages_new(tenor_languages **out, tenor_error *err) TENOR_MUST_USE;
void tenor_languages_free(tenor_languages *languages);

/* The language of most of the text as a BCP 47 tag ("zh-Hans", "zh-Hant", "en", "ja", "de" ...),
 * static; "und" when there is too little to tell. The title decides where two scripts are nearly
 * even. declared is what the file says ("zh-CN", "en_US", "" if nothing); it decides only what the
 * text leaves open, since templates declare what they like. */
const char *tenor_language_of(const tenor_languages *languages, tenor_view title, tenor_view text,
                              tenor_view declared);

#endif
