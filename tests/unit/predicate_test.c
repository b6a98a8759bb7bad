/* The predicate language: what is read, Kleene's tables, strengths, vacuous questions, and the catalogue's own rows. */
#include "unit.h"
#include "knowledge/catalogue.h"
#include "knowledge/predicate.h"
#include "threats/judge.h"
#include <stdio.h>

/* ---- reading ---- */

static void put(struct sw_arena *arena, struct sw_str *out, const struct sw_predicate *predicate) {
	static const char *const kinds[] = {"all", "any", "not"}, *const atoms[] = {"check", "fact", "assume", "evidence"};
	if (predicate->kind == SW_PREDICATE_ATOM) {
		*out = sw_arena_printf(arena, "%.*s%s=%.*s%s%s", SW_ARG(*out), atoms[predicate->atom], SW_ARG(predicate->name),
				       predicate->least ? "@" : "", predicate->least ? sw_strength_name(predicate->least) : "");
		return;
	}
	*out = sw_arena_printf(arena, "%.*s%s[", SW_ARG(*out), kinds[predicate->kind]);
	for (unsigned i = 0; i < predicate->count; i++) {
		if (i)
			*out = sw_arena_join(arena, *out, SW_S(" "));
		put(arena, out, predicate->parts[i]);
	}
	*out = sw_arena_join(arena, *out, SW_S("]"));
}

static const struct {
	const char *text, *read;
} good[] = {
	{"image-not-pinned", "check=image-not-pinned"},
	{"  a  ", "check=a"},
	{"a@declared", "check=a@declared"},
	{"a@built", "check=a@built"},
	{"fact:allowlist@running", "fact=allowlist@running"},
	{"assume:engine.userns-remap", "assume=engine.userns-remap"},
	{"evidence:host@assumed", "evidence=host@assumed"},
	{"all(a)", "all[check=a]"},
	{"any ( a , b )", "any[check=a check=b]"},
	{"not(fact:windows)", "not[fact=windows]"},
	{"all(a, any(b, not(c)), fact:d)", "all[check=a any[check=b not[check=c]] fact=d]"},
	{"all", "check=all"},
};

static void reads(void **state) {
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct sw_err err = {0};
		struct sw_predicate *predicate = sw_predicate_read(&arena, sw_str_of(good[i].text), &err);
		struct sw_str got = {0};
		if (!predicate)
			fail_msg("%s: %s", good[i].text, err.text);
		put(&arena, &got, predicate);
		assert_str(got, good[i].read);
	}
	sw_arena_free(&arena);
}

static const struct {
	const char *text, *says;
} bad[] = {
	{"(", "a name is missing"},
	{"a b", "something stands behind"},
	{"a)", "something stands behind"},
	{"all()", "a name is missing"},
	{"all(a", "')' is missing"},
	{"all(a,)", "a name is missing"},
	{"all(a b)", "')' is missing"},
	{"not(a, b)", "not() wants one part"},
	{"some(a)", "neither all, any nor not"},
	{"a@", "unknown strength"},
	{"a@proven", "unknown strength"},
	{"a@none", "unknown strength"},
	{"fact:", "a name is missing"},
	{"@built", "a name is missing"},
	{"a & b", "something stands behind"},
	{",", "a name is missing"},
};

static void refuses(void **state) {
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct sw_err err = {0};
		if (sw_predicate_read(&arena, sw_str_of(bad[i].text), &err))
			fail_msg("'%s' was read", bad[i].text);
		if (!strstr(err.text, bad[i].says))
			fail_msg("'%s': \"%s\" does not say \"%s\"", bad[i].text, err.text, bad[i].says);
	}
	sw_arena_free(&arena);
}

static void the_empty_text_is_no_predicate_and_no_error(void **state) {
	struct sw_arena arena;
	struct sw_err err = {.text = "untouched"};
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	assert_null(sw_predicate_read(&arena, SW_S(""), &err));
	assert_null(sw_predicate_read(&arena, SW_S(" \n"), &err));
	assert_string_equal(err.text, "untouched");
	sw_arena_free(&arena);
}

