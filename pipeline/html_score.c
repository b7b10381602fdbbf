/* html_score.c: which part of a page is the article.
 *
 * After Readability (Arc90, Mozilla), with three changes that the measurements in README-reading.md
 * ask for. Pruning by tags and class words is tried first and taken back where it leaves too
 * little. A hint (itemprop=articleBody, <article>) is only a candidate: the scored block beats it
 * unless it lacks the hint's prose. And a "paragraph" is any block with running text of its own, so
 * that text in <div>s, table cells or between <br>s counts like <p>.
 *
 * All walks are loops over the flat tree: forward to hand things down, backward to sum up. */
#include "html_score.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "letters.h"

#define PROSE_BYTES 25   /* a block with less text of its own is no paragraph */
#define AROUND_LEVELS 3  /* how far around the chosen part others are looked for */
#define LEAD_BYTES 40    /* of the description that a lead must begin with */
#define TABLE_LEVELS 3   /* cell, row, table body, table */
#define LITTLE_PROSE 250 /* with less, pruning is thought to have gone wrong */
#define HEADER_PROSE 400 /* a <header> with more prose is no header */
#define SPARED_SHARE 0.3 /* a pruned block that holds this share of the page's prose is spared */

void tenor_html_scorer_free(tenor_html_scorer *scorer) {
    free(scorer->scores);
    scorer->scores = NULL;
    scorer->capacity = 0;
}

/* Text bytes without the blanks that HTML folds; adds commas and stops to *marks. */
static uint32_t weigh_text(tenor_view text, uint32_t *marks) {
    static const char *const wide[] = {"\xEF\xBC\x8C", "\xE3\x80\x81", "\xE3\x80\x82"}; /* ，、。 */
    uint32_t size = 0;
    bool blank = true;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool is_blank = tenor_is_blank(c);
        size += !is_blank || !blank;
        blank = is_blank;
        if (c == ',') {
            (*marks)++;
        } else if ((c == '\xEF' || c == '\xE3') && i + 2 < text.size) {
            for (size_t w = 0; w < 3; w++) {
                *marks += memcmp(text.data + i, wide[w], 3) == 0;
            }
        }
    }
    return size;
}

/* Own text of every block, nearest blocks, links: needs no pruning, done once. */
static void weigh_nodes(const tenor_html_tree *tree, tenor_node_score *scores) {
    memset(scores, 0, tree->count * sizeof *scores);
    for (uint32_t i = 1; i < tree->count; i++) {
        const tenor_node *node = &tree->nodes[i];
        tenor_node_score *score = &scores[i];
        const tenor_node_score *parent = &scores[node->parent];
        score->block = (node->kind & TENOR_TAG_BLOCK) != 0 ? i : parent->block;
        score->in_link = node->tag == TENOR_TAG_A || parent->in_link;
        if (node->tag == TENOR_TAG_TEXT) {
            tenor_node_score *block = &scores[score->block];
            uint32_t size = weigh_text(tenor_node_text(tree, i), &block->own_marks);
            block->own += size;
            block->own_links += score->in_link ? size : 0;
        }
    }
}

/* Marks what holds an <h1>. */
static void mark_titled(const tenor_html_tree *tree, tenor_node_score *scores) {
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t around = tree->nodes[i].tag == TENOR_TAG_H1 ? i : 0;
        while (around != 0 && !scores[around].titled) {
            scores[around].titled = true;
            around = tree->nodes[around].parent;
        }
    }
}

static bool reads_like_prose(const tenor_node *node, const tenor_node_score *score) {
    return (node->kind & (TENOR_TAG_PARAGRAPH | TENOR_TAG_GROUP)) != 0 &&
           score->own >= PROSE_BYTES && score->own_links * 2 < score->own;
}

/* Sums up text, links and prose of what is not gone. */
static void sum_up(const tenor_html_tree *tree, tenor_node_score *scores) {
    for (uint32_t i = 0; i < tree->count; i++) {
        bool block = scores[i].block == i;
        scores[i].text = block ? scores[i].own : 0;
        scores[i].links = block ? scores[i].own_links : 0;
        scores[i].prose =
            block && reads_like_prose(&tree->nodes[i], &scores[i]) ? scores[i].own : 0;
        scores[i].quoted = 0;
        scores[i].points = 0;
    }
    for (uint32_t i = (uint32_t)tree->count - 1; i > 0; i--) {
        tenor_node_score *parent = &scores[tree->nodes[i].parent];
        if (!scores[i].gone) {
            parent->text += scores[i].text;
            parent->links += scores[i].links;
            parent->prose += scores[i].prose;
            scores[i].quoted =
                tree->nodes[i].tag == TENOR_TAG_BLOCKQUOTE ? scores[i].prose : scores[i].quoted;
            parent->quoted += scores[i].quoted;
        }
    }
}

