/* test_annotated.c: annotated articles in every format, and every kind of problem told by file and
 * line. */
#include "pipeline_fixture.h"

#include "error.h"

typedef struct told {
    char text[8][600];
    size_t count, errors;
} told;

static void tell(void *data, bool is_error, const char *source, long line, const char *text) {
    told *self = data;
    const char *slash = strrchr(source, '/');
    if (self->count < 8) {
        snprintf(self->text[self->count], sizeof self->text[0], "%s:%ld: %s",
                 slash != NULL ? slash + 1 : source, line, text);
    }
    self->count++;
    self->errors += is_error;
}

static int read_into(tenor_dataset *dataset, const char *path, const char *axes, told *problems,
                     tenor_error *err) {
    const tenor_dataset empty = TENOR_DATASET_INIT;
    *problems = (told){0};
    *dataset = empty;
    const tenor_annotated_options options = {axes, tell, problems};
    return tenor_annotated_read(dataset, &path, 1, &options, err);
}

/* Gold of an article as "+", "-" and "." by label. */
static const char *gold_of(const tenor_dataset *dataset, size_t example) {
    static char text[64];
    for (size_t i = 0; i < dataset->label_count; i++) {
        text[i] = ".-+"[dataset->examples[example].gold[i] + 1];
    }
    text[dataset->label_count] = '\0';
    return text;
}

static void test_json_lines(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    const char *path =
        scratch_write(self, "a.jsonl",
                      "{\"id\":\"1\",\"title\":\"T\",\"text\":\"one\",\"lang\":\"en\",\"labels\":{"
                      "\"topic\":[\"cost\",\"layoffs\"],\"tone\":\"bad\"}}\n"
                      "\n"
                      "{\"id\":2,\"text\":\"The second article of the "
                      "file.\",\"labels\":{\"topic\":[],\"tone\":null}}\n"
                      "{\"text\":\"three\",\"labels\":{\"tone\":\"good\"}}\n");
    assert_int_equal(read_into(&dataset, path, NULL, &problems, NULL), 0);
    assert_int_equal(problems.count, 0);
    assert_int_equal(dataset.axis_count, 2);
    assert_string_equal(dataset.axes[0].name, "tone");
    assert_false(dataset.axes[0].multi);
    assert_string_equal(dataset.axes[1].name, "topic");
    assert_true(dataset.axes[1].multi);
    assert_int_equal(dataset.axes[1].first_label, 2);
    assert_string_equal(dataset.axes[1].labels[1], "layoffs");
    assert_int_equal(dataset.example_count, 3);
    assert_string_equal(gold_of(&dataset, 0), "+-++");
    assert_string_equal(gold_of(&dataset, 1), "..--");
    assert_string_equal(gold_of(&dataset, 2), "-+..");
    assert_string_equal(dataset.examples[0].title, "T");
    assert_string_equal(dataset.examples[1].id, "2");
    assert_string_equal(dataset.examples[1].lang, "en");
    assert_int_equal(dataset.examples[2].line, 4);
    assert_int_equal(strlen(dataset.digest), 64);
    tenor_dataset_free(&dataset);
}

static void test_folder_with_files(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    scratch_write(self, "f/labels.jsonl",
                  "{\"file\":\"one.md\",\"labels\":{\"tone\":\"good\"}}\n{\"path\":\"two.txt\","
                  "\"title\":\"Other\",\"labels\":{\"tone\":\"bad\"}}\n");
    scratch_write(self, "f/one.md", "# Heading\n\nThe text of the first article is here.\n");
    scratch_write(self, "f/articles/two.txt", "The second article lies in a folder below.");
    char folder[128];
    snprintf(folder, sizeof folder, "%s/f", self->folder);
    assert_int_equal(read_into(&dataset, folder, NULL, &problems, NULL), 0);
    assert_int_equal(dataset.example_count, 2);
    assert_string_equal(dataset.examples[0].id, "one.md");
    assert_string_equal(dataset.examples[0].title, "Heading");
    assert_string_equal(dataset.examples[0].text, "The text of the first article is here.");
    assert_string_equal(dataset.examples[1].title, "Other");
    tenor_dataset_free(&dataset);
}

