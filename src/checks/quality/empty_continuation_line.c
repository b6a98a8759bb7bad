#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->build->steps.n; i++) {
		const struct sw_step *step = &view->build->steps.v[i];
		if (step->gap.source && !step->on_build)
			sw_fail(sink, step->gap, "the instruction goes on behind this empty line");
	}
	sw_pass(sink, view->row->at, "no instruction goes on behind an empty line");
}

CHECK(empty_continuation_line) {
	.id = "empty-continuation-line", .on = SW_ON_BUILD, .severity = SW_LOW,
	.refs = {"buildkit:NoEmptyContinuation"},
	.title = "An empty line stands inside an instruction",
	.why = "It looks like the instruction's end and is not. The builder warns and will refuse it.",
	.fix = "Delete the line, or make it a comment.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"gap", "FROM debian:12\nRUN a && \\\n\n  b\nRUN c\n", "Dockerfile:3"},
		{"comment", "FROM debian:12\nRUN a && \\\n  # why\n  b\n\nRUN c\n", ""},
	},
};