static void depth_is_limited(void **state) {
	struct sw_arena arena;
	struct sw_err err = {0};
	struct sw_str text = SW_S("a");
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	for (unsigned depth = 1; depth <= 40; depth++) {
		text = sw_arena_printf(&arena, "not(%.*s)", SW_ARG(text));
		bool is_read = sw_predicate_read(&arena, text, &err) != NULL;
		assert_int_equal(is_read, depth <= 16);
	}
	assert_non_null(strstr(err.text, "too deep"));
	sw_arena_free(&arena);
}

/* ---- values ---- */

/* Atoms are named after what they come to: y n u v (vacuous); a second letter p: presumed; a digit: the strength. */
static struct sw_truth by_name(void *context, const struct sw_predicate *atom) {
	struct sw_truth truth = {0};
	unsigned *asked = context;
	++*asked;
	truth.holds = atom->name.p[0] == 'y' ? SW_YES : atom->name.p[0] == 'n' ? SW_NO : SW_UNKNOWN;
	truth.vacuous = atom->name.p[0] == 'v';
	for (size_t i = 1; i < atom->name.n; i++) {
		truth.presumed = truth.presumed || atom->name.p[i] == 'p';
		if (sw_is_digit(atom->name.p[i]))
			truth.strength = (enum sw_strength)(atom->name.p[i] - '0');
	}
	return truth;
}

static struct sw_truth value_of(const char *text, unsigned *asked) {
	struct sw_arena arena;
	struct sw_err err = {0};
	*asked = 0;
	sw_arena_init(&arena, 1 << 20);
	struct sw_predicate *predicate = sw_predicate_read(&arena, sw_str_of(text), &err);
	if (!predicate)
		fail_msg("%s: %s", text, err.text);
	struct sw_truth truth = sw_predicate_value(predicate, by_name, asked);
	sw_arena_free(&arena);
	return truth;
}

static enum sw_tri kleene(const char *operator, enum sw_tri a, enum sw_tri b) {
	enum sw_tri settling = strcmp(operator, "all") == 0 ? SW_NO : SW_YES;
	if (a == settling || b == settling)
		return settling;
	return a == SW_UNKNOWN || b == SW_UNKNOWN ? SW_UNKNOWN : settling == SW_NO ? SW_YES : SW_NO;
}

static void follows_kleene(void **state) {
	static const char letters[] = "uny"; /* in the order of enum sw_tri */
	static const char *const operators[] = {"all", "any"};
	(void)state;
	for (unsigned o = 0; o < 2; o++)
		for (unsigned a = 0; a < 3; a++)
			for (unsigned b = 0; b < 3; b++) {
				char text[32];
				unsigned asked;
				snprintf(text, sizeof text, "%s(%c, %c)", operators[o], letters[a], letters[b]);
				enum sw_tri got = value_of(text, &asked).holds;
				if (got != kleene(operators[o], (enum sw_tri)a, (enum sw_tri)b) || asked != 2)
					fail_msg("%s: %d after %u atoms", text, (int)got, asked);
			}
	unsigned asked;
	assert_int_equal(value_of("not(y)", &asked).holds, SW_NO);
	assert_int_equal(value_of("not(n)", &asked).holds, SW_YES);
	assert_int_equal(value_of("not(u)", &asked).holds, SW_UNKNOWN);
}

