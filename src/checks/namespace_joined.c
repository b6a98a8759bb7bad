#include "checks/about_workload.h"

static const struct {
	enum sw_field field;
	const char *what;
} spaces[] = {{SW_FIELD_NETWORK_MODE, "network"}, {SW_FIELD_PID_MODE, "process list"}, {SW_FIELD_IPC_MODE, "shared memory"}};

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	bool hidden = false;
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		const struct sw_value *mode = &view->fields[spaces[i].field];
		struct sw_str name = sw_str_from(mode->value, sw_str_find_byte(mode->value, ':') + 1);
		bool service = sw_str_starts(mode->value, SW_S("service:")), container = sw_str_starts(mode->value, SW_S("container:"));
		if (mode->known && (service || container))
			sw_fail_value(sink, mode, "it joins the %s of the %s %.*s", spaces[i].what, service ? "service" : "container", SW_ARG(name));
		else
			hidden |= sw_tell_hidden(mode, sink, "a namespace");
	}
	if (!hidden)
		sw_pass(sink, view->row->at, "no namespace of another container is joined");
}

CHECK(namespace_joined) {
	.id = "namespace-joined", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_DISCLOSURE, .cwe = {668},
	.refs = {"cis-docker-1.6:5.16"},
	.title = "The container joins another container's namespace",
	.why = "What listens on loopback, and with pid the other's memory and environment, is open to both, so that one falls with "
	       "the other.",
	.fix = "Give both a network they share, as in `networks: [pair]`, and remove `network_mode: service:NAME` or `pid:`.",
	.decide = decide,
	.examples = {
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    network_mode: service:b\n    pid: \"service:b\"\n  b:\n    image: x:1\n", "compose.yaml:4 compose.yaml:5"},
		{"container", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ipc: container:other\n", "compose.yaml:4"},
		{"own", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ipc: shareable\n", ""},
	},
};
