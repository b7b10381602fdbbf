/* gather.c: see gather.h. Labels are marks beside the articles until all axes are known;
 * annotated.c turns them into gold. */
#include "gather.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "document.h"
#include "error.h"

void tenor_gather_problem(tenor_gather *gather, bool is_error, long line, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    gather->errors += is_error;
    if (gather->options->tell != NULL) {
        gather->options->tell(gather->options->data, is_error, gather->source, line, text);
    }
}

/* ---- articles ---- */

static char *copy_view(tenor_view view) {
    char *copy = malloc(view.size + 1);
    if (copy != NULL) {
        memcpy(copy, view.data, view.size);
        copy[view.size] = '\0';
    }
    return copy;
}

/* The path that an article names: beside the source, or in the folder "articles" there. */
static int find_file(const tenor_gather *gather, const char *path, tenor_buffer *found,
                     tenor_error *err) {
    tenor_path_beside(found, gather->source, path);
    if (path[0] != '/' && !found->failed && access(found->data, F_OK) != 0) {
        tenor_buffer in_articles = TENOR_BUFFER_INIT, other = TENOR_BUFFER_INIT;
        tenor_buffer_format(&in_articles, "articles/%s", path);
        tenor_path_beside(&other, gather->source, in_articles.data);
        if (!other.failed && access(other.data, F_OK) == 0) {
            tenor_buffer_free(found);
            *found = other;
            tenor_buffer_init(&other);
        }
        tenor_buffer_free(&in_articles);
        tenor_buffer_free(&other);
    }
    return found->failed ? tenor_fail_memory(err) : TENOR_OK;
}

/* Reads text or file into gather->article, exactly as labelling would. */
static int read_input(tenor_gather *gather, const tenor_gather_input *input, tenor_error *err) {
    tenor_article *article = &gather->article;
    tenor_article_clear(article);
    if (input->path == NULL) {
        tenor_buffer_add(&article->title, input->title.data, input->title.size);
        return tenor_read_field(gather->reader, input->text, article, err);
    }
    tenor_buffer path = TENOR_BUFFER_INIT, bytes = TENOR_BUFFER_INIT;
    int code = find_file(gather, input->path, &path, err);
    if (code == TENOR_OK) {
        code = tenor_file_read(path.data, TENOR_LIMIT_FILE_BYTES, &bytes, err);
    }
    if (code == TENOR_OK) {
        code =
            tenor_read_article(gather->reader, tenor_buffer_view(&bytes), path.data, article, err);
    }
    if (code == TENOR_OK && input->title.size > 0) {
        tenor_buffer_clear(&article->title);
        tenor_buffer_add(&article->title, input->title.data, input->title.size);
    }
    tenor_buffer_free(&path);
    tenor_buffer_free(&bytes);
    return code;
}

static char *make_id(const tenor_gather *gather, const tenor_gather_input *input) {
    if (input->id.size > 0) {
        return copy_view(input->id);
    }
    tenor_buffer id = TENOR_BUFFER_INIT;
    if (input->path != NULL) {
        tenor_buffer_add_text(&id, input->path);
    } else {
        tenor_buffer_format(&id, "%s:%ld", gather->source, input->line);
    }
    return tenor_buffer_steal(&id);
}

static int append(tenor_gather *gather, const tenor_gather_input *input, tenor_error *err) {
    tenor_dataset *dataset = gather->dataset;
    const tenor_article *article = &gather->article;
    tenor_view lang = input->lang.size > 0 ? input->lang : tenor_buffer_view(&article->lang);
    if (!TENOR_GROW(dataset->examples, dataset->example_capacity, dataset->example_count + 1)) {
        return tenor_fail_memory(err);
    }
    tenor_example *example = &dataset->examples[dataset->example_count];
    *example = (tenor_example){
        .id = make_id(gather, input),
        .title = copy_view(tenor_buffer_view(&article->title)),
        .text = copy_view(tenor_buffer_view(&article->text)),
        .lang = copy_view(lang),
        .group = copy_view(input->group),
        .source = gather->source,
        .line = input->line,
    };
    dataset->example_count++;
    bool whole = example->id != NULL && example->title != NULL && example->text != NULL &&
                 example->lang != NULL && example->group != NULL;
    return whole ? 1 : tenor_fail_memory(err);
}

int tenor_gather_add(tenor_gather *gather, const tenor_gather_input *input, tenor_error *err) {
    tenor_error problem = TENOR_ERROR_INIT;
    int code = read_input(gather, input, &problem);
    if (code == TENOR_MEMORY) {
        return tenor_fail_memory(err);
    }
    const char *name = input->path != NULL ? input->path : "the article";
    if (code != TENOR_OK) {
        tenor_gather_problem(gather, true, input->line, "%s: %s", name, problem.text);
        return 0;
    }
    if (gather->article.text.size == 0 && gather->article.title.size == 0) {
        tenor_gather_problem(gather, false, input->line, "%s is empty: left out", name);
        return 0;
    }
    return append(gather, input, err);
}

