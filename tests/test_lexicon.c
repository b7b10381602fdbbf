/* test_lexicon.c: building, saving and loading; every damage of the bytes is refused or harmless.
 */
#include "feature_fixture.h"

#include "lexicon.h"

static const char *const groups[] = {"layoffs", "geopolitics", "negators"};

static tenor_lexicon *make(const uint16_t *fold, const tenor_lexicon_term *terms, size_t count) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_lexicon *lexicon = NULL;
    assert_int_equal(tenor_lexicon_new(&lexicon, fold, groups, 3, 2, terms, count, &err), 0);
    return lexicon;
}

static tenor_lexicon *make_small(const uint16_t *fold) {
    const tenor_lexicon_term terms[] = {{view_of("裁員"), 0},
                                        {view_of(" Export \t Controls "), 1},
                                        {view_of("no"), 2},
                                        {view_of("裁员"), 1}};
    return make(fold, terms, 4);
}

static void groups_keep_their_names(void **state) {
    tenor_lexicon *lexicon = make_small(*state);
    assert_int_equal(tenor_lexicon_group_count(lexicon), 3);
    assert_string_equal(tenor_lexicon_group_name(lexicon, 0), "layoffs");
    assert_string_equal(tenor_lexicon_group_name(lexicon, 2), "negators");
    tenor_lexicon_free(lexicon);
    tenor_lexicon_free(NULL);
}

static void terms_are_folded_and_their_blanks_single(void **state) {
    static const uint16_t expected[] = {'e', 'x', 'p', 'o', 'r', 't', ' ', 'c',
                                        'o', 'n', 't', 'r', 'o', 'l', 's'};
    tenor_lexicon *lexicon = make_small(*state);
    size_t size;
    const uint16_t *units = tenor_lexicon_term_units(lexicon, 0, &size);
    assert_int_equal(size, 15);
    assert_memory_equal(units, expected, sizeof expected);
    tenor_lexicon_free(lexicon);
}

/* The same terms in another order and script, and one of them twice, make the same bytes. */
static void bytes_depend_on_content_only(void **state) {
    const tenor_lexicon_term terms[] = {{view_of("NO"), 2},
                                        {view_of("裁员"), 1},
                                        {view_of("裁员"), 0},
                                        {view_of("裁員"), 0},
                                        {view_of("export controls"), 1}};
    tenor_lexicon *left = make_small(*state);
    tenor_lexicon *right = make(*state, terms, 5);
    char *left_bytes;
    char *right_bytes;
    size_t left_size;
    size_t right_size;
    assert_int_equal(tenor_lexicon_save(left, &left_bytes, &left_size, NULL), 0);
    assert_int_equal(tenor_lexicon_save(right, &right_bytes, &right_size, NULL), 0);
    assert_int_equal(left_size, right_size);
    assert_memory_equal(left_bytes, right_bytes, left_size);
    free(left_bytes);
    free(right_bytes);
    tenor_lexicon_free(left);
    tenor_lexicon_free(right);
}

