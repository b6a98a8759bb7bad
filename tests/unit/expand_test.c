/* Variable expansion in Dockerfile words: modifiers, quotes, splitting, unknown values, limits. */
#include "unit.h"
#include "base/limits.h"
#include "readers/dockerfile/expand.h"

/* SET=value, EMPTY set to nothing, PATHS=/usr/lib/a.tar.gz, LIST="a b  c"; U1 and U2 are unknown, all else is unset. */
static enum sw_expand_state look_up(void *context, struct sw_str name, struct sw_str *value) {
	static const struct {
		const char *name, *value;
	} known[] = {{"SET", "value"},   {"EMPTY", ""},        {"PATHS", "/usr/lib/a.tar.gz"}, {"LIST", "a b  c"},
		     {"STARS", "a*b?c"}, {"LINES", "a\nb\na"}, {"\xc3\xa9t\xc3\xa9", "sun"}};
	(void)context;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (sw_str_is(name, known[i].name)) {
			*value = sw_str_of(known[i].value);
			return SW_EXPAND_SET;
		}
	return sw_str_is(name, "U1") || sw_str_is(name, "U2") ? SW_EXPAND_UNKNOWN : SW_EXPAND_UNSET;
}

struct row {
	const char *input;
	const char *text;  /* NULL: refused */
	const char *words; /* joined by '|'; NULL: the text is the one word */
};

