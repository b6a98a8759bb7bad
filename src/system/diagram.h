/* The data-flow diagram of a deployment, or of builds that no deployment uses: elements, the boundaries that a fact
 * enforces, and flows graded by what shows them. */
#pragma once
#include "facts/diagram.h"

/* One diagram a deployment, in the order of the subjects; one more for Dockerfiles that no deployment builds, when there
 * are such. Everything lives in `arena`. */
void sw_diagrams_make(struct sw_arena *arena, const struct sw_system *system, struct sw_diagram **diagrams, size_t *count);
