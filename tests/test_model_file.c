/* test_model_file.c: what is packed comes back to the bit, and no damaged file is taken for a
 * model. */
#include "packed_fixture.h"

#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { HEADER = 64, TABLE = HEADER + 16 * TENOR_SECTION_COUNT };

static uint64_t number_at(const char *bytes, size_t at) {
    uint64_t number;
    memcpy(&number, bytes + at, sizeof number);
    return number;
}

static size_t section_at(const packed *p, tenor_section s) {
    return (size_t)number_at(p->bytes, HEADER + 16 * (size_t)s);
}

static size_t section_size(const packed *p, tenor_section s) {
    return (size_t)number_at(p->bytes, HEADER + 16 * (size_t)s + 8);
}

/* Makes size and checksum fit damaged bytes: what then is refused is refused by the checks behind
 * the checksum. */
static void reseal(char *bytes, uint64_t size) {
    memcpy(bytes + 16, &size, sizeof size);
    uint64_t sum = XXH3_64bits_withSeed(bytes + 32, (size_t)size - 32, XXH3_64bits(bytes, 24));
    memcpy(bytes + 24, &sum, sizeof sum);
}

/* A copy of the first size bytes in a block of just that size, so that reading on is noticed. */
static char *copy_bytes(const packed *p, size_t size) {
    char *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    memcpy(copy, p->bytes, size);
    return copy;
}

static void assert_refused(const char *bytes, size_t size) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_model *model = NULL;
    assert_int_equal(tenor_model_load(&model, (tenor_view){bytes, size}, &err), TENOR_MODEL);
    assert_null(model);
    assert_string_not_equal(err.text, "");
}

/* --- round trip --- */

static void axes_and_labels_come_back(void **state) {
    const packed *p = *state;
    const tenor_model *m = p->model;
    assert_int_equal(tenor_model_axis_count(m), 2);
    assert_int_equal(tenor_model_label_count(m), 4);
    assert_string_equal(tenor_model_axis(m, 0)->name, "topic");
    assert_true(tenor_model_axis(m, 0)->multi);
    assert_string_equal(tenor_model_axis(m, 1)->name, "tone");
    assert_false(tenor_model_axis(m, 1)->multi);
    assert_int_equal(tenor_model_axis(m, 1)->first_label, 2);
    assert_int_equal(tenor_model_axis(m, 1)->label_count, 2);
    assert_string_equal(tenor_model_label(m, TONE_BRIGHT)->name, "bright");
    for (size_t l = 0; l < 4; l++) {
        const tenor_label_row *row = tenor_model_label_row(m, l);
        assert_close(tenor_model_label(m, l)->threshold, p->labels[l].threshold, 0.0);
        assert_int_equal(tenor_model_label(m, l)->calibrated, l != 1);
        assert_close(row->bias, p->labels[l].bias, 0.0);
        assert_close(row->slope, p->labels[l].slope, 0.0);
        assert_close(row->offset, p->labels[l].offset, 0.0);
    }
    tenor_view info = tenor_model_info(m);
    assert_int_equal(info.size, p->parts.info.size);
    assert_memory_equal(info.data, p->parts.info.data, info.size);
}

static void numbers_come_back_to_the_bit(void **state) {
    const packed *p = *state;
    const tenor_space *was = p->set.space, *is = tenor_model_space(p->model);
    size_t n = was->term_count, width = tenor_pool_width(p->set.lexicon);
    assert_int_equal(is->term_count, n);
    size_t buckets = tenor_space_bucket_count(was);
    assert_int_equal(tenor_space_bucket_count(is), buckets);
    assert_memory_equal(is->family_at, was->family_at, sizeof is->family_at);
    assert_memory_equal(&is->settings, &was->settings, sizeof is->settings);
    assert_memory_equal(is->fold, was->fold, TENOR_FOLD_SIZE * sizeof *is->fold);
    assert_memory_equal(is->hashes, was->hashes, n * sizeof *is->hashes);
    assert_memory_equal(is->buckets, was->buckets, buckets * sizeof *is->buckets);
    assert_memory_equal(is->idf, was->idf, n * sizeof *is->idf);
    assert_memory_equal(is->name_at, was->name_at, (n + 1) * sizeof *is->name_at);
    assert_memory_equal(is->names, was->names, was->name_at[n]);
    assert_memory_equal(tenor_model_weights(p->model), p->weights, n * 4 * sizeof(float));
    assert_int_equal(tenor_model_pool_width(p->model), width);
    for (size_t l = 0; l < 4; l++) {
        assert_memory_equal(tenor_model_pool(p->model, l), p->pools + l * width,
                            width * sizeof(double));
    }
}

