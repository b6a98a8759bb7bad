#include "checks/declare.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	if (!workload->build.present || !workload->has_image)
		sw_not_applicable(sink, "it is either built or pulled");
	else if (workload->pull_policy.at.source)
		sw_pass(sink, workload->pull_policy.at, "it says which of the two comes first");
	else
		sw_fail(sink, workload->image.at, "the service is built and names an image, and nothing says which one is used");
}

CHECK(build_and_image) {
	.id = "build-and-image", .on = SW_ON_WORKLOAD, .severity = SW_INFO,
	.refs = {"dclint:no-build-and-image"},
	.title = "A service is built and pulled",
	.why = "Where the image is on the machine or in the registry it is used, and what the Dockerfile says is not; elsewhere it is built.",
	.fix = "Say which: `pull_policy: build`, or leave `build:` or `image:` out.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"both", "=== compose.yaml\nservices:\n  a:\n    build: .\n    image: example.com/a:1\n", "compose.yaml:4"},
		{"policy", "=== compose.yaml\nservices:\n  a:\n    build: .\n    image: example.com/a:1\n    pull_policy: build\n", ""},
		{"one", "=== compose.yaml\nservices:\n  a:\n    build: .\n  b:\n    image: x:1\n", ""},
	},
};
