#include "facts/workload.h"

bool sw_workload_on(const struct sw_workload *workload, const struct sw_network *network) {
	if (workload->network_of)
		workload = workload->network_of;
	const struct sw_link *mode = &workload->said[SW_FIELD_NETWORK_MODE];
	for (size_t i = 0; i < workload->networks.n; i++)
		if (sw_str_eq(workload->networks.v[i].name, network->name))
			return true;
	/* Without networks and without a mode of its own it stands on the default one. */
	return !workload->networks.n && mode->how == SW_HOW_ABSENT && sw_str_is(network->name, "default");
}

static struct sw_str joined(struct sw_arena *arena, struct sw_str list, const char *between, struct sw_str next) {
	return list.n ? sw_arena_printf(arena, "%.*s%s%.*s", SW_ARG(list), between, SW_ARG(next)) : next;
}

struct sw_str sw_deployment_inactive(struct sw_arena *arena, const struct sw_deployment *deployment) {
	enum { MOST = 10 };
	struct sw_str names = {0};
	size_t n = 0;
	for (size_t i = 0; deployment && i < deployment->workloads.n; i++) {
		const struct sw_workload *workload = &deployment->workloads.v[i];
		if (!workload->inactive || ++n > MOST)
			continue;
		struct sw_str profiles = {0};
		for (size_t k = 0; k < workload->profiles.n && k < MOST; k++)
			profiles = joined(arena, profiles, " or ", workload->profiles.v[k].name);
		names = joined(arena, names, ", ", sw_arena_printf(arena, "%.*s (with %.*s)", SW_ARG(workload->name), SW_ARG(profiles)));
	}
	return n > MOST ? sw_arena_printf(arena, "%.*s and %zu more", SW_ARG(names), n - MOST) : names;
}
