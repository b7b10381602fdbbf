/* test_training_data.c: the annotated articles in training-data/ and those held out of it are what
 * they claim to be: each article its own, each label one that axes.json has. The folders are the
 * arguments; axes.json is in the first.
 *
 * Copies are found by the pieces of eight characters (white space left out) that two articles
 * share: the share of the shorter one's pieces. Two honest articles on one matter share at most 13
 * in a hundred (measured over 2,222 articles: set phrases and names); an article that was copied
 * and reworded here and there shares far more than the COPY_PERCENT that is refused. */
#include "model_fixture.h"

#include <dirent.h>
#include <jansson.h>
#include <stdbool.h>
#include <xxhash.h>

enum {
    PIECE_CHARS = 8,
    COPY_PERCENT = 30,
    COMMON_PIECE = 60 /* a piece of so many articles is a set phrase and tells nothing */
};

typedef struct article {
    json_t *json;
    char place[300]; /* file:line */
    size_t pieces;
} article;

typedef struct piece {
    uint64_t hash;
    uint32_t article;
} piece;

typedef struct corpus {
    json_t *axes;
    article *articles;
    size_t count, capacity;
    piece *pieces;
    size_t piece_count, piece_capacity;
    size_t faults;
} corpus;

static char **folders; /* NULL ends them */
static FILE *told;     /* stderr; where faults are told */

static const char *text_of(const article *a, const char *field) {
    const char *text = json_string_value(json_object_get(a->json, field));
    return text != NULL ? text : "";
}

static void fault(corpus *c, const article *a, const char *what, const char *detail) {
    fprintf(told, "%s: %s %s\n", a->place, what, detail);
    c->faults++;
}

/* --- reading --- */

static void add_line(corpus *c, const char *file, size_t number, const char *line) {
    assert_true(TENOR_GROW(c->articles, c->capacity, c->count + 1));
    article *a = &c->articles[c->count++];
    *a = (article){json_loads(line, JSON_REJECT_DUPLICATES, NULL), "", 0};
    snprintf(a->place, sizeof a->place, "%s:%zu", file, number);
    if (!json_is_object(a->json)) {
        fault(c, a, "is not a JSON object", "");
    }
}

static void add_lines(corpus *c, const char *file, char *lines) {
    size_t number = 0;
    for (char *line; (line = strsep(&lines, "\n")) != NULL;) {
        number++;
        if (line[0] != '\0') {
            add_line(c, file, number, line);
        }
    }
}

static void read_axes(corpus *c) {
    char path[1000];
    snprintf(path, sizeof path, "%s/axes.json", folders[0]);
    c->axes = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(c->axes);
}

static void read_folder(corpus *c, const char *folder) {
    char path[1000];
    struct dirent *entry;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        size_t size = strlen(entry->d_name);
        if (size > 6 && strcmp(entry->d_name + size - 6, ".jsonl") == 0) {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            tenor_buffer bytes = file_bytes(path);
            add_lines(c, entry->d_name, bytes.data);
            tenor_buffer_free(&bytes);
        }
    }
    closedir(dir);
}

static void corpus_free(corpus *c) {
    for (size_t i = 0; i < c->count; i++) {
        json_decref(c->articles[i].json);
    }
    json_decref(c->axes);
    free(c->articles);
    free(c->pieces);
}

/* --- checks --- */

static void check_fields(corpus *c) {
    for (size_t i = 0; i < c->count; i++) {
        static const char *const fields[] = {"id", "title", "text", "lang"};
        for (size_t f = 0; f < COUNT_OF(fields); f++) {
            const char *text = text_of(&c->articles[i], fields[f]);
            if (text[strspn(text, " \t\n")] == '\0') {
                fault(c, &c->articles[i], "has an empty", fields[f]);
            }
        }
    }
}

/* One object that maps a field's value to the first article that has it. */
static void check_repeats(corpus *c) {
    static const char *const fields[] = {"id", "text"};
    for (size_t f = 0; f < COUNT_OF(fields); f++) {
        json_t *seen = json_object();
        for (size_t i = 0; i < c->count; i++) {
            article *a = &c->articles[i];
            const char *value = text_of(a, fields[f]);
            json_t *before = json_object_get(seen, value);
            if (before != NULL) {
                const article *first = &c->articles[json_integer_value(before)];
                bool same = json_equal(json_object_get(a->json, "labels"),
                                       json_object_get(first->json, "labels"));
                fault(c, a,
                      f == 0 ? "has the id of"
                      : same ? "has the text of"
                             : "has other labels for the text of",
                      first->place);
            } else {
                json_object_set_new(seen, value, json_integer((json_int_t)i));
            }
        }
        json_decref(seen);
    }
}

