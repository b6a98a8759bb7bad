#include "unit.h"
#include "base/limits.h"
#include "formats/dump.h"
#include "formats/yaml.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_sources sources;
	struct sw_yaml_stream stream;
};

static void read_capped(struct reading *reading, struct sw_str text, enum sw_dialect dialect, size_t cap) {
	*reading = (struct reading){0};
	sw_arena_init(&reading->arena, cap);
	reading->diags.arena = &reading->arena;
	sw_source_add(&reading->arena, &reading->sources, SW_S("f"), text);
	sw_yaml_read(&reading->arena, 1, text, dialect, &reading->stream, &reading->diags);
}

static void read_text(struct reading *reading, struct sw_str text, enum sw_dialect dialect) {
	read_capped(reading, text, dialect, (size_t)1 << 30);
}

static void drop(struct reading *reading) {
	sw_arena_free(&reading->arena);
}

static struct sw_node *root_of(struct reading *reading) {
	assert_true(reading->stream.n > 0);
	return reading->stream.v[0].root;
}

static struct sw_str written(struct reading *reading, struct sw_span span) {
	return sw_span_text(&reading->sources, span);
}

/* The code of the first error, else of the first diagnostic, else "". */
static const char *code_of(const struct sw_diags *diags) {
	for (size_t i = 0; i < diags->n; i++)
		if (diags->v[i].level == SW_DIAG_ERROR)
			return diags->v[i].code;
	return diags->n ? diags->v[0].code : "";
}

struct row {
	const char *text;
	const char *want; /* lines of canonical JSON */
	const char *code; /* NULL: no diagnostic */
};

static void check_rows(const struct row *rows, size_t n, enum sw_dialect dialect) {
	for (size_t i = 0; i < n; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, (size_t)1 << 28);
		struct sw_diags diags = {.arena = &arena};
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		/* An exact copy, so that a sanitizer sees a read past the end. */
		size_t length = strlen(rows[i].text);
		char *exact = malloc(length ? length : 1);
		memcpy(exact, rows[i].text, length);
		sw_dump_yaml(&out, &arena, 1, sw_str(exact, length), dialect, &diags);
		const char *code = rows[i].code ? rows[i].code : "";
		if (!sw_str_is(sw_out_text(&out), rows[i].want) || strcmp(code_of(&diags), code) != 0)
			fail_msg("<<%s>> gave <<%.*s>> %s, not <<%s>> %s", rows[i].text, SW_ARG(sw_out_text(&out)),
				 code_of(&diags), rows[i].want, code);
		free(exact);
		sw_arena_free(&arena);
	}
}

#define CHECK_ROWS(rows, dialect) check_rows((rows), sizeof(rows) / sizeof *(rows), (dialect))