/* ---- labels ---- */

static int find_axis(tenor_gather *gather, const char *name, size_t *out, tenor_error *err) {
    for (size_t i = 0; i < gather->axis_count; i++) {
        if (strcmp(gather->axes[i].name, name) == 0) {
            *out = i;
            return TENOR_OK;
        }
    }
    if (!TENOR_GROW(gather->axes, gather->axis_capacity, gather->axis_count + 1)) {
        return tenor_fail_memory(err);
    }
    char *copy = strdup(name);
    if (copy == NULL) {
        return tenor_fail_memory(err);
    }
    gather->axes[gather->axis_count] = (tenor_gather_axis){.name = copy};
    *out = gather->axis_count++;
    return TENOR_OK;
}

static int find_label(tenor_gather_axis *axis, tenor_view name, size_t *out, tenor_error *err) {
    for (size_t i = 0; i < axis->label_count; i++) {
        if (strlen(axis->labels[i]) == name.size &&
            memcmp(axis->labels[i], name.data, name.size) == 0) {
            *out = i;
            return TENOR_OK;
        }
    }
    if (axis->fixed) {
        *out = SIZE_MAX;
        return TENOR_OK;
    }
    char *copy = copy_view(name);
    if (copy == NULL || !TENOR_GROW(axis->labels, axis->label_capacity, axis->label_count + 1)) {
        free(copy);
        return tenor_fail_memory(err);
    }
    axis->labels[axis->label_count] = copy;
    *out = axis->label_count++;
    return TENOR_OK;
}

static int add_mark(tenor_gather *gather, size_t axis, size_t label, tenor_error *err) {
    if (!TENOR_GROW(gather->marks, gather->mark_capacity, gather->mark_count + 1)) {
        return tenor_fail_memory(err);
    }
    gather->marks[gather->mark_count++] =
        (tenor_mark){gather->dataset->example_count - 1, axis, label};
    return TENOR_OK;
}

/* Notes what kind the axis is; false if that contradicts what was seen before (told once an axis).
 */
static bool note_form(tenor_gather *gather, tenor_gather_axis *axis, tenor_gold_form form,
                      size_t count, long line) {
    if (axis->fixed) {
        if (!axis->multi && count != 1) {
            tenor_gather_problem(gather, true, line, "\"%s\" takes exactly one label, not %zu",
                                 axis->name, count);
            return false;
        }
        return true;
    }
    axis->string_seen = axis->string_seen || form == TENOR_GOLD_STRING;
    axis->list_seen = axis->list_seen || form == TENOR_GOLD_LIST;
    axis->multi = axis->multi || form == TENOR_GOLD_LIST || (form == TENOR_GOLD_CELL && count != 1);
    if (axis->string_seen && axis->list_seen && !axis->mixed) {
        axis->mixed = true;
        tenor_gather_problem(gather, true, line,
                             "\"%s\" is a list in some articles and one label in others",
                             axis->name);
    }
    return !axis->mixed;
}

int tenor_gather_annotate(tenor_gather *gather, const char *axis_name, tenor_gold_form form,
                          const tenor_view *labels, size_t count, long line, tenor_error *err) {
    size_t number = 0, label = 0;
    bool fixed = gather->axis_count > 0 && gather->axes[0].fixed;
    size_t before = gather->axis_count;
    int code = find_axis(gather, axis_name, &number, err);
    if (code != TENOR_OK) {
        return code;
    }
    if (fixed && number == before) {
        tenor_gather_problem(gather, true, line, "axes.json has no axis \"%s\"", axis_name);
        gather->axes[number].fixed = gather->axes[number].mixed = true;
        return TENOR_OK;
    }
    tenor_gather_axis *axis = &gather->axes[number];
    if (axis->mixed || !note_form(gather, axis, form, count, line)) {
        return TENOR_OK;
    }
    code = count == 0 ? add_mark(gather, number, SIZE_MAX, err) : TENOR_OK;
    for (size_t i = 0; i < count && code == TENOR_OK; i++) {
        code = find_label(axis, labels[i], &label, err);
        if (code == TENOR_OK && label == SIZE_MAX) {
            tenor_gather_problem(gather, true, line, "axis \"%s\" has no label \"%.*s\"", axis_name,
                                 (int)(labels[i].size < 100 ? labels[i].size : 100),
                                 labels[i].data);
        } else if (code == TENOR_OK) {
            code = add_mark(gather, number, label, err);
        }
    }
    return code;
}
