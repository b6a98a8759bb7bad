#include "checks/about_workload.h"

/* The name of the one network that services stand on, and how many do; false when there are several, or none. */
static bool only_network(const struct sw_deployment *deployment, struct sw_str *name, size_t *members) {
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		const struct sw_workload *workload = &deployment->workloads.v[i];
		struct sw_str own = workload->networks.n ? workload->networks.v[0].name : SW_S("default");
		if (!workload->networks.n && workload->said[SW_FIELD_NETWORK_MODE].how != SW_HOW_ABSENT)
			continue;
		if (workload->networks.n > 1 || (*members && !sw_str_eq(own, *name)))
			return false;
		*name = own;
		++*members;
	}
	return *members;
}

/* Where it is declared; the first service's place for the one that nobody declared. */
static struct sw_span place_of(const struct sw_deployment *deployment, struct sw_str name) {
	for (size_t i = 0; i < deployment->networks.n; i++)
		if (sw_str_eq(deployment->networks.v[i].name, name) && !deployment->networks.v[i].implicit)
			return deployment->networks.v[i].at;
	return deployment->workloads.v[0].at;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_deployment *deployment = view->deployment;
	struct sw_str name = {0};
	size_t members = 0;
	bool only = only_network(deployment, &name, &members);
	if (deployment->workloads.n < 3)
		sw_not_applicable(sink, "fewer than three services");
	else if (only && members > 2)
		sw_fail(sink, place_of(deployment, name), "%zu services share the network %.*s and no other is used", members, SW_ARG(name));
	else if (only || !members)
		sw_not_applicable(sink, "fewer than three services on a container network");
	else
		sw_pass(sink, deployment->at, "services stand on different networks");
}

CHECK(one_network_for_all) {
	.id = "one-network-for-all", .on = SW_ON_DEPLOYMENT, .severity = SW_INFO, .stride = SW_DISCLOSURE, .cwe = {923}, .practice = true,
	.refs = {"cis-docker-1.6:5.30", "docksec:no-network-segmentation"},
	.title = "All services share one network",
	.why = "Every service reaches every other on every port, so the weakest one is the way to the database.",
	.fix = "Give each pair that must talk a network, as in `networks: {front: {}, back: {internal: true}}`, and name them at the "
	       "services.",
	.decide = decide,
	.examples = {
		{"default", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n  b:\n    image: x:1\n  c:\n    image: x:1\n", "compose.yaml:2"},
		{"declared", "=== compose.yaml\nservices:\n  a: {image: \"x:1\", networks: [n]}\n  b: {image: \"x:1\", networks: [n]}\n  c: {image: \"x:1\", networks: [n]}\nnetworks:\n  n:\n", "compose.yaml:6"},
		{"two", "=== compose.yaml\nservices:\n  a: {image: \"x:1\", networks: [f]}\n  b: {image: \"x:1\", networks: [f, n]}\n  c: {image: \"x:1\", networks: [n]}\nnetworks:\n  n:\n  f:\n", ""},
		{"small", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n  b:\n    image: x:1\n", ""},
	},
};
