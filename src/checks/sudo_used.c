#include "checks/about_packages.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view), shipped = sw_stages_shipped(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	struct sw_span used = {0};
	bool installed = false, any = false;
	walk.starts = true;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_packages packages;
		any = true;
		if ((at->call.wrappers & SW_WRAPPER_SUDO || sw_str_is(at->call.program, "sudo")) && !used.source)
			used = at->cmd->words[0].span;
		if (!sw_stages_have(&shipped, at->step->stage) || !sw_packages_read(at->cmd, &at->call, &packages) || !packages.installs ||
		    !sw_manager_of_system(packages.manager))
			continue;
		struct sw_package_walk names = sw_package_walk(&packages);
		for (struct sw_shell_word name; sw_next_package(&names, &name);)
			if (sw_str_is(sw_package_name(name.text), "sudo")) {
				installed = true;
				sw_fail(sink, name.span, "sudo is installed");
			}
	}
	/* What is installed here is the cause of all its uses. */
	if (used.source && !installed)
		sw_fail(sink, used, "sudo is used");
	sw_tell_unread(view, built, sink);
	if (any)
		sw_pass(sink, view->row->at, "no step installs or uses sudo");
	sw_not_applicable(sink, "the build runs no command");
}

CHECK(sudo_used) {
	.id = "sudo-used", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:4.1", "hadolint:DL3004", "dockerfilelint:sudo_usage", "trivy:DS-0010", "checkov:CKV2_DOCKER_1", "kics:8ada6e80",
		 "semgrep:no-sudo-in-dockerfile", "dockle:DKL-DI-0001", "tally:DL3004"},
	.title = "sudo is installed or used",
	.why = "sudo is a setuid program with a long list of flaws, and in an image it is there to make root out of an ordinary user: "
	       "what an intruder wants.",
	.fix = "Run the steps that need root before `USER app`; to change the user at start use `setpriv` or `gosu`.",
	.decide = decide,
	.examples = {
		{"used", "FROM busybox\nRUN true \\\n && sudo apt-get install vim\n", "Dockerfile:3"},
		{"installed", "FROM debian:12\nRUN apt-get install -y curl \\\n   sudo\nRUN sudo -u app id\n", "Dockerfile:3"},
		{"start", "FROM debian:12\nUSER app\nCMD [\"sudo\", \"/app\"]\n", "Dockerfile:3"},
		{"words-of-others", "FROM debian:12\nRUN apt-get install sudoku && echo sudo rm\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN apt-get install -y sudo\nFROM debian:12\nRUN id\n", ""},
	},
};
