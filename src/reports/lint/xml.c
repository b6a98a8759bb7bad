/* The shapes that are XML. sw_markup_attribute leaves no character that XML 1.0 forbids. */
#include "reports/lint/formats.h"
#include "reports/lint/lines.h"
#include "reports/markup.h"

static void put_attribute(struct sw_out *out, const char *name, struct sw_str value) {
	sw_out_printf(out, " %s=\"", name);
	sw_markup_attribute(out, value);
	sw_out_byte(out, '"');
}

static void put_number(struct sw_out *out, const char *name, size_t value) {
	sw_out_printf(out, " %s=\"%zu\"", name, value);
}

int sw_lint_checkstyle(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	static const char *const severities[] = {
		[SW_LINT_ERROR] = "error", [SW_LINT_WARNING] = "warning", [SW_LINT_INFO] = "info", [SW_LINT_STYLE] = "info",
		[SW_LINT_IGNORE] = "ignore",
	};
	struct sw_lint_files files = sw_lint_by_file(report);
	(void)style;
	sw_out_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><checkstyle version=\"4.3\">");
	for (size_t f = 0; f < files.n; f++) {
		sw_out_z(out, "<file");
		put_attribute(out, "name", files.v[f].path);
		sw_out_z(out, ">");
		for (size_t i = 0; i < files.v[f].lines.n; i++) {
			const struct sw_lint_line *line = files.v[f].lines.v[i];
			struct sw_lint_place place = sw_lint_place(report, line);
			sw_out_z(out, "<error");
			put_number(out, "column", place.column);
			put_number(out, "line", place.line);
			put_attribute(out, "message", line->message);
			put_attribute(out, "severity", sw_str_of(severities[line->level]));
			put_attribute(out, "source", line->code);
			sw_out_z(out, "/>");
		}
		sw_out_z(out, "</file>");
	}
	sw_out_z(out, "</checkstyle>\n");
	return 0;
}

static void put_case(const struct sw_report *report, const struct sw_lint_line *line, struct sw_out *out) {
	struct sw_lint_place place = sw_lint_place(report, line);
	struct sw_str level = sw_str_of(sw_lint_level_name(line->level));
	sw_out_z(out, "<testcase");
	put_attribute(out, "classname", place.path);
	put_attribute(out, "file", place.path);
	put_attribute(out, "id", sw_arena_join(report->arena, SW_S("strideward.rule."), line->code));
	put_number(out, "line", place.line);
	put_attribute(out, "name", sw_arena_printf(report->arena, "%.*s at %u:%u", SW_ARG(line->code), place.line, place.column));
	sw_out_z(out, " time=\"0\"><failure");
	put_attribute(out, "id", line->code);
	put_attribute(out, "message", line->message);
	put_attribute(out, "type", level);
	sw_out_z(out, ">File: ");
	sw_markup_text(out, place.path);
	sw_out_printf(out, "\nLine: %u\nColumn: %u\n%.*s: ", place.line, place.column, SW_ARG(level));
	sw_markup_text(out, line->message);
	sw_out_z(out, "\n</failure></testcase>");
}

/* One suite a file, one case a line. A file without one has a case that passes, so that readers count what was looked
 * at. Times are zero: a report is the same for the same input. */
int sw_lint_junit(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_lint_files files = sw_lint_by_file(report);
	(void)style;
	sw_out_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites id=\"strideward\"");
	put_attribute(out, "name", sw_arena_printf(report->arena, "strideward run at %.*s", SW_ARG(report->time)));
	sw_out_z(out, " time=\"0\">");
	for (size_t f = 0; f < files.n; f++) {
		const struct sw_lint_file *file = &files.v[f];
		sw_out_z(out, "<testsuite errors=\"0\"");
		put_number(out, "failures", file->lines.n);
		put_attribute(out, "id", sw_arena_printf(report->arena, "strideward.%zu", f));
		put_attribute(out, "name", file->path);
		put_number(out, "tests", file->lines.n ? file->lines.n : 1);
		sw_out_z(out, " time=\"0\">");
		for (size_t i = 0; i < file->lines.n; i++)
			put_case(report, file->lines.v[i], out);
		if (!file->lines.n) {
			sw_out_z(out, "<testcase");
			put_attribute(out, "classname", file->path);
			put_attribute(out, "file", file->path);
			sw_out_z(out, " name=\"no remarks\" time=\"0\"/>");
		}
		sw_out_z(out, "</testsuite>");
	}
	sw_out_z(out, "</testsuites>\n");
	return 0;
}