static const struct row rows[] = {
	/* plain references */
	{"", "", ""},
	{"x", "x", NULL},
	{"$SET", "value", NULL},
	{"${SET}", "value", NULL},
	{"a${SET}b", "avalueb", NULL},
	{"$SETx", "", ""},
	{"$SET-x", "value-x", NULL},
	{"$SET.x", "value.x", NULL},
	{"$NONE", "", ""},
	{"a${NONE}b", "ab", NULL},
	{"$", "$", NULL},
	{"a$", "a$", NULL},
	{"$.", "$.", NULL},
	{"$ x", "$ x", "$|x"},
	{"$\xc3\xa9t\xc3\xa9", "sun", NULL},
	{"$SET\xe2\x80\x94x", "value\xe2\x80\x94x", NULL},
	{"$1x", "x", NULL},
	{"$12x", "x", NULL},
	{"$@x", "x", NULL},
	{"$$x", "x", NULL},
	{"$0x", "x", NULL},
	{"${?}", "", ""},
	{"${", NULL, NULL},
	{"${}", NULL, NULL},
	{"${:-x}", NULL, NULL},
	{"${{}", NULL, NULL},
	{"${SET", NULL, NULL},
	{"${SET x}", NULL, NULL},
	{"${SET!x}", NULL, NULL},
	{"${.}", NULL, NULL},
	{"\xef\xbb\xbfx", "x", NULL},
	/* - + ? with and without ':' */
	{"${SET:-d}", "value", NULL},
	{"${SET-d}", "value", NULL},
	{"${EMPTY:-d}", "d", NULL},
	{"${EMPTY-d}", "", ""},
	{"${NONE:-d}", "d", NULL},
	{"${NONE-d}", "d", NULL},
	{"${NONE:-}", "", ""},
	{"${NONE:-$SET}", "value", NULL},
	{"${NONE:-${EMPTY:-${SET}}}", "value", NULL},
	{"${NONE:-a b}", "a b", "a|b"},
	{"${NONE:-\"a}b\"}", "a}b", NULL},
	{"${NONE:-a\\}b}", "a}b", NULL},
	{"${SET:+d}", "d", NULL},
	{"${SET+d}", "d", NULL},
	{"${EMPTY:+d}", "", ""},
	{"${EMPTY+d}", "d", NULL},
	{"${NONE:+d}", "", ""},
	{"${NONE+d}", "", ""},
	{"${SET:?m}", "value", NULL},
	{"${SET?m}", "value", NULL},
	{"${EMPTY:?m}", NULL, NULL},
	{"${EMPTY?m}", "", ""},
	{"${NONE:?}", NULL, NULL},
	{"${NONE?m}", NULL, NULL},
	{"${SET:=d}", NULL, NULL},
	{"${SET=d}", NULL, NULL},
	{"${SET:x}", NULL, NULL},
	{"${SET:-x", NULL, NULL},
	{"${SET:", NULL, NULL},
	/* # ## % %% */
	{"${PATHS#*/}", "usr/lib/a.tar.gz", NULL},
	{"${PATHS##*/}", "a.tar.gz", NULL},
	{"${PATHS%.*}", "/usr/lib/a.tar", NULL},
	{"${PATHS%%.*}", "/usr/lib/a", NULL},
	{"${PATHS#/usr}", "/lib/a.tar.gz", NULL},
	{"${PATHS#x}", "/usr/lib/a.tar.gz", NULL},
	{"${PATHS%gz}", "/usr/lib/a.tar.", NULL},
	{"${PATHS#/???}", "/lib/a.tar.gz", NULL},
	{"${PATHS#*}", "/usr/lib/a.tar.gz", NULL},
	{"${PATHS##*}", "", ""},
	{"${PATHS%*}", "/usr/lib/a.tar.gz", NULL},
	{"${PATHS#}", "/usr/lib/a.tar.gz", NULL},
	{"${PATHS#*lib*a}", ".tar.gz", NULL},
	{"${STARS#a\\*}", "b?c", NULL},
	{"${STARS%\\?c}", "a*b", NULL},
	{"${STARS#a\\x}", NULL, NULL},
	{"${NONE#x}", "", ""},
	{"${SET#$EMPTY}", "value", NULL},
	{"${SET#${NONE:-val}}", "ue", NULL},
	{"${LINES#*b}", "a\nb\na", "a|b|a"},
	{"${SET:#v}", NULL, NULL},
	{"${SET:%e}", NULL, NULL},
	{"${SET#v", NULL, NULL},
	/* / // */
	{"${PATHS/a/x}", "/usr/lib/x.tar.gz", NULL},
	{"${PATHS//a/x}", "/usr/lib/x.txr.gz", NULL},
	{"${PATHS//./}", "/usr/lib/atargz", NULL},
	{"${PATHS/\\/usr/}", "/lib/a.tar.gz", NULL},
	{"${PATHS//\\//_}", "_usr_lib_a.tar.gz", NULL},
	{"${PATHS//a*/x}", "/usr/lib/x", NULL},
	{"${PATHS//?/x}", "xxxxxxxxxxxxxxxxx", NULL},
	{"${SET/$EMPTY/x}", "xvalue", NULL},
	{"${SET//$EMPTY/-}", "-v-a-l-u-e-", NULL},
	{"${SET/value/$PATHS}", "/usr/lib/a.tar.gz", NULL},
	{"${SET//a/<\\$0>}", "v<\\a>lue", NULL},
	{"${SET//a/\\$x1y}", "v\\lue", NULL},
	{"${SET//a/\\$\\$}", "v\\$\\$lue", NULL},
	{"${SET/a/\\$0}", "v\\$0lue", NULL},
	{"${NONE/a/b}", "", ""},
	{"${SET/a}", NULL, NULL},
	{"${SET/a/b", NULL, NULL},
	{"${SET//}", NULL, NULL},
	/* quotes and escapes */
	{"'$SET'", "$SET", NULL},
	{"\"$SET\"", "value", NULL},
	{"'a\\'b", "a\\b", NULL},
	{"\"a\\\"b\"", "a\"b", NULL},
	{"\"a\\nb\"", "a\\nb", NULL},
	{"\"a\\\\b\"", "a\\b", NULL},
	{"\\$SET", "$SET", NULL},
	{"\"\\$SET\"", "$SET", NULL},
	{"a\\b", "ab", NULL},
	{"a\\\\b", "a\\b", NULL},
	{"a\\", "a", NULL},
	{"a\\ b", "a b", "a b"},
	{"\"a", NULL, NULL},
	{"'a", NULL, NULL},
	{"\"${SET\"", NULL, NULL},
	{"\"it's\"", "it's", NULL},
	{"<x", "<x", NULL},
	{"<< EOF", "<< EOF", "<< EOF"},
	/* splitting */
	{"a b\tc", "a b\tc", "a|b|c"},
	{" a  b ", " a  b ", "a|b"},
	{"$LIST", "a b  c", "a|b|c"},
	{"\"$LIST\"", "a b  c", "a b  c"},
	{"x$LIST", "xa b  c", "xa|b|c"},
	{"${LIST}y", "a b  cy", "a|b|cy"},
	{"a\xc2\xa0" "b", "a\xc2\xa0" "b", "a|b"},
	{"a'b c'd", "ab cd", "ab cd"},
	{"''", "", ""},
	{"ab${NONE:-c}d", "abcd", "cd"}, /* the reference loses the start of the word */
};

