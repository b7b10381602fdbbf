/* language.c: language and script by counting letters of scripts and function words.
 *
 * Scripts decide most: kana means Japanese, Hangul Korean, Han alone Chinese, whose two scripts are
 * told apart by characters that exist in only one of them. Languages in Latin letters are told by
 * their commonest function words, each counting less the more languages share it, with letters that
 * few of them use as a help on short text. A Chinese article full of English names stays Chinese;
 * where two scripts are nearly even (a text with its translation), the title decides. */
#include "language.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include "error.h"
#include "letters.h"
#include "memory.h"

#define TEXT_BYTES 65536  /* of a text; more is not looked at */
#define ENOUGH_WORDS 3000 /* Latin words that are looked up */
#define HEADLINE_WORDS 12 /* a text of fewer words is a headline: what is declared may decide */
#define WORD_SIZE 16      /* longer words are no function words */
#define SLOTS 4096        /* of the word table; a power of two, many more than there are words */
#define FIRST_HAN 0x4E00
#define HAN_COUNT (0x9FFF - FIRST_HAN + 1)

/* The 400 commonest characters that exist in only one script; made with ICU's Hans-Hant from counts
 * over news text. */
static const char16_t simplified[] = u"万与专业东两严个丰临为丽举么义乐习书买乱争云亚产亲亿仅从们价"
                                     u"众优会传伤体债儿兰关兴养内写军农决况"
                                     u"净减击刘则刚创别剧办务动势区医华协单卖占卫却厂厅历压参双发变"
                                     u"叙号吗听启员响团园围国图场坏块坚声处"
                                     u"备头夺奖奥妇妈孙学宁宝实审宽宾对寻导将尔尽层属岁岛币帅师带帮"
                                     u"并广庆应开异弃张弹强归当录征忆怀态总"
                                     u"恋恶惊愿懒戏战户执抢护报担拟择换据携摄数斗断无旧时显术机杀杂"
                                     u"权条来极构枪标样档梦检楼欢欧毕气汇汉"
                                     u"沉没沪测济润涨温湾满灵点烟烦热爱状独环现电画监盘码硕确礼离种"
                                     u"积称稳竞笔签简类紧红约级纪纳纸线练组"
                                     u"细织终经结给络绝统继绩续维绿网罗职联脑脸艺节苏苹荐荡药获营蓝"
                                     u"虑虽补袭装见观规视觉触计订认讨让训议"
                                     u"讯记讲许论设访证评识诉词试话询该语误说请诺读课谁调谈谢负财责"
                                     u"败货质购贴贵费资赚赛赞车转轮软轻载较"
                                     u"辑输边达过运还这进远连适选遗释钟钢钱铁银销错键镜长门问间闻阅"
                                     u"队阳阵际陆陈险随难静韩页顶项顺须顾预"
                                     u"领频题额风飞饭馆马驱验骗鲜黄齐龙";
static const char16_t traditional[] = u"並亂亞佔來個們備傳債傷僅價億優兒內兩別則剛創劇劉動務勢匯區"
                                      u"協卻參員問啓單嗎嚴國圍園圖團執堅報場塊"
                                      u"壓壞夢奧奪婦媽孫學實寧審寫寬寶將專尋對導層屬島帥師帶幣幫廠"
                                      u"廣廳張強彈後從徵惡愛態慮慶憶應懶懷戀戰"
                                      u"戲戶換搶擇擊擔據擬攜攝敗敘數斷時書會東條棄業極構槍樂樓標樣"
                                      u"機檔檢權歐歡歲歷歸殺氣決沒況淨減測溫滬"
                                      u"滿漢漲潤濟灣為無煙煩熱營爭爾狀獎獨獲現環產畢畫異當發盡監盤"
                                      u"眾碩確碼禮種稱積穩競筆節簡簽紀約紅納紙"
                                      u"級細終組結絕絡給統經綠維網緊線練總績織繼續羅義習聞聯聲職聽"
                                      u"腦臉臨與興舉舊華萬蕩薦藍藝藥蘇蘋蘭處號"
                                      u"術衛補裝襲見規視親覺觀觸訂計訊討訓記訪設許訴評詞詢試話該認"
                                      u"語誤說誰課調談請論諾講謝證識議護讀變讓"
                                      u"豐負財貨責貴買費貼資賓賣質賺購賽贊車軍軟較載輕輪輯輸轉辦農"
                                      u"這連進運過達遠適選遺還邊醫釋銀銷鋼錄錢"
                                      u"錯鍵鏡鐘鐵長門開間閱關陣陳陸陽隊際隨險雖雙雜離難雲電靈靜韓"
                                      u"響頁頂項順須預領頭頻題額願類顧顯風飛飯"
                                      u"養館馬騙驅驗驚體鬥鮮麗麼黃點齊龍";

