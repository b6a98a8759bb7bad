#include "checks/about_steps.h"

static const char *name_of(enum sw_step_kind kind) {
	return kind == SW_STEP_FROM ? "FROM" : kind == SW_STEP_MAINTAINER ? "MAINTAINER" : "ONBUILD";
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_built(view), 0};
	const struct sw_step *trigger = NULL; /* the ONBUILD whose instruction comes next */
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		bool forbidden = step->kind == SW_STEP_FROM || step->kind == SW_STEP_MAINTAINER || step->kind == SW_STEP_ONBUILD;
		if (step->kind == SW_STEP_ONBUILD && !step->on_build) {
			trigger = step;
			continue;
		}
		if (!trigger || !step->on_build)
			continue;
		if (forbidden)
			sw_fail_variant(sink, "forbidden", step->keyword, "ONBUILD may not hold %s: the build refuses it", name_of(step->kind));
		else
			sw_fail_variant(sink, "hidden", trigger->keyword, "every build on top of this image runs an instruction that its Dockerfile does not show");
		trigger = NULL;
	}
	sw_not_applicable(sink, "there is no ONBUILD");
}

CHECK(build_trigger) {
	.id = "build-trigger", .on = SW_ON_BUILD, .severity = SW_INFO, .stride = SW_TAMPERING, .cwe = {829},
	.refs = {"hadolint:DL3043@forbidden", "tally:invalid-onbuild-trigger@forbidden"},
	.title = "The image carries instructions for the builds of others",
	.why = "Whoever names this image after FROM has code run and files taken from their context that no review of their Dockerfile "
	       "shows.",
	.fix = "Write the instructions where they take effect, in the Dockerfile that is built on top, or hand over a script to call.",
	.decide = decide,
	.examples = {
		{"trigger", "FROM debian:12\nONBUILD COPY . /app\nONBUILD RUN make \\\n  -C /app\n", "Dockerfile:2 Dockerfile:3"},
		{"forbidden", "FROM debian:12\nONBUILD FROM debian:13\nONBUILD MAINTAINER me\nONBUILD ONBUILD RUN a\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"none", "FROM debian:12\nCOPY . /app\n", ""},
		{"build-stage", "FROM debian:12 AS a\nONBUILD RUN a\nFROM scratch\nCMD [\"/a\"]\n", ""},
	},
};
