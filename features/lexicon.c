/* lexicon.c: building, saving and loading of the lexicon; lexicon_match.c has the matching.
 *
 * A lexicon is one block of bytes, the same in memory and in the model file: building makes the
 * block and then opens it as loading does, so that there is one representation and one set of
 * checks. Its parts, one behind another:
 *
 *   header   8 x u32: magic, groups, terms, units, name bytes, negators, 0, 0
 *   groups   u32 [groups + 1]  offset of each group's name among the name bytes
 *   terms    {u32 at, u16 size, u16 group} [terms]  ordered by (units, group), none twice
 *   units    u16 [units]  the terms' folded text
 *   names    UTF-8, each name NUL-terminated */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "fold.h"
#include "han.h"
#include "lexicon_image.h"
#include "memory.h"

#define LEXICON_MAGIC 0x3158584CU /* "LXX1" */

/* --- opening --- */

static int fail_model(tenor_error *err, const char *what) {
    return tenor_fail(err, TENOR_MODEL, "the lexicon in the model is damaged: %s", what);
}

/* Lays lexicon's pointers over the block; checks that the parts fill it exactly. */
static bool lay_out(tenor_lexicon *lexicon, tenor_view bytes) {
    if (bytes.size < sizeof lexicon->head || (uintptr_t)bytes.data % sizeof(uint64_t) != 0) {
        return false;
    }
    memcpy(&lexicon->head, bytes.data, sizeof lexicon->head);
    const lexicon_head *head = &lexicon->head;
    if (head->magic != LEXICON_MAGIC || head->groups > TENOR_LEXICON_GROUPS ||
        head->terms > TENOR_LEXICON_TERMS ||
        head->units > TENOR_LEXICON_TERMS * TENOR_LEXICON_UNITS || head->name_bytes > bytes.size) {
        return false;
    }
    size_t groups = sizeof *head;
    size_t terms = groups + (head->groups + (size_t)1) * sizeof *lexicon->group_at;
    size_t units = terms + head->terms * sizeof *lexicon->terms;
    size_t names = units + head->units * sizeof *lexicon->units;
    lexicon->group_at = (const uint32_t *)(const void *)(bytes.data + groups);
    lexicon->terms = (const lexicon_term *)(const void *)(bytes.data + terms);
    lexicon->units = (const uint16_t *)(const void *)(bytes.data + units);
    lexicon->names = bytes.data + names;
    return names + head->name_bytes == bytes.size;
}

static bool groups_are_sound(const tenor_lexicon *lexicon) {
    const uint32_t *at = lexicon->group_at;
    uint32_t groups = lexicon->head.groups;
    if (at[0] != 0 || at[groups] != lexicon->head.name_bytes) {
        return false;
    }
    for (uint32_t i = 0; i < groups; i++) {
        if (at[i] >= at[i + 1] || at[i + 1] > lexicon->head.name_bytes ||
            memchr(lexicon->names + at[i], '\0', at[i + 1] - at[i]) !=
                lexicon->names + at[i + 1] - 1) {
            return false;
        }
    }
    return lexicon->head.negators == UINT32_MAX || lexicon->head.negators < groups;
}

static int compare_units(const uint16_t *a, size_t a_size, const uint16_t *b, size_t b_size) {
    for (size_t i = 0; i < a_size && i < b_size; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return (a_size > b_size) - (a_size < b_size);
}

static bool terms_are_sound(const tenor_lexicon *lexicon) {
    const lexicon_term *terms = lexicon->terms;
    const uint16_t *units = lexicon->units;
    for (uint32_t i = 0; i < lexicon->head.terms; i++) {
        const lexicon_term *term = &terms[i];
        if (term->size == 0 || term->size > TENOR_LEXICON_UNITS || term->at > lexicon->head.units ||
            term->size > lexicon->head.units - term->at || term->group >= lexicon->head.groups) {
            return false;
        }
        if (i > 0) {
            const lexicon_term *before = term - 1;
            int order =
                compare_units(units + before->at, before->size, units + term->at, term->size);
            if (order > 0 || (order == 0 && before->group >= term->group)) {
                return false;
            }
        }
    }
    return true;
}

bool tenor__lexicon_has_han(const uint16_t *units, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (tenor_is_han(units[i])) {
            return true;
        }
    }
    return false;
}

