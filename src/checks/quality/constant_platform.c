#include "checks/quality/about_layers.h"

/* A stage that is called after what it is built for is one of several on purpose. */
static bool named_after(const struct sw_stage *stage, struct sw_str platform) {
	struct sw_str part;
	while (sw_str_split(&platform, '/', &part))
		if (part.n > 1 && sw_str_contains_nocase(stage->name, part))
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		const struct sw_flag *flag = step->kind == SW_STEP_FROM ? sw_step_flag(step, "platform") : NULL;
		if (!flag)
			continue;
		if (sw_str_find_byte(sw_span_text(&view->system->sources, flag->at), '$') != SW_NPOS)
			sw_pass(sink, flag->at, "the platform comes from a variable");
		else if (named_after(&view->build->stages.v[step->stage], flag->value))
			sw_pass(sink, flag->at, "the stage is named after its platform");
		else
			sw_fail(sink, flag->at, "the stage is built for %.*s whatever platform is asked for", SW_ARG(flag->value));
	}
	sw_not_applicable(sink, "no FROM names a platform");
}

CHECK(constant_platform) {
	.id = "constant-platform", .on = SW_ON_BUILD, .severity = SW_LOW,
	.refs = {"hadolint:DL3029", "buildkit:FromPlatformFlagConstDisallowed", "kics:b16e8501", "semgrep:avoid-platform-with-from",
		 "tally:DL3029"},
	.title = "A stage is tied to one platform",
	.why = "The image cannot be built for another platform, and a build that asks for one silently gets files that do not run there.",
	.fix = "Leave --platform out, or use `--platform=$BUILDPLATFORM` for stages that only compile. Set the platform where the build is "
	       "started: `docker build --platform=linux/arm64`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"constant", "FROM --platform=linux/amd64 debian:12\n", "Dockerfile:1"},
		{"variable", "ARG P=linux/amd64\nFROM --platform=$BUILDPLATFORM debian:12 AS a\nFROM --platform=${P} debian:12\n", ""},
		{"named", "FROM --platform=linux/amd64 debian:12 AS build-amd64\nFROM --platform=linux/arm64 debian:12 AS build-arm64\n", ""},
		{"none", "FROM debian:12\n", ""},
	},
};
