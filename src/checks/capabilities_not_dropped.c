#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	if (sw_workload_windows(view)) {
		sw_not_applicable(sink, "a Windows container has no capabilities");
	} else if (view->fields[SW_FIELD_PRIVILEGED].known && sw_value_tri(&view->fields[SW_FIELD_PRIVILEGED]) == SW_YES) {
		sw_not_applicable(sink, "privileged: true makes cap_drop void");
	} else if (workload->cap_drop.n) {
		const struct sw_named_at *first = &workload->cap_drop.v[0];
		if (first->known)
			sw_pass(sink, first->at, "%.*s%s dropped", SW_ARG(first->name), workload->cap_drop.n > 1 ? " and others are" : " is");
		else
			sw_unknown(sink, SW_MISSING_VARIABLE, first->at, "which capability is dropped is not known");
	} else if (!sw_tell_open(view, sink, "cap_drop")) {
		sw_fail(sink, workload->at, "no capability is dropped: the engine's fourteen stay");
	}
}

CHECK(capabilities_not_dropped) {
	.id = "capabilities-not-dropped", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {250}, .practice = true,
	.refs = {"cis-docker-1.6:5.4", "kics:ce76b7d0", "compose-lint:CL-0006"},
	.title = "No capability is dropped",
	.why = "The default set lets root in the container forge packets, make device files and override file permissions. Hardly "
	       "any service needs that.",
	.fix = "Add `cap_drop: [ALL]` and add back what the service needs, such as `cap_add: [NET_BIND_SERVICE]`.",
	.decide = decide,
	.examples = {
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n  b:\n    image: x:1\n    cap_add: [CHOWN]\n", "compose.yaml:2 compose.yaml:4"},
		{"all", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cap_drop: [all]\n", ""},
		{"list", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cap_drop:\n      - NET_RAW\n      - MKNOD\n", ""},
		{"extends", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    extends: {file: base.yaml, service: a}\n", ""},
	},
};
