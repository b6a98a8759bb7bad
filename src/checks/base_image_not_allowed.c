#include "checks/about_images.h"
#include "knowledge/allowlist.h"
#include "knowledge/image_name.h"

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_image_use *use) {
	struct sw_arena *arena = view->arena;
	struct sw_allow_decision decision = sw_images_decide(arena, view->system->config, &use->ref, view->date);
	struct sw_str name = sw_image_ref_name(arena, &use->ref), origin = sw_image_origin(view, use), place = sw_place_words(view, decision.at);
	switch (decision.verdict) {
	case SW_ALLOW_NO_LIST:
		sw_not_applicable(sink, "nobody wrote a list of allowed images");
		break;
	case SW_ALLOWED:
		sw_pass(sink, decision.at, "%.*s: %.*s%.*s", SW_ARG(name), SW_ARG(decision.reason), SW_ARG(place));
		break;
	case SW_DENIED:
		sw_fail(sink, use->at, "%.*s%.*s is not allowed: %.*s%.*s", SW_ARG(name), SW_ARG(origin), SW_ARG(decision.reason), SW_ARG(place));
		break;
	case SW_WARNED:
		sw_fail_as(sink, SW_LOW, use->at, "%.*s%.*s is on no list: %.*s%.*s", SW_ARG(name), SW_ARG(origin), SW_ARG(decision.reason), SW_ARG(place));
		break;
	case SW_ALLOW_UNDECIDED:
		sw_unknown(sink, decision.needs_signature ? SW_MISSING_REGISTRY : SW_MISSING_VARIABLE, use->at, "whether %.*s is allowed cannot be decided: %.*s%.*s",
			   SW_ARG(name), SW_ARG(decision.reason), SW_ARG(place));
		break;
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));)
		judge(view, sink, use);
	sw_not_applicable(sink, "no image is pulled");
}

#define LIST "=== .strideward.yaml\nversion: 1\nimages:\n  official: allow\n  default: deny\n  rules:\n    - image: ghcr.io/acme/**\n"

CHECK(base_image_not_allowed) {
	.id = "base-image-not-allowed", .on = SW_ON_START, .severity = SW_HIGH, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {829},
	.refs = {"cis-docker-1.6:4.2", "hadolint:DL3026", "tally:DL3026"},
	.title = "An image is used that the list of allowed images does not name",
	.why = "Whoever publishes an image decides which code runs in every container made from it. An image that nobody approved "
	       "brings a publisher that nobody approved.",
	.fix = "Use an image of the list, or have the publisher approved and add a rule to "
	       ".strideward.yaml: `images: {rules: [{image: \"ghcr.io/acme/**\"}]}`.",
	.decide = decide,
	.examples = {
		{"from", "=== Dockerfile\nFROM quay.io/other/app:1\n" LIST, "Dockerfile:1"},
		{"copy-from", "=== Dockerfile\nFROM debian:12\nCOPY --from=quay.io/other/tool:1 /t /t\n" LIST, "Dockerfile:2"},
		{"prefix-is-no-match", "=== Dockerfile\nFROM ghcr.io/acme-evil/app:1\n" LIST, "Dockerfile:1"},
		{"allowed", "=== Dockerfile\nFROM ghcr.io/acme/team/app:1 AS a\nFROM debian:12\nCOPY --from=a /x /x\n" LIST, ""},
		{"no-list", "FROM quay.io/other/app:1\n", ""},
		{"context", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: .\n      additional_contexts:\n"
			    "        base: docker-image://quay.io/other/base:1\n        own: docker-image://ghcr.io/acme/base:1\n" LIST, "compose.yaml:6"},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: quay.io/other/app:1\n  b:\n    image: redis:7\n" LIST, "compose.yaml:3"},
	},
};
