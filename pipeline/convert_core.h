/* convert_core.h: what the formats of convert.h share: the converter they work for, and the helpers
 * on articles in transit. */
#ifndef TENOR_CONVERT_CORE_H
#define TENOR_CONVERT_CORE_H

#include <jansson.h>

#include "convert.h"
#include "convert_input.h"
#include "output.h"
#include "tenor_model.h"

typedef struct tenor_converter tenor_converter;

/* How one format is read and written: one row of the table in convert.c. NULL where a direction or
 * a step does not exist. */
typedef struct tenor_format {
    const char *name, *summary;
    bool (*claims)(const json_t *value); /* whether a file that begins with this object is one */
    /* Reads one JSON value of a file that is an array of them or has one a line. */
    int (*read_value)(tenor_converter *self, const json_t *value, tenor_error *err);
    /* Reads a whole file (formats that are not JSON). */
    int (*read_file)(tenor_converter *self, tenor_error *err);
    int (*read_end)(tenor_converter *self, tenor_error *err); /* behind the last value of a file */
    int (*begin)(tenor_converter *self, tenor_error *err);
    int (*write)(tenor_converter *self, const json_t *article, tenor_error *err);
    int (*end)(tenor_converter *self, tenor_error *err);
    void (*free_state)(void *state); /* of the writer */
    bool to_folder;                  /* the output is a folder that the writer fills itself */
} tenor_format;

typedef struct tenor_convert_loss {
    char *what;
    size_t articles;
    size_t last; /* number of the article that was counted last, from 1 */
} tenor_convert_loss;

struct tenor_converter {
    const tenor_convert_options *options;
    const tenor_format *from; /* of the file that is read */
    const tenor_format *to;
    tenor_model *model; /* NULL if none was named */
    tenor_convert_input input;
    tenor_output *output;
    tenor_buffer pending;       /* bytes on their way to output */
    size_t articles;            /* written */
    tenor_convert_loss *losses; /* [loss_count] */
    size_t loss_count, loss_capacity;
    json_t *held; /* article that a reader has not given on yet; NULL if none */
    void *state;  /* the writer's own */
};

/* ---- articles ---- */

/* Gives an article (the reference is taken, NULL means out of memory) to the writer. */
int tenor_convert_emit(tenor_converter *self, json_t *article, tenor_error *err) TENOR_MUST_USE;

/* Notes that something of the present article cannot be held; `what` in the plural ("titles"). */
void tenor_convert_lose(tenor_converter *self, const char *what);

/* The same for something that is no article: counted each time. */
void tenor_convert_pass_over(tenor_converter *self, const char *what);

/* Notes every field of article that is not in kept (NULL behind the last) and not empty. */
void tenor_convert_lose_others(tenor_converter *self, const json_t *article,
                               const char *const *kept);

/* An error at the place that is read now. Returns TENOR_FORMAT. */
int tenor_convert_malformed(tenor_converter *self, tenor_error *err, const char *format, ...)
    TENOR_PRINTF(3, 4);

/* A string; bytes that are not UTF-8 become U+FFFD. NULL: out of memory. */
json_t *tenor_convert_string(tenor_view text);

/* String field of an object; "" if it has none. */
const char *tenor_convert_text(const json_t *object, const char *name);

/* Adds a number or string under name, as a string; nothing if value is neither. */
void tenor_convert_set_id(json_t *article, const json_t *value);

/* Appends value as compact JSON to the output. */
int tenor_convert_put(tenor_converter *self, const json_t *value, tenor_error *err) TENOR_MUST_USE;
int tenor_convert_put_text(tenor_converter *self, const char *text,
                           tenor_error *err) TENOR_MUST_USE;

/* Writers of JSON arrays: "[", a comma before each but the first, "]". */
int tenor_convert_array_begin(tenor_converter *self, tenor_error *err) TENOR_MUST_USE;
int tenor_convert_array_put(tenor_converter *self, const json_t *value,
                            tenor_error *err) TENOR_MUST_USE;
int tenor_convert_array_end(tenor_converter *self, tenor_error *err) TENOR_MUST_USE;

/* ---- labels ---- */

typedef enum tenor_axis_kind {
    TENOR_AXIS_UNKNOWN,
    TENOR_AXIS_SINGLE,
    TENOR_AXIS_MULTI
} tenor_axis_kind;
tenor_axis_kind tenor_convert_axis_kind(const tenor_converter *self, const char *axis);

/* Whether the labels were given by a model (they are predictions), not by a person. */
bool tenor_convert_is_machine(const json_t *article);

/* The labels of a value of "labels" (a string or a list) as a list; NULL where it is neither. New
 * reference. */
json_t *tenor_convert_label_list(const json_t *value);

/* Sets labels[axis] to the list: as a string if the axis takes exactly one. The list's reference is
 * taken. */
void tenor_convert_set_labels(const tenor_converter *self, json_t *labels, const char *axis,
                              json_t *list);

/* Formats with one list of labels an article. All labels of an article as such a list: those of
 * options->axis as they are, or those of all axes as "axis:label". Notes what is lost. New
 * reference; NULL: out of memory. */
json_t *tenor_convert_flatten(tenor_converter *self, const json_t *article);
/* The other way; known: the list says of each label whether it holds, an empty one too. The list's
 * reference is taken. New reference to the value of "labels". */
json_t *tenor_convert_unflatten(const tenor_converter *self, json_t *list, bool known);

/* Scores of an article under the same flat names: [{"label":…,"score":…}]. New reference; NULL: out
 * of memory. */
json_t *tenor_convert_flat_scores(const tenor_converter *self, const json_t *article);

/* All labels under their flat names that can be chosen: the model's, else those that have scores,
 * else the article's own. */
json_t *tenor_convert_flat_options(tenor_converter *self, const json_t *article);

/* What several annotators say, [{axis: label or [labels]}, …], as one: a label of a multi-label
 * axis holds if more than half of those who answered gave it; of a single-label axis the most
 * frequent, at a tie the first given. Notes disagreement. New reference to the value of "labels".
 */
json_t *tenor_convert_agree(tenor_converter *self, const json_t *votes);

/* ---- the formats ---- */

extern const tenor_format tenor_format_tenor, tenor_format_label_studio, tenor_format_doccano,
    tenor_format_argilla, tenor_format_argilla_1, tenor_format_prodigy, tenor_format_prodigy_binary,
    tenor_format_fasttext, tenor_format_libsvm, tenor_format_csv, tenor_format_tsv,
    tenor_format_folder;

#endif
