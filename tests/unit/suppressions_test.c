/* Comments of every tool that is understood: what they hide, where, until when; and files in which tools keep lists. */
#include "unit.h"
#include "base/limits.h"
#include "base/out.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "readers/suppressions/read.h"

struct row {
	const char *name, *text;
	const char *expected; /* "TOOL:RULE@FIRST-LAST" each, in order; "*" for all rules or the file; then diagnostics' codes */
};

static void put_lines(struct sw_out *out, struct sw_arena *arena, struct sw_factset *set, struct sw_span over) {
	struct sw_source *source = sw_source_of(&set->sources, over);
	assert_non_null(source);
	if (over.start == 0 && over.end == UINT32_MAX) {
		sw_out_z(out, "@*");
		return;
	}
	unsigned first = sw_source_position(arena, source, over.start).line;
	unsigned last = over.end == UINT32_MAX ? 0 : sw_source_position(arena, source, over.end - (over.end > over.start)).line;
	sw_out_printf(out, last == first ? "@%u" : last ? "@%u-%u" : "@%u-", first, last);
}

static void dump(struct sw_out *out, struct sw_factset *set) {
	for (size_t i = 0; i < set->suppressions.n; i++) {
		const struct sw_suppression *one = &set->suppressions.v[i];
		sw_out_printf(out, "%s%.*s:%.*s", i ? " " : "", SW_ARG(one->tool), one->rule.n ? (int)one->rule.n : 1, one->rule.n ? one->rule.p : "*");
		put_lines(out, &set->arena, set, one->over);
		if (one->except.n)
			sw_out_printf(out, " but %.*s", SW_ARG(one->except));
		if (one->until.n)
			sw_out_printf(out, " until %.*s", SW_ARG(one->until));
		if (one->reason.n)
			sw_out_printf(out, " (%.*s)", SW_ARG(one->reason));
		assert_true(one->in_comment && one->at.source && one->written.n);
	}
	for (size_t i = 0; i < set->diags.n; i++)
		if (strncmp(set->diags.v[i].code, "accept-", 7) == 0 || strcmp(set->diags.v[i].code, "too-many-suppressions") == 0)
			sw_out_printf(out, "%s!%s", out->n ? " " : "", set->diags.v[i].code);
}

static void read_set(struct sw_factset *set, struct sw_str text, bool compose, bool foreign) {
	struct sw_arena_catch catch;
	sw_arena_init(&set->arena, SW_LIMIT_FACTSET_BYTES * 4);
	set->path = compose ? SW_S("compose.yaml") : SW_S("Dockerfile");
	set->diags.arena = &set->arena;
	if (!SW_ARENA_TRY(&set->arena, &catch)) {
		fail_msg("too much memory");
		return;
	}
	struct sw_compose_files none = {0};
	if (compose)
		sw_compose_read(set, text, &none);
	else
		sw_dockerfile_read(set, text, NULL);
	sw_suppressions_read(set, foreign);
	sw_arena_leave(&set->arena, &catch);
}

static void check_rows(const struct row *rows, size_t count, bool compose, bool foreign) {
	for (size_t i = 0; i < count; i++) {
		struct sw_factset set = {0};
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		read_set(&set, sw_str_of(rows[i].text), compose, foreign);
		dump(&out, &set);
		if (!sw_str_is(sw_out_text(&out), rows[i].expected))
			fail_msg("%s: got \"%.*s\", expected \"%s\"", rows[i].name, SW_ARG(sw_out_text(&out)), rows[i].expected);
		sw_arena_free(&set.arena);
	}
}
#define CHECK_ROWS(rows, compose, foreign) check_rows(rows, sizeof(rows) / sizeof *(rows), compose, foreign)

