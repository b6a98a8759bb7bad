#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	const struct sw_step *told = NULL;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (at->step != told && sw_str_is(at->call.program, "apt")) {
			sw_fail(sink, at->cmd->words[at->call.word].span, "apt is made for people at a terminal");
			told = at->step;
		}
	sw_tell_unread(view, all, sink);
	sw_pass(sink, view->row->at, "no step calls apt");
}

CHECK(apt_in_script) {
	.id = "apt-in-script", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {758},
	.refs = {"hadolint:DL3027", "checkov:CKV_DOCKER_9", "kics:b84a0b47", "semgrep:prefer-apt-get", "tally:DL3027"},
	.title = "A step calls apt, which is made for people",
	.why = "Options and output of apt may change with any release; a script that rests on them breaks.",
	.fix = "Call `apt-get` and `apt-cache`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"apt", "FROM debian:12\nRUN apt update && apt install -y nginx\n", "Dockerfile:2"},
		{"apt-get", "FROM debian:12\nRUN apt-get update && apt-get install -y apt\n", ""},
	},
};
