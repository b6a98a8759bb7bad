#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *set = &view->fields[SW_FIELD_NO_NEW_PRIVILEGES];
	const struct sw_link *link = sw_value_link(set);
	if (sw_workload_windows(view))
		sw_not_applicable(sink, "a Windows container has no setuid programs");
	else if (sw_value_tri(set) == SW_NO && set->known)
		sw_fail_value(sink, set, "no-new-privileges is switched off");
	else if (sw_value_tri(set) == SW_NO)
		sw_fail_value(sink, set, "no-new-privileges is not set, so setuid programs still work");
	else if (set->known)
		sw_pass(sink, link->at, "no-new-privileges is set");
	else
		sw_tell_hidden(set, sink, "whether new privileges are barred");
}

CHECK(new_privileges_allowed) {
	.id = "new-privileges-allowed", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {269}, .practice = true,
	.refs = {"cis-docker-1.6:5.26", "kics:27fcc7d6", "semgrep:no-new-privileges", "compose-lint:CL-0003"},
	.title = "Processes may gain privileges",
	.why = "An intruder who is an ordinary user in the container becomes root there through any setuid program of the image.",
	.fix = "Add `security_opt: [\"no-new-privileges:true\"]`.",
	.decide = decide,
	.examples = {
		{"not-set", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", "presumed compose.yaml:2"},
		{"other-option", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt:\n      - label:type:x_t\n", "presumed compose.yaml:2"},
		{"off", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt:\n      - no-new-privileges:false\n", "compose.yaml:5"},
		{"set", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt:\n      - no-new-privileges:true\n", ""},
		{"bare", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt: [no-new-privileges]\n", ""},
	},
};