typedef struct pruning {
    bool by_class, by_tag;
} pruning;

/* Whether the element's tag or role says that it stands around the article. */
static bool is_around(const tenor_node *node, const tenor_node_score *score) {
    bool header = node->tag == TENOR_TAG_HEADER && score->prose >= HEADER_PROSE;
    return ((node->kind & TENOR_TAG_PRUNE) != 0 || (node->hints & TENOR_HINT_PRUNE) != 0) &&
           !header;
}

/* Whether the words in its class and id say so. */
static bool is_named_around(const tenor_node *node, const tenor_node_score *score) {
    /* a word on an inline element says little (<a class="meta-org">), but for captions */
    bool weak = (node->kind & TENOR_TAG_BLOCK) == 0 && (node->hints & TENOR_HINT_CAPTION) == 0;
    bool whole = node->tag == TENOR_TAG_BODY || node->tag == TENOR_TAG_HTML ||
                 node->tag == TENOR_TAG_ARTICLE || node->tag == TENOR_TAG_BLOCKQUOTE;
    bool embedded = score->quoted > 0 && score->quoted * 2 >= score->prose;
    return (node->hints & TENOR_HINT_BAD) != 0 && (node->hints & TENOR_HINT_BODY) == 0 && !weak &&
           !whole && !embedded;
}

static bool is_pruned(const tenor_node *node, const tenor_node_score *score, uint32_t all_prose,
                      pruning how) {
    bool spared = score->prose >= SPARED_SHARE * (double)all_prose && score->prose > 0;
    /* of comments there is often more than of the article */
    bool comments = (node->hints & TENOR_HINT_COMMENT) != 0 && !score->titled;
    if (how.by_class && is_named_around(node, score) && (comments || !spared)) {
        return true;
    }
    return !spared &&
           ((node->hints & TENOR_HINT_HIDDEN) != 0 || (how.by_tag && is_around(node, score)));
}

static void prune(const tenor_html_tree *tree, tenor_node_score *scores, pruning how) {
    for (uint32_t i = 0; i < tree->count; i++) {
        scores[i].gone = false;
        scores[i].chosen = false;
    }
    sum_up(tree, scores);
    uint32_t all_prose = scores[0].prose;
    for (uint32_t i = 1; i < tree->count; i++) {
        scores[i].gone = scores[tree->nodes[i].parent].gone ||
                         is_pruned(&tree->nodes[i], &scores[i], all_prose, how);
    }
    sum_up(tree, scores);
}

/* Gives each paragraph's points to the blocks around it: whole to the nearest, less further out. */
static void give_points(const tenor_html_tree *tree, tenor_node_score *scores) {
    static const float shares[] = {1.0F, 0.5F, 1 / 6.0F, 1 / 9.0F, 1 / 12.0F};
    for (uint32_t i = 1; i < tree->count; i++) {
        const tenor_node_score *score = &scores[i];
        if (score->gone || score->block != i || !reads_like_prose(&tree->nodes[i], score)) {
            continue;
        }
        float length = (float)score->own / 100.0F;
        float points = (1.0F + (float)score->own_marks + (length < 3 ? length : 3)) *
                       (1.0F - (float)score->own_links / (float)score->own);
        /* a block that holds its text directly is its own container */
        uint32_t to = (tree->nodes[i].kind & TENOR_TAG_PARAGRAPH) != 0 ? tree->nodes[i].parent : i;
        for (size_t level = 0; level < 5; level++) {
            scores[to].points += points * shares[level];
            if (to == 0) {
                break;
            }
            to = tree->nodes[to].parent;
        }
    }
}

static float link_share(const tenor_node_score *score) {
    return score->text > 0 ? (float)score->links / (float)score->text : 0;
}

