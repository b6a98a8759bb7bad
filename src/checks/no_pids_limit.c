#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *pids = &view->fields[SW_FIELD_PIDS];
	int64_t most = 0;
	if (sw_tell_hidden(pids, sink, "the limit of processes"))
		return;
	if (sw_value_int(pids, &most) && most > 0)
		sw_pass(sink, sw_value_link(pids)->at, "at most %lld processes", (long long)most);
	else
		sw_fail_value(sink, pids, "no limit on processes");
}

CHECK(no_pids_limit) {
	.id = "no-pids-limit", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_DENIAL, .cwe = {770}, .practice = true,
	.refs = {"cis-docker-1.6:5.29", "kics:221e0658"},
	.title = "The number of processes is not limited",
	.why = "One line of shell that starts itself twice uses up the host's process table, and nothing new can be started there.",
	.fix = "Set `pids_limit: 200`, or `deploy: {resources: {limits: {pids: 200}}}`.",
	.decide = decide,
	.examples = {
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", "compose.yaml:2"},
		{"unlimited", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    pids_limit: -1\n", "compose.yaml:4"},
		{"legacy-key", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    pids_limit: 100\n", ""},
		{"deploy", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    deploy:\n      resources:\n        limits:\n          pids: 100\n", ""},
	},
};