static void the_same_parts_give_the_same_bytes(void **state) {
    const packed *p = *state;
    char *again = NULL, *of_loaded = NULL;
    size_t size = 0;
    assert_int_equal(tenor_model_pack(&p->parts, &again, &size, NULL), 0);
    assert_int_equal(size, p->size);
    assert_memory_equal(again, p->bytes, size);
    tenor_model_parts parts = p->parts; /* and those of the loaded model too */
    parts.space = tenor_model_space(p->model);
    parts.weights = tenor_model_weights(p->model);
    parts.pools = tenor_model_pool(p->model, 0);
    assert_int_equal(tenor_model_pack(&parts, &of_loaded, &size, NULL), 0);
    assert_int_equal(size, p->size);
    assert_memory_equal(of_loaded, p->bytes, size);
    free(again);
    free(of_loaded);
}

static void the_id_tells_models_apart(void **state) {
    packed *p = *state;
    char *bytes = NULL;
    size_t size = 0;
    tenor_model *other = NULL;
    const char *id = tenor_model_id(p->model);
    assert_int_equal(strlen(id), 16);
    assert_int_equal(strspn(id, "0123456789abcdef"), 16);
    tenor_model_parts parts = p->parts;
    parts.info = view_of("{}");
    assert_int_equal(tenor_model_pack(&parts, &bytes, &size, NULL), 0);
    assert_int_equal(tenor_model_load(&other, (tenor_view){bytes, size}, NULL), 0);
    assert_string_not_equal(tenor_model_id(other), id);
    tenor_model_close(other);
    free(bytes);
}

static void languages_are_compared_by_their_first_part(void **state) {
    const packed *p = *state;
    assert_true(tenor_model_knows_language(p->model, "en"));
    assert_true(tenor_model_knows_language(p->model, "zh-Hant"));
    assert_true(tenor_model_knows_language(p->model, "und"));
    assert_false(tenor_model_knows_language(p->model, "e"));
    assert_false(tenor_model_knows_language(p->model, "eng"));
    assert_false(tenor_model_knows_language(p->model, "fr"));
}

/* --- self-test --- */

static void the_self_test_agrees_with_itself(void **state) {
    const packed *p = *state;
    double difference = 1.0;
    assert_int_equal(tenor_model_self_test(p->model, &difference, NULL), 0);
    assert_close(difference, 0.0, 0.0);
}

static void the_self_test_tells_another_answer(void **state) {
    const packed *p = *state;
    double difference = 0.0, decision;
    tenor_model *model = NULL;
    char *bytes = copy_bytes(p, p->size);
    size_t at = section_at(p, TENOR_SECTION_SELF_TEST) + offsetof(tenor_self_test_row, decision);
    memcpy(&decision, bytes + at, sizeof decision);
    decision += 0.5;
    memcpy(bytes + at, &decision, sizeof decision);
    reseal(bytes, p->size);
    assert_int_equal(tenor_model_load(&model, (tenor_view){bytes, p->size}, NULL), 0);
    assert_int_equal(tenor_model_self_test(model, &difference, NULL), 0);
    assert_close(difference, 0.5, 1e-9);
    tenor_model_close(model);
    free(bytes);
}

static void a_model_may_have_no_self_test(void **state) {
    packed *p = *state;
    double difference = 1.0;
    char *bytes = NULL;
    size_t size = 0;
    tenor_model *model = NULL;
    tenor_model_parts parts = p->parts;
    parts.self_test_count = 0;
    assert_int_equal(tenor_model_pack(&parts, &bytes, &size, NULL), 0);
    assert_int_equal(tenor_model_load(&model, (tenor_view){bytes, size}, NULL), 0);
    assert_int_equal(tenor_model_self_test(model, &difference, NULL), 0);
    assert_close(difference, 0.0, 0.0);
    tenor_model_close(model);
    free(bytes);
    parts.self_test_count = TENOR_SELF_TESTS + 1;
    assert_int_equal(tenor_model_pack(&parts, &bytes, &size, NULL), TENOR_LIMIT);
}

/* --- damage --- */

static bool is_border(const packed *p, size_t size) {
    for (size_t s = 0; s < TENOR_SECTION_COUNT; s++) {
        size_t start = section_at(p, (tenor_section)s);
        size_t end = start + section_size(p, (tenor_section)s);
        if ((size + 1 >= start && size <= start + 1) || (size + 1 >= end && size <= end + 1)) {
            return true;
        }
    }
    return size + 64 >= p->size;
}

