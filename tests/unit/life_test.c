/* What a register lives on: register.lock, CODEOWNERS, reviews, and entries added to a list that people keep by hand. */
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/limits.h"
#include "base/out.h"
#include "knowledge/codeowners.h"
#include "knowledge/date.h"
#include "readers/config/read.h"
#include "run/append.h"
#include "threats/decision.h"

struct test {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_diags diags;
};

static int start(void **state) {
	struct test *test = calloc(1, sizeof *test);
	assert_non_null(test);
	sw_arena_init(&test->arena, SW_LIMIT_FACTSET_BYTES);
	if (!SW_ARENA_TRY(&test->arena, &test->catch))
		fail_msg("the arena is full");
	test->diags.arena = &test->arena;
	*state = test;
	return 0;
}

static int stop(void **state) {
	struct test *test = *state;
	sw_arena_free(&test->arena);
	free(test);
	return 0;
}

/* ---- register.lock ---- */

static void lock_lines(void **state) {
	struct test *test = *state;
	struct sw_lock lock;
	sw_lock_read(&test->arena, 1, SW_S("# head\n\nroot-process@compose:a%20b#web open 2026-01-02\r\nx@y weak 2026-02-03 0123456789abcdef,00000000000000000000000000000000\n"), &lock, &test->diags);
	assert_int_equal(test->diags.n, 0);
	assert_int_equal(lock.rows.n, 2);
	const struct sw_lock_row *row = sw_lock_find(&lock, SW_S("root-process@compose:a b#web"));
	assert_non_null(row);
	assert_str(row->state, "open");
	assert_str(row->since, "2026-01-02");
	assert_int_equal(sw_lock_find(&lock, SW_S("x@y"))->latched.n, 2);
	assert_null(sw_lock_find(&lock, SW_S("y@x")));
}

static void lock_refusals(void **state) {
	static const char *const lines[] = {
		"x@y", "x@y open", "x@y open 2026-02-30", "x@y odd 2026-02-03", "xy open 2026-02-03", "x@y open 2026-02-03 123",
		"x@y open 2026-02-03 0123456789abcdef more", "x@y  open 2026-02-03", "<<<<<<< HEAD", "=======", ">>>>>>> theirs", "x@y open 2026-02-03 0123456789ABCDEF",
		"x@y open 2026-02-03,", " x@y open 2026-02-03",
	};
	struct test *test = *state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct sw_lock lock;
		struct sw_diags diags = {.arena = &test->arena};
		struct sw_str text = sw_arena_printf(&test->arena, "%s\na@b open 2026-01-01\n", lines[i]);
		sw_lock_read(&test->arena, 1, text, &lock, &diags);
		if (diags.n != 1 || diags.v[0].level != SW_DIAG_ERROR || diags.v[0].at.start != 0 || diags.v[0].at.end != strlen(lines[i]))
			fail_msg("%s: %zu diagnostics", lines[i], diags.n);
		assert_int_equal(lock.rows.n, 1);
	}
}

static void lock_merges(void **state) {
	struct test *test = *state;
	struct sw_lock lock;
	sw_lock_read(&test->arena, 1, SW_S("x@y weak 2026-02-03\nx@y open 2026-01-01 0123456789abcdef\n"), &lock, &test->diags);
	assert_int_equal(lock.rows.n, 1);
	assert_str(lock.rows.v[0].since, "2026-01-01");
	assert_str(lock.rows.v[0].state, "open");
	assert_int_equal(lock.rows.v[0].latched.n, 1);
	assert_int_equal(test->diags.v[0].level, SW_DIAG_NOTE);
}

/* Secrets of a row are held against decisions one by one: a file cannot bring so many that this takes long. */
static void lock_bounds(void **state) {
	struct test *test = *state;
	static const char print[] = "0123456789abcdef,";
	size_t each = sizeof print - 1, most = SW_LIMIT_LOCK_SECRETS;
	char *list = sw_arena_alloc(&test->arena, (most + 1) * each);
	for (size_t i = 0; i <= most; i++)
		memcpy(list + i * each, print, each);
	for (size_t n = most; n <= most + 1; n++) {
		struct sw_lock lock;
		struct sw_diags diags = {.arena = &test->arena}, merged = {.arena = &test->arena};
		struct sw_str line = sw_arena_printf(&test->arena, "x@y open 2026-01-01 %.*s", (int)(n * each - 1), list);
		sw_lock_read(&test->arena, 1, line, &lock, &diags);
		assert_int_equal(sw_diags_failed(&diags), n > most);
		sw_lock_read(&test->arena, 1, sw_arena_printf(&test->arena, "%.*s\nx@y open 2026-01-01 0123456789abcdef\n", SW_ARG(line)), &lock, &merged);
		assert_true(sw_diags_failed(&merged));
	}
}