/* Spellings of one scalar and what kubectl and Compose make of them. */
static void scalars(void **state) {
	(void)state;
	static const struct {
		const char *scalar, *kubectl, *compose; /* compose NULL: the same */
	} rows[] = {
		{"yes", "true", "\"yes\""},
		{"No", "false", "\"No\""},
		{"ON", "true", "\"ON\""},
		{"off", "false", "\"off\""},
		{"y", "true", "\"y\""},
		{"N", "false", "\"N\""},
		{"yEs", "\"yEs\"", NULL},
		{"true", "true", NULL},
		{"TRUE", "true", NULL},
		{"tRue", "\"tRue\"", NULL},
		{"False", "false", NULL},
		{"null", "null", NULL},
		{"~", "null", NULL},
		{"", "null", NULL},
		{"\"yes\"", "\"yes\"", NULL},
		{"'017'", "\"017\"", NULL},
		{"0", "0", NULL},
		{"-0", "0", NULL},
		{"+1", "1", NULL},
		{"017", "15", NULL},
		{"0o17", "15", NULL},
		{"0O17", "15", NULL},
		{"08", "8", NULL},
		{"0x1F", "31", NULL},
		{"0b101", "5", NULL},
		{"0b-1", "-1", NULL},
		{"0o-7", "\"0o-7\"", "-7"},
		{"-0x10", "-16", NULL},
		{"0x", "\"0x\"", NULL},
		{"0_", "0", NULL},
		{"_1", "\"_1\"", NULL},
		{"1_000", "1000", NULL},
		{"9223372036854775807", "9223372036854775807", NULL},
		{"-9223372036854775808", "-9223372036854775808", NULL},
		{"9223372036854775808", "9223372036854776000", NULL},
		{"18446744073709551616", "18446744073709552000", NULL},
		{"0xffffffffffffffff", "18446744073709552000", NULL},
		{"0x1ffffffffffffffff", "\"0x1ffffffffffffffff\"", NULL},
		{"1.0", "1", NULL},
		{"1.", "1", NULL},
		{".5", "0.5", NULL},
		{".5_0", "\".5_0\"", NULL},
		{"0.1_5", "0.15", NULL},
		{"1e3", "1000", NULL},
		{"1e400", "\"1e400\"", NULL},
		{"1e", "\"1e\"", NULL},
		{".", "\".\"", NULL},
		{"-", NULL, NULL},
		{"12:30", "\"12:30\"", NULL},
		{"2001-01-01", "\"2001-01-01\"", NULL},
		{"1.2.3", "\"1.2.3\"", NULL},
		{"100m", "\"100m\"", NULL},
		{"!!str yes", "\"yes\"", NULL},
		{"!!int \"3\"", "3", NULL},
		{"!!float 3", "3", NULL},
		{"!!bool \"true\"", "true", NULL},
		{"!!null ''", "null", NULL},
		{"!!binary aGk=", "\"hi\"", NULL},
		{"! 12", "\"12\"", NULL},
		{"!reset null", "\"null\"", NULL},
		{"a#b", "\"a#b\"", NULL},
		{"a #b", "\"a\"", NULL},
		{"\"\\u00e9\\x41\"", "\"\xc3\xa9" "A\"", NULL},
		{"|\n  x", "\"x\\n\"", "\"x\""},
		{">-\n  x\n  y\n", "\"x y\"", NULL},
		{"\"a\\\n   b\"", "\"ab\"", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[200], want[200];
		snprintf(text, sizeof text, "k: %s", rows[i].scalar);
		const char *kubectl = rows[i].kubectl, *compose = rows[i].compose ? rows[i].compose : kubectl;
		struct row row = {text, want, kubectl ? NULL : "yaml-syntax"};
		for (int pass = 0; pass < 2; pass++) {
			want[0] = '\0';
			if (kubectl)
				snprintf(want, sizeof want, "{\"k\":%s}\n", pass ? compose : kubectl);
			check_rows(&row, 1, pass ? SW_DIALECT_COMPOSE : SW_DIALECT_KUBECTL);
		}
	}
}

static void documents_as_kubectl(void **state) {
	(void)state;
	static const struct row rows[] = {
		{"", "", NULL},
		{"\n# only a comment\n", "", NULL},
		{"a: 1", "{\"a\":1}\n", NULL},
		{"---\n---\na: 1\n---\n# c\n---\nnull\n...\n", "{\"a\":1}\n", NULL},
		{"a: 1\n...\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}\n", NULL},
		{"\xef\xbb\xbf" "a: 1\r\nb: x\r\n", "{\"a\":1,\"b\":\"x\"}\n", NULL},
		{"a: 1\na: 2\n", "{\"a\":2}\n", "yaml-duplicate-key"},
		{"yes: 1\n\"true\": 2", "{\"true\":2}\n", "yaml-duplicate-key"},
		{"y: 1\n017: 2\n5.10: 3\n1e6: 4\n.inf: 5\n", "{\".inf\":5,\"15\":2,\"1e+06\":4,\"5.1\":3,\"true\":1}\n", NULL},
		{"~: 1", "", "yaml-key"},
		{": 1", "", "yaml-syntax"}, /* as kubectl */
		{"[a]: 1", "", "yaml-key"},
		{"{{a: b}: c}", "", "yaml-template"},
		{"? {a: b}\n: c", "", "yaml-key"},
		{"a: .inf", "", "yaml-scalar"},
		{"a: !!int x", "", "yaml-scalar"},
		{"a: !!binary x", "", "yaml-scalar"},
		{"a: b: c", "", "yaml-syntax"},
		{"a: 1\n---\nb: [\n", "{\"a\":1}\n", "yaml-syntax"},
		{"\tx: 1", "", "yaml-syntax"},
		{"a: \xff", "", "yaml-syntax"},
		{"a: *x", "", "yaml-alias"},
		{"a: &a [*a]", "", "yaml-alias"},
		{"a: &x 1\nb: *x\n", "{\"a\":1,\"b\":1}\n", NULL},
		{"a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}\n", NULL},
		{"a: &x 1\n---\nb: *x\n", "{\"a\":1}\n", "yaml-alias"},
		{"&k a: 1\nb: *k\n", "{\"a\":1,\"b\":\"a\"}\n", NULL},
		{"x: &x {a: 1, b: 2}\nz: {<<: *x, b: 3}", "{\"x\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":3}}\n", NULL},
		{"x: &x {b: 2}\nz: {b: 3, <<: *x}", "{\"x\":{\"b\":2},\"z\":{\"b\":2}}\n", NULL},
		{"x: &x {b: 2}\nz: {<<: [*x, {b: 4, c: 5}]}", "{\"x\":{\"b\":2},\"z\":{\"b\":2,\"c\":5}}\n", NULL},
		{"\"<<\": {a: 1}", "{\"<<\":{\"a\":1}}\n", NULL},
		{"<<: 1", "", "yaml-merge"},
		{"<<: [1]", "", "yaml-merge"},
		{"{\"a\":1}{\"b\":2}\n", "{\"a\":1}\n{\"b\":2}\n", NULL},
		{"{\"a\":1}\n---\n{\"b\":2}\n", "{\"a\":1}\n{\"b\":2}\n", NULL},
		{"{\"a\": [1,],}", "{\"a\":[1]}\n", NULL},
		{"{\"\\ud83d\\ude00\":1}", "{\"\xf0\x9f\x98\x80\":1}\n", NULL},
		{"[1, 2]", "[1,2]\n", NULL},
		{"a: {{ .Values.x }}", "", "yaml-template"},
		{"{{- if .Values.x }}\na: 1\n{{- end }}\n", "", "yaml-template"},
		{"a: x-{{ .Release.Name }}", "", "yaml-template"},
		{"a:\n  {{- toYaml .Values.x | nindent 2 }}\n", "", "yaml-template"},
		{"a: \"{{ x }}\" # {{ y }}\nb: |\n  {{ z }}\n", "{\"a\":\"{{ x }}\",\"b\":\"{{ z }}\\n\"}\n", NULL},
		{"kind: List\nitems:\n- {kind: A}\n- {kind: B}\n", "{\"kind\":\"A\"}\n{\"kind\":\"B\"}\n", NULL},
		{"apiVersion: v1\nkind: PodList\nitems:\n- {a: 1}\n- {kind: B}\n",
		 "{\"a\":1,\"apiVersion\":\"v1\",\"kind\":\"Pod\"}\n{\"kind\":\"B\"}\n", NULL},
		{"kind: List\nitems:\n- {kind: List, items: []}\n", "", "kubernetes-list-in-list"},
	};
	CHECK_ROWS(rows, SW_DIALECT_KUBECTL);
}