/* With its size as it was, and with size and checksum made to fit. */
static void every_prefix_is_refused(void **state) {
    const packed *p = *state;
    for (size_t size = 0; size < p->size; size += size < 8192 ? 1 : 4099) {
        if (size < TABLE + 64 || is_border(p, size) || size % 997 == 0) {
            char *bytes = copy_bytes(p, size);
            assert_refused(bytes, size);
            if (size >= HEADER) {
                reseal(bytes, size);
                assert_refused(bytes, size);
            }
            free(bytes);
        }
    }
}

static void more_bytes_are_refused(void **state) {
    const packed *p = *state;
    char *bytes = malloc(p->size + 64);
    assert_non_null(bytes);
    memcpy(bytes, p->bytes, p->size);
    memset(bytes + p->size, 0, 64);
    assert_refused(bytes, p->size + 1);
    assert_refused(bytes, p->size + 64);
    free(bytes);
}

static bool is_small(const packed *p, size_t at) {
    size_t fold = section_at(p, TENOR_SECTION_FOLD);
    return at < fold || at >= fold + section_size(p, TENOR_SECTION_FOLD);
}

static void every_changed_byte_is_refused(void **state) {
    const packed *p = *state;
    static const char flips[] = {0x01, 0x02, (char)0x80, (char)0xFF};
    char *bytes = copy_bytes(p, p->size);
    for (size_t at = 0; at < p->size; at += at < 8192 ? 1 : 4099) {
        if (is_small(p, at) || at % 97 == 0) {
            size_t tries = at < TABLE ? COUNT_OF(flips) : 1;
            for (size_t f = 0; f < tries; f++) {
                char flip = flips[at < TABLE ? f : at % COUNT_OF(flips)];
                bytes[at] = (char)(bytes[at] ^ flip);
                assert_refused(bytes, p->size);
                bytes[at] = p->bytes[at];
            }
        }
    }
    free(bytes);
}

/* Asks a model everything. */
static void use(const tenor_model *model) {
    tenor_scorer *scorer = NULL;
    tenor_verdict verdict;
    tenor_explanation explanation;
    tenor_contribution strongest[5];
    double difference;
    size_t found;
    assert_int_equal(tenor_scorer_new(&scorer, model, NULL), 0);
    if (tenor_score(scorer, view_of("公司裁员"), view_of(layoff_texts[10]), &verdict, NULL) == 0 &&
        verdict.passage_count > 0 && tenor_model_label_count(model) > 0) {
        assert_int_equal(tenor_explain(scorer, 0, 0, &explanation, NULL), 0);
        assert_int_equal(tenor_model_strongest(model, 0, false, strongest, 5, &found, NULL), 0);
    }
    (void)!tenor_model_self_test(model, &difference, NULL);
    tenor_model_knows_language(model, "fr");
    for (size_t a = 0; a < tenor_model_axis_count(model); a++) {
        assert_true(strlen(tenor_model_axis(model, a)->name) < 1000);
    }
    tenor_scorer_free(scorer);
}

/* Damage under a fitting checksum, as a broken writer would leave it: refused or harmless. */
static void a_forged_checksum_does_no_harm(void **state) {
    const packed *p = *state;
    static const char flips[] = {0x01, 0x40, (char)0x80, (char)0xFF};
    size_t taken = 0, refused = 0;
    char *bytes = copy_bytes(p, p->size);
    for (size_t at = 32; at < p->size; at += at < 8192 ? 1 : 4099) {
        if (is_small(p, at) || at % 997 == 0) {
            tenor_model *model = NULL;
            bytes[at] = (char)(bytes[at] ^ flips[(at / 8 + at) % COUNT_OF(flips)]);
            reseal(bytes, p->size);
            int code = tenor_model_load(&model, (tenor_view){bytes, p->size}, NULL);
            assert_true(code == 0 || code == TENOR_MODEL);
            if (code == 0) {
                taken++;
                use(model);
            }
            refused += code != 0;
            tenor_model_close(model);
            bytes[at] = p->bytes[at];
        }
    }
    assert_true(refused > 200); /* the section table and more */
    assert_true(taken > 200);   /* weights and names */
    free(bytes);
}

static int load_version(const packed *p, uint32_t version, uint32_t oldest, tenor_error *err) {
    tenor_model *model = NULL;
    char *bytes = copy_bytes(p, p->size);
    memcpy(bytes + 8, &version, sizeof version);
    memcpy(bytes + 12, &oldest, sizeof oldest);
    reseal(bytes, p->size);
    int code = tenor_model_load(&model, (tenor_view){bytes, p->size}, err);
    tenor_model_close(model);
    free(bytes);
    return code;
}