static bool has_label(const json_t *axis, const json_t *label) {
    size_t i;
    json_t *known;
    json_array_foreach(json_object_get(axis, "labels"), i, known) {
        if (json_equal(known, label)) {
            return true;
        }
    }
    return false;
}

static void check_axis(corpus *c, const article *a, const json_t *axis) {
    const char *name = json_string_value(json_object_get(axis, "name"));
    json_t *given = json_object_get(json_object_get(a->json, "labels"), name);
    if (!json_is_true(json_object_get(axis, "multi"))) {
        if (!has_label(axis, given)) {
            fault(c, a, "has no or an unknown label of", name);
        }
        return;
    }
    if (!json_is_array(given)) {
        fault(c, a, "has no list of labels of", name);
    }
    for (size_t l = 0; l < json_array_size(given); l++) {
        const json_t *label = json_array_get(given, l);
        bool twice = false;
        for (size_t other = 0; other < l; other++) {
            twice = twice || json_equal(json_array_get(given, other), label);
        }
        if (twice || !has_label(axis, label)) {
            fault(c, a, "has an unknown or repeated label of", name);
        }
    }
}

static void check_labels(corpus *c) {
    const json_t *axes = json_object_get(c->axes, "axes");
    for (size_t i = 0; i < c->count; i++) {
        size_t n;
        json_t *axis;
        json_array_foreach(axes, n, axis) {
            check_axis(c, &c->articles[i], axis);
        }
        if (json_object_size(json_object_get(c->articles[i].json, "labels")) !=
            json_array_size(axes)) {
            fault(c, &c->articles[i], "has labels of an unknown axis", "");
        }
    }
}

/* --- copies --- */

static int compare_pieces(const void *left, const void *right) {
    const piece *a = left, *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return a->article < b->article ? -1 : a->article > b->article;
}

static void squeeze(tenor_buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text > ' ') {
            tenor_buffer_add_char(out, *text);
        }
    }
}

/* Where the next character begins. */
static const char *step(const char *at) {
    do {
        at++;
    } while (((unsigned char)*at & 0xC0U) == 0x80U);
    return at;
}

/* Adds the article's different pieces, sorted. */
static void cut(corpus *c, uint32_t number, tenor_buffer *text) {
    size_t first = c->piece_count, kept;
    tenor_buffer_clear(text);
    squeeze(text, text_of(&c->articles[number], "title"));
    squeeze(text, text_of(&c->articles[number], "text"));
    const char *start = text->data, *end = start;
    for (size_t chars = 0; *end != '\0';) {
        end = step(end);
        if (++chars >= PIECE_CHARS) {
            assert_true(TENOR_GROW(c->pieces, c->piece_capacity, c->piece_count + 1));
            c->pieces[c->piece_count++] =
                (piece){XXH3_64bits(start, (size_t)(end - start)), number};
            start = step(start);
        }
    }
    if (c->piece_count > first) {
        qsort(c->pieces + first, c->piece_count - first, sizeof *c->pieces, compare_pieces);
        kept = first + 1;
        for (size_t i = first + 1; i < c->piece_count; i++) {
            if (c->pieces[i].hash != c->pieces[kept - 1].hash) {
                c->pieces[kept++] = c->pieces[i];
            }
        }
        c->piece_count = kept;
    }
    c->articles[number].pieces = c->piece_count - first;
}

/* shared [count][count]: pieces of both articles. */
static void count_shared(const corpus *c, uint16_t *shared) {
    for (size_t start = 0, end; start < c->piece_count; start = end) {
        for (end = start; end < c->piece_count && c->pieces[end].hash == c->pieces[start].hash;) {
            end++;
        }
        for (size_t i = start; end - start <= COMMON_PIECE && i < end; i++) {
            for (size_t j = start; j < i; j++) {
                uint16_t *cell = &shared[c->pieces[i].article * c->count + c->pieces[j].article];
                *cell = (uint16_t)(*cell + (*cell < UINT16_MAX));
            }
        }
    }
}

