#include "facts/diagram.h"

const char *sw_grade_name(enum sw_grade grade) {
	static const char *const names[] = {"claimed", "guessed", "configured", "observed", "structural"};
	return names[grade];
}

const char *sw_element_kind_name(enum sw_element_kind kind) {
	static const char *const names[] = {"client", "operator", "publisher", "registry", "repository", "build",
					    "image", "engine", "kernel", "workload", "store", "network"};
	return names[kind];
}

const char *sw_boundary_kind_name(enum sw_boundary_kind kind) {
	static const char *const names[] = {"outside", "host", "network", "supply", "build"};
	return names[kind];
}

bool sw_draws_on(const struct sw_diagram *diagram, const struct sw_element *workload, const struct sw_element *network) {
	const struct sw_deployment *deployment = diagram->deployment;
	for (size_t i = 0; deployment && i < deployment->networks.n; i++)
		if (sw_str_eq(deployment->networks.v[i].name, network->name))
			return sw_workload_on(workload->service->workload, &deployment->networks.v[i]);
	return false;
}
