#include "checks/about_workload.h"
#include "knowledge/capabilities.h"

static bool is_host(const struct sw_view *view, enum sw_field field) {
	return view->fields[field].known && sw_str_is(view->fields[field].value, "host");
}

static enum sw_severity weigh(const struct sw_view *view, const struct sw_capability *capability) {
	enum sw_severity severity = capability->severity;
	if (is_host(view, SW_FIELD_PID_MODE) && capability->with_host_pid > severity)
		severity = capability->with_host_pid;
	if (is_host(view, SW_FIELD_NETWORK_MODE) && capability->with_host_net > severity)
		severity = capability->with_host_net;
	return severity;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	for (size_t i = 0; i < workload->cap_add.n; i++) {
		const struct sw_named_at *added = &workload->cap_add.v[i];
		const struct sw_capability *capability = sw_capability(added->name);
		if (!added->known)
			sw_unknown(sink, SW_MISSING_VARIABLE, added->at, "which capability %.*s adds is not known", SW_ARG(added->name));
		else if (capability && !capability->by_default)
			sw_fail_as(sink, weigh(view, capability), added->at, "%s %s", capability->name, capability->why);
	}
	if (sw_tell_open(view, sink, "capabilities"))
		return;
	if (workload->cap_add.n)
		sw_pass(sink, workload->cap_add.v[0].at, "only capabilities of the default set are added back");
	else
		sw_not_applicable(sink, "no capability is added");
}

CHECK(dangerous_capability_added) {
	.id = "dangerous-capability-added", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:5.4", "kics:ce76b7d0", "compose-lint:CL-0011", "compose-lint:CL-0024", "compose-lint:CL-0027", "compose-lint:CL-0028",
		 "compose-lint:CL-0029", "compose-lint:CL-0030"},
	.title = "A capability beyond the engine's default set is added",
	.why = "The engine leaves these capabilities out because each reaches past the container. Whoever takes over the process "
	       "has them too.",
	.fix = "Remove the capability from `cap_add:` or replace it by a smaller one, starting from `cap_drop: [ALL]`.",
	.decide = decide,
	.examples = {
		{"admin", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cap_add:\n      - SYS_ADMIN\n      - CAP_NET_ADMIN\n", "compose.yaml:5 compose.yaml:6"},
		{"all", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cap_add: [ALL]\n", "compose.yaml:4"},
		{"default-ones", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE, CHOWN]\n", ""},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
	},
};
