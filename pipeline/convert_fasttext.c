/* convert_fasttext.c: lines "__label__a __label__b text": a word that begins with the prefix is a
 * label wherever it stands. */
#include <string.h>

#include "convert_core.h"
#include "error.h"
#include "fasttext_line.h"

static int read_line(tenor_converter *self, tenor_view line, tenor_buffer *words,
                     tenor_error *err) {
    json_t *labels = json_array();
    tenor_view rest = line, word;
    bool is_label;
    tenor_buffer_clear(words);
    while (tenor_fasttext_next(&rest, &word, &is_label)) {
        if (is_label) {
            json_array_append_new(labels, tenor_convert_string(word));
        } else {
            tenor_buffer_add(words, " ", words->size > 0);
            tenor_buffer_add(words, word.data, word.size);
        }
    }
    if (words->size == 0) {
        json_decref(labels);
        return line.size == 0 ? TENOR_OK
                              : tenor_convert_malformed(self, err, "a line of labels without text");
    }
    json_t *article = json_object();
    json_object_set_new(article, "text", tenor_convert_string(tenor_buffer_view(words)));
    json_object_set_new(article, "labels", tenor_convert_unflatten(self, labels, false));
    return words->failed ? (json_decref(article), tenor_fail_memory(err))
                         : tenor_convert_emit(self, article, err);
}

static int read_file(tenor_converter *self, tenor_error *err) {
    tenor_buffer words = TENOR_BUFFER_INIT;
    tenor_view line;
    int got;
    while ((got = tenor_convert_input_line(&self->input, &line, err)) == 1) {
        int code = read_line(self, line, &words, err);
        if (code != TENOR_OK) {
            got = code;
            break;
        }
    }
    tenor_buffer_free(&words);
    return got;
}

/* Adds text on one line; a word that looks like a label loses the underscores that make it one. */
static void add_text(tenor_converter *self, const char *text) {
    bool start = true, disarmed = false, lines = false;
    for (; *text != '\0'; text++) {
        if (start && strncmp(text, TENOR_FASTTEXT_PREFIX, sizeof TENOR_FASTTEXT_PREFIX - 1) == 0) {
            text += 2;
            disarmed = true;
        }
        start = tenor_fasttext_is_blank(*text);
        lines = lines || *text == '\n';
        tenor_buffer_add_char(&self->pending, start ? ' ' : *text);
    }
    if (lines) {
        tenor_convert_lose(self, "line breaks");
    }
    if (disarmed) {
        tenor_convert_lose(self, "underscores before words of the text that look like labels");
    }
}

static void add_label(tenor_converter *self, const char *label) {
    bool blank = false;
    tenor_buffer_add_text(&self->pending, TENOR_FASTTEXT_PREFIX);
    for (; *label != '\0'; label++) {
        blank = blank || tenor_fasttext_is_blank(*label);
        tenor_buffer_add_char(&self->pending, tenor_fasttext_is_blank(*label) ? '_' : *label);
    }
    tenor_buffer_add_char(&self->pending, ' ');
    if (blank) {
        tenor_convert_lose(self, "blanks within labels (now \"_\")");
    }
}

static int write_article(tenor_converter *self, const json_t *article, tenor_error *err) {
    static const char *const kept[] = {"title", "text", "labels", NULL};
    json_t *flat = tenor_convert_flatten(self, article), *label;
    const char *title = tenor_convert_text(article, "title");
    size_t i;
    json_array_foreach(flat, i, label) {
        add_label(self, json_string_value(label));
    }
    json_decref(flat);
    if (title[0] != '\0') {
        add_text(self, title);
        tenor_buffer_add_char(&self->pending, ' ');
        tenor_convert_lose(self, "titles as such (joined with the text)");
    }
    add_text(self, tenor_convert_text(article, "text"));
    tenor_convert_lose_others(self, article, kept);
    return tenor_convert_put_text(self, "\n", err);
}

const tenor_format tenor_format_fasttext = {
    .name = "fasttext",
    .summary = "fastText lines: __label__a __label__b text",
    .read_file = read_file,
    .write = write_article,
};
