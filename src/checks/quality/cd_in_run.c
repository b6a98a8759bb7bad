#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	const struct sw_step *told = NULL;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (at->step != told && sw_str_is(at->call.program, "cd")) {
			sw_fail(sink, at->cmd->words[at->call.word].span, "the folder is changed for the rest of this step only");
			told = at->step;
		}
	sw_tell_unread(view, all, sink);
	sw_pass(sink, view->row->at, "no step changes the folder by itself");
}

CHECK(cd_in_run) {
	.id = "cd-in-run", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {710},
	.refs = {"hadolint:DL3003", "trivy:DS-0013", "kics:f4a6bcd3", "semgrep:use-workdir", "tally:DL3003"},
	.title = "A step changes the folder with cd",
	.why = "The next step starts in the old folder again. Where things happen is harder to follow than with one WORKDIR.",
	.fix = "Say `WORKDIR /src` above the step.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"cd", "FROM debian:12\nRUN a && \\\n  cd /src && make && cd /\nRUN (cd b; c)\n", "Dockerfile:3 Dockerfile:4"},
		{"workdir", "FROM debian:12\nWORKDIR /src\nRUN make -C b\nCMD cd /x && y\n", ""},
	},
};
