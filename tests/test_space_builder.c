/* test_space_builder.c: document frequencies, what is kept, and that neither order nor sharing out
 * matters. */
#include "feature_fixture.h"

#include "space.h"

static const char *const texts[] = {
    "公司裁员，员工反对",
    "Company cuts jobs",
    "公司没有裁员",
    "Jobs are back in 2025",
    "芯片出口管制 export controls",
    "The company cuts costs, not jobs",
    "裁员，裁员，还是裁员！",
};
#define TEXT_COUNT (sizeof texts / sizeof texts[0])

typedef struct fixture {
    uint16_t *fold;
    tenor_lexicon *lexicon;
} fixture;

static int set_up(void **state) {
    static fixture made;
    static const char *const groups[] = {"layoffs", "negators"};
    const tenor_lexicon_term terms[] = {{view_of("裁员"), 0},
                                        {view_of("jobs"), 0},
                                        {view_of("没有"), 1},
                                        {view_of("never seen"), 0}};
    void *fold = NULL;
    if (make_fold(&fold) != 0) {
        return -1;
    }
    made.fold = fold;
    *state = &made;
    return tenor_lexicon_new(&made.lexicon, made.fold, groups, 2, 1, terms, 4, NULL);
}

static int tear_down(void **state) {
    fixture *made = *state;
    tenor_lexicon_free(made->lexicon);
    free(made->fold);
    return 0;
}

static tenor_space_builder *new_builder(const fixture *made, const tenor_settings *settings) {
    tenor_space_builder *builder = NULL;
    assert_int_equal(tenor_space_builder_new(&builder, settings, made->fold, TENOR_HAN_WORDS_NONE,
                                             made->lexicon, NULL),
                     0);
    return builder;
}

static tenor_space *build(const fixture *made, const tenor_settings *settings) {
    tenor_space_builder *builder = new_builder(made, settings);
    tenor_space *space = NULL;
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        assert_int_equal(tenor_space_builder_add(builder, view_of(texts[i]), NULL), 0);
    }
    assert_int_equal(tenor_space_builder_finish(builder, &space, NULL), 0);
    tenor_space_builder_free(builder);
    assert_int_equal(tenor_space_check(space, space->name_at[space->term_count], NULL), 0);
    return space;
}

static uint32_t term_named(const tenor_space *space, int family, const char *name) {
    for (uint32_t term = 0; term < space->term_count; term++) {
        tenor_view view = tenor_space_name(space, term);
        if ((int)tenor_space_family(space, term) == family && view.size == strlen(name) &&
            memcmp(view.data, name, view.size) == 0) {
            return term;
        }
    }
    return UINT32_MAX;
}

static void assert_same(const tenor_space *left, const tenor_space *right) {
    assert_int_equal(left->term_count, right->term_count);
    assert_memory_equal(left->family_at, right->family_at, sizeof left->family_at);
    assert_memory_equal(left->hashes, right->hashes, left->term_count * sizeof *left->hashes);
    assert_memory_equal(left->buckets, right->buckets,
                        tenor_space_bucket_count(left) * sizeof *left->buckets);
    assert_memory_equal(left->idf, right->idf, left->term_count * sizeof *left->idf);
    assert_memory_equal(left->name_at, right->name_at,
                        (left->term_count + 1) * sizeof *left->name_at);
    assert_memory_equal(left->names, right->names, left->name_at[left->term_count]);
}

static void idf_counts_units_not_occurrences(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_space *space = build(*state, &settings);
    uint32_t term = term_named(space, TENOR_FAMILY_WORD, "裁员");
    assert_int_not_equal(term, UINT32_MAX);
    assert_close(space->idf[term], log((1.0 + TEXT_COUNT) / (1.0 + 3.0)) + 1.0, 1e-6);
    tenor_space_free(space);
    tenor_space_free(NULL);
}

static void rare_terms_are_dropped_but_not_the_lexicon(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    settings.min_df = 3;
    tenor_space *space = build(*state, &settings);
    assert_int_equal(term_named(space, TENOR_FAMILY_WORD, "2025"), UINT32_MAX);
    assert_int_equal(term_named(space, TENOR_FAMILY_WORD, "公司"), UINT32_MAX);
    assert_int_not_equal(term_named(space, TENOR_FAMILY_WORD, "jobs"), UINT32_MAX);
    assert_int_not_equal(term_named(space, TENOR_FAMILY_LEXICON, "not 裁员"), UINT32_MAX);
    assert_int_not_equal(term_named(space, TENOR_FAMILY_GROUP, "not layoffs"), UINT32_MAX);
    assert_int_equal(term_named(space, TENOR_FAMILY_LEXICON, "never seen"), UINT32_MAX);
    assert_close(space->idf[term_named(space, TENOR_FAMILY_LEXICON, "jobs")], 1.0, 0.0);
    tenor_space_free(space);
}

