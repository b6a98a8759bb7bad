#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	const struct sw_step *told = NULL;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (at->step != told && sw_listed(at->call.program, "free ifconfig kill mount ps reboot service shutdown ssh top vi vim")) {
			sw_fail(sink, at->cmd->words[at->call.word].span, "%.*s looks at or acts on a running machine, which a build is not",
				SW_ARG(at->call.program));
			told = at->step;
		}
	sw_tell_unread(view, all, sink);
	sw_pass(sink, view->row->at, "no step runs a command that only a running machine has a use for");
}

CHECK(senseless_command) {
	.id = "senseless-command", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {710},
	.refs = {"hadolint:DL3001", "kics:9b6b0f38", "semgrep:nonsensical-command", "tally:DL3001"},
	.title = "A step runs a command that makes no sense in a build",
	.why = "Services that are started, mounts and editors are gone when the step ends; only files stay.",
	.fix = "Take it out. Start services by ENTRYPOINT or CMD, and change files with commands that ask nobody.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"service", "FROM debian:12\nRUN service nginx start && ps\nRUN true; top\n", "Dockerfile:2 Dockerfile:3"},
		{"other", "FROM debian:12\nRUN echo ssh && apt-get install -y ssh vim && ssh-keyscan a.example.com\n", ""},
	},
};