static void set_bit(uint8_t *bits, uint32_t bit) {
    bits[bit / 8] |= (uint8_t)(1U << (bit % 8));
}

static void mark_starts(tenor_lexicon *lexicon) {
    uint32_t next = 0;
    for (uint32_t unit = 0; unit <= UINT16_MAX; unit++) {
        lexicon->first[unit] = (uint16_t)next;
        while (next < lexicon->head.terms && lexicon->units[lexicon->terms[next].at] == unit) {
            next++;
        }
    }
    lexicon->first[UINT16_MAX + 1] = (uint16_t)next;
    for (uint32_t i = 0; i < lexicon->head.terms; i++) {
        const uint16_t *units = lexicon->units + lexicon->terms[i].at;
        uint8_t *bits = tenor__lexicon_has_han(units, lexicon->terms[i].size)
                            ? lexicon->starts_anywhere
                            : lexicon->starts_word;
        set_bit(bits, units[0]);
        if (lexicon->terms[i].size > 1) {
            set_bit(lexicon->starts_pair, lexicon_pair(units[0], units[1]));
            lexicon_range *pair = &lexicon->pairs[lexicon_pair_at(lexicon, units[0], units[1])];
            pair->from = pair->to == 0 ? (uint16_t)i : pair->from;
            pair->to = (uint16_t)(i + 1);
        } else {
            set_bit(lexicon->is_term, units[0]);
        }
    }
}

int tenor_lexicon_load(tenor_lexicon **out, tenor_view bytes, tenor_error *err) {
    tenor_lexicon *lexicon = tenor_new_array(1, sizeof *lexicon);
    if (lexicon == NULL) {
        return tenor_fail_memory(err);
    }
    const char *fault = NULL;
    if (!lay_out(lexicon, bytes)) {
        fault = "its header does not fit its size";
    } else if (!groups_are_sound(lexicon)) {
        fault = "its groups are not in order";
    } else if (!terms_are_sound(lexicon)) {
        fault = "its terms are not in order";
    }
    if (fault != NULL) {
        free(lexicon);
        return fail_model(err, fault);
    }
    lexicon->bytes = bytes;
    mark_starts(lexicon);
    *out = lexicon;
    return 0;
}

void tenor_lexicon_free(tenor_lexicon *lexicon) {
    if (lexicon != NULL) {
        free(lexicon->owned);
        free(lexicon);
    }
}

int tenor_lexicon_save(const tenor_lexicon *lexicon, char **bytes, size_t *size, tenor_error *err) {
    char *copy = malloc(lexicon->bytes.size);
    if (copy == NULL) {
        return tenor_fail_memory(err);
    }
    memcpy(copy, lexicon->bytes.data, lexicon->bytes.size);
    *bytes = copy;
    *size = lexicon->bytes.size;
    return 0;
}

size_t tenor_lexicon_group_count(const tenor_lexicon *lexicon) {
    return lexicon != NULL ? lexicon->head.groups : 0;
}

const char *tenor_lexicon_group_name(const tenor_lexicon *lexicon, size_t group) {
    return lexicon->names + lexicon->group_at[group];
}

size_t tenor_lexicon_find_group(const tenor_lexicon *lexicon, const char *name) {
    size_t count = name != NULL ? tenor_lexicon_group_count(lexicon) : 0;
    for (size_t g = 0; g < count; g++) {
        if (strcmp(tenor_lexicon_group_name(lexicon, g), name) == 0) {
            return g;
        }
    }
    return TENOR_LEXICON_NO_GROUP;
}

