/* The shapes that are JSON, each on one line, keys in order of the alphabet. */
#include "base/parallel.h"
#include "formats/json_write.h"
#include "reports/lint/formats.h"
#include "reports/lint/lines.h"

static size_t line_count(const struct sw_report *report) {
	return report->lint ? report->lint->lines.n : 0;
}

/* Threads write stretches of a long list, each into memory of its own, which later ones use again; the stretches are put
 * together in order. */
enum { STRETCH_LINES = 256, AT_ONCE = 32 };

struct stretches {
	const struct sw_report *report;
	size_t first; /* line */
	struct sw_out outs[AT_ONCE];
};

static void put_stretch(void *context, size_t item, unsigned thread) {
	struct stretches *stretches = context;
	const struct sw_report *report = stretches->report;
	size_t from = stretches->first + item * STRETCH_LINES, end = from + STRETCH_LINES < line_count(report) ? from + STRETCH_LINES : line_count(report);
	struct sw_json json = {.out = &stretches->outs[item], .started = from > 0};
	(void)thread;
	for (size_t i = from; i < end; i++) {
		const struct sw_lint_line *line = &report->lint->lines.v[i];
		struct sw_lint_place place = sw_lint_place(report, line);
		sw_json_open_map(&json);
		sw_json_member(&json, "code", line->code);
		sw_json_member_int(&json, "column", place.column);
		sw_json_member(&json, "file", place.path);
		sw_json_member_z(&json, "level", sw_lint_level_name(line->level));
		sw_json_member_int(&json, "line", place.line);
		sw_json_member(&json, "message", line->message);
		sw_json_close_map(&json);
	}
}

int sw_lint_json(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct stretches stretches = {.report = report};
	(void)style;
	/* Places are asked for below from several threads: tables of lines that are not there yet are made before. */
	for (size_t i = 0; i < line_count(report); i++)
		sw_lint_prepare_place(report, &report->lint->lines.v[i]);
	for (size_t i = 0; i < AT_ONCE; i++)
		sw_out_init(&stretches.outs[i], -1);
	sw_out_byte(out, '[');
	for (; stretches.first < line_count(report); stretches.first += (size_t)AT_ONCE * STRETCH_LINES) {
		size_t left = (line_count(report) - stretches.first + STRETCH_LINES - 1) / STRETCH_LINES;
		size_t count = left < AT_ONCE ? left : AT_ONCE;
		sw_parallel(count, report->jobs, put_stretch, &stretches);
		for (size_t i = 0; i < count; i++) {
			sw_out_str(out, sw_out_text(&stretches.outs[i]));
			out->failed = out->failed ? out->failed : stretches.outs[i].failed;
			stretches.outs[i].n = 0;
		}
	}
	for (size_t i = 0; i < AT_ONCE; i++)
		sw_out_free(&stretches.outs[i]);
	sw_out_z(out, "]\n");
	return 0;
}

/* An issue after Code Climate's specification; `fingerprint` may be NULL. */
static void put_issue(struct sw_json *json, const struct sw_report *report, const struct sw_lint_line *line, const char *fingerprint) {
	static const char *const severities[] = {
		[SW_LINT_ERROR] = "blocker", [SW_LINT_WARNING] = "major", [SW_LINT_INFO] = "info", [SW_LINT_STYLE] = "minor",
		[SW_LINT_IGNORE] = "info",
	};
	struct sw_lint_place place = sw_lint_place(report, line);
	sw_json_open_map(json);
	sw_json_key(json, "categories");
	sw_json_open_list(json);
	sw_json_string(json, SW_S("Bug Risk"));
	sw_json_close_list(json);
	sw_json_member(json, "check_name", line->code);
	sw_json_member(json, "description", line->message);
	if (fingerprint)
		sw_json_member_z(json, "fingerprint", fingerprint);
	sw_json_key(json, "location");
	sw_json_open_map(json);
	sw_json_key(json, "lines");
	sw_json_open_map(json);
	sw_json_member_int(json, "begin", place.line);
	sw_json_member_int(json, "end", place.end_line);
	sw_json_close_map(json);
	sw_json_member(json, "path", place.path);
	sw_json_close_map(json);
	sw_json_member_z(json, "severity", severities[line->level]);
	sw_json_member_z(json, "type", "issue");
	sw_json_close_map(json);
}

