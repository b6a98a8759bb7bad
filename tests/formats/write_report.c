/* Writes the hand-made report: write_report FORMAT [hostile] [nobaseline] [quiet] [many] [empty] > FILE, where "lint:NAME" is a
 * format of `lint`. */
#include "../unit/report_fixture.h"
#include "reports/lint/formats.h"

/* What a name could be. */
static const char evil[] = "\"'<&>]]>](http://x)\x01\x1b[31m\x7f\xff\xc3\r\n@all \xe2\x80\xae\xef\xbf\xbf";

static bool asked(int argc, char **argv, const char *word) {
	for (int i = 2; i < argc; i++)
		if (sw_str_is(sw_str_of(argv[i]), word))
			return true;
	return false;
}

/* A line for each finding, one for a diagnostic without a place, and a file with nothing to say. */
static void add_lint(struct report_fixture *fixture, struct sw_lint *lint, bool hostile) {
	static const struct {
		const char *code;
		enum sw_lint_level level;
	} as[] = {{"engine-socket-mounted", SW_LINT_ERROR}, {"DL0000", SW_LINT_WARNING}, {"DL3002", SW_LINT_STYLE}, {"DL3002", SW_LINT_INFO}};
	struct sw_arena *arena = &fixture->arena;
	const struct sw_findings *findings = fixture->report.findings;
	for (size_t i = 0; i < findings->findings.n && i < sizeof as / sizeof *as; i++) {
		struct sw_str message = findings->findings.v[i].site->message;
		if (hostile)
			message = sw_arena_join(arena, message, sw_str(evil, sizeof evil - 1));
		*sw_push(arena, &lint->lines) = (struct sw_lint_line){
			&findings->findings.v[i], sw_str_of(as[i].code), as[i].level, findings->findings.v[i].site->at, message};
	}
	*sw_push(arena, &lint->lines) = (struct sw_lint_line){NULL, SW_S("DL1000"), SW_LINT_ERROR, {0}, SW_S("cannot be read")};
	*sw_push(arena, &lint->lines) = (struct sw_lint_line){NULL, SW_S("DL1000"), SW_LINT_ERROR, {0}, SW_S("cannot be read")};
	*sw_push(arena, &lint->files) = fixture->report.system->sources.v[2].path;
	*sw_push(arena, &lint->files) = fixture->report.system->sources.v[1].path;
	*sw_push(arena, &lint->files) = SW_S("clean/Dockerfile");
}

static void change(struct report_fixture *fixture, struct sw_findings *findings, int argc, char **argv) {
	size_t most = asked(argc, argv, "many") ? 25010 : findings->findings.n;
	while (findings->findings.n < most) {
		struct sw_finding copy = findings->findings.v[0];
		*sw_push(&fixture->arena, &findings->findings) = copy;
	}
	for (size_t i = 0; i < findings->findings.n; i++) {
		struct sw_str hex = sw_arena_printf(&fixture->arena, "%064zx", i);
		memcpy(findings->findings.v[i].fingerprint, hex.p, 64);
		findings->findings.v[i].is_new = !asked(argc, argv, "quiet") && i != 1;
	}
	for (size_t i = 0; asked(argc, argv, "quiet") && i < fixture->report.registers.v[0].threats.n; i++)
		fixture->report.registers.v[0].threats.v[i].is_new = false;
	if (asked(argc, argv, "quiet"))
		fixture->report.gate = (struct sw_gate_result){.asked = true, .level = SW_HIGH, .passed = true};
	fixture->report.has_baseline = !asked(argc, argv, "nobaseline");
}

static sw_report_writer *writer_of(struct sw_str name) {
	for (size_t i = 0; i < sw_report_format_count; i++)
		if (sw_str_is(name, sw_report_formats[i].name))
			return sw_report_formats[i].write;
	for (size_t i = 0; sw_str_starts(name, SW_S("lint:")) && i < sw_lint_format_count; i++)
		if (sw_str_is(sw_str_from(name, 5), sw_lint_formats[i].name))
			return sw_lint_formats[i].write;
	return NULL;
}

int main(int argc, char **argv) {
	struct report_fixture fixture;
	struct sw_lint lint = {0};
	struct sw_report_style style = {.width = 80};
	SW_CLEANUP_OUT struct sw_out out;
	sw_report_writer *write = argc > 1 ? writer_of(sw_str_of(argv[1])) : NULL;
	if (!write)
		return 2;
	report_fixture_init(&fixture, asked(argc, argv, "hostile"));
	struct sw_findings findings = *fixture.report.findings;
	change(&fixture, &findings, argc, argv);
	fixture.report.findings = &findings;
	add_lint(&fixture, &lint, asked(argc, argv, "hostile"));
	fixture.report.lint = &lint;
	struct sw_system nothing = {0};
	struct sw_findings none = {0};
	if (asked(argc, argv, "empty"))
		fixture.report = (struct sw_report){.arena = &fixture.arena, .system = &nothing, .findings = &none, .version = "0", .unreadable = 1};
	sw_out_init(&out, 1);
	int result = write(&fixture.report, &style, &out) || sw_out_flush(&out, NULL);
	report_fixture_free(&fixture);
	return result ? 1 : 0;
}
