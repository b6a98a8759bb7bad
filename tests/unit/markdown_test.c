#include "unit.h"
#include "reports/markdown/escape.h"
#include "reports/visible.h"

static void text_stays_text(void **state) {
	static const char *const cases[][2] = {
		{"a plain name 1.2", "a plain name 1.2"},
		{"*b* _i_ `c` |", "\\*b\\* \\_i\\_ \\`c\\` \\|"},
		{"[x](http://y)", "\\[x\\]\\(http\\://y\\)"},
		{"<img src=x>", "\\<img src=x\\>"},
		{"@all #1 !2", "\\@&#8203;all \\#&#8203;1 \\!&#8203;2"},
		{"a&amp;b", "a\\&&#8203;amp;b"},
		{"see WWW.evil.org", "see WWW\\.evil.org"},
		{"a\n# b\r\tc", "a \\#&#8203; b\\[U+000D\\] c"},
		{"\xe2\x80\xae" "abc\xff", "\\[U+202E\\]abc\xef\xbf\xbd"},
		{"\\", "\\\\"},
	};
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(sw_markdown_text(&arena, sw_str_of(cases[i][0]), 100), cases[i][1]);
	assert_str(sw_markdown_text(&arena, SW_S("\xc3\xa4\xc3\xb6*\xc3\xbc"), 3), "\xc3\xa4\xc3\xb6\\*\xe2\x80\xa6");
	assert_str(sw_markdown_text(&arena, SW_S("abc"), 3), "abc");
	sw_arena_free(&arena);
}

static void code_stays_code(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	assert_str(sw_markdown_code(&arena, SW_S("a/b.yaml:3")), "`a/b.yaml:3`");
	assert_str(sw_markdown_code(&arena, SW_S("`a`")), "`` `a` ``");
	assert_str(sw_markdown_code(&arena, SW_S("a``b`\nc")), "``` a``b` c ```");
	sw_arena_free(&arena);
}

static void plain_text_is_not_copied(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_str plain = SW_S("as it is");
	sw_arena_init(&arena, 1 << 20);
	assert_ptr_equal(sw_report_visible(&arena, plain).p, plain.p);
	assert_str(sw_report_visible(&arena, SW_S("\xc3\xa4\x1b[1m\xe2\x81\xa6")), "\xc3\xa4[U+001B][1m[U+2066]");
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_stays_text),
		cmocka_unit_test(code_stays_code),
		cmocka_unit_test(plain_text_is_not_copied),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