const uint16_t *tenor_lexicon_term_units(const tenor_lexicon *lexicon, size_t term, size_t *size) {
    *size = lexicon->terms[term].size;
    return lexicon->units + lexicon->terms[term].at;
}

/* --- building --- */

/* A term being built; units point into the build's pool. */
typedef struct draft {
    const uint16_t *units;
    uint32_t at; /* in the pool, until the pool has stopped growing */
    uint16_t size;
    uint16_t group;
} draft;

typedef struct build {
    draft *drafts; /* [count] owned */
    size_t count;
    uint16_t *pool; /* [pool_size] owned: folded terms */
    size_t pool_size;
    size_t pool_capacity;
    tenor_folded folded;
} build;

static int compare_drafts(const void *a, const void *b) {
    const draft *left = a;
    const draft *right = b;
    int order = compare_units(left->units, left->size, right->units, right->size);
    return order != 0 ? order : (left->group > right->group) - (left->group < right->group);
}

/* Appends the folded text to the pool without outer blanks and with one U+0020 for each run of
 * inner ones; returns its size, or SIZE_MAX when out of memory. */
static size_t pool_term(build *work) {
    const tenor_folded *folded = &work->folded;
    size_t start = work->pool_size;
    if (!TENOR_GROW(work->pool, work->pool_capacity, start + folded->size + 1)) {
        return SIZE_MAX;
    }
    size_t size = 0;
    bool blank = false;
    for (size_t i = 0; i < folded->size; i++) {
        if (tenor_is_blank(folded->units[i])) {
            blank = size > 0;
            continue;
        }
        if (blank) {
            work->pool[start + size++] = ' ';
            blank = false;
        }
        work->pool[start + size++] = folded->units[i];
    }
    work->pool_size = start + size;
    return size;
}

static int add_term(build *work, const uint16_t *fold, const tenor_lexicon_term *term,
                    size_t group_count, tenor_error *err) {
    int shown = term->text.size < 60 ? (int)term->text.size : 60;
    size_t start = work->pool_size;
    int code = tenor_fold(fold, term->text, &work->folded, err);
    if (code != 0) {
        return code;
    }
    size_t size = pool_term(work);
    if (size == SIZE_MAX) {
        return tenor_fail_memory(err);
    }
    if (size == 0 || size > TENOR_LEXICON_UNITS) {
        return tenor_fail(err, TENOR_DATA, "lexicon term \"%.*s\" is %s", shown,
                          shown > 0 ? term->text.data : "", size == 0 ? "empty" : "too long");
    }
    if (term->group >= group_count) {
        return tenor_fail(err, TENOR_DATA, "lexicon term \"%.*s\" names a group that is not there",
                          shown, shown > 0 ? term->text.data : "");
    }
    work->drafts[work->count++] =
        (draft){NULL, (uint32_t)start, (uint16_t)size, (uint16_t)term->group};
    return 0;
}

static void drop_repeated(build *work) {
    size_t kept = 0;
    for (size_t i = 0; i < work->count; i++) {
        if (kept == 0 || compare_drafts(&work->drafts[kept - 1], &work->drafts[i]) != 0) {
            work->drafts[kept++] = work->drafts[i];
        }
    }
    work->count = kept;
}

static int gather_terms(build *work, const uint16_t *fold, const tenor_lexicon_term *terms,
                        size_t term_count, size_t group_count, tenor_error *err) {
    work->drafts = tenor_new_array(term_count, sizeof *work->drafts);
    if (work->drafts == NULL) {
        return tenor_fail_memory(err);
    }
    for (size_t i = 0; i < term_count; i++) {
        int code = add_term(work, fold, &terms[i], group_count, err);
        if (code != 0) {
            return code;
        }
    }
    for (size_t i = 0; i < work->count; i++) {
        work->drafts[i].units = work->pool + work->drafts[i].at;
    }
    qsort(work->drafts, work->count, sizeof *work->drafts, compare_drafts);
    drop_repeated(work);
    return 0;
}

