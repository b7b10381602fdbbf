/* test_train.c: from forty tiny articles to a model that labels others right. */
#include "school_fixture.h"

/* Unseen articles of both topics. */
static const char *const more_layoffs[] = {
    "这家玩具公司昨天裁员两百人，被裁员工要求补偿。",
    "工厂停产，工人失业，工会与厂方谈判遣散办法。",
    "The airline will lay off nine hundred employees; severance for the workers is still open.",
    "More job cuts at the newspaper: the company told its employees that layoffs end in May.",
};
static const char *const more_sport[] = {
    "客队前锋攻入一球，守门员扑出点球，比赛结束时球迷高唱队歌。",
    "教练说，这个冠军属于全队，下一场比赛的对手更强。",
    "The goalkeeper saved the last penalty and the team won the final before singing fans.",
    "A late goal decided the match; the coach praised the players and the striker most of all.",
};

/* A trained model, opened. */
typedef struct graduate {
    tenor_buffer bytes;
    tenor_model *model;
    tenor_scorer *scorer;
} graduate;

static graduate train(const tenor_dataset *d, const tenor_train_options *options) {
    tenor_error err = TENOR_ERROR_INIT;
    graduate g = {trained_bytes(d, options), NULL, NULL};
    char path[256];
    temporary_path(path, sizeof path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(g.bytes.data, 1, g.bytes.size, file), g.bytes.size);
    fclose(file);
    assert_int_equal(tenor_model_open(&g.model, path, &err), 0);
    assert_int_equal(tenor_scorer_new(&g.scorer, g.model, &err), 0);
    remove(path);
    return g;
}

static void graduate_free(graduate *g) {
    tenor_scorer_free(g->scorer);
    tenor_model_close(g->model);
    tenor_buffer_free(&g->bytes);
}

static tenor_verdict ask(const graduate *g, const char *text) {
    tenor_verdict v;
    assert_int_equal(tenor_score(g->scorer, view_of(""), view_of(text), &v, NULL), 0);
    return v;
}

static void assert_labels(const graduate *g, const char *text, const char *wanted) {
    const tenor_verdict v = ask(g, text);
    for (size_t l = 0; l < strlen(wanted); l++) {
        assert_int_equal(v.given[l], wanted[l] == '1');
    }
}

static void assert_knows_topics(const graduate *g) {
    for (size_t i = 0; i < COUNT_OF(more_layoffs); i++) {
        assert_labels(g, more_layoffs[i], "1010");
        assert_labels(g, more_sport[i], "0101");
    }
}

static void two_topics_are_learned(void **state) {
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    (void)state;
    graduate g = train(&d, &options);
    assert_knows_topics(&g);
    for (size_t l = 0; l < 4; l++) {
        assert_true(tenor_model_label(g.model, l)->calibrated);
    }
    assert_true(tenor_model_knows_language(g.model, "zh"));
    assert_true(tenor_model_knows_language(g.model, "en-GB"));
    assert_false(tenor_model_knows_language(g.model, "fr"));
    graduate_free(&g);
    tenor_dataset_free(&d);
}

static void both_solvers_agree(void **state) {
    static const tenor_solver kinds[] = {TENOR_SOLVER_LIBSVM, TENOR_SOLVER_LIBLINEAR};
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    (void)state;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        options.solver = kinds[k];
        graduate g = train(&d, &options);
        assert_knows_topics(&g);
        graduate_free(&g);
    }
    tenor_dataset_free(&d);
}

static void threads_change_no_byte(void **state) {
    (void)state;
    for (int solver = TENOR_SOLVER_LIBSVM; solver <= TENOR_SOLVER_LIBLINEAR; solver++) {
        tenor_dataset d = make_dataset();
        add_gardens(&d, "Garden", "0001", "10??");
        add_lexicon(&d, "job-loss", "裁员");
        tenor_train_options options = quick_options();
        options.solver = (tenor_solver)solver;
        tenor_buffer one = trained_bytes(&d, &options);
        options.threads = 4;
        tenor_buffer four = trained_bytes(&d, &options);
        assert_int_equal(one.size, four.size);
        assert_memory_equal(one.data, four.data, one.size);
        tenor_buffer_free(&one);
        tenor_buffer_free(&four);
        tenor_dataset_free(&d);
    }
}

