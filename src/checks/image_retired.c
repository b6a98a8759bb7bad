#include "checks/about_images.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_image_use *use) {
	struct sw_str name = sw_image_ref_name(view->arena, &use->ref), origin = sw_image_origin(view, use), age = sw_official_age(view);
	const char *instead = sw_image_instead(&use->ref);
	switch (sw_image_official(&use->ref)) {
	case SW_OFFICIAL_GONE:
		sw_fail(sink, use->at, "%.*s%.*s is no longer built by its publisher%s%s%.*s", SW_ARG(name), SW_ARG(origin),
			instead ? "; use instead: " : "", instead ? instead : "", SW_ARG(age));
		break;
	case SW_OFFICIAL_MARKED:
		sw_fail_as(sink, SW_LOW, use->at, "%.*s%.*s is deprecated by its publisher%s%s%.*s", SW_ARG(name), SW_ARG(origin),
			   instead ? "; use instead: " : "", instead ? instead : "", SW_ARG(age));
		break;
	case SW_OFFICIAL_YES:
		sw_pass(sink, use->at, "%.*s is kept up by Docker%.*s", SW_ARG(name), SW_ARG(age));
		break;
	case SW_OFFICIAL_NO:
		sw_not_applicable(sink, "only for Docker's own images it is known whether they are kept up");
		break;
	case SW_OFFICIAL_UNKNOWN:
		sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "the image's name is not known");
		break;
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));)
		judge(view, sink, use);
	sw_not_applicable(sink, "no image is pulled");
}

CHECK(image_retired) {
	.id = "image-retired", .on = SW_ON_START, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.2", "cis-docker-1.6:4.4"},
	.title = "An image is used that its publisher has retired",
	.why = "A retired image can still be pulled and gets no fixes: flaws that are found in it stay open for ever. Nobody watches over its "
	       "name any more.",
	.fix = "Move to the image that took its place: `FROM eclipse-temurin:21` in the place of `FROM openjdk:21`.",
	.decide = decide,
	.examples = {
		{"gone", "FROM centos:7\n", "Dockerfile:1"},
		{"marked", "FROM golang:1.25 AS a\nFROM openjdk:21\n", "Dockerfile:2"},
		{"copied", "FROM debian:13\nCOPY --from=vault:1.13.3 /bin/vault /bin/\n", "Dockerfile:2"},
		{"kept", "FROM debian:13\n", ""},
		{"mirror", "FROM quay.io/centos/centos:stream9\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: jenkins\n  b:\n    image: jenkins/jenkins:lts\n", "compose.yaml:3"},
		{"service-kept", "=== compose.yaml\nservices:\n  a:\n    image: redis:8\n", ""},
	},
};
