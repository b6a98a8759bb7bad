#include "unit.h"
#include "knowledge/allowlist.h"
#include "knowledge/image_name.h"

#define D1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"
#define D2 "sha256:2222222222222222222222222222222222222222222222222222222222222222"
#define TODAY "2026-08-22"

static const struct {
	const char *written, *pattern; /* "": it can match nothing */
} patterns[] = {
	{"debian", "docker.io/library/debian"},
	{"library/debian", "docker.io/library/debian"},
	{"docker.io/debian", "docker.io/library/debian"},
	{"docker.io/library/debian", "docker.io/library/debian"},
	{"index.docker.io/library/debian", "docker.io/library/debian"},
	{"index.docker.io/debian", "docker.io/library/debian"},
	{"org/app", "docker.io/org/app"},
	{"org/*", "docker.io/org/*"},
	{"docker.io/**", "docker.io/**"},
	{"**", "**"},
	{"**/app", "**/app"},
	{"*", "docker.io/library/*"},
	{"ghcr.io/org/*", "ghcr.io/org/*"},
	{"*.corp.example/**", "*.corp.example/**"},
	{"localhost:5000/x", "localhost:5000/x"},
	{"localhost/x", "localhost/x"},
	{"HOST/x", "HOST/x"},
	{"debian:12", ""}, {"debian@" D1, ""}, {"Debian", ""}, {"ghcr.io/org/", ""}, {"ghcr.io//x", ""}, {"", ""}, {"a b", ""},
};

static void patterns_are_completed(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		assert_str(sw_allow_pattern(&arena, sw_str_of(patterns[i].written)), patterns[i].pattern);
		sw_arena_free(&arena);
	}
}

static const struct {
	const char *pattern, *name;
	bool matches;
} matching[] = {
	{"docker.io/library/debian", "docker.io/library/debian", true},
	{"docker.io/library/debian", "docker.io/library/debian2", false},
	{"docker.io/foo", "docker.io/foobar", false},
	{"docker.io/foo", "docker.io/foo/bar", false},
	{"docker.io/foo/*", "docker.io/foobar/x", false},
	{"docker.io/foo/*", "docker.io/foo/x", true},
	{"docker.io/foo/*", "docker.io/foo/x/y", false},
	{"docker.io/foo/**", "docker.io/foo/x/y", true},
	{"docker.io/foo/**", "docker.io/foo/x", true},
	{"docker.io/foo/**", "docker.io/foo", false},
	{"docker.io/**", "docker.io/library/x", true},
	{"docker.io/**", "docker.iox/library/x", false},
	{"**", "a", true},
	{"**", "a/b/c", true},
	{"**/app", "ghcr.io/app", true},
	{"**/app", "ghcr.io/a/b/app", true},
	{"**/app", "ghcr.io/a/b/myapp", false},
	{"ghcr.io/**/app", "ghcr.io/app", true},
	{"ghcr.io/**/app", "ghcr.io/a/app", true},
	{"ghcr.io/**/app", "ghcr.io/app/app", true},
	{"ghcr.io/**/app", "ghcr.io/app/x", false},
	{"ghcr.io/**/a/**/b", "ghcr.io/x/a/y/a/z/b", true},
	{"ghcr.io/**/a/**/b", "ghcr.io/x/b/y/b", false},
	{"*.corp.example/base", "a.corp.example/base", true},
	{"*.corp.example/base", "corp.example/base", false},
	{"*.corp.example/base", "a.corp.example.evil/base", false},
	{"docker.io/org/app-*", "docker.io/org/app-web", true},
	{"docker.io/org/app-*", "docker.io/org/app", false},
	{"docker.io/*/app", "docker.io/org/app", true},
	{"docker.io/*", "docker.io/org/app", false},
};

static void matching_goes_by_parts(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof matching / sizeof *matching; i++)
		if (sw_allow_matches(sw_str_of(matching[i].pattern), sw_str_of(matching[i].name)) != matching[i].matches)
			fail_msg("%s against %s", matching[i].pattern, matching[i].name);
}

struct rule {
	const char *image;
	const char *tags, *digests; /* divided by spaces; NULL: none */
	const char *require, *until;
	bool deny;
};

