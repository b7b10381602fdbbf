/* test_reader.c: files to articles: the golden cases of cases/read, hostile files, JSON fields.
 *
 * A case is a folder with input.* and expected.json: keys of a record with their values; "contains"
 * and "lacks" are pieces of the text, "warnings" the beginnings of all warnings, "error" the code
 * of a refusal. */
#include <dirent.h>
#include <jansson.h>
#include <time.h>

#include "reading_fixture.h"

#ifndef TENOR_CASES_DIR
#define TENOR_CASES_DIR "cases/read"
#endif

/* ---- golden cases ---- */

static bool read_whole(const char *path, tenor_buffer *out) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char piece[4096];
    size_t size;
    tenor_buffer_clear(out);
    while ((size = fread(piece, 1, sizeof piece, file)) > 0) {
        tenor_buffer_add(out, piece, size);
    }
    fclose(file);
    return !out->failed;
}

/* The path of the case's input.* in path. */
static bool find_input(const char *folder, char path[2048]) {
    DIR *files = opendir(folder);
    struct dirent *entry;
    bool found = false;
    while (files != NULL && !found && (entry = readdir(files)) != NULL) {
        found = strncmp(entry->d_name, "input.", 6) == 0;
        if (found) {
            snprintf(path, 2048, "%s/%s", folder, entry->d_name);
        }
    }
    if (files != NULL) {
        closedir(files);
    }
    return found;
}

static size_t wrong(const char *name, const char *key, const char *expected, const char *got) {
    print_message("%s: %s\n  expected: %s\n  got:      %s\n", name, key, expected, got);
    return 1;
}

static size_t check_value(const char *name, const char *key, const json_t *expected,
                          const char *got) {
    if (expected == NULL || strcmp(json_string_value(expected), got) == 0) {
        return 0;
    }
    return wrong(name, key, json_string_value(expected), got);
}

static size_t check_pieces(const char *name, const json_t *pieces, const char *text, bool wanted) {
    size_t faults = 0;
    for (size_t i = 0; i < json_array_size(pieces); i++) {
        const char *piece = json_string_value(json_array_get(pieces, i));
        if ((strstr(text, piece) != NULL) != wanted) {
            faults += wrong(name, wanted ? "contains" : "lacks", piece, text);
        }
    }
    return faults;
}

static size_t check_warnings(const char *name, const json_t *expected,
                             const tenor_article *article) {
    size_t faults = 0;
    if (expected == NULL) {
        return 0;
    }
    if (json_array_size(expected) != article->warning_count) {
        faults += wrong(name, "number of warnings", "",
                        article->warning_count > 0 ? article->warnings[0].data : "none");
    }
    for (size_t i = 0; i < json_array_size(expected) && i < article->warning_count; i++) {
        const char *start = json_string_value(json_array_get(expected, i));
        if (strncmp(article->warnings[i].data, start, strlen(start)) != 0) {
            faults += wrong(name, "warning", start, article->warnings[i].data);
        }
    }
    return faults;
}

static size_t check_case(reading *self, const char *name, const char *path, const json_t *expected,
                         tenor_view bytes) {
    const char *error = json_string_value(json_object_get(expected, "error"));
    int code = read_bytes(self, bytes, path);
    const tenor_article *article = &self->article;
    if (error != NULL || code != 0) {
        const char *got = code == 0 ? "no error" : tenor_code_name(self->err.code);
        return error != NULL && strcmp(error, got) == 0
                   ? 0
                   : wrong(name, "error", error != NULL ? error : "none", got);
    }
    const char *text = article->text.data;
    return check_value(name, "title", json_object_get(expected, "title"), article->title.data) +
           check_value(name, "date", json_object_get(expected, "date"), article->date.data) +
           check_value(name, "lang", json_object_get(expected, "lang"), article->lang.data) +
           check_value(name, "format", json_object_get(expected, "format"), article->format) +
           check_value(name, "charset", json_object_get(expected, "charset"),
                       article->charset.data) +
           check_value(name, "text", json_object_get(expected, "text"), text) +
           check_pieces(name, json_object_get(expected, "contains"), text, true) +
           check_pieces(name, json_object_get(expected, "lacks"), text, false) +
           check_warnings(name, json_object_get(expected, "warnings"), article);
}

static void golden_cases(void **state) {
    DIR *cases = opendir(TENOR_CASES_DIR);
    assert_non_null(cases);
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    size_t count = 0, faults = 0;
    struct dirent *entry;
    while ((entry = readdir(cases)) != NULL) {
        char folder[1024], input[2048], expectation[1100];
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(folder, sizeof folder, "%s/%s", TENOR_CASES_DIR, entry->d_name);
        snprintf(expectation, sizeof expectation, "%s/expected.json", folder);
        json_t *expected = json_load_file(expectation, 0, NULL);
        assert_non_null(expected);
        assert_true(find_input(folder, input) && read_whole(input, &bytes));
        faults += check_case(*state, entry->d_name, input, expected, tenor_buffer_view(&bytes));
        json_decref(expected);
        count++;
    }
    closedir(cases);
    tenor_buffer_free(&bytes);
    assert_true(count >= 50);
    assert_int_equal(faults, 0);
}

/* ---- hostile files ---- */

typedef struct hostile_row {
    const char *name, *before, *unit;
    size_t count;
    const char *after;
} hostile_row;

/* Each takes well below a second when nothing in the way of it is quadratic; the bound leaves room
 * for sanitizers. */
