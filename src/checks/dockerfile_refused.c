#include "checks/declare.h"

/* What the builder's code says behind its part: static text, as variants are. */
static const char *variant_of(const struct sw_refusal *refusal) {
	return refusal->code + strlen("dockerfile-build-");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_build *build = view->build;
	if (!build->refusals.n) {
		sw_pass(sink, view->row->at, "the builder takes the file");
		return;
	}
	/* The builder stops at the first; the others are said with it. */
	const struct sw_refusal *first = &build->refusals.v[0];
	size_t others = build->refusals.n - 1;
	if (others)
		sw_fail_variant(sink, variant_of(first), first->at, "%.*s; %zu more %s would stop it as well", SW_ARG(first->why), others,
				others == 1 ? "place" : "places");
	else
		sw_fail_variant(sink, variant_of(first), first->at, "%.*s", SW_ARG(first->why));
}

CHECK(dockerfile_refused) {
	.id = "dockerfile-refused", .on = SW_ON_BUILD, .severity = SW_MEDIUM,
	.refs = {"hadolint:DL3061@no-stage", "dockerfilelint:from_first@no-stage", "dockerfilelint:invalid_command@unknown-instruction",
		 "dockerfilelint:invalid_line", "dockerfilelint:required_params@arguments", "dockerfilelint:missing_args@arguments",
		 "dockerfilelint:extra_args@arguments", "tally:unknown-instruction@unknown-instruction"},
	.title = "The builder refuses the file",
	.why = "No image comes out of it, so whatever runs under its name was built from something else. What the rest of the file says "
	       "was judged all the same.",
	.fix = "Correct the line that the builder stops at: its reason is in the message.",
	.decide = decide,
	.examples = {
		{"order", "RUN a\nFROM debian:12\n", "Dockerfile:1"},
		{"unknown", "FROM debian:12\nINSTALL nginx\n", "Dockerfile:2"},
		{"arguments", "FROM debian:12\nCOPY a\nWORKDIR\n", "Dockerfile:2"},
		{"flag", "FROM debian:12\nCOPY --form=a a b\n", "Dockerfile:2"},
		{"taken", "ARG V=12\nFROM debian:$V\nRUN a\n", ""},
	},
};
