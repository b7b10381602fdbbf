/* front_matter.c: title, date and language from the header of a Markdown file.
 *
 * libyaml reads the header as events, never as a document, so that aliases are not expanded (an
 * alias bomb is a list of short events). Much real front matter is not valid YAML (title: Foo: bar,
 * "He said "hi"", tabs, @handle); what libyaml refuses is read line by line as `key: value`. The
 * same line reading serves TOML (`key = value`), for which Debian has no C library, and the headers
 * that stand in an HTML comment. Only top-level scalars are of use here. */
#include "front_matter.h"

#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#include "dates.h"
#include "error.h"
#include "letters.h"
#include "bounds.h"

/* Keys in the order of trust; the first that is found wins. */
static const struct {
    const char *key;
    size_t field;
} keys[] = {
    {"title", offsetof(tenor_front_matter, title)},
    {"headline", offsetof(tenor_front_matter, title)},
    {"\xE6\xA0\x87\xE9\xA2\x98", offsetof(tenor_front_matter, title)}, /* 标题 */
    {"\xE6\xA8\x99\xE9\xA1\x8C", offsetof(tenor_front_matter, title)}, /* 標題 */
    {"date", offsetof(tenor_front_matter, date)},
    {"published", offsetof(tenor_front_matter, date)},
    {"pubdate", offsetof(tenor_front_matter, date)},
    {"publishdate", offsetof(tenor_front_matter, date)},
    {"publish_date", offsetof(tenor_front_matter, date)},
    {"datetime", offsetof(tenor_front_matter, date)},
    {"created", offsetof(tenor_front_matter, date)},
    {"\xE6\x97\xA5\xE6\x9C\x9F", offsetof(tenor_front_matter, date)}, /* 日期 */
    {"lang", offsetof(tenor_front_matter, lang)},
    {"language", offsetof(tenor_front_matter, lang)},
    {"locale", offsetof(tenor_front_matter, lang)},
    {"summary", offsetof(tenor_front_matter, summary)},
    {"description", offsetof(tenor_front_matter, summary)},
    {"desc", offsetof(tenor_front_matter, summary)},
    {"excerpt", offsetof(tenor_front_matter, summary)},
};

static void each_buffer(tenor_front_matter *found, void (*act)(tenor_buffer *)) {
    act(&found->title);
    act(&found->date);
    act(&found->lang);
    act(&found->summary);
    act(&found->key);
}

void tenor_front_matter_init(tenor_front_matter *found) {
    each_buffer(found, tenor_buffer_init);
}

void tenor_front_matter_free(tenor_front_matter *found) {
    each_buffer(found, tenor_buffer_free);
}

static void set_field(tenor_front_matter *found, tenor_view key, tenor_view value) {
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!tenor_view_equal_nocase(key, keys[i].key)) {
            continue;
        }
        tenor_buffer *field = (tenor_buffer *)(void *)((char *)found + keys[i].field);
        value = tenor_view_trim(value);
        if (field->size > 0 || value.size == 0) {
            return;
        }
        if (field == &found->date) {
            (void)tenor_date_read(value, field);
        } else {
            tenor_buffer_add(field, value.data, value.size);
        }
        return;
    }
}

/* ---- YAML ---- */

/* Walks the events: a scalar at depth 1 in key position, then its value if that is a scalar (or the
 * first of a list). */
typedef struct yaml_walk {
    size_t depth;      /* open mappings and sequences */
    bool expect_value; /* at depth 1, a key has been read */
    bool has_mapping;
} yaml_walk;

static void take_event(yaml_walk *walk, const yaml_event_t *event, tenor_front_matter *found) {
    walk->has_mapping = walk->has_mapping || event->type == YAML_MAPPING_START_EVENT;
    if (event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT) {
        walk->depth++;
        return;
    }
    if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
        walk->depth -= walk->depth > 0;
        walk->expect_value = walk->expect_value && walk->depth != 1;
        return;
    }
    if (event->type == YAML_ALIAS_EVENT && walk->depth == 1) {
        walk->expect_value = !walk->expect_value;
    }
    if (event->type != YAML_SCALAR_EVENT) {
        return;
    }
    tenor_view value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (walk->depth == 1 && !walk->expect_value) {
        tenor_buffer_clear(&found->key);
        tenor_buffer_add(&found->key, value.data, value.size);
        walk->expect_value = true;
    } else if (walk->expect_value && walk->depth <= 2) {
        set_field(found, tenor_buffer_view(&found->key), value);
        walk->expect_value = walk->depth != 1;
    }
}

static bool out_of_memory(const tenor_front_matter *found) {
    return found->title.failed || found->date.failed || found->lang.failed ||
           found->summary.failed || found->key.failed;
}

/* True if libyaml read all of it and found a mapping. */
static bool read_yaml(tenor_view header, tenor_front_matter *found) {
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0) {
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)header.data, header.size);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_walk walk = {.depth = 0};
    bool good = true, more = true;
    while (good && more) {
        yaml_event_t event;
        good = yaml_parser_parse(&parser, &event) != 0;
        if (good) {
            take_event(&walk, &event, found);
            more = event.type != YAML_STREAM_END_EVENT && !out_of_memory(found);
            yaml_event_delete(&event);
        }
    }
    yaml_parser_delete(&parser);
    return good && walk.has_mapping;
}

/* ---- line by line ---- */

