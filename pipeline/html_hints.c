/* html_hints.c: the words in class and id that tell an article from what stands around it.
 *
 * Values are cut into words at marks, digits and humps ("relatedArticles" -> related, articles) and
 * each word is looked up in one table, by prefix where many forms exist (comment*, share*).
 * Substrings, which Readability searches, hit too much: "ad" is in "header", "share" in
 * "shareholders". A word only hints: html_score.c decides by the text. */
#include "html_hints.h"

#include <stdlib.h>
#include <string.h>

#include "html_tree.h"
#include "letters.h"

#define WORD_SIZE 24 /* longer words are cut; no word of the tables is as long */

typedef struct hint_row {
    const char *word; /* a final '*' matches every word that begins so */
    unsigned hints;
} hint_row;

#define BAD TENOR_HINT_BAD
#define GOOD TENOR_HINT_GOOD
#define CAPTION (TENOR_HINT_BAD | TENOR_HINT_CAPTION)
#define COMMENT (TENOR_HINT_BAD | TENOR_HINT_COMMENT)

/* Sorted by word (without the '*'), for bsearch. */
static const hint_row words[] = {
    {"ad", BAD},
    {"adbox", BAD},
    {"ads", BAD},
    {"adsense*", BAD},
    {"advert*", BAD},
    {"article", GOOD},
    {"articlebody", GOOD | TENOR_HINT_BODY},
    {"articlecontent", GOOD | TENOR_HINT_BODY},
    {"author", BAD},
    {"authors", BAD},
    {"banner*", BAD},
    {"bio", BAD},
    {"blog", GOOD},
    {"body", GOOD},
    {"breadcrumb*", BAD},
    {"byline*", BAD},
    {"caption*", CAPTION},
    {"comment*", COMMENT},
    {"consent", BAD},
    {"content", GOOD},
    {"cookie*", BAD},
    {"copyright", BAD},
    {"credit*", CAPTION},
    {"discuss*", COMMENT},
    {"disqus*", COMMENT},
    {"donat*", BAD},
    {"download*", BAD},
    {"entry", GOOD},
    {"facebook", BAD},
    {"follow*", BAD},
    {"foot", BAD},
    {"footer*", BAD},
    {"gallery", BAD},
    {"gdpr", BAD},
    {"hentry", GOOD},
    {"hot*", BAD},
    {"login*", BAD},
    {"main", GOOD},
    {"masthead", BAD},
    {"menu*", BAD},
    {"meta*", BAD},
    {"modal*", BAD},
    {"nav", BAD},
    {"navbar", BAD},
    {"navigation", BAD},
    {"newsletter*", BAD},
    {"next", BAD},
    {"outbrain*", BAD},
    {"overlay", BAD},
    {"pager*", BAD},
    {"pagination*", BAD},
    {"paywall*", BAD},
    {"popover*", TENOR_HINT_HIDDEN},
    {"popular*", BAD},
    {"popup*", BAD},
    {"post", GOOD},
    {"prev", BAD},
    {"previous", BAD},
    {"print", BAD},
    {"promo*", BAD},
    {"rank*", BAD},
    {"rating*", BAD},
    {"recirc*", BAD},
    {"recommend*", BAD},
    {"register*", BAD},
    {"relate*", BAD},
    {"replies", COMMENT},
    {"reply", COMMENT},
    {"respond", COMMENT},
    {"rollover*", TENOR_HINT_HIDDEN},
    {"rss", BAD},
    {"search*", BAD},
    {"shar*", BAD},
    {"shop*", BAD},
    {"sidebar*", BAD},
    {"signup*", BAD},
    {"skip", BAD},
    {"social*", BAD},
    {"sponsor*", BAD},
    {"sr", TENOR_HINT_HIDDEN},
    {"story", GOOD},
    {"storybody", GOOD | TENOR_HINT_BODY},
    {"subscri*", BAD},
    {"taboola*", BAD},
    {"tag", BAD},
    {"tags", BAD},
    {"teaser*", BAD},
    {"text", GOOD},
    {"toc", BAD},
    {"tool", BAD},
    {"toolbar*", BAD},
    {"toolbox", BAD},
    {"tools", BAD},
    {"tooltip*", TENOR_HINT_HIDDEN},
    {"trending*", BAD},
    {"twitter", BAD},
    {"visuallyhidden", TENOR_HINT_HIDDEN},
    {"widget*", BAD},
    {"yarpp*", BAD},
};

static int compare_hint(const void *word, const void *row) {
    const char *pattern = ((const hint_row *)row)->word;
    size_t size = strlen(pattern);
    return pattern[size - 1] == '*' ? strncmp(word, pattern, size - 1) : strcmp(word, pattern);
}

