/* test_model_starved.c: the n-th allocation fails, for every n: while a model is opened and asked,
 * and while one is trained and saved. Each time the answer must be TENOR_MEMORY, with nothing
 * leaked (ASan) and nothing half made. The allocations of ICU, libsvm and liblinear are in their
 * shared libraries and are not reached. Linked with --wrap for malloc, calloc and realloc, and for
 * tenor_fold_table, which takes longest of all and is starved in test_features_starved.c: it is
 * made once. */
#include "school_fixture.h"

#include <limits.h>
#include <stdbool.h>

#include "model_file.h"

#include "starved.h"

int __real_tenor_fold_table(uint16_t *table, tenor_error *err);
int __wrap_tenor_fold_table(uint16_t *table, tenor_error *err);

int __wrap_tenor_fold_table(uint16_t *table, tenor_error *err) {
    static uint16_t made[TENOR_FOLD_SIZE];
    static bool is_made;
    if (!is_made && __real_tenor_fold_table(made, err) != 0) {
        return TENOR_INTERNAL;
    }
    is_made = true;
    memcpy(table, made, sizeof made);
    return 0;
}

/* Runs one step after another as long as they succeed. */
#define STEP(call)                                                                                 \
    if (code == 0) {                                                                               \
        code = (call);                                                                             \
    }

typedef struct kit {
    char path[256];  /* a model */
    char other[256]; /* where one may be written */
    char *article;   /* of several passages */
    tenor_dataset dataset;
} kit;

static int make_kit(void **state) {
    kit *k = tenor_new_array(1, sizeof *k);
    assert_non_null(k);
    k->dataset = make_small_dataset();
    k->dataset.settings.passage_bytes = 100;
    k->article = garden_article(3, layoff_texts[0]);
    add_article(&k->dataset, "Garden", k->article, "en", "1010");
    temporary_path(k->path, sizeof k->path);
    temporary_path(k->other, sizeof k->other);
    tenor_train_options options = quick_options();
    tenor_buffer bytes = trained_bytes(&k->dataset, &options);
    assert_int_equal(tenor_file_replace(k->path, tenor_buffer_view(&bytes), NULL), 0);
    tenor_buffer_free(&bytes);
    *state = k;
    return 0;
}

static int free_kit(void **state) {
    kit *k = *state;
    remove(k->path);
    remove(k->other);
    tenor_dataset_free(&k->dataset);
    free(k->article);
    free(k);
    return 0;
}

static int open_and_ask(const kit *k) {
    tenor_model *model = NULL;
    tenor_scorer *scorer = NULL;
    tenor_verdict verdict;
    tenor_explanation why;
    tenor_contribution strongest[3];
    double difference;
    size_t found;
    int code = tenor_model_open(&model, k->path, NULL);
    STEP(tenor_scorer_new(&scorer, model, NULL))
    STEP(tenor_score(scorer, view_of("裁员"), view_of(layoff_texts[0]), &verdict, NULL))
    STEP(tenor_score(scorer, view_of("Garden"), view_of(k->article), &verdict, NULL))
    STEP(tenor_explain(scorer, 1, 0, &why, NULL))
    STEP(tenor_model_strongest(model, 0, true, strongest, 3, &found, NULL))
    STEP(tenor_model_self_test(model, &difference, NULL))
    tenor_scorer_free(scorer);
    tenor_model_close(model);
    return code;
}

static void every_failing_allocation_is_told(void **state) {
    int code = TENOR_MEMORY;
    long n = 0;
    for (; code != 0 && n < 10000; n++) {
        left = n;
        code = open_and_ask(*state);
        left = -1;
        assert_true(code == 0 || code == TENOR_MEMORY);
    }
    assert_int_equal(code, 0);
    assert_true(n > 30);
}