static void lock_ids(void **state) {
	static const char *const ids[] = {"x@y", "x@a b", "#x@y", "x@100%", "x@%20", "x@\n", "x@\x7f\x01", "x@\xc3\xa9", "x@a%2"};
	struct test *test = *state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		sw_lock_id_write(&out, sw_str_of(ids[i]));
		assert_true(sw_str_find_byte(sw_out_text(&out), ' ') == SW_NPOS && sw_str_find_byte(sw_out_text(&out), '\n') == SW_NPOS);
		assert_str(sw_lock_id_read(&test->arena, sw_out_text(&out)), ids[i]);
	}
}

/* ---- CODEOWNERS ---- */

struct owned {
	const char *path, *owners;
};

static void hold_owners(struct test *test, const char *text, const struct owned *rows) {
	struct sw_codeowners owners;
	struct sw_diags diags = {.arena = &test->arena};
	struct sw_span at;
	sw_codeowners_read(&test->arena, 1, sw_str_of(text), &owners, &diags);
	for (; rows->path; rows++) {
		struct sw_str got = sw_codeowners_of(&test->arena, &owners, sw_str_of(rows->path), &at);
		if (!sw_str_is(got, rows->owners))
			fail_msg("%s: \"%.*s\" and not \"%s\"", rows->path, SW_ARG(got), rows->owners);
	}
}

/* The patterns that GitHub's documentation explains, and what it says of each. */
static void owners_patterns(void **state) {
	struct test *test = *state;
	hold_owners(test, "* @all\n*.js @js # comment\n/build/logs/ @doc\ndocs/* d@x.org\napps/ @oct\n/docs/ @doctocat\n/scripts/ @a @b\n**/logs @oct2\n"
		    "/apps/ @cat\n/apps/github\n", (const struct owned[]){
		{"a.c", "@all"}, {"x/y.js", "@js"}, {"build/logs/a", "@oct2"}, {"docs/a.md", "@doctocat"}, {"x/apps/b", "@oct"}, {"apps/b", "@cat"},
		{"apps/github", ""}, {"apps/github/x", ""}, {"scripts/a/b", "@a @b"}, {"deep/logs/x", "@oct2"}, {"logs", "@oct2"}, {0}});
	hold_owners(test, "docs/* @d\n", (const struct owned[]){{"docs/a.md", "@d"}, {"docs/a/b.md", ""}, {"x/docs/a.md", ""}, {0}});
	hold_owners(test, "/a/**/z @z\n", (const struct owned[]){{"a/z", "@z"}, {"a/b/z", "@z"}, {"a/b/c/z/d", "@z"}, {"b/a/z", ""}, {"a/b/y", ""}, {0}});
	hold_owners(test, "a/** @z\n", (const struct owned[]){{"a/b/c", "@z"}, {"a", ""}, {0}});
	hold_owners(test, "/a\\ b.txt @z\n/? @q\n", (const struct owned[]){{"a b.txt", "@z"}, {"x", "@q"}, {"xy", ""}, {0}});
	hold_owners(test, "/ @top\n", (const struct owned[]){{"a/b", "@top"}, {0}});
}

static void owners_sections(void **state) {
	struct test *test = *state;
	hold_owners(test, "* @all\n[Docs] @writers\n*.md\nREADME.md @lead\n^[Data][2] @dba\n/db/\n!/db/x\n", (const struct owned[]){
		{"a.c", "@all"}, {"a.md", "@all @writers"}, {"README.md", "@all @lead"}, {"db/a.md", "@all @writers @dba"}, {"db/x", "@all"}, {0}});
}

/* Sections by the thousand, each with the same file: what is joined does not grow with the square of them. */
static void owners_are_few(void **state) {
	struct test *test = *state;
	struct sw_arena small;
	struct sw_codeowners owners;
	struct sw_span at;
	size_t each = 100, count = 10000;
	char *text = sw_arena_alloc(&test->arena, each * count + 1);
	for (size_t i = 0; i < count; i++)
		snprintf(text + i * each, each + 1, "[s]\n* @%091d\n\n", (int)i);
	sw_arena_init(&small, (size_t)32 << 20);
	sw_codeowners_read(&test->arena, 1, sw_str_of(text), &owners, &test->diags);
	assert_int_equal(owners.rules.n, count);
	struct sw_str all = sw_codeowners_of(&small, &owners, SW_S("a"), &at);
	assert_true(all.n > each && all.n < 5000);
	sw_arena_free(&small);
}

