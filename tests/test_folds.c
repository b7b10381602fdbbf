/* test_folds.c: copies are held out together, labels are spread evenly, and a seed always deals the
 * same. */
#include "model_fixture.h"

#include "folds.h"

enum { FOLDS = 5 };

static size_t deal(const tenor_dataset *d, uint64_t seed, uint32_t *fold) {
    size_t duplicates = SIZE_MAX;
    assert_int_equal(tenor_deal_folds(d, FOLDS, seed, fold, &duplicates, NULL), 0);
    for (size_t e = 0; e < d->example_count; e++) {
        assert_true(fold[e] < FOLDS);
    }
    return duplicates;
}

static const char report[] =
    "Northwind Mills will close its plant on the river and lay off all three hundred workers "
    "before Christmas, the manager told the crew on Friday. The town council has asked the state "
    "for help, and the union will meet the owners next week to talk about severance, retraining "
    "and the houses that belong to the mill.";

/* The same report as another site would carry it: wrapped anew, with its own last sentence. */
static const char report_copy[] =
    "Northwind Mills will close its plant on the river\nand lay off all three hundred workers "
    "before Christmas,\nthe manager told the crew on Friday. The town council has asked the "
    "state\nfor help, and the union will meet the owners next week to talk about severance, "
    "retraining\nand the houses that belong to the mill. (wire)";

static const char same_matter[] =
    "Before Christmas three hundred workers of Northwind Mills will be out of work. On Friday the "
    "manager said so in the canteen; on Monday the mayor wrote to the governor. Whether the "
    "families can stay in the company's houses, nobody could say, but the union wants an answer "
    "within the week and more severance than the law demands.";

static const char chinese[] =
    "北风纺织厂将在圣诞节前关闭河边的工厂，三百名工人全部被裁。厂长周五向工人宣布了这一决定，"
    "镇政府已经向省里求助，工会下周与厂方会面，商谈遣散费、再培训以及属于工厂的宿舍。";
static const char chinese_copy[] =
    "北风纺织厂将在圣诞节前关闭河边的工厂， 三百名工人全部被裁。 厂长周五向工人宣布了这一决定， "
    "镇政府已经向省里求助， 工会下周与厂方会面， 商谈遣散费、再培训以及属于工厂的宿舍。（转）";

static void copies_share_a_fold(void **state) {
    uint32_t group[100], fold[100];
    tenor_dataset d = make_dataset();
    (void)state;
    size_t first = d.example_count;
    add_article(&d, "", report, "en", "1010");
    add_article(&d, "", chinese, "zh-Hans", "1010");
    add_article(&d, "", report_copy, "en", "0101"); /* even where annotated otherwise */
    add_article(&d, "", same_matter, "en", "1010");
    add_article(&d, "", chinese_copy, "zh-Hans", "????");
    assert_int_equal(tenor_find_duplicates(&d, group, NULL), 0);
    for (size_t e = 0; e < first + 2; e++) {
        assert_int_equal(group[e], e);
    }
    assert_int_equal(group[first + 2], first);
    assert_int_equal(group[first + 3], first + 3);
    assert_int_equal(group[first + 4], first + 1);
    for (uint64_t seed = 0; seed < 20; seed++) {
        assert_int_equal(deal(&d, seed, fold), 2);
        assert_int_equal(fold[first], fold[first + 2]);
        assert_int_equal(fold[first + 1], fold[first + 4]);
    }
    tenor_dataset_free(&d);
}

static void a_group_shares_a_fold_with_its_copies_elsewhere(void **state) {
    uint32_t fold[100];
    tenor_dataset d = make_dataset();
    (void)state;
    size_t first = d.example_count;
    add_article(&d, "", report_copy, "en", "1010");
    add_article(&d, "", report, "en", "1010");
    for (size_t e = 0; e < first + 1; e += 5) {
        free(d.examples[e].group);
        d.examples[e].group = copy_of("one hand");
    }
    for (uint64_t seed = 0; seed < 20; seed++) {
        assert_int_equal(deal(&d, seed, fold), 1);
        for (size_t e = 5; e < first + 1; e += 5) {
            assert_int_equal(fold[e], fold[0]);
        }
        assert_int_equal(fold[first + 1], fold[first]);
    }
    tenor_dataset_free(&d);
}

