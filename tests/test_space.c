/* test_space.c: look-up, selection, and the check of a space that lies over foreign bytes. */
#include "feature_fixture.h"

#include "space.h"

#define TERMS 5

/* Two words in the last bucket; a family in between has no terms. */
static const uint64_t hashes[TERMS] = {7, UINT64_MAX - 8, UINT64_MAX, UINT64_MAX, 3};
static const char names[] = "裁员jobscutnotx";
static const uint32_t name_at[TERMS + 1] = {0, 6, 10, 13, 16, 17};
static const uint32_t family_at[TENOR_FAMILY_COUNT + 1] = {0, 3, 3, 3, 4, 5};

static tenor_space *make(void) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_space_parts parts;
    tenor_space *space = NULL;
    assert_int_equal(tenor_space_new(&space, &settings, NULL, TENOR_HAN_WORDS_NONE, NULL, family_at,
                                     sizeof names - 1, &parts, NULL),
                     0);
    memcpy(parts.names, names, sizeof names - 1);
    memcpy(parts.name_at, name_at, sizeof name_at);
    memcpy(parts.hashes, hashes, sizeof hashes);
    for (uint32_t i = 0; i < TERMS; i++) {
        parts.idf[i] = 1.0F + (float)i;
    }
    tenor_space_index(space, &parts);
    return space;
}

static uint32_t find(const tenor_space *space, tenor_family family, uint64_t hash) {
    return tenor_space_pick(space, tenor_space_bucket(space, family, hash), hash);
}

static void terms_are_found_by_family_and_hash(void **state) {
    tenor_space *space = make();
    (void)state;
    for (uint32_t i = 0; i < TERMS; i++) {
        assert_int_equal(find(space, tenor_space_family(space, i), hashes[i]), i);
    }
    assert_int_equal(tenor_space_family(space, 2), TENOR_FAMILY_WORD);
    assert_int_equal(tenor_space_family(space, 3), TENOR_FAMILY_LEXICON);
    assert_int_equal(tenor_space_family(space, 4), TENOR_FAMILY_GROUP);
    assert_int_equal(find(space, TENOR_FAMILY_WORD, 0), UINT32_MAX);
    assert_int_equal(find(space, TENOR_FAMILY_WORD, UINT64_MAX - 1), UINT32_MAX);
    assert_int_equal(find(space, TENOR_FAMILY_HAN, 7), UINT32_MAX);
    assert_int_equal(find(space, TENOR_FAMILY_GROUP, UINT64_MAX), UINT32_MAX);
    tenor_space_free(space);
}

/* Enough terms for many buckets, some of them empty. */
static void many_terms_are_found(void **state) {
    enum { MANY = 1000 };
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    const uint32_t at[TENOR_FAMILY_COUNT + 1] = {0, 0, MANY, MANY, MANY, MANY};
    tenor_space_parts parts;
    tenor_space *space = NULL;
    (void)state;
    assert_int_equal(
        tenor_space_new(&space, &settings, NULL, TENOR_HAN_WORDS_NONE, NULL, at, 0, &parts, NULL),
        0);
    for (uint64_t i = 0; i < MANY; i++) {
        parts.hashes[i] = i * i << 44 | i;
        parts.idf[i] = 1.0F;
    }
    tenor_space_index(space, &parts);
    assert_int_equal(tenor_space_check(space, 0, NULL), 0);
    assert_true(tenor_space_bucket_count(space) > MANY / 4);
    for (uint64_t i = 0; i < MANY; i++) {
        assert_int_equal(find(space, TENOR_FAMILY_HAN, i * i << 44 | i), i);
        assert_int_equal(find(space, TENOR_FAMILY_HAN, (i * i << 44 | i) + MANY), UINT32_MAX);
    }
    tenor_space_free(space);
}

static void families_out_of_order_are_refused(void **state) {
    const uint32_t late[TENOR_FAMILY_COUNT + 1] = {1, 3, 3, 3, 4, 5};
    const uint32_t back[TENOR_FAMILY_COUNT + 1] = {0, 3, 2, 3, 4, 5};
    tenor_space space;
    (void)state;
    assert_true(tenor_space_lay_rows(&space, family_at));
    assert_int_equal(space.term_count, TERMS);
    assert_false(tenor_space_lay_rows(&space, late));
    assert_false(tenor_space_lay_rows(&space, back));
}

static void names_are_views(void **state) {
    tenor_space *space = make();
    tenor_view name = tenor_space_name(space, 1);
    (void)state;
    assert_int_equal(name.size, 4);
    assert_memory_equal(name.data, "jobs", 4);
    tenor_space_free(space);
}

