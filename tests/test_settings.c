/* test_settings.c: which settings are refused. */
#include "feature_fixture.h"

#include "settings.h"

static void the_defaults_are_sound(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    (void)state;
    assert_null(tenor_settings_fault(&settings));
    settings.latin_min = 0;
    settings.latin_max = 0;
    settings.word_max = 0;
    assert_null(tenor_settings_fault(&settings));
}

static void long_ngrams_are_refused(void **state) {
    (void)state;
    for (int field = 0; field < 3; field++) {
        tenor_settings settings = TENOR_SETTINGS_INIT;
        uint32_t *fields[] = {&settings.word_max, &settings.han_max, &settings.latin_max};
        *fields[field] = TENOR_NGRAM_MAX;
        assert_null(tenor_settings_fault(&settings));
        *fields[field] = TENOR_NGRAM_MAX + 1;
        assert_non_null(tenor_settings_fault(&settings));
    }
}

static void letter_lengths_must_be_in_order(void **state) {
    tenor_settings settings = TENOR_SETTINGS_INIT;
    (void)state;
    settings.latin_min = 4;
    settings.latin_max = 3;
    assert_non_null(tenor_settings_fault(&settings));
    settings.latin_min = 0;
    assert_non_null(tenor_settings_fault(&settings));
}

static void weights_must_be_numbers(void **state) {
    static const float wrong[] = {-1.0F, NAN, INFINITY};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        tenor_settings settings = TENOR_SETTINGS_INIT;
        settings.family_weight[TENOR_FAMILY_GROUP] = wrong[i];
        assert_non_null(tenor_settings_fault(&settings));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_defaults_are_sound),
        cmocka_unit_test(long_ngrams_are_refused),
        cmocka_unit_test(letter_lengths_must_be_in_order),
        cmocka_unit_test(weights_must_be_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
