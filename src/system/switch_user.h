/* Starts that drop their user: `gosu app server` runs as app although the image says root. */
#pragma once
#include "facts/value.h"

/* Whether the effective entrypoint and command switch to another, statically named user before the service proper
 * starts. Fills *link (how: inferred, at the entrypoint's or command's place). False when either is not known. */
bool sw_switched_user(struct sw_arena *arena, const struct sw_value *entrypoint, const struct sw_value *command,
		      struct sw_link *link);
