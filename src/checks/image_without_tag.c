#include "checks/about_images.h"
#include "knowledge/image_name.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));) {
		if (use->kind == SW_USE_SYNTAX)
			continue;
		struct sw_str name = sw_image_ref_name(view->arena, &use->ref), origin = sw_image_origin(view, use);
		switch (sw_image_tagged(&use->ref)) {
		case SW_NO:
			sw_fail(sink, use->at, "%.*s%.*s has no tag, so it is whatever latest is at the moment", SW_ARG(name), SW_ARG(origin));
			break;
		case SW_YES:
			sw_pass(sink, use->at, "%.*s names a version", SW_ARG(name));
			break;
		case SW_UNKNOWN:
			sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "a variable without a default may bring the tag");
			break;
		}
	}
	sw_not_applicable(sink, "no image is pulled");
}

CHECK(image_without_tag) {
	.id = "image-without-tag", .on = SW_ON_START, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {1357},
	.refs = {"cis-docker-1.6:4.2", "hadolint:DL3006", "dockerfilelint:missing_tag", "trivy:DS-0001", "checkov:CKV_DOCKER_7",
		 "kics:9efb0b2d", "semgrep:missing-image-version", "tally:DL3006"},
	.title = "An image is used without a tag",
	.why = "Without a tag the engine takes latest, which changes whenever its publisher likes. What was reviewed is not what is "
	       "built next week, and an attacker who takes over the publisher needs no old version to be trusted.",
	.fix = "Name a version, best with its digest: `FROM debian:12.11-slim@sha256:…`.",
	.decide = decide,
	.examples = {
		{"from", "FROM debian\n", "Dockerfile:1"},
		{"argument-default", "ARG BASE=registry.example/team/alpine\nFROM $BASE AS build\nFROM ${BASE}\n", "Dockerfile:2 Dockerfile:3"},
		{"copy-from", "FROM debian:12\nCOPY --from=composer /usr/bin/composer /usr/bin/\n", "Dockerfile:2"},
		{"port-is-no-tag", "FROM localhost:5000/base\n", "Dockerfile:1"},
		{"stages-and-scratch", "FROM --platform=linux/amd64 golang:1.24 AS build\nFROM build AS test\nFROM scratch\nCOPY --from=build /a /a\n", ""},
		{"variable-tag", "ARG V\nARG D=debian@sha256:0123456789012345678901234567890123456789012345678901234567890123\nFROM node:$V\nFROM $D\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: redis\n  b:\n    image: redis:7\n", "compose.yaml:3"},
		{"own-build", "=== compose.yaml\nservices:\n  a:\n    build: .\n    image: acme/app\n=== Dockerfile\nFROM debian:12\n", ""},
	},
};
