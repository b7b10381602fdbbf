/* test_extractor.c: the vector's numbers, its traces, and that reuse changes nothing. */
#include "feature_fixture.h"

#include "extractor.h"

static const char *const texts[] = {
    "公司裁员，员工反对。",  "Company cuts jobs; the cuts hurt", "公司没有裁员！",
    "Jobs are back in 2025", "芯片出口管制 export controls",     "e\xcc\x81t\xc3\xa9 ﬁnal 𠀀好",
};
#define TEXT_COUNT (sizeof texts / sizeof texts[0])

typedef struct fixture {
    uint16_t *fold;
    tenor_lexicon *lexicon;
    tenor_settings settings;
    tenor_space *space;
    tenor_extractor *extractor;
} fixture;

static int make_space(fixture *made) {
    tenor_space_builder *builder = NULL;
    int failed = tenor_space_builder_new(&builder, &made->settings, made->fold,
                                         TENOR_HAN_WORDS_NONE, made->lexicon, NULL);
    for (size_t i = 0; failed == 0 && i < TEXT_COUNT; i++) {
        failed = tenor_space_builder_add(builder, view_of(texts[i]), NULL);
    }
    failed = failed != 0 ? failed : tenor_space_builder_finish(builder, &made->space, NULL);
    tenor_space_builder_free(builder);
    return failed;
}

static int set_up(void **state) {
    static fixture made;
    static const char *const groups[] = {"layoffs", "negators"};
    const tenor_lexicon_term terms[] = {
        {view_of("裁员"), 0}, {view_of("cuts"), 0}, {view_of("没有"), 1}};
    void *fold = NULL;
    if (make_fold(&fold) != 0) {
        return -1;
    }
    made.fold = fold;
    made.settings = (tenor_settings)TENOR_SETTINGS_INIT;
    made.settings.min_df = 1;
    made.settings.family_weight[TENOR_FAMILY_HAN] = 0.5F;
    *state = &made;
    if (tenor_lexicon_new(&made.lexicon, made.fold, groups, 2, 1, terms, 3, NULL) != 0 ||
        make_space(&made) != 0) {
        return -1;
    }
    return tenor_extractor_new(&made.extractor, made.space, NULL);
}

static int tear_down(void **state) {
    fixture *made = *state;
    tenor_extractor_free(made->extractor);
    tenor_extractor_free(NULL);
    tenor_space_free(made->space);
    tenor_lexicon_free(made->lexicon);
    free(made->fold);
    return 0;
}

static tenor_vector extract(const fixture *made, const char *text) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_vector vector = {NULL, NULL, 0};
    assert_int_equal(tenor_extract(made->extractor, view_of(text), &vector, NULL, NULL, &err), 0);
    return vector;
}

/* Value of the term with that family and name, 0 if the vector does not have it. */
static double value_of(const fixture *made, tenor_vector vector, int family, const char *name) {
    for (size_t i = 0; i < vector.size; i++) {
        tenor_view view = tenor_space_name(made->space, vector.term[i]);
        if ((int)tenor_space_family(made->space, vector.term[i]) == family &&
            view.size == strlen(name) && memcmp(view.data, name, view.size) == 0) {
            return (double)vector.value[i];
        }
    }
    return 0.0;
}

static void vectors_are_ordered_and_of_length_1(void **state) {
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        tenor_vector vector = extract(*state, texts[i]);
        double squares = 0.0;
        assert_true(vector.size > 0);
        for (size_t k = 0; k < vector.size; k++) {
            assert_true(k == 0 || vector.term[k] > vector.term[k - 1]);
            assert_true(vector.value[k] > 0.0F);
            squares += (double)vector.value[k] * (double)vector.value[k];
        }
        assert_close(squares, 1.0, 1e-5);
    }
}

static double family_squares(const fixture *made, tenor_vector vector, int family) {
    double squares = 0.0;
    for (size_t i = 0; i < vector.size; i++) {
        if ((int)tenor_space_family(made->space, vector.term[i]) == family) {
            squares += (double)vector.value[i] * (double)vector.value[i];
        }
    }
    return squares;
}

static void families_have_their_weights(void **state) {
    tenor_vector vector = extract(*state, "公司裁员");
    double words = family_squares(*state, vector, TENOR_FAMILY_WORD);
    assert_close(family_squares(*state, vector, TENOR_FAMILY_HAN), 0.25 * words, 1e-5);
    assert_close(family_squares(*state, vector, TENOR_FAMILY_LEXICON), words, 1e-5);
    /* One hit: ln 2 / ln 9 of what a normalised family has. */
    assert_close(value_of(*state, vector, TENOR_FAMILY_GROUP, "layoffs"),
                 log(2) / log(9) * sqrt(words), 1e-5);
}

