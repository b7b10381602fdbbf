/* digest.h: sha256, the fingerprint by which articles are known again. */
#ifndef TENOR_DIGEST_H
#define TENOR_DIGEST_H

#include "tenor_features.h"

#define TENOR_DIGEST_SIZE 65 /* hexadecimal digits and NUL */

void tenor_digest(char out[TENOR_DIGEST_SIZE], tenor_view bytes);

#endif
