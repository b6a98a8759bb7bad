#include "checks/profile.h"
#include "checks/registry.h"

bool sw_profile_of(struct sw_str name, enum sw_profile *profile) {
	static const char *const names[] = {"default", "quality", "all"};
	for (int i = 0; i < 3; i++)
		if (sw_str_is(name, names[i])) {
			*profile = (enum sw_profile)i;
			return true;
		}
	return false;
}

const struct sw_check *const *sw_profile_checks(struct sw_arena *arena, enum sw_profile profile, size_t *count) {
	*count = sw_check_count;
	if (profile != SW_PROFILE_DEFAULT)
		return sw_checks;
	const struct sw_check **chosen = SW_NEW_ARRAY(arena, const struct sw_check *, sw_check_count);
	*count = 0;
	for (size_t i = 0; i < sw_check_count; i++)
		if (!sw_checks[i]->quality || sw_checks[i]->asked)
			chosen[(*count)++] = sw_checks[i];
	return chosen;
}

void sw_profile_tell(enum sw_profile profile, struct sw_findings *findings) {
	if (profile != SW_PROFILE_QUALITY)
		return;
	size_t kept = 0;
	for (size_t i = 0; i < findings->findings.n; i++)
		if (findings->findings.v[i].check->quality)
			findings->findings.v[kept++] = findings->findings.v[i];
	findings->findings.n = kept;
}