static void the_passage_about_it_is_found(void **state) {
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    (void)state;
    add_gardens(&d, "Garden", "0001", "10??");
    graduate g = train(&d, &options);
    for (size_t at = 0; at < 10; at += 3) {
        char *article = garden_article(at, more_layoffs[2]);
        const tenor_verdict v = ask(&g, article);
        size_t best = 0;
        assert_int_equal(v.passage_count, 10);
        for (size_t u = 1; u < v.passage_count; u++) {
            const double *decision = v.passages[u].decision;
            best = decision[TOPIC_LAYOFFS] > v.passages[best].decision[TOPIC_LAYOFFS] ? u : best;
        }
        assert_int_equal(best, at);
        assert_int_equal(v.given[TOPIC_LAYOFFS], 1);
        free(article);
        article = garden_article(at, "Nothing to report from this bed either, says the diary.");
        assert_int_equal(ask(&g, article).given[TOPIC_LAYOFFS], 0);
        free(article);
    }
    graduate_free(&g);
    tenor_dataset_free(&d);
}

static void held_out_answers_are_kept(void **state) {
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    tenor_trained *t = NULL;
    size_t right = 0;
    (void)state;
    add_article(&d, "", layoff_texts[3], "zh-Hans", "1010"); /* once more */
    assert_int_equal(tenor_train(&t, &d, &options, NULL), 0);
    for (size_t e = 0; e < d.example_count; e++) {
        const float *p = tenor_trained_oof_probability(t) + e * 4;
        const uint8_t *given = tenor_trained_oof_given(t) + e * 4;
        assert_true(tenor_trained_fold(t)[e] < options.folds);
        assert_close(p[2] + p[3], 1.0, 1e-6);
        assert_int_equal(given[2] + given[3], 1);
        right += given[0] == (d.examples[e].gold[0] == TENOR_GOLD_YES);
        for (size_t l = 0; l < 4; l++) {
            assert_true(p[l] >= 0.0F && p[l] <= 1.0F);
            assert_true(isfinite(tenor_trained_oof_decision(t)[e * 4 + l]));
        }
    }
    assert_true(right >= 35); /* of 41 */
    const tenor_train_facts facts = tenor_trained_facts(t);
    assert_int_equal(facts.solver, TENOR_SOLVER_LIBSVM);
    assert_int_equal(facts.units, 41);
    assert_int_equal(facts.duplicates, 1);
    assert_true(facts.terms > 100);
    assert_true(facts.cost[0] > 0.0);
    assert_int_equal(tenor_trained_fold(t)[40], tenor_trained_fold(t)[6]);
    tenor_trained_free(t);
    tenor_dataset_free(&d);
}

static void without_folds_nothing_is_calibrated(void **state) {
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    tenor_trained *t = NULL;
    (void)state;
    options.folds = 0;
    assert_int_equal(tenor_train(&t, &d, &options, NULL), 0);
    assert_null(tenor_trained_oof_probability(t));
    assert_null(tenor_trained_oof_decision(t));
    assert_null(tenor_trained_oof_given(t));
    assert_null(tenor_trained_fold(t));
    tenor_trained_free(t);
    tenor_trained_free(NULL);
    graduate g = train(&d, &options);
    assert_knows_topics(&g);
    assert_false(tenor_model_label(g.model, 0)->calibrated);
    graduate_free(&g);
    tenor_dataset_free(&d);
}

/* With a label that no article has, one that all have, and an axis nobody was asked. */
static void one_sided_labels_are_always_or_never_given(void **state) {
    tenor_dataset d = TENOR_DATASET_INIT;
    tenor_train_options options = quick_options();
    (void)state;
    add_axis(&d, "topic", true, "layoffs never always");
    add_axis(&d, "tone", false, "only");
    add_axis(&d, "unasked", false, "yes no");
    for (size_t i = 0; i < 20; i++) {
        add_article(&d, "", layoff_texts[i], "und", "1011??");
        add_article(&d, "", sport_texts[i], "und", "0011??");
    }
    graduate g = train(&d, &options);
    for (size_t i = 0; i < COUNT_OF(more_layoffs); i++) {
        assert_labels(&g, more_layoffs[i], "1011");
        assert_labels(&g, more_sport[i], "0011");
    }
    assert_false(tenor_model_label(g.model, 1)->calibrated);
    assert_true(tenor_model_knows_language(g.model, "fr")); /* nothing is known of the data's */
    graduate_free(&g);
    tenor_dataset_free(&d);
}

static void one_label_alone_can_be_learned(void **state) {
    tenor_dataset d = TENOR_DATASET_INIT;
    tenor_train_options options = quick_options();
    (void)state;
    add_axis(&d, "layoffs", true, "layoffs");
    for (size_t i = 0; i < 20; i++) {
        add_article(&d, "", layoff_texts[i], "en", "1");
        add_article(&d, "", sport_texts[i], "en", "0");
    }
    graduate g = train(&d, &options);
    for (size_t i = 0; i < COUNT_OF(more_layoffs); i++) {
        assert_labels(&g, more_layoffs[i], "1");
        assert_labels(&g, more_sport[i], "0");
    }
    graduate_free(&g);
    tenor_dataset_free(&d);
}

