/* test_han_words.c: what the dictionary knows, what unknown characters cost, which tables are
 * refused. That it cuts as ICU does is test_segment.c's. */
#include "feature_fixture.h"

#include "han_words.h"

/* Lengths of the words of text, from its end. */
static const char *cut(const uint16_t *units, size_t size, char *out) {
    uint64_t *slots = NULL;
    tenor_han_words words = TENOR_HAN_WORDS_NONE;
    uint8_t length[64];
    char *at = out;
    assert_int_equal(tenor_han_words_read(&slots, &words.count, NULL), 0);
    assert_non_null(slots);
    words.slots = slots;
    assert_true(tenor_han_words_are_sound(&words));
    tenor_han_words_cut(&words, units, size, length);
    for (size_t i = size; i > 0; i -= length[i]) {
        at += sprintf(at, "%u", (unsigned)length[i]);
    }
    free(slots);
    return out;
}

static void words_are_found(void **state) {
    char out[64];
    (void)state;
    assert_string_equal(cut(u"人工智能公司裁员", 8, out), "2222");
    assert_string_equal(cut(u"的", 1, out), "1");
}

static void unknown_characters_stand_alone(void **state) {
    char out[64];
    (void)state;
    assert_string_equal(cut(u"\u4DB0\u4DB1公司", 4, out), "211");
}

static void a_table_that_a_search_would_not_end_in_is_refused(void **state) {
    static uint64_t slots[TENOR_HAN_ROOTS + 4];
    uint64_t *table = slots + TENOR_HAN_ROOTS;
    (void)state;
    table[0] = table[1] = table[2] = 1;
    assert_true(tenor_han_words_are_sound(&(tenor_han_words){slots, TENOR_HAN_ROOTS + 4}));
    assert_false(tenor_han_words_are_sound(&(tenor_han_words){slots, TENOR_HAN_ROOTS + 3}));
    table[3] = 1;
    assert_false(tenor_han_words_are_sound(&(tenor_han_words){slots, TENOR_HAN_ROOTS + 4}));
    assert_false(tenor_han_words_are_sound(&(tenor_han_words){slots, TENOR_HAN_ROOTS}));
    assert_true(tenor_han_words_are_sound(&TENOR_HAN_WORDS_NONE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(unknown_characters_stand_alone),
        cmocka_unit_test(a_table_that_a_search_would_not_end_in_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
