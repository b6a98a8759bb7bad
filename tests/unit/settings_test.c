/* Content trust as files set it: which files are looked at, what a table of small files comes to, and root certificates. */
#include "unit.h"
#include "base/file.h"
#include "base/limits.h"
#include "checks/registry.h"
#include "checks/run.h"
#include "knowledge/content_trust.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "readers/settings/read.h"
#include "system/join.h"
#include <stdio.h>
#include <stdlib.h>

static void names(void **state) {
	static const struct {
		const char *path;
		int kind; /* -1: not looked at */
	} rows[] = {
		{".github/workflows/ci.yml", SW_SETTINGS_CI}, {"a/b/.github/workflows/x.yaml", SW_SETTINGS_CI}, {".github/dependabot.yml", -1},
		{".gitlab-ci.yml", SW_SETTINGS_CI}, {"ci/app.gitlab-ci.yml", SW_SETTINGS_CI}, {".circleci/config.yml", SW_SETTINGS_CI},
		{"config.yml", -1}, {"azure-pipelines.yml", SW_SETTINGS_CI}, {"azure-pipelines-release.yaml", SW_SETTINGS_CI},
		{"Jenkinsfile", SW_SETTINGS_CI}, {"Jenkinsfile.release", SW_SETTINGS_CI}, {".bashrc", SW_SETTINGS_PROFILE},
		{"rootfs/etc/profile.d/docker.sh", SW_SETTINGS_PROFILE}, {"home/.zshrc", SW_SETTINGS_PROFILE}, {".env", SW_SETTINGS_DOTENV},
		{"prod.env", -1}, {"ci/build.sh", SW_SETTINGS_SCRIPT}, {"src/build.sh", -1}, {"build.sh", -1},
		{".docker/trust/tuf/docker.io/a/b/metadata/root.json", SW_SETTINGS_TRUST}, {"metadata/root.json", -1}, {"README.md", -1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum sw_settings_file kind;
		bool found = sw_settings_sniff(sw_str_of(rows[i].path), &kind);
		if (found != (rows[i].kind >= 0) || (found && (int)kind != rows[i].kind))
			fail_msg("%s: %d", rows[i].path, found ? (int)kind : -1);
	}
}

static void versions(void **state) {
	static const struct {
		const char *text;
		unsigned major;
	} rows[] = {{"28", 28}, {"28.1.1", 28}, {"v27.0", 27}, {"5:20.10.24~3-0~debian", 20}, {"docker24", 24}, {"28-dind", 28}, {"1.13", 1},
		    {"", 0}, {"latest", 0}, {"dind", 0}, {"2026", 0}, {"28x", 0}, {"$V", 0}, {"17.12.0-ce", 17}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(sw_docker_major(sw_str_of(rows[i].text)), rows[i].major);
	assert_true(sw_trust_switched_on(SW_S("1")) && sw_trust_switched_on(SW_S("no")) && !sw_trust_switched_on(SW_S("F")) &&
		    !sw_trust_switched_on((struct sw_str){0}));
}

/* The verdict of one check about the repository that holds just this file. */
static enum sw_status judge(struct sw_arena *arena, struct sw_factset *set, const char *check, struct sw_str date, struct sw_str *why) {
	struct sw_system system;
	struct sw_findings findings = {0};
	const struct sw_check *row = sw_check_of(sw_str_of(check));
	sw_system_join(arena, &set, 1, NULL, NULL, 1, &system);
	sw_checks_run(arena, &system, &(struct sw_check_run){&row, 1, 1, date, false, NULL}, &findings);
	enum sw_status status = findings.verdicts.n ? findings.verdicts.v[0].status : SW_VERDICT_NONE;
	if (findings.verdicts.n)
		*why = sw_arena_str(arena, status == SW_VERDICT_FAIL ? findings.verdicts.v[0].sites.v[0].message : findings.verdicts.v[0].why);
	sw_checks_free(&findings);
	return status;
}

static void read_file(struct sw_factset *set, struct sw_str path, struct sw_str text) {
	enum sw_settings_file kind;
	set->path = path;
	set->diags.arena = &set->arena;
	if (sw_settings_sniff(path, &kind))
		sw_settings_read(set, kind, path, text);
	else if (sw_dockerfile_sniff(path))
		sw_dockerfile_read(set, text, NULL);
	else
		sw_compose_read(set, text, NULL);
	sw_settings_of_facts(set);
}

static struct sw_str unescape(struct sw_arena *arena, struct sw_str text) {
	char *out = sw_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		bool escape = text.p[i] == '\\' && i + 1 < text.n;
		i += escape;
		out[n++] = escape && text.p[i] == 'n' ? '\n' : text.p[i];
	}
	return sw_str(out, n);
}

static const char *verdict_name(bool off, enum sw_status status) {
	switch (status) {
	case SW_VERDICT_FAIL: return off ? "off-acts" : "inert";
	case SW_VERDICT_PASS: return off ? "off-inert" : "acts";
	case SW_VERDICT_UNKNOWN: return off ? "off-unknown" : "unknown";
	case SW_VERDICT_NONE:
	case SW_VERDICT_NOT_APPLICABLE: break;
	}
	return "none";
}

static void one_case(struct sw_str line) {
	struct sw_str field[5];
	struct sw_factset set = {0};
	struct sw_arena arena;
	struct sw_arena_catch catch, inner;
	for (int i = 0; i < 5; i++)
		assert_true(sw_str_split(&line, '\t', &field[i]));
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
	assert_true(SW_ARENA_TRY(&arena, &catch));
	assert_true(SW_ARENA_TRY(&set.arena, &inner));
	bool off = sw_str_starts(field[3], SW_S("off"));
	struct sw_str why = {0};
	read_file(&set, field[2], unescape(&set.arena, field[4]));
	const char *got = verdict_name(off, judge(&arena, &set, off ? "content-trust-disabled" : "content-trust-without-effect", field[1], &why));
	if (!sw_str_is(field[3], got))
		fail_msg("%.*s: %s and not %.*s (%.*s)", SW_ARG(field[0]), got, SW_ARG(field[3]), SW_ARG(why));
	sw_arena_free(&set.arena);
	sw_arena_free(&arena);
}

static void load(struct sw_arena *arena, const char *variable, const char *path, struct sw_str *text) {
	char name[4096];
	snprintf(name, sizeof name, "%s/%s", getenv(variable), path);
	SW_CLEANUP_FD int fd = sw_open_named(name, NULL);
	assert_true(fd >= 0);
	assert_int_equal(sw_read_all(arena, fd, SW_LIMIT_FILE_BYTES, text, NULL), 0);
}

static void table(void **state) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_str text, line;
	size_t count = 0;
	(void)state;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	assert_true(SW_ARENA_TRY(&arena, &catch));
	if (!getenv("SW_ROOT"))
		SKIP("SW_ROOT is not set\n");
	load(&arena, "SW_ROOT", "tests/trust/cases.tsv", &text);
	while (text.n && sw_str_split(&text, '\n', &line))
		if (line.n && line.p[0] != '#') {
			one_case(line);
			count++;
		}
	assert_true(count >= 40);
	sw_arena_free(&arena);
}

