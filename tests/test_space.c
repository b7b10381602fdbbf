/* test_space.c: look-up, selection, and the check of a space that lies over foreign bytes. */
#include "feature_fixture.h"

#include "space.h"

#define TERMS 5

static const uint64_t hashes[TERMS] = {7, 7 + 8, 1, UINT64_MAX, 3};
static const char names[] = "裁员jobscutnotx";
static const uint32_t name_at[TERMS + 1] = {0, 6, 10, 13, 16, 17};
static const uint8_t families[TERMS] = {TENOR_FAMILY_WORD, TENOR_FAMILY_WORD, TENOR_FAMILY_LATIN,
                                        TENOR_FAMILY_LEXICON, TENOR_FAMILY_GROUP};

static tenor_space *make(void) {
    const tenor_settings settings = TENOR_SETTINGS_INIT;
    tenor_space_parts parts;
    tenor_space *space = NULL;
    assert_int_equal(tenor_space_new(&space, &settings, NULL, TENOR_HAN_WORDS_NONE, NULL, TERMS,
                                     sizeof names - 1, &parts, NULL),
                     0);
    memcpy(parts.names, names, sizeof names - 1);
    memcpy(parts.name_at, name_at, sizeof name_at);
    memcpy(parts.family, families, sizeof families);
    for (uint32_t i = 0; i < TERMS; i++) {
        parts.idf[i] = 1.0F + (float)i;
        tenor_space_place(space, &parts, hashes[i], i);
    }
    return space;
}

static void terms_are_found_by_hash(void **state) {
    tenor_space *space = make();
    (void)state;
    for (uint32_t i = 0; i < TERMS; i++) {
        assert_int_equal(tenor_space_find(space, hashes[i]), i);
    }
    assert_int_equal(tenor_space_find(space, 0), UINT32_MAX);
    assert_int_equal(tenor_space_find(space, 7 + 16), UINT32_MAX);
    assert_true(3 * space->slot_count >= 4 * space->term_count);
    tenor_space_free(space);
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
    assert_int_equal(tenor_space_find(selected, hashes[1]), 0);
    assert_int_equal(tenor_space_find(selected, hashes[3]), 1);
    assert_int_equal(tenor_space_find(selected, hashes[4]), 2);
    assert_int_equal(tenor_space_find(selected, hashes[0]), UINT32_MAX);
    assert_memory_equal(tenor_space_name(selected, 0).data, "jobs", 4);
    assert_close(selected->idf[2], 5.0, 0.0);
    assert_int_equal(selected->family[1], TENOR_FAMILY_LEXICON);
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
    assert_int_equal(tenor_space_find(selected, hashes[1]), UINT32_MAX);
    assert_int_equal(tenor_space_check(selected, 0, NULL), 0);
    tenor_space_free(selected);
    tenor_space_free(space);
}

/* The ways a space can be damaged, each on a fresh one; parts are writable views of its arrays. */
typedef struct damage {
    const char *name;
    void (*apply)(tenor_space *space, tenor_space_parts *parts);
} damage;

static void slot_count_odd(tenor_space *space, tenor_space_parts *parts) {
    (void)parts;
    space->slot_count--;
}
static void slot_count_zero(tenor_space *space, tenor_space_parts *parts) {
    (void)parts;
    space->slot_count = 0;
}
static void slots_full(tenor_space *space, tenor_space_parts *parts) {
    for (size_t i = 0; i < space->slot_count; i++) {
        parts->slots[i].term = 0;
    }
}
static void too_few_slots(tenor_space *space, tenor_space_parts *parts) {
    (void)parts;
    space->slot_count = 4;
}
static void term_out_of_range(tenor_space *space, tenor_space_parts *parts) {
    for (size_t i = 0; i < space->slot_count; i++) {
        if (parts->slots[i].term == 2) {
            parts->slots[i].term = TERMS;
        }
    }
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
static void family_unknown(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->family[4] = TENOR_FAMILY_COUNT;
}
static void families_mixed(tenor_space *space, tenor_space_parts *parts) {
    (void)space;
    parts->family[0] = TENOR_FAMILY_GROUP;
}
static void settings_wild(tenor_space *space, tenor_space_parts *parts) {
    (void)parts;
    space->settings.word_max = 1000;
}

static void damage_is_refused(void **state) {
    static const damage damages[] = {
        {"slot count odd", slot_count_odd},
        {"slot count 0", slot_count_zero},
        {"slots full", slots_full},
        {"too few slots", too_few_slots},
        {"term range", term_out_of_range},
        {"names backwards", names_backwards},
        {"names too long", names_too_long},
        {"names start late", names_start_late},
        {"idf nan", idf_nan},
        {"idf 0", idf_zero},
        {"family unknown", family_unknown},
        {"families mixed", families_mixed},
        {"settings wild", settings_wild},
    };
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        tenor_error err = TENOR_ERROR_INIT;
        tenor_space *space = make();
        char *block = space->owned;
        size_t slots = space->slot_count * sizeof(tenor_slot);
        tenor_space_parts parts = {(tenor_slot *)(void *)block, (float *)(void *)(block + slots),
                                   NULL, NULL, NULL};
        parts.family = (uint8_t *)(uintptr_t)space->family;
        parts.name_at = (uint32_t *)(uintptr_t)space->name_at;
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
        cmocka_unit_test(terms_are_found_by_hash),
        cmocka_unit_test(names_are_views),
        cmocka_unit_test(a_selection_renumbers_in_order),
        cmocka_unit_test(an_empty_selection_finds_nothing),
        cmocka_unit_test(damage_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
