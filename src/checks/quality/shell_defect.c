#include "checks/about_steps.h"
#include "checks/declare.h"

static enum sw_severity severity_of(const char *level) {
	return strcmp(level, "error") == 0 ? SW_MEDIUM : strcmp(level, "warning") == 0 ? SW_LOW : SW_INFO;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		for (size_t i = 0; i < step->defects.n; i++)
			sw_fail_rule(sink, &step->defects.v[i], severity_of(step->defects.v[i].level));
		if (step->examined && !step->defects.n)
			sw_pass(sink, step->keyword, "ShellCheck has nothing against this script");
	}
}

CHECK(shell_defect) {
	.id = "shell-defect", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {78},
	.refs = {"shellcheck:SC*@any", "tally:shellcheck/*"},
	.title = "A shell script of the build does not say what its author means",
	.why = "Missing quotes, words of another shell and values that are lost between commands work until a name holds a space or a "
	       "value comes from somebody else: then other files are touched and other commands are run. ShellCheck finds them.",
	.fix = "Do what the message says; its page is https://www.shellcheck.net/wiki/ and the code. Where it is meant so, say it: "
	       "`# shellcheck disable=SC2086` in a heredoc, `# hadolint ignore=SC2086` above the instruction.",
	.quality = true,
	.asked = true,
	.decide = decide,
	.examples = {
		{"quotes", "FROM debian:12\nARG folder\nRUN rm -rf $folder/cache\n", "Dockerfile:3"},
		{"quoted", "FROM debian:12\nARG folder\nRUN rm -rf \"${folder:?}/cache\"\n", ""},
	},
};