typedef struct language_row {
    const char *tag;
    const char *words;   /* function words, each between blanks */
    const char *letters; /* letters that point to it, UTF-8 */
} language_row;

static const language_row latin[] = {
    {"en",
     " the of and to in is that for it with as on was are be this by at have from not but they you "
     "we which or an "
     "has his her their will would can who what when how why its been were more if about than into "
     "out new after "
     "says over could may now our your all us no up just do does did should he she i my says said "
     "your there here "
     "year years company companies market markets trade government prices price cost costs sales "
     "bank today week month "
     "months world state states country countries foreign growth workers worker jobs job layoffs "
     "layoff cuts cut cutting "
     "staff employees hiring firm firms tech technology artificial intelligence chip chips tariff "
     "tariffs sanctions export "
     "exports war president minister officials official report reports news plan plans deal share "
     "shares profit loss "
     "quarter million billion money pay spending budget budgets cheaper power energy first last "
     "next against because before while "
     "through since until under between both each such only also still again some any many much "
     "most other another "
     "these those then them too very well make makes made take takes get gets use used using how "
     "work works working "
     "people team training data models update guide review launch launches announces announced "
     "raises raise rise rises "
     "fall falls falling drop drops hit hits win wins set sets back open free best great big high "
     "low day days time "
     "way good bad never why really being having going want need help look let been got put three "
     "five six seven ",
     ""},
    {"de",
     " der die das und ist nicht mit ein eine den dem des im auf für von zu sich auch es wird "
     "werden als an bei nach "
     "wie aus hat dass sind war wir sie er ich oder aber noch nur über einen einer zum zur kann um "
     "haben durch ",
     "äöüß"},
    {"fr",
     " le la les des de et est un une du en que qui dans pour pas sur au aux avec ce cette par "
     "plus ne se sont il elle "
     "nous vous mais ou où son sa ses leur été être ont fait comme ",
     "çàêœùî"},
    {"es",
     " el la los las de y que en un una es por con para no se su del al lo como más pero sus le ha "
     "este esta son fue "
     "entre cuando muy sin sobre también hasta hay donde desde todo nos ",
     "ñ¿¡"},
    {"it",
     " il la i gli le di e che è un una in per con non si del della dei delle al alla da sono come "
     "più ma ha anche "
     "nel nella su lo questo questa dal dalla ed ",
     "ìò"},
    {"pt",
     " o a os as de e que em um uma é por com para não se do da dos das no na nos nas ao mais mas "
     "foi são como seu sua "
     "ou pela pelo também já até isso ",
     "ãõ"},
    {"nl",
     " de het een en van in is dat op te zijn met voor niet aan er om ook als maar dan bij nog uit "
     "naar door over ze "
     "hij wordt deze worden werd heeft kan dit ",
     ""},
    {"sv",
     " och att det i en som på är av för med den till inte har de om ett var jag men så kan från "
     "vi nu ",
     "å"},
    {"da",
     " og at det i en som på er af for med den til ikke har de om et var jeg men så kan fra vi nu ",
     "æø"},
    {"no",
     " og å det i en som på er av for med den til ikke har de om et var jeg men så kan fra vi nå ",
     "æø"},
    {"fi",
     " ja on ei se että oli hän mutta ovat kun niin myös kuin joka tai sen ole vain nyt jos mitä ",
     ""},
    {"pl",
     " i w na nie się z do to jest że o jak za po od ale co dla przez są tak czy już tym który ",
     "łąęśżź"},
    {"cs", " a v se na je že s z do to o i ve pro jako za ale by jsou jsem po ze si který bylo ",
     "řěůž"},
    {"ro", " și de în la a cu pe nu care un o din este mai ce pentru sunt dar au fost ca ",
     "șțşţă"},
    {"hu", " a az és hogy nem is egy ez meg de volt csak már van ki mint azt el lehet ", "őű"},
    {"tr", " ve bir bu da de için ile olarak çok daha gibi ama ne en olan var kadar sonra değil ",
     "ğış"},
    {"vi", " và của là có cho không được các một trong người những này với đã khi để ", "đơưạảấầ"},
    {"id",
     " yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada oleh ",
     ""},
};
#define LATIN_COUNT (sizeof latin / sizeof *latin)

