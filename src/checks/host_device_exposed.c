#include "checks/about_workload.h"
#include "knowledge/paths.h"

/* CONTAINER[:RIGHTS]; without rights all of r, w and m. */
static bool may_write(struct sw_str value) {
	size_t colon = sw_str_rfind_byte(value, ':');
	return colon == SW_NPOS || sw_str_find_byte(sw_str_from(value, colon), 'w') != SW_NPOS;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	for (size_t i = 0; i < workload->devices.n; i++) {
		const struct sw_named_at *device = &workload->devices.v[i];
		bool writes = may_write(device->value);
		struct sw_path_fact fact;
		if (!device->known && sw_str_find_byte(device->name, '$') != SW_NPOS) {
			sw_unknown(sink, SW_MISSING_VARIABLE, device->at, "which device %.*s names is not known", SW_ARG(device->name));
			continue;
		}
		struct sw_str path = sw_path_clean(view->arena, device->name);
		if (sw_path_tier(path, !writes, &fact) >= SW_PATH_HIGH)
			sw_fail_as(sink, fact.severity, device->at, "%.*s %.*s%s", SW_ARG(path),
				   SW_ARG(sw_path_words(view->arena, &fact)), writes ? "" : ", read-only");
	}
	if (sw_tell_open(view, sink, "devices"))
		return;
	if (workload->devices.n)
		sw_pass(sink, workload->devices.v[0].at, "no device that reaches the kernel, the memory or a disk");
	else
		sw_not_applicable(sink, "no device of the host is handed in");
}

CHECK(host_device_exposed) {
	.id = "host-device-exposed", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_ELEVATION, .cwe = {668},
	.refs = {"cis-docker-1.6:5.18", "compose-lint:CL-0016"},
	.title = "A device of the host is handed to the container",
	.why = "Through a disk, the memory or a kernel interface a process reads and changes the host below every file permission.",
	.fix = "Remove the entry under `devices:`, or hand in a narrower device with few rights, such as `/dev/ttyUSB0:/dev/ttyUSB0:rw`.",
	.decide = decide,
	.examples = {
		{"disk", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    devices:\n      - /dev/sda:/dev/sda\n      - /dev/mem\n", "compose.yaml:5 compose.yaml:6"},
		{"long", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    devices:\n      - source: /dev/kmsg\n        target: /dev/kmsg\n        permissions: r\n", "compose.yaml:5"},
		{"peripheral", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    devices: [\"/dev/ttyUSB0:/dev/ttyUSB0\", \"/dev/null:/dev/null\"]\n", ""},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
	},
};