/* Writes the block that the file's opening comment describes. */
static void write_image(const build *work, const char *const *names, size_t group_count,
                        uint32_t negators, tenor_buffer *image) {
    lexicon_head head = {
        LEXICON_MAGIC, (uint32_t)group_count, (uint32_t)work->count, 0, 0, negators, {0, 0}};
    for (size_t i = 0; i < group_count; i++) {
        head.name_bytes += (uint32_t)strlen(names[i]) + 1;
    }
    for (size_t i = 0; i < work->count; i++) {
        head.units += work->drafts[i].size;
    }
    tenor_buffer_add(image, &head, sizeof head);
    uint32_t at = 0;
    tenor_buffer_add(image, &at, sizeof at);
    for (size_t i = 0; i < group_count; i++) {
        at += (uint32_t)strlen(names[i]) + 1;
        tenor_buffer_add(image, &at, sizeof at);
    }
    at = 0;
    for (size_t i = 0; i < work->count; i++) {
        lexicon_term term = {at, work->drafts[i].size, work->drafts[i].group};
        tenor_buffer_add(image, &term, sizeof term);
        at += term.size;
    }
    for (size_t i = 0; i < work->count; i++) {
        tenor_buffer_add(image, work->drafts[i].units, work->drafts[i].size * sizeof *work->pool);
    }
    for (size_t i = 0; i < group_count; i++) {
        tenor_buffer_add(image, names[i], strlen(names[i]) + 1);
    }
}

static int check_request(const char *const *names, size_t group_count, uint32_t negators,
                         size_t term_count, tenor_error *err) {
    if (group_count > TENOR_LEXICON_GROUPS || term_count > TENOR_LEXICON_TERMS) {
        return tenor_fail(err, TENOR_DATA,
                          "a lexicon of %zu groups and %zu terms is over the limit of %d and %d",
                          group_count, term_count, TENOR_LEXICON_GROUPS, TENOR_LEXICON_TERMS);
    }
    if (negators != UINT32_MAX && negators >= group_count) {
        return tenor_fail(err, TENOR_DATA, "the lexicon's negators are not one of its groups");
    }
    for (size_t i = 0; i < group_count; i++) {
        if (strlen(names[i]) > TENOR_LEXICON_UNITS) {
            return tenor_fail(err, TENOR_DATA, "lexicon group name \"%.60s...\" is too long",
                              names[i]);
        }
    }
    return 0;
}

int tenor_lexicon_new(tenor_lexicon **out, const uint16_t *fold, const char *const *group_names,
                      size_t group_count, uint32_t negators, const tenor_lexicon_term *terms,
                      size_t term_count, tenor_error *err) {
    build work = {NULL, 0, NULL, 0, 0, TENOR_FOLDED_INIT};
    tenor_buffer image = TENOR_BUFFER_INIT;
    tenor_lexicon *lexicon;
    tenor_view view = {NULL, 0};
    char *owned = NULL;
    int code = check_request(group_names, group_count, negators, term_count, err);
    if (code == 0) {
        code = gather_terms(&work, fold, terms, term_count, group_count, err);
    }
    if (code != 0) {
        goto done;
    }
    write_image(&work, group_names, group_count, negators, &image);
    view.size = image.size;
    owned = tenor_buffer_steal(&image);
    if (owned == NULL) {
        code = tenor_fail_memory(err);
        goto done;
    }
    view.data = owned;
    code = tenor_lexicon_load(&lexicon, view, err);
    if (code == 0) {
        lexicon->owned = owned;
        owned = NULL;
        *out = lexicon;
    }

done:
    free(owned);
    tenor_buffer_free(&image);
    free(work.drafts);
    free(work.pool);
    tenor_folded_free(&work.folded);
    return code;
}