/* A list as it is written in most rows: official images and one organisation. */
static const struct rule house[] = {
	{.image = "registry.corp.example/base/**", .tags = "3.* !3.9*", .require = "digest"},
	{.image = "debian", .tags = "bookworm-* trixie-*", .until = "2027-06-30"},
	{.image = "ubuntu", .until = "2026-08-21"},
	{.image = "redis", .digests = D1},
	{.image = "ghcr.io/org/*", .require = "signature"},
	{.image = "ghcr.io/org/app"},
	{.image = "docker.io/**", .deny = true},
	{.image = "quay.io/a/**"},
	{.image = "quay.io/a/b/*", .deny = true},
	{.image = "quay.io/a/b/c"},
	{.image = "quay.io/tags/x", .tags = "1"},
	{.image = "quay.io/tags/x", .tags = "2"},
	{.image = "quay.io/both/x"},
	{.image = "quay.io/both/x", .deny = true},
	{.image = "quay.io/some/**"},
	{.image = "quay.io/some/x", .tags = "latest", .deny = true},
	{.image = "quay.io/last/x", .until = "2026-08-22"},
	{.image = "quay.io/past/**"},
	{.image = "quay.io/past/x", .tags = "9", .until = "2020-01-01"},
	{.image = "quay.io/neg/x", .tags = "!latest !edge"},
};

enum lists { HOUSE, HOUSE_WARNS, HOUSE_NO_OFFICIAL, EMPTY, NONE };