static struct sw_str join_words(struct sw_arena *arena, const struct sw_expansion *result) {
	struct sw_str all = {0};
	for (size_t i = 0; i < result->word_count; i++)
		all = sw_arena_printf(arena, "%.*s%s%.*s", SW_ARG(all), i ? "|" : "", SW_ARG(result->words[i]));
	return all;
}

static void table(void **state) {
	(void)state;
	struct sw_expand how = {.lookup = look_up, .escape = '\\'};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_arena arena;
		struct sw_expansion result;
		sw_arena_init(&arena, 1 << 20);
		bool good = sw_expand(&arena, &how, sw_str_of(rows[i].input), &result);
		if (good != (rows[i].text != NULL))
			fail_msg("%s: %s", rows[i].input, good ? "was not refused" : result.error.p);
		if (good) {
			assert_true(result.known);
			assert_str(result.text, rows[i].text);
			assert_str(join_words(&arena, &result), rows[i].words ? rows[i].words : rows[i].text);
		} else {
			assert_true(result.error.n > 0);
			assert_true(result.error_at <= strlen(rows[i].input));
		}
		sw_arena_free(&arena);
	}
}

static void options(void **state) {
	(void)state;
	static const struct {
		struct sw_expand how;
		const char *input, *text;
	} cases[] = {
		{{.escape = '`'}, "a`$b\\c", "a$b\\c"},
		{{.escape = '`'}, "\"`\"x`y\"", "\"x`y"},
		{{.escape = '\\', .raw_quotes = true}, "a'b'\"c\"", "a'b'\"c\""},
		{{.escape = '\\', .raw_escapes = true}, "a\\b\\\\\"\\\"\"", "a\\b\\\\\\\""},
		{{.escape = '\\', .ignore_quotes = true}, "it's \"$SET\"", "it's \"value\""},
		{{.escape = '\\', .keep_unset = true}, "$SET $NONE ${NONE} ${NONE:-a$SET} ${NONE/x/y}",
		 "value $NONE ${NONE} ${NONE:-avalue} ${NONE/x/y}"},
		{{.escape = '\\', .keep_unset = true}, "${NONE:x}", "${NONE:x}"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_arena arena;
		struct sw_expansion result;
		struct sw_expand how = cases[i].how;
		how.lookup = look_up;
		sw_arena_init(&arena, 1 << 20);
		assert_true(sw_expand(&arena, &how, sw_str_of(cases[i].input), &result));
		assert_str(result.text, cases[i].text);
		sw_arena_free(&arena);
	}
}

/* The result is unknown only when it depends on an unknown value. */
static void unknown_values(void **state) {
	(void)state;
	static const struct {
		const char *input, *text;
		bool known;
	} cases[] = {
		{"a$U1-b", "a$U1-b", false},
		{"${U1}", "${U1}", false},
		{"$SET${U1}", "value${U1}", false},
		{"${U1:-x}", "${U1:-x}", false},
		{"${U1:+x}", "${U1:+x}", false},
		{"${U1:?x}", "${U1:?x}", false},
		{"${U1%x}", "${U1%x}", false},
		{"${U1//x/$SET}", "${U1//x/$SET}", false},
		{"\"$U1\"", "$U1", false},
		{"'$U1'", "$U1", true},
		{"\\$U1", "$U1", true},
		{"${SET:-$U1}", "value", true},
		{"${NONE:-$U1}", "$U1", false},
		{"${NONE:+$U1}", "", true},
		{"${SET:+$U1}", "$U1", false},
		{"${SET#$U1}", "${SET#$U1}", false},
		{"${SET/a/$U1}", "${SET/a/$U1}", false},
	};
	struct sw_expand how = {.lookup = look_up, .escape = '\\'};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_arena arena;
		struct sw_expansion result;
		sw_arena_init(&arena, 1 << 20);
		assert_true(sw_expand(&arena, &how, sw_str_of(cases[i].input), &result));
		assert_str(result.text, cases[i].text);
		assert_int_equal(result.known, cases[i].known);
		sw_arena_free(&arena);
	}
}

