/* Runs the checks over a joined system and folds what they say into verdicts and findings. */
#pragma once
#include "facts/check.h"

/* Runs `checks` on every subject they are for, with up to `jobs` threads: one thread at a time looks at some neighbouring
 * subjects with all checks, so the result does not depend on their number. `date` is YYYY-MM-DD. What is found lives in
 * `arena` and in findings->arenas. */
void sw_checks_run(struct sw_arena *arena, const struct sw_system *system, const struct sw_check *const *checks,
		   size_t count, unsigned jobs, struct sw_str date, struct sw_findings *findings);
/* Gives findings->arenas back; the findings are then gone. A run that ends its process need not. */
void sw_checks_free(struct sw_findings *findings);
