/* settings.c: the one check of settings, wherever they come from: options of a command or a model
 * file.
 *
 * The bounds keep the walk over n-grams within fixed buffers; no sensible setting comes near them.
 */
#include "settings.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

const char *tenor_settings_fault(const tenor_settings *settings) {
    if (settings->word_max > TENOR_NGRAM_MAX || settings->han_max > TENOR_NGRAM_MAX ||
        settings->latin_max > TENOR_NGRAM_MAX) {
        return "an n-gram longer than 8";
    }
    bool no_latin = settings->latin_min == 0 && settings->latin_max == 0;
    if (!no_latin && (settings->latin_min == 0 || settings->latin_min > settings->latin_max)) {
        return "the shortest letter n-gram must be at least 1 and at most the longest";
    }
    for (int i = 0; i < TENOR_FAMILY_COUNT; i++) {
        float weight = settings->family_weight[i];
        if (!isfinite(weight) || weight < 0.0F) {
            return "a family's weight must be a number of 0 or more";
        }
    }
    return NULL;
}
