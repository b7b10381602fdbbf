/* model_file.c: packing, writing, mapping and checking the model file (layout in model_file.h). */
#include "model_file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>

#include "error.h"
#include "memory.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "the model file is mapped as it is: little-endian only");

#define MAGIC "TENORMDL"
#define CHECKSUM_AT 24U
#define CHECKED_FROM 32U
#define TABLE_AT 64U
#define ALIGNMENT 64U
#define MOST_LABELS 100000U
#define TORN "the model file is damaged (%s): train or copy it again"

typedef struct file_header {
    char magic[8];
    uint32_t version;
    uint32_t oldest_reader;
    uint64_t file_size;
    uint64_t checksum;
    uint32_t section_count;
    uint32_t reserved[7];
} file_header;

typedef struct file_section {
    uint64_t offset;
    uint64_t size;
} file_section;

_Static_assert(sizeof(file_header) == TABLE_AT && offsetof(file_header, checksum) == CHECKSUM_AT,
               "header layout");
_Static_assert(sizeof(file_section) == 16, "section table layout");

struct tenor_model {
    void *map; /* what close unmaps; NULL for a model over the caller's bytes */
    size_t map_size;
    tenor_space space;
    tenor_lexicon *lexicon;
    tenor_axis *axes;
    tenor_label *labels;
    size_t axis_count, label_count;
    const tenor_axis_row *axis_rows;
    const tenor_label_row *rows;
    const float *weights;
    const double *pools;
    size_t pool_width;
    const char *languages;
    tenor_view info;
    tenor_view self_test;
    char id[17];
};

/* --- packing --- */

static void add_section(tenor_buffer *out, file_section *table, tenor_section which,
                        const void *bytes, size_t size) {
    static const char zeros[ALIGNMENT] = "";
    tenor_buffer_add(out, zeros, (ALIGNMENT - out->size % ALIGNMENT) % ALIGNMENT);
    table[which].offset = out->size;
    table[which].size = size;
    tenor_buffer_add(out, bytes, size);
}

static void add_space(tenor_buffer *out, file_section *table, const tenor_space *space) {
    size_t n = space->term_count;
    add_section(out, table, TENOR_SECTION_SETTINGS, &space->settings, sizeof space->settings);
    add_section(out, table, TENOR_SECTION_FOLD, space->fold, TENOR_FOLD_SIZE * sizeof *space->fold);
    add_section(out, table, TENOR_SECTION_FAMILY_AT, space->family_at, sizeof space->family_at);
    add_section(out, table, TENOR_SECTION_HASHES, space->hashes, n * sizeof *space->hashes);
    add_section(out, table, TENOR_SECTION_BUCKETS, space->buckets,
                tenor_space_bucket_count(space) * sizeof *space->buckets);
    add_section(out, table, TENOR_SECTION_IDF, space->idf, n * sizeof *space->idf);
    add_section(out, table, TENOR_SECTION_NAME_AT, space->name_at,
                (n + 1) * sizeof *space->name_at);
    add_section(out, table, TENOR_SECTION_NAMES, space->names, space->name_at[n]);
    add_section(out, table, TENOR_SECTION_HAN_WORDS,
                space->words.count > 0 ? (const void *)space->words.slots : "",
                space->words.count * sizeof *space->words.slots);
}

static int add_lexicon(tenor_buffer *out, file_section *table, const tenor_lexicon *lexicon,
                       tenor_error *err) {
    char *bytes = NULL;
    size_t size = 0;
    if (lexicon != NULL) {
        int code = tenor_lexicon_save(lexicon, &bytes, &size, err);
        if (code != 0) {
            return code;
        }
    }
    add_section(out, table, TENOR_SECTION_LEXICON, bytes != NULL ? bytes : "", size);
    free(bytes);
    return 0;
}

static uint32_t add_string(tenor_buffer *strings, const char *text) {
    size_t at = strings->size;
    tenor_buffer_add(strings, text, strlen(text) + 1);
    return (uint32_t)at;
}

