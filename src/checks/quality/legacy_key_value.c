#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		if ((step->kind != SW_STEP_ENV && step->kind != SW_STEP_LABEL) || !step->pair_count)
			continue;
		if (step->pairs[0].old_form)
			sw_fail(sink, step->pairs[0].at, "%.*s is set without '='", SW_ARG(step->pairs[0].name));
		else
			sw_pass(sink, step->keyword, "written as NAME=VALUE");
	}
	sw_not_applicable(sink, "no variable and no label is set");
}

CHECK(legacy_key_value) {
	.id = "legacy-key-value", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"buildkit:LegacyKeyValueFormat", "dockerfilelint:deprecated_in_1.13"},
	.title = "ENV or LABEL is written in the old form",
	.why = "Without '=' all the rest of the line is one value, so a second variable on the line becomes part of the first. The builder "
	       "warns about the form and may drop it.",
	.fix = "Write `ENV NAME=value` and `LABEL name=value`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"old", "FROM debian:12\nENV A b c\nLABEL d e\n", "Dockerfile:2 Dockerfile:3"},
		{"new", "FROM debian:12\nENV A=b C=d\nLABEL \"a b\"=c\n", ""},
	},
};
