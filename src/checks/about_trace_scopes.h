/* Which shell each command of a script runs in, and in which order a shell runs them. What a subshell, a substitution or
 * a branch changes of folder, options and variables is taken back, or no longer known, behind it. */
#pragma once
#include "checks/about_trace.h"

enum { SW_TRACE_SCOPES = 96 }; /* shells in shells and branches in branches; the innermost where there are more */

/* A part of a script that keeps its folder, options and variables to itself, or that may not be run. */
struct sw_trace_scope {
	int64_t id;           /* of a compound: its index + 1; of a command that holds commands: minus its index, minus 1 */
	bool branch;
	struct sw_str folder;
	const struct sw_binding *variables;
	struct sw_shell_options options;
};

/* The scopes that the trace stands in, from the outside in. */
struct sw_trace_scopes {
	struct sw_trace_scope v[SW_TRACE_SCOPES];
	unsigned depth;
};

/* Leaves and enters scopes until the trace stands where command `i` runs. */
void sw_trace_move_to(struct sw_trace *trace, struct sw_trace_scopes *scopes, const struct sw_shell_script *script, uint32_t i);
/* Indices of the commands in the order in which a shell runs them; NULL: as they are. What a substitution or a text for a
 * shell holds comes before the command that holds it; the reader puts both behind it. */
const uint32_t *sw_trace_order(struct sw_arena *arena, const struct sw_shell_script *script);
