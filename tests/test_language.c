/* test_language.c: languages and scripts, on texts as short as a headline. */
#include "language.h"
#include "reading_fixture.h"

static int languages_setup(void **state) {
    tenor_languages *languages = NULL;
    assert_int_equal(tenor_languages_new(&languages, NULL), 0);
    *state = languages;
    return 0;
}

static int languages_teardown(void **state) {
    tenor_languages_free(*state);
    return 0;
}

static void short_texts_are_told(void **state) {
    static const char *const pairs[][2] = {
        {"镇长说码头必须关闭", "zh-Hans"},
        {"鎮長說碼頭必須關閉", "zh-Hant"},
        {"网传大厂裁员两万人", "zh-Hans"},
        {"傳大廠裁員兩萬人", "zh-Hant"},
        {"OpenAI发布新模型，价格下降", "zh-Hans"},
        {"The council closes the terminal", "en"},
        {"Why the ferry will not come back", "en"},
        {"Thousands of workers lose their jobs as the factory closes", "en"},
        {"Der Rat schließt das alte Fährterminal", "de"},
        {"Le conseil ferme la gare maritime dans une semaine", "fr"},
        {"El consejo cierra la terminal de los barcos", "es"},
        {"Il consiglio chiude il terminal della nave", "it"},
        {"O conselho fecha o terminal das balsas e não sabe quando", "pt"},
        {"De raad sluit het oude gebouw van de veerboot", "nl"},
        {"議会は港の古いターミナルを閉鎖した", "ja"},
        {"의회가 오래된 여객선 터미널을 폐쇄했다", "ko"},
        {"Совет закрывает старый причал", "ru"},
        {"المجلس يغلق المحطة القديمة", "ar"},
        {"", "und"},
        {"12345 — 67 %", "und"},
        {"xkcd qwrt zzzz", "und"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *lang =
            tenor_language_of(*state, text_view(""), text_view(pairs[i][0]), text_view(""));
        if (strcmp(lang, pairs[i][1]) != 0) {
            print_message("%s\n", pairs[i][0]);
        }
        assert_string_equal(lang, pairs[i][1]);
    }
}

static void mixed_texts_follow_their_main_text(void **state) {
    const char *chinese = "微软（Microsoft）与OpenAI的合作协议由Satya Nadella和Sam "
                          "Altman共同宣布，今天涉及Azure云服务与GPT模型的授权。";
    assert_string_equal(
        tenor_language_of(*state, text_view(""), text_view(chinese), text_view("en")), "zh-Hans");
    const char *both = "The council has voted to close the terminal.\n议会已经投票决定关闭码头。";
    assert_string_equal(
        tenor_language_of(*state, text_view("The terminal closes"), text_view(both), text_view("")),
        "en");
    assert_string_equal(
        tenor_language_of(*state, text_view("码头关闭"), text_view(both), text_view("")),
        "zh-Hans");
}

static void the_declared_language_decides_only_what_is_open(void **state) {
    assert_string_equal(
        tenor_language_of(*state, text_view(""), text_view("市中心"), text_view("zh-TW")),
        "zh-Hant");
    assert_string_equal(
        tenor_language_of(*state, text_view(""), text_view("国会关闭码头"), text_view("zh-TW")),
        "zh-Hans");
    assert_string_equal(
        tenor_language_of(*state, text_view(""), text_view("Layoffs loom"), text_view("en-US")),
        "en");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_are_told),
        cmocka_unit_test(mixed_texts_follow_their_main_text),
        cmocka_unit_test(the_declared_language_decides_only_what_is_open),
    };
    return cmocka_run_group_tests(tests, languages_setup, languages_teardown);
}
