/* report_languages.c: the report on the articles of each language alone. */
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "json_write.h"
#include "report.h"

static int compare_texts(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

static int write_language(const tenor_judging *all, const tenor_dataset *dataset, const char *lang,
                          bool json, uint64_t seed, size_t *chosen, tenor_buffer *out,
                          tenor_error *err) {
    tenor_judging part;
    tenor_report report;
    size_t count = 0;
    for (size_t i = 0; i < dataset->example_count; i++) {
        if (strcmp(dataset->examples[i].lang, lang) == 0) {
            chosen[count++] = i;
        }
    }
    int code = tenor_judging_select(&part, all, chosen, count, err);
    if (code != TENOR_OK) {
        return code;
    }
    code = tenor_report_new(&report, &part, dataset, chosen, seed, err);
    if (code == TENOR_OK) {
        if (json) {
            tenor_buffer_add_text(out, out->data[out->size - 1] == '{' ? "" : ",");
            tenor_json_add_text(out, lang);
            tenor_buffer_add_char(out, ':');
            tenor_report_write_scores(&report, out);
        } else {
            tenor_buffer_format(out, "\n=== language %s ===\n", lang);
            tenor_report_write_text(&report, true, out);
        }
        tenor_report_free(&report);
    }
    tenor_judging_free(&part);
    return code;
}

int tenor_report_write_languages(const tenor_judging *judging, const tenor_dataset *dataset,
                                 bool json, uint64_t seed, tenor_buffer *out, tenor_error *err) {
    const char **langs = tenor_new_array(dataset->example_count, sizeof *langs);
    size_t *chosen = tenor_new_array(dataset->example_count, sizeof *chosen);
    int code = langs != NULL && chosen != NULL ? TENOR_OK : tenor_fail_memory(err);
    tenor_buffer_add_text(out, json ? "{" : "");
    for (size_t i = 0; code == TENOR_OK && i < dataset->example_count; i++) {
        langs[i] = dataset->examples[i].lang;
    }
    if (code == TENOR_OK) {
        qsort(langs, dataset->example_count, sizeof *langs, compare_texts);
    }
    for (size_t i = 0; code == TENOR_OK && i < dataset->example_count; i++) {
        if (i == 0 || strcmp(langs[i], langs[i - 1]) != 0) {
            code = write_language(judging, dataset, langs[i], json, seed, chosen, out, err);
        }
    }
    tenor_buffer_add_text(out, json ? "}" : "");
    free(langs);
    free(chosen);
    return code;
}