/* Axes, labels and their names. The languages stand first among the strings. */
static int add_names(tenor_buffer *out, file_section *table, const tenor_model_parts *parts,
                     tenor_error *err) {
    tenor_axis_row *axes = tenor_new_array(parts->axis_count, sizeof *axes);
    tenor_label_row *labels = tenor_new_array(parts->label_count, sizeof *labels);
    tenor_buffer strings = TENOR_BUFFER_INIT;
    int code = 0;
    if (axes == NULL || labels == NULL) {
        code = tenor_fail_memory(err);
        goto done;
    }
    add_string(&strings, parts->languages);
    for (size_t a = 0; a < parts->axis_count; a++) {
        const tenor_axis_spec *spec = &parts->axes[a];
        size_t target = tenor_lexicon_find_group(parts->space->lexicon, spec->target);
        axes[a] = (tenor_axis_row){add_string(&strings, spec->name), spec->multi,
                                   (uint32_t)spec->first_label, (uint32_t)spec->label_count,
                                   target == TENOR_LEXICON_NO_GROUP ? 0 : (uint32_t)target + 1};
        for (size_t l = 0; l < spec->label_count; l++) {
            size_t at = spec->first_label + l;
            labels[at] = parts->labels[at];
            labels[at].name_at = add_string(&strings, spec->labels[l]);
        }
    }
    add_section(out, table, TENOR_SECTION_AXES, axes, parts->axis_count * sizeof *axes);
    add_section(out, table, TENOR_SECTION_LABELS, labels, parts->label_count * sizeof *labels);
    add_section(out, table, TENOR_SECTION_STRINGS, strings.data, strings.size);
    code = strings.failed ? tenor_fail_memory(err) : 0;
done:
    free(axes);
    free(labels);
    tenor_buffer_free(&strings);
    return code;
}

static void add_self_tests(tenor_buffer *out, file_section *table, const tenor_model_parts *parts,
                           const double *decisions) {
    tenor_buffer body = TENOR_BUFFER_INIT;
    size_t at = 0;
    for (size_t i = 0; i < parts->self_test_count; i++) {
        tenor_self_test_row row = {(uint32_t)at, (uint32_t)parts->self_tests[i].size, decisions[i]};
        tenor_buffer_add(&body, &row, sizeof row);
        at += parts->self_tests[i].size;
    }
    for (size_t i = 0; i < parts->self_test_count; i++) {
        tenor_buffer_add(&body, parts->self_tests[i].data, parts->self_tests[i].size);
    }
    out->failed = out->failed || body.failed;
    add_section(out, table, TENOR_SECTION_SELF_TEST, body.data, body.size);
    tenor_buffer_free(&body);
}

/* All but the checksum itself counts: a flipped bit of the version would else pass for a newer
 * writer's. */
static uint64_t checksum_of(const char *bytes, size_t size) {
    return XXH3_64bits_withSeed(bytes + CHECKED_FROM, size - CHECKED_FROM,
                                XXH3_64bits(bytes, CHECKSUM_AT));
}

/* Fills header and table of a buffer whose sections are all there. */
static void seal(tenor_buffer *out, const file_section *table) {
    memcpy(out->data + TABLE_AT, table, TENOR_SECTION_COUNT * sizeof *table);
    file_header header = {.version = TENOR_MODEL_VERSION,
                          .oldest_reader = TENOR_MODEL_OLDEST,
                          .file_size = out->size,
                          .section_count = TENOR_SECTION_COUNT};
    memcpy(header.magic, MAGIC, sizeof header.magic);
    memcpy(out->data, &header, sizeof header);
    header.checksum = checksum_of(out->data, out->size);
    memcpy(out->data, &header, sizeof header);
}

