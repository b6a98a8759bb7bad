/* Findings as a linter tells them: one line each, with the code and level that a person who comes from hadolint knows.
 * policy/ decides them; reports/lint prints them. */
#pragma once
#include "facts/check.h"

enum sw_lint_level { SW_LINT_ERROR, SW_LINT_WARNING, SW_LINT_INFO, SW_LINT_STYLE, SW_LINT_IGNORE };

struct sw_lint_line {
	const struct sw_finding *finding; /* NULL: a diagnostic, such as a file that the builder refuses */
	struct sw_str code;               /* hadolint's rule where it has one ("DL3008", "SC2086"), else the check's id */
	enum sw_lint_level level;
	struct sw_span at;
	struct sw_str message;            /* one line, secrets masked */
};

struct sw_lint {
	SW_VEC(struct sw_lint_line) lines; /* in order of path, then place, then code; without ignored and suppressed ones */
	SW_VEC(struct sw_str) files;       /* every file that was looked at, as shown */
};

/* "error", "warning", "info", "style", "ignore". */
const char *sw_lint_level_name(enum sw_lint_level level);
/* False when there is none of this name; "none" is ignore. */
bool sw_lint_level_of(struct sw_str name, enum sw_lint_level *level);