static void hadolint(void **state) {
	(void)state;
	static const struct row rows[] = {
		{"next-line", "FROM a\n# hadolint ignore=DL3008\nRUN b\n", "hadolint:DL3008@3"},
		{"several", "FROM a\n# hadolint ignore=DL3008,SC2086 , DL3009\nRUN b\n", "hadolint:DL3008@3 hadolint:SC2086@3 hadolint:DL3009@3"},
		{"reason", "FROM a\n# hadolint ignore=DL3008 # pinned by the snapshot\nRUN b\n", "hadolint:DL3008@3 (pinned by the snapshot)"},
		{"whole-instruction", "FROM a\n#hadolint ignore=DL3008\nRUN b \\\n  && c\n", "hadolint:DL3008@3-4"},
		{"blanks", "FROM a\n#   hadolint \t ignore =\tDL3008\nRUN b\n", "hadolint:DL3008@3"},
		{"not-directly-above", "FROM a\n# hadolint ignore=DL3008\n\nRUN b\n", ""},
		{"comment-between", "FROM a\n# hadolint ignore=DL3008\n# more\nRUN b\n", ""},
		{"above-from", "# hadolint ignore=DL3006\nFROM a\n", "hadolint:DL3006@2"},
		{"inside", "FROM a\nRUN b \\\n# hadolint ignore=DL3008\n  c\n", ""},
		{"unknown-code", "FROM a\n# hadolint ignore=XY1\nRUN b\n", ""},
		{"empty-code", "FROM a\n# hadolint ignore=DL3008,\nRUN b\n# hadolint ignore=,DL3008\nRUN c\n# hadolint ignore=DL3008 DL3009\nRUN d\n", ""},
		{"case", "FROM a\n# hadolint IGNORE=DL3008\nRUN b\n", ""},
		{"reason-of-tally", "FROM a\n# hadolint ignore=DL3008;reason=x\nRUN b\n", ""},
		{"words", "FROM a\n# hadolint ignore\nRUN b\n# hadolint\n# hadolint ignore=\nRUN c\n", ""},
		{"global", "FROM a\nRUN b\n# hadolint global ignore=DL3008\n", "hadolint:DL3008@*"},
		{"stage", "FROM a AS x\n# hadolint stage ignore=DL3008 # builder\nFROM b\nRUN c\nFROM d\nRUN e\n", "hadolint:DL3008@3-4 (builder)"},
		{"stage-last", "# hadolint stage ignore=DL3008\nFROM b\nRUN c\n", "hadolint:DL3008@2-"},
		{"stage-middle", "FROM b\n# hadolint stage ignore=DL3008\nRUN c\nRUN d\nFROM e\n", "hadolint:DL3008@3-4"},
		{"no-instruction-left", "FROM a\n# hadolint ignore=DL3008\n", ""},
		{"no-stage", "# hadolint global ignore=DL3008\n", "hadolint:DL3008@*"},
		{"in-heredoc", "FROM a\nRUN <<E\n# hadolint global ignore=DL3008\nE\n", ""},
		{"windows-lines", "FROM a\r\n# hadolint ignore=DL3008\r\nRUN b\r\n", "hadolint:DL3008@3"},
	};
	CHECK_ROWS(rows, false, true);
}

