#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));)
		if (step->kind == SW_STEP_MAINTAINER)
			sw_fail(sink, step->at, "MAINTAINER is out of use");
	sw_pass(sink, view->row->at, "there is no MAINTAINER");
}

CHECK(maintainer_instruction) {
	.id = "maintainer-instruction", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {710},
	.refs = {"hadolint:DL4000", "dockerfilelint:deprecated_in_1.13", "buildkit:MaintainerDeprecated", "trivy:DS-0022",
		 "checkov:CKV_DOCKER_6", "kics:99614418", "semgrep:maintainer-is-deprecated", "tally:DL4000"},
	.title = "The author is named by MAINTAINER",
	.why = "The instruction is out of use: the builder warns, and tools that look for the author read labels.",
	.fix = "Write `LABEL org.opencontainers.image.authors=\"name@example.com\"`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"maintainer", "FROM debian:12\nMAINTAINER somebody\n", "Dockerfile:2"},
		{"label", "FROM debian:12\nLABEL org.opencontainers.image.authors=\"somebody\"\n", ""},
	},
};
