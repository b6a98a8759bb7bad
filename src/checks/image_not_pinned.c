#include "checks/about_images.h"
#include "knowledge/image_name.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));) {
		struct sw_str name = sw_image_ref_name(view->arena, &use->ref), origin = sw_image_origin(view, use);
		switch (sw_image_pinned(&use->ref)) {
		case SW_NO:
			sw_fail(sink, use->at, "%.*s%.*s is not pinned by a digest", SW_ARG(name), SW_ARG(origin));
			break;
		case SW_YES:
			sw_pass(sink, use->at, "every image is pinned by its digest");
			break;
		case SW_UNKNOWN:
			sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "a variable without a default may bring a digest");
			break;
		}
	}
	sw_not_applicable(sink, "no image is pulled");
}

CHECK(image_not_pinned) {
	.id = "image-not-pinned", .on = SW_ON_START, .severity = SW_INFO, .stride = SW_TAMPERING | SW_SPOOFING, .cwe = {494},
	.refs = {"cis-docker-1.6:4.2", "semgrep:dockerfile-source-not-pinned", "compose-lint:CL-0019"},
	.title = "An image is not pinned by its digest",
	.why = "A tag can be moved to another image. A digest names the bytes themselves, so that neither the publisher's account nor "
	       "the registry can put something else in their place.",
	.fix = "Add the digest and let an updater move it: `FROM debian:12@sha256:…`.",
	.practice = true,
	.decide = decide,
	.examples = {
		{"from", "FROM debian:12 AS a\nFROM a\n", "Dockerfile:1"},
		{"syntax", "# syntax=docker/dockerfile:1\nFROM debian@sha256:0123456789012345678901234567890123456789012345678901234567890123\n", "Dockerfile:1"},
		{"pinned", "FROM debian:12@sha256:0123456789012345678901234567890123456789012345678901234567890123\n", ""},
		{"scratch", "FROM scratch\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: redis:7\n", "compose.yaml:3"},
		{"service-pinned", "=== compose.yaml\nservices:\n  a:\n    image: redis@sha256:0123456789012345678901234567890123456789012345678901234567890123\n", ""},
	},
};
