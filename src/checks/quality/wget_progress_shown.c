#include "checks/about_fetch.h"
#include "checks/quality/about_layers.h"

/* Whether a long run of dots goes to the log. */
static bool is_loud(const struct sw_command_at *at, const struct sw_fetch *fetch) {
	struct sw_shell_args args = sw_shell_args(at->cmd, at->call.first_arg, fetch->valued);
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		struct sw_str word = at->cmd->words[arg.word].text;
		if (arg.letter == 'q' || arg.letter == 'o' || arg.letter == 'a' || arg.letter == 'b' || arg.letter == 'V' || arg.letter == 'h' ||
		    sw_str_is(word, "-nv") || sw_str_starts(arg.name, SW_S("--progress")) ||
		    sw_listed(arg.name, "--quiet --no-verbose --output-file --append-output --background --version --help"))
			return false;
	}
	for (uint32_t i = 0; i < at->cmd->redirect_count; i++) {
		const struct sw_shell_redirect *redirect = &at->cmd->redirects[i];
		if (redirect->errors_too || (redirect->fd == 2 && redirect->kind != SW_REDIRECT_DUP))
			return false;
	}
	return true;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	const struct sw_step *told = NULL;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_fetch fetch;
		if (!sw_str_is(at->call.program, "wget") || !sw_fetch_read(at->cmd, &at->call, &fetch))
			continue;
		if (!is_loud(at, &fetch)) {
			sw_pass(sink, at->cmd->words[at->call.word].span, "wget is told how much to say");
		} else if (told != at->step) {
			sw_fail(sink, at->cmd->words[at->call.word].span, "wget writes its progress into the log of the build");
			told = at->step;
		}
	}
	sw_tell_unread(view, all, sink);
	sw_not_applicable(sink, "wget is not called");
}

CHECK(wget_progress_shown) {
	.id = "wget-progress-shown", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"hadolint:DL3047", "tally:DL3047"},
	.title = "wget fills the log with its progress",
	.why = "A line for every 50 kB makes the log of a build unreadable, and what went wrong is overlooked.",
	.fix = "Say `wget -nv URL`, or `wget --progress=dot:giga URL` for large files.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"loud", "FROM debian:12\nRUN a && \\\n  wget -O /b https://dl.example.com/b\n", "Dockerfile:3"},
		{"quiet", "FROM debian:12\nRUN wget -qO- https://dl.example.com/b && wget -nv https://dl.example.com/b\n"
			  "RUN wget --progress=dot:giga https://dl.example.com/b && wget https://dl.example.com/b 2>/dev/null\n", ""},
		{"curl", "FROM debian:12\nRUN curl -fO https://dl.example.com/b\n", ""},
	},
};