static void documents_as_compose(void **state) {
	(void)state;
	static const struct row rows[] = {
		{"a: 1\na: 2\n", "{\"a\":2}\n", "yaml-duplicate-key"},
		{"on: x\n", "{\"on\":\"x\"}\n", NULL},
		{"1: x\n", "{\"1\":\"x\"}\n", "yaml-key-not-string"},
		{"true: x\n", "{\"true\":\"x\"}\n", "yaml-key-not-string"},
		{"x: &x {b: 2}\nz: {b: 3, <<: *x}", "{\"x\":{\"b\":2},\"z\":{\"b\":3}}\n", NULL},
		{"x: &x {b: 2}\nz: {<<: [*x, {b: 4, c: 5}]}", "{\"x\":{\"b\":2},\"z\":{\"b\":2,\"c\":5}}\n", NULL},
		{"x: &x {b: 2}\nz:\n  <<: *x\n  <<: {c: 1}\n", "{\"x\":{\"b\":2},\"z\":{\"b\":2,\"c\":1}}\n",
		 "yaml-duplicate-key"},
		{"a: !reset []\nb: !override {c: 1}\n", "{\"a\":[],\"b\":{\"c\":1}}\n", NULL},
		{"a: .inf", "{\"a\":\".inf\"}\n", NULL},
		{"a: web-{{.Task.Slot}}", "{\"a\":\"web-{{.Task.Slot}}\"}\n", NULL},
		{"a: {{ b }}", "", "yaml-template"},
		{"~\n", "null\n", NULL},
	};
	CHECK_ROWS(rows, SW_DIALECT_COMPOSE);
}