static void max_terms_keeps_the_most_frequent(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    size_t counted = 0;
    settings.min_df = 1;
    settings.max_terms = 5;
    tenor_space *space = build(*state, &settings);
    for (size_t i = 0; i < space->term_count; i++) {
        if (tenor_space_family(space, (uint32_t)i) < TENOR_FAMILY_LEXICON) {
            counted++;
            assert_true(space->idf[i] <= logf((1.0F + TEXT_COUNT) / 4.0F) + 1.001F);
        }
    }
    assert_int_equal(counted, 5);
    assert_int_not_equal(term_named(space, TENOR_FAMILY_GROUP, "layoffs"), UINT32_MAX);
    tenor_space_free(space);
}

static void order_and_sharing_out_do_not_matter(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    settings.max_terms = 40;
    settings.min_df = 1;
    tenor_space *expected = build(*state, &settings);
    for (size_t shares = 1; shares <= 3; shares++) {
        tenor_space_builder *builders[3];
        tenor_space *space;
        for (size_t i = 0; i < shares; i++) {
            builders[i] = new_builder(*state, &settings);
        }
        for (size_t i = TEXT_COUNT; i-- > 0;) {
            assert_int_equal(tenor_space_builder_add(builders[i % shares], view_of(texts[i]), NULL),
                             0);
        }
        for (size_t i = shares; i-- > 1;) {
            assert_int_equal(tenor_space_builder_merge(builders[0], builders[i], NULL), 0);
            tenor_space_builder_free(builders[i]);
        }
        assert_int_equal(tenor_space_builder_finish(builders[0], &space, NULL), 0);
        assert_same(space, expected);
        tenor_space_free(space);
        tenor_space_builder_free(builders[0]);
    }
    tenor_space_free(expected);
}

static void a_builder_goes_on_after_a_merge(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_space_builder *left = new_builder(*state, &settings);
    tenor_space_builder *right = new_builder(*state, &settings);
    tenor_space *expected = build(*state, &settings);
    tenor_space *space;
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        assert_int_equal(
            tenor_space_builder_add(i % 2 == 0 ? left : right, view_of(texts[i]), NULL), 0);
        assert_int_equal(tenor_space_builder_merge(left, right, NULL), 0);
    }
    assert_int_equal(tenor_space_builder_finish(left, &space, NULL), 0);
    assert_same(space, expected);
    tenor_space_free(space);
    tenor_space_free(expected);
    tenor_space_builder_free(left);
    tenor_space_builder_free(right);
}

static void no_text_gives_no_space(void **state) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_error err = TENOR_ERROR_INIT;
    tenor_space_builder *builder = new_builder(*state, &settings);
    tenor_space *space = NULL;
    assert_int_equal(tenor_space_builder_finish(builder, &space, &err), TENOR_DATA);
    assert_int_equal(tenor_space_builder_add(builder, view_of(" -- "), NULL), 0);
    assert_int_equal(tenor_space_builder_finish(builder, &space, NULL), TENOR_DATA);
    assert_null(space);
    tenor_space_builder_free(builder);
    tenor_space_builder_free(NULL);
}

static void wrong_settings_are_refused(void **state) {
    const fixture *made = *state;
    tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_space_builder *builder = NULL;
    settings.word_max = 99;
    assert_int_equal(
        tenor_space_builder_new(&builder, &settings, made->fold, TENOR_HAN_WORDS_NONE, NULL, NULL),
        TENOR_USAGE);
    assert_null(builder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idf_counts_units_not_occurrences),
        cmocka_unit_test(rare_terms_are_dropped_but_not_the_lexicon),
        cmocka_unit_test(max_terms_keeps_the_most_frequent),
        cmocka_unit_test(order_and_sharing_out_do_not_matter),
        cmocka_unit_test(a_builder_goes_on_after_a_merge),
        cmocka_unit_test(no_text_gives_no_space),
        cmocka_unit_test(wrong_settings_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