static void the_title_counts_too(void **state) {
    uint32_t group[2];
    tenor_dataset d = TENOR_DATASET_INIT;
    (void)state;
    add_axis(&d, "topic", true, "layoffs");
    add_article(&d, "Northwind Mills will close its plant on the river",
                report + strlen("Northwind Mills will close its plant on the river"), "en", "1");
    add_article(&d, "", report, "en", "1");
    assert_int_equal(tenor_find_duplicates(&d, group, NULL), 0);
    assert_int_equal(group[1], 0);
    tenor_dataset_free(&d);
}

static void labels_are_spread_evenly(void **state) {
    uint32_t fold[100];
    tenor_dataset d = make_dataset();
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        size_t have[FOLDS][2] = {{0, 0}};
        assert_int_equal(deal(&d, seed, fold), 0);
        for (size_t e = 0; e < d.example_count; e++) {
            have[fold[e]][0] += d.examples[e].gold[TOPIC_LAYOFFS] == TENOR_GOLD_YES;
            have[fold[e]][1] += d.examples[e].gold[TOPIC_SPORT] == TENOR_GOLD_YES;
        }
        for (size_t f = 0; f < FOLDS; f++) {
            assert_int_equal(have[f][0], 4);
            assert_int_equal(have[f][1], 4);
        }
    }
    tenor_dataset_free(&d);
}

/* Five articles of a label among forty: each fold must get one, or it could not be measured. */
static void a_rare_label_is_in_every_fold(void **state) {
    uint32_t fold[40];
    tenor_dataset d = TENOR_DATASET_INIT;
    (void)state;
    add_axis(&d, "topic", true, "common rare");
    for (size_t i = 0; i < 20; i++) {
        add_article(&d, "", layoff_texts[i], "und", i < 5 ? "11" : "10");
        add_article(&d, "", sport_texts[i], "und", "00");
    }
    for (uint64_t seed = 0; seed < 20; seed++) {
        size_t rare[FOLDS] = {0}, common[FOLDS] = {0}, all[FOLDS] = {0};
        deal(&d, seed, fold);
        for (size_t e = 0; e < d.example_count; e++) {
            common[fold[e]] += d.examples[e].gold[0] == TENOR_GOLD_YES;
            rare[fold[e]] += d.examples[e].gold[1] == TENOR_GOLD_YES;
            all[fold[e]]++;
        }
        for (size_t f = 0; f < FOLDS; f++) {
            assert_int_equal(rare[f], 1);
            assert_int_equal(common[f], 4);
            assert_int_equal(all[f], 8);
        }
    }
    tenor_dataset_free(&d);
}

static void a_seed_deals_the_same_again(void **state) {
    uint32_t one[40], again[40], other[40];
    tenor_dataset d = make_dataset();
    (void)state;
    deal(&d, 1, one);
    deal(&d, 1, again);
    deal(&d, 2, other);
    assert_memory_equal(one, again, sizeof one);
    assert_memory_not_equal(one, other, sizeof one);
    tenor_dataset_free(&d);
}

static void few_articles_are_dealt_too(void **state) {
    uint32_t fold[3];
    tenor_dataset d = TENOR_DATASET_INIT;
    (void)state;
    add_axis(&d, "topic", true, "layoffs");
    assert_int_equal(deal(&d, 1, fold), 0);
    add_article(&d, "", "短", "zh-Hans", "1");
    add_article(&d, "", "", "und", "?");
    add_article(&d, "", "one word", "und", "0");
    assert_int_equal(deal(&d, 1, fold), 0);
    tenor_dataset_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_share_a_fold),
        cmocka_unit_test(a_group_shares_a_fold_with_its_copies_elsewhere),
        cmocka_unit_test(the_title_counts_too),
        cmocka_unit_test(labels_are_spread_evenly),
        cmocka_unit_test(a_rare_label_is_in_every_fold),
        cmocka_unit_test(a_seed_deals_the_same_again),
        cmocka_unit_test(few_articles_are_dealt_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
