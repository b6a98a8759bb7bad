/* Generation filters: what is read, as what, what is refused and where, and that written filters read the same. */
#include "unit.h"
#include "knowledge/filter.h"
#include "knowledge/program.h"
#include <stdlib.h>

static const struct sw_filter_rules plain = {0};
static const struct sw_filter_rules flat = {.precedence = SW_FILTER_LEFT_TO_RIGHT};

static struct sw_str written(struct sw_arena *arena, struct sw_str text, const struct sw_filter_rules *rules, struct sw_filter_error *error) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	struct sw_predicate *predicate = sw_filter_read(arena, text, rules, error);
	if (predicate)
		sw_filter_write(&out, predicate);
	return sw_arena_str(arena, sw_out_text(&out));
}

static const struct {
	const char *text, *read, *flat; /* flat: NULL: the same */
} good[] = {
	{"", "", NULL},
	{" \r\n\t", "", NULL},
	{"source is 'GE.P'", "source is 'GE.P'", NULL},
	{"  Target  IS\n'SE.DS.TMCore.SQL' ", "target is 'SE.DS.TMCore.SQL'", NULL},
	{"flow CROSSES 'GE.TB'", "flow crosses 'GE.TB'", NULL},
	{"source.codeType is 'Managed'", "source.codeType is 'Managed'", NULL},
	{"source . 6be33103-1732-4f84-b508-c7f6981dec4f is 'Token '", "source.6be33103-1732-4f84-b508-c7f6981dec4f is 'Token '", NULL},
	{"flow.is is ''", "flow.is is ''", NULL},
	{"flow crosses [Trust line]", "flow crosses [Trust line]", NULL},
	{"source.[[Runs (as root)] is 'No'", "source.[Runs (as root)] is 'No'", NULL},
	{"source.[[Runs]] is 'No'", "source.[Runs] is 'No'", NULL},
	{"target is [Web app]", "target is [Web app]", NULL},
	{"not source is 'a'", "not source is 'a'", NULL},
	{"NOT(source is 'a')", "not source is 'a'", NULL},
	{"not not source is 'a'", "not not source is 'a'", NULL},
	{"((source is 'a'))", "source is 'a'", NULL},
	{"source is 'a' and target is 'b' or flow is 'c'", "(source is 'a' and target is 'b') or flow is 'c'", NULL},
	{"source is 'a' or target is 'b' and flow is 'c'", "source is 'a' or (target is 'b' and flow is 'c')",
	 "(source is 'a' or target is 'b') and flow is 'c'"},
	{"not source is 'a' and target is 'b'", "not source is 'a' and target is 'b'", NULL},
	{"not (source is 'a' or target is 'b')", "not (source is 'a' or target is 'b')", NULL},
	{"source is 'a'or target is 'b'", "source is 'a' or target is 'b'", NULL},
	{"source is'a'", "source is 'a'", NULL},
	{"source is 'a' and (target is 'b' and flow is 'c')", "source is 'a' and (target is 'b' and flow is 'c')", NULL},
};

static void reads(void **state) {
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct sw_filter_error error;
		struct sw_str got = written(&arena, sw_str_of(good[i].text), &plain, &error);
		if (error.what)
			fail_msg("%s: %s at %u", good[i].text, error.what, error.start);
		assert_str(got, good[i].read);
		assert_str(written(&arena, got, &plain, &error), good[i].read);
		assert_str(written(&arena, got, &flat, &error), good[i].read);
		assert_str(written(&arena, sw_str_of(good[i].text), &flat, &error), good[i].flat ? good[i].flat : good[i].read);
	}
	sw_arena_free(&arena);
}

static const struct {
	const char *text, *says;
	uint32_t start, end;
} bad[] = {
	{"sources is 'a'", "source, target, flow, not or ( is expected here", 0, 7},
	{"source was 'a'", "is or . is expected here", 7, 10},
	{"source crosses 'a'", "is or . is expected here", 7, 14},
	{"flow over 'a'", "is, crosses or . is expected here", 5, 9},
	{"source is a", "a type in single quotes is expected here", 10, 11},
	{"source is 'a", "a type in single quotes is expected here", 10, 12},
	{"flow crosses []", "the type of a boundary in single quotes is expected here", 13, 15},
	{"source. is 'a'", "is is expected here", 11, 14},
	{"source.", "the name of a property is expected here", 7, 7},
	{"source.a 'b'", "is is expected here", 9, 12},
	{"source.a is b", "a value in single quotes is expected here", 12, 13},
	{"source is 'a' and", "source, target, flow, not or ( is expected here", 17, 17},
	{"(source is 'a'", ") is expected here", 14, 14},
	{"source is 'a')", "and, or or the end is expected here", 13, 14},
	{"source is 'a' target is 'b'", "and, or or the end is expected here", 14, 20},
	{"not", "source, target, flow, not or ( is expected here", 3, 3},
};

