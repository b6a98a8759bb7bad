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