static void counts_are_sublinear(void **state) {
    const fixture *made = *state;
    tenor_vector vector = extract(made, "公司，反对，反对");
    double once = value_of(made, vector, TENOR_FAMILY_WORD, "公司");
    double twice = value_of(made, vector, TENOR_FAMILY_WORD, "反对");
    double idf_once = log(7.0 / 3.0) + 1.0;
    double idf_twice = log(7.0 / 2.0) + 1.0;
    assert_close(twice / once, (1.0 + log(2)) * idf_twice / idf_once, 1e-5);
}

static void groups_count_up_to_8_hits(void **state) {
    const fixture *made = *state;
    double before = 0.0;
    char text[400] = "公司";
    for (int hits = 1; hits <= 10; hits++) {
        strcat(text, "，裁员");
        tenor_vector vector = extract(made, text);
        double words = sqrt(family_squares(made, vector, TENOR_FAMILY_WORD));
        double ratio = value_of(made, vector, TENOR_FAMILY_GROUP, "layoffs") / words;
        assert_close(ratio, fmin(1.0, log(1.0 + hits) / log(9.0)), 1e-5);
        assert_true(ratio >= before - 1e-6);
        before = ratio;
    }
}

static void large_counts_have_no_edge(void **state) {
    const fixture *made = *state;
    char text[8000];
    for (int count = 250; count <= 260; count++) {
        text[0] = '\0';
        for (int i = 0; i < count; i++) {
            strcat(text, "公司，");
        }
        strcat(text, "反对");
        tenor_vector vector = extract(made, text);
        double ratio = value_of(made, vector, TENOR_FAMILY_WORD, "公司") /
                       value_of(made, vector, TENOR_FAMILY_WORD, "反对");
        assert_close(ratio, (1.0 + log(count)) * (log(7.0 / 3.0) + 1.0) / (log(7.0 / 2.0) + 1.0),
                     1e-4);
    }
}

static void negation_changes_the_feature(void **state) {
    tenor_vector vector = extract(*state, "公司没有裁员");
    assert_true(value_of(*state, vector, TENOR_FAMILY_GROUP, "not layoffs") > 0.0);
    assert_true(value_of(*state, vector, TENOR_FAMILY_LEXICON, "not 裁员") > 0.0);
    assert_true(value_of(*state, vector, TENOR_FAMILY_GROUP, "layoffs") == 0.0);
    assert_true(value_of(*state, vector, TENOR_FAMILY_WORD, "裁员") > 0.0);
}

static void traditional_text_gives_the_same_vector(void **state) {
    const fixture *made = *state;
    tenor_vector vector = extract(made, "公司没有裁员！");
    uint32_t terms[200];
    float values[200];
    size_t size = vector.size;
    assert_true(size < 200);
    memcpy(terms, vector.term, size * sizeof *terms);
    memcpy(values, vector.value, size * sizeof *values);
    vector = extract(made, "公司沒有裁員!");
    assert_int_equal(vector.size, size);
    assert_memory_equal(terms, vector.term, size * sizeof *terms);
    assert_memory_equal(values, vector.value, size * sizeof *values);
}

static void unknown_text_gives_nothing(void **state) {
    assert_int_equal(extract(*state, "").size, 0);
    assert_int_equal(extract(*state, "ζωή").size, 0);
    assert_int_equal(extract(*state, "\xFF\xFE").size, 0);
}

static void known_words_are_counted(void **state) {
    const fixture *made = *state;
    tenor_vector vector;
    size_t tokens;
    size_t known;
    assert_int_equal(tenor_extract(made->extractor, view_of("Company zork 2025 裁员!"), &vector,
                                   &tokens, &known, NULL),
                     0);
    assert_int_equal(tokens, 3);
    assert_int_equal(known, 2);
    assert_int_equal(
        tenor_extract(made->extractor, view_of("φύλλο δέντρο"), &vector, &tokens, &known, NULL), 0);
    assert_int_equal(tokens, 2);
    assert_int_equal(known, 0);
}

