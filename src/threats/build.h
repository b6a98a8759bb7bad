/* Makes the registers: one for each diagram. */
#pragma once
#include "threats/register.h"

/* Judges every row of the catalogue on every element it is about. `registers` has `count` places, one a diagram.
 * Diagnostics about decisions go to `diags`. */
void sw_registers_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
		       const struct sw_decisions *decisions, struct sw_str date, const struct sw_diagram *diagrams,
		       struct sw_register *registers, size_t count, struct sw_diags *diags);
