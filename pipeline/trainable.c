/* trainable.c: a multi-label axis may carry a label of one article (corpora with many labels do):
 * it only cannot be measured. In a single-label axis such a label takes part in every answer, so
 * there it is an error. */
#include "trainable.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "bounds.h"

enum { FEW = 5 }; /* fewer cannot be calibrated (calibrate.h) */

typedef struct checking {
    const tenor_dataset *dataset;
    const tenor_annotated_options *options;
    size_t errors;
} checking;

/* What the articles say of a label. */
typedef struct label_count {
    size_t yes, annotated;
    const tenor_example *first; /* that has it */
} label_count;

static void tell(checking *self, bool is_error, const tenor_example *at, const char *format, ...)
    TENOR_PRINTF(4, 5);

static void tell(checking *self, bool is_error, const tenor_example *at, const char *format, ...) {
    char text[512];
    va_list arguments;
    self->errors += is_error;
    if (self->options->tell == NULL) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *source = at != NULL                        ? at->source
                         : self->dataset->source_count > 0 ? self->dataset->sources[0]
                                                           : "";
    self->options->tell(self->options->data, is_error, source, at != NULL ? at->line : 0, text);
}

static void check_texts(checking *self) {
    const tenor_dataset *d = self->dataset;
    bool alike = d->example_count > 1;
    for (size_t i = 0; i < d->example_count; i++) {
        const tenor_example *example = &d->examples[i], *first = &d->examples[0];
        size_t size = strlen(example->text);
        if (size > TENOR_LIMIT_FILE_BYTES) {
            tell(self, true, example, "a text of %zu MB; at most %u MB are read", size >> 20,
                 TENOR_LIMIT_FILE_BYTES >> 20);
        }
        alike = alike && strcmp(example->text, first->text) == 0 &&
                strcmp(example->title, first->title) == 0;
    }
    if (alike) {
        tell(self, true, &d->examples[1],
             "all %zu articles have the same text: there is nothing to learn from",
             d->example_count);
    }
}

static label_count count_label(const tenor_dataset *d, size_t label) {
    label_count count = {0, 0, NULL};
    for (size_t i = 0; i < d->example_count; i++) {
        count.annotated += d->examples[i].gold[label] != TENOR_GOLD_UNKNOWN;
        count.yes += d->examples[i].gold[label] == TENOR_GOLD_YES;
        count.first = count.first == NULL && d->examples[i].gold[label] == TENOR_GOLD_YES
                          ? &d->examples[i]
                          : count.first;
    }
    return count;
}

static void check_label(checking *self, const tenor_axis_spec *axis, const char *name,
                        const label_count *count) {
    if (count->yes == 0) {
        tell(self, false, NULL, "%s: no article is annotated with \"%s\": it will never be given",
             axis->name, name);
    } else if (count->yes == 1) {
        tell(self, !axis->multi, count->first, "%s: only this article is \"%s\"; %s", axis->name,
             name,
             axis->multi ? "such a label is hardly ever found"
                         : "annotate more of them, or leave it out");
    } else if (count->yes < FEW) {
        tell(self, false, count->first,
             "%s: only %zu articles are \"%s\": its scores will be rough", axis->name, count->yes,
             name);
    }
}

static void check_axis(checking *self, const tenor_axis_spec *axis) {
    const tenor_example *first = NULL;
    size_t annotated = 0, divided = 0; /* labels that some articles have and others have not */
    const char *name = "";
    for (size_t l = 0; l < axis->label_count; l++) {
        label_count count = count_label(self->dataset, axis->first_label + l);
        check_label(self, axis, axis->labels[l], &count);
        annotated = count.annotated;
        divided += count.yes > 0 && count.yes < count.annotated;
        if (count.first != NULL) {
            first = count.first;
            name = axis->labels[l];
        }
    }
    if (annotated > 0 && divided == 0) {
        tell(self, true, first,
             "%s: all articles are alike (%s%s): at least two different answers are needed",
             axis->name, first != NULL ? "" : "no label", name);
    }
}

int tenor_check_trainable(const tenor_dataset *dataset, const tenor_annotated_options *options,
                          tenor_error *err) {
    checking self = {dataset, options, 0};
    check_texts(&self);
    for (size_t a = 0; a < dataset->axis_count; a++) {
        check_axis(&self, &dataset->axes[a]);
    }
    if (self.errors > 0) {
        return tenor_fail(err, TENOR_DATA, "%zu error%s in the annotated data", self.errors,
                          self.errors > 1 ? "s" : "");
    }
    return TENOR_OK;
}
