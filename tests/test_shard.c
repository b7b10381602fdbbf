/* test_shard.c: shards of a run: each input in just one, whole or not there, merged to the bytes of
 * one run. */
#include "pipeline_fixture.h"

#include "batch.h"
#include "error.h"
#include "shard.h"

enum { SHARDS = 4 };

static int set_up(void **state) {
    scratch_make(state);
    scratch *self = *state;
    char name[64];
    tenor_buffer lines = TENOR_BUFFER_INIT;
    fixture_model(self, "m.tenor", fixture_annotated);
    for (int i = 0; i < 60; i++) {
        snprintf(name, sizeof name, "in/%03d.txt", i);
        scratch_write(self, name,
                      i % 2 == 0 ? "The team won the match." : "Shares of the bank fell.");
        tenor_buffer_format(&lines, "{\"id\":\"same id\",\"text\":\"Match number %d.\"}\n", i);
    }
    tenor_buffer_add_text(&lines, "{\"broken\n");
    scratch_write(self, "in/many.jsonl", lines.data);
    tenor_buffer_free(&lines);
    mkdir(scratch_path(self, "out"), 0755);
    return 0;
}

/* One run over "in": of a shard, or (count 0) of everything into "whole". */
static int run(scratch *self, const char *folder, size_t index, size_t count, const char *settings,
               bool stop, tenor_error *err) {
    tenor_batch *batch = NULL;
    tenor_source *source = NULL;
    tenor_sink *sink = NULL;
    tenor_shard_pick pick;
    const char *input = scratch_path(self, "in"), *out = scratch_path(self, folder);
    tenor_shard_pick_init(&pick, index, count);
    const tenor_source_options inputs = {.paths = &input,
                                         .path_count = 1,
                                         .fields = TENOR_FIELDS_INIT,
                                         .shard = count > 0 ? &pick : NULL};
    if (count > 0) {
        assert_int_equal(tenor_shard_sink_new(&sink, out, &pick, settings, NULL), 0);
    }
    const tenor_batch_options options = {
        .model = scratch_path(self, "m.tenor"), .output = out, .sink = sink, .threads = 2};
    assert_int_equal(tenor_source_new(&source, &inputs, NULL), 0);
    assert_int_equal(tenor_batch_new(&batch, &options, NULL), 0);
    if (stop) {
        tenor_batch_stop(batch);
    }
    int code = tenor_batch_run(batch, source, err);
    tenor_batch_free(batch);
    tenor_sink_free(sink);
    tenor_source_free(source);
    tenor_shard_pick_free(&pick);
    return code;
}

static void make(scratch *self, size_t index, const char *settings) {
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(run(self, "out", index, SHARDS, settings, false, &err), 0);
}

static tenor_shard_state look(scratch *self, size_t index, uint64_t *records) {
    tenor_shard_facts facts = {0};
    tenor_shard_state state;
    assert_int_equal(
        tenor_shard_look(scratch_path(self, "out"), index, SHARDS, &state, &facts, NULL), 0);
    *records = facts.records;
    tenor_shard_facts_free(&facts);
    return state;
}

static int merge(scratch *self, uint64_t *records, tenor_error *err) {
    return tenor_shard_merge(scratch_path(self, "out"), SHARDS, scratch_path(self, "merged"),
                             records, err);
}

static void test_merged_shards_are_one_run(void **state) {
    scratch *self = *state;
    uint64_t records, sum = 0;
    assert_int_equal(run(self, "whole", 0, 0, NULL, false, NULL), 0);
    for (size_t i = SHARDS; i-- > 0;) { /* in any order */
        assert_int_equal(look(self, i, &records), TENOR_SHARD_MISSING);
        make(self, i, "");
        assert_int_equal(look(self, i, &records), TENOR_SHARD_COMPLETE);
        assert_true(records > 0 && records < 121);
        sum += records;
    }
    assert_int_equal(sum, 121);
    assert_int_equal(merge(self, &records, NULL), 0);
    assert_int_equal(records, 121);
    char *whole = scratch_read(self, "whole"), *merged = scratch_read(self, "merged");
    assert_string_equal(whole, merged);
    free(whole);
    free(merged);
}

static void test_a_stopped_shard_leaves_nothing(void **state) {
    scratch *self = *state;
    uint64_t records;
    assert_int_equal(run(self, "out", 1, SHARDS, "", true, NULL), TENOR_INTERRUPTED);
    assert_int_equal(look(self, 1, &records), TENOR_SHARD_MISSING);
    assert_int_equal(rmdir(scratch_path(self, "out")), 0);
    mkdir(scratch_path(self, "out"), 0755);
}

static void test_damage_is_seen(void **state) {
    scratch *self = *state;
    uint64_t records;
    static const char *const names[] = {"out/shard-2-of-4.jsonl", "out/shard-2-of-4.json"};
    for (size_t i = 0; i < 2; i++) {
        make(self, 2, "");
        char *text = scratch_read(self, names[i]);
        size_t size = strlen(text);
        scratch_write_bytes(self, names[i], text, size / 2); /* cut */
        assert_int_equal(look(self, 2, &records), TENOR_SHARD_DAMAGED);
        scratch_write_bytes(self, names[i], "", 0);
        assert_int_equal(look(self, 2, &records), TENOR_SHARD_DAMAGED);
        text[size / 2] ^= 1; /* a bit flipped; in the side file perhaps one that says the same */
        scratch_write_bytes(self, names[i], text, size);
        assert_true(i == 1 || look(self, 2, &records) == TENOR_SHARD_DAMAGED);
        unlink(scratch_path(self, names[i]));
        assert_int_equal(look(self, 2, &records), TENOR_SHARD_MISSING);
        free(text);
    }
    make(self, 2, "");
    assert_int_equal(look(self, 2, &records), TENOR_SHARD_COMPLETE);
}

