/* Runs the checks over a joined system and folds what they say into verdicts and findings. */
#pragma once
#include "facts/check.h"

struct sw_check_run {
	const struct sw_check *const *checks;
	size_t count;
	unsigned jobs;      /* threads */
	struct sw_str date; /* YYYY-MM-DD */
	bool failures_only; /* verdicts that are none are not kept: enough for findings, too little for a threat model */
	/* Called for each verdict that is kept, from any thread, with the arena that holds its texts; may be NULL. */
	void (*finish)(struct sw_arena *arena, struct sw_verdict *verdict);
	bool no_fingerprints; /* of findings: nobody will ask for them */
};

/* Runs the checks on every subject they are for: one thread at a time looks at some neighbouring subjects with all checks,
 * so the result does not depend on their number. What is found lives in `arena` and in findings->arenas. */
void sw_checks_run(struct sw_arena *arena, const struct sw_system *system, const struct sw_check_run *run,
		   struct sw_findings *findings);
/* Gives findings->arenas back; the findings are then gone. A run that ends its process need not. */
void sw_checks_free(struct sw_findings *findings);
