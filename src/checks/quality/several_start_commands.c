#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	bool command = false, entrypoint = false; /* one stands above in the stage */
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		bool *seen = step->kind == SW_STEP_CMD ? &command : &entrypoint;
		if (step->kind == SW_STEP_FROM)
			command = entrypoint = false;
		if ((step->kind != SW_STEP_CMD && step->kind != SW_STEP_ENTRYPOINT) || step->on_build)
			continue;
		if (*seen)
			sw_fail_variant(sink, step->kind == SW_STEP_CMD ? "cmd" : "entrypoint", step->keyword,
					"it replaces the %s that stands above it in the stage",
					step->kind == SW_STEP_CMD ? "CMD" : "ENTRYPOINT");
		else
			sw_pass(sink, step->keyword, "the only one of its stage");
		*seen = true;
	}
	sw_not_applicable(sink, "nothing says what starts");
}

CHECK(several_start_commands) {
	.id = "several-start-commands", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {1041},
	.refs = {"hadolint:DL4003@cmd", "hadolint:DL4004@entrypoint", "buildkit:MultipleInstructionsDisallowed", "trivy:DS-0016@cmd",
		 "trivy:DS-0007@entrypoint", "kics:41c195f4@cmd", "kics:6938958b@entrypoint",
		 "semgrep:multiple-entrypoint-instructions@entrypoint", "tally:DL4003@cmd", "tally:DL4004@entrypoint"},
	.title = "A stage says twice what starts",
	.why = "Only the last CMD and the last ENTRYPOINT of a stage count; what stands above them never runs.",
	.fix = "Keep one CMD and one ENTRYPOINT a stage. What has to run first belongs into RUN or into the entrypoint's script.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"two", "FROM debian:12\nCMD a\nENTRYPOINT [\"b\"]\nCMD c\nENTRYPOINT [\"d\"]\n", "Dockerfile:4 Dockerfile:5"},
		{"stages", "FROM debian:12\nCMD a\nFROM debian:12\nCMD b\nENTRYPOINT [\"c\"]\n", ""},
	},
};
