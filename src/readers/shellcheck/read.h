/* What ShellCheck wrote, as defects of the steps whose scripts it was given. It is another program's output about hostile
 * input: everything in it is checked, and what does not fit makes all of it void. */
#pragma once
#include "readers/shellcheck/script.h"

/* One defect, and which script it is in. */
struct sw_shellcheck_defect {
	uint32_t script;
	struct sw_defect defect;
};

SW_VEC_TYPE(sw_shellcheck_defects, struct sw_shellcheck_defect);

/* Reads its output of format json1 about `count` scripts; the file that it calls PREFIX<first + i> is script i. Defects of
 * what was put into a script are left out. False: the output cannot be its own; *defects is empty then. */
bool sw_shellcheck_read(struct sw_arena *arena, struct sw_str output, const struct sw_shellcheck_script *scripts,
			uint32_t count, struct sw_str prefix, uint64_t first, struct sw_shellcheck_defects *defects);
/* Where lines and columns from `line`, `column` up to `end_line`, `end_column` (from 1; columns count characters, a tab is
 * one) stand in the file. The zero span when it is nothing of the body. */
struct sw_span sw_shellcheck_place(const struct sw_shellcheck_script *script, int64_t line, int64_t column, int64_t end_line,
				   int64_t end_column);
