/* test_features_starved.c: the n-th allocation fails, for every n, on the whole way from text to
 * vector. Each time the answer must be TENOR_MEMORY, with nothing leaked (ASan) and the objects fit
 * to be freed. ICU's own allocations are in its shared library and are not reached. Linked with
 * --wrap for malloc, calloc and realloc. */
#include "feature_fixture.h"

#include <stdbool.h>

#include "extractor.h"
#include "passage.h"

#include "starved.h"

static const char text[] = "公司裁员。The company cuts 1,200 jobs!\nﬁnal e\xcc\x81t\xc3\xa9";

/* Runs one step after another as long as they succeed. */
#define STEP(call)                                                                                 \
    if (code == 0) {                                                                               \
        code = (call);                                                                             \
    }

static int build_space(const tenor_settings *settings, const uint16_t *fold, tenor_han_words words,
                       const tenor_lexicon *lexicon, tenor_space **space) {
    tenor_space_builder *builder = NULL;
    tenor_space_builder *other = NULL;
    int code = tenor_space_builder_new(&builder, settings, fold, words, lexicon, NULL);
    STEP(tenor_space_builder_new(&other, settings, fold, words, lexicon, NULL))
    STEP(tenor_space_builder_add(builder, view_of(text), NULL))
    STEP(tenor_space_builder_add(other, view_of("其他文字"), NULL))
    STEP(tenor_space_builder_merge(builder, other, NULL))
    STEP(tenor_space_builder_finish(builder, space, NULL))
    tenor_space_builder_free(builder);
    tenor_space_builder_free(other);
    return code;
}

static int cut(void) {
    tenor_splitter *splitter = NULL;
    const tenor_passage *passages;
    size_t count;
    int code = tenor_splitter_new(&splitter, NULL);
    STEP(tenor_split(splitter, view_of(text), 20, &passages, &count, NULL))
    tenor_splitter_free(splitter);
    return code;
}

static int go_all_the_way(const uint16_t *fold, tenor_han_words words) {
    static const char *const groups[] = {"layoffs"};
    const tenor_lexicon_term term = {view_of("裁员"), 0};
    tenor_settings settings = TENOR_SETTINGS_INIT;
    uint8_t keep[1000];
    tenor_lexicon *lexicon = NULL;
    tenor_space *space = NULL;
    tenor_space *selected = NULL;
    tenor_extractor *extractor = NULL;
    tenor_vector vector;
    const tenor_occurrence *seen;
    size_t count = 0;
    char *bytes = NULL;
    settings.min_df = 1;
    memset(keep, 1, sizeof keep);
    int code = cut();
    STEP(tenor_lexicon_new(&lexicon, fold, groups, 1, UINT32_MAX, &term, 1, NULL))
    STEP(tenor_lexicon_save(lexicon, &bytes, &count, NULL))
    STEP(build_space(&settings, fold, words, lexicon, &space))
    STEP(tenor_space_select(space, keep, &selected, NULL))
    STEP(tenor_extractor_new(&extractor, selected, NULL))
    STEP(tenor_extract(extractor, view_of(text), &vector, NULL, NULL, NULL))
    STEP(tenor_extract_traced(extractor, view_of(text), &vector, &seen, &count, NULL))
    free(bytes);
    tenor_extractor_free(extractor);
    tenor_space_free(selected);
    tenor_space_free(space);
    tenor_lexicon_free(lexicon);
    return code;
}

static void every_failing_allocation_is_told(void **state) {
    int code = TENOR_MEMORY;
    long n = 0;
    uint64_t *slots = NULL;
    tenor_han_words words = TENOR_HAN_WORDS_NONE;
    assert_int_equal(tenor_han_words_read(&slots, &words.count, NULL), 0);
    words.slots = slots;
    for (; code != 0 && n < 10000; n++) {
        left = n;
        code = go_all_the_way(*state, words);
        left = -1;
        assert_true(code == 0 || code == TENOR_MEMORY);
    }
    free(slots);
    assert_int_equal(code, 0);
    assert_true(n > 30);
}

static void the_fold_table_too(void **state) {
    int code = TENOR_MEMORY;
    uint16_t *table = tenor_new_array(TENOR_FOLD_SIZE, sizeof *table);
    (void)state;
    assert_non_null(table);
    for (long n = 0; code != 0 && n < 10; n++) {
        left = n;
        code = tenor_fold_table(table, NULL);
        left = -1;
        assert_true(code == 0 || code == TENOR_MEMORY);
    }
    assert_int_equal(code, 0);
    free(table);
}

/* After warming up, a text of no more than known size allocates nothing. */
static void the_steady_state_allocates_nothing(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_settings all = settings;
    tenor_space *space = NULL;
    tenor_extractor *extractor = NULL;
    tenor_vector vector;
    all.min_df = 1;
    assert_int_equal(build_space(&all, *state, TENOR_HAN_WORDS_NONE, NULL, &space), 0);
    assert_int_equal(tenor_extractor_new(&extractor, space, NULL), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tenor_extract(extractor, view_of(text), &vector, NULL, NULL, NULL), 0);
        left = 0; /* from now on any allocation fails */
    }
    left = -1;
    tenor_extractor_free(extractor);
    tenor_space_free(space);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_allocation_is_told),
        cmocka_unit_test(the_fold_table_too),
        cmocka_unit_test(the_steady_state_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, make_fold, free_fold);
}
