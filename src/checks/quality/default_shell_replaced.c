#include "checks/quality/about_layers.h"

static bool is_shell_path(struct sw_str path) {
	return sw_str_is(path, "/bin/sh") || sw_str_is(path, "/usr/bin/sh");
}

/* The last operand: what is replaced. */
static bool replaces(const struct sw_command_at *at, struct sw_span *where) {
	struct sw_shell_word last = {0};
	struct sw_shell_args args = sw_shell_args(at->cmd, at->call.first_arg, "tS --target-directory --suffix");
	uint32_t operands = 0;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);)
		if (!arg.letter && !arg.name.n) {
			last = arg.value;
			operands++;
		}
	*where = last.span;
	return operands > 1 && is_shell_path(last.text);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_span where;
		struct sw_str program = at->call.program;
		if (sw_str_is(program, "ln") && replaces(at, &where))
			sw_fail_variant(sink, "link", where, "/bin/sh becomes another shell for all that run in the image");
		else if (sw_listed_nocase(program, "powershell powershell.exe pwsh") && at->call.first_arg < at->cmd->word_count &&
			 sw_listed_nocase(at->cmd->words[at->call.first_arg].text, "-command -c"))
			sw_fail_variant(sink, "started", at->cmd->words[at->call.word].span, "%.*s is started by hand instead of by SHELL",
					SW_ARG(program));
	}
	sw_tell_unread(view, all, sink);
	sw_pass(sink, view->row->at, "no step replaces the shell");
}

CHECK(default_shell_replaced) {
	.id = "default-shell-replaced", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {710},
	.refs = {"hadolint:DL4005@link", "kics:8a301064", "semgrep:use-shell-instruction@link", "tally:DL4005@link"},
	.title = "The shell is replaced by a step instead of SHELL",
	.why = "Scripts of packages expect the shell that the distribution ships; with another one they fail in ways that are hard to find.",
	.fix = "Say `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` and leave /bin/sh alone.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"link", "FROM debian:12\nRUN rm /bin/sh && ln -sf /bin/bash /bin/sh\n", "Dockerfile:2"},
		{"powershell", "FROM debian:12\nRUN powershell -Command Get-Date\n", "Dockerfile:2"},
		{"shell", "FROM debian:12\nSHELL [\"/bin/bash\", \"-c\"]\nRUN ln -s /bin/sh /opt/sh\n", ""},
	},
};