static int pack_once(const tenor_model_parts *parts, const double *decisions, tenor_buffer *out,
                     tenor_error *err) {
    file_section table[TENOR_SECTION_COUNT] = {{0, 0}};
    static const char zeros[TABLE_AT + sizeof table] = "";
    tenor_buffer_add(out, zeros, sizeof zeros);
    add_space(out, table, parts->space);
    int code = add_lexicon(out, table, parts->space->lexicon, err);
    if (code == 0) {
        code = add_names(out, table, parts, err);
    }
    if (code != 0) {
        return code;
    }
    add_section(out, table, TENOR_SECTION_WEIGHTS, parts->weights,
                parts->space->term_count * parts->label_count * sizeof *parts->weights);
    add_section(out, table, TENOR_SECTION_POOLS, parts->pools,
                parts->label_count * tenor_pool_width(parts->space->lexicon) *
                    sizeof *parts->pools);
    add_section(out, table, TENOR_SECTION_INFO, parts->info.data, parts->info.size);
    add_self_tests(out, table, parts, decisions);
    if (out->failed) {
        return tenor_fail_memory(err);
    }
    seal(out, table);
    return 0;
}

static int self_test_decision(tenor_scorer *scorer, const tenor_model *model, tenor_view text,
                              double *decision, tenor_error *err) {
    tenor_verdict verdict;
    tenor_view none = {"", 0};
    int code = tenor_score(scorer, none, text, &verdict, err);
    if (code != 0) {
        return code;
    }
    *decision = 0.0;
    for (size_t l = 0; l < model->label_count; l++) {
        *decision += verdict.decision[l];
    }
    return 0;
}

/* Scores the self-test texts with the model just packed, so that the file holds what a reader will
 * compute. */
static int measure_self_tests(const tenor_model_parts *parts, tenor_view bytes, double *decisions,
                              tenor_error *err) {
    tenor_model *model = NULL;
    tenor_scorer *scorer = NULL;
    int code = tenor_model_load(&model, bytes, err);
    if (code == 0) {
        code = tenor_scorer_new(&scorer, model, err);
    }
    for (size_t i = 0; code == 0 && i < parts->self_test_count; i++) {
        code = self_test_decision(scorer, model, parts->self_tests[i], &decisions[i], err);
    }
    tenor_scorer_free(scorer);
    tenor_model_close(model);
    return code;
}

int tenor_model_pack(const tenor_model_parts *parts, char **bytes, size_t *size, tenor_error *err) {
    tenor_buffer out = TENOR_BUFFER_INIT;
    double decisions[TENOR_SELF_TESTS] = {0.0};
    if (parts->self_test_count > TENOR_SELF_TESTS) {
        return tenor_fail(err, TENOR_LIMIT, "at most %d self-tests", TENOR_SELF_TESTS);
    }
    int code = pack_once(parts, decisions, &out, err);
    if (code == 0) {
        code = measure_self_tests(parts, tenor_buffer_view(&out), decisions, err);
    }
    if (code == 0) {
        tenor_buffer_clear(&out);
        code = pack_once(parts, decisions, &out, err);
    }
    if (code == 0) {
        *size = out.size;
        *bytes = tenor_buffer_steal(&out);
        code = *bytes == NULL ? tenor_fail_memory(err) : 0;
    }
    tenor_buffer_free(&out);
    return code;
}