static void refuses(void **state) {
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct sw_filter_error error;
		if (sw_filter_read(&arena, sw_str_of(bad[i].text), &plain, &error))
			fail_msg("%s was read", bad[i].text);
		if (!error.what || strcmp(error.what, bad[i].says) != 0 || error.start != bad[i].start || error.end != bad[i].end)
			fail_msg("%s: %s at %u to %u", bad[i].text, error.what ? error.what : "nothing", error.start, error.end);
	}
	sw_arena_free(&arena);
}

/* Brackets, nots, and changing words have a limit; long runs of one word have none. */
static void is_limited(void **state) {
	struct sw_arena arena;
	struct sw_filter_error error;
	char text[1 << 14];
	(void)state;
	sw_arena_init(&arena, 64 << 20);
	memset(text, '(', sizeof text);
	assert_null(sw_filter_read(&arena, sw_str(text, sizeof text), &plain, &error));
	assert_string_equal(error.what, "the filter is nested too deep");
	for (size_t i = 0; i + 4 <= sizeof text; i += 4)
		memcpy(text + i, "not ", 4);
	assert_null(sw_filter_read(&arena, sw_str(text, sizeof text), &plain, &error));
	assert_string_equal(error.what, "the filter is nested too deep");
	struct sw_str run = SW_S("source is 'a'");
	struct sw_str mixed = run;
	for (int i = 0; i < 1000; i++) {
		run = sw_arena_join(&arena, run, SW_S(" or flow is 'b'"));
		mixed = sw_arena_join(&arena, mixed, SW_S(" or flow is 'b' and flow is 'c'"));
	}
	assert_int_equal(sw_filter_read(&arena, run, &flat, &error)->count, 1001);
	assert_int_equal(sw_filter_read(&arena, mixed, &plain, &error)->count, 1001);
	assert_null(sw_filter_read(&arena, mixed, &flat, &error));
	assert_string_equal(error.what, "and and or change too often");
	sw_arena_free(&arena);
}

static void places_atoms(void **state) {
	struct sw_arena arena;
	struct sw_filter_error error;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	struct sw_str text = SW_S(" source is 'a' and not flow crosses [b]");
	struct sw_predicate *predicate = sw_filter_read(&arena, text, &plain, &error), *first = predicate->parts[0],
			    *second = predicate->parts[1]->parts[0];
	assert_str(sw_str_sub(text, first->start, first->end - first->start), "source is 'a'");
	assert_str(sw_str_sub(text, second->start, second->end - second->start), "flow crosses [b]");
	assert_int_equal(second->atom, SW_ATOM_CROSSES);
	assert_true(second->by_label);
	assert_str(sw_filter_atom(&arena, second), "flow crosses [b]");
	sw_arena_free(&arena);
}

/* Answers by the atom's value: "y", "n", "u"; its number is the same for a program. */
static struct sw_truth by_value(void *context, const struct sw_predicate *atom) {
	const uint8_t *answers = context;
	return (struct sw_truth){.holds = (enum sw_tri)answers[atom->number], .strength = SW_STRENGTH_DECLARED};
}

static void number(struct sw_predicate *predicate) {
	if (predicate->kind == SW_PREDICATE_ATOM)
		predicate->number = predicate->value.p[0] == 'y' ? 0 : predicate->value.p[0] == 'n' ? 1 : 2;
	for (unsigned i = 0; i < predicate->count; i++)
		number(predicate->parts[i]);
}

/* A program holds where the explained value is YES, on expressions made at random from a fixed seed. */
static struct sw_str random_filter(struct sw_arena *arena, unsigned depth) {
	static const char *const atoms[] = {"flow.a is 'y'", "flow.a is 'n'", "flow.a is 'u'"};
	if (depth == 0 || rand() % 4 == 0)
		return sw_str_of(atoms[rand() % 3]);
	struct sw_str a = random_filter(arena, depth - 1), b = random_filter(arena, depth - 1);
	if (rand() % 4 == 0)
		return sw_arena_printf(arena, "not (%.*s)", SW_ARG(a));
	return sw_arena_printf(arena, "(%.*s) %s (%.*s)", SW_ARG(a), rand() % 2 ? "and" : "or", SW_ARG(b));
}

static void holds_as_valued(void **state) {
	struct sw_arena arena;
	uint8_t answers[] = {SW_YES, SW_NO, SW_UNKNOWN};
	const uint8_t *const rows[3] = {NULL, NULL, answers};
	(void)state;
	sw_arena_init(&arena, 64 << 20);
	srand(1);
	for (int i = 0; i < 5000; i++) {
		struct sw_filter_error error;
		struct sw_str text = random_filter(&arena, 5);
		struct sw_predicate *predicate = sw_filter_read(&arena, text, &plain, &error);
		if (!predicate)
			fail_msg("%.*s: %s", SW_ARG(text), error.what);
		number(predicate);
		struct sw_program program = sw_program_make(&arena, predicate);
		assert_int_equal(sw_program_holds(&program, rows), sw_predicate_value(predicate, by_value, answers).holds == SW_YES);
	}
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(refuses),
		cmocka_unit_test(is_limited),
		cmocka_unit_test(places_atoms),
		cmocka_unit_test(holds_as_valued),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