static void spans_cover_what_is_written(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading,
		  SW_S("\xef\xbb\xbf# \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 comment\r\n"
		       "k\xc3\xa9y: &anchor  v\xc3\xa4lue # c\r\n"
		       "'q': !!str \"d\xc3\xa9\\n\"\r\n"
		       "flow: [ a , {b: c} ]   # c\r\n"
		       "block: !tag &x # c\r\n"
		       "  one: 1\r\n"
		       "  two:\r\n"
		       "    - x\r\n"
		       "    - *anchor\r\n"
		       "\r\n"
		       "# c\r\n"
		       "empty:\r\n"
		       "text: |  # c\r\n"
		       "  l\xc3\xadne\r\n"
		       "  two\r\n"
		       "\r\n"
		       "last: plain\r\n"
		       "  goes on\r\n"),
		  SW_DIALECT_COMPOSE);
	assert_int_equal(reading.diags.n, 0);
	struct sw_node *root = root_of(&reading);
	assert_int_equal(root->count, 7);
	const struct sw_member *m = root->members;
	assert_str(written(&reading, m[0].key_span), "k\xc3\xa9y");
	assert_str(written(&reading, m[0].value->span), "v\xc3\xa4lue");
	assert_str(written(&reading, m[1].key_span), "'q'");
	assert_str(written(&reading, m[1].value->span), "\"d\xc3\xa9\\n\"");
	assert_str(m[1].value->tag, "!!str");
	assert_str(m[1].value->text, "d\xc3\xa9\n");
	assert_int_equal(m[1].value->style, SW_STYLE_DOUBLE);
	assert_str(written(&reading, m[2].value->span), "[ a , {b: c} ]");
	assert_str(written(&reading, m[2].value->items[1]->span), "{b: c}");
	assert_str(written(&reading, m[3].value->span), "one: 1\r\n  two:\r\n    - x\r\n    - *anchor");
	assert_str(m[3].value->tag, "!tag");
	const struct sw_node *list = m[3].value->members[1].value;
	assert_str(written(&reading, list->span), "- x\r\n    - *anchor");
	assert_str(written(&reading, list->items[1]->alias), "*anchor");
	assert_str(written(&reading, list->items[1]->span), "v\xc3\xa4lue");
	assert_str(written(&reading, m[4].value->span), "");
	assert_int_equal(m[4].value->span.start, m[4].key_span.end + 1);
	assert_str(written(&reading, m[5].value->span), "|  # c\r\n  l\xc3\xadne\r\n  two");
	assert_str(m[5].value->text, "l\xc3\xadne\ntwo\n");
	assert_str(written(&reading, m[6].value->span), "plain\r\n  goes on");
	assert_str(m[6].value->text, "plain goes on");
	assert_int_equal(root->span.end, m[6].value->span.end);
	assert_str(sw_doc_pointer(&reading.arena, root, list->items[1]), "/block/two/1");
	drop(&reading);
}

static void texts_point_into_the_source(void **state) {
	(void)state;
	struct sw_str text = SW_S("key: plain\nq: 'single'\nd: \"double\"\ne: 'it''s'\n");
	struct reading reading;
	read_text(&reading, text, SW_DIALECT_COMPOSE);
	const struct sw_member *m = root_of(&reading)->members;
	for (int i = 0; i < 3; i++)
		assert_true(m[i].value->text.p > text.p && m[i].value->text.p < text.p + text.n);
	assert_true(m[0].key.p == text.p);
	assert_str(m[3].value->text, "it's");
	drop(&reading);
}