static void test_tables(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    const char *path =
        scratch_write(self, "t.csv",
                      "\xEF\xBB\xBFid,text,topic,tone,words\r\n1,\"a, \"\"quoted\"\"\nlong "
                      "one\",cost;layoffs,very good,x y\r\n2,b,cost,bad,\r\n3,c,[],bad,y\r\n");
    assert_int_equal(read_into(&dataset, path, NULL, &problems, NULL), 0);
    assert_int_equal(dataset.axis_count, 3);
    assert_string_equal(dataset.examples[0].text, "a, \"quoted\"\nlong one");
    assert_true(dataset.axes[1].multi); /* topic */
    assert_true(dataset.axes[2].multi); /* words: separated by blanks */
    assert_string_equal(gold_of(&dataset, 0), "-++++++");
    tenor_dataset_free(&dataset);
    path = scratch_write(self, "t.tsv", "text\ttone\nfirst text\tgood\nsecond text\tbad\n");
    assert_int_equal(read_into(&dataset, path, NULL, &problems, NULL), 0);
    assert_string_equal(gold_of(&dataset, 0), "-+");
    assert_false(dataset.axes[0].multi);
    tenor_dataset_free(&dataset);
    path = scratch_write(self, "bad.csv", "text,tone\na,good\nb,bad,more\n");
    assert_int_equal(read_into(&dataset, path, NULL, &problems, NULL), TENOR_DATA);
    assert_string_equal(problems.text[0], "bad.csv:3: the row has 3 cells, the header 2");
    tenor_dataset_free(&dataset);
}

static void test_fasttext(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    const char *path = scratch_write(
        self, "f.txt", "__label__a some words\n__label__b other __label__a words here\nno label\n");
    assert_int_equal(read_into(&dataset, path, NULL, &problems, NULL), 0);
    assert_string_equal(dataset.axes[0].name, "label");
    assert_true(dataset.axes[0].multi);
    assert_string_equal(dataset.examples[1].text, "other words here");
    assert_string_equal(gold_of(&dataset, 1), "++");
    assert_string_equal(gold_of(&dataset, 2), "..");
    assert_string_equal(problems.text[0], "f.txt:3: no __label__ in the line: not annotated");
    assert_int_equal(problems.errors, 0);
    tenor_dataset_free(&dataset);
}

static void check_error(scratch *self, const char *text, const char *message) {
    tenor_dataset dataset;
    told problems;
    tenor_error err = TENOR_ERROR_INIT;
    const char *path = scratch_write(self, "e.jsonl", text);
    assert_int_equal(read_into(&dataset, path, NULL, &problems, &err), TENOR_DATA);
    if (problems.errors > 0) {
        assert_string_equal(problems.text[0], message);
    } else {
        assert_string_equal(err.text, message);
    }
    tenor_dataset_free(&dataset);
}

static void test_errors(void **state) {
    scratch *self = *state;
    check_error(self, "{\"text\":\"a\",\"labels\":{\"x\":\"y\"}}\n{\"text\":\n",
                "e.jsonl:2: not a JSON object: unexpected token near end of file");
    check_error(
        self,
        "{\"text\":\"a\",\"labels\":{\"x\":\"y\"}}\n{\"text\":\"b\",\"labels\":{\"x\":[\"y\"]}}\n",
        "e.jsonl:2: \"x\" is a list in some articles and one label in others");
    check_error(self, "{\"labels\":{\"x\":\"y\"}}\n", "e.jsonl:1: neither \"text\" nor \"path\"");
    check_error(self, "{\"text\":\"a\",\"labels\":\"x\"}\n",
                "e.jsonl:1: \"labels\" is not an object {axis: label or [labels]}");
    check_error(self, "{\"text\":\"a\",\"labels\":{\"x\":{\"y\":1}}}\n",
                "e.jsonl:1: \"x\" is neither a label nor a list of labels");
    check_error(self, "{\"text\":\"a\",\"labels\":{}}\n", "no article has labels");
    check_error(self, "{\"text\":\"\",\"labels\":{\"x\":\"y\"}}\n",
                "no annotated articles were found");
    check_error(self, "",
                "e.jsonl:1: neither JSON Lines, nor fastText, nor a table with a column \"text\"");
}

