#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *memory = &view->fields[SW_FIELD_MEMORY];
	int64_t bytes = 0;
	if (sw_tell_hidden(memory, sink, "the memory limit"))
		return;
	if (sw_value_int(memory, &bytes) && bytes > 0)
		sw_pass(sink, sw_value_link(memory)->at, "limited to %lld bytes", (long long)bytes);
	else
		sw_fail_value(sink, memory, "no memory limit");
}

CHECK(no_memory_limit) {
	.id = "no-memory-limit", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_DENIAL, .cwe = {770}, .practice = true,
	.refs = {"cis-docker-1.6:5.11", "kics:bb9ac4f7", "compose-lint:CL-0026"},
	.title = "Memory is not limited",
	.why = "A leak or a flood of requests in this service takes the host's memory, and the kernel then ends other services.",
	.fix = "Set `mem_limit: 512m`, or `deploy: {resources: {limits: {memory: 512M}}}`, from what a load test shows.",
	.decide = decide,
	.examples = {
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", "compose.yaml:2"},
		{"zero", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    mem_limit: 0\n", "compose.yaml:4"},
		{"reservation", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    mem_reservation: 1g\n", "compose.yaml:2"},
		{"legacy-key", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    mem_limit: 512m\n", ""},
		{"deploy", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    deploy:\n      resources:\n        limits:\n          memory: 1G\n", ""},
		{"hidden", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    mem_limit: ${MEM}\n", ""},
	},
};
