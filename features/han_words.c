/* han_words.c: ICU's dictionary of Chinese and Japanese as a hash table, and the search over it.
 *
 * ICU has the dictionary as a UCharsTrie, a serialised tree that is documented in its ucharstrie.h;
 * C programs have no function that walks it, so its nodes are read here. They are copied breadth
 * first into a plain tree (words with other characters than Han are left out), whose edges then go
 * into the table. A double array would save some probing, but ICU's words spread over so many
 * characters that packing one takes seconds or twice the memory.
 *
 * The search is ICU's own (CjkBreakEngine), to the letter: words of up to 20 units, a character
 * that is no word of its own costs 255, and of two equally cheap ways the one found first stays. */
#include "han_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/udata.h>
#include <unicode/uversion.h>

#include "error.h"
#include "memory.h"

#define WORD_MAX 20
#define UNKNOWN_COST 255
#define WINDOW 32 /* power of two above WORD_MAX */
#define AHEAD 6   /* characters; the table is larger than the caches */

#define UNIT_BITS 16
#define STATE_BITS 19
#define KEY_BITS (UNIT_BITS + STATE_BITS)
#define COST_AT (KEY_BITS + STATE_BITS)
#define STATES ((uint64_t)1 << STATE_BITS)
#define COST_MAX 1022

/* --- the slots --- */

static uint64_t key_of(uint64_t state, uint16_t unit) {
    return state << UNIT_BITS | unit;
}

/* The open-addressed part. */
typedef struct slot_table {
    const uint64_t *slots;
    size_t mask;
} slot_table;

static slot_table table_of(const uint64_t *slots, size_t count) {
    return (slot_table){slots + TENOR_HAN_ROOTS, count - TENOR_HAN_ROOTS - 1};
}

static size_t home_of(const slot_table *table, uint64_t key) {
    return (size_t)(key * 0x9E3779B97F4A7C15U >> 32) & table->mask;
}

/* The slot of key, or the free one where it belongs. */
static const uint64_t *find_slot(const slot_table *table, uint64_t key) {
    size_t at = home_of(table, key);
    while (table->slots[at] != 0 && (table->slots[at] & (((uint64_t)1 << KEY_BITS) - 1)) != key) {
        at = (at + 1) & table->mask;
    }
    return &table->slots[at];
}

bool tenor_han_words_are_sound(const tenor_han_words *words) {
    if (words->count <= TENOR_HAN_ROOTS) {
        return words->count == 0;
    }
    slot_table table = table_of(words->slots, words->count);
    size_t at = 0;
    while (at < table.mask && table.slots[at] != 0) {
        at++;
    }
    return table.slots[at] == 0 && (table.mask & (table.mask + 1)) == 0;
}

/* --- cutting --- */

static inline uint64_t state_behind(uint64_t slot) {
    return slot >> KEY_BITS & (STATES - 1);
}

/* Asks the memory for the slot of the first two units at units. */
static inline void ask_ahead(const slot_table *table, const uint64_t *roots,
                             const uint16_t *units) {
    uint64_t key = key_of(state_behind(roots[units[0] - TENOR_HAN_LEAST]), units[1]);
    TENOR_PREFETCH(&table->slots[home_of(table, key)]);
}

void tenor_han_words_cut(const tenor_han_words *words, const uint16_t *units, size_t size,
                         uint8_t *length) {
    const slot_table table = table_of(words->slots, words->count);
    uint64_t best[WINDOW]; /* cheapest way to each of the next places */
    memset(best, 0xFF, sizeof best);
    best[0] = 0;
    size_t asked = 1; /* the first place not asked for yet */
    for (size_t i = 0; i < size; i++) {
        uint64_t here = best[i % WINDOW];
        best[i % WINDOW] = UINT64_MAX;
        size_t most = size - i < WORD_MAX ? size - i : WORD_MAX;
        uint64_t slot = words->slots[units[i] - TENOR_HAN_LEAST];
        uint64_t first_cost = slot >> COST_AT > 0 ? (slot >> COST_AT) - 1 : UNKNOWN_COST;
        for (; asked + 1 < size && asked < i + AHEAD; asked++) {
            ask_ahead(&table, words->slots, units + asked);
        }
        if (here + first_cost < best[(i + 1) % WINDOW]) {
            best[(i + 1) % WINDOW] = here + first_cost;
            length[i + 1] = 1;
        }
        for (size_t n = 2; n <= most && state_behind(slot) != 0; n++) {
            slot = *find_slot(&table, key_of(state_behind(slot), units[i + n - 1]));
            uint64_t cost = slot >> COST_AT;
            uint64_t *there = &best[(i + n) % WINDOW];
            if (cost > 0 && here + cost - 1 < *there) {
                *there = here + cost - 1;
                length[i + n] = (uint8_t)n;
            }
        }
    }
}

/* --- ICU's trie --- */

/* A state of the trie: left more units of a linear match at `at`, or a node there. */
typedef struct place {
    const uint16_t *at;
    uint32_t left;
} place;

