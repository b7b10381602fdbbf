/* model_fixture.h: what the tests of model/ share: cmocka's includes in their order, a small
 * annotated dataset made in memory, and short ways from C strings to views.
 *
 * The dataset's two topics are told by two lists of own sentences, half of them Chinese, half
 * English, no two alike enough to count as copies of each other. */
#ifndef TENOR_MODEL_FIXTURE_H
#define TENOR_MODEL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "memory.h"
#include "train.h"

/* cmocka 1.1.5 compares floats only. */
#define assert_close(a, b, epsilon) assert_true(fabs((double)(a) - (double)(b)) <= (epsilon))

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static inline tenor_view view_of(const char *text) {
    return (tenor_view){text, strlen(text)};
}

static const char *const layoff_texts[] = {
    "这家电池厂周一宣布裁员六百人，被裁员工本周内办完离职手续。",
    "公司内部信证实第三轮裁员开始，测试部门只留下四名员工。",
    "被裁的工程师说，人事只给了半小时收拾，裁员补偿按工龄计算。",
    "纺织厂停产之后，两百多名工人失业，工会要求厂方说明遣散办法。",
    "为了渡过难关，这家出版社裁掉了三分之一的员工，编辑部合并办公。",
    "裁员的消息传来，食堂里一片安静，失业的人开始更新简历。",
    "外卖平台缩减客服团队，四百名客服员工被裁，部分人转为外包。",
    "港口自动化以后，码头工人担心裁员，工会与公司谈判到深夜。",
    "老牌百货关闭最后一家门店，店员全部遣散，员工领到两个月补偿。",
    "芯片设计公司解散南方团队，工程师被裁后多数去了对手公司。",
    "The battery maker said on Monday it would lay off six hundred workers by the end of June.",
    "Layoffs reached the design studio: half the employees lost their jobs in a morning.",
    "A union leader called the job cuts brutal and asked how many workers the mill would keep.",
    "Employees learned of the layoffs by email; the company offered ten weeks of severance pay.",
    "Two warehouses will close in spring, and the workers were told their jobs would not move.",
    "The bank plans job cuts in its branches, with severance for staff who leave before autumn.",
    "After the merger the company laid off its second newsroom and kept eleven employees.",
    "Workers dismissed from the shipyard queued for severance forms in the rain.",
    "A hiring freeze came first, then layoffs: one employee in nine has left the company since.",
    "The carmaker will cut four thousand jobs, mostly among office employees in the capital.",
};

static const char *const sport_texts[] = {
    "主队在加时赛攻入制胜一球，球迷涌上看台高唱队歌。",
    "守门员扑出点球，教练赛后说这场比赛是全队的转折。",
    "女排决赛打满五局，队长最后一次扣球得分赢下冠军。",
    "马拉松比赛在雨中起跑，肯尼亚选手最后两公里甩开对手夺冠。",
    "前锋上半场独进两球，客队换人以后仍然没有追上比分。",
    "羽毛球双打组合连赢三场，下一轮比赛的对手是去年的冠军。",
    "联赛最后一轮，三支球队争夺一个名额，裁判补时七分钟。",
    "年轻的泳将打破全国纪录，教练在池边激动得说不出话。",
    "篮球队主场输掉半决赛，后卫投失最后一个三分球。",
    "体操选手落地站稳，得分高出对手，赢得她的第一个冠军。",
    "The striker scored twice before half time and the fans sang until the final whistle.",
    "Her coach said the match turned when the goalkeeper saved a penalty in the last minute.",
    "The home team lost the semi-final on a late goal and left the pitch without a word.",
    "A rookie pitcher threw a perfect inning, and the crowd stood for the whole final out.",
    "Rain stopped the tennis match at four games all; the players return to court tomorrow.",
    "The sprinter won the final by a hundredth of a second and fell over the finish line.",
    "Three goals in nine minutes gave the visitors a win that their coach called lucky.",
    "The captain lifted the trophy after a final that went to the longest shoot-out on record.",
    "Fans waited all night for tickets to the match between the league's two best teams.",
    "The rowing team trained through winter and won its first race of the season by a length.",
};

enum { TOPIC_LAYOFFS, TOPIC_SPORT, TONE_DARK, TONE_BRIGHT };

static inline char *copy_of(const char *text) {
    char *copy = strdup(text);
    assert_non_null(copy);
    return copy;
}

