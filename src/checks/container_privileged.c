#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_switch_off(&view->fields[SW_FIELD_PRIVILEGED], sink, "whether it is privileged",
		      "privileged: true grants every capability and device and switches the profiles off", "not privileged");
}

CHECK(container_privileged) {
	.id = "container-privileged", .on = SW_ON_WORKLOAD, .severity = SW_CRITICAL, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:5.5", "kics:ae5b6871", "semgrep:privileged-service", "compose-lint:CL-0002"},
	.title = "The container is privileged",
	.why = "Root in a privileged container can mount the host's disks and load kernel code, so whoever takes over the service "
	       "owns the host.",
	.fix = "Remove `privileged: true` and add what is really needed, such as `cap_add: [NET_ADMIN]` or one entry under "
	       "`devices:`.",
	.decide = decide,
	.examples = {
		{"true", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    privileged: true\n", "compose.yaml:4"},
		{"merged", "=== compose.yaml\nx-base: &base\n  privileged: true\nservices:\n  a:\n    <<: *base\n    image: x:1\n", "compose.yaml:2"},
		{"false", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    privileged: false\n", ""},
		{"not-said", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
		{"extends", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    extends: {file: base.yaml, service: a}\n", ""},
	},
};
