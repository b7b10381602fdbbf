/* model_file.h: the model file: how a trained model is laid out, written, mapped and checked.
 *
 *   offset  size
 *   0       8     magic "TENORMDL"
 *   8       4     format version of the writer
 *   12      4     oldest reader version that understands it
 *   16      8     size of the file
 *   24      8     XXH3-64 checksum of everything from byte 32 on, seeded with that of bytes 0 to 23
 *   32      4     number of sections (TENOR_SECTION_COUNT)
 *   36      28    reserved, 0
 *   64      16*n  section table: offset (8), size (8)
 *   ...           the sections, each at a multiple of 64, gaps 0
 *
 * All numbers are little-endian. There is no clock and no path in it: the same data and options
 * give the same bytes. */
#ifndef TENOR_MODEL_FILE_H
#define TENOR_MODEL_FILE_H

#include <stdint.h>

#include "dataset.h"
#include "pool.h"
#include "space.h"
#include "tenor_model.h"

#define TENOR_MODEL_VERSION 5U
#define TENOR_MODEL_OLDEST 5U

typedef enum tenor_section {
    TENOR_SECTION_SETTINGS,  /* tenor_settings */
    TENOR_SECTION_FOLD,      /* uint16 [65536] */
    TENOR_SECTION_FAMILY_AT, /* uint32 [families + 1]: their first terms, see space.h */
    TENOR_SECTION_HASHES,    /* uint64 [terms] */
    TENOR_SECTION_BUCKETS,   /* uint32 [buckets] */
    TENOR_SECTION_IDF,       /* float [terms] */
    TENOR_SECTION_NAME_AT,   /* uint32 [terms + 1] */
    TENOR_SECTION_NAMES,     /* UTF-8 */
    TENOR_SECTION_LEXICON,   /* lexicon.h's bytes; empty: none */
    TENOR_SECTION_AXES,      /* tenor_axis_row [axes] */
    TENOR_SECTION_LABELS,    /* tenor_label_row [labels] */
    TENOR_SECTION_STRINGS,   /* NUL-terminated names of axes and labels, languages */
    TENOR_SECTION_WEIGHTS,   /* float [terms][labels] */
    TENOR_SECTION_POOLS, /* double [labels][TENOR_POOL_COUNT + lexicon groups]: passages -> article
                          */
    TENOR_SECTION_INFO,  /* JSON */
    TENOR_SECTION_SELF_TEST, /* tenor_self_test_row [n], then their texts */
    TENOR_SECTION_HAN_WORDS, /* uint64 [slots], see han_words.h; empty: ICU cuts Han characters */
    TENOR_SECTION_COUNT
} tenor_section;

typedef struct tenor_axis_row {
    uint32_t name_at; /* byte offset into STRINGS */
    uint32_t multi;
    uint32_t first_label;
    uint32_t label_count;
    uint32_t target; /* lexicon group + 1; 0: none */
} tenor_axis_row;

typedef struct tenor_label_row {
    uint32_t name_at;
    uint32_t calibrated;
    float threshold;
    float untargeted; /* probability in an article that does not name the axis' target; 0: it has
                         none */
    double bias;      /* of a passage's decision value */
    double slope;     /* pooled decision value -> probability */
    double offset;
} tenor_label_row;

/* A text that the trainer scored, and what came out: tells a reader whose ICU cuts words
 * differently. */
typedef struct tenor_self_test_row {
    uint32_t text_at; /* byte offset into what follows the rows */
    uint32_t text_size;
    double decision; /* sum of the pooled decision values of all labels */
} tenor_self_test_row;

#define TENOR_SELF_TESTS 4

/* Everything a model file is made of; all borrowed. */
typedef struct tenor_model_parts {
    const tenor_space *space;
    const tenor_axis_spec *axes; /* [axis_count] */
    size_t axis_count;
    size_t label_count;
    const tenor_label_row *labels; /* [label_count] name_at is filled by the writer */
    const float *weights;          /* [term_count][label_count] */
    const double *pools;           /* [label_count][TENOR_POOL_COUNT + lexicon groups] */
    const char *languages;         /* "en zh" */
    tenor_view info;
    const tenor_view
        *self_tests; /* [self_test_count] texts; their decisions are computed by the writer */
    size_t self_test_count;
} tenor_model_parts;

/* The bytes of a model file, malloc'ed, deterministic. Errors: TENOR_MEMORY, TENOR_LIMIT. */
int tenor_model_pack(const tenor_model_parts *parts, char **bytes, size_t *size,
                     tenor_error *err) TENOR_MUST_USE;

/* Writes bytes to path through a temporary name beside it: flushed, synced, renamed. Errors:
 * TENOR_IO. */
int tenor_file_replace(const char *path, tenor_view bytes, tenor_error *err) TENOR_MUST_USE;

/* A model over bytes that stay the caller's (8-byte aligned). Errors: TENOR_MODEL, TENOR_MEMORY. */
int tenor_model_load(tenor_model **out, tenor_view bytes, tenor_error *err) TENOR_MUST_USE;

/* Largest difference between the self-test's stored and computed decision values; 0 if it has none.
 */
int tenor_model_self_test(const tenor_model *model, double *difference,
                          tenor_error *err) TENOR_MUST_USE;

/* --- for scorer.c --- */
const tenor_space *tenor_model_space(const tenor_model *model);
const tenor_label_row *tenor_model_label_row(const tenor_model *model, size_t label);
const float *tenor_model_weights(const tenor_model *model);             /* [terms][labels] */
size_t tenor_model_pool_width(const tenor_model *model);                /* tenor_pool_width */
const double *tenor_model_pool(const tenor_model *model, size_t label); /* [pool_width] */
/* The axis' target, or TENOR_LEXICON_NO_GROUP. */
size_t tenor_model_target(const tenor_model *model, size_t axis);

#endif
