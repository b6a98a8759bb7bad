/* One line of text each. Names come from files: nothing in them begins a line or moves the cursor. */
#include "reports/lint/formats.h"
#include "reports/lint/lines.h"
#include "reports/visible.h"

static void put_visible(const struct sw_report *report, struct sw_str text, struct sw_out *out) {
	sw_out_str(out, sw_report_visible(report->arena, text));
}

/* FILE:LINE CODE LEVEL: MESSAGE. Editors match it as it stands, so it has no column. */
int sw_lint_tty(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	static const char *const colours[] = {
		[SW_LINT_ERROR] = "\033[1;31m", [SW_LINT_WARNING] = "\033[33m", [SW_LINT_INFO] = "\033[32m",
		[SW_LINT_STYLE] = "\033[36m", [SW_LINT_IGNORE] = "\033[2m",
	};
	bool colour = style && style->colour;
	for (size_t i = 0; report->lint && i < report->lint->lines.n; i++) {
		const struct sw_lint_line *line = &report->lint->lines.v[i];
		struct sw_lint_place place = sw_lint_place(report, line);
		put_visible(report, place.path, out);
		sw_out_printf(out, ":%u ", place.line);
		put_visible(report, line->code, out);
		sw_out_printf(out, " %s%s%s: ", colour ? colours[line->level] : "", sw_lint_level_name(line->level), colour ? "\033[0m" : "");
		put_visible(report, line->message, out);
		sw_out_byte(out, '\n');
	}
	return 0;
}

/* PROGRAM:FILE:LINE:COLUMN: CODE LEVEL: MESSAGE, after the GNU Coding Standards. */
int sw_lint_gnu(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	for (size_t i = 0; report->lint && i < report->lint->lines.n; i++) {
		const struct sw_lint_line *line = &report->lint->lines.v[i];
		struct sw_lint_place place = sw_lint_place(report, line);
		sw_out_z(out, "strideward:");
		put_visible(report, place.path, out);
		sw_out_printf(out, ":%u:%u: ", place.line, place.column);
		put_visible(report, line->code, out);
		sw_out_printf(out, " %s: ", sw_lint_level_name(line->level));
		put_visible(report, line->message, out);
		sw_out_byte(out, '\n');
	}
	return 0;
}