static void check_copies(corpus *c) {
    tenor_buffer text = TENOR_BUFFER_INIT;
    uint16_t *shared = tenor_new_array(c->count * c->count, sizeof *shared);
    assert_non_null(shared);
    for (size_t i = 0; i < c->count; i++) {
        cut(c, (uint32_t)i, &text);
    }
    qsort(c->pieces, c->piece_count, sizeof *c->pieces, compare_pieces);
    count_shared(c, shared);
    for (size_t i = 0; i < c->count; i++) {
        for (size_t j = 0; j < i; j++) {
            const article *a = &c->articles[i], *b = &c->articles[j];
            size_t shorter = a->pieces < b->pieces ? a->pieces : b->pieces;
            if (shorter > 0 && shared[i * c->count + j] * 100U >= shorter * COPY_PERCENT) {
                fault(c, a, "is much like", b->place);
            }
        }
    }
    tenor_buffer_free(&text);
    free(shared);
}

/* --- the lexicon --- */

/* The terms of a file as the keys of an object; the caller's. */
static json_t *read_terms(const char *path) {
    tenor_buffer bytes = file_bytes(path);
    json_t *terms = json_object();
    char *lines = bytes.data;
    for (char *line; (line = strsep(&lines, "\n")) != NULL;) {
        if (line[0] != '\0' && line[0] != '#') {
            json_object_set_new(terms, line, json_true());
        }
    }
    tenor_buffer_free(&bytes);
    return terms;
}

