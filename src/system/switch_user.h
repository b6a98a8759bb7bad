/* Starts that drop their user: `gosu app server` runs as app although the image says root. */
#pragma once
#include "facts/image_facts.h"

/* Whether the effective entrypoint and command switch to another, statically named user before the service proper
 * starts. Fills *link (how: inferred, at the entrypoint's or command's place). False when either is not known. */
bool sw_switched_user(struct sw_arena *arena, const struct sw_value *entrypoint, const struct sw_value *command,
		      struct sw_link *link);

/* Whether a process that starts as `user` may become another: root may. Where the user is not known, or is a name that
 * is only presumed to be root, a start that could not switch would not run at all. */
bool sw_may_switch_user(const struct sw_value *user);

/* Whether the link was made by sw_switched_user. */
bool sw_is_switch(const struct sw_link *link);

/* Whether an image is started by its own entrypoint, and with its own program or arguments for it: what official images
 * switch their user for. `program_user` is the user that the entrypoint switches to, which its program is named after. */
bool sw_starts_as_published(struct sw_arena *arena, const struct sw_value *entrypoint, const struct sw_value *command,
			    struct sw_str program_user);

/* The same where the image was given: its entrypoint is the image's own, and its command too or one for the same program. */
bool sw_starts_given(struct sw_arena *arena, const struct sw_image *image, const struct sw_value *entrypoint,
		     const struct sw_value *command, struct sw_str program_user);
