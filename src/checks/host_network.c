#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *mode = &view->fields[SW_FIELD_NETWORK_MODE];
	const struct sw_link *link = sw_value_link(mode);
	if (mode->known && sw_str_is(mode->value, "host"))
		sw_fail_value(sink, mode, "network_mode: host puts it on the host's own network");
	else if (!sw_tell_hidden(mode, sink, "the network"))
		sw_pass(sink, link->at, "a network of its own");
}

CHECK(host_network) {
	.id = "host-network", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_DISCLOSURE | SW_ELEVATION, .cwe = {668},
	.refs = {"cis-docker-1.6:5.10", "kics:071a71ff", "compose-lint:CL-0008"},
	.title = "The container uses the host's network",
	.why = "It reaches everything that listens on the host's loopback, can see the host's traffic and opens ports past any "
	       "`ports:` list. Rules between container networks do not bind it.",
	.fix = "Remove `network_mode: host` and publish what is needed, such as `ports: [\"127.0.0.1:8080:8080\"]`.",
	.decide = decide,
	.examples = {
		{"host", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    network_mode: host\n", "compose.yaml:4"},
		{"first-format", "=== compose.yaml\na:\n  image: x:1\n  net: host\n", "compose.yaml:3"},
		{"own", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    networks: [back]\nnetworks:\n  back:\n", ""},
		{"hidden", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    network_mode: ${MODE}\n", ""},
	},
};