static bool is_letter(char byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Whether part stands in whole, as a word of its own if it begins and ends with letters. */
static bool holds(const char *whole, const char *part) {
    size_t size = strlen(part);
    for (const char *at = whole; (at = strcasestr(at, part)) != NULL; at++) {
        bool inside = (at > whole && is_letter(at[-1]) && is_letter(part[0])) ||
                      (is_letter(at[size]) && is_letter(part[size - 1]));
        if (!inside) {
            return true;
        }
    }
    return false;
}

/* Terms that hold one of targets and are none themselves, each told. */
static size_t hidden_targets(const char *file, const json_t *terms, const json_t *targets) {
    size_t hidden = 0;
    const char *term, *target;
    json_t *value, *other;
    json_object_foreach((json_t *)terms, term, value) {
        json_object_foreach((json_t *)targets, target, other) {
            if (json_object_get(targets, term) == NULL && holds(term, target)) {
                fprintf(told, "%s: \"%s\" hides \"%s\": write it there too\n", file, term, target);
                hidden++;
                break;
            }
        }
    }
    return hidden;
}

/* --- tests --- */

/* The longest of overlapping terms wins, so "AI slop" in one group would leave the group that names
 * the target of an axis without its "AI". */
static void no_term_hides_a_target(void **state) {
    corpus c = {0};
    char path[1000];
    size_t hidden = 0, i;
    json_t *name;
    (void)state;
    read_axes(&c);
    snprintf(path, sizeof path, "%s/lexicon/ai.txt", folders[0]);
    json_t *targets = read_terms(path);
    assert_true(json_object_size(targets) > 100);
    json_array_foreach(json_object_get(c.axes, "lexicon"), i, name) {
        snprintf(path, sizeof path, "%s/%s", folders[0], json_string_value(name));
        json_t *terms = read_terms(path);
        assert_true(json_object_size(terms) > 100);
        hidden += hidden_targets(path, terms, targets);
        json_decref(terms);
    }
    json_decref(targets);
    corpus_free(&c);
    assert_int_equal(hidden, 0);
}

static void a_hidden_target_is_found(void **state) {
    (void)state;
    assert_true(holds("AI slop", "ai"));
    assert_true(holds("AI\u5473", "AI"));
    assert_false(holds("fair", "AI"));
    assert_true(holds("\u53cd\u673a\u5668\u4eba", "\u673a\u5668\u4eba"));
}

static void the_training_data_is_sound(void **state) {
    corpus c = {0};
    (void)state;
    read_axes(&c);
    for (char **folder = folders; *folder != NULL; folder++) {
        size_t before = c.count;
        read_folder(&c, *folder);
        assert_true(c.count > before + 100);
    }
    check_fields(&c);
    check_repeats(&c);
    check_labels(&c);
    check_copies(&c);
    assert_int_equal(c.faults, 0);
    corpus_free(&c);
}

typedef void (*check)(corpus *c);

/* Faults that a check finds in lines about a topic (multi) and a tone (single). */
static size_t faults_of(check run, const char *lines) {
    corpus c = {0};
    char *copy = copy_of(lines);
    FILE *was = told;
    told = fopen("/dev/null", "w");
    assert_non_null(told);
    c.axes = json_loads("{\"axes\":[{\"name\":\"topic\",\"multi\":true,\"labels\":[\"a\",\"b\"]},"
                        "{\"name\":\"tone\",\"multi\":false,\"labels\":[\"dark\",\"bright\"]}]}",
                        0, NULL);
    assert_non_null(c.axes);
    add_lines(&c, "lines", copy);
    run(&c);
    size_t faults = c.faults;
    corpus_free(&c);
    free(copy);
    fclose(told);
    told = was;
    return faults;
}

#define LINE(id, title, text, topic, tone)                                                         \
    "{\"id\":\"" id "\",\"title\":\"" title "\",\"text\":\"" text "\",\"lang\":\"en\","            \
    "\"labels\":{\"topic\":" topic ",\"tone\":" tone "}}\n"
#define GOOD LINE("1", "One", "First text.", "[\"a\"]", "\"dark\"")

static void each_fault_is_found(void **state) {
    (void)state;
    assert_int_equal(faults_of(check_fields, GOOD), 0);
    assert_int_equal(faults_of(check_fields, GOOD "[]\n"), 5);
    assert_int_equal(faults_of(check_fields, LINE("1", " ", "", "[]", "\"dark\"")), 2);
    assert_int_equal(faults_of(check_repeats, GOOD LINE("2", "", "Other.", "[]", "\"dark\"")), 0);
    assert_int_equal(faults_of(check_repeats, GOOD LINE("1", "", "Other.", "[]", "\"dark\"")), 1);
    assert_int_equal(faults_of(check_repeats, GOOD LINE("2", "", "First text.", "[]", "\"dark\"")),
                     1);
    assert_int_equal(faults_of(check_labels, GOOD), 0);
    assert_int_equal(faults_of(check_labels, LINE("1", "", "", "[]", "\"bright\"")), 0);
    assert_int_equal(faults_of(check_labels, LINE("1", "", "", "[\"c\"]", "\"dark\"")), 1);
    assert_int_equal(faults_of(check_labels, LINE("1", "", "", "[\"a\",\"a\"]", "\"dark\"")), 1);
    assert_int_equal(faults_of(check_labels, LINE("1", "", "", "\"a\"", "\"dark\"")), 1);
    assert_int_equal(faults_of(check_labels, LINE("1", "", "", "[]", "\"grey\"")), 1);
    assert_int_equal(faults_of(check_labels, LINE("1", "", "", "[]", "\"dark\",\"x\":1")), 1);
}

#define HARBOUR "The old harbour master counts the ferries twice a day and writes the figure on "
#define MARKET "the wall beside the fish market, where no visitor ever thinks of looking for it. "

static void a_reworded_copy_is_found(void **state) {
    (void)state;
    assert_int_equal(faults_of(check_copies, LINE("1", "A", HARBOUR MARKET, "[]", "\"dark\"")
                                                 LINE("2", "B", "Every morning " HARBOUR "a door.",
                                                      "[]", "\"dark\"")),
                     1);
    assert_int_equal(faults_of(check_copies, LINE("1", "A", HARBOUR, "[]", "\"dark\"")
                                                 LINE("2", "B", MARKET, "[]", "\"dark\"")),
                     0);
    assert_int_equal(
        faults_of(check_copies,
                  LINE("1", "工厂", "北风纺织厂将关闭河边的老工厂。", "[]", "\"dark\"")
                      LINE("2", "消息", "北风纺织厂将关闭 河边的老工厂了！", "[]", "\"dark\"")),
        1);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_training_data_is_sound), cmocka_unit_test(each_fault_is_found),
        cmocka_unit_test(a_reworded_copy_is_found),   cmocka_unit_test(no_term_hides_a_target),
        cmocka_unit_test(a_hidden_target_is_found),
    };
    if (argc < 2) {
        fprintf(stderr, "usage: test_training_data FOLDER...\n");
        return 2;
    }
    folders = argv + 1;
    told = stderr;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
