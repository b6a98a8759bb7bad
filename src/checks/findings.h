/* From verdicts to findings: sites of one check with the same deciding place are one finding with several subjects. */
#pragma once
#include "facts/check.h"

struct sw_fold {
	struct sw_arena *arenas; /* one a check, not used before: what the findings point to */
	size_t checks;
	unsigned jobs;           /* threads */
	bool fingerprints;       /* give each finding one */
};

/* Fills findings->findings from findings->verdicts, which are in order of check: most severe first, then by place. */
void sw_findings_fold(struct sw_arena *arena, const struct sw_system *system, const struct sw_fold *fold,
		      struct sw_findings *findings);