/* A scorer that ran out of memory over one article still answers the next. */
static void a_scorer_recovers(void **state) {
    const kit *k = *state;
    tenor_model *model = NULL;
    double first[4] = {0.0};
    assert_int_equal(tenor_model_open(&model, k->path, NULL), 0);
    int code = TENOR_MEMORY;
    for (long n = 0; code != 0 && n < 1000; n++) {
        tenor_scorer *scorer = NULL;
        tenor_verdict v;
        tenor_explanation why;
        assert_int_equal(tenor_scorer_new(&scorer, model, NULL), 0);
        left = n;
        code = tenor_score(scorer, view_of("Garden"), view_of(k->article), &v, NULL);
        left = -1;
        assert_int_equal(tenor_explain(scorer, 0, 0, &why, NULL), code == 0 ? 0 : TENOR_USAGE);
        assert_int_equal(tenor_score(scorer, view_of("Garden"), view_of(k->article), &v, NULL), 0);
        if (n == 0) {
            memcpy(first, v.decision, sizeof first);
        }
        assert_memory_equal(first, v.decision, sizeof first);
        tenor_scorer_free(scorer);
    }
    assert_int_equal(code, 0);
    tenor_model_close(model);
}

/* After warming up, an article of no more than known size allocates nothing. */
static void the_steady_state_allocates_nothing(void **state) {
    const kit *k = *state;
    tenor_model *model = NULL;
    tenor_scorer *scorer = NULL;
    tenor_verdict v;
    tenor_explanation why;
    assert_int_equal(tenor_model_open(&model, k->path, NULL), 0);
    assert_int_equal(tenor_scorer_new(&scorer, model, NULL), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tenor_score(scorer, view_of("Garden"), view_of(k->article), &v, NULL), 0);
        assert_int_equal(tenor_explain(scorer, 1, 0, &why, NULL), 0);
        assert_int_equal(tenor_score(scorer, view_of("裁员"), view_of(layoff_texts[0]), &v, NULL),
                         0);
        left = 0; /* from now on any allocation fails */
    }
    left = -1;
    tenor_scorer_free(scorer);
    tenor_model_close(model);
}

static int train_and_save(const kit *k, tenor_solver solver) {
    tenor_trained *trained = NULL;
    tenor_train_options options = quick_options();
    options.folds = 2;
    options.solver = solver;
    int code = tenor_train(&trained, &k->dataset, &options, NULL);
    assert_true((code == 0) == (trained != NULL));
    STEP(tenor_trained_save(trained, k->other, view_of("{}"), NULL))
    tenor_trained_free(trained);
    return code;
}

/* Fails the allocations first, first + step ... before end. */
static void starve_training(const kit *k, tenor_solver solver, long first, long end, long step) {
    for (long n = first; n < end; n += step) {
        left = n;
        int code = train_and_save(k, solver);
        left = -1;
        assert_int_equal(code, TENOR_MEMORY);
    }
}

/* Training allocates thousands of times, most of it alike: all of its beginning and end are tried,
 * and every 97th between. */
static void training_survives_too(void **state) {
    for (int solver = TENOR_SOLVER_LIBSVM; solver <= TENOR_SOLVER_LIBLINEAR; solver++) {
        left = LONG_MAX;
        int code = train_and_save(*state, (tenor_solver)solver);
        long count = LONG_MAX - left;
        left = -1;
        assert_int_equal(code, 0);
        assert_true(count > 500);
        starve_training(*state, (tenor_solver)solver, 150, count - 150, 97);
        if (solver == TENOR_SOLVER_LIBSVM) {
            starve_training(*state, TENOR_SOLVER_LIBSVM, 0, 150, 1);
            starve_training(*state, TENOR_SOLVER_LIBSVM, count - 150, count, 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_allocation_is_told),
        cmocka_unit_test(a_scorer_recovers),
        cmocka_unit_test(the_steady_state_allocates_nothing),
        cmocka_unit_test(training_survives_too),
    };
    return cmocka_run_group_tests(tests, make_kit, free_kit);
}
