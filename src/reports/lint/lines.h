/* What the formats of `lint` share: where a line stands, and lines by file. */
#pragma once
#include "base/map.h"
#include "reports/report.h"

/* Columns count UTF-16 code units from 1; the end is exclusive and does not take the line feed behind the words. */
struct sw_lint_place {
	struct sw_str path; /* "-" where the line speaks of no file that was read */
	uint32_t line, column, end_line, end_column; /* from 1 also where the place is unknown */
};

struct sw_lint_place sw_lint_place(const struct sw_report *report, const struct sw_lint_line *line);
/* Afterwards sw_lint_place changes nothing and may be called from several threads. */
void sw_lint_prepare_place(const struct sw_report *report, const struct sw_lint_line *line);

/* A file that was looked at, with its lines. */
struct sw_lint_file {
	struct sw_str path;
	SW_VEC(const struct sw_lint_line *) lines;
};

SW_VEC_TYPE(sw_lint_files, struct sw_lint_file);

/* Every file that was looked at, in order, then files that only a line speaks of. */
struct sw_lint_files sw_lint_by_file(const struct sw_report *report);

/* A SHA-256 that tells lines apart and stays when lines move: code, path, finding or message, and the place among
 * equal ones. `equals` is zeroed at first and kept for the whole report. */
void sw_lint_fingerprint(const struct sw_report *report, struct sw_map *equals, const struct sw_lint_line *line, char hex[65]);