static float worth(const tenor_node *node, const tenor_node_score *score) {
    float factor = (node->hints & TENOR_HINT_GOOD) != 0 ? 1.3F : 1.0F;
    factor *= node->tag == TENOR_TAG_ARTICLE ? 1.1F : 1.0F;
    factor *= (node->hints & TENOR_HINT_COMMENT) != 0 ? 0.3F : 1.0F;
    return score->points * (1.0F - link_share(score)) * factor;
}

static uint32_t best_scored(const tenor_html_tree *tree, const tenor_node_score *scores) {
    uint32_t best = 0;
    float most = -1;
    for (uint32_t i = 0; i < tree->count; i++) {
        if (!scores[i].gone && scores[i].block == i) {
            float value = worth(&tree->nodes[i], &scores[i]);
            if (value > most) {
                most = value;
                best = i;
            }
        }
    }
    return best;
}

/* The hinted element with the most prose; 0 if there is none. */
static uint32_t best_hinted(const tenor_html_tree *tree, const tenor_node_score *scores) {
    uint32_t best = 0, most = 0;
    unsigned rank_of_best = 0;
    for (uint32_t i = 1; i < tree->count; i++) {
        const tenor_node *node = &tree->nodes[i];
        unsigned rank = (node->hints & TENOR_HINT_BODY) != 0 ? 3
                        : node->tag == TENOR_TAG_ARTICLE     ? 2
                        : node->tag == TENOR_TAG_MAIN        ? 1
                                                             : 0;
        if (rank == 0 || scores[i].gone || scores[i].prose < 100 || rank < rank_of_best) {
            continue;
        }
        if (rank > rank_of_best || scores[i].prose > most) {
            best = i;
            most = scores[i].prose;
            rank_of_best = rank;
        }
    }
    return best;
}

/* Text laid out in tables: from a cell to the row and table around it, as long as they bring prose
 * and few links. */
static uint32_t climb_table(const tenor_html_tree *tree, const tenor_node_score *scores,
                            uint32_t top) {
    uint32_t cell = tree->nodes[top].parent;
    if (tree->nodes[cell].tag == TENOR_TAG_TD && link_share(&scores[cell]) < 0.25F) {
        top = cell;
    }
    for (size_t level = 0; level < TABLE_LEVELS && top != 0; level++) {
        uint32_t parent = tree->nodes[top].parent;
        bool table = (tree->nodes[top].kind & TENOR_TAG_CELLS) != 0 &&
                     (tree->nodes[parent].kind & TENOR_TAG_CELLS) != 0;
        if (!table || link_share(&scores[parent]) >= 0.25F) {
            break;
        }
        top = parent;
    }
    return top;
}

/* Chooses top and those of its siblings that go on with its text. */
static void join_siblings(const tenor_html_tree *tree, tenor_node_score *scores, uint32_t top) {
    float least = scores[top].points * 0.2F;
    uint32_t parent = tree->nodes[top].parent;
    scores[top].chosen = true;
    if (top == 0) {
        return;
    }
    for (uint32_t i = parent + 1; i < tree->nodes[parent].end; i = tree->nodes[i].end) {
        if (i == top || scores[i].gone || scores[i].block != i) {
            continue;
        }
        bool same = scores[i].points >= (least > 10 ? least : 10) && link_share(&scores[i]) < 0.25F;
        bool paragraph = tree->nodes[i].tag == TENOR_TAG_P && scores[i].text > 80 &&
                         link_share(&scores[i]) < 0.25F;
        scores[i].chosen = same || paragraph;
    }
}

/* The node some levels above top: what may belong to the article beside top lies in it. */
static uint32_t surroundings(const tenor_html_tree *tree, uint32_t top) {
    uint32_t around = top;
    for (size_t level = 0; level < AROUND_LEVELS && around != 0; level++) {
        around = tree->nodes[around].parent;
    }
    return around;
}

/* Chooses the parts that look exactly like top, at its depth and not far from it: articles that
 * advertisements cut up. */
static void join_equals(const tenor_html_tree *tree, tenor_node_score *scores, uint32_t top) {
    uint32_t around = surroundings(tree, top);
    const tenor_node *model = &tree->nodes[top];
    for (uint32_t i = around; model->style != 0 && i < tree->nodes[around].end; i++) {
        const tenor_node *node = &tree->nodes[i];
        if (node->style == model->style && node->depth == model->depth && node->tag == model->tag &&
            !scores[i].gone) {
            scores[i].chosen =
                scores[i].chosen || (scores[i].prose > 0 && link_share(&scores[i]) < 0.25F);
        }
    }
}

