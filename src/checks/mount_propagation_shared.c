#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_mount *said = NULL;
	for (size_t i = 0; i < view->service->mounts.n; i++) {
		const struct sw_mount *mount = &view->service->mounts.v[i];
		if (!mount->propagation.n)
			continue;
		said = mount;
		if (sw_str_is(mount->propagation, "shared") || sw_str_is(mount->propagation, "rshared"))
			sw_fail(sink, mount->at, "mounts below %.*s spread to the host (%.*s)", SW_ARG(mount->target), SW_ARG(mount->propagation));
		else if (sw_str_find_byte(mount->propagation, '$') != SW_NPOS)
			sw_unknown(sink, SW_MISSING_VARIABLE, mount->at, "the propagation is not known");
	}
	if (sw_tell_open(view, sink, "mounts"))
		return;
	if (said)
		sw_pass(sink, said->at, "mounts do not spread to the host");
	else
		sw_not_applicable(sink, "no mount says how it spreads");
}

CHECK(mount_propagation_shared) {
	.id = "mount-propagation-shared", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {668},
	.refs = {"cis-docker-1.6:5.20", "kics:baa452f0", "compose-lint:CL-0017"},
	.title = "Mounts made in the container spread to the host",
	.why = "A container that may mount puts file systems of its own making over folders of the host and of other containers.",
	.fix = "Remove `rshared`, or use `rslave`, which lets mounts travel only from the host: `/mnt:/mnt:rslave`.",
	.decide = decide,
	.examples = {
		{"short", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - ./mnt:/mnt:rw,rshared\n", "compose.yaml:5"},
		{"long", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - type: bind\n        source: ./mnt\n        target: /mnt\n        bind:\n          propagation: shared\n", "compose.yaml:5"},
		{"slave", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"./mnt:/mnt:ro,rslave\"]\n", ""},
	},
};
