/* From verdicts to findings: sites of one check with the same deciding place are one finding with several subjects. */
#pragma once
#include "facts/check.h"

/* Fills findings->findings from findings->verdicts: most severe first, then by place. */
void sw_findings_fold(struct sw_arena *arena, const struct sw_system *system, struct sw_findings *findings);