/* The text node that holds byte at of the tree's text. */
static uint32_t node_at(const tenor_html_tree *tree, size_t at) {
    uint32_t found = 0;
    for (uint32_t i = 1; i < tree->count; i++) {
        const tenor_node *node = &tree->nodes[i];
        if (node->tag == TENOR_TAG_TEXT && node->text_start <= at &&
            at < (size_t)node->text_start + node->text_size) {
            found = i;
            break;
        }
    }
    return found;
}

/* Chooses a paragraph before top that begins as the page's own description does: a lead set apart
 * from the body. */
static void join_lead(const tenor_html_tree *tree, tenor_node_score *scores, uint32_t top) {
    uint32_t around = surroundings(tree, top);
    char prefix[LEAD_BYTES + 1];
    tenor_view summary = tenor_buffer_view(&tree->meta[TENOR_META_SUMMARY]);
    if (summary.size < LEAD_BYTES) {
        return;
    }
    memcpy(prefix, summary.data, LEAD_BYTES);
    prefix[LEAD_BYTES] = '\0';
    tenor_view text = tenor_buffer_view(&tree->text);
    for (size_t at = tenor_view_find(text, prefix); at < text.size;) {
        uint32_t node = node_at(tree, at);
        uint32_t block = scores[node].block;
        if (node >= top) {
            return;
        }
        if (!scores[block].gone && reads_like_prose(&tree->nodes[block], &scores[block]) &&
            tree->nodes[block].end <= top && block > around &&
            tree->nodes[block].tag != TENOR_TAG_LI) {
            scores[block].chosen = true;
            return;
        }
        at += 1 + tenor_view_find(tenor_view_from(text, at + 1), prefix);
    }
}

static uint32_t chosen_prose(const tenor_html_tree *tree, const tenor_node_score *scores) {
    uint32_t prose = 0;
    for (uint32_t i = 0; i < tree->count;) {
        prose += scores[i].chosen ? scores[i].prose : 0;
        i = scores[i].chosen ? tree->nodes[i].end : i + 1;
    }
    return prose;
}

static int prepare(tenor_html_scorer *scorer, const tenor_html_tree *tree, tenor_error *err) {
    if (!TENOR_GROW(scorer->scores, scorer->capacity, tree->count)) {
        return tenor_fail_memory(err);
    }
    weigh_nodes(tree, scorer->scores);
    mark_titled(tree, scorer->scores);
    return 0;
}

int tenor_html_choose(tenor_html_scorer *scorer, const tenor_html_tree *tree, tenor_error *err) {
    static const pruning levels[] = {{true, true}, {false, true}, {false, false}};
    int code = prepare(scorer, tree, err);
    if (code != 0) {
        return code;
    }
    tenor_node_score *scores = scorer->scores;
    uint32_t prose = 0;
    for (size_t level = 0; level < 3; level++) {
        prune(tree, scores, levels[level]);
        give_points(tree, scores);
        uint32_t top = best_scored(tree, scores);
        uint32_t hint = best_hinted(tree, scores);
        if (hint != 0 && scores[top].prose < 0.9 * (double)scores[hint].prose) {
            top = hint;
        }
        top = climb_table(tree, scores, top);
        join_siblings(tree, scores, top);
        join_equals(tree, scores, top);
        join_lead(tree, scores, top);
        prose = chosen_prose(tree, scores);
        if (prose >= LITTLE_PROSE && prose >= (scores[0].text - scores[0].links) / 8) {
            break;
        }
    }
    if (prose ==
        0) { /* no paragraph anywhere: what is not plainly around it, a verse or a caption */
        prune(tree, scores, levels[0]);
        scores[0].chosen = true;
    }
    return 0;
}

int tenor_html_choose_all(tenor_html_scorer *scorer, const tenor_html_tree *tree,
                          tenor_error *err) {
    static const pruning none = {false, false};
    int code = prepare(scorer, tree, err);
    if (code == 0) {
        prune(tree, scorer->scores, none);
        scorer->scores[0].chosen = true;
    }
    return code;
}