static void hostile_files_take_bounded_time(void **state) {
    static const hostile_row rows[] = {
        {"deep.html", "<html>", "<div>", 100000, ""},
        {"ends.html", "<html><b>", "</i>", 200000, "x"},
        {"attributes.html", "<html><p ", "a=1 ", 50000, ">x"},
        {"comments.html", "<html>", "<!--", 200000, "x"},
        {"scripts.html", "<html>", "<script>", 200000, "x"},
        {"angles.html", "<html>", "<", 500000, "x"},
        {"json.html", "<html><script type='application/ld+json'>", "[", 200000, "</script>x"},
        {"headings.html", "<html><body>", "<h1>ab</h1>", 50000, "x"},
        {"tables.html", "<html><body>", "<table><tr><td>", 160, "x"},
        {"line.txt", "", "word, ", 500000, ""},
        {"lines.txt", "", "ab\n", 300000, ""},
        {"brackets.md", "", "[", 100000, ""},
        {"links.md", "", "[a](", 60000, ""},
        {"images.md", "", "![[]()", 60000, ""},
        {"emphasis.md", "", "*a **a ", 60000, ""},
        {"quotes.md", "", ">", 50000, "a"},
        {"cdata.md", "", "<![CDATA[", 50000, ""},
        {"pointy.md", "", "[](<b", 40000, ""},
        {"wiki.md", "", "[[", 100000, ""},
        {"shortcodes.md", "", "{{<", 100000, ""},
        {"cut.md", "", "](a\n", 100000, ""},
        {"rules.md", "---\na: ", "[", 100000, "\n---\nx"},
        {"broken.txt", "", "\xFF", 300000, ""},
        {"invisible.txt", "", "\xE2\x80\x8B", 300000, ""},
        {"marks.txt", "a", "\xCC\x81", 300000, ""},
    };
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tenor_buffer_clear(&bytes);
        tenor_buffer_add_text(&bytes, rows[i].before);
        add_times(&bytes, rows[i].unit, rows[i].count);
        tenor_buffer_add_text(&bytes, rows[i].after);
        clock_t start = clock();
        int code = read_bytes(*state, tenor_buffer_view(&bytes), rows[i].name);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 10) {
            print_message("%s: %.1f s\n", rows[i].name, seconds);
        }
        assert_true(seconds <= 10);
        assert_true(code == 0 || code == TENOR_LIMIT || code == TENOR_ENCODING);
    }
    tenor_buffer_free(&bytes);
}

static void what_is_too_large_is_refused(void **state) {
    reading *self = *state;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    add_times(&bytes, "word word word word word word w\n", (TENOR_LIMIT_MARKDOWN_BYTES >> 5) + 1);
    assert_int_equal(read_bytes(self, tenor_buffer_view(&bytes), "x.md"), TENOR_LIMIT);
    assert_non_null(strstr(self->err.text, "larger than"));
    tenor_buffer_free(&bytes);
}

/* ---- reuse, names, fields ---- */

static void nothing_of_the_last_file_remains(void **state) {
    reading *self = *state;
    assert_int_equal(
        read_bytes(self, text_view("---\ntitle: First\ndate: 2024-01-02\nlang: de\n---\nx **y**"),
                   "a.md"),
        0);
    assert_int_equal(read_bytes(self, text_view("12345"), "b.txt"), 0);
    assert_string_equal(self->article.title.data, "");
    assert_string_equal(self->article.date.data, "");
    assert_string_equal(self->article.lang.data, "und");
    assert_string_equal(self->article.text.data, "12345");
}

static void the_name_decides_only_what_content_leaves_open(void **state) {
    reading *self = *state;
    assert_int_equal(read_bytes(self, text_view("some words"), "a.md"), 0);
    assert_string_equal(self->article.format, "markdown");
    assert_int_equal(read_bytes(self, text_view("some words"), "a.txt"), 0);
    assert_string_equal(self->article.format, "text");
    assert_int_equal(read_bytes(self, text_view("<!DOCTYPE html><p>some words"), "a.md"), 0);
    assert_string_equal(self->article.format, "html");
    assert_int_equal(read_bytes(self, text_view("# Head\n\nsome [words](x)"), ""), 0);
    assert_string_equal(self->article.format, "markdown");
}

static void fields_are_taken_as_they_are(void **state) {
    reading *self = *state;
    const char *list = "Home\nWorld\nSport\nNews\n";
    tenor_article_clear(&self->article);
    tenor_buffer_add_text(&self->article.title, "Kept");
    assert_int_equal(tenor_read_field(self->reader, text_view(list), &self->article, NULL), 0);
    assert_string_equal(self->article.title.data, "Kept");
    assert_string_equal(self->article.text.data, "Home\nWorld\nSport\nNews");
    assert_string_equal(self->article.format, "json");
    tenor_article_clear(&self->article);
    assert_int_equal(tenor_read_field(self->reader, text_view("<p>One</p><p>Two &amp; three</p>"),
                                      &self->article, NULL),
                     0);
    assert_string_equal(self->article.text.data, "One\n\nTwo & three");
    tenor_article_clear(&self->article);
    assert_int_equal(
        tenor_read_field(self->reader, text_view("a < b and **c** > d"), &self->article, NULL), 0);
    assert_string_equal(self->article.text.data, "a < b and **c** > d");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_cases),
        cmocka_unit_test(hostile_files_take_bounded_time),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(nothing_of_the_last_file_remains),
        cmocka_unit_test(the_name_decides_only_what_content_leaves_open),
        cmocka_unit_test(fields_are_taken_as_they_are),
    };
    return cmocka_run_group_tests(tests, reading_setup, reading_teardown);
}
