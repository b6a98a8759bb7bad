#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	const struct sw_step *first = NULL;
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		if (step->kind == SW_STEP_FROM)
			first = NULL;
		if (step->kind != SW_STEP_HEALTHCHECK || step->on_build)
			continue;
		if (first)
			sw_fail(sink, step->keyword, "it replaces the health check that stands above it in the stage");
		else
			sw_pass(sink, step->keyword, "the only one of its stage");
		first = step;
	}
	sw_not_applicable(sink, "no health check is defined");
}

CHECK(several_health_checks) {
	.id = "several-health-checks", .on = SW_ON_BUILD, .severity = SW_LOW,
	.refs = {"hadolint:DL3012", "buildkit:MultipleInstructionsDisallowed", "trivy:DS-0023", "tally:DL3012"},
	.title = "A stage defines several health checks",
	.why = "Only the last one counts; the others are dead text that somebody may rely on.",
	.fix = "Keep one HEALTHCHECK a stage, and let it ask for all that matters.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"two", "FROM debian:12\nHEALTHCHECK CMD a\nUSER 1\nHEALTHCHECK NONE\n", "Dockerfile:4"},
		{"stages", "FROM debian:12\nHEALTHCHECK CMD a\nFROM debian:12\nHEALTHCHECK CMD b\n", ""},
	},
};