/* Root metadata that a real client wrote, and one whose certificate has ended. */
static void roots(void **state) {
	static const struct {
		const char *file, *date;
		enum sw_status status;
	} rows[] = {
		{"tuf/real-docker-push/repo/root.json", "2026-11-22", SW_VERDICT_PASS},
		{"tuf/real-docker-push/repo/root.json", "2037-01-01", SW_VERDICT_FAIL},
		{"tuf/bad-expired-root-cert/repo/root.json", "2026-11-22", SW_VERDICT_FAIL},
		{"tuf/bad-expired-root/repo/root.json", "2026-11-22", SW_VERDICT_FAIL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_factset set = {0};
		struct sw_arena arena;
		struct sw_arena_catch catch, inner;
		struct sw_str text, why = {0};
		if (!getenv("SW_CORPUS"))
			SKIP("SW_CORPUS is not set\n");
		sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
		sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
		assert_true(SW_ARENA_TRY(&arena, &catch));
		assert_true(SW_ARENA_TRY(&set.arena, &inner));
		load(&set.arena, "SW_CORPUS", rows[i].file, &text);
		read_file(&set, SW_S(".docker/trust/tuf/localhost:15000/demo/metadata/root.json"), text);
		enum sw_status status = judge(&arena, &set, "content-trust-without-effect", sw_str_of(rows[i].date), &why);
		if (status != rows[i].status)
			fail_msg("%s on %s: %d (%.*s)", rows[i].file, rows[i].date, (int)status, SW_ARG(why));
		assert_true(sw_str_contains(why, SW_S("localhost:15000/demo")));
		sw_arena_free(&set.arena);
		sw_arena_free(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(versions), cmocka_unit_test(table), cmocka_unit_test(roots)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