static void of_others(void **state) {
	(void)state;
	static const struct row rows[] = {
		{"buildkit-top", "# check=skip=JSONArgsRecommended,StageNameCasing;error=true\nFROM a\n",
		 "buildkit:JSONArgsRecommended@* buildkit:StageNameCasing@*"},
		{"buildkit-all", "# syntax=docker/dockerfile:1\n# check=skip=all\nFROM a\n", "buildkit:*@*"},
		{"buildkit-instruction", "FROM a\n# check=skip=JSONArgsRecommended\n# more\nCMD b\n", "buildkit:JSONArgsRecommended@4"},
		{"buildkit-error-alone", "# check=error=true\nFROM a\n", ""},
		{"trivy", "FROM a\n# trivy:ignore:AVD-DS-0002\nUSER root\n", "trivy:DS-0002@3"},
		{"trivy-short", "FROM a\n# trivy:ignore:DS002 trivy:ignore:DS-0010\nUSER root\n", "trivy:DS-0002@3 trivy:DS-0010@3"},
		{"trivy-expiry", "FROM a\n# trivy:ignore:DS-0002:exp:2027-01-01\nUSER root\n", "trivy:DS-0002@3 until 2027-01-01"},
		{"trivy-no-day", "FROM a\n# trivy:ignore:DS-0002:exp:soon\nUSER root\n", ""},
		{"trivy-workspace", "FROM a\n# trivy:ignore:DS-0002:ws:prod\nUSER root\n", ""},
		{"trivy-all", "FROM a\n# trivy:ignore:*\nUSER root\n", "trivy:*@3"},
		{"trivy-apart", "FROM a\n# trivy:ignore:DS-0002\n\nUSER root\n", ""},
		{"checkov", "FROM a\n# checkov:skip=CKV_DOCKER_3:no user needed\n", "checkov:CKV_DOCKER_3@* (no user needed)"},
		{"checkov-within", "# see checkov:skip=CKV2_DOCKER_1\nFROM a\n", "checkov:CKV2_DOCKER_1@*"},
		{"checkov-empty", "FROM a\n# checkov:skip=\n", ""},
		{"kics-file", "# kics-scan ignore\nFROM a\n", "kics:*@*"},
		{"kics-file-late", "FROM a\n# kics-scan ignore\nRUN b\n", ""},
		{"kics-line", "FROM a\nRUN b \\\n# kics-scan ignore-line\n  && c \\\n  && d\n", "kics:*@4"},
		{"kics-block", "FROM a\n# kics-scan ignore-block\nRUN b \\\n  && d\n", "kics:*@3-4"},
		{"kics-disable", "# kics-scan disable=FD54F200-402C-4333-a5a4-36ef6709af2f,abc\nFROM a\n", "kics:fd54f200@* kics:abc@*"},
		{"kics-enable", "# kics-scan enable=fd54f200-402c-4333\nFROM a\n", "kics:*@* but ,fd54f200,"},
		{"semgrep", "FROM a\n# nosemgrep\nRUN b\n", "semgrep:*@3"},
		{"semgrep-ids", "FROM a\n# nosemgrep: dockerfile.security.missing-user.missing-user, other\nRUN b\n",
		 "semgrep:missing-user@3 semgrep:other@3"},
		{"semgrep-word", "FROM a\n# nosemgrepping here, xnosem\nRUN b\n", ""},
		{"tally", "FROM a\n# tally ignore=DL3008;reason=why not\n\nRUN b\n",
		 "hadolint:DL3008@4 (why not) buildkit:DL3008@4 (why not) tally:DL3008@4 (why not)"},
		{"tally-space", "FROM a\n# Tally Global ignore=hadolint/DL3008, tally/no-x\n", "hadolint:DL3008@* tally:no-x@*"},
		{"other-words", "FROM a\n# checks are fine\n# tallyho\n# trivy:ignore\n# kics-scan\nRUN b\n", ""},
	};
	CHECK_ROWS(rows, false, true);
}

#define OK " until 2027-01-31 -- why"

static void ours(void **state) {
	(void)state;
	static const struct row rows[] = {
		{"accept", "FROM a\n# strideward: accept sudo-used" OK "\nRUN b\n", "strideward:sudo-used@3 until 2027-01-31 (why)"},
		{"several", "FROM a\n# strideward: accept x, y ,z" OK "\n\n# more\nRUN b\n",
		 "strideward:x@5 until 2027-01-31 (why) strideward:y@5 until 2027-01-31 (why) strideward:z@5 until 2027-01-31 (why)"},
		{"inside", "FROM a\nRUN b \\\n# strideward: accept x" OK "\n  && c \\\n  && d\n", "strideward:x@4 until 2027-01-31 (why)"},
		{"no-reason", "FROM a\n# strideward: accept x until 2027-01-31\nRUN b\n", "!accept-without-reason"},
		{"empty-reason", "FROM a\n# strideward: accept x until 2027-01-31 --\nRUN b\n", "!accept-without-reason"},
		{"no-date", "FROM a\n# strideward: accept x -- why\nRUN b\n", "!accept-without-date"},
		{"no-such-day", "FROM a\n# strideward: accept x until 2027-02-30 -- why\nRUN b\n", "!accept-without-date"},
		{"no-id", "FROM a\n# strideward: accept until 2027-01-31 -- why\nRUN b\n", "!accept-without-date"},
		{"no-words", "FROM a\n# strideward: accept\nRUN b\n", "!accept-unknown"},
		{"other-verb", "FROM a\n# strideward: ignore x\nRUN b\n", "!accept-unknown"},
		{"nothing-below", "FROM a\n# strideward: accept x" OK "\n", "!accept-of-nothing"},
		{"foreign-is-nothing", "FROM a\n# hadolint ignore=DL3008\n# checkov:skip=CKV_DOCKER_3\nRUN b\n", ""},
	};
	CHECK_ROWS(rows, false, false);
}