static int write_all(int fd, tenor_view bytes) {
    size_t done = 0;
    while (done < bytes.size) {
        ssize_t n = write(fd, bytes.data + done, bytes.size - done);
        if (n < 0 && errno != EINTR) {
            return -1;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

int tenor_file_replace(const char *path, tenor_view bytes, tenor_error *err) {
    tenor_buffer name = TENOR_BUFFER_INIT;
    tenor_buffer_format(&name, "%s.part.%ld", path, (long)getpid());
    if (name.failed) {
        return tenor_fail_memory(err);
    }
    int code = 0;
    int fd = open(name.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) {
        code = tenor_fail(err, TENOR_IO, "cannot create %s: %s", name.data, strerror(errno));
    } else {
        bool bad = write_all(fd, bytes) != 0 || fsync(fd) != 0;
        bad = close(fd) != 0 || bad;
        if (bad || rename(name.data, path) != 0) {
            code = tenor_fail(err, TENOR_IO, "cannot write %s: %s", path, strerror(errno));
            unlink(name.data);
        }
    }
    tenor_buffer_free(&name);
    return code;
}

/* --- loading --- */

static int torn(tenor_error *err, const char *what) {
    return tenor_fail(err, TENOR_MODEL, TORN, what);
}

static int check_header(tenor_view bytes, tenor_error *err) {
    file_header header;
    if (bytes.size < sizeof header || memcmp(bytes.data, MAGIC, sizeof header.magic) != 0) {
        return tenor_fail(err, TENOR_MODEL, "this is not a Tenor model");
    }
    memcpy(&header, bytes.data, sizeof header);
    if (header.oldest_reader > TENOR_MODEL_VERSION || header.version < TENOR_MODEL_OLDEST) {
        return tenor_fail(err, TENOR_MODEL,
                          "the model has format version %u, this tenor reads %u to %u: train it "
                          "again or update tenor",
                          header.version, TENOR_MODEL_OLDEST, TENOR_MODEL_VERSION);
    }
    if (header.file_size != bytes.size) {
        return torn(err, "its size is wrong");
    }
    if (checksum_of(bytes.data, bytes.size) != header.checksum) {
        return torn(err, "its checksum is wrong");
    }
    if (header.section_count != TENOR_SECTION_COUNT ||
        bytes.size < TABLE_AT + TENOR_SECTION_COUNT * sizeof(file_section)) {
        return torn(err, "its section table is wrong");
    }
    return 0;
}

/* Item sizes that a section's size must be a multiple of. */
static const size_t item_size[TENOR_SECTION_COUNT] = {
    [TENOR_SECTION_SETTINGS] = sizeof(tenor_settings),
    [TENOR_SECTION_FOLD] = TENOR_FOLD_SIZE * sizeof(uint16_t),
    [TENOR_SECTION_FAMILY_AT] = (TENOR_FAMILY_COUNT + 1) * sizeof(uint32_t),
    [TENOR_SECTION_HASHES] = sizeof(uint64_t),
    [TENOR_SECTION_BUCKETS] = sizeof(uint32_t),
    [TENOR_SECTION_IDF] = sizeof(float),
    [TENOR_SECTION_NAME_AT] = sizeof(uint32_t),
    [TENOR_SECTION_NAMES] = 1,
    [TENOR_SECTION_LEXICON] = 1,
    [TENOR_SECTION_AXES] = sizeof(tenor_axis_row),
    [TENOR_SECTION_LABELS] = sizeof(tenor_label_row),
    [TENOR_SECTION_STRINGS] = 1,
    [TENOR_SECTION_WEIGHTS] = sizeof(float),
    [TENOR_SECTION_POOLS] = sizeof(double),
    [TENOR_SECTION_INFO] = 1,
    [TENOR_SECTION_SELF_TEST] = 1,
    [TENOR_SECTION_HAN_WORDS] = sizeof(uint64_t),
};

typedef struct section_view {
    const void *data;
    size_t count; /* items */
} section_view;

static int find_sections(tenor_view bytes, section_view *sections, tenor_error *err) {
    for (size_t s = 0; s < TENOR_SECTION_COUNT; s++) {
        file_section row;
        memcpy(&row, bytes.data + TABLE_AT + s * sizeof row, sizeof row);
        if (row.offset > bytes.size || row.size > bytes.size - row.offset ||
            row.offset % ALIGNMENT != 0 || row.size % item_size[s] != 0) {
            return torn(err, "a section is out of place");
        }
        sections[s].data = bytes.data + row.offset;
        sections[s].count = row.size / item_size[s];
    }
    if (sections[TENOR_SECTION_SETTINGS].count != 1 || sections[TENOR_SECTION_FOLD].count != 1 ||
        sections[TENOR_SECTION_FAMILY_AT].count != 1) {
        return torn(err, "settings, fold table or families are missing");
    }
    return 0;
}

static int lay_space(tenor_model *model, const section_view *s, tenor_error *err) {
    if (!tenor_space_lay_rows(&model->space, s[TENOR_SECTION_FAMILY_AT].data) ||
        s[TENOR_SECTION_IDF].count != model->space.term_count ||
        s[TENOR_SECTION_HASHES].count != model->space.term_count ||
        s[TENOR_SECTION_NAME_AT].count != model->space.term_count + 1 ||
        s[TENOR_SECTION_BUCKETS].count != tenor_space_bucket_count(&model->space)) {
        return torn(err, "the vocabulary's sizes do not agree");
    }
    if (s[TENOR_SECTION_LEXICON].count > 0) {
        tenor_view lexicon = {s[TENOR_SECTION_LEXICON].data, s[TENOR_SECTION_LEXICON].count};
        int code = tenor_lexicon_load(&model->lexicon, lexicon, err);
        if (code != 0) {
            return code;
        }
    }
    memcpy(&model->space.settings, s[TENOR_SECTION_SETTINGS].data, sizeof model->space.settings);
    model->space.fold = s[TENOR_SECTION_FOLD].data;
    model->space.words =
        (tenor_han_words){s[TENOR_SECTION_HAN_WORDS].data, s[TENOR_SECTION_HAN_WORDS].count};
    model->space.lexicon = model->lexicon;
    model->space.hashes = s[TENOR_SECTION_HASHES].data;
    model->space.buckets = s[TENOR_SECTION_BUCKETS].data;
    model->space.idf = s[TENOR_SECTION_IDF].data;
    model->space.name_at = s[TENOR_SECTION_NAME_AT].data;
    model->space.names = s[TENOR_SECTION_NAMES].data;
    return tenor_space_check(&model->space, s[TENOR_SECTION_NAMES].count, err);
}

static bool row_is_finite(const tenor_label_row *row) {
    return isfinite(row->bias) && isfinite(row->slope) && isfinite(row->offset) &&
           isfinite(row->threshold) && isfinite(row->untargeted);
}

/* Marks the labels whose statistics all weigh nothing. */
static void find_silent(tenor_model *model) {
    for (size_t l = 0; l < model->label_count; l++) {
        const double *pool = model->pools + l * model->pool_width;
        size_t k = 0;
        while (k < model->pool_width && pool[k] == 0.0) {
            k++;
        }
        model->labels[l].silent = k == model->pool_width;
    }
}

/* The weights themselves are too many to look at each when opening; the checksum stands for them.
 */
static int lay_weights(tenor_model *model, const section_view *s, tenor_error *err) {
    size_t cells;
    model->weights = s[TENOR_SECTION_WEIGHTS].data;
    if (!tenor_mul_size(model->space.term_count, model->label_count, &cells) ||
        s[TENOR_SECTION_WEIGHTS].count != cells) {
        return torn(err, "the number of weights is wrong");
    }
    model->pools = s[TENOR_SECTION_POOLS].data;
    model->pool_width = tenor_pool_width(model->lexicon);
    if (s[TENOR_SECTION_POOLS].count != model->pool_width * model->label_count) {
        return torn(err, "the number of pooling weights is wrong");
    }
    for (size_t i = 0; i < s[TENOR_SECTION_POOLS].count; i++) {
        if (!isfinite(model->pools[i])) {
            return torn(err, "its pooling weights are wrong");
        }
    }
    find_silent(model);
    return 0;
}

static int lay_labels(tenor_model *model, const section_view *s, tenor_error *err) {
    size_t strings = s[TENOR_SECTION_STRINGS].count;
    const char *text = s[TENOR_SECTION_STRINGS].data;
    const tenor_axis_row *axes = s[TENOR_SECTION_AXES].data;
    model->axis_rows = axes;
    model->rows = s[TENOR_SECTION_LABELS].data;
    model->axis_count = s[TENOR_SECTION_AXES].count;
    model->label_count = s[TENOR_SECTION_LABELS].count;
    model->languages = text;
    if (strings == 0 || text[strings - 1] != '\0' || model->label_count > MOST_LABELS ||
        model->axis_count > MOST_LABELS) {
        return torn(err, "its names are wrong");
    }
    model->axes = tenor_new_array(model->axis_count, sizeof *model->axes);
    model->labels = tenor_new_array(model->label_count, sizeof *model->labels);
    if (model->axes == NULL || model->labels == NULL) {
        return tenor_fail_memory(err);
    }
    size_t next = 0;
    for (size_t a = 0; a < model->axis_count; a++) {
        if (axes[a].first_label != next || axes[a].label_count > model->label_count - next ||
            axes[a].name_at >= strings ||
            axes[a].target > tenor_lexicon_group_count(model->lexicon)) {
            return torn(err, "its axes are wrong");
        }
        model->axes[a] = (tenor_axis){
            text + axes[a].name_at, axes[a].multi != 0, next, axes[a].label_count,
            axes[a].target > 0 ? tenor_lexicon_group_name(model->lexicon, axes[a].target - 1)
                               : NULL};
        next += axes[a].label_count;
    }
    for (size_t l = 0; l < model->label_count; l++) {
        const tenor_label_row *row = &model->rows[l];
        if (row->name_at >= strings || !row_is_finite(row)) {
            return torn(err, "its labels are wrong");
        }
        model->labels[l] = (tenor_label){text + row->name_at, row->threshold, row->untargeted,
                                         row->calibrated != 0, false};
    }
    return next == model->label_count ? 0 : torn(err, "its axes are wrong");
}

static int lay_self_test(tenor_model *model, const section_view *s, tenor_error *err) {
    model->self_test =
        (tenor_view){s[TENOR_SECTION_SELF_TEST].data, s[TENOR_SECTION_SELF_TEST].count};
    /* The rows end where the first text begins: their number is told by the sizes. */
    size_t rows = 0, texts = 0;
    while (rows * sizeof(tenor_self_test_row) + texts < model->self_test.size &&
           rows < TENOR_SELF_TESTS) {
        tenor_self_test_row row;
        if (model->self_test.size - rows * sizeof row < sizeof row) {
            return torn(err, "its self-test is wrong");
        }
        memcpy(&row, model->self_test.data + rows * sizeof row, sizeof row);
        if (row.text_at != texts || !isfinite(row.decision)) {
            return torn(err, "its self-test is wrong");
        }
        texts += row.text_size;
        rows++;
    }
    return rows * sizeof(tenor_self_test_row) + texts == model->self_test.size
               ? 0
               : torn(err, "its self-test is wrong");
}

static int lay_out(tenor_model *model, tenor_view bytes, tenor_error *err) {
    section_view s[TENOR_SECTION_COUNT];
    int code = check_header(bytes, err);
    if (code == 0) {
        code = find_sections(bytes, s, err);
    }
    if (code == 0) {
        code = lay_space(model, s, err);
    }
    if (code == 0) {
        code = lay_labels(model, s, err);
    }
    if (code == 0) {
        code = lay_weights(model, s, err);
    }
    if (code == 0) {
        code = lay_self_test(model, s, err);
    }
    if (code != 0) {
        return code;
    }
    model->info = (tenor_view){s[TENOR_SECTION_INFO].data, s[TENOR_SECTION_INFO].count};
    file_header header;
    memcpy(&header, bytes.data, sizeof header);
    snprintf(model->id, sizeof model->id, "%016llx", (unsigned long long)header.checksum);
    return 0;
}

int tenor_model_load(tenor_model **out, tenor_view bytes, tenor_error *err) {
    tenor_model *model = tenor_new_array(1, sizeof *model);
    if (model == NULL) {
        return tenor_fail_memory(err);
    }
    int code = lay_out(model, bytes, err);
    if (code != 0) {
        tenor_model_close(model);
        return code;
    }
    *out = model;
    return 0;
}

static int map_file(const char *path, void **map, size_t *size, tenor_error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return tenor_fail(err, TENOR_IO, "cannot open the model: %s", strerror(errno));
    }
    struct stat st;
    int code = 0;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        code = tenor_fail(err, TENOR_MODEL, "this is not a Tenor model");
    } else if (st.st_size < (off_t)sizeof(file_header)) {
        code = tenor_fail(err, TENOR_MODEL, "this is not a Tenor model: it has only %lld bytes",
                          (long long)st.st_size);
    } else {
        *size = (size_t)st.st_size;
        *map = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (*map == MAP_FAILED) {
            code = tenor_fail(err, TENOR_IO, "cannot map the model: %s", strerror(errno));
        }
    }
    close(fd);
    return code;
}

int tenor_model_open(tenor_model **out, const char *path, tenor_error *err) {
    void *map = NULL;
    size_t size = 0;
    int code = map_file(path, &map, &size, err);
    if (code == 0) {
        tenor_view bytes = {map, size};
        code = tenor_model_load(out, bytes, err);
        if (code == 0) {
            (*out)->map = map;
            (*out)->map_size = size;
        } else {
            munmap(map, size);
        }
    }
    if (code != 0) {
        tenor_error_at(err, path, 0);
    }
    return code;
}

void tenor_model_close(tenor_model *model) {
    if (model == NULL) {
        return;
    }
    tenor_lexicon_free(model->lexicon);
    free(model->axes);
    free(model->labels);
    if (model->map != NULL) {
        munmap(model->map, model->map_size);
    }
    free(model);
}

/* --- asking --- */

const char *tenor_model_id(const tenor_model *model) {
    return model->id;
}

size_t tenor_model_axis_count(const tenor_model *model) {
    return model->axis_count;
}

const tenor_axis *tenor_model_axis(const tenor_model *model, size_t axis) {
    return &model->axes[axis];
}

size_t tenor_model_label_count(const tenor_model *model) {
    return model->label_count;
}

const tenor_label *tenor_model_label(const tenor_model *model, size_t label) {
    return &model->labels[label];
}

tenor_view tenor_model_info(const tenor_model *model) {
    return model->info;
}

const tenor_space *tenor_model_space(const tenor_model *model) {
    return &model->space;
}

const tenor_label_row *tenor_model_label_row(const tenor_model *model, size_t label) {
    return &model->rows[label];
}

const float *tenor_model_weights(const tenor_model *model) {
    return model->weights;
}

size_t tenor_model_pool_width(const tenor_model *model) {
    return model->pool_width;
}

const double *tenor_model_pool(const tenor_model *model, size_t label) {
    return model->pools + label * model->pool_width;
}

size_t tenor_model_target(const tenor_model *model, size_t axis) {
    uint32_t target = model->axis_rows[axis].target;
    return target > 0 ? target - 1 : TENOR_LEXICON_NO_GROUP;
}

bool tenor_model_knows_language(const tenor_model *model, const char *language) {
    size_t size = strcspn(language, "-");
    if (model->languages[0] == '\0' || strcmp(language, "und") == 0) {
        return true;
    }
    for (const char *at = model->languages; *at != '\0'; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == size && strncmp(at, language, size) == 0) {
            return true;
        }
        at += word;
    }
    return false;
}

int tenor_model_self_test(const tenor_model *model, double *difference, tenor_error *err) {
    tenor_scorer *scorer = NULL;
    int code = tenor_scorer_new(&scorer, model, err);
    *difference = 0.0;
    size_t texts = 0, rows = 0;
    while (rows * sizeof(tenor_self_test_row) + texts < model->self_test.size) {
        tenor_self_test_row row;
        memcpy(&row, model->self_test.data + rows * sizeof row, sizeof row);
        texts += row.text_size;
        rows++;
    }
    for (size_t i = 0; code == 0 && i < rows; i++) {
        tenor_self_test_row row;
        memcpy(&row, model->self_test.data + i * sizeof row, sizeof row);
        tenor_view text = {model->self_test.data + rows * sizeof row + row.text_at, row.text_size};
        double decision = 0.0;
        code = self_test_decision(scorer, model, text, &decision, err);
        *difference = fmax(*difference, fabs(decision - row.decision));
    }
    tenor_scorer_free(scorer);
    return code;
}
