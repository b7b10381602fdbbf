/* packed_fixture.h: a model of known weights, packed without training, for the tests of the model
 * file and of scoring. */
#ifndef TENOR_PACKED_FIXTURE_H
#define TENOR_PACKED_FIXTURE_H

#include "model_fixture.h"

#include "model_file.h"
#include "vectorize.h"

typedef struct packed {
    tenor_dataset dataset;
    tenor_training_set set;
    tenor_label_row labels[4];
    tenor_view self_tests[TENOR_SELF_TESTS];
    float *weights; /* [terms][labels] */
    double *pools;  /* [labels][width] */
    tenor_model_parts parts;
    char *bytes;
    size_t size;
    tenor_model *model; /* over bytes */
} packed;

/* A model over the dataset's terms whose weights follow from their numbers. */
static inline packed *pack(tenor_dataset dataset) {
    tenor_error err = TENOR_ERROR_INIT;
    packed *p = tenor_new_array(1, sizeof *p);
    assert_non_null(p);
    p->dataset = dataset;
    assert_int_equal(tenor_vectorize(&p->dataset, 1, &p->set, &err), 0);
    size_t labels = p->dataset.label_count, cells = p->set.space->term_count * labels;
    size_t width = tenor_pool_width(p->set.lexicon);
    assert_int_equal(labels, COUNT_OF(p->labels));
    p->weights = tenor_new_array(cells, sizeof *p->weights);
    p->pools = tenor_new_array(labels * width, sizeof *p->pools);
    assert_true(p->weights != NULL && p->pools != NULL);
    for (size_t i = 0; i < cells; i++) {
        p->weights[i] = (float)((double)(i * 37 % 101) / 50.0 - 1.0);
    }
    for (size_t i = 0; i < labels * width; i++) {
        p->pools[i] = (double)(i * 11 % 7) / 20.0;
    }
    for (size_t l = 0; l < labels; l++) {
        p->labels[l] = (tenor_label_row){0,
                                         l != 1,
                                         0.25F + 0.125F * (float)l,
                                         0,
                                         -0.3 * (double)l,
                                         1.5 + (double)l,
                                         0.1 * (double)l};
    }
    for (size_t i = 0; i < TENOR_SELF_TESTS; i++) {
        p->self_tests[i] = view_of(p->dataset.examples[i * 7].text);
    }
    p->parts =
        (tenor_model_parts){p->set.space,  p->dataset.axes, p->dataset.axis_count,
                            labels,        p->labels,       p->weights,
                            p->pools,      "en zh",         view_of("{\"made\":\"by a test\"}"),
                            p->self_tests, TENOR_SELF_TESTS};
    assert_int_equal(tenor_model_pack(&p->parts, &p->bytes, &p->size, &err), 0);
    assert_int_equal(tenor_model_load(&p->model, (tenor_view){p->bytes, p->size}, &err), 0);
    return p;
}

static inline void unpack(packed *p) {
    tenor_model_close(p->model);
    tenor_training_set_free(&p->set);
    tenor_dataset_free(&p->dataset);
    free(p->weights);
    free(p->pools);
    free(p->bytes);
    free(p);
}

static inline int make_packed(void **state) {
    *state = pack(make_small_dataset());
    return 0;
}

static inline int free_packed(void **state) {
    unpack(*state);
    return 0;
}

#endif