/* Twenty articles each on work, garden and sport, the labels of one question. */
static tenor_dataset make_desks(void) {
    static const char *const garden[] = {"compost", "tomatoes", "roses", "beans", "dill"};
    char text[200];
    tenor_dataset d = TENOR_DATASET_INIT;
    add_axis(&d, "desk", false, "work garden sport");
    for (size_t i = 0; i < 20; i++) {
        add_article(&d, "", layoff_texts[i], "en", "100");
        add_article(&d, "", sport_texts[i], "en", "001");
        snprintf(text, sizeof text, "Number %zu on a garden: water the %s, spare the %s.", i,
                 garden[i % 5], garden[(i + 1 + i / 5) % 5]);
        add_article(&d, "", text, "en", "010");
    }
    return d;
}

static void three_labels_of_one_question(void **state) {
    tenor_dataset d = make_desks();
    tenor_train_options options = quick_options();
    (void)state;
    graduate g = train(&d, &options);
    for (size_t i = 0; i < COUNT_OF(more_layoffs); i++) {
        assert_labels(&g, more_layoffs[i], "100");
        assert_labels(&g, more_sport[i], "001");
        assert_false(tenor_model_label(g.model, 1)->silent);
    }
    assert_labels(&g, "The beans in this garden want water and compost.", "010");
    graduate_free(&g);
    tenor_dataset_free(&d);
}

/* Of ordered labels the middle one has no words: it is given where neither end prevails, whether
 * the article says nothing or something for both. */
static void a_label_between_is_what_is_left(void **state) {
    tenor_dataset d = make_desks();
    tenor_train_options options = quick_options();
    tenor_contribution term;
    size_t found;
    (void)state;
    d.axes[0].ordered = true;
    for (options.folds = 0; options.folds <= 4; options.folds += 4) {
        graduate g = train(&d, &options);
        assert_false(tenor_model_label(g.model, 0)->silent);
        assert_true(tenor_model_label(g.model, 1)->silent);
        assert_int_equal(tenor_model_strongest(g.model, 1, false, &term, 1, &found, NULL), 0);
        assert_int_equal(found, 0);
        for (size_t i = 0; i < COUNT_OF(more_layoffs); i++) {
            assert_labels(&g, more_layoffs[i], "100");
            assert_labels(&g, more_sport[i], "001");
        }
        assert_labels(&g, "The beans in this garden want water and compost.", "010");
        assert_true(ask(&g, "Layoffs: the workers lost jobs.").decision[1] == 0.0);
        graduate_free(&g);
    }
    tenor_dataset_free(&d);
}

/* What a model with the target "job-loss" (the word 裁员) on its tone says of an article without.
 */
static void assert_answered_as_such(const tenor_dataset *d, const tenor_train_options *options) {
    graduate g = train(d, options);
    assert_string_equal(tenor_model_axis(g.model, 1)->target, "job-loss");
    assert_null(tenor_model_axis(g.model, 0)->target);
    const tenor_verdict named = ask(&g, more_layoffs[0]);
    assert_int_equal(named.untargeted[1], 0);
    assert_int_equal(named.given[TONE_DARK], 1);
    for (size_t i = 2; i < COUNT_OF(more_layoffs); i++) { /* dark, but without the word */
        const tenor_verdict v = ask(&g, more_layoffs[i]);
        assert_int_equal(v.untargeted[0], 0);
        assert_int_equal(v.untargeted[1], 1);
        assert_int_equal(v.given[TOPIC_LAYOFFS], 1);
        assert_int_equal(v.given[TONE_BRIGHT], 1);
        /* 20 bright and 15 dark articles have none; Laplace adds one to each */
        assert_close(v.probability[TONE_BRIGHT], 21.0 / 37, 1e-6);
        assert_close(v.probability[TONE_DARK], 16.0 / 37, 1e-6);
    }
    graduate_free(&g);
}

static void an_article_without_the_target_gets_what_such_have(void **state) {
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    (void)state;
    add_lexicon(&d, "job-loss", "裁员");
    d.axes[1].target = copy_of("job-loss");
    assert_answered_as_such(&d, &options);
    options.folds = 0;
    assert_answered_as_such(&d, &options);
    tenor_dataset_free(&d);
}

