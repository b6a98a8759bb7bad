#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		const struct sw_flag *flag = step->kind == SW_STEP_FROM ? sw_step_flag(step, "platform") : NULL;
		if (!flag)
			continue;
		struct sw_str written = sw_span_text(&view->system->sources, flag->at);
		if (sw_str_ends(written, SW_S("=$TARGETPLATFORM")) || sw_str_ends(written, SW_S("=${TARGETPLATFORM}")))
			sw_fail(sink, flag->at, "the platform that is asked for is what FROM takes anyway");
		else
			sw_pass(sink, flag->at, "it names another platform than the default");
	}
	sw_not_applicable(sink, "no FROM names a platform");
}

CHECK(redundant_platform) {
	.id = "redundant-platform", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"hadolint:DL3065", "buildkit:RedundantTargetPlatform", "droast:DF083", "tally:DL3065"},
	.title = "FROM names the platform that it would take anyway",
	.why = "The flag changes nothing, and whoever reads it looks for a reason.",
	.fix = "Leave `--platform=$TARGETPLATFORM` out.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"redundant", "FROM --platform=$TARGETPLATFORM debian:12 AS a\nFROM --platform=${TARGETPLATFORM} debian:12\n",
		 "Dockerfile:1 Dockerfile:2"},
		{"other", "FROM --platform=$BUILDPLATFORM golang:1 AS a\nFROM debian:12\n", ""},
	},
};