/* A long pattern of stars against a long path ends. */
static void owners_are_quick(void **state) {
	struct test *test = *state;
	char *pattern = sw_arena_alloc(&test->arena, 40001), *path = sw_arena_alloc(&test->arena, 20001);
	for (int i = 0; i < 10000; i++) {
		memcpy(pattern + 4 * (size_t)i, i % 2 ? "**/a" : "/a*/", 4);
		memcpy(path + 2 * (size_t)i, "a/", 2);
	}
	struct sw_codeowners owners;
	struct sw_span at;
	sw_codeowners_read(&test->arena, 1, sw_arena_printf(&test->arena, "%.40000s/b @x\n", pattern), &owners, &test->diags);
	assert_int_equal(sw_codeowners_of(&test->arena, &owners, sw_str(path, 20000), &at).n, 0);
}

/* ---- lists that people keep ---- */

static void append_scalars(void **state) {
	static const char *const rows[][2] = {
		{"team-a", "team-a"}, {"a@b.org", "a@b.org"}, {"", "\"\""}, {"no", "\"no\""}, {"1", "\"1\""}, {"a: b", "\"a: b\""}, {"-a", "\"-a\""},
		{"a\nb", "\"a\\nb\""}, {"\"", "\"\\\"\""}, {"x #y", "\"x #y\""}, {"Null", "\"Null\""}, {"a.", "\"a.\""}, {"{a}", "\"{a}\""},
	};
	struct test *test = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_str(sw_append_scalar(&test->arena, sw_str_of(rows[i][0])), rows[i][1]);
}

static void append_rows(void **state) {
	static const struct {
		const char *before, *after; /* NULL: refused */
	} rows[] = {
		{"", "list:\n  - a: 1\n    b: x\n"},
		{"# only a comment", "# only a comment\nlist:\n  - a: 1\n    b: x\n"},
		{"v: 1\nlist:\n- a: 0\n", "v: 1\nlist:\n- a: 0\n- a: 1\n  b: x\n"},
		{"list:\n      - a: 0 # c\n# d\n", "list:\n      - a: 0 # c\n# d\n      - a: 1\n        b: x\n"},
		{"list:\n  - a: 0 # c\nv: 1\n", "list:\n  - a: 0 # c\n  - a: 1\n    b: x\nv: 1\n"},
		{"  v: 1\n", "  v: 1\n  list:\n    - a: 1\n      b: x\n"},
		{"list:\nv: 2\n", "list:\n  - a: 1\n    b: x\nv: 2\n"},
		{"v: 1\r\n", "v: 1\r\nlist:\r\n  - a: 1\r\n    b: x\r\n"},
		{"list:\n  - a: 0\n...\n", "list:\n  - a: 0\n  - a: 1\n    b: x\n...\n"},
		{"list: []\n", NULL}, {"{list: []}\n", NULL}, {"list: [\n", NULL}, {"- a\n", NULL}, {"list: x\n", NULL}, {"a: 1\n---\nb: 1\n", NULL},
		{"list:\n  - a: 0\nlist:\n  - a: 0\n", NULL}, {"null\n", NULL}, {"a: &x\n  - b\nlist: *x\n", NULL}, {"\xff\xfe" "a\0", NULL},
	};
	struct test *test = *state;
	const struct sw_str entry = SW_S("a: 1\nb: x\n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_append append = {.before = sw_str_of(rows[i].before), .list = "list", .entries = &entry, .count = 1};
		struct sw_str after;
		struct sw_err err = {0};
		int got = sw_append_entries(&test->arena, &append, &after, &err);
		if ((got == 0) != (rows[i].after != NULL) || (got == 0 && !sw_str_is(after, rows[i].after)) || (got < 0 && !*err.text))
			fail_msg("%s: \"%.*s\"", rows[i].before, got ? 0 : (int)after.n, got ? "" : after.p);
	}
	struct sw_append fresh = {.absent = true, .head = SW_S("# head\n"), .list = "list", .entries = &entry, .count = 1};
	struct sw_str after;
	assert_int_equal(sw_append_entries(&test->arena, &fresh, &after, NULL), 0);
	assert_str(after, "# head\nversion: 1\nlist:\n  - a: 1\n    b: x\n");
}

/* ---- terms ---- */

static void days(void **state) {
	static const struct {
		const char *from;
		int days;
		const char *to;
	} rows[] = {{"2026-12-01", 30, "2026-12-31"}, {"2026-12-02", 30, "2027-01-01"}, {"2028-02-28", 1, "2028-02-29"}, {"2027-02-28", 1, "2027-03-01"},
		    {"2026-01-01", 365, "2027-01-01"}, {"2026-01-01", 0, "2026-01-01"}, {"9999-12-31", 5, "9999-12-31"}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char to[11];
		sw_date_after(sw_str_of(rows[i].from), rows[i].days, to);
		assert_string_equal(to, rows[i].to);
		if (i < 6)
			assert_int_equal(sw_date_days(sw_str_of(rows[i].from), sw_str_of(to)), rows[i].days);
	}
}