static const struct {
	enum lists list;
	const char *image;
	enum sw_allow_verdict verdict;
	int rule; /* index into house; -1: the defaults decided */
	const char *reason; /* part of it */
} decisions[] = {
	/* one image, four spellings */
	{HOUSE, "alpine", SW_ALLOWED, -1, "official: allow"},
	{HOUSE, "docker.io/library/alpine", SW_ALLOWED, -1, "official"},
	{HOUSE, "index.docker.io/library/alpine", SW_ALLOWED, -1, "official"},
	{HOUSE, "library/alpine:3", SW_ALLOWED, -1, "official"},
	{HOUSE, "docker.io/alpine@" D2, SW_ALLOWED, -1, "official"},
	/* official, retired, unknown */
	{HOUSE, "centos:7", SW_DENIED, 6, "rule docker.io/** denies it"},
	{HOUSE, "alpines", SW_DENIED, 6, "denies"},
	{HOUSE, "bitnami/redis", SW_DENIED, 6, "denies"},
	{HOUSE, "alpine/alpine", SW_DENIED, 6, "denies"},
	{HOUSE_NO_OFFICIAL, "alpine", SW_DENIED, 6, "denies"},
	/* tags */
	{HOUSE, "debian:bookworm-slim", SW_ALLOWED, 1, "rule debian allows it"},
	{HOUSE, "index.docker.io/debian:trixie-20260101", SW_ALLOWED, 1, "allows"},
	{HOUSE, "debian:bookworm", SW_DENIED, 1, "does not allow the tag bookworm"},
	{HOUSE, "debian:12", SW_DENIED, 1, "tag 12"},
	{HOUSE, "debian", SW_DENIED, 1, "tag latest (none is written)"},
	{HOUSE, "debian@" D1, SW_ALLOW_UNDECIDED, 1, "only a digest"},
	{HOUSE, "debian:bookworm-slim@" D1, SW_ALLOWED, 1, "allows"},
	{HOUSE, "quay.io/neg/x:1", SW_ALLOWED, 19, "allows"},
	{HOUSE, "quay.io/neg/x:edge", SW_DENIED, 19, "tag edge"},
	{HOUSE, "quay.io/neg/x", SW_DENIED, 19, "latest"},
	{HOUSE, "quay.io/tags/x:1", SW_ALLOWED, 10, "allows"},
	{HOUSE, "quay.io/tags/x:2", SW_ALLOWED, 11, "allows"},
	{HOUSE, "quay.io/tags/x:3", SW_DENIED, 10, "tag 3"},
	/* digests */
	{HOUSE, "redis@" D1, SW_ALLOWED, 3, "allows"},
	{HOUSE, "redis:7@" D1, SW_ALLOWED, 3, "allows"},
	{HOUSE, "redis@" D2, SW_DENIED, 3, "does not list this digest"},
	{HOUSE, "redis:7", SW_DENIED, 3, "none is written"},
	/* requirements */
	{HOUSE, "registry.corp.example/base/a:3.1@" D1, SW_ALLOWED, 0, "allows"},
	{HOUSE, "registry.corp.example/base/a/b:3.1@" D1, SW_ALLOWED, 0, "allows"},
	{HOUSE, "registry.corp.example/base/a:3.1", SW_DENIED, 0, "requires a digest"},
	{HOUSE, "registry.corp.example/base/a:3.9.1@" D1, SW_DENIED, 0, "tag 3.9.1"},
	{HOUSE, "registry.corp.example/base/a:4.0@" D1, SW_DENIED, 0, "tag 4.0"},
	{HOUSE, "registry.corp.example/base", SW_DENIED, -1, "no rule"},
	{HOUSE, "registry.corp.example/baseline/a", SW_DENIED, -1, "no rule"},
	{HOUSE, "registry.corp.example.evil/base/a", SW_DENIED, -1, "no rule"},
	{HOUSE, "ghcr.io/org/other", SW_ALLOW_UNDECIDED, 4, "signature"},
	{HOUSE, "ghcr.io/org/app", SW_ALLOWED, 5, "allows"},
	{HOUSE, "ghcr.io/org/app/sub", SW_DENIED, -1, "no rule"},
	{HOUSE, "ghcr.io/organisation/app", SW_DENIED, -1, "no rule"},
	/* terms */
	{HOUSE, "ubuntu:24.04", SW_ALLOWED, -1, "official"}, /* the exception is over, Docker's own images are allowed still */
	{HOUSE_NO_OFFICIAL, "ubuntu:24.04", SW_DENIED, 6, "denies"},
	{HOUSE, "quay.io/last/x", SW_ALLOWED, 16, "allows"}, /* the last day counts */
	{HOUSE, "quay.io/past/x:1", SW_ALLOWED, 17, "allows"},
	/* the most specific rule wins */
	{HOUSE, "quay.io/a/x", SW_ALLOWED, 7, "allows"},
	{HOUSE, "quay.io/a/b/x", SW_DENIED, 8, "denies"},
	{HOUSE, "quay.io/a/b/c", SW_ALLOWED, 9, "allows"},
	{HOUSE, "quay.io/a/b/c/d", SW_ALLOWED, 7, "allows"},
	{HOUSE, "quay.io/both/x", SW_DENIED, 13, "denies"},
	{HOUSE, "quay.io/some/x", SW_DENIED, 15, "denies"},
	{HOUSE, "quay.io/some/x:1", SW_ALLOWED, 14, "allows"}, /* the denial speaks of another tag */
	/* what cannot be decided */
	{HOUSE, "$BASE", SW_ALLOW_UNDECIDED, -1, "variable"},
	{HOUSE, "alpine:$TAG", SW_ALLOW_UNDECIDED, -1, "variable"},
	{HOUSE, "docker.io/$X", SW_ALLOW_UNDECIDED, -1, "variable"},
	{HOUSE, "Alpine", SW_ALLOW_UNDECIDED, -1, "no valid image name"},
	{HOUSE, "alp\xd1\x96ne", SW_ALLOW_UNDECIDED, -1, "no valid image name"},
	/* defaults */
	{HOUSE, "nvcr.io/x/y", SW_DENIED, -1, "no rule allows it"},
	{HOUSE_WARNS, "nvcr.io/x/y", SW_WARNED, -1, "no rule allows it"},
	{HOUSE_WARNS, "bitnami/redis", SW_DENIED, 6, "denies"},
	{HOUSE_WARNS, "alpine", SW_ALLOWED, -1, "official"},
	{EMPTY, "alpine", SW_DENIED, -1, "no rule allows it"},
	{EMPTY, "$X", SW_ALLOW_UNDECIDED, -1, "variable"},
	{NONE, "alpine", SW_ALLOW_NO_LIST, -1, "no list"},
	{NONE, "$X", SW_ALLOW_NO_LIST, -1, "no list"},
};