enum {
    LINEAR_LEAD = 0x30,      /* below: a branch */
    VALUE_LEAD = 0x40,       /* from here on: a value, and perhaps a node behind it */
    NODE_MASK = 0x3F,        /* that node's lead */
    FINAL = 0x8000,          /* a value with nothing behind it */
    BRANCH_LIST = 5,         /* a branch of up to so many units is a list, above it a search tree */
    TWO_UNIT_VALUE = 0x4000, /* leads of longer numbers */
    THREE_UNIT_VALUE = 0x7FFF,
    TWO_UNIT_NODE_VALUE = 0x4040,
    THREE_UNIT_NODE_VALUE = 0x7FC0,
    TWO_UNIT_DELTA = 0xFC00,
    THREE_UNIT_DELTA = 0xFFFF,
    BRANCH_DEPTH = 32 /* halvings of a branch of up to 65,536 units, and to spare */
};

static uint32_t two_units(const uint16_t *at) {
    return (uint32_t)at[0] << 16 | at[1];
}

/* The number whose lead stands before *at; moves *at behind it. */
static uint32_t read_value(const uint16_t **at, uint32_t lead) {
    if (lead < TWO_UNIT_VALUE) {
        return lead;
    }
    *at += lead < THREE_UNIT_VALUE ? 1 : 2;
    return lead < THREE_UNIT_VALUE ? (lead - TWO_UNIT_VALUE) << 16 | (*at)[-1] : two_units(*at - 2);
}

/* The same of a value that shares its lead with a node. */
static uint32_t read_node_value(const uint16_t **at, uint32_t lead) {
    if (lead < TWO_UNIT_NODE_VALUE) {
        return (lead >> 6) - 1;
    }
    *at += lead < THREE_UNIT_NODE_VALUE ? 1 : 2;
    return lead < THREE_UNIT_NODE_VALUE
               ? ((lead & THREE_UNIT_NODE_VALUE) - TWO_UNIT_NODE_VALUE) << 10 | (*at)[-1]
               : two_units(*at - 2);
}

static uint32_t read_delta(const uint16_t **at) {
    uint32_t lead = *(*at)++;
    if (lead < TWO_UNIT_DELTA) {
        return lead;
    }
    *at += lead < THREE_UNIT_DELTA ? 1 : 2;
    return lead < THREE_UNIT_DELTA ? (lead - TWO_UNIT_DELTA) << 16 | (*at)[-1] : two_units(*at - 2);
}

/* What the word that ends at a place costs; UINT32_MAX if none does. */
static uint32_t cost_at(place from) {
    if (from.left > 0 || from.at[0] < VALUE_LEAD) {
        return UINT32_MAX;
    }
    const uint16_t *at = from.at + 1;
    return (from.at[0] & FINAL) != 0 ? read_value(&at, from.at[0] & ~(uint32_t)FINAL)
                                     : read_node_value(&at, from.at[0]);
}

/* --- the plain tree --- */

typedef struct node {
    place source;
    uint32_t first; /* its children are nodes [first, first + count) */
    uint32_t state; /* its number among the nodes with children; 0: none, or the root */
    uint16_t count;
    uint16_t unit;
    uint16_t cost; /* as in a slot */
} node;

typedef struct tree {
    node *nodes; /* [count] owned */
    size_t count, capacity;
    uint64_t states;
    bool odd; /* something the slots have no room for was met */
} tree;

static bool add_child(tree *made, uint16_t unit, place to) {
    uint32_t cost = cost_at(to);
    if (!tenor_is_dictionary_han(unit)) {
        return true;
    }
    if (!TENOR_GROW(made->nodes, made->capacity, made->count + 1)) {
        return false;
    }
    made->odd = made->odd || (cost > COST_MAX && cost != UINT32_MAX);
    made->nodes[made->count++] =
        (node){to, 0, 0, 0, unit, cost == UINT32_MAX ? 0 : (uint16_t)(cost + 1)};
    return true;
}

/* The last, undivided part of a branch: length units, each but the last with a value or a jump. */
static bool add_list(tree *made, const uint16_t *at, uint32_t length) {
    for (; length > 1; length--) {
        uint16_t unit = *at++;
        place to = {at, 0};
        uint32_t lead = *at++;
        uint32_t jump = read_value(&at, lead & ~(uint32_t)FINAL);
        if ((lead & FINAL) == 0) {
            to.at = at + jump;
        }
        if (!add_child(made, unit, to)) {
            return false;
        }
    }
    return add_child(made, at[0], (place){at + 1, 0});
}

