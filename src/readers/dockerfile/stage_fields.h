/* What an instruction states about its stage: user, folder, start, stop signal, health check, ports, volumes, shell. */
#pragma once
#include "readers/dockerfile/steps.h"

/* Notes what the step says in `stage`, the newest of the build; SHELL changes the context, too. `resolved` holds the step's
 * words with their variables, or is NULL where it has none. */
void sw_stage_state(struct sw_step_context *context, const struct sw_build *build, struct sw_stage *stage, const struct sw_step *step,
		    const struct sw_instruction *instruction, const struct sw_resolved *resolved);