/* A value without its quotes and, if it is a list, with its first item. */
static tenor_view plain_value(tenor_view value) {
    value = tenor_view_trim(value);
    if (value.size > 1 && value.data[0] == '[') {
        value = tenor_view_trim(tenor_view_from(value, 1));
        value.size =
            tenor_view_find(value, ",") < value.size ? tenor_view_find(value, ",") : value.size - 1;
        value = tenor_view_trim(value);
    }
    while (value.size > 1 && (value.data[0] == '"' || value.data[0] == '\'')) {
        char quote = value.data[0];
        value = tenor_view_from(value, 1);
        value.size -= value.data[value.size - 1] == quote;
    }
    return tenor_view_trim(value);
}

static void read_lines(tenor_view header, const char *mark, tenor_front_matter *found) {
    tenor_view line;
    while (tenor_view_line(&header, &line)) {
        if (line.size == 0 || line.data[0] == ' ' || line.data[0] == '\t' || line.data[0] == '#') {
            continue; /* not at the top level */
        }
        size_t at = tenor_view_find(line, mark), wide = tenor_view_find(line, "\xEF\xBC\x9A");
        size_t step = strlen(mark);
        if (wide < at) {
            at = wide; /* ： */
            step = 3;
        }
        if (at < line.size && at > 0) {
            tenor_view key = {line.data, at};
            set_field(found, plain_value(key), plain_value(tenor_view_from(line, at + step)));
        }
    }
}

/* ---- where it is ---- */

static const struct {
    const char *open, *close, *close_too;
    const char *mark; /* between key and value where lines are read */
    bool yaml;
} fences[] = {
    {"---", "---", "...", ":", true},
    {"+++", "+++", "+++", "=", false},
    {"<!--yml", "-->", "-->", ":", true},
    {"<!--yaml", "-->", "-->", ":", true},
};

/* The fence that text begins with; -1 if none. "---" must stand alone on its line. */
static int fence_of(tenor_view text) {
    tenor_view line, rest = text;
    if (!tenor_view_line(&rest, &line)) {
        return -1;
    }
    line = tenor_view_trim(line);
    for (size_t i = 0; i < sizeof fences / sizeof *fences; i++) {
        if (tenor_view_equal(line, tenor_view_of(fences[i].open))) {
            return (int)i;
        }
    }
    return -1;
}

/* Whether the text between two "---" is a header and not prose between two rules: its first line
 * has "key:". */
static bool looks_like_fields(tenor_view header, const char *mark) {
    tenor_view line;
    while (tenor_view_line(&header, &line)) {
        line = tenor_view_trim(line);
        if (line.size == 0 || line.data[0] == '#') {
            continue;
        }
        size_t at = tenor_view_find(line, mark);
        size_t wide = tenor_view_find(line, "\xEF\xBC\x9A");
        return (at < line.size && at <= 40) || (wide < line.size && wide <= 40);
    }
    return true; /* empty header */
}

/* libyaml takes time with the square of the depth of [ and {. */
static bool is_deep(tenor_view header) {
    size_t depth = 0;
    for (size_t i = 0; i < header.size && depth <= TENOR_LIMIT_FRONT_MATTER_DEPTH; i++) {
        char c = header.data[i];
        depth += c == '[' || c == '{';
        depth -= (c == ']' || c == '}') && depth > 0;
    }
    return depth > TENOR_LIMIT_FRONT_MATTER_DEPTH;
}

static void read_header(tenor_view header, size_t fence, tenor_front_matter *found) {
    if (fences[fence].yaml && !is_deep(header) && read_yaml(header, found)) {
        return;
    }
    if (!out_of_memory(found)) {
        each_buffer(found, tenor_buffer_clear); /* what libyaml has read may be cut short */
        read_lines(header, fences[fence].mark, found);
    }
}

int tenor_front_matter_read(tenor_view text, tenor_front_matter *found, size_t *size,
                            tenor_error *err) {
    each_buffer(found, tenor_buffer_clear);
    *size = 0;
    size_t start = 0;
    while (start < text.size && tenor_is_blank(text.data[start])) {
        start++;
    }
    tenor_view rest = tenor_view_from(text, start), line;
    int fence = fence_of(rest);
    if (fence < 0) {
        return 0;
    }
    (void)tenor_view_line(&rest, &line);
    tenor_view header = {rest.data, 0};
    while (tenor_view_line(&rest, &line)) {
        tenor_view end = {line.data, line.size};
        while (end.size > 0 && tenor_is_blank(end.data[end.size - 1])) {
            end.size--;
        }
        if (tenor_view_equal(end, tenor_view_of(fences[fence].close)) ||
            tenor_view_equal(end, tenor_view_of(fences[fence].close_too))) {
            if (!looks_like_fields(header, fences[fence].mark)) {
                return 0;
            }
            read_header(header, (size_t)fence, found);
            *size = text.size - rest.size;
            break;
        }
        header.size = (size_t)(rest.data - header.data);
        if (header.size > TENOR_LIMIT_FRONT_MATTER_BYTES) {
            return looks_like_fields(header, fences[fence].mark)
                       ? tenor_fail(err, TENOR_LIMIT, "the front matter is larger than %u bytes",
                                    TENOR_LIMIT_FRONT_MATTER_BYTES)
                       : 0;
        }
    }
    return out_of_memory(found) ? tenor_fail_memory(err) : 0;
}
