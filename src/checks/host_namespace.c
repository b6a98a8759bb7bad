#include "checks/about_workload.h"

/* Each namespace that can be the host's, and what a container then can do. */
static const struct {
	enum sw_field field;
	enum sw_severity severity;
	const char *what, *then;
} spaces[] = {
	{SW_FIELD_PID_MODE, SW_HIGH, "pid", "it sees all processes of the host and can signal them"},
	{SW_FIELD_IPC_MODE, SW_MEDIUM, "ipc", "it reads and writes the host's shared memory"},
	{SW_FIELD_UTS_MODE, SW_MEDIUM, "uts", "it shares the host's name and can change it with a capability"},
	{SW_FIELD_USERNS_MODE, SW_HIGH, "userns_mode", "its root is the host's root even where the engine remaps users"},
	{SW_FIELD_CGROUP_MODE, SW_MEDIUM, "cgroup", "it sees the host's tree of control groups"},
};

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	bool hidden = false;
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		const struct sw_value *mode = &view->fields[spaces[i].field];
		if (mode->known && sw_str_is(mode->value, "host"))
			sw_fail_as(sink, spaces[i].severity, sw_value_link(mode)->at, "%s: host: %s", spaces[i].what, spaces[i].then);
		else
			hidden |= sw_tell_hidden(mode, sink, "a namespace");
	}
	if (!hidden)
		sw_pass(sink, view->row->at, "no namespace of the host is asked for");
}

CHECK(host_namespace) {
	.id = "host-namespace", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_ELEVATION | SW_DISCLOSURE, .cwe = {668},
	.refs = {"cis-docker-1.6:5.16", "cis-docker-1.6:5.17", "cis-docker-1.6:5.21", "cis-docker-1.6:5.25", "cis-docker-1.6:5.31",
		 "kics:4f31dd9f", "kics:baa3890f", "kics:8af7162d", "kics:4d9f44c6", "compose-lint:CL-0010"},
	.title = "The container shares a namespace with the host",
	.why = "A namespace is the wall between the container's view and the host's. Without it an intruder sees the host's "
	       "processes with their environment, or its shared memory, and often can change them.",
	.fix = "Remove `pid: host`, `ipc: host`, `uts: host`, `userns_mode: host` or `cgroup: host`. Where two containers must see "
	       "each other, join them with `pid: \"service:NAME\"`.",
	.decide = decide,
	.examples = {
		{"pid", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    pid: host\n", "compose.yaml:4"},
		{"several", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ipc: host\n    userns_mode: \"host\"\n    uts: host\n    cgroup: host\n",
		 "compose.yaml:4 compose.yaml:5 compose.yaml:6 compose.yaml:7"},
		{"own", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ipc: shareable\n    pid: \"service:b\"\n  b:\n    image: x:1\n", ""},
	},
};