static void merges_say_where_they_come_from(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\nz: {<<: [*x, {c: 4}]}\n"), SW_DIALECT_COMPOSE);
	const struct sw_node *y = root_of(&reading)->members[1].value, *z = root_of(&reading)->members[2].value;
	assert_int_equal(y->count, 2);
	assert_true(y->members[0].merged);
	assert_str(written(&reading, y->members[0].key_span), "a");
	assert_str(written(&reading, y->members[0].value->span), "1");
	assert_str(written(&reading, y->members[0].value->alias), "*x");
	assert_false(y->members[1].merged);
	assert_int_equal(y->members[1].value->alias.source, 0);
	assert_int_equal(z->count, 3);
	assert_str(written(&reading, z->members[2].value->alias), "<<");
	drop(&reading);
}

static void utf16_spans_count_its_bytes(void **state) {
	(void)state;
	/* "é: 😀\nb: c" */
	static const char little[] = "\xff\xfe\xe9\0:\0 \0\x3d\xd8\x00\xde\n\0b\0:\0 \0c";
	static const char big[] = "\xfe\xff\0\xe9\0:\0 \xd8\x3d\xde\x00\0\n\0b\0:\0 \0c";
	for (int i = 0; i < 2; i++) {
		struct reading reading;
		read_text(&reading, sw_str(i ? big : little, 22), SW_DIALECT_KUBECTL);
		assert_int_equal(reading.diags.n, 0);
		const struct sw_member *m = root_of(&reading)->members;
		assert_str(m[0].key, "\xc3\xa9");
		assert_str(m[0].value->text, "\xf0\x9f\x98\x80");
		assert_int_equal(m[0].key_span.start, 2);
		assert_int_equal(m[0].value->span.start, 8);
		assert_int_equal(m[0].value->span.end, 12);
		assert_int_equal(m[1].value->span.start, 20);
		assert_int_equal(m[1].value->span.end, 22);
		drop(&reading);
	}
	/* Half a pair, and half a unit at the end, become U+FFFD. */
	static const char broken[] = "\xff\xfe\x3d\xd8x\0\n";
	struct reading reading;
	read_text(&reading, sw_str(broken, 7), SW_DIALECT_KUBECTL);
	assert_str(root_of(&reading)->text, "\xef\xbf\xbdx\xef\xbf\xbd");
	assert_int_equal(root_of(&reading)->span.end, 7);
	drop(&reading);
}

static void document_numbers(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S("---\n# nothing\n---\na: 1\n---\n---\nb: 1\n"), SW_DIALECT_KUBECTL);
	assert_int_equal(reading.stream.n, 2);
	assert_int_equal(reading.stream.v[0].index, 1);
	assert_int_equal(reading.stream.v[1].index, 3);
	drop(&reading);
}

static void errors_have_a_place(void **state) {
	(void)state;
	static const struct {
		const char *text;
		const char *code;
		uint32_t at;
	} rows[] = {
		{"a: b: c", "yaml-syntax", 4},
		{"\xc3\xa9: b: c", "yaml-syntax", 5},
		{"\xef\xbb\xbf\xc3\xa9: \xff", "yaml-syntax", 7},
		{"a: x\nb: {{ y }}", "yaml-template", 8},
		{"a: 1\n\xc3\xa9: 1\n\xc3\xa9: 2\n", "yaml-duplicate-key", 11},
		{"a: [*none]", "yaml-alias", 4},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading reading;
		read_text(&reading, sw_str_of(rows[i].text), SW_DIALECT_COMPOSE);
		assert_string_equal(code_of(&reading.diags), rows[i].code);
		if (reading.diags.v[0].at.start != rows[i].at)
			fail_msg("%s: at %u", rows[i].text, reading.diags.v[0].at.start);
		drop(&reading);
	}
}

/* Text for the tests of limits. */
struct buffer {
	char *p;
	size_t n, cap;
};

__attribute__((format(printf, 2, 3))) static void append(struct buffer *buffer, const char *format, ...) {
	if (buffer->cap - buffer->n < 200)
		buffer->p = realloc(buffer->p, buffer->cap = buffer->cap * 2 + 400);
	va_list args;
	va_start(args, format);
	buffer->n += (size_t)vsnprintf(buffer->p + buffer->n, 200, format, args);
	va_end(args);
}