static void in_compose(void **state) {
	(void)state;
#define TOP "services:\n  a:\n    image: b\n"
	static const struct row rows[] = {
		{"entry", TOP "    # strideward: accept x" OK "\n    privileged: true\n    init: true\n", "strideward:x@5 until 2027-01-31 (why)"},
		{"end-of-line", TOP "    privileged: true # strideward: accept x" OK "\n", "strideward:x@4 until 2027-01-31 (why)"},
		{"service", "services:\n  # strideward: accept x" OK "\n  a:\n    image: b\n\n    init: true\n  c:\n    image: d\n",
		 "strideward:x@3-6 until 2027-01-31 (why)"},
		{"list", TOP "    ports:\n      # strideward: accept x" OK "\n      - target: 1\n        published: 2\n      - \"3:3\"\n",
		 "strideward:x@6-7 until 2027-01-31 (why)"},
		{"end-of-file", TOP "# strideward: accept x" OK "\n", "!accept-of-nothing"},
		{"kics-top", "# kics-scan ignore\n" TOP, "kics:*@*"},
		{"kics-late", TOP "# kics-scan ignore\n", ""},
		{"kics-block", "services:\n  # kics-scan ignore-block\n  a:\n    image: b\n  c:\n    image: d\n", "kics:*@3-4"},
		{"kics-line", TOP "    # kics-scan ignore-line\n    privileged: true\n", "kics:*@5"},
		{"semgrep-end", TOP "    privileged: true # nosemgrep: x.privileged-service\n", "semgrep:privileged-service@4"},
		{"semgrep-above", TOP "    # nosemgrep\n    privileged: true\n", "semgrep:*@5"},
		{"of-dockerfiles", "# hadolint global ignore=DL3006\n# tally global ignore=all\n# check=skip=all\n# trivy:ignore:*\n" TOP, ""},
	};
	CHECK_ROWS(rows, true, true);
}

/* Many comments above one block, and more comments than count: linear, and said. */
static void hostile(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 64 << 20);
	struct sw_out out;
	sw_out_init(&out, -1);
	sw_out_z(&out, "services:\n");
	for (int i = 0; i < 20000; i++)
		sw_out_z(&out, "# kics-scan ignore-block\n");
	sw_out_z(&out, "  a:\n");
	for (int i = 0; i < 20000; i++)
		sw_out_printf(&out, "    x-%d: b\n", i);
	struct sw_factset set = {0};
	read_set(&set, sw_out_text(&out), true, true);
	assert_true(set.suppressions.n <= SW_LIMIT_SUPPRESSIONS);
	sw_arena_free(&set.arena);
	out.n = 0;
	sw_out_z(&out, "FROM a\n");
	for (int i = 0; i < 20000; i++)
		sw_out_z(&out, "# check=skip=A,B,C\n");
	sw_out_z(&out, "RUN b\n# hadolint global ignore=");
	for (int i = 0; i < 20000; i++)
		sw_out_z(&out, i ? ",DL3008" : "DL3008");
	struct sw_factset many = {0};
	read_set(&many, sw_out_text(&out), false, true);
	assert_int_equal(many.suppressions.n, SW_LIMIT_SUPPRESSIONS);
	assert_string_equal(many.diags.v[many.diags.n - 1].code, "too-many-suppressions");
	sw_arena_free(&many.arena);
	sw_out_free(&out);
	sw_arena_free(&arena);
}

static const struct sw_ignore_file *file_of(const char *name) {
	for (size_t i = 0; i < sw_ignore_file_count; i++)
		if (strcmp(sw_ignore_files[i].name, name) == 0)
			return &sw_ignore_files[i];
	fail_msg("no file %s", name);
	return NULL;
}

