/* Findings as a linter tells them: one line each, with the code and level that a person who comes from hadolint knows.
 * policy/ decides them; reports/lint prints them. */
#pragma once
#include "facts/check.h"
#include "facts/lint_config.h"

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

/* Makes *into what holds when `later` speaks after it: lists grow, and a single value of the later one replaces. */
void sw_lint_config_merge(struct sw_arena *arena, struct sw_lint_config *into, const struct sw_lint_config *later);
/* Makes the lines of what was found, and of what could not be read. */
void sw_lint_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
		  const struct sw_lint_config *config, struct sw_lint *lint);
/* Whether it fails: a line at the configured threshold (info when none is) or above. Two formats of hadolint, and its
 * no-fail, never do. */
bool sw_lint_fails(const struct sw_lint *lint, const struct sw_lint_config *config);
