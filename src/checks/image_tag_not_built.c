#include "checks/about_images.h"
#include "knowledge/eol.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"

/* What another check says with more weight. */
static bool told_elsewhere(const struct sw_view *view, const struct sw_image_ref *ref) {
	enum sw_official official = sw_image_official(ref);
	struct sw_eol eol;
	return official == SW_OFFICIAL_GONE || official == SW_OFFICIAL_MARKED ||
	       (sw_image_eol(ref, &eol) && sw_str_cmp(sw_str_of(eol.date), view->date) < 0);
}

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_image_use *use) {
	struct sw_str name = sw_image_ref_name(view->arena, &use->ref), origin = sw_image_origin(view, use);
	struct sw_str age = sw_official_age(view), date = sw_official_date_used();
	if (told_elsewhere(view, &use->ref)) {
		sw_not_applicable(sink, "the image or its release is over as a whole");
		return;
	}
	switch (sw_image_tag_state(&use->ref)) {
	case SW_TAG_NOT_BUILT:
		if (sw_image_tag_newer(&use->ref))
			sw_unknown(sink, SW_MISSING_REGISTRY, use->at, "%.*s is newer than the list of tags%.*s", SW_ARG(name), SW_ARG(age));
		else
			sw_fail(sink, use->at, "%.*s%.*s is not among the tags that are still built (as of %.*s%.*s)", SW_ARG(name), SW_ARG(origin),
				SW_ARG(date.n ? date : SW_S("an unknown day")), SW_ARG(age));
		break;
	case SW_TAG_BUILT:
		sw_pass(sink, use->at, "%.*s is still built%.*s", SW_ARG(name), SW_ARG(age));
		break;
	case SW_TAG_UNKNOWN:
		if (use->ref.known)
			sw_not_applicable(sink, "only for tags of Docker's own images it is known whether they are still built");
		else
			sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "the image's tag is not known");
		break;
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));)
		judge(view, sink, use);
	sw_not_applicable(sink, "no image is pulled");
}

CHECK(image_tag_not_built) {
	.id = "image-tag-not-built", .on = SW_ON_START, .severity = SW_INFO, .stride = SW_TAMPERING, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.4"},
	.title = "An image's tag is no longer rebuilt",
	.why = "Docker's own images are rebuilt with fixes for the tags that are kept up. Any other tag stays as it was on its last day, or it "
	       "never was there and the build fails.",
	.fix = "Name a tag that is kept up, best with its digest, and let an updater move both: `FROM python:3.13-slim@sha256:…`.",
	.practice = true,
	.decide = decide,
	.examples = {
		{"old-release", "FROM python:3.13.1\n", "Dockerfile:1"},
		{"never-there", "FROM debian:bookwrm\n", "Dockerfile:1"},
		{"kept", "FROM debian:13\n", ""},
		{"newer-than-the-list", "FROM debian:99\n", ""},
		{"foreign", "FROM ghcr.io/acme/app:0.1\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: python:3.13.1\n", "compose.yaml:3"},
		{"service-kept", "=== compose.yaml\nservices:\n  a:\n    image: nginx:latest\n", ""},
	},
};
