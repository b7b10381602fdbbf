/* test_tally.c: a hit counts in the part of the article where it stands, however the article is
 * cut. */
#include "school_fixture.h"

#include <math.h>

#include "tally.h"
#include "vectorize.h"

#define GROUPS 2
enum { LOSS, GARDEN };

typedef struct counted {
    double rates[TENOR_PART_COUNT][GROUPS];
    size_t units;
} counted;

static tenor_training_set set_of(uint32_t passage_bytes, tenor_dataset *d) {
    tenor_training_set set;
    *d = make_dataset();
    d->settings.passage_bytes = passage_bytes;
    add_lexicon(d, "job-loss", "裁员");
    add_lexicon(d, "garden", "compost");
    assert_int_equal(tenor_vectorize(d, 1, &set, NULL), 0);
    return set;
}

static counted count(uint32_t passage_bytes, const char *title, const char *text) {
    counted out;
    tenor_dataset d;
    tenor_training_set set = set_of(passage_bytes, &d);
    tenor_cutter *cutter = NULL;
    tenor_extractor *extractor = NULL;
    tenor_units units;
    assert_int_equal(tenor_cutter_new(&cutter, passage_bytes, NULL), 0);
    assert_int_equal(tenor_extractor_new(&extractor, set.space, NULL), 0);
    assert_int_equal(tenor_cut(cutter, view_of(title), view_of(text), &units, NULL), 0);
    double hits[TENOR_PART_COUNT * GROUPS];
    tenor_tally tally;
    tenor_tally_begin(&tally, hits, GROUPS);
    for (size_t u = 0; u < units.count; u++) {
        tenor_vector vector;
        assert_int_equal(tenor_extract(extractor, units.items[u].text, &vector, NULL, NULL, NULL),
                         0);
        tenor_tally_add(&tally, extractor, &units, u);
    }
    tenor_tally_end(&tally, out.rates[0]);
    out.units = units.count;
    tenor_extractor_free(extractor);
    tenor_cutter_free(cutter);
    tenor_training_set_free(&set);
    tenor_dataset_free(&d);
    return out;
}

/* Hits of a part, from its rate and its size in bytes. */
static double hits(const counted *c, tenor_pool_part part, size_t group, size_t bytes) {
    return exp(c->rates[part][group] - tenor_pool_rate(0.0, bytes)) - 1.0;
}

static void a_merged_title_is_told_from_the_text(void **state) {
    const char *title = "裁员 裁员", *text = "Compost.";
    counted c = count(900, title, text);
    size_t title_bytes = strlen(title) + 1, text_bytes = strlen(text);
    (void)state;
    assert_int_equal(c.units, 1);
    assert_close(hits(&c, TENOR_PART_TITLE, LOSS, title_bytes), 2.0, 1e-9);
    assert_close(hits(&c, TENOR_PART_TITLE, GARDEN, title_bytes), 0.0, 1e-9);
    assert_close(hits(&c, TENOR_PART_LEAD, LOSS, text_bytes), 0.0, 1e-9);
    assert_close(hits(&c, TENOR_PART_LEAD, GARDEN, text_bytes), 1.0, 1e-9);
    assert_close(hits(&c, TENOR_PART_WHOLE, LOSS, title_bytes + text_bytes), 2.0, 1e-9);
}

static void of_several_passages_the_first_is_the_lead(void **state) {
    const char *title = "Compost for beginners";
    const char *text = "公司裁员三百人，裁员又裁员。\n\nThe garden has compost and compost again.";
    counted c = count(50, title, text);
    size_t lead = strlen("公司裁员三百人，裁员又裁员。\n\n"), all = strlen(title) + strlen(text);
    (void)state;
    assert_int_equal(c.units, 3);
    assert_close(hits(&c, TENOR_PART_TITLE, GARDEN, strlen(title)), 1.0, 1e-9);
    assert_true(c.rates[TENOR_PART_LEAD][LOSS] > c.rates[TENOR_PART_WHOLE][LOSS]);
    assert_close(hits(&c, TENOR_PART_LEAD, GARDEN, lead), 0.0, 0.2);
    assert_close(hits(&c, TENOR_PART_WHOLE, GARDEN, all), 3.0, 0.2);
}

static void different_terms_count_once_in_the_whole_article(void **state) {
    counted c = count(50, "Compost for beginners",
                      "The garden has compost.\n\nNo job was lost, said the gardener of compost.");
    (void)state;
    assert_true(c.units > 2);
    assert_close(c.rates[TENOR_PART_TERMS][GARDEN], log(2.0), 1e-12);
    assert_close(c.rates[TENOR_PART_TERMS][LOSS], 0.0, 0.0);
}

static void a_missing_title_reads_as_one_without_hits(void **state) {
    counted c = count(900, "", "裁员");
    (void)state;
    assert_close(hits(&c, TENOR_PART_TITLE, LOSS, 0), 0.0, 1e-9);
    assert_close(hits(&c, TENOR_PART_LEAD, LOSS, strlen("裁员")), 1.0, 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merged_title_is_told_from_the_text),
        cmocka_unit_test(of_several_passages_the_first_is_the_lead),
        cmocka_unit_test(different_terms_count_once_in_the_whole_article),
        cmocka_unit_test(a_missing_title_reads_as_one_without_hits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
