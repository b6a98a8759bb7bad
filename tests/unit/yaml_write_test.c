#include "unit.h"
#include "formats/json.h"
#include "formats/yaml.h"
#include "formats/yaml_write.h"
#include <stdio.h>

static void assert_writes(const char *json, const char *expected) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 24);
	struct sw_diags diags = {.arena = &arena};
	struct sw_node *root = sw_json_read_one(&arena, 1, sw_str_of(json), SW_DIALECT_STRICT, &diags);
	assert_non_null(root);
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	struct sw_yaml_out yaml = {.out = &out};
	sw_yaml_out_node(&yaml, root);
	assert_str(sw_out_text(&out), expected);
	sw_arena_free(&arena);
}

static void test_block_style(void **state) {
	(void)state;
	assert_writes("{\"a\":1,\"b\":[\"x\",{\"c\":true,\"d\":[]},[null,2.50],{}],\"e\":{\"f\":{}}}",
		      "a: 1\nb:\n  - x\n  - c: true\n    d: []\n  - - null\n    - 2.50\n  - {}\ne:\n  f: {}\n");
	assert_writes("[]", "[]\n");
	assert_writes("{}", "{}\n");
	assert_writes("\"a: b\"", "\"a: b\"\n");
	assert_writes("[[[]]]", "- - []\n");
}

static void test_numbers_are_for_both_versions(void **state) {
	(void)state;
	assert_writes("[1e21, 1e-9, -0.5, 12345678901234567890]", "- 1.0e+21\n- 1.0e-9\n- -0.5\n- 12345678901234567890\n");
}

static void test_lines_stand_in_a_block(void **state) {
	(void)state;
	assert_writes("{\"a\":\"one\\n\\n  two\",\"b\":[\"x\\ny\\n\"]}", "a: |-\n  one\n\n    two\nb:\n  - |\n    x\n    y\n");
	assert_writes("[\" x\\ny\",\"x\\n \\ny\",\"\\nx\",\"x\\n\\n\",\"x\\ty\\n\"]",
		      "- \" x\\ny\"\n- \"x\\n \\ny\"\n- \"\\nx\"\n- \"x\\n\\n\"\n- \"x\\ty\\n\"\n");
}

static void test_strings_that_are_not_plain(void **state) {
	(void)state;
	static const char *const quoted[] = {
		"", " a", "a ", "yes", "Off", "NULL", "~", "y", "1", "0x1f", "1_000", "12:30:45", "2001-12-14", "2001-12-14t21:59:43.10-05:00",
		"1e3", "0o17", "-1", "+1", ".5", ".inf", "-", "- a", "? a", "a: b", "a:", "a #b", "#a", "&a", "*a", "!a", "|", ">", "'a'", "\"a\"",
		"%a", "@a", "`a", "{a", "[a", "]", "}", ",a", "=", "<<", "---", "...", "{{ x }}", "a\tb", "\xef\xbb\xbfx", "\xc2\x85", "\xe2\x80\xa8"};
	static const char *const plain[] = {"a", "web-client", "2ab4effa-40b7", "https://example.com/x", "a:b", "a#b", "x, y", "it's [ok]",
					    "\xc3\xa9t\xc3\xa9", "yes please", "12a", "v1.0"};
	for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++)
		if (sw_yaml_plain(sw_str_of(quoted[i])))
			fail_msg("\"%s\" may not stand plain", quoted[i]);
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (!sw_yaml_plain(sw_str_of(plain[i])))
			fail_msg("\"%s\" may stand plain", plain[i]);
}

static void test_long_keys_read_back(void **state) {
	(void)state;
	char key[3000];
	memset(key, 'k', sizeof key);
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 24);
	struct sw_diags diags = {.arena = &arena};
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	struct sw_yaml_out yaml = {.out = &out};
	sw_yaml_out_open_map(&yaml);
	sw_yaml_out_key_str(&yaml, sw_str(key, sizeof key));
	sw_yaml_out_open_list(&yaml);
	sw_yaml_out_int(&yaml, -3);
	sw_yaml_out_close_list(&yaml);
	sw_yaml_out_key(&yaml, "b");
	sw_yaml_out_bool(&yaml, false);
	sw_yaml_out_close_map(&yaml);
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(&arena, 1, sw_out_text(&out), SW_DIALECT_COMPOSE, &stream, &diags);
	assert_int_equal(diags.n, 0);
	const struct sw_node *list = stream.v[0].root->members[0].value;
	assert_true(sw_str_eq(stream.v[0].root->members[0].key, sw_str(key, sizeof key)));
	assert_int_equal(list->items[0]->integer, -3);
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_block_style),
		cmocka_unit_test(test_numbers_are_for_both_versions),
		cmocka_unit_test(test_lines_stand_in_a_block),
		cmocka_unit_test(test_strings_that_are_not_plain),
		cmocka_unit_test(test_long_keys_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
