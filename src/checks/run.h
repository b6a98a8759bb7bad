/* Runs the checks over a joined system and folds what they say into verdicts and findings. */
#pragma once
#include "facts/check.h"

/* Runs `checks` on every subject they are for. `date` is YYYY-MM-DD. Everything in *findings lives in `arena`. */
void sw_checks_run(struct sw_arena *arena, const struct sw_system *system, const struct sw_check *const *checks,
		   size_t count, struct sw_str date, struct sw_findings *findings);