static void references(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_expansion result;
	struct sw_expand how = {.lookup = look_up, .escape = '\\'};
	struct sw_str input = SW_S("a$SET/${NONE:-$U1}\"${EMPTY##x}\"");
	static const struct {
		const char *name, *written;
		enum sw_expand_state state;
		char modifier;
	} expected[] = {{"SET", "$SET", SW_EXPAND_SET, 0},
			{"U1", "$U1", SW_EXPAND_UNKNOWN, 0},
			{"NONE", "${NONE:-$U1}", SW_EXPAND_UNSET, '-'},
			{"EMPTY", "${EMPTY##x}", SW_EXPAND_SET, '#'}};
	sw_arena_init(&arena, 1 << 20);
	assert_true(sw_expand(&arena, &how, input, &result));
	assert_int_equal(result.reference_count, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct sw_expand_reference *got = &result.references[i];
		assert_str(got->name, expected[i].name);
		assert_str(sw_str_sub(input, got->start, got->end - got->start), expected[i].written);
		assert_int_equal(got->state, expected[i].state);
		assert_int_equal(got->modifier, expected[i].modifier);
	}
	assert_false(sw_expand(&arena, &how, SW_S("$SET ${NONE:?m}"), &result));
	assert_int_equal(result.reference_count, 2);
	assert_str(result.error, "NONE: m");
	sw_arena_free(&arena);
}

static enum sw_expand_state large(void *context, struct sw_str name, struct sw_str *value) {
	(void)name;
	*value = *(const struct sw_str *)context;
	return SW_EXPAND_SET;
}

static void limits(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_expansion result;
	sw_arena_init(&arena, (size_t)1 << 28);
	size_t n = SW_LIMIT_EXPANSION_BYTES;
	char *p = sw_arena_alloc(&arena, n);
	memset(p, 'a', n);
	struct sw_str value = sw_str(p, n);
	struct sw_expand how = {.lookup = large, .context = &value, .escape = '\\'};
	assert_true(sw_expand(&arena, &how, SW_S("$x"), &result));
	assert_false(sw_expand(&arena, &how, SW_S("$x$x"), &result));
	assert_false(sw_expand(&arena, &how, SW_S("b$x"), &result));
	assert_false(sw_expand(&arena, &how, SW_S("${x#*a*a*b}"), &result));
	value.n = 1000;
	assert_true(sw_expand(&arena, &how, SW_S("${x//a/bb}"), &result));
	assert_int_equal(result.text.n, 2000);
	how.limit = 1500;
	assert_false(sw_expand(&arena, &how, SW_S("${x//a/bb}"), &result));
	/* Nesting is bounded, not recursion at the input's will. */
	struct sw_str deep = {0};
	for (int i = 0; i < 100; i++)
		deep = sw_arena_join(&arena, deep, SW_S("${x:-"));
	assert_false(sw_expand(&arena, &how, deep, &result));
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),      cmocka_unit_test(options), cmocka_unit_test(unknown_values),
		cmocka_unit_test(references), cmocka_unit_test(limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
