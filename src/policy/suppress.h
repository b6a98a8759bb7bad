/* Suppressions held against findings. What one hides is marked and stays in the list: reports say it with its reason, and
 * neither verdicts nor threats change. */
#pragma once
#include "facts/check.h"

/* What may hide findings besides the comments of the fact sets. */
struct sw_suppress_request {
	const struct sw_suppression *files; /* entries of other tools' files */
	size_t file_count;
	const struct sw_check *const *checks; /* all there are: ids that ours may name */
	size_t check_count;
	struct sw_str date; /* today, YYYY-MM-DD */
};

/* Marks the findings, also those of secrets that the configuration allows. An acceptance that has run out, or that names no check, is said in the system's diagnostics. */
void sw_suppress_apply(struct sw_arena *arena, struct sw_system *system, const struct sw_suppress_request *request,
		       struct sw_findings *findings);