static void a_selection_renumbers_in_order(void **state) {
    static const uint8_t keep[TERMS] = {0, 1, 0, 1, 1};
    tenor_space *space = make();
    tenor_space *selected = NULL;
    (void)state;
    assert_int_equal(tenor_space_select(space, keep, &selected, NULL), 0);
    tenor_space_free(space);
    assert_int_equal(selected->term_count, 3);
    assert_int_equal(find(selected, TENOR_FAMILY_WORD, hashes[1]), 0);
    assert_int_equal(find(selected, TENOR_FAMILY_LEXICON, hashes[3]), 1);
    assert_int_equal(find(selected, TENOR_FAMILY_GROUP, hashes[4]), 2);
    assert_int_equal(find(selected, TENOR_FAMILY_WORD, hashes[0]), UINT32_MAX);
    assert_memory_equal(tenor_space_name(selected, 0).data, "jobs", 4);
    assert_close(selected->idf[2], 5.0, 0.0);
    assert_int_equal(tenor_space_family(selected, 1), TENOR_FAMILY_LEXICON);
    assert_int_equal(tenor_space_check(selected, 8, NULL), 0);
    tenor_space_free(selected);
}

static void an_empty_selection_finds_nothing(void **state) {
    static const uint8_t keep[TERMS] = {0};
    tenor_space *space = make();
    tenor_space *selected = NULL;
    (void)state;
    assert_int_equal(tenor_space_select(space, keep, &selected, NULL), 0);
    assert_int_equal(selected->term_count, 0);
    assert_int_equal(find(selected, TENOR_FAMILY_WORD, hashes[1]), UINT32_MAX);
    assert_int_equal(tenor_space_check(selected, 0, NULL), 0);
    tenor_space_free(selected);
    tenor_space_free(space);
}

/* The ways a space can be damaged, each on a fresh one; parts are writable views of its arrays. */
typedef struct damage {
    const char *name;
    void (*apply)(tenor_space *space, tenor_space_parts *parts);
} damage;

static void bucket_starts_late(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->buckets[0]++;
}
static void bucket_out_of_range(tenor_space *space, tenor_space_parts *parts) {
    parts->buckets[tenor_space_bucket_count(space) - 1] = TERMS + 1;
}
static void hashes_swapped(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->hashes[1] = hashes[2];
    parts->hashes[2] = hashes[1];
}
static void hash_twice(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->hashes[2] = hashes[1];
}
static void hash_in_another_bucket(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->hashes[0] = hashes[1] - 1;
}
static void names_backwards(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->name_at[2] = 4;
}
static void names_too_long(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->name_at[TERMS] = 18;
}
static void names_start_late(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->name_at[0] = 1;
}
static void idf_nan(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->idf[3] = NAN;
}
static void idf_zero(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->idf[3] = 0.0F;
}
static void settings_wild(tenor_space *space, tenor_space_parts *parts) {
    (void)parts;
    space->settings.word_max = 1000;
}

static void damage_is_refused(void **state) {
    static const damage damages[] = {
        {"bucket late", bucket_starts_late},
        {"bucket range", bucket_out_of_range},
        {"hashes swapped", hashes_swapped},
        {"hash twice", hash_twice},
        {"hash elsewhere", hash_in_another_bucket},
        {"names backwards", names_backwards},
        {"names too long", names_too_long},
        {"names start late", names_start_late},
        {"idf nan", idf_nan},
        {"idf 0", idf_zero},
        {"settings wild", settings_wild},
    };
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        tenor_error err = TENOR_ERROR_INIT;
        tenor_space *space = make();
        tenor_space_parts parts = {.hashes = (uint64_t *)(uintptr_t)space->hashes,
                                   .buckets = (uint32_t *)(uintptr_t)space->buckets,
                                   .idf = (float *)(uintptr_t)space->idf,
                                   .name_at = (uint32_t *)(uintptr_t)space->name_at};
        assert_int_equal(tenor_space_check(space, sizeof names - 1, &err), 0);
        damages[i].apply(space, &parts);
        if (tenor_space_check(space, sizeof names - 1, &err) != TENOR_MODEL) {
            fail_msg("not refused: %s", damages[i].name);
        }
        assert_true(err.text[0] != '\0');
        tenor_space_free(space);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_found_by_family_and_hash),
        cmocka_unit_test(many_terms_are_found),
        cmocka_unit_test(families_out_of_order_are_refused),
        cmocka_unit_test(names_are_views),
        cmocka_unit_test(a_selection_renumbers_in_order),
        cmocka_unit_test(an_empty_selection_finds_nothing),
        cmocka_unit_test(damage_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
