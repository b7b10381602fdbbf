/* units.c: articles -> units. */
#include "units.h"

#include <stdlib.h>

#include "error.h"

struct tenor_cutter {
    tenor_splitter *splitter;
    uint32_t passage_bytes;
    tenor_buffer merged;
    tenor_unit *units;
    size_t unit_capacity;
};

int tenor_cutter_new(tenor_cutter **out, uint32_t passage_bytes, tenor_error *err) {
    tenor_cutter *cutter = tenor_new_array(1, sizeof *cutter);
    if (cutter == NULL) {
        return tenor_fail_memory(err);
    }
    cutter->passage_bytes = passage_bytes;
    tenor_buffer_init(&cutter->merged);
    int code = tenor_splitter_new(&cutter->splitter, err);
    if (code != 0) {
        tenor_cutter_free(cutter);
        return code;
    }
    *out = cutter;
    return 0;
}

void tenor_cutter_free(tenor_cutter *cutter) {
    if (cutter != NULL) {
        tenor_splitter_free(cutter->splitter);
        tenor_buffer_free(&cutter->merged);
        free(cutter->units);
        free(cutter);
    }
}

static uint32_t count_chars(tenor_view text) {
    uint32_t chars = 0;
    for (size_t i = 0; i < text.size; i++) {
        chars += ((unsigned char)text.data[i] & 0xC0U) != 0x80U;
    }
    return chars;
}

static bool is_short(const tenor_cutter *cutter, tenor_view title, tenor_view text) {
    size_t limit = (size_t)cutter->passage_bytes + cutter->passage_bytes / 2;
    return cutter->passage_bytes == 0 || (title.size <= limit && text.size <= limit - title.size);
}

static int cut_merged(tenor_cutter *cutter, tenor_view title, tenor_view text, tenor_units *out,
                      tenor_error *err) {
    tenor_view all = text;
    uint32_t shift = 0;
    if (title.size > 0) {
        tenor_buffer_clear(&cutter->merged);
        tenor_buffer_add(&cutter->merged, title.data, title.size);
        tenor_buffer_add_char(&cutter->merged, '\n');
        tenor_buffer_add(&cutter->merged, text.data, text.size);
        all = tenor_buffer_view(&cutter->merged);
        shift = count_chars(title) + 1;
    }
    if (cutter->merged.failed || !TENOR_GROW(cutter->units, cutter->unit_capacity, 1)) {
        return tenor_fail_memory(err);
    }
    cutter->units[0] = (tenor_unit){all, 0, (uint32_t)text.size, 0, count_chars(text), shift};
    *out = (tenor_units){cutter->units, 1, false};
    return 0;
}

int tenor_cut(tenor_cutter *cutter, tenor_view title, tenor_view text, tenor_units *out,
              tenor_error *err) {
    if (title.size > UINT32_MAX / 2 || text.size > UINT32_MAX / 2) {
        return tenor_fail(err, TENOR_LIMIT, "an article of over 2 GiB");
    }
    if (is_short(cutter, title, text)) {
        return cut_merged(cutter, title, text, out, err);
    }
    const tenor_passage *passages;
    size_t count;
    int code = tenor_split(cutter->splitter, text, cutter->passage_bytes, &passages, &count, err);
    if (code != 0) {
        return code;
    }
    if (!TENOR_GROW(cutter->units, cutter->unit_capacity, count + 1)) {
        return tenor_fail_memory(err);
    }
    size_t n = 0;
    if (title.size > 0) {
        cutter->units[n++] = (tenor_unit){title, 0, (uint32_t)title.size, 0, count_chars(title), 0};
    }
    for (size_t i = 0; i < count; i++) {
        const tenor_passage *p = &passages[i];
        tenor_view view = {text.data + p->byte_start, p->byte_end - p->byte_start};
        cutter->units[n++] =
            (tenor_unit){view, p->byte_start, p->byte_end, p->char_start, p->char_end, 0};
    }
    *out = (tenor_units){cutter->units, n, title.size > 0};
    return 0;
}