static void wrong_terms_are_refused(void **state) {
    static char overlong[300];
    memset(overlong, 'a', sizeof overlong);
    const tenor_lexicon_term wrong[] = {{view_of(""), 0},
                                        {view_of(" \t"), 0},
                                        {view_of("a"), 3},
                                        {{overlong, sizeof overlong}, 0},
                                        {{NULL, 0}, 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        tenor_error err = TENOR_ERROR_INIT;
        tenor_lexicon *lexicon = NULL;
        assert_int_equal(tenor_lexicon_new(&lexicon, *state, groups, 3, 2, &wrong[i], 1, &err),
                         TENOR_DATA);
        assert_true(strstr(err.text, "lexicon term") != NULL);
        assert_null(lexicon);
    }
}

static void wrong_requests_are_refused(void **state) {
    const tenor_lexicon_term term = {view_of("a"), 0};
    tenor_lexicon *lexicon = NULL;
    assert_int_equal(tenor_lexicon_new(&lexicon, *state, groups, 3, 3, &term, 1, NULL), TENOR_DATA);
    assert_int_equal(tenor_lexicon_new(&lexicon, *state, groups, 2000, UINT32_MAX, &term, 1, NULL),
                     TENOR_DATA);
    assert_int_equal(tenor_lexicon_new(&lexicon, *state, groups, 3, 0, &term, 70000, NULL),
                     TENOR_DATA);
    assert_null(lexicon);
}

static void an_empty_lexicon_is_fine(void **state) {
    tenor_lexicon *lexicon = NULL;
    assert_int_equal(tenor_lexicon_new(&lexicon, *state, NULL, 0, UINT32_MAX, NULL, 0, NULL), 0);
    assert_int_equal(tenor_lexicon_group_count(lexicon), 0);
    tenor_lexicon_free(lexicon);
}

static void saved_bytes_load_again(void **state) {
    tenor_lexicon *lexicon = make_small(*state);
    tenor_lexicon *loaded = NULL;
    char *bytes;
    char *again;
    size_t size;
    size_t again_size;
    assert_int_equal(tenor_lexicon_save(lexicon, &bytes, &size, NULL), 0);
    assert_int_equal(tenor_lexicon_load(&loaded, (tenor_view){bytes, size}, NULL), 0);
    assert_string_equal(tenor_lexicon_group_name(loaded, 1), "geopolitics");
    assert_int_equal(tenor_lexicon_save(loaded, &again, &again_size, NULL), 0);
    assert_int_equal(size, again_size);
    assert_memory_equal(bytes, again, size);
    tenor_lexicon_free(loaded);
    tenor_lexicon_free(lexicon);
    free(bytes);
    free(again);
}

static void every_truncation_is_refused(void **state) {
    tenor_lexicon *lexicon = make_small(*state);
    char *bytes;
    size_t size;
    assert_int_equal(tenor_lexicon_save(lexicon, &bytes, &size, NULL), 0);
    for (size_t cut = 0; cut < size; cut++) {
        char *part =
            malloc(cut > 0 ? cut : 1); /* its own block, so that ASan sees a read behind it */
        tenor_lexicon *loaded = NULL;
        assert_non_null(part);
        memcpy(part, bytes, cut);
        assert_int_equal(tenor_lexicon_load(&loaded, (tenor_view){part, cut}, NULL), TENOR_MODEL);
        assert_null(loaded);
        free(part);
    }
    free(bytes);
    tenor_lexicon_free(lexicon);
}

/* One flipped byte is refused, or gives a lexicon that can be matched without harm. */
static void every_flip_is_refused_or_harmless(void **state) {
    static const uint16_t text[] = {0x88C1, 0x5458, ' ', 'n', 'o', ' ', 'e',
                                    'x',    'p',    'o', 'r', 't', 'c'};
    static const tenor_token tokens[] = {{0, 2, TENOR_TOKEN_HAN, false},
                                         {3, 5, TENOR_TOKEN_LETTER, true},
                                         {6, 13, TENOR_TOKEN_LETTER, true}};
    tenor_lexicon *lexicon = make_small(*state);
    tenor_hits hits = {NULL, 0, 0};
    char *bytes;
    size_t size;
    size_t refused = 0;
    assert_int_equal(tenor_lexicon_save(lexicon, &bytes, &size, NULL), 0);
    for (size_t i = 0; i < size * 3; i++) {
        static const int masks[] = {0x01, 0x80, 0xFF};
        tenor_lexicon *loaded = NULL;
        bytes[i / 3] = (char)(bytes[i / 3] ^ masks[i % 3]);
        if (tenor_lexicon_load(&loaded, (tenor_view){bytes, size}, NULL) == 0) {
            assert_int_equal(tenor_lexicon_match(loaded, text, 13, tokens, 3, &hits, NULL), 0);
            for (size_t h = 0; h < hits.count; h++) {
                (void)strlen(tenor_lexicon_group_name(loaded, hits.hits[h].group));
            }
            tenor_lexicon_free(loaded);
        } else {
            refused++;
        }
        bytes[i / 3] = (char)(bytes[i / 3] ^ masks[i % 3]);
    }
    assert_true(refused > size);
    free(hits.hits);
    free(bytes);
    tenor_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_keep_their_names),
        cmocka_unit_test(terms_are_folded_and_their_blanks_single),
        cmocka_unit_test(bytes_depend_on_content_only),
        cmocka_unit_test(wrong_terms_are_refused),
        cmocka_unit_test(wrong_requests_are_refused),
        cmocka_unit_test(an_empty_lexicon_is_fine),
        cmocka_unit_test(saved_bytes_load_again),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(every_flip_is_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, make_fold, free_fold);
}
