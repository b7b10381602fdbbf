/* fuzz_check.h: what every reader promises of its output, whatever came in. */
#ifndef TENOR_FUZZ_CHECK_H
#define TENOR_FUZZ_CHECK_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "letters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Valid UTF-8 without control characters; ends the process if not. */
static inline void check_text(tenor_view text) {
    for (size_t at = 0; at < text.size;) {
        uint32_t letter = tenor_letter_next(text, &at);
        if (letter == TENOR_LETTER_BROKEN || (letter < 0x20 && letter != '\n' && letter != '\t')) {
            abort();
        }
    }
}

#endif