int sw_lint_codeclimate(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	for (size_t i = 0; i < line_count(report); i++) {
		struct sw_json json = {.out = out};
		put_issue(&json, report, &report->lint->lines.v[i], NULL);
		sw_out_byte(out, '\0');
	}
	return 0;
}

int sw_lint_gitlab(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_json json = {.out = out};
	struct sw_map equals = {0};
	(void)style;
	sw_json_open_list(&json);
	for (size_t i = 0; i < line_count(report); i++) {
		char fingerprint[65];
		sw_lint_fingerprint(report, &equals, &report->lint->lines.v[i], fingerprint);
		put_issue(&json, report, &report->lint->lines.v[i], fingerprint);
	}
	sw_json_close_list(&json);
	sw_out_byte(out, '\n');
	return 0;
}

int sw_lint_codacy(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	for (size_t i = 0; i < line_count(report); i++) {
		const struct sw_lint_line *line = &report->lint->lines.v[i];
		struct sw_lint_place place = sw_lint_place(report, line);
		struct sw_json json = {.out = out};
		sw_json_open_map(&json);
		sw_json_member(&json, "filename", place.path);
		sw_json_member_int(&json, "line", place.line);
		sw_json_member(&json, "message", line->message);
		sw_json_member(&json, "patternId", line->code);
		sw_json_close_map(&json);
		sw_out_byte(out, '\n');
	}
	return 0;
}

/* Columns count from 0; a range without a character is refused by SonarQube, so it goes without columns. */
static void put_range(struct sw_json *json, const struct sw_lint_place *place) {
	bool empty = place->line == place->end_line && place->column == place->end_column;
	sw_json_key(json, "textRange");
	sw_json_open_map(json);
	if (!empty)
		sw_json_member_int(json, "endColumn", place->end_column - 1);
	sw_json_member_int(json, "endLine", place->end_line);
	if (!empty)
		sw_json_member_int(json, "startColumn", place->column - 1);
	sw_json_member_int(json, "startLine", place->line);
	sw_json_close_map(json);
}

int sw_lint_sonarqube(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	static const char *const severities[] = {
		[SW_LINT_ERROR] = "CRITICAL", [SW_LINT_WARNING] = "MAJOR", [SW_LINT_INFO] = "MINOR", [SW_LINT_STYLE] = "INFO",
		[SW_LINT_IGNORE] = "INFO",
	};
	struct sw_json json = {.out = out};
	(void)style;
	sw_json_open_map(&json);
	sw_json_key(&json, "issues");
	sw_json_open_list(&json);
	for (size_t i = 0; i < line_count(report); i++) {
		const struct sw_lint_line *line = &report->lint->lines.v[i];
		struct sw_lint_place place = sw_lint_place(report, line);
		sw_json_open_map(&json);
		sw_json_member_z(&json, "engineId", "strideward");
		sw_json_key(&json, "primaryLocation");
		sw_json_open_map(&json);
		sw_json_member(&json, "filePath", place.path);
		sw_json_member(&json, "message", line->message);
		put_range(&json, &place);
		sw_json_close_map(&json);
		sw_json_member(&json, "ruleId", line->code);
		sw_json_member_z(&json, "severity", severities[line->level]);
		sw_json_member_z(&json, "type", line->level == SW_LINT_ERROR ? "BUG" : "CODE_SMELL");
		sw_json_close_map(&json);
	}
	sw_json_close_list(&json);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return 0;
}
