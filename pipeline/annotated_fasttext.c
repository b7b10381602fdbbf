/* annotated_fasttext.c: lines "__label__a __label__b words"; labels may stand anywhere in the line,
 * as fastText has it. */
#include <string.h>

#include "gather.h"

#define PREFIX "__label__"
#define LABELS_MAX 100

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f' || byte == '\r';
}

/* Splits a line into labels and the words between; *count SIZE_MAX: too many labels. */
static void split(tenor_view line, tenor_view *labels, size_t *count, tenor_buffer *words) {
    const char *at = line.data, *end = line.data + line.size;
    *count = 0;
    tenor_buffer_clear(words);
    while (at < end) {
        const char *start = at;
        while (at < end && !is_blank(*at)) {
            at++;
        }
        size_t size = (size_t)(at - start), prefix = sizeof PREFIX - 1;
        if (size > prefix && memcmp(start, PREFIX, prefix) == 0) {
            if (*count < LABELS_MAX) {
                labels[(*count)++] = (tenor_view){start + prefix, size - prefix};
            }
        } else if (size > 0) {
            tenor_buffer_add(words, " ", words->size > 0);
            tenor_buffer_add(words, start, size);
        }
        at += at < end;
    }
}

static int read_line(tenor_gather *gather, tenor_view line, long number, tenor_buffer *words,
                     tenor_error *err) {
    tenor_view labels[LABELS_MAX];
    size_t count;
    split(line, labels, &count, words);
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