/* Scripts that (nearly) one language of the news uses each. */
static const struct {
    uint32_t first, last;
    const char *tag;
} scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0400, 0x052F, "ru"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"},
    {0x0600, 0x06FF, "ar"}, {0x0900, 0x097F, "hi"}, {0x0980, 0x09FF, "bn"}, {0x0B80, 0x0BFF, "ta"},
    {0x0E00, 0x0E7F, "th"}, {0x10A0, 0x10FF, "ka"},
};
#define SCRIPT_COUNT (sizeof scripts / sizeof *scripts)

typedef struct word_slot {
    char word[WORD_SIZE]; /* "" if free */
    uint32_t languages;   /* bit i: latin[i] has it */
    uint32_t weight;      /* the more languages share it the less */
} word_slot;

typedef enum han_kind { HAN_BOTH, HAN_SIMPLIFIED, HAN_TRADITIONAL } han_kind;

struct tenor_languages {
    word_slot words[SLOTS];
    unsigned char han[HAN_COUNT]; /* han_kind */
};

/* What has been counted. */
typedef struct language_counts {
    size_t han, kana, hangul, latin_letters;
    size_t kinds[3]; /* by han_kind */
    size_t script[SCRIPT_COUNT];
    size_t words, known_words;   /* Latin words; of them function words of some language */
    size_t score[LATIN_COUNT];   /* weights of the function words of the language */
    size_t special[LATIN_COUNT]; /* letters that point to it */
} language_counts;

static size_t slot_of(const word_slot slots[SLOTS], const char *word, size_t size) {
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)word[i]) * 16777619U;
    }
    size_t slot = hash % SLOTS;
    while (slots[slot].word[0] != '\0' &&
           (strncmp(slots[slot].word, word, size) != 0 || slots[slot].word[size] != '\0')) {
        slot = (slot + 1) % SLOTS;
    }
    return slot;
}

static void fill_words(tenor_languages *languages) {
    for (size_t i = 0; i < LATIN_COUNT; i++) {
        for (const char *at = latin[i].words; *at != '\0';) {
            size_t size = strcspn(at, " ");
            if (size > 0 && size < WORD_SIZE) {
                word_slot *slot = &languages->words[slot_of(languages->words, at, size)];
                memcpy(slot->word, at, size);
                slot->languages |= 1U << i;
            }
            at += size + (at[size] == ' ');
        }
    }
    for (size_t i = 0; i < SLOTS; i++) {
        unsigned shared = (unsigned)__builtin_popcount(languages->words[i].languages);
        bool letter = languages->words[i].word[1] == '\0'; /* a single letter may be a variable */
        languages->words[i].weight = letter || shared == 0 ? 0 : 1 + 11 / shared;
    }
}

