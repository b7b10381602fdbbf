/* passage.c: cuts an article's text into passages.
 *
 * A line is a paragraph, since that is how every reader of pipeline/ hands text over. Lines, the
 * sentences of lines that are too long, and pieces of sentences that are far too long are one
 * stream of pieces; neighbours are put together as long as they fit. ICU reads the UTF-8 in place,
 * and only for lines that have to be cut. */
#include "passage.h"

#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "error.h"
#include "fold.h"
#include "memory.h"

struct tenor_splitter {
    UBreakIterator *sentences; /* owned */
    UText *line;               /* owned; the line under the iterator */
    tenor_passage *passages;   /* [count] owned */
    size_t count;
    size_t capacity;
};

/* A text being cut. Offsets are bytes. */
typedef struct cutting {
    tenor_splitter *splitter;
    const uint8_t *bytes;
    int32_t target;
    int32_t start, end; /* the passage that pieces are added to; none if equal */
} cutting;

static int fail_icu(tenor_error *err, UErrorCode status) {
    if (status == U_MEMORY_ALLOCATION_ERROR) {
        return tenor_fail_memory(err);
    }
    return tenor_fail(err, TENOR_INTERNAL, "ICU: sentence breaks: %s", u_errorName(status));
}

int tenor_splitter_new(tenor_splitter **out, tenor_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    tenor_splitter *splitter = tenor_new_array(1, sizeof *splitter);
    if (splitter == NULL) {
        return tenor_fail_memory(err);
    }
    splitter->sentences = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &status);
    splitter->line = utext_openUTF8(NULL, "", 0, &status);
    if (U_FAILURE(status)) {
        tenor_splitter_free(splitter);
        return fail_icu(err, status);
    }
    *out = splitter;
    return 0;
}

void tenor_splitter_free(tenor_splitter *splitter) {
    if (splitter == NULL) {
        return;
    }
    ubrk_close(splitter->sentences);
    utext_close(splitter->line);
    free(splitter->passages);
    free(splitter);
}

/* --- pieces --- */

static void trim(const uint8_t *bytes, int32_t *start, int32_t *end) {
    UChar32 c;
    for (int32_t next = *start; next < *end; *start = next) {
        U8_NEXT(bytes, next, *end, c);
        if (c < 0 || !u_isUWhiteSpace(c)) {
            break;
        }
    }
    for (int32_t next = *end; next > *start; *end = next) {
        U8_PREV(bytes, *start, next, c);
        if (c < 0 || !u_isUWhiteSpace(c)) {
            break;
        }
    }
}

static bool has_letter(const uint8_t *bytes, int32_t start, int32_t end) {
    while (start < end) {
        UChar32 c;
        U8_NEXT(bytes, start, end, c);
        if (c >= 0 && u_isalpha(c)) {
            return true;
        }
    }
    return false;
}

/* Ends the passage under way; one without letters is dropped. */
static bool end_passage(cutting *work) {
    tenor_splitter *splitter = work->splitter;
    if (!has_letter(work->bytes, work->start, work->end)) {
        return true;
    }
    if (!TENOR_GROW(splitter->passages, splitter->capacity, splitter->count + 1)) {
        return false;
    }
    splitter->passages[splitter->count++] =
        (tenor_passage){(uint32_t)work->start, (uint32_t)work->end, 0, 0};
    return true;
}

/* Adds bytes [start, end) to the passage under way if they fit, or starts another with them. */
static bool add_piece(cutting *work, int32_t start, int32_t end) {
    trim(work->bytes, &start, &end);
    if (start == end) {
        return true;
    }
    if (work->start < work->end) {
        if (end - work->start <= work->target) {
            work->end = end;
            return true;
        }
        if (!end_passage(work)) {
            return false;
        }
    }
    work->start = start;
    work->end = end;
    return true;
}

/* Cuts a sentence that is far too long anywhere between code points. */
static bool add_sentence(cutting *work, int32_t start, int32_t end) {
    while (end - start - work->target > work->target) {
        int32_t cut = start + work->target;
        U8_SET_CP_START(work->bytes, start, cut);
        if (cut == start) {
            U8_FWD_1(work->bytes, cut, end);
        }
        if (!add_piece(work, start, cut)) {
            return false;
        }
        start = cut;
    }
    return add_piece(work, start, end);
}

static int add_long_line(cutting *work, int32_t start, int32_t end, tenor_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    tenor_splitter *splitter = work->splitter;
    utext_openUTF8(splitter->line, (const char *)work->bytes + start, end - start, &status);
    ubrk_setUText(splitter->sentences, splitter->line, &status);
    if (U_FAILURE(status)) {
        return fail_icu(err, status);
    }
    int32_t from = ubrk_first(splitter->sentences);
    for (int32_t to = ubrk_next(splitter->sentences); to != UBRK_DONE;
         to = ubrk_next(splitter->sentences)) {
        if (!add_sentence(work, start + from, start + to)) {
            return tenor_fail_memory(err);
        }
        from = to;
    }
    return 0;
}

static int cut_lines(cutting *work, int32_t size, tenor_error *err) {
    for (int32_t start = 0; start < size;) {
        int32_t end = start;
        while (end < size && work->bytes[end] != '\n' && work->bytes[end] != '\r') {
            end++;
        }
        int32_t next = end + (end < size ? 1 : 0);
        trim(work->bytes, &start, &end);
        if (end - start > work->target) {
            int code = add_long_line(work, start, end, err);
            if (code != 0) {
                return code;
            }
        } else if (!add_piece(work, start, end)) {
            return tenor_fail_memory(err);
        }
        start = next;
    }
    return 0;
}

/* --- the whole --- */

static uint32_t count_chars(const uint8_t *bytes, uint32_t start, uint32_t end) {
    uint32_t count = 0;
    for (uint32_t i = start; i < end; i++) {
        count += !U8_IS_TRAIL(bytes[i]);
    }
    return count;
}

static void find_chars(tenor_splitter *splitter, const uint8_t *bytes) {
    uint32_t at = 0;
    uint32_t chars = 0;
    for (size_t i = 0; i < splitter->count; i++) {
        tenor_passage *passage = &splitter->passages[i];
        passage->char_start = chars + count_chars(bytes, at, passage->byte_start);
        passage->char_end =
            passage->char_start + count_chars(bytes, passage->byte_start, passage->byte_end);
        chars = passage->char_end;
        at = passage->byte_end;
    }
}

int tenor_split(tenor_splitter *splitter, tenor_view text, uint32_t target_bytes,
                const tenor_passage **out, size_t *count, tenor_error *err) {
    if (text.size > TENOR_TEXT_MAX) {
        return tenor_fail(err, TENOR_LIMIT, "a text of %zu bytes is longer than the limit of %zu",
                          text.size, TENOR_TEXT_MAX);
    }
    int32_t size = (int32_t)text.size;
    bool whole = target_bytes == 0 || target_bytes > TENOR_TEXT_MAX;
    cutting work = {splitter, (const uint8_t *)text.data, whole ? size : (int32_t)target_bytes, 0,
                    0};
    splitter->count = 0;
    int code = cut_lines(&work, size, err);
    if (code != 0) {
        return code;
    }
    if (!end_passage(&work)) {
        return tenor_fail_memory(err);
    }
    find_chars(splitter, work.bytes);
    *out = splitter->passages;
    *count = splitter->count;
    return 0;
}