/* Reads and frees the text; it must take less than `seconds`. */
static void check_cost(struct buffer *buffer, const char *code, double seconds) {
	struct reading reading;
	clock_t start = clock();
	read_text(&reading, sw_str(buffer->p, buffer->n), SW_DIALECT_COMPOSE);
	double took = (double)(clock() - start) / CLOCKS_PER_SEC;
	assert_string_equal(code_of(&reading.diags), code);
	if (took > seconds)
		fail_msg("took %.2f s", took);
	drop(&reading);
	free(buffer->p);
	*buffer = (struct buffer){0};
}

static void bombs_are_refused(void **state) {
	(void)state;
	struct buffer text = {0};
	append(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
	for (int i = 1; i < 10; i++)
		append(&text, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1, i - 1, i - 1, i - 1,
		       i - 1, i - 1, i - 1, i - 1, i - 1);
	check_cost(&text, "yaml-too-large", 0.5);
	append(&text, "m0: &m0 {a: 1, b: 2}\n");
	for (int i = 1; i < 60; i++)
		append(&text, "m%d: &m%d {x%d: {<<: *m%d}, y%d: {<<: *m%d}}\n", i, i, i, i - 1, i, i - 1);
	check_cost(&text, "yaml-too-large", 2);
	/* Many documents, each below the limit of one. */
	for (int k = 0; k < 200; k++) {
		append(&text, "---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
		for (int i = 1; i < 5; i++)
			append(&text, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1, i - 1, i - 1, i - 1, i - 1,
			       i - 1);
	}
	check_cost(&text, "yaml-too-large", 0.5);
}

static void nesting_is_cheap_to_refuse(void **state) {
	(void)state;
	static const char *const pieces[] = {"[", "{a: ", "- ", "{\"a\":[", "[[],"};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
		struct buffer text = {0};
		for (int i = 0; i < 200000; i++)
			append(&text, "%s", pieces[k]);
		check_cost(&text, "yaml-too-deep", 0.5);
	}
	/* Aliases add up their depth. */
	struct buffer text = {0};
	append(&text, "- &a0 x\n");
	for (int i = 1; i < 5000; i++)
		append(&text, "- &a%d [*a%d]\n", i, i - 1);
	check_cost(&text, "yaml-too-deep", 0.5);
	for (int i = 0; i < SW_LIMIT_DOCUMENT_DEPTH; i++)
		append(&text, "[");
	for (int i = 0; i < SW_LIMIT_DOCUMENT_DEPTH; i++)
		append(&text, "]");
	append(&text, " # as YAML, not JSON");
	check_cost(&text, "", 0.5);
}

static void large_texts_are_linear(void **state) {
	(void)state;
	struct buffer text = {0};
	append(&text, "- &a0 x\n");
	for (int i = 1; i < 60000; i++)
		append(&text, "- &a%d [*a%d]\n", i, i % 90 ? i - 1 : 0);
	check_cost(&text, "yaml-too-large", 1); /* each alias counts what it brings */
	for (int i = 0; i < 60000; i++)
		append(&text, "- &a%d x\n- *a%d\n", i, i / 2);
	check_cost(&text, "", 1);
	for (int i = 0; i < 60000; i++)
		append(&text, "%%TAG !a%d! tag:x%d\n", i, i);
	append(&text, "---\na: 1\n");
	check_cost(&text, "yaml-too-large", 0.5);
	for (int i = 0; i < 100000; i++)
		append(&text, "\xc3\xa9%d: {a: [\xf0\x9f\x98\x80, 1]}\n", i);
	check_cost(&text, "", 3);
	for (int i = 0; i < 300000; i++)
		append(&text, "---\n");
	check_cost(&text, "", 1);
}

static void a_full_arena_is_thrown(void **state) {
	(void)state;
	struct buffer text = {0};
	for (int i = 0; i < 10000; i++)
		append(&text, "k%d: &x%d \"a\\n\" # c\n", i, i);
	/* Under the sanitizers a leak of libyaml's memory would fail this. */
	for (size_t cap = 100; cap < (size_t)4 << 20; cap *= 3) {
		struct sw_arena arena;
		sw_arena_init(&arena, cap);
		struct sw_diags diags = {.arena = &arena};
		struct sw_yaml_stream stream = {0};
		struct sw_yaml_comments comments = {0};
		struct sw_arena_catch catch;
		volatile bool caught = true;
		if (SW_ARENA_TRY(&arena, &catch)) {
			sw_yaml_comments(&arena, 1, sw_str(text.p, text.n), &comments);
			sw_yaml_read(&arena, 1, sw_str(text.p, text.n), SW_DIALECT_COMPOSE, &stream, &diags);
			caught = false;
			sw_arena_leave(&arena, &catch);
		}
		assert_true(caught);
		sw_arena_free(&arena);
	}
	free(text.p);
}

static void comments(void **state) {
	(void)state;
	static const struct {
		const char *text;
		const char *want; /* texts joined by '|', those alone on their line with a '+' before */
	} rows[] = {
		{"", ""},
		{"a: 1", ""},
		{"# one\na: 1 # two\n", "+one|two"},
		{"a: \"x # no\" # yes", "yes"},
		{"a: 'x # no' # yes", "yes"},
		{"a: 'it''s # no' # yes", "yes"},
		{"a: \"x\n  # no\n  y\" # yes", "yes"},
		{"a: x#no # yes", "yes"},
		{"a: it's # yes\nb: 'x'", "yes"},
		{"a: |  # header\n  # no\n  x\n# yes\nb: 1", "header|+yes"},
		{"a: >-\n  # no\n\n  # no\n  # yes, inside\nb: |2\n    # no\n", ""},
		{"a: |\n x\n # no\n# yes\n", "+yes"},
		{"- |\n  # no\n-  # yes\n  x", "yes"},
		{"[a, # one\n # two\n b] # three", "one|+two|three"},
		{"{a: \"#no\", b: '#no'} #", ""},
		{"a: b\n   # yes\n", "+yes"},
		{"a: http://x/#no\n", ""},
		{"#\n##\n#!x\n", "+|+#|+!x"},
		{"%YAML 1.1 # one\n--- # two\na\n... # three\n", "one|two|three"},
		{"a: &x # one\n  !t # two\n  b", "one|two"},
		{"\xef\xbb\xbf# one\n", "+one"},
		{"# one\r\na: 1\r\n  # two\r\n", "+one|+two"},
		{"\xc3\xa9: 'x' # \xc3\xa9\xe2\x82\xac\n", "\xc3\xa9\xe2\x82\xac"},
		{"# before\na: b: c # after\n", "+before"},
		{"? a # one\n: b # two\n", "one|two"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		struct sw_yaml_comments found = {0};
		struct sw_str text = sw_str_of(rows[i].text), got = {0};
		sw_yaml_comments(&arena, 1, text, &found);
		for (size_t k = 0; k < found.n; k++) {
			const struct sw_yaml_comment *comment = &found.v[k];
			got = sw_arena_printf(&arena, "%.*s%s%s%.*s", SW_ARG(got), k ? "|" : "", comment->alone ? "+" : "",
					      SW_ARG(comment->text));
			assert_true(comment->span.end <= text.n && text.p[comment->span.start] == '#');
		}
		if (strcmp(rows[i].want, "") != 0 || got.n)
			assert_str(got, rows[i].want);
		sw_arena_free(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars), cmocka_unit_test(documents_as_kubectl),
		cmocka_unit_test(documents_as_compose), cmocka_unit_test(spans_cover_what_is_written),
		cmocka_unit_test(texts_point_into_the_source), cmocka_unit_test(merges_say_where_they_come_from),
		cmocka_unit_test(utf16_spans_count_its_bytes), cmocka_unit_test(document_numbers),
		cmocka_unit_test(errors_have_a_place), cmocka_unit_test(bombs_are_refused),
		cmocka_unit_test(nesting_is_cheap_to_refuse), cmocka_unit_test(large_texts_are_linear),
		cmocka_unit_test(a_full_arena_is_thrown), cmocka_unit_test(comments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
