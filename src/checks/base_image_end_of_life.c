#include "checks/about_images.h"
#include "knowledge/eol.h"
#include "knowledge/image_name.h"

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_image_use *use) {
	struct sw_str name = sw_image_ref_name(view->arena, &use->ref), origin = sw_image_origin(view, use);
	struct sw_eol eol;
	bool known = sw_image_eol(&use->ref, &eol);
	if (known && sw_str_cmp(sw_str_of(eol.date), view->date) < 0)
		sw_fail(sink, use->at, "%.*s%.*s: %s %s has had no security fixes since %s", SW_ARG(name), SW_ARG(origin), eol.product,
			eol.cycle, eol.date);
	else if (known)
		sw_pass(sink, use->at, "%.*s: %s %s is supported until %s", SW_ARG(name), eol.product, eol.cycle, eol.date);
	else
		sw_unknown(sink, use->ref.known ? SW_MISSING_IMAGE : SW_MISSING_VARIABLE, use->at,
			   "the name %.*s does not tell which release is inside", SW_ARG(name));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));)
		if (use->kind != SW_USE_SYNTAX)
			judge(view, sink, use);
	sw_not_applicable(sink, "no image is pulled");
}

CHECK(base_image_end_of_life) {
	.id = "base-image-end-of-life", .on = SW_ON_START, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.4", "tally:ruby/eol-ruby-version"},
	.title = "An image is built on a release that gets no more fixes",
	.why = "Flaws that are found after the end of support stay open for ever, and attackers know them.",
	.fix = "Move to a release that is supported: `FROM debian:12` in the place of `FROM debian:10`.",
	.decide = decide,
	.examples = {
		{"system", "FROM debian:9\n", "Dockerfile:1"},
		{"inside-a-tag", "FROM python:3.6-stretch\n", "Dockerfile:1"},
		{"argument-default", "ARG V=12\nFROM node:$V-alpine\n", "Dockerfile:2"},
		{"gone", "FROM centos:7\n", "Dockerfile:1"},
		{"supported", "FROM debian:13\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: postgres:9.6\n", "compose.yaml:3"},
		{"service-supported", "=== compose.yaml\nservices:\n  a:\n    image: debian:13\n", ""},
	},
};
