/* test_units.c: when a title is read together with its text, when by itself, and where the units
 * lie. */
#include "model_fixture.h"

#include "units.h"

static tenor_cutter *new_cutter(uint32_t passage_bytes) {
    tenor_cutter *cutter = NULL;
    assert_int_equal(tenor_cutter_new(&cutter, passage_bytes, NULL), 0);
    return cutter;
}

static uint32_t chars_of(const char *text, size_t bytes) {
    uint32_t chars = 0;
    for (size_t i = 0; i < bytes; i++) {
        chars += ((unsigned char)text[i] & 0xC0U) != 0x80U;
    }
    return chars;
}

static void assert_view(tenor_view view, const char *text) {
    assert_int_equal(view.size, strlen(text));
    assert_memory_equal(view.data, text, view.size);
}

static void a_short_article_is_one_unit(void **state) {
    tenor_units units;
    tenor_cutter *cutter = new_cutter(100);
    (void)state;
    assert_int_equal(tenor_cut(cutter, view_of("工厂"), view_of("昨日停产。"), &units, NULL), 0);
    assert_int_equal(units.count, 1);
    assert_false(units.has_title);
    assert_view(units.items[0].text, "工厂\n昨日停产。");
    assert_int_equal(units.items[0].shift, 3);
    assert_int_equal(units.items[0].byte_start, 0);
    assert_int_equal(units.items[0].byte_end, strlen("昨日停产。"));
    assert_int_equal(units.items[0].char_end, 5);
    assert_int_equal(tenor_cut(cutter, view_of(""), view_of("昨日停产。"), &units, NULL), 0);
    assert_view(units.items[0].text, "昨日停产。");
    assert_int_equal(units.items[0].shift, 0);
    tenor_cutter_free(cutter);
}

static void without_a_passage_size_all_articles_are_one_unit(void **state) {
    char text[10000];
    tenor_units units;
    tenor_cutter *cutter = new_cutter(0);
    (void)state;
    memset(text, 'a', sizeof text);
    assert_int_equal(
        tenor_cut(cutter, view_of("Title"), (tenor_view){text, sizeof text}, &units, NULL), 0);
    assert_int_equal(units.count, 1);
    assert_int_equal(units.items[0].text.size, sizeof text + 6);
    tenor_cutter_free(cutter);
}

static void half_as_long_again_is_still_short(void **state) {
    char text[200];
    tenor_units units;
    tenor_cutter *cutter = new_cutter(100);
    (void)state;
    memset(text, 'a', sizeof text);
    for (size_t i = 9; i < sizeof text; i += 10) {
        text[i] = i % 50 == 49 ? '\n' : ' ';
    }
    assert_int_equal(tenor_cut(cutter, view_of("12345"), (tenor_view){text, 145}, &units, NULL), 0);
    assert_int_equal(units.count, 1);
    assert_int_equal(tenor_cut(cutter, view_of("123456"), (tenor_view){text, 145}, &units, NULL),
                     0);
    assert_true(units.count > 2);
    assert_true(units.has_title);
    tenor_cutter_free(cutter);
}

static const char article[] =
    "北风纺织厂周五宣布，河边的老厂房将在年底前关闭。三百名工人收到了书面通知。\n\n"
    "The union will meet the owners next week. It wants severance, retraining, and an answer "
    "about the houses.\n\n镇长说，他没有事先得到消息。";

static void a_long_article_gives_title_and_passages(void **state) {
    tenor_units units;
    tenor_cutter *cutter = new_cutter(90);
    (void)state;
    const tenor_view text = view_of(article);
    assert_int_equal(tenor_cut(cutter, view_of("老厂关门"), text, &units, NULL), 0);
    assert_true(units.has_title);
    assert_true(units.count >= 4);
    assert_view(units.items[0].text, "老厂关门");
    assert_int_equal(units.items[0].char_start, 0);
    assert_int_equal(units.items[0].char_end, 4);
    size_t seen = 0;
    for (size_t u = 1; u < units.count; u++) {
        const tenor_unit *unit = &units.items[u];
        assert_true(unit->byte_start >= seen && unit->byte_end > unit->byte_start);
        assert_int_equal(unit->text.size, unit->byte_end - unit->byte_start);
        assert_memory_equal(unit->text.data, article + unit->byte_start, unit->text.size);
        assert_int_equal(unit->char_start, chars_of(article, unit->byte_start));
        assert_int_equal(unit->char_end, chars_of(article, unit->byte_end));
        assert_int_equal(unit->shift, 0);
        for (size_t i = seen; i < unit->byte_start; i++) { /* only white space is left out */
            assert_true(article[i] == ' ' || article[i] == '\n');
        }
        seen = unit->byte_end;
    }
    assert_int_equal(seen, text.size);
    assert_int_equal(tenor_cut(cutter, view_of(""), text, &units, NULL), 0);
    assert_false(units.has_title);
    assert_int_equal(units.items[0].byte_start, 0);
    tenor_cutter_free(cutter);
}

static void a_title_without_text_is_kept(void **state) {
    char title[400];
    tenor_units units;
    tenor_cutter *cutter = new_cutter(50);
    (void)state;
    memset(title, 't', sizeof title);
    assert_int_equal(
        tenor_cut(cutter, (tenor_view){title, sizeof title}, view_of(""), &units, NULL), 0);
    assert_int_equal(units.count, 1);
    assert_true(units.has_title);
    assert_int_equal(tenor_cut(cutter, view_of(""), view_of(""), &units, NULL), 0);
    assert_int_equal(units.count, 1);
    assert_int_equal(units.items[0].text.size, 0);
    tenor_cutter_free(cutter);
    tenor_cutter_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_article_is_one_unit),
        cmocka_unit_test(without_a_passage_size_all_articles_are_one_unit),
        cmocka_unit_test(half_as_long_again_is_still_short),
        cmocka_unit_test(a_long_article_gives_title_and_passages),
        cmocka_unit_test(a_title_without_text_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
