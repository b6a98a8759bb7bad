#include "checks/declare.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_span version = view->deployment->version;
	if (version.source)
		sw_fail(sink, version, "version: is read by nothing");
	else
		sw_pass(sink, view->row->at, "there is no version:");
}

CHECK(compose_version_key) {
	.id = "compose-version-key", .on = SW_ON_DEPLOYMENT, .severity = SW_INFO,
	.refs = {"dclint:no-version-field"},
	.title = "The compose file has a version that nothing reads",
	.why = "Compose warns about the key at every call, and readers look for what it changes: nothing.",
	.fix = "Delete `version:`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"version", "=== compose.yaml\nversion: \"3.8\"\nservices:\n  a:\n    image: x:1\n", "compose.yaml:1"},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
	},
};
