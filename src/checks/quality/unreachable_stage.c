#include "checks/quality/about_layers.h"

static bool is_target(const struct sw_view *view, const struct sw_stage *stage) {
	struct sw_stages built = sw_stages_built(view);
	return sw_stages_have(&built, stage->index);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i + 1 < view->build->stages.n; i++) {
		const struct sw_stage *stage = &view->build->stages.v[i];
		if (is_target(view, stage))
			sw_pass(sink, stage->from, "what is built needs it");
		else if (stage->name.n)
			sw_fail(sink, stage->from, "nothing that is built needs %.*s, unless it is asked for by its name", SW_ARG(stage->name));
		else
			sw_fail(sink, stage->from, "nothing that is built needs this stage, and it has no name to ask for it");
	}
	sw_not_applicable(sink, "there is one stage");
}

CHECK(unreachable_stage) {
	.id = "unreachable-stage", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"tally:no-unreachable-stages"},
	.title = "A stage is never built",
	.why = "The builder passes it over, so what it tests or checks never runs.",
	.fix = "Delete it, or let a stage that is built take from it. For a target of its own, say in a comment who builds it.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"unused", "FROM debian:12 AS a\nFROM debian:12 AS b\nFROM scratch\nCOPY --from=b /b /b\n", "Dockerfile:1"},
		{"chain", "FROM debian:12 AS a\nFROM a AS b\nFROM scratch\nCOPY --from=b /b /b\n", ""},
		{"mount", "FROM debian:12 AS a\nFROM debian:12\nRUN --mount=from=a,target=/a true\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    build: {context: ., target: dev}\n=== Dockerfile\nFROM debian:12 AS dev\nFROM debian:12\n", ""},
	},
};