static void a_recall_target_lowers_the_threshold(void **state) {
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    (void)state;
    for (size_t e = 0; e < 12; e++) { /* some wrong annotations, so that there is a price */
        d.examples[3 * e].gold[TOPIC_LAYOFFS] ^= 1;
    }
    options.target = TENOR_TARGET_PRECISION;
    options.target_value = 0.8;
    graduate precise = train(&d, &options);
    options.target = TENOR_TARGET_RECALL;
    options.target_value = 1.0;
    graduate complete = train(&d, &options);
    assert_true(tenor_model_label(complete.model, 0)->threshold <
                tenor_model_label(precise.model, 0)->threshold);
    graduate_free(&precise);
    graduate_free(&complete);
    tenor_dataset_free(&d);
}

/* "fi" is not lost behind "fil", whichever comes first. */
static void every_language_is_noted(void **state) {
    static const char *const langs[] = {"fil", "fi", "zh-Hant", "und", "en-US", "", "zh-Hans"};
    tenor_dataset d = make_dataset();
    tenor_train_options options = quick_options();
    (void)state;
    options.folds = 0;
    for (size_t e = 0; e < d.example_count; e++) {
        free(d.examples[e].lang);
        d.examples[e].lang = copy_of(langs[e % COUNT_OF(langs)]);
    }
    graduate g = train(&d, &options);
    for (size_t i = 0; i < COUNT_OF(langs) - 2; i++) {
        assert_true(tenor_model_knows_language(g.model, langs[i]));
    }
    assert_false(tenor_model_knows_language(g.model, "f"));
    assert_false(tenor_model_knows_language(g.model, "de"));
    graduate_free(&g);
    tenor_dataset_free(&d);
}

static void what_cannot_be_learned_from_is_refused(void **state) {
    tenor_error err = TENOR_ERROR_INIT;
    tenor_train_options options = quick_options();
    tenor_trained *t = NULL;
    tenor_dataset d = TENOR_DATASET_INIT;
    (void)state;
    assert_int_equal(tenor_train(&t, &d, &options, &err), TENOR_DATA);
    add_axis(&d, "topic", true, "layoffs");
    assert_int_equal(tenor_train(&t, &d, &options, NULL), TENOR_DATA);
    add_article(&d, "", "?", "und", "1");
    assert_int_equal(tenor_train(&t, &d, &options, NULL), TENOR_DATA); /* not a word */
    assert_null(t);
    tenor_dataset_free(&d);
    d = make_dataset();
    options.solver = TENOR_SOLVER_LIBSVM;
    options.memory = 1000;
    assert_int_equal(tenor_train(&t, &d, &options, NULL), TENOR_LIMIT);
    options.solver = TENOR_SOLVER_AUTO;
    assert_int_equal(tenor_train(&t, &d, &options, NULL), 0);
    assert_int_equal(tenor_trained_facts(t).solver, TENOR_SOLVER_LIBLINEAR);
    assert_int_equal(tenor_trained_save(t, "/nowhere/at/all", view_of("{}"), NULL), TENOR_IO);
    tenor_trained_free(t);
    tenor_dataset_free(&d);
}

static void few_articles_are_no_error(void **state) {
    tenor_train_options options = quick_options();
    tenor_dataset d = TENOR_DATASET_INIT;
    (void)state;
    add_axis(&d, "topic", true, "layoffs sport");
    d.settings.min_df = 1;
    for (size_t i = 0; i < 3; i++) { /* one, then fewer than there are folds */
        add_article(&d, "", i % 2 == 0 ? layoff_texts[i] : sport_texts[i], "zh",
                    i % 2 == 0 ? "10" : "01");
        graduate g = train(&d, &options);
        assert_true(ask(&g, more_layoffs[0]).token_count > 0);
        graduate_free(&g);
    }
    tenor_dataset_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_topics_are_learned),
        cmocka_unit_test(both_solvers_agree),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(the_passage_about_it_is_found),
        cmocka_unit_test(held_out_answers_are_kept),
        cmocka_unit_test(without_folds_nothing_is_calibrated),
        cmocka_unit_test(one_sided_labels_are_always_or_never_given),
        cmocka_unit_test(one_label_alone_can_be_learned),
        cmocka_unit_test(three_labels_of_one_question),
        cmocka_unit_test(a_label_between_is_what_is_left),
        cmocka_unit_test(an_article_without_the_target_gets_what_such_have),
        cmocka_unit_test(a_recall_target_lowers_the_threshold),
        cmocka_unit_test(every_language_is_noted),
        cmocka_unit_test(what_cannot_be_learned_from_is_refused),
        cmocka_unit_test(few_articles_are_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