/* Adds an axis; labels are separated by blanks. All axes before the first article. */
static inline void add_axis(tenor_dataset *d, const char *name, bool multi, const char *labels) {
    char *rest = copy_of(labels), *list = rest, *label;
    d->axes = realloc(d->axes, (d->axis_count + 1) * sizeof *d->axes);
    assert_non_null(d->axes);
    tenor_axis_spec *axis = &d->axes[d->axis_count++];
    d->settings.min_df = 2; /* what the tests' texts are written for */
    *axis = (tenor_axis_spec){.name = copy_of(name),
                              .description = copy_of(""),
                              .multi = multi,
                              .first_label = d->label_count,
                              .word_trust = 1.0};
    while ((label = strsep(&rest, " ")) != NULL) {
        axis->labels = realloc(axis->labels, (axis->label_count + 1) * sizeof *axis->labels);
        assert_non_null(axis->labels);
        axis->labels[axis->label_count++] = copy_of(label);
    }
    d->label_count += axis->label_count;
    free(list);
}

/* Adds an article. gold: one of "1", "0", "?" (not annotated) a label. */
static inline void add_article(tenor_dataset *d, const char *title, const char *text,
                               const char *lang, const char *gold) {
    char id[32];
    assert_int_equal(strlen(gold), d->label_count);
    assert_true(TENOR_GROW(d->examples, d->example_capacity, d->example_count + 1));
    tenor_example *example = &d->examples[d->example_count++];
    snprintf(id, sizeof id, "a%zu", d->example_count);
    *example = (tenor_example){
        copy_of(id), copy_of(title), copy_of(text),          copy_of(lang),
        copy_of(""), "articles",     (long)d->example_count, tenor_new_array(d->label_count, 1)};
    assert_non_null(example->gold);
    for (size_t l = 0; l < d->label_count; l++) {
        example->gold[l] = gold[l] == '?' ? TENOR_GOLD_UNKNOWN : (int8_t)(gold[l] == '1');
    }
}

/* A lexicon group of one term. */
static inline void add_lexicon(tenor_dataset *d, const char *group, const char *term) {
    d->lexicon = realloc(d->lexicon, (d->lexicon_count + 1) * sizeof *d->lexicon);
    assert_non_null(d->lexicon);
    tenor_lexicon_source *source = &d->lexicon[d->lexicon_count++];
    *source = (tenor_lexicon_source){copy_of(group), false, malloc(sizeof(char *)), 1};
    assert_non_null(source->terms);
    source->terms[0] = copy_of(term);
}

static inline const char *language_of(const char *text) {
    return (unsigned char)text[0] < 0x80 ? "en" : "zh-Hans";
}

/* 40 articles in turns: layoffs (dark), sport (bright). */
static inline tenor_dataset make_dataset(void) {
    tenor_dataset d = TENOR_DATASET_INIT;
    add_axis(&d, "topic", true, "layoffs sport");
    add_axis(&d, "tone", false, "dark bright");
    for (size_t i = 0; i < COUNT_OF(layoff_texts); i++) {
        add_article(&d, "", layoff_texts[i], language_of(layoff_texts[i]), "1010");
        add_article(&d, "", sport_texts[i], language_of(sport_texts[i]), "0101");
    }
    return d;
}

/* The dataset with so few terms that its model is little more than the fold table. */
static inline tenor_dataset make_small_dataset(void) {
    tenor_dataset d = make_dataset();
    d.settings.word_max = 1;
    d.settings.han_max = 0;
    d.settings.latin_min = d.settings.latin_max = 0;
    d.settings.max_terms = 30;
    add_lexicon(&d, "job-loss", "裁员");
    return d;
}

static inline tenor_train_options quick_options(void) {
    tenor_train_options options = TENOR_TRAIN_OPTIONS_INIT;
    options.folds = 4;
    options.threads = 1;
    return options;
}

/* A path of its own for a test program, in $TMPDIR or /tmp; remove it when done. */
static inline const char *temporary_path(char *path, size_t size) {
    const char *folder = getenv("TMPDIR");
    snprintf(path, size, "%s/tenor-test-XXXXXX", folder != NULL ? folder : "/tmp");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "wb");
    assert_non_null(file);
    fclose(file);
    return path;
}

/* A file's bytes, to be freed. */
static inline tenor_buffer file_bytes(const char *path) {
    char block[4096];
    size_t got;
    tenor_buffer bytes = TENOR_BUFFER_INIT;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        tenor_buffer_add(&bytes, block, got);
    }
    fclose(file);
    assert_false(bytes.failed);
    return bytes;
}

/* The bytes of the model that training gives. */
static inline tenor_buffer trained_bytes(const tenor_dataset *d,
                                         const tenor_train_options *options) {
    char path[256];
    tenor_error err = TENOR_ERROR_INIT;
    tenor_trained *trained = NULL;
    temporary_path(path, sizeof path);
    assert_int_equal(tenor_train(&trained, d, options, &err), 0);
    assert_int_equal(tenor_trained_save(trained, path, view_of("{\"made\":\"by a test\"}"), &err),
                     0);
    tenor_trained_free(trained);
    tenor_buffer bytes = file_bytes(path);
    remove(path);
    return bytes;
}

#endif
