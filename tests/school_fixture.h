/* school_fixture.h: for the tests of learning: a dataset as vectors with a solver over them. */
#ifndef TENOR_SCHOOL_FIXTURE_H
#define TENOR_SCHOOL_FIXTURE_H

#include "model_fixture.h"

#include "learn.h"

typedef struct classroom {
    tenor_dataset *dataset; /* the test's */
    tenor_training_set set;
    tenor_solver_base *base;
    uint32_t *row_example; /* [rows] */
    uint32_t *fold;        /* [examples] every fourth article in one fold */
    tenor_lesson *lessons; /* [labels] */
    tenor_school school;
} classroom;

enum { CLASSROOM_FOLDS = 4 };

static inline void open_classroom(classroom *c, tenor_dataset *dataset) {
    tenor_error err = TENOR_ERROR_INIT;
    c->dataset = dataset;
    assert_int_equal(tenor_vectorize(dataset, 1, &c->set, &err), 0);
    assert_int_equal(
        tenor_solver_base_new(&c->base, &c->set.matrix, TENOR_SOLVER_LIBSVM, SIZE_MAX - 1, 1, &err),
        0);
    c->row_example = tenor_new_array(c->set.matrix.row_count, sizeof *c->row_example);
    c->fold = tenor_new_array(dataset->example_count, sizeof *c->fold);
    c->lessons = tenor_plan_lessons(dataset);
    assert_true(c->row_example != NULL && c->fold != NULL && c->lessons != NULL);
    for (size_t e = 0; e < dataset->example_count; e++) {
        c->fold[e] = (uint32_t)(e / 2 % CLASSROOM_FOLDS);
        for (size_t row = c->set.first_row[e]; row < c->set.first_row[e + 1]; row++) {
            c->row_example[row] = (uint32_t)e;
        }
    }
    c->school = (tenor_school){dataset, &c->set, c->base, c->row_example, c->fold};
}

static inline void close_classroom(classroom *c) {
    tenor_solver_base_free(c->base);
    tenor_training_set_free(&c->set);
    tenor_dataset_free(c->dataset);
    free(c->row_example);
    free(c->fold);
    free(c->lessons);
}

/* An article of ten paragraphs about a garden; `in` (a sentence or two) replaces paragraph at. */
static inline char *garden_article(size_t at, const char *in) {
    static const char *const paragraphs[] = {
        "The tomatoes came late this year, after a wet May that kept the beds cold and grey.",
        "My neighbour swears by nettle tea, and his beans climb twice as high as the fence.",
        "In the shed the swallows have built again, so the door stays open until August.",
        "Slugs like beer; hedgehogs like slugs; we put out water and leave the leaves alone.",
        "A rose wants morning sun and a deep drink, then peace, then a sharp pair of shears.",
        "The compost steams on frosty mornings, which the cat considers a kindness to her.",
        "Plums fell before they were ripe, and the wasps held their long market in the grass.",
        "We tied the raspberries with old stockings because string cuts into the young canes.",
        "At dusk the tobacco flowers open and the moths arrive from wherever moths wait.",
        "Next year there will be more dill, fewer courgettes, and a bench under the pear tree.",
    };
    tenor_buffer text = TENOR_BUFFER_INIT;
    for (size_t p = 0; p < COUNT_OF(paragraphs); p++) {
        tenor_buffer_format(&text, "%s\n\n", p == at ? in : paragraphs[p]);
    }
    char *article = tenor_buffer_steal(&text);
    assert_non_null(article);
    return article;
}

/* Six long articles without the matter, annotated plain, and six with it in one paragraph,
 * annotated job_loss; every other of these has no title. */
static inline void add_gardens(tenor_dataset *d, const char *title, const char *plain,
                               const char *job_loss) {
    d->settings.passage_bytes = 100;
    for (size_t i = 0; i < 6; i++) {
        char *without = garden_article(i, "Nothing happened in this corner of the garden today.");
        char *with = garden_article(i, layoff_texts[10 + i]);
        add_article(d, title, without, "en", plain);
        add_article(d, i % 2 == 0 ? title : "", with, "en", job_loss);
        free(without);
        free(with);
    }
}

#endif