static void fill_han(tenor_languages *languages, const char16_t *letters, han_kind kind) {
    for (size_t i = 0; letters[i] != 0; i++) {
        languages->han[letters[i] - FIRST_HAN] = (unsigned char)kind;
    }
}

int tenor_languages_new(tenor_languages **out, tenor_error *err) {
    tenor_languages *languages = tenor_new_array(1, sizeof *languages);
    if (languages == NULL) {
        return tenor_fail_memory(err);
    }
    fill_words(languages);
    fill_han(languages, simplified, HAN_SIMPLIFIED);
    fill_han(languages, traditional, HAN_TRADITIONAL);
    *out = languages;
    return 0;
}

void tenor_languages_free(tenor_languages *languages) {
    free(languages);
}

/* A word in lower case has ended; size 0 if it was too long. */
static void count_word(const tenor_languages *languages, language_counts *counts, const char *word,
                       size_t size) {
    counts->words++;
    if (size == 0 || counts->words > ENOUGH_WORDS) {
        return;
    }
    const word_slot *slot = &languages->words[slot_of(languages->words, word, size)];
    counts->known_words += slot->weight > 0;
    for (size_t i = 0; slot->languages >> i != 0; i++) {
        counts->score[i] += (slot->languages >> i & 1) != 0 ? slot->weight : 0;
    }
}

static void count_special(language_counts *counts, const char *letter, size_t size) {
    for (size_t i = 0; i < LATIN_COUNT; i++) {
        tenor_view letters = tenor_view_of(latin[i].letters);
        counts->special[i] +=
            letters.size > 0 && memmem(letters.data, letters.size, letter, size) != NULL;
    }
}

static void count_other(const tenor_languages *languages, language_counts *counts,
                        uint32_t letter) {
    if (letter >= FIRST_HAN && letter < FIRST_HAN + HAN_COUNT) {
        counts->han++;
        counts->kinds[languages->han[letter - FIRST_HAN]]++;
        return;
    }
    counts->han += tenor_letter_is_han(letter);
    counts->kana += tenor_letter_is_kana(letter);
    counts->hangul += tenor_letter_is_hangul(letter);
    for (size_t i = 0; i < SCRIPT_COUNT; i++) {
        counts->script[i] += letter >= scripts[i].first && letter <= scripts[i].last;
    }
}

static bool is_latin(uint32_t letter) {
    if (letter < 0x80) {
        return tenor_is_alpha((char)letter);
    }
    return (letter >= 0xC0 && letter < 0x250 && letter != 0xD7 && letter != 0xF7) ||
           (letter >= 0x1E00 && letter < 0x1F00);
}

/* Lower case of a Latin letter, as far as function words need it. */
static uint32_t lower_latin(uint32_t letter) {
    bool capital = (letter >= 'A' && letter <= 'Z') || (letter >= 0xC0 && letter <= 0xDE);
    return capital ? letter + 32 : letter;
}

static void count_letters(const tenor_languages *languages, tenor_view text,
                          language_counts *counts) {
    char word[WORD_SIZE];
    size_t size = 0;
    bool in_word = false, too_long = false;
    for (size_t at = 0; at < text.size;) {
        uint32_t letter = tenor_letter_next(text, &at);
        if (is_latin(letter)) {
            char bytes[4];
            size_t length = tenor_letter_put(lower_latin(letter), bytes);
            counts->latin_letters++;
            too_long = too_long || size + length >= WORD_SIZE;
            if (!too_long) {
                memcpy(word + size, bytes, length);
                size += length;
            }
            if (length > 1) {
                count_special(counts, bytes, length);
            }
            in_word = true;
            continue;
        }
        if (in_word) {
            count_word(languages, counts, word, too_long ? 0 : size);
        }
        size = 0;
        in_word = false;
        too_long = false;
        if (letter >= 0x80 && letter != TENOR_LETTER_BROKEN) {
            count_other(languages, counts, letter);
        }
    }
    if (in_word) {
        count_word(languages, counts, word, too_long ? 0 : size);
    }
}

