#include "checks/about_images.h"
#include "knowledge/allowlist.h"
#include "knowledge/image_name.h"

/* Whether a rule says how a signature must have been made; one that does not cannot be satisfied by any. */
static bool says_by_whom(const struct sw_allow_signature *signature) {
	return signature->key.text.n || signature->identity.text.n || signature->issuer.text.n || signature->subject.text.n;
}

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_image_use *use) {
	struct sw_allow_decision decision = sw_images_decide(view->arena, view->system->config, &use->ref, view->date);
	struct sw_str name = sw_image_ref_name(view->arena, &use->ref), place = sw_place_words(view, decision.at);
	const struct sw_allow_rule *rule = decision.rule;
	if (!use->ref.known)
		sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "the image's name is not known");
	else if (!decision.needs_signature && rule && rule->digests.n && decision.verdict == SW_ALLOWED)
		sw_pass(sink, decision.at, "%.*s is allowed by its digest%.*s", SW_ARG(name), SW_ARG(place));
	else if (!decision.needs_signature)
		sw_not_applicable(sink, "no rule demands a signature of what is used here");
	else if (!says_by_whom(&rule->signature))
		sw_fail(sink, use->at, "%.*s must be signed, and rule %.*s names no key and no identity that could verify it%.*s", SW_ARG(name),
			SW_ARG(rule->written), SW_ARG(place));
	else
		sw_unknown(sink, SW_MISSING_REGISTRY, use->at, "%.*s must be signed by rule %.*s%.*s; nobody has verified a signature",
			   SW_ARG(name), SW_ARG(rule->written), SW_ARG(place));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_images images = {.view = view};
	if (!view->system->config->images.present && !view->system->config->policy.present) {
		sw_not_applicable(sink, "nobody wrote a list of allowed images");
		return;
	}
	for (const struct sw_image_use *use; (use = sw_next_image(&images));)
		judge(view, sink, use);
	sw_not_applicable(sink, "no image is pulled");
}

#define LIST(rule) "=== .strideward.yaml\nversion: 1\nimages:\n  rules:\n    - " rule "\n"
#define DIGEST "sha256:0123456789012345678901234567890123456789012345678901234567890123"

CHECK(base_image_unsigned) {
	.id = "base-image-unsigned", .on = SW_ON_START, .severity = SW_MEDIUM, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {347},
	.refs = {"cis-docker-1.6:4.5", "dockle:CIS-DI-0005"},
	.title = "An image must be signed and no signature can be verified",
	.why = "A signature that nobody verifies, or that anybody may have made, tells nothing about who published the image. Whoever can write "
	       "to the registry decides what runs.",
	.fix = "Say in the rule who signs (`signature: {type: cosign, key: keys/base.pub}`) and verify with `cosign verify` before use, or list "
	       "the digests that were verified under `digests:`.",
	.decide = decide,
	.examples = {
		{"by-whom", "=== Dockerfile\nFROM ghcr.io/acme/base:1\n" LIST("{image: ghcr.io/acme/base, require: [signature]}"), "Dockerfile:1"},
		{"not-verified", "=== Dockerfile\nFROM ghcr.io/acme/base:1\n"
				 LIST("{image: ghcr.io/acme/base, signature: {type: cosign, key: keys/base.pub}}"), ""},
		{"by-digest", "=== Dockerfile\nFROM ghcr.io/acme/base:1@" DIGEST "\n" LIST("{image: ghcr.io/acme/base, digests: ['" DIGEST "']}"), ""},
		{"not-demanded", "FROM debian:13\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: ghcr.io/acme/base:1\n" LIST("{image: ghcr.io/**, require: [signature]}"),
		 "compose.yaml:3"},
		{"service-not-demanded", "=== compose.yaml\nservices:\n  a:\n    image: ghcr.io/acme/base:1\n" LIST("{image: ghcr.io/**}"), ""},
	},
};
