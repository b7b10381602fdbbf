/* test_labeller.c: bytes of an article -> its record, field by field. */
#include "pipeline_fixture.h"

#include <jansson.h>

#include "digest.h"
#include "labeller.h"

typedef struct bench {
    scratch *files;
    tenor_model *model;
} bench;

static int set_up(void **state) {
    bench *self = calloc(1, sizeof *self);
    scratch_make((void **)&self->files);
    int code = tenor_model_open(&self->model,
                                fixture_model(self->files, "m.tenor", fixture_annotated), NULL);
    *state = self;
    return code;
}

static int tear_down(void **state) {
    bench *self = *state;
    tenor_model_close(self->model);
    scratch_remove((void **)&self->files);
    free(self);
    return 0;
}

/* The record of an article as JSON. json: the bytes are a JSON record. */
static json_t *label(bench *self, const tenor_label_options *options, const char *id,
                     const char *text, bool json, bool failed) {
    tenor_labeller *labeller = NULL;
    tenor_labelled answer;
    assert_int_equal(tenor_labeller_new(&labeller, self->model, options, NULL), 0);
    int code = json ? tenor_label_json(labeller, id, view_of(text), &answer, NULL)
                    : tenor_label_bytes(labeller, id, view_of(text), &answer, NULL);
    assert_int_equal(code, 0);
    assert_int_equal(answer.outcome == TENOR_FAILED, failed);
    assert_int_equal(answer.line.data[answer.line.size - 1], '\n');
    json_t *record =
        json_loadb(answer.line.data, answer.line.size - 1, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(record);
    tenor_labeller_free(labeller);
    return record;
}

static const char *text_of(const json_t *record, const char *name) {
    return json_string_value(json_object_get(record, name));
}

static const char *const article = "---\ntitle: The cup\ndate: 2024-05-06\n---\n\nThe team won the "
                                   "match after the goalkeeper saved "
                                   "a penalty, and the coach praised the players.\n";

static void test_fields_in_their_order(void **state) {
    static const char *const names[] = {"id",    "title",  "date",   "lang",  "sha256",
                                        "chars", "labels", "scores", "model", "warnings"};
    bench *self = *state;
    json_t *record = label(self, NULL, "a/b.md", article, false, false);
    size_t i = 0;
    const char *name;
    json_t *value;
    json_object_foreach(record, name, value) {
        assert_string_equal(name, names[i++]);
    }
    assert_int_equal(i, 10);
    assert_string_equal(text_of(record, "id"), "a/b.md");
    assert_string_equal(text_of(record, "title"), "The cup");
    assert_string_equal(text_of(record, "date"), "2024-05-06");
    assert_string_equal(text_of(record, "lang"), "en");
    assert_string_equal(text_of(record, "model"), tenor_model_id(self->model));
    assert_string_equal(text_of(json_object_get(record, "labels"), "kind"), "sport");
    assert_true(json_is_array(json_object_get(json_object_get(record, "labels"), "tags")));
    char digest[TENOR_DIGEST_SIZE];
    tenor_digest(digest, view_of(article));
    assert_string_equal(text_of(record, "sha256"), digest);
    json_decref(record);
}

static void test_scores_of_single_axis_sum_to_one(void **state) {
    json_t *record = label(*state, NULL, "x", article, false, false);
    json_t *scores = json_object_get(json_object_get(record, "scores"), "kind"), *value;
    const char *name;
    double sum = 0;
    json_object_foreach(scores, name, value) {
        sum += json_real_value(value);
    }
    assert_int_equal(json_object_size(scores), 2);
    assert_true(sum > 0.9998 && sum < 1.0002);
    json_decref(record);
}

static void test_text_and_characters(void **state) {
    const tenor_label_options options = {.text = true};
    json_t *record = label(*state, &options, "x", "{\"text\":\"球队获胜😀\"}", true, false);
    assert_string_equal(text_of(record, "text"), "球队获胜😀");
    assert_int_equal(json_integer_value(json_object_get(record, "chars")), 5);
    json_decref(record);
}

static void test_evidence(void **state) {
    const tenor_label_options options = {.evidence = 2, .text = true};
    json_t *record = label(*state, &options, "x", article, false, false);
    json_t *passages =
        json_object_get(json_object_get(json_object_get(record, "evidence"), "kind"), "sport");
    assert_true(json_array_size(passages) >= 1 && json_array_size(passages) <= 2);
    bool in_text = false;
    for (size_t i = 0; i < json_array_size(passages); i++) {
        const json_t *passage = json_array_get(passages, i);
        if (json_object_get(passage, "in") == NULL) { /* ASCII: code points are bytes */
            size_t start = (size_t)json_integer_value(json_object_get(passage, "start"));
            size_t end = (size_t)json_integer_value(json_object_get(passage, "end"));
            assert_int_equal(strlen(text_of(passage, "text")), end - start);
            assert_memory_equal(text_of(record, "text") + start, text_of(passage, "text"),
                                end - start);
            in_text = true;
        }
        assert_true(json_is_real(json_object_get(passage, "score")));
        assert_true(json_is_array(json_object_get(passage, "terms")));
    }
    assert_true(in_text);
    json_decref(record);
}

static void test_json_fields(void **state) {
    bench *self = *state;
    json_t *record = label(
        self, NULL, "in:1",
        "{\"id\":7,\"title\":\"T\",\"date\":\"2020-01-02\",\"text\":\"Shares fell.\",\"x\":1}",
        true, false);
    assert_string_equal(text_of(record, "id"), "7");
    assert_string_equal(text_of(record, "title"), "T");
    assert_string_equal(text_of(record, "date"), "2020-01-02");
    json_decref(record);
    const tenor_label_options options = {
        .text_field = "body", .id_field = "key", .title_field = "head"};
    record = label(self, &options, "in:1",
                   "{\"key\":\"k\",\"head\":\"H\",\"body\":\"Shares fell.\"}", true, false);
    assert_string_equal(text_of(record, "id"), "k");
    assert_string_equal(text_of(record, "title"), "H");
    json_decref(record);
    record = label(self, NULL, "file.json", "{\n \"text\": \"Shares fell.\"\n}\n", false, false);
    assert_string_equal(text_of(record, "id"), "file.json");
    assert_int_equal(json_integer_value(json_object_get(record, "chars")), 12);
    json_decref(record);
}

static void test_json_with_a_path(void **state) {
    bench *self = *state;
    char line[256];
    const char *path = scratch_write(self->files, "named.txt", "Investors sold shares and bonds.");
    snprintf(line, sizeof line, "{\"id\":\"p\",\"path\":\"%s\"}", path);
    json_t *record = label(self, NULL, "in:1", line, true, false);
    char digest[TENOR_DIGEST_SIZE];
    tenor_digest(digest, view_of("Investors sold shares and bonds."));
    assert_string_equal(text_of(record, "sha256"), digest);
    json_decref(record);
    record = label(self, NULL, "in:2", "{\"id\":\"q\",\"path\":\"/no/such/file\"}", true, true);
    assert_string_equal(text_of(record, "id"), "q");
    assert_string_equal(text_of(json_object_get(record, "error"), "code"), "io");
    json_decref(record);
}

static void check_error(bench *self, const char *line, const char *id, const char *code) {
    json_t *record = label(self, NULL, "in:9", line, true, true);
    assert_int_equal(json_object_size(record), 2);
    assert_string_equal(text_of(record, "id"), id);
    assert_string_equal(text_of(json_object_get(record, "error"), "code"), code);
    assert_true(strlen(text_of(json_object_get(record, "error"), "message")) > 0);
    json_decref(record);
}

static void test_bad_records(void **state) {
    check_error(*state, "{\"text\":", "in:9", "format");
    check_error(*state, "[1,2]", "in:9", "format");
    check_error(*state, "{\"id\":\"z\",\"title\":\"no text\"}", "z", "format");
    check_error(*state, "{\"text\":5}", "in:9", "format");
}

static void test_not_guessed_at(void **state) {
    static const struct {
        const char *text, *warning;
    } cases[] = {
        {"{\"text\":\"\"}", "no text"},
        {"{\"text\":\"Der Vorstand der Bank hat gestern die Zinsen und die Dividende für das "
         "laufende Jahr deutlich gesenkt, wie er mitteilte.\"}",
         "not labelled"},
        {"{\"text\":\"qwx zvb pqk wrt xzy plk mnb vcx qaz wsx edc rfv tgb yhn ujm ikz olp qpw eir "
         "tyu asd\"}",
         "not labelled"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *record = label(*state, NULL, "x", cases[i].text, true, false);
        assert_int_equal(json_object_size(json_object_get(record, "labels")), 0);
        assert_int_equal(json_object_size(json_object_get(record, "scores")), 0);
        const json_t *warnings = json_object_get(record, "warnings");
        bool told = false;
        for (size_t k = 0; k < json_array_size(warnings); k++) {
            told = told ||
                   strstr(json_string_value(json_array_get(warnings, k)), cases[i].warning) != NULL;
        }
        assert_true(told);
        json_decref(record);
    }
}

static void test_binary_bytes(void **state) {
    bench *self = *state;
    tenor_labeller *labeller = NULL;
    tenor_labelled answer;
    unsigned char bytes[512];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 167 % 256);
    }
    assert_int_equal(tenor_labeller_new(&labeller, self->model, NULL, NULL), 0);
    assert_int_equal(tenor_label_bytes(labeller, "b",
                                       (tenor_view){(const char *)bytes, sizeof bytes}, &answer,
                                       NULL),
                     0);
    assert_int_equal(answer.outcome, TENOR_FAILED);
    tenor_labeller_free(labeller);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_in_their_order),
        cmocka_unit_test(test_scores_of_single_axis_sum_to_one),
        cmocka_unit_test(test_text_and_characters),
        cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_json_fields),
        cmocka_unit_test(test_json_with_a_path),
        cmocka_unit_test(test_bad_records),
        cmocka_unit_test(test_not_guessed_at),
        cmocka_unit_test(test_binary_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