static const char *chinese(const language_counts *counts, tenor_view declared) {
    static const char *const hant[] = {"zh-tw",   "zh_tw", "zh-hk",  "zh_hk",
                                       "zh-hant", "zh-mo", "zh_hant"};
    if (counts->kinds[HAN_SIMPLIFIED] != counts->kinds[HAN_TRADITIONAL]) {
        return counts->kinds[HAN_SIMPLIFIED] > counts->kinds[HAN_TRADITIONAL] ? "zh-Hans"
                                                                              : "zh-Hant";
    }
    for (size_t i = 0; i < sizeof hant / sizeof *hant; i++) {
        if (tenor_view_starts_nocase(declared, hant[i])) {
            return "zh-Hant";
        }
    }
    return "zh-Hans";
}

/* Whether the Latin words are text of some language and not just names. */
static bool has_function_words(const language_counts *counts) {
    return counts->known_words * 12 >=
           (counts->words < ENOUGH_WORDS ? counts->words : ENOUGH_WORDS);
}

/* The Latin language whose function words weigh most; of equal ones the first in the table. "und"
 * if too little speaks for any; then what is declared decides for a headline. */
static const char *latin_language(const language_counts *counts, tenor_view declared) {
    size_t best = 0, most = 0, second = 0, declared_row = LATIN_COUNT;
    for (size_t i = 0; i < LATIN_COUNT; i++) {
        size_t score = counts->score[i] + 6 * counts->special[i];
        if (declared.size >= 2 && tenor_view_starts_nocase(declared, latin[i].tag)) {
            declared_row = i;
            score += 6;
        }
        if (score > most) {
            second = most;
            most = score;
            best = i;
        } else if (score > second) {
            second = score;
        }
    }
    bool clear = most >= 7 && (most > second || most >= 10);
    if (clear && has_function_words(counts)) {
        return latin[best].tag;
    }
    bool headline = counts->words > 0 && counts->words < HEADLINE_WORDS;
    return headline && declared_row < LATIN_COUNT ? latin[declared_row].tag : "und";
}

/* Whether Latin text is the main one of the two. A Han character says as much as nearly three Latin
 * letters, but names do not count, and Chinese text quotes more English than the other way round:
 * where it is close, the title decides. */
static bool is_mainly_latin(const language_counts *counts, const language_counts *title,
                            size_t east) {
    bool names = east >= 2 && !has_function_words(counts);
    if (counts->latin_letters <= east || names) {
        return false;
    }
    size_t title_east = title->han + title->kana + title->hangul;
    if (counts->latin_letters >= 4 * east) {
        return true;
    }
    return title_east + title->latin_letters == 0 ? counts->latin_letters > 2 * east
                                                  : title->latin_letters > 2 * title_east;
}

const char *tenor_language_of(const tenor_languages *languages, tenor_view title, tenor_view text,
                              tenor_view declared) {
    language_counts counts, head;
    memset(&counts, 0, sizeof counts);
    memset(&head, 0, sizeof head);
    if (text.size > TEXT_BYTES) {
        text.size = TEXT_BYTES;
    }
    count_letters(languages, text, &counts);
    count_letters(languages, title, &head);
    size_t east = counts.han + counts.kana + counts.hangul;
    size_t which = 0;
    for (size_t i = 1; i < SCRIPT_COUNT; i++) {
        which = counts.script[i] > counts.script[which] ? i : which;
    }
    if (counts.script[which] > 2 * east && counts.script[which] > counts.latin_letters) {
        return counts.script[which] >= 2 ? scripts[which].tag : "und";
    }
    if (is_mainly_latin(&counts, &head, east)) {
        return latin_language(&counts, declared);
    }
    if (east == 0) {
        return "und";
    }
    if (counts.hangul >= counts.han + counts.kana) {
        return "ko";
    }
    return counts.kana * 20 > counts.han ? "ja" : chinese(&counts, declared);
}
