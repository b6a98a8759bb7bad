#include "unit.h"
#include "base/limits.h"
#include "formats/json.h"
#include "formats/json_write.h"
#include <stdio.h>
#include <stdlib.h>

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_sources sources;
	struct sw_node *root;
	char *text; /* canonical, NUL-terminated; NULL when nothing was read */
};

static void read_text(struct reading *reading, struct sw_str text, enum sw_dialect dialect) {
	*reading = (struct reading){0};
	sw_arena_init(&reading->arena, (size_t)1 << 28);
	reading->diags.arena = &reading->arena;
	/* An exact copy, so that a sanitizer sees a read past the end. */
	char *exact = malloc(text.n ? text.n : 1);
	memcpy(exact, text.p, text.n);
	sw_source_add(&reading->arena, &reading->sources, SW_S("f"), sw_str(exact, text.n));
	reading->root = sw_json_read_one(&reading->arena, 1, reading->sources.v[1].text, dialect, &reading->diags);
	if (!reading->root)
		return;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_json_canonical(&out, reading->root, dialect);
	reading->text = strndup(sw_out_text(&out).p, sw_out_text(&out).n);
}

static void drop(struct reading *reading) {
	free(reading->text);
	union {
		const char *read;
		char *owned;
	} exact = {reading->sources.v[1].text.p};
	free(exact.owned);
	sw_arena_free(&reading->arena);
}