static void test_warnings(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    const char *path =
        scratch_write(self, "w.jsonl",
                      "{\"id\":\"1\",\"text\":\"same\",\"kind\":1,\"labels\":{\"x\":\"y\"}}\n{"
                      "\"id\":\"1\",\"text\":\"same\",\"labels\":{\"x\":\"z\"}}\n"
                      "{\"id\":\"3\",\"text\":\"\",\"labels\":{\"x\":\"z\"}}\n"
                      "{\"id\":\"4\",\"text\":\"other\",\"lables\":{\"x\":\"z\"}}\n");
    assert_int_equal(read_into(&dataset, path, NULL, &problems, NULL), 0);
    assert_int_equal(problems.errors, 0);
    assert_int_equal(problems.count, 4);
    assert_string_equal(problems.text[0], "w.jsonl:3: the article is empty: left out");
    assert_string_equal(problems.text[1],
                        "w.jsonl:4: no \"labels\", but an unknown field \"lables\" (told once)");
    assert_non_null(strstr(problems.text[2], "the id \"1\" was there before"));
    assert_non_null(strstr(problems.text[3], "but with other labels"));
    tenor_dataset_free(&dataset);
}

static void test_axes_file_rules(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    tenor_error err = TENOR_ERROR_INIT;
    scratch_write(
        self, "d/axes.json",
        "{\"axes\":[{\"name\":\"topic\",\"multi\":true,\"labels\":[\"cost\",\"absent\"]}]}");
    scratch_write(self, "d/x.jsonl", "{\"text\":\"a\",\"labels\":{\"topic\":\"cost\"}}\n");
    char folder[128];
    snprintf(folder, sizeof folder, "%s/d", self->folder);
    assert_int_equal(read_into(&dataset, folder, NULL, &problems, &err), 0);
    assert_int_equal(dataset.label_count, 2);
    assert_string_equal(gold_of(&dataset, 0), "+-");
    tenor_dataset_free(&dataset);
    scratch_write(self, "d/x.jsonl",
                  "{\"text\":\"a\",\"labels\":{\"topic\":[\"price\"],\"mood\":\"x\"}}\n");
    assert_int_equal(read_into(&dataset, folder, NULL, &problems, &err), TENOR_DATA);
    assert_string_equal(problems.text[0], "x.jsonl:1: axis \"topic\" has no label \"price\"");
    assert_string_equal(problems.text[1], "x.jsonl:1: axes.json has no axis \"mood\"");
    tenor_dataset_free(&dataset);
}

static void test_order_of_files_does_not_matter_to_axes(void **state) {
    scratch *self = *state;
    tenor_dataset left, right;
    told problems;
    const char *a = scratch_write(self, "o1.jsonl",
                                  "{\"text\":\"a\",\"labels\":{\"z\":\"q\",\"b\":\"x\"}}\n{"
                                  "\"text\":\"b\",\"labels\":{\"z\":\"p\"}}\n");
    const char *b = scratch_write(self, "o2.jsonl",
                                  "{\"text\":\"b\",\"labels\":{\"z\":\"p\"}}\n{\"text\":\"a\","
                                  "\"labels\":{\"b\":\"x\",\"z\":\"q\"}}\n");
    assert_int_equal(read_into(&left, a, NULL, &problems, NULL), 0);
    assert_int_equal(read_into(&right, b, NULL, &problems, NULL), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(left.axes[i].name, right.axes[i].name);
        assert_string_equal(left.axes[i].labels[0], right.axes[i].labels[0]);
    }
    tenor_dataset_free(&left);
    tenor_dataset_free(&right);
}

static void test_missing_file(void **state) {
    scratch *self = *state;
    tenor_dataset dataset;
    told problems;
    assert_int_equal(read_into(&dataset, scratch_path(self, "none.jsonl"), NULL, &problems, NULL),
                     TENOR_DATA);
    assert_int_equal(problems.errors, 1);
    tenor_dataset_free(&dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_lines),
        cmocka_unit_test(test_folder_with_files),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_fasttext),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_warnings),
        cmocka_unit_test(test_axes_file_rules),
        cmocka_unit_test(test_order_of_files_does_not_matter_to_axes),
        cmocka_unit_test(test_missing_file),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