/* A side file whose places are no places of the run must not lead merging astray. */
static void test_wrong_places_are_refused(void **state) {
    scratch *self = *state;
    uint64_t records;
    static const char *const gaps[] = {"-1",  "0",    "999999999", "9223372036854775807",
                                       "1.5", "\"1\""};
    make(self, 0, "");
    char *text = scratch_read(self, "out/shard-0-of-4.json"), *list = strstr(text, "\"gaps\":[");
    assert_non_null(list);
    char *behind = strpbrk(list, ",]");
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        tenor_buffer wrong = TENOR_BUFFER_INIT;
        tenor_buffer_add(&wrong, text, (size_t)(list - text) + strlen("\"gaps\":["));
        tenor_buffer_add_text(&wrong, gaps[i]);
        tenor_buffer_add_text(&wrong, behind);
        scratch_write(self, "out/shard-0-of-4.json", wrong.data);
        assert_int_equal(look(self, 0, &records), TENOR_SHARD_DAMAGED);
        tenor_buffer_free(&wrong);
    }
    free(text);
    make(self, 0, "");
}

static void refused(scratch *self, const char *why) {
    tenor_error err = TENOR_ERROR_INIT;
    uint64_t records = 7;
    unlink(scratch_path(self, "merged"));
    assert_int_equal(merge(self, &records, &err), TENOR_DATA);
    assert_non_null(strstr(err.text, why));
    assert_int_equal(records, 7);
    assert_int_not_equal(access(scratch_path(self, "merged"), F_OK), 0);
}

static void test_what_does_not_belong_together_is_not_merged(void **state) {
    scratch *self = *state;
    for (size_t i = 0; i < SHARDS; i++) {
        make(self, i, "");
    }
    unlink(scratch_path(self, "out/shard-3-of-4.json"));
    refused(self, "shard 3 of 4 is missing");
    make(self, 3, "other");
    refused(self, "other options");
    scratch_write(self, "in/new.txt", "A new article.");
    make(self, 3, "");
    refused(self, "other inputs");
    unlink(scratch_path(self, "in/new.txt"));
    make(self, 3, "");
    char *side = scratch_read(self, "out/shard-3-of-4.json");
    char *records = scratch_read(self, "out/shard-3-of-4.jsonl");
    scratch_write(self, "out/shard-2-of-4.json", side); /* shard 3 once more under another name */
    scratch_write(self, "out/shard-2-of-4.jsonl", records);
    refused(self, "another shard has too");
    free(side);
    free(records);
}

static void test_count(void **state) {
    scratch *self = *state;
    size_t count = 9;
    tenor_error err = TENOR_ERROR_INIT;
    mkdir(scratch_path(self, "few"), 0755);
    scratch_write(self, "few/shard-1-of-5.jsonl.host.12.part", "");
    assert_int_equal(tenor_shard_count(scratch_path(self, "few"), &count, NULL), 0);
    assert_int_equal(count, 0);
    scratch_write(self, "few/shard-1-of-5.jsonl", "");
    assert_int_equal(tenor_shard_count(scratch_path(self, "few"), &count, NULL), 0);
    assert_int_equal(count, 5);
    scratch_write(self, "few/shard-1-of-6.jsonl", "");
    assert_int_equal(tenor_shard_count(scratch_path(self, "few"), &count, &err), TENOR_DATA);
    assert_int_equal(tenor_shard_count(scratch_path(self, "none"), &count, NULL), TENOR_IO);
}

/* Other machines, other versions: an input must stay in its shard. */
static void test_the_split_is_fixed(void **state) {
    (void)state;
    static const char *const ids[] = {"news/0001.md", "in/many.jsonl:17", "a.tar!b/c.html"};
    static const size_t shards[] = {168, 639, 602};
    for (size_t i = 0; i < 3; i++) {
        for (size_t shard = 0; shard < 1000; shard++) {
            tenor_shard_pick pick;
            tenor_shard_pick_init(&pick, shard, 1000);
            assert_int_equal(tenor_shard_takes(&pick, view_of(ids[i])), shard == shards[i]);
            tenor_shard_pick_free(&pick);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merged_shards_are_one_run),
        cmocka_unit_test(test_damage_is_seen),
        cmocka_unit_test(test_wrong_places_are_refused),
        cmocka_unit_test(test_what_does_not_belong_together_is_not_merged),
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_the_split_is_fixed),
    };
    const struct CMUnitTest alone[] = {cmocka_unit_test(test_a_stopped_shard_leaves_nothing)};
    return cmocka_run_group_tests(tests, set_up, scratch_remove) +
           cmocka_run_group_tests(alone, set_up, scratch_remove);
}