static bool add_branch(tree *made, const uint16_t *at, uint32_t length) {
    struct half {
        const uint16_t *at;
        uint32_t length;
    } later[BRANCH_DEPTH]; /* the upper halves */
    size_t depth = 0;
    for (;;) {
        while (length > BRANCH_LIST && depth < BRANCH_DEPTH) {
            at++; /* the unit that divides the halves */
            uint32_t jump = read_delta(&at);
            later[depth++] = (struct half){at, length - (length >> 1)};
            at += jump;
            length >>= 1;
        }
        if (!add_list(made, at, length)) {
            return false;
        }
        if (depth == 0) {
            return true;
        }
        at = later[--depth].at;
        length = later[depth].length;
    }
}

static bool add_children(tree *made, place from) {
    if (from.left > 0) {
        return add_child(made, from.at[0], (place){from.at + 1, from.left - 1});
    }
    uint32_t lead = *from.at++;
    if (lead >= FINAL) {
        return true;
    }
    if (lead >= VALUE_LEAD) {
        read_node_value(&from.at, lead);
        lead &= NODE_MASK;
    }
    if (lead >= LINEAR_LEAD) {
        return add_child(made, from.at[0], (place){from.at + 1, lead - LINEAR_LEAD});
    }
    uint32_t length = lead > 0 ? lead : *from.at++;
    return add_branch(made, from.at, length + 1);
}

/* Copies the trie, breadth first. */
static bool grow_tree(tree *made, const uint16_t *trie) {
    if (!TENOR_GROW(made->nodes, made->capacity, 1)) {
        return false;
    }
    made->nodes[made->count++] = (node){{trie, 0}, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < made->count && !made->odd; i++) {
        size_t first = made->count;
        if (!add_children(made, made->nodes[i].source)) {
            return false;
        }
        made->nodes[i].first = (uint32_t)first;
        made->nodes[i].count = (uint16_t)(made->count - first);
        made->nodes[i].state = made->count > first ? (uint32_t)made->states++ : 0;
        made->odd = made->odd || made->states > STATES;
    }
    return true;
}

/* The tree's edges as slots; the table is at most three quarters full. NULL when out of memory. */
static uint64_t *make_slots(const tree *from, size_t *count) {
    size_t table_size = 4;
    while (table_size / 4 * 3 < from->count) {
        table_size *= 2;
    }
    *count = TENOR_HAN_ROOTS + table_size;
    uint64_t *slots = tenor_new_array(*count, sizeof *slots);
    if (slots == NULL) {
        return NULL;
    }
    const slot_table table = table_of(slots, *count);
    for (size_t i = 0; i < from->count; i++) {
        const node *parent = &from->nodes[i];
        for (uint32_t c = parent->first; c < parent->first + parent->count; c++) {
            const node *child = &from->nodes[c];
            uint64_t key = key_of(parent->state, child->unit);
            size_t at = parent->state == 0 ? (size_t)child->unit - TENOR_HAN_LEAST
                                           : (size_t)(find_slot(&table, key) - slots);
            slots[at] = key | (uint64_t)child->state << KEY_BITS | (uint64_t)child->cost << COST_AT;
        }
    }
    return slots;
}

/* --- reading --- */

/* The trie of ICU's dictionary, NULL if it is not there or of another format. */
static const uint16_t *find_trie(const UDataMemory *data) {
    enum { TRIE_OFFSET = 0, TRIE_TYPE = 4, TYPE_MASK = 7, TYPE_UCHARS = 1 };
    UDataInfo info = {.size = sizeof info};
    udata_getInfo((UDataMemory *)(uintptr_t)data, &info);
    if (memcmp(info.dataFormat, "Dict", 4) != 0 || info.formatVersion[0] != 1) {
        return NULL;
    }
    const int32_t *indexes = udata_getMemory((UDataMemory *)(uintptr_t)data);
    if ((indexes[TRIE_TYPE] & TYPE_MASK) != TYPE_UCHARS) {
        return NULL;
    }
    return (const uint16_t *)(const void *)((const char *)indexes + indexes[TRIE_OFFSET]);
}

static UDataMemory *open_dictionary(void) {
    UVersionInfo version;
    UErrorCode status = U_ZERO_ERROR;
    char package[32];
    u_getVersion(version);
    snprintf(package, sizeof package, "icudt%dl-brkitr", version[0]);
    UDataMemory *data = udata_open(package, "dict", "cjdict", &status);
    return U_SUCCESS(status) ? data : NULL;
}

int tenor_han_words_read(uint64_t **slots, size_t *count, tenor_error *err) {
    tree from = {NULL, 0, 0, 0, false};
    uint64_t *made = NULL;
    size_t made_count = 0;
    int code = 0;
    UDataMemory *data = open_dictionary();
    const uint16_t *trie = data != NULL ? find_trie(data) : NULL;
    if (trie == NULL) {
        goto done;
    }
    if (!grow_tree(&from, trie)) {
        code = tenor_fail_memory(err);
        goto done;
    }
    if (!from.odd) {
        made = make_slots(&from, &made_count);
        code = made == NULL ? tenor_fail_memory(err) : 0;
    }

done:
    if (code == 0) {
        *slots = made;
        *count = made_count;
    }
    udata_close(data);
    free(from.nodes);
    return code;
}
