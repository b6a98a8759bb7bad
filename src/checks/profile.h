/* Profiles: which checks are run and told. What bears a threat is always run, because the register rests on it. */
#pragma once
#include "facts/check.h"

enum sw_profile {
	SW_PROFILE_DEFAULT, /* what bears a threat */
	SW_PROFILE_QUALITY, /* tells style and upkeep alone */
	SW_PROFILE_ALL,
};

/* False when there is none of this name: default, quality, all. */
bool sw_profile_of(struct sw_str name, enum sw_profile *profile);
/* The checks that are run under the profile; a list of *count in `arena`, in the registry's order. */
const struct sw_check *const *sw_profile_checks(struct sw_arena *arena, enum sw_profile profile, size_t *count);
/* Drops the findings that the profile does not tell. */
void sw_profile_tell(enum sw_profile profile, struct sw_findings *findings);
