#include "checks/about_workload.h"

/* "0", "0.0", "-1" and the like are no limit. */
static bool is_limit(struct sw_str cpus) {
	bool some = false;
	for (size_t i = 0; i < cpus.n; i++) {
		if (cpus.p[i] == '-')
			return false;
		some |= cpus.p[i] >= '1' && cpus.p[i] <= '9';
	}
	return some;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *cpus = &view->fields[SW_FIELD_CPUS];
	if (sw_tell_hidden(cpus, sink, "the processor limit"))
		return;
	if (is_limit(cpus->value))
		sw_pass(sink, sw_value_link(cpus)->at, "limited to %.*s processors", SW_ARG(cpus->value));
	else
		sw_fail_value(sink, cpus, "no processor limit");
}

CHECK(no_cpu_limit) {
	.id = "no-cpu-limit", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_DENIAL, .cwe = {770}, .practice = true,
	.refs = {"cis-docker-1.6:5.12", "kics:6b610c50", "compose-lint:CL-0026"},
	.title = "Processor time is not limited",
	.why = "A busy loop, or an intruder who mines coins, takes all processors of the host from the services beside it.",
	.fix = "Set `cpus: 1.5`, or `deploy: {resources: {limits: {cpus: \"1.5\"}}}`.",
	.decide = decide,
	.examples = {
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cpu_shares: 512\n", "compose.yaml:2"},
		{"zero", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cpus: 0.0\n", "compose.yaml:4"},
		{"legacy-key", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cpus: 0.5\n", ""},
		{"quota", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cpu_quota: 50000\n", ""},
		{"deploy", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    deploy:\n      resources:\n        limits:\n          cpus: '0.50'\n", ""},
	},
};
