#include "checks/about_workload.h"

static void look(const struct sw_service_build *build, struct sw_sink *sink) {
	if (sw_str_is(build->network, "host"))
		sw_fail(sink, build->network_at, "its build runs on the host's network");
	else if (sw_str_find_byte(build->network, '$') != SW_NPOS)
		sw_unknown(sink, SW_MISSING_VARIABLE, build->network_at, "the build's network is not known");
	if (build->privileged == SW_YES)
		sw_fail_as(sink, SW_HIGH, build->privileged_at, "its build runs with full privileges");
	else if (build->privileged == SW_UNKNOWN)
		sw_unknown(sink, SW_MISSING_VARIABLE, build->privileged_at, "whether the build is privileged is not known");
	for (size_t i = 0; i < build->entitlements.n; i++) {
		const struct sw_named_at *granted = &build->entitlements.v[i];
		bool insecure = sw_str_is(granted->name, "security.insecure");
		sw_fail_as(sink, insecure ? SW_HIGH : SW_MEDIUM, granted->at, "its build is granted %.*s", SW_ARG(granted->name));
	}
	for (size_t i = 0; i < build->ssh.n; i++)
		sw_fail_as(sink, SW_LOW, build->ssh.v[i].at, "its build may use the SSH agent (%.*s)", SW_ARG(build->ssh.v[i].name));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_service_build *build = &view->service->workload->build;
	if (!build->present) {
		if (!sw_tell_open(view, sink, "build"))
			sw_not_applicable(sink, "it is not built here");
		return;
	}
	look(build, sink);
	sw_pass(sink, build->at, "built in the builder's default sandbox");
}

CHECK(service_build_unconfined) {
	.id = "service-build-unconfined", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_ELEVATION | SW_DISCLOSURE, .cwe = {250},
	.refs = {"kics:ae5b6871"},
	.title = "The service's build gets more than the default sandbox",
	.why = "A build runs code of packages and base images. With these rights that code reaches the builder's network, kernel or "
	       "keys.",
	.fix = "Remove `network: host`, `privileged: true`, `entitlements:` and `ssh:` from `build:`, and hand in single files with "
	       "`secrets:` instead.",
	.of_build = true,
	.decide = decide,
	.examples = {
		{"network", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: .\n      network: host\n", "compose.yaml:5"},
		{"privileged", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: .\n      privileged: true\n      entitlements: [security.insecure]\n", "compose.yaml:5 compose.yaml:6"},
		{"agent", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: .\n      ssh: [default]\n", "compose.yaml:5"},
		{"plain", "=== compose.yaml\nservices:\n  a:\n    build: .\n", ""},
		{"image", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
	},
};
