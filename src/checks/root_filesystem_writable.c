#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *read_only = &view->fields[SW_FIELD_READ_ONLY];
	if (sw_workload_windows(view))
		sw_not_applicable(sink, "Windows containers have no read-only mode");
	else if (read_only->known && sw_value_tri(read_only) == SW_NO)
		sw_fail_value(sink, read_only, "the root file system can be written");
	else if (!sw_tell_hidden(read_only, sink, "whether the root file system can be written"))
		sw_pass(sink, sw_value_link(read_only)->at, "the root file system is read-only");
}

CHECK(root_filesystem_writable) {
	.id = "root-filesystem-writable", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {732}, .practice = true,
	.refs = {"cis-docker-1.6:5.13", "semgrep:writable-filesystem-service", "compose-lint:CL-0007"},
	.title = "The container's root file system can be written",
	.why = "An intruder replaces programs and configuration or drops tools, and they stay until the container is made anew.",
	.fix = "Add `read_only: true`, and `tmpfs: [/tmp]` or a volume for what the service must write.",
	.decide = decide,
	.examples = {
		{"not-said", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", "compose.yaml:2"},
		{"false", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    read_only: false\n", "compose.yaml:4"},
		{"true", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    read_only: true\n    tmpfs: /tmp\n", ""},
	},
};