static void versions_have_a_window(void **state) {
    const packed *p = *state;
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(load_version(p, TENOR_MODEL_VERSION, TENOR_MODEL_OLDEST, NULL), 0);
    assert_int_equal(load_version(p, TENOR_MODEL_VERSION + 5, TENOR_MODEL_VERSION, NULL), 0);
    assert_int_equal(load_version(p, 0, 0, NULL), TENOR_MODEL);
    /* 3 had no count of different terms: fewer pooling weights, which must not pass for damage */
    assert_int_equal(load_version(p, 3, 3, &err), TENOR_MODEL);
    assert_non_null(strstr(err.text, "train it again"));
    assert_int_equal(load_version(p, TENOR_MODEL_VERSION + 5, TENOR_MODEL_VERSION + 1, &err),
                     TENOR_MODEL);
    assert_non_null(strstr(err.text, "version"));
}

/* --- files --- */

static void a_file_opens_as_its_bytes_do(void **state) {
    const packed *p = *state;
    char path[256];
    tenor_model *model = NULL;
    temporary_path(path, sizeof path);
    assert_int_equal(tenor_file_replace(path, (tenor_view){p->bytes, p->size}, NULL), 0);
    assert_int_equal(tenor_model_open(&model, path, NULL), 0);
    assert_string_equal(tenor_model_id(model), tenor_model_id(p->model));
    remove(path); /* stays mapped */
    use(model);
    tenor_model_close(model);
    tenor_model_close(NULL);
}

static void what_is_no_model_is_told_with_its_name(void **state) {
    char path[256];
    tenor_model *model = NULL;
    static const struct {
        const char *content;
        size_t size;
    } files[] = {{"", 0}, {"TENORMDL", 8}, {"{\"id\":\"a\"}\n", 11}};
    (void)state;
    temporary_path(path, sizeof path);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        tenor_error err = TENOR_ERROR_INIT;
        assert_int_equal(
            tenor_file_replace(path, (tenor_view){files[i].content, files[i].size}, NULL), 0);
        assert_int_equal(tenor_model_open(&model, path, &err), TENOR_MODEL);
        assert_string_equal(err.source, path);
    }
    remove(path);
    tenor_error err = TENOR_ERROR_INIT;
    assert_int_equal(tenor_model_open(&model, path, &err), TENOR_IO);
    assert_string_equal(err.source, path);
    assert_int_equal(tenor_model_open(&model, "/", NULL), TENOR_MODEL);
    assert_null(model);
}

static void a_file_is_replaced_as_a_whole(void **state) {
    char path[256], part[300], below[300];
    (void)state;
    temporary_path(path, sizeof path);
    snprintf(part, sizeof part, "%s.part.%ld", path, (long)getpid());
    assert_int_equal(tenor_file_replace(path, view_of("first, and longer"), NULL), 0);
    assert_int_equal(tenor_file_replace(path, view_of("second"), NULL), 0);
    tenor_buffer bytes = file_bytes(path);
    assert_string_equal(bytes.data, "second");
    tenor_buffer_free(&bytes);
    assert_int_not_equal(access(part, F_OK), 0);
    snprintf(below, sizeof below, "%s/model", path); /* a file is no folder */
    assert_int_equal(tenor_file_replace(below, view_of("x"), NULL), TENOR_IO);
    remove(path);
    assert_int_equal(mkdir(path, 0700), 0); /* nor a folder a file */
    assert_int_equal(tenor_file_replace(path, view_of("x"), NULL), TENOR_IO);
    assert_int_not_equal(access(part, F_OK), 0);
    remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(axes_and_labels_come_back),
        cmocka_unit_test(numbers_come_back_to_the_bit),
        cmocka_unit_test(the_same_parts_give_the_same_bytes),
        cmocka_unit_test(the_id_tells_models_apart),
        cmocka_unit_test(languages_are_compared_by_their_first_part),
        cmocka_unit_test(the_self_test_agrees_with_itself),
        cmocka_unit_test(the_self_test_tells_another_answer),
        cmocka_unit_test(a_model_may_have_no_self_test),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(more_bytes_are_refused),
        cmocka_unit_test(every_changed_byte_is_refused),
        cmocka_unit_test(a_forged_checksum_does_no_harm),
        cmocka_unit_test(versions_have_a_window),
        cmocka_unit_test(a_file_opens_as_its_bytes_do),
        cmocka_unit_test(what_is_no_model_is_told_with_its_name),
        cmocka_unit_test(a_file_is_replaced_as_a_whole),
    };
    return cmocka_run_group_tests(tests, make_packed, free_packed);
}
