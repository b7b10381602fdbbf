/* manual.h: manual pages and shell completions, made from the table of verbs so that they cannot
 * drift from it. */
#ifndef TENOR_MANUAL_H
#define TENOR_MANUAL_H

#include "options.h"

/* The page of one verb, tenor-VERB(1), or of the whole command, tenor(1), where only is NULL. verbs
 * is [count]. */
void manual_print(const verb *const *verbs, size_t count, const verb *only, FILE *to);

/* Completions for "bash", "zsh" or "fish". False for any other shell. */
bool completion_print(const verb *const *verbs, size_t count, const char *shell, FILE *to);

#endif