static unsigned word_hints(const char *word) {
    const hint_row *row =
        bsearch(word, words, sizeof words / sizeof *words, sizeof *words, compare_hint);
    return row != NULL ? row->hints : 0;
}

static bool is_one_of(const char *word, const char *const list[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, list[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* "entry-content", "article-body", "post_text" ...: two words that together name the body. */
static bool names_body(const char *before, const char *word) {
    static const char *const what[] = {"article", "entry", "post", "story", "news", "blog"};
    static const char *const part[] = {"body", "content", "text", "contents"};
    return is_one_of(before, what, sizeof what / sizeof *what) &&
           is_one_of(word, part, sizeof part / sizeof *part);
}

/* Takes the next word off value into word (lower case); false at the end. */
static bool next_word(const char **value, char word[WORD_SIZE]) {
    const char *at = *value;
    while (*at != '\0' && !tenor_is_alpha(*at)) {
        at++;
    }
    size_t size = 0;
    bool lower_before = false;
    for (; tenor_is_alpha(*at); at++) {
        bool upper = *at >= 'A' && *at <= 'Z';
        if (upper && lower_before) {
            break;
        }
        lower_before = !upper;
        if (size < WORD_SIZE - 1) {
            word[size++] = tenor_lower(*at);
        }
    }
    word[size] = '\0';
    *value = at;
    return size > 0;
}

static unsigned class_hints(const char *value) {
    char words_of[2][WORD_SIZE] = {"", ""};
    unsigned hints = 0;
    for (unsigned turn = 0; next_word(&value, words_of[turn & 1]); turn++) {
        const char *word = words_of[turn & 1];
        const char *before = words_of[(turn + 1) & 1];
        hints |= word_hints(word);
        hints |= names_body(before, word) ? TENOR_HINT_BODY | GOOD : 0U;
    }
    return hints;
}

static unsigned style_hints(const char *value) {
    tenor_view style = tenor_view_of(value);
    static const char *const hiding[] = {"display:none", "display: none", "visibility:hidden",
                                         "visibility: hidden"};
    for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++) {
        if (tenor_view_find_nocase(style, hiding[i]) < style.size) {
            return TENOR_HINT_HIDDEN;
        }
    }
    return 0;
}

static unsigned role_hints(const char *value) {
    static const char *const around[] = {
        "navigation", "banner",  "complementary", "contentinfo", "search", "menu",
        "menubar",    "toolbar", "dialog",        "alertdialog", "tablist"};
    tenor_view role = tenor_view_of(value);
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        if (tenor_view_equal_nocase(role, around[i])) {
            return TENOR_HINT_PRUNE;
        }
    }
    return tenor_view_equal_nocase(role, "main") || tenor_view_equal_nocase(role, "article") ? GOOD
                                                                                             : 0;
}

static unsigned itemprop_hints(const char *value) {
    tenor_view property = tenor_view_of(value);
    return tenor_view_equal_nocase(property, "articlebody") ||
                   tenor_view_equal_nocase(property, "reviewbody")
               ? TENOR_HINT_BODY | GOOD
               : 0;
}

static unsigned hidden_hints(const char *value) {
    return strcmp(value, "false") == 0 ? 0 : TENOR_HINT_HIDDEN;
}

static unsigned aria_hints(const char *value) {
    return strcmp(value, "true") == 0 ? TENOR_HINT_HIDDEN : 0;
}

unsigned tenor_html_hints(const unsigned char **attributes) {
    static const struct {
        const char *name;
        unsigned (*read)(const char *value);
    } readers[] = {{"class", class_hints},      {"id", class_hints},
                   {"style", style_hints},      {"role", role_hints},
                   {"hidden", hidden_hints},    {"aria-hidden", aria_hints},
                   {"itemprop", itemprop_hints}};
    unsigned hints = 0;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        const char *value = attributes[i + 1] != NULL ? (const char *)attributes[i + 1] : "";
        const char *name = (const char *)attributes[i];
        if (name[0] == 'd' || (name[0] == 'h' && name[1] == 'r')) {
            continue; /* data-*, href: the commonest */
        }
        for (size_t r = 0; r < sizeof readers / sizeof *readers; r++) {
            if (name[0] == readers[r].name[0] && strcmp(name, readers[r].name) == 0) {
                hints |= readers[r].read(value);
            }
        }
    }
    return hints;
}

unsigned tenor_html_style(const unsigned char **attributes) {
    unsigned hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        if (strcmp((const char *)attributes[i], "class") == 0 && attributes[i + 1] != NULL) {
            for (const unsigned char *at = attributes[i + 1]; *at != '\0'; at++) {
                hash = tenor_is_digit((char)*at) ? hash
                                                 : (hash ^ *at) * 16777619U; /* part-1, part-2 */
            }
            return hash != 0 ? hash : 1;
        }
    }
    return 0;
}
