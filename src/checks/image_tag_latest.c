#include "checks/about_images.h"
#include "knowledge/image_name.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));) {
		const struct sw_image_ref *ref = &use->ref;
		struct sw_str name = sw_image_ref_name(view->arena, ref), origin = sw_image_origin(view, use);
		if (sw_image_pinned(ref) == SW_YES)
			sw_pass(sink, use->at, "%.*s is pinned by its digest", SW_ARG(name));
		else if (sw_str_is(ref->tag, "latest"))
			sw_fail(sink, use->at, "%.*s%.*s changes whenever its publisher likes", SW_ARG(name), SW_ARG(origin));
		else if (ref->tag.n)
			sw_pass(sink, use->at, "%.*s names a version", SW_ARG(name));
		else if (!ref->known)
			sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "a variable without a default brings the tag");
	}
	sw_not_applicable(sink, "no image is pulled by a tag");
}

CHECK(image_tag_latest) {
	.id = "image-tag-latest", .on = SW_ON_START, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {1357},
	.refs = {"cis-docker-1.6:4.2", "hadolint:DL3007", "dockerfilelint:latest_tag", "trivy:DS-0001", "checkov:CKV_DOCKER_7",
		 "kics:f45ea400", "semgrep:avoid-latest-version", "dockle:DKL-DI-0006", "tally:DL3007"},
	.title = "An image is used by the tag latest",
	.why = "latest says nothing about what is inside: it moves with every release, so builds differ from day to day and a bad "
	       "release arrives everywhere at once.",
	.fix = "Name a version, best with its digest: `FROM debian:12.11-slim@sha256:…`.",
	.decide = decide,
	.examples = {
		{"from", "FROM debian:latest\n", "Dockerfile:1"},
		{"argument-default", "ARG TAG=latest\nFROM debian:${TAG}\n", "Dockerfile:2"},
		{"platform-and-alias", "FROM --platform=$BUILDPLATFORM node:latest AS build\nFROM build\n", "Dockerfile:1"},
		{"digest", "FROM debian:latest@sha256:0123456789012345678901234567890123456789012345678901234567890123\n", ""},
		{"version", "FROM debian:12\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: redis:latest\n  b:\n    image: redis:7\n", "compose.yaml:3"},
	},
};