static void files(void **state) {
	(void)state;
	static const struct row rows[] = {
		{".trivyignore", "# why\nAVD-DS-0002\n\nDS026 exp:2027-01-01 # x\nCVE-2020-1\n", "trivy:DS-0002 trivy:DS-0026<2027-01-01 trivy:CVE-2020-1"},
		{".trivyignore.yaml", "misconfigurations:\n  - id: AVD-DS-0002\n    statement: ok\n  - id: DS-0001\n    paths: [a/Dockerfile, '*.x']\n"
		 "    expired_at: 2027-01-01\n  - {}\n", "trivy:DS-0002(ok) trivy:DS-0001<2027-01-01[p/a/Dockerfile]"},
		{".trivyignore.yaml", "misconfigurations: 7\n", ""},
		{".checkov.yaml", "skip-check:\n  - CKV_DOCKER_2\n  - CKV_DOCKER_3\n", "checkov:CKV_DOCKER_2 checkov:CKV_DOCKER_3"},
		{".checkov.yml", "skip-check: CKV_DOCKER_2, CKV_DOCKER_3\n", "checkov:CKV_DOCKER_2 checkov:CKV_DOCKER_3"},
		{".dockerfilelintrc", "rules:\n  missing_tag: off\n  uppercase_commands: Off\n  sudo_usage: error\n",
		 "dockerfilelint:missing_tag dockerfilelint:uppercase_commands"},
		{".dockleignore", "# x\nCIS-DI-0001\n", "dockle:CIS-DI-0001"},
		{".compose-lint.yml", "rules:\n  CL-0001:\n    enabled: false\n    reason: ok\n  CL-0002:\n    exclude_services:\n      web: needs it\n"
		 "  CL-0003:\n    exclude_services: [a]\n  CL-0004:\n    severity: low\n",
		 "compose-lint:CL-0001(ok) compose-lint:CL-0002(needs it)/web compose-lint:CL-0003/a"},
		{"kics.config", "{\"exclude-queries\": [\"fd54f200-402c\"]}", "kics:fd54f200"},
		{"kics.config", "[1", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 16 << 20);
		struct sw_suppressions list = {0};
		struct sw_diags diags = {.arena = &arena};
		file_of(rows[i].name)->read(&arena, 1, sw_str_of(rows[i].text), SW_S("p/"), &list, &diags);
		struct sw_str got = SW_S("");
		for (size_t k = 0; k < list.n; k++) {
			const struct sw_suppression *one = &list.v[k];
			assert_true(sw_str_starts(one->folder, SW_S("p/")) && one->at.end > one->at.start && one->at.end <= strlen(rows[i].text));
			got = sw_arena_printf(&arena, "%.*s%s%.*s:%.*s", SW_ARG(got), k ? " " : "", SW_ARG(one->tool), SW_ARG(one->rule));
			if (one->until.n)
				got = sw_arena_printf(&arena, "%.*s<%.*s", SW_ARG(got), SW_ARG(one->until));
			if (one->reason.n)
				got = sw_arena_printf(&arena, "%.*s(%.*s)", SW_ARG(got), SW_ARG(one->reason));
			if (one->service.n)
				got = sw_arena_printf(&arena, "%.*s/%.*s", SW_ARG(got), SW_ARG(one->service));
			if (one->folder.n > 2)
				got = sw_arena_printf(&arena, "%.*s[%.*s]", SW_ARG(got), SW_ARG(one->folder));
		}
		if (!sw_str_is(got, rows[i].expected))
			fail_msg("%s: got \"%.*s\", expected \"%s\"", rows[i].name, SW_ARG(got), rows[i].expected);
		sw_arena_free(&arena);
	}
}

static void hadolint_config(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 16 << 20);
	struct sw_diags diags = {.arena = &arena};
	struct sw_lint_config config;
	struct sw_suppressions list = {0};
	sw_hadolint_config_read(&arena, 1, SW_S("ignored:\n  - DL3008\n  - SC2086\noverride:\n  error: [DL3001]\n  style:\n    - DL3015\n"
		"failure-threshold: warning\nno-fail: true\nstrict-labels: false\ntrustedRegistries:\n  - docker.io\n  - '*.corp'\n"
		"label-schema:\n  author: text\nformat: json\nunknown: 1\n"), &config, &diags);
	assert_true(config.present && config.ignored.n == 2 && config.levels[0].n == 1 && config.levels[3].n == 1);
	assert_str(config.levels[3].v[0].text, "DL3015");
	assert_str(config.threshold.text, "warning");
	assert_true(config.no_fail == SW_YES && config.strict_labels == SW_NO && config.no_color == SW_UNKNOWN);
	assert_str(config.registries.v[1].text, "*.corp");
	assert_str(config.label_names.v[0].text, "author");
	assert_str(config.label_types.v[0].text, "text");
	sw_hadolint_config_ignores(&arena, &config, SW_S("x/"), &list);
	assert_true(list.n == 2 && !list.v[0].in_comment && list.v[0].over.source == 0);
	sw_hadolint_config_read(&arena, 1, SW_S("- a\n"), &config, &diags);
	assert_false(config.present);
	sw_hadolint_config_read(&arena, 1, SW_S("ignored: {a: [\n"), &config, &diags);
	assert_true(!config.present && sw_diags_failed(&diags));
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hadolint),
		cmocka_unit_test(of_others),
		cmocka_unit_test(ours),
		cmocka_unit_test(in_compose),
		cmocka_unit_test(hostile),
		cmocka_unit_test(files),
		cmocka_unit_test(hadolint_config),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