static const struct {
	const char *text;
	enum sw_tri holds;
	bool presumed;
	enum sw_strength strength; /* where it holds */
} rows[] = {
	/* the weakest part that the whole rests on */
	{"all(y2, y3, y4)", SW_YES, false, SW_STRENGTH_DECLARED},
	{"all(y1p, y4)", SW_YES, true, SW_STRENGTH_ASSUMED},
	{"all(y4, y4)", SW_YES, false, SW_STRENGTH_RUNNING},
	/* of several that settle, the best founded */
	{"any(y2, y4, y3)", SW_YES, false, SW_STRENGTH_RUNNING},
	{"any(y1p, y2)", SW_YES, false, SW_STRENGTH_DECLARED},
	{"any(y4p, y2)", SW_YES, false, SW_STRENGTH_DECLARED},
	{"all(np, n)", SW_NO, false, 0},
	{"all(np, y4)", SW_NO, true, 0},
	{"all(np, u)", SW_NO, true, 0},
	{"any(n, np)", SW_NO, true, 0},
	{"any(n, n)", SW_NO, false, 0},
	/* a control that needs more than there is settles nothing */
	{"y2@declared", SW_YES, false, SW_STRENGTH_DECLARED},
	{"y2@built", SW_UNKNOWN, false, 0},
	{"y3@built", SW_YES, false, SW_STRENGTH_BUILT},
	{"y1@declared", SW_UNKNOWN, false, 0},
	{"n@running", SW_NO, false, 0},
	{"any(y2@running, n)", SW_UNKNOWN, false, 0},
	{"all(y2@running, n)", SW_NO, false, 0},
	/* a question that does not arise is left out */
	{"all(v, y2)", SW_YES, false, SW_STRENGTH_DECLARED},
	{"all(v, n)", SW_NO, false, 0},
	{"any(v, n)", SW_NO, false, 0},
	{"any(v, u)", SW_UNKNOWN, false, 0},
	{"all(any(v, v), y2)", SW_YES, false, SW_STRENGTH_DECLARED},
	/* nesting */
	{"all(any(n, y2), not(n))", SW_YES, false, SW_STRENGTH_NONE},
	{"not(all(y, n))", SW_YES, false, SW_STRENGTH_NONE},
	{"any(all(y, u), n)", SW_UNKNOWN, false, 0},
};

static void weighs(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned asked;
		struct sw_truth truth = value_of(rows[i].text, &asked);
		if (truth.holds != rows[i].holds || truth.presumed != rows[i].presumed || truth.vacuous ||
		    (truth.holds == SW_YES && truth.strength != rows[i].strength))
			fail_msg("%s: holds %d, presumed %d, strength %d", rows[i].text, (int)truth.holds, truth.presumed, (int)truth.strength);
	}
}

/* What asks nothing at all decides nothing: a control never holds because nobody looked. */
static void nothing_but_vacuous_is_vacuous(void **state) {
	static const char *const texts[] = {"v", "all(v)", "any(v, v)", "all(v, any(v))", "not(v)"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		unsigned asked;
		struct sw_truth truth = value_of(texts[i], &asked);
		assert_int_equal(truth.holds, SW_UNKNOWN);
		assert_true(truth.vacuous);
	}
}

static void every_atom_is_asked(void **state) {
	unsigned asked;
	(void)state;
	value_of("all(n, y, any(y, u, not(v)))", &asked);
	assert_int_equal(asked, 5);
}

/* ---- the catalogue ---- */

static void check_atoms(const struct sw_threat_kind *threat, const struct sw_predicate *predicate) {
	if (predicate->kind == SW_PREDICATE_ATOM && predicate->atom == SW_ATOM_FACT && (threat->on & ~sw_judge_fact_elements(predicate->name)))
		fail_msg("%s asks for fact:%.*s, which nobody can answer", threat->id, SW_ARG(predicate->name));
	for (unsigned i = 0; predicate->kind != SW_PREDICATE_ATOM && i < predicate->count; i++)
		check_atoms(threat, predicate->parts[i]);
}

static void the_catalogue_can_be_read(void **state) {
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	assert_true(sw_threat_kind_count > 0);
	for (size_t i = 0; i < sw_threat_kind_count; i++) {
		const struct sw_threat_kind *threat = &sw_threat_kinds[i];
		struct sw_err err = {0};
		const struct sw_predicate *stopped = sw_predicate_read(&arena, sw_str_of(threat->stopped_by), &err);
		const struct sw_predicate *when = sw_predicate_read(&arena, sw_str_of(threat->when), &err);
		if (!stopped || (*threat->when && !when))
			fail_msg("%s: %s", threat->id, *err.text ? err.text : "nothing stops it");
		check_atoms(threat, stopped);
		if (when)
			check_atoms(threat, when);
	}
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(refuses),
		cmocka_unit_test(the_empty_text_is_no_predicate_and_no_error),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(follows_kleene),
		cmocka_unit_test(weighs),
		cmocka_unit_test(nothing_but_vacuous_is_vacuous),
		cmocka_unit_test(every_atom_is_asked),
		cmocka_unit_test(the_catalogue_can_be_read),
	};
	return cmocka_run_group_tests_name("predicate", tests, NULL, NULL);
}