static void accepted_texts(void **state) {
	(void)state;
	static const char *const rows[][2] = {
		{"null", "null"},
		{" true ", "true"},
		{"[false]", "[false]"},
		{"0", "0"},
		{"-0", "0"},
		{"-0.0", "0"},
		{"9223372036854775807", "9223372036854775807"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"9223372036854775808", "9223372036854776000"},
		{"123456789012345678901234567890", "1.2345678901234568e+29"},
		{"1.0", "1"},
		{"1e3", "1000"},
		{"1E+3", "1000"},
		{"1e-7", "1e-7"},
		{"0.000001", "0.000001"},
		{"1e20", "100000000000000000000"},
		{"1e21", "1e+21"},
		{"0.1", "0.1"},
		{"5e-324", "5e-324"},
		{"1.7976931348623157e308", "1.7976931348623157e+308"},
		{"1e400", "1e400"},
		{"-123.456e-2", "-1.23456"},
		{"\"\"", "\"\""},
		{"\"\\u0041\\n\\/\\\\\\\"\"", "\"A\\n/\\\\\\\"\""},
		{"\"\\ud83d\\ude00\"", "\"\xf0\x9f\x98\x80\""},
		{"\"\\u2028\"", "\"\\u2028\""},
		{"\"\x7f\"", "\"\\u007f\""},
		{"\"\xc3\xa9\"", "\"\xc3\xa9\""},
		{"{}", "{}"},
		{"[ ]", "[]"},
		{"{\"b\":1,\"a\":[1,2,{}]}", "{\"a\":[1,2,{}],\"b\":1}"},
		{"\xef\xbb\xbf[1]", "[1]"},
		{"\r\n\t [ 1 , 2 ]\r\n", "[1,2]"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading reading;
		read_text(&reading, sw_str_of(rows[i][0]), SW_DIALECT_STRICT);
		if (!reading.root || reading.diags.n || strcmp(reading.text, rows[i][1]) != 0)
			fail_msg("%s gave %s, not %s", rows[i][0], reading.text, rows[i][1]);
		drop(&reading);
	}
}

static void refused_texts(void **state) {
	(void)state;
	static const struct {
		const char *text;
		uint32_t at; /* where the diagnostic points */
	} rows[] = {
		{"", 0},
		{" ", 1},
		{"nul", 0},
		{"True", 0},
		{"01", 0},
		{"-", 0},
		{"-a", 0},
		{"1.", 0},
		{".5", 0},
		{"1e", 0},
		{"1e+", 0},
		{"+1", 0},
		{"0x1", 1},
		{"NaN", 0},
		{"[1,]", 3},
		{"[1 2]", 3},
		{"[", 1},
		{"[1", 2},
		{"{", 1},
		{"{\"a\"}", 4},
		{"{\"a\":}", 5},
		{"{\"a\":1,}", 7},
		{"{a:1}", 1},
		{"{'a':1}", 1},
		{"{\"a\":1 \"b\":2}", 7},
		{"[}", 1},
		{"]", 0},
		{"\"a", 2},
		{"\"a\n\"", 2},
		{"\"\\x41\"", 1},
		{"\"\\u12g4\"", 1},
		{"\"\\", 2},
		{"\"\\u12", 5},
		{"// c\n1", 0},
		{"1 1", 2},
		{"{}{}", 2},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading reading;
		read_text(&reading, sw_str_of(rows[i].text), SW_DIALECT_STRICT);
		if (reading.root || reading.diags.n != 1 || reading.diags.v[0].at.start != rows[i].at)
			fail_msg("%s: read %s, %zu diagnostics, at %u", rows[i].text, reading.text, reading.diags.n,
				 reading.diags.n ? reading.diags.v[0].at.start : 0);
		assert_int_equal(reading.diags.v[0].level, SW_DIAG_ERROR);
		drop(&reading);
	}
}

static void text_that_is_not_unicode(void **state) {
	(void)state;
	static const char *const rows[][2] = {
		{"\"\xff\"", "\"\xef\xbf\xbd\""},
		{"\"a\xc3\"", "\"a\xef\xbf\xbd\""},
		{"\"\\ud800\"", "\"\xef\xbf\xbd\""},
		{"\"\\ud800\\u0041\"", "\"\xef\xbf\xbd" "A\""},
		{"\"\\udc00\\ud800\"", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
		{"{\"\xed\xa0\x80\":1}", "{\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\":1}"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading reading;
		read_text(&reading, sw_str_of(rows[i][0]), SW_DIALECT_STRICT);
		assert_non_null(reading.root);
		assert_string_equal(reading.text, rows[i][1]);
		assert_int_equal(reading.diags.n, 1);
		assert_string_equal(reading.diags.v[0].code, "json-not-unicode");
		assert_int_equal(reading.diags.v[0].level, SW_DIAG_WARNING);
		drop(&reading);
	}
	/* U+FFFD that is written is no fault. */
	struct reading reading;
	read_text(&reading, SW_S("\"\\ufffd\xef\xbf\xbd\""), SW_DIALECT_STRICT);
	assert_int_equal(reading.diags.n, 0);
	drop(&reading);
}

static void duplicates_by_dialect(void **state) {
	(void)state;
	struct sw_str text = SW_S("{\"a\":1,\"A\":2,\"a\":3,\"\xc5\xbf\":4,\"\xe2\x84\xaa\":5}");
	static const struct {
		enum sw_dialect dialect;
		enum sw_diag_level level;
		int64_t a;
	} rows[] = {
		{SW_DIALECT_STRICT, SW_DIAG_ERROR, 1},
		{SW_DIALECT_COMPOSE, SW_DIAG_ERROR, 3},
		{SW_DIALECT_KUBECTL, SW_DIAG_WARNING, 3},
		{SW_DIALECT_ENGINE, SW_DIAG_WARNING, 3},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading reading;
		read_text(&reading, text, rows[i].dialect);
		assert_int_equal(reading.diags.n, 1);
		assert_int_equal(reading.diags.v[0].level, rows[i].level);
		assert_string_equal(reading.diags.v[0].code, "json-duplicate-key");
		assert_int_equal(reading.root->count, 5);
		assert_int_equal(sw_doc_get(reading.root, "a", rows[i].dialect)->integer, rows[i].a);
		bool folds = rows[i].dialect == SW_DIALECT_ENGINE;
		assert_int_equal(sw_doc_get(reading.root, "A", rows[i].dialect)->integer, folds ? 3 : 2);
		assert_int_equal(!!sw_doc_get(reading.root, "S", rows[i].dialect), folds);
		assert_int_equal(!!sw_doc_get(reading.root, "k", rows[i].dialect), folds);
		assert_null(sw_doc_get(reading.root, "aa", rows[i].dialect));
		drop(&reading);
	}
}

static void many_keys(void **state) {
	(void)state;
	char text[20000];
	size_t n = 0;
	text[n++] = '{';
	for (int i = 0; i < 1000; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "\"k%d\":%d,", i, i);
	n += (size_t)snprintf(text + n, sizeof text - n, "\"k500\":1,\"k3\":2}");
	struct reading reading;
	read_text(&reading, sw_str(text, n), SW_DIALECT_KUBECTL);
	assert_int_equal(reading.root->count, 1002);
	assert_int_equal(reading.diags.n, 2);
	assert_int_equal(sw_doc_get(reading.root, "k3", SW_DIALECT_KUBECTL)->integer, 2);
	assert_int_equal(sw_doc_get(reading.root, "k999", SW_DIALECT_KUBECTL)->integer, 999);
	drop(&reading);
}

static void spans_cover_what_is_written(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S(" {\"k\\u0065y\" : [ 1 , \"two\" ], \"z\":{\"a/b~\" : -1.5e3 }}  "), SW_DIALECT_STRICT);
	const struct sw_node *root = reading.root;
	assert_str(sw_span_text(&reading.sources, root->span), "{\"k\\u0065y\" : [ 1 , \"two\" ], \"z\":{\"a/b~\" : -1.5e3 }}");
	const struct sw_member *key = &root->members[0];
	assert_str(key->key, "key");
	assert_str(sw_span_text(&reading.sources, key->key_span), "\"k\\u0065y\"");
	assert_str(sw_span_text(&reading.sources, key->value->span), "[ 1 , \"two\" ]");
	assert_str(sw_span_text(&reading.sources, key->value->items[1]->span), "\"two\"");
	const struct sw_node *number = root->members[1].value->members[0].value;
	assert_str(sw_span_text(&reading.sources, number->span), "-1.5e3");
	assert_str(number->text, "-1.5e3");
	assert_true(number->number == -1500.0);
	assert_str(sw_doc_pointer(&reading.arena, root, number), "/z/a~1b~0");
	assert_str(sw_doc_pointer(&reading.arena, root, key->value->items[1]), "/key/1");
	assert_str(sw_doc_pointer(&reading.arena, root, root), "");
	assert_str(sw_doc_pointer(&reading.arena, number, root), "");
	drop(&reading);
}

static void several_values_in_a_row(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	struct sw_diags diags = {.arena = &arena};
	struct sw_str text = SW_S("{\"a\":1}{\"a\":2}\n 3 ");
	size_t at = 0;
	assert_int_equal(sw_json_read(&arena, 1, text, &at, SW_DIALECT_STRICT, &diags)->kind, SW_NODE_MAP);
	assert_int_equal(at, 7);
	assert_int_equal(sw_json_read(&arena, 1, text, &at, SW_DIALECT_STRICT, &diags)->kind, SW_NODE_MAP);
	assert_int_equal(sw_json_read(&arena, 1, text, &at, SW_DIALECT_STRICT, &diags)->integer, 3);
	assert_int_equal(at, text.n);
	assert_null(sw_json_read(&arena, 1, text, &at, SW_DIALECT_STRICT, &diags));
	assert_int_equal(diags.n, 0);
	sw_arena_free(&arena);
}

static void depth_is_limited(void **state) {
	(void)state;
	char text[2 * SW_LIMIT_DOCUMENT_DEPTH + 2];
	for (int more = 0; more < 2; more++) {
		size_t depth = SW_LIMIT_DOCUMENT_DEPTH + (size_t)more;
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		struct reading reading;
		read_text(&reading, sw_str(text, 2 * depth), SW_DIALECT_STRICT);
		assert_int_equal(reading.root == NULL, more);
		if (more)
			assert_string_equal(reading.diags.v[0].code, "json-too-deep");
		drop(&reading);
	}
	size_t n = 1 << 20;
	char *deep = malloc(n);
	memset(deep, '[', n);
	struct reading reading;
	read_text(&reading, sw_str(deep, n), SW_DIALECT_STRICT);
	assert_null(reading.root);
	drop(&reading);
	free(deep);
}

static void a_full_arena_is_thrown(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 16);
	size_t n = 1 << 20;
	char *list = malloc(n);
	for (size_t i = 0; i < n; i++)
		list[i] = i == 0 ? '[' : i % 2 ? '1' : ',';
	struct sw_diags diags = {.arena = &arena};
	struct sw_arena_catch catch;
	volatile bool caught = true;
	if (SW_ARENA_TRY(&arena, &catch)) {
		sw_json_read_one(&arena, 1, sw_str(list, n), SW_DIALECT_STRICT, &diags);
		caught = false;
		sw_arena_leave(&arena, &catch);
	}
	assert_true(caught);
	sw_arena_free(&arena);
	free(list);
}

/* The writer passes plain bytes in blocks: each byte is escaped wherever it stands among them. */
static void escapes_at_every_place(void **state) {
	(void)state;
	for (int byte = 0; byte < 256; byte++)
		for (size_t at = 0; at < 20; at++) {
			char text[20];
			SW_CLEANUP_OUT struct sw_out whole, alone;
			sw_out_init(&whole, -1);
			sw_out_init(&alone, -1);
			memset(text, 'a', sizeof text);
			text[at] = (char)byte;
			sw_json_escape(&whole, sw_str(text, sizeof text));
			sw_json_escape(&alone, sw_str(text + at, 1));
			struct sw_str all = sw_out_text(&whole), one = sw_out_text(&alone);
			assert_int_equal(all.n, sizeof text - 1 + one.n);
			assert_memory_equal(all.p + 1 + at, one.p + 1, one.n - 2);
			for (size_t i = 0; i < sizeof text - 1; i++)
				assert_int_equal(all.p[i < at ? 1 + i : 1 + i + one.n - 2], 'a');
		}
}

static void writer(void **state) {
	(void)state;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	struct sw_json json = {.out = &out, .indent = 2};
	sw_json_open_map(&json);
	sw_json_member_z(&json, "a", "x\"\xff\x01");
	sw_json_key(&json, "b");
	sw_json_open_list(&json);
	sw_json_int(&json, -5);
	sw_json_open_map(&json);
	sw_json_close_map(&json);
	sw_json_null(&json);
	sw_json_close_list(&json);
	sw_json_key(&json, "c");
	sw_json_open_list(&json);
	sw_json_close_list(&json);
	sw_json_member_bool(&json, "d", true);
	sw_json_member_int(&json, "e", INT64_MIN);
	sw_json_close_map(&json);
	assert_str(sw_out_text(&out), "{\n  \"a\": \"x\\\"\xef\xbf\xbd\\u0001\",\n  \"b\": [\n    -5,\n    {},\n    null\n  ],\n"
				      "  \"c\": [],\n  \"d\": true,\n  \"e\": -9223372036854775808\n}");
	sw_out_free(&out);
	sw_out_init(&out, -1);
	json = (struct sw_json){.out = &out};
	sw_json_open_list(&json);
	sw_json_bool(&json, false);
	sw_json_open_map(&json);
	sw_json_member(&json, "k", SW_S("v"));
	sw_json_close_map(&json);
	sw_json_string(&json, SW_S("s"));
	sw_json_close_list(&json);
	assert_str(sw_out_text(&out), "[false,{\"k\":\"v\"},\"s\"]");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepted_texts), cmocka_unit_test(refused_texts),
		cmocka_unit_test(text_that_is_not_unicode), cmocka_unit_test(duplicates_by_dialect),
		cmocka_unit_test(many_keys), cmocka_unit_test(spans_cover_what_is_written),
		cmocka_unit_test(several_values_in_a_row), cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(a_full_arena_is_thrown), cmocka_unit_test(escapes_at_every_place), cmocka_unit_test(writer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
