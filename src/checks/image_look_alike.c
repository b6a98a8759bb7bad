#include "checks/about_images.h"
#include "knowledge/allowlist.h"
#include "knowledge/image_name.h"
#include "knowledge/lookalike.h"

/* A rule for all of a registry was not written with this image in mind. */
static bool allowed_by_name(const struct sw_view *view, const struct sw_image_ref *ref) {
	struct sw_allow_decision decision = sw_images_decide(view->arena, view->system->config, ref, view->date);
	return decision.verdict == SW_ALLOWED && decision.rule && sw_str_find_byte(decision.rule->pattern, '*') == SW_NPOS;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_arena *arena = view->arena;
	struct sw_images images = {.view = view};
	for (const struct sw_image_use *use; (use = sw_next_image(&images));) {
		struct sw_lookalike like = sw_image_lookalike(&use->ref);
		struct sw_str name = sw_image_ref_name(arena, &use->ref);
		if (!use->ref.known || !use->ref.valid)
			sw_unknown(sink, SW_MISSING_VARIABLE, use->at, "the image's name is not known");
		else if (like.kind == SW_LOOKALIKE_NONE)
			sw_pass(sink, use->at, "%.*s resembles no other name", SW_ARG(name));
		else if (allowed_by_name(view, &use->ref))
			sw_pass(sink, use->at, "%.*s is allowed by name", SW_ARG(name));
		else
			sw_fail(sink, use->at, "%.*s %.*s", SW_ARG(name), SW_ARG(sw_lookalike_words(arena, like)));
	}
	sw_not_applicable(sink, "no image is pulled");
}

CHECK(image_look_alike) {
	.id = "image-look-alike", .on = SW_ON_START, .severity = SW_HIGH, .stride = SW_SPOOFING, .cwe = {829},
	.refs = {"cis-docker-1.6:4.2"},
	.title = "An image's name looks like a well-known one",
	.why = "Squatters publish images under names that are one slip away from popular ones and wait for typing errors. What they "
	       "publish runs in the place of what was meant.",
	.fix = "Write the name that was meant (`FROM redis:7`, not `FROM rediss:7`). If the image is right, allow it by name under "
	       "`images:` in .strideward.yaml.",
	.decide = decide,
	.examples = {
		{"typo", "FROM ngimx:1.27\n", "Dockerfile:1"},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: postgre:16\n", "compose.yaml:3"},
		{"own-name", "FROM nginx:1.27\nCOPY --from=redis:7 /usr/local/bin/redis-cli /usr/local/bin/\n", ""},
	},
};