static void fill(struct sw_arena *arena, struct sw_allow_rule *out, const struct rule *rule, uint32_t line) {
	struct sw_str rest = sw_str_of(rule->tags), word;
	out->written = sw_str_of(rule->image);
	out->pattern = sw_allow_pattern(arena, out->written);
	out->at = (struct sw_span){1, line, line + 1};
	out->deny = rule->deny;
	out->until.text = sw_str_of(rule->until);
	while (rest.n && sw_str_split(&rest, ' ', &word))
		*sw_push(arena, &out->tags) = (struct sw_allow_tag){
			.glob = sw_str_from(word, word.p[0] == '!'), .negated = word.p[0] == '!'};
	if (rule->digests)
		*sw_push(arena, &out->digests) = (struct sw_text_at){.text = sw_str_of(rule->digests)};
	out->need_digest = rule->require && strcmp(rule->require, "digest") == 0;
	out->need_signature = rule->require && strcmp(rule->require, "signature") == 0;
}

static struct sw_allowlist make(struct sw_arena *arena, enum lists which) {
	struct sw_allowlist list = {.present = which != NONE, .at = {1, 1, 2}, .otherwise_at = {1, 2, 3}, .official_at = {1, 3, 4}};
	list.otherwise = which == HOUSE_WARNS ? SW_ALLOW_WARN : SW_ALLOW_DENY;
	list.official = which == HOUSE || which == HOUSE_WARNS;
	for (uint32_t i = 0; which < EMPTY && i < sizeof house / sizeof *house; i++)
		fill(arena, sw_push(arena, &list.rules), &house[i], 100 + i);
	return list;
}

static void lists_decide(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		struct sw_allowlist list = make(&arena, decisions[i].list);
		bool known = strchr(decisions[i].image, '$') == NULL;
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(decisions[i].image), known);
		struct sw_allow_decision got = sw_allowlist_decide(&arena, &list, &ref, SW_S(TODAY));
		int rule = got.rule ? (int)(got.rule - list.rules.v) : -1;
		if (got.verdict != decisions[i].verdict || rule != decisions[i].rule)
			fail_msg("row %zu, %s: verdict %d by rule %d: %.*s", i, decisions[i].image, got.verdict, rule,
				 SW_ARG(got.reason));
		if (!sw_str_contains(got.reason, sw_str_of(decisions[i].reason)))
			fail_msg("%s: %.*s", decisions[i].image, SW_ARG(got.reason));
		assert_int_equal(got.at.source, decisions[i].list == NONE ? 0 : 1);
		if (got.rule)
			assert_int_equal(got.at.start, 100 + rule);
		assert_int_equal(got.needs_signature, strcmp(decisions[i].image, "ghcr.io/org/other") == 0);
		sw_arena_free(&arena);
	}
}

/* The order in which rules are written never matters. */
static void order_does_not_matter(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		struct sw_allowlist list = make(&arena, decisions[i].list);
		for (size_t a = 0, b = list.rules.n; b > 0 && a < --b; a++) {
			struct sw_allow_rule swap = list.rules.v[a];
			list.rules.v[a] = list.rules.v[b];
			list.rules.v[b] = swap;
		}
		bool known = strchr(decisions[i].image, '$') == NULL;
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(decisions[i].image), known);
		assert_int_equal(sw_allowlist_decide(&arena, &list, &ref, SW_S(TODAY)).verdict, decisions[i].verdict);
		sw_arena_free(&arena);
	}
}

/* An exception that is over names itself when nothing else allows the image. */
static void ended_exceptions_are_named(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	struct sw_allowlist list = make(&arena, EMPTY);
	fill(&arena, sw_push(&arena, &list.rules), &house[2], 7);
	struct sw_image_ref ref = sw_image_ref_parse(&arena, SW_S("ubuntu:24.04"), true);
	struct sw_allow_decision got = sw_allowlist_decide(&arena, &list, &ref, SW_S(TODAY));
	assert_int_equal(got.verdict, SW_DENIED);
	assert_str(got.reason, "rule ubuntu ended on 2026-08-21");
	assert_int_equal(got.at.start, 7);
	got = sw_allowlist_decide(&arena, &list, &ref, SW_S("2026-08-21"));
	assert_int_equal(got.verdict, SW_ALLOWED);
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_are_completed), cmocka_unit_test(matching_goes_by_parts), cmocka_unit_test(lists_decide),
		cmocka_unit_test(order_does_not_matter), cmocka_unit_test(ended_exceptions_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