static void traces_say_where(void **state) {
    static const struct {
        const char *name;
        int family;
        uint32_t start, end;
    } expected[] = {
        {"été", TENOR_FAMILY_WORD, 0, 4},   {"final", TENOR_FAMILY_WORD, 5, 9},
        {"_fin", TENOR_FAMILY_LATIN, 5, 7}, {"𠀀", TENOR_FAMILY_HAN, 10, 11},
        {"好", TENOR_FAMILY_HAN, 11, 12},
    };
    const fixture *made = *state;
    tenor_vector vector;
    const tenor_occurrence *seen;
    size_t count;
    assert_int_equal(
        tenor_extract_traced(made->extractor, view_of(texts[5]), &vector, &seen, &count, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        assert_true(seen[i].char_start < seen[i].char_end && seen[i].char_end <= 12);
        assert_true(i == 0 || seen[i].char_start >= seen[i - 1].char_start);
    }
    for (size_t e = 0; e < sizeof expected / sizeof expected[0]; e++) {
        size_t hits = 0;
        for (size_t i = 0; i < count; i++) {
            tenor_view name = tenor_space_name(made->space, seen[i].term);
            hits += (int)tenor_space_family(made->space, seen[i].term) == expected[e].family &&
                    name.size == strlen(expected[e].name) &&
                    memcmp(name.data, expected[e].name, name.size) == 0 &&
                    seen[i].char_start == expected[e].start && seen[i].char_end == expected[e].end;
        }
        assert_int_equal(hits, 1);
    }
}

static void traced_and_plain_vectors_are_equal(void **state) {
    const fixture *made = *state;
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        tenor_vector plain = extract(made, texts[i]);
        tenor_vector traced;
        const tenor_occurrence *seen;
        size_t count;
        uint32_t terms[400];
        float values[400];
        assert_true(plain.size < 400);
        memcpy(terms, plain.term, plain.size * sizeof *terms);
        memcpy(values, plain.value, plain.size * sizeof *values);
        assert_int_equal(
            tenor_extract_traced(made->extractor, view_of(texts[i]), &traced, &seen, &count, NULL),
            0);
        assert_int_equal(plain.size, traced.size);
        assert_memory_equal(terms, traced.term, plain.size * sizeof *terms);
        assert_memory_equal(values, traced.value, plain.size * sizeof *values);
    }
}

static void reuse_changes_nothing(void **state) {
    const fixture *made = *state;
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        tenor_extractor *fresh;
        tenor_vector first;
        assert_int_equal(tenor_extractor_new(&fresh, made->space, NULL), 0);
        assert_int_equal(tenor_extract(fresh, view_of(texts[i]), &first, NULL, NULL, NULL), 0);
        tenor_vector second = extract(made, texts[i]);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.term, second.term, first.size * sizeof *first.term);
        assert_memory_equal(first.value, second.value, first.size * sizeof *first.value);
        tenor_extractor_free(fresh);
    }
}

/* More words than are remembered, some again and again: a traced text is never remembered, so its
 * vector is the reference. */
static void remembered_words_change_nothing(void **state) {
    const fixture *made = *state;
    tenor_buffer text = TENOR_BUFFER_INIT;
    uint32_t seed = 7;
    for (int round = 0; round < 40; round++) {
        tenor_vector traced;
        const tenor_occurrence *seen;
        size_t count;
        tenor_buffer_clear(&text);
        for (int word = 0; word < 1500; word++) {
            seed = seed * 1664525U + 1013904223U;
            tenor_buffer_format(&text, "job%ccost%ccontrols%c company cuts ",
                                'a' + (int)(seed >> 8) % 26, 'a' + (int)(seed >> 16) % 26,
                                'a' + (int)(seed >> 24) % 26);
        }
        assert_false(text.failed);
        tenor_vector plain = extract(made, text.data);
        uint32_t *terms = tenor_new_array(plain.size, sizeof *terms);
        float *values = tenor_new_array(plain.size, sizeof *values);
        size_t size = plain.size;
        assert_true(terms != NULL && values != NULL && size > 0);
        memcpy(terms, plain.term, size * sizeof *terms);
        memcpy(values, plain.value, size * sizeof *values);
        assert_int_equal(tenor_extract_traced(made->extractor, tenor_buffer_view(&text), &traced,
                                              &seen, &count, NULL),
                         0);
        assert_int_equal(size, traced.size);
        assert_memory_equal(terms, traced.term, size * sizeof *terms);
        assert_memory_equal(values, traced.value, size * sizeof *values);
        free(terms);
        free(values);
    }
    tenor_buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_ordered_and_of_length_1),
        cmocka_unit_test(families_have_their_weights),
        cmocka_unit_test(counts_are_sublinear),
        cmocka_unit_test(groups_count_up_to_8_hits),
        cmocka_unit_test(large_counts_have_no_edge),
        cmocka_unit_test(negation_changes_the_feature),
        cmocka_unit_test(traditional_text_gives_the_same_vector),
        cmocka_unit_test(unknown_text_gives_nothing),
        cmocka_unit_test(known_words_are_counted),
        cmocka_unit_test(traces_say_where),
        cmocka_unit_test(traced_and_plain_vectors_are_equal),
        cmocka_unit_test(reuse_changes_nothing),
        cmocka_unit_test(remembered_words_change_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
