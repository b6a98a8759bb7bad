#include "checks/about_steps.h"

enum { HIGH = 100000 }; /* from here on the log has holes that tools fill when they copy it */

static const char valued[] = "bcdefgGkKpsuRPZ --uid --gid --groups --home-dir --shell --comment --base-dir --password --expiredate --inactive "
			     "--skel --key --root --prefix --selinux-user";

static void judge(struct sw_sink *sink, const struct sw_command_at *at) {
	struct sw_shell_word number;
	uint64_t value = 0;
	if (!sw_shell_option_value(at->cmd, at->call.first_arg, "-u", "--uid", valued, &number))
		sw_pass(sink, at->cmd->words[at->call.word].span, "the account's number is the next free one");
	else if (sw_shell_option(at->cmd, at->call.first_arg, "-l", "--no-log-init", valued))
		sw_pass(sink, number.span, "the account is left out of the login logs");
	else if (!number.is_static)
		sw_unknown(sink, SW_MISSING_VARIABLE, number.span, "a variable hides the account's number");
	else if (sw_str_to_u64(number.text, &value) && value >= HIGH)
		sw_fail(sink, number.span, "number %.*s stretches the login logs to gigabytes", SW_ARG(number.text));
	else
		sw_pass(sink, number.span, "the account's number is low");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (sw_str_is(at->call.program, "useradd"))
			judge(sink, at);
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "useradd is not called");
}

CHECK(useradd_logs_high_number) {
	.id = "useradd-logs-high-number", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_DENIAL, .cwe = {400},
	.refs = {"hadolint:DL3046"},
	.title = "useradd with a high number fills the layer with an empty log",
	.why = "The files of the last and the failed logins have a place for every number up to the highest. They are sparse, but the "
	       "archive of a layer may not be: builders and hosts run out of space.",
	.fix = "Leave the account out of these files, `useradd --no-log-init --uid 1000123 app`, or take a low number.",
	.decide = decide,
	.examples = {
		{"high", "FROM debian:12\nRUN groupadd -g 200000 app && \\\n    useradd -g app -u 200000 app\nRUN useradd --uid=1000000000 b\n", "Dockerfile:3 Dockerfile:4"},
		{"left-out", "FROM debian:12\nRUN useradd -l -u 200000 a && useradd --no-log-init -u 300000 b && useradd -lmu 300001 c\n", ""},
		{"low", "FROM debian:12\nRUN useradd -u 99999 a && useradd b\n", ""},
		{"hidden", "FROM debian:12\nARG N\nRUN useradd -u $N a\n", ""},
	},
};
