/* annotated_fasttext.c: lines "__label__a __label__b words"; labels may stand anywhere in the line,
 * as fastText has it. */
#include <string.h>

#include "fasttext_line.h"
#include "gather.h"

#define LABELS_MAX 100

/* Splits a line into labels and the words between. False if there are more than LABELS_MAX labels.
 */
static bool split(tenor_view line, tenor_view *labels, size_t *count, tenor_buffer *words) {
    tenor_view word;
    bool is_label;
    *count = 0;
    tenor_buffer_clear(words);
    while (tenor_fasttext_next(&line, &word, &is_label)) {
        if (!is_label) {
            tenor_buffer_add(words, " ", words->size > 0);
            tenor_buffer_add(words, word.data, word.size);
        } else if (*count == LABELS_MAX) {
            return false;
        } else {
            labels[(*count)++] = word;
        }
    }
    return true;
}

static int read_line(tenor_gather *gather, tenor_view line, long number, tenor_buffer *words,
                     tenor_error *err) {
    tenor_view labels[LABELS_MAX];
    size_t count;
    if (!split(line, labels, &count, words)) {
        tenor_gather_problem(gather, true, number, "more than %d labels in the line", LABELS_MAX);
        return 0;
    }
    if (count == 0 && words->size == 0) {
        return 0;
    }
    if (count == 0) {
        tenor_gather_problem(gather, false, number, "no __label__ in the line: not annotated");
    }
    tenor_gather_input input = {.id = {"", 0},
                                .title = {"", 0},
                                .text = tenor_buffer_view(words),
                                .lang = {"", 0},
                                .group = {"", 0},
                                .line = number};
    int code = tenor_gather_add(gather, &input, err);
    if (code != 1) {
        return code;
    }
    return count == 0 ? 0
                      : tenor_gather_annotate(gather, "label", TENOR_GOLD_CELL, labels, count,
                                              number, err);
}

int tenor_annotated_fasttext(tenor_gather *gather, tenor_view bytes, tenor_error *err) {
    const char *at = bytes.data, *end = bytes.data + bytes.size;
    tenor_buffer words = TENOR_BUFFER_INIT;
    int code = 0;
    for (long line = 1; at < end && code == 0; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        code = read_line(gather, (tenor_view){at, (size_t)(stop - at)}, line, &words, err);
        at = newline != NULL ? newline + 1 : end;
    }
    tenor_buffer_free(&words);
    return code;
}