static void cover(void **state) {
	static const char full[] = "0123456789abcdef0123456789abcdef";
	struct test *test = *state;
	struct sw_decision decision = {0};
	*sw_push(&test->arena, &decision.covers) = (struct sw_text_at){.text = SW_S("0123456789abcdef01")};
	assert_true(sw_decision_covers(&decision, sw_str_of(full)));
	assert_true(sw_decision_covers(&decision, SW_S("0123456789abcdef")));
	assert_false(sw_decision_covers(&decision, SW_S("0123456789abcde")));
	assert_false(sw_decision_covers(&decision, SW_S("1123456789abcdef")));
}

static void approvers(void **state) {
	struct test *test = *state;
	struct sw_approvers nobody = {0}, some = {0};
	struct sw_decision decision = {.kind = SW_DECIDE_ACCEPT};
	*sw_push(&test->arena, &some.risk) = (struct sw_text_at){.text = SW_S("rita")};
	*sw_push(&test->arena, &some.security) = (struct sw_text_at){.text = SW_S("sam")};
	assert_non_null(sw_decision_wants(&nobody, &decision, SW_HIGH));
	assert_null(sw_decision_wants(&nobody, &decision, SW_MEDIUM));
	decision.approved_by.text = SW_S("Sam");
	assert_null(sw_decision_wants(&some, &decision, SW_HIGH));
	assert_non_null(sw_decision_wants(&some, &decision, SW_CRITICAL));
	assert_null(sw_decision_wants(&nobody, &decision, SW_CRITICAL));
	decision.approved_by.text = SW_S("rita");
	assert_null(sw_decision_wants(&some, &decision, SW_HIGH));
	assert_null(sw_decision_wants(&some, &decision, SW_CRITICAL));
	decision = (struct sw_decision){.kind = SW_DECIDE_ROTATED};
	assert_null(sw_decision_wants(&some, &decision, SW_CRITICAL));
}

static void people(void **state) {
	struct test *test = *state;
	struct sw_config config;
	sw_config_read(&test->arena, 1, SW_S("about: {name: N, owner: O, contributors: [a, b], assumptions: one, external-dependencies: [x]}\n"
					     "owners: {platform: p, default: d, deployments: {shop: s}}\napprovers: {risk: r, security: [s1, s2]}\n"), &config, &test->diags);
	assert_int_equal(test->diags.n, 0);
	assert_str(config.about.name.text, "N");
	assert_int_equal(config.about.contributors.n, 2);
	assert_str(config.about.assumptions.v[0].text, "one");
	assert_str(config.owners.deployments.v[0].of.text, "shop");
	assert_str(config.owners.deployments.v[0].team.text, "s");
	assert_int_equal(config.approvers.security.n, 2);
	sw_config_read(&test->arena, 1, SW_S("about: [x]\nowners: {deployments: [a]}\napprovers: 1\n"), &config, &test->diags);
	assert_int_equal(test->diags.n, 3);
}

static void reviews(void **state) {
	struct test *test = *state;
	struct sw_reviews read;
	sw_reviews_read(&test->arena, 1, SW_S("reviews:\n  - {reviewer: a, date: 2026-01-01, digest: \"sha256:" "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
					      "\", system: [x, y]}\n  - {reviewer: b}\n"), &read, &test->diags);
	assert_int_equal(read.v.n, 1);
	assert_int_equal(read.v.v[0].system.n, 2);
	assert_int_equal(test->diags.n, 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lock_lines, start, stop), cmocka_unit_test_setup_teardown(lock_refusals, start, stop),
		cmocka_unit_test_setup_teardown(lock_merges, start, stop), cmocka_unit_test_setup_teardown(lock_ids, start, stop),
		cmocka_unit_test_setup_teardown(lock_bounds, start, stop), cmocka_unit_test_setup_teardown(owners_are_few, start, stop),
		cmocka_unit_test_setup_teardown(owners_patterns, start, stop), cmocka_unit_test_setup_teardown(owners_sections, start, stop),
		cmocka_unit_test_setup_teardown(owners_are_quick, start, stop), cmocka_unit_test_setup_teardown(append_scalars, start, stop),
		cmocka_unit_test_setup_teardown(append_rows, start, stop), cmocka_unit_test_setup_teardown(days, start, stop),
		cmocka_unit_test_setup_teardown(cover, start, stop), cmocka_unit_test_setup_teardown(approvers, start, stop),
		cmocka_unit_test_setup_teardown(people, start, stop), cmocka_unit_test_setup_teardown(reviews, start, stop),
	};
	return cmocka_run_group_tests_name("life", tests, NULL, NULL);
}
