/* The gate: what is new and open at or above a level fails it, and so do what is open for too long and a claim that is
 * refuted there. Weak rows never do, nor does what a decision that still
 * holds covers, nor what is only presumed. */
#pragma once
#include "facts/check.h"
#include "threats/register.h"

struct sw_gate_result {
	bool asked;             /* a level was given */
	enum sw_severity level;
	bool passed;
	SW_VEC(const struct sw_finding *) findings; /* what fails it */
	SW_VEC(const struct sw_threat *) threats; /* open and new, or open for longer than their priority allows */
	size_t overdue;         /* so many of these */
	SW_VEC(const struct sw_decision *) contradicted; /* claims that a failing check refutes */
};

/* Judges findings and the rows of `count` registers. */
void sw_gate_judge(struct sw_arena *arena, const struct sw_findings *findings, const struct sw_register *registers, size_t count,
		   enum sw_severity level, struct sw_gate_result *gate);
