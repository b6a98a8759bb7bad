#include "checks/about_downloads.h"

static bool fails_on_error(const struct sw_shell_command *cmd, uint32_t first, const char *valued) {
	return sw_shell_option(cmd, first, "-f", "--fail", valued) || sw_shell_option(cmd, first, NULL, "--fail-with-body", valued);
}

static bool follows(const struct sw_shell_command *cmd, uint32_t first, const char *valued) {
	return sw_shell_option(cmd, first, "-L", "--location", valued) || sw_shell_option(cmd, first, NULL, "--location-trusted", valued);
}

/* What nobody reads cannot be taken for something else. */
static bool is_kept(const struct sw_command_at *at, const struct sw_fetched *fetched) {
	if (fetched->file.n)
		return !sw_str_starts(fetched->file, SW_S("/dev/"));
	enum sw_shell_context context;
	bool substituted = sw_shell_holder(sw_script_of(at), at->index, &context) >= 0;
	const struct sw_shell_script *script = sw_script_of(at);
	bool passed_on = at->index + 1 < script->n && script->v[at->index + 1].join == SW_JOIN_PIPE;
	return fetched->piped && (substituted || passed_on);
}

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_command_at *at, struct sw_fetch *fetch) {
	struct sw_url url;
	struct sw_span program = at->cmd->words[at->call.word].span;
	bool fails = fails_on_error(at->cmd, at->call.first_arg, fetch->valued), moves = follows(at->cmd, at->call.first_arg, fetch->valued);
	for (struct sw_fetched fetched; sw_fetch_next(fetch, sw_script_of(at), at->index, &fetched);) {
		bool read = sw_url_read(fetched.url.text, &url);
		if (!is_kept(at, &fetched) || (read && (url.local || sw_url_is(&url, "file") || sw_url_is(&url, "ftp"))))
			continue;
		struct sw_str words = sw_url_words(view->arena, fetched.url.text);
		if (!fails) {
			sw_fail_variant(sink, "fail", program, "an error page of the server is taken for %.*s", SW_ARG(words));
			return;
		}
		if (!moves) {
			sw_fail_variant(sink, "location", program, "when %.*s has moved, an empty answer is taken for it", SW_ARG(words));
			return;
		}
		sw_pass(sink, program, "an answer that is not the file ends the command");
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_downloads downloads = {0};
	sw_downloads_follow(view, &downloads);
	struct sw_command_walk walk = sw_commands_of(view, built);
	size_t next = 0; /* downloads come in the order of commands */
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_fetch fetch;
		if (!sw_fetch_read(at->cmd, &at->call, &fetch) || fetch.fetcher != SW_FETCHER_CURL)
			continue;
		while (next < downloads.n && (downloads.v[next].step < at->step || (downloads.v[next].step == at->step && downloads.v[next].index < at->index)))
			next++;
		bool verified = next < downloads.n && downloads.v[next].step == at->step && downloads.v[next].index == at->index && downloads.v[next].verified;
		if (verified)
			sw_pass(sink, at->cmd->words[at->call.word].span, "what arrives is verified");
		else if (!sw_shell_option(at->cmd, at->call.first_arg, "-K", "--config", fetch.valued))
			judge(view, sink, at, &fetch);
	}
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "curl fetches nothing that is used");
}

CHECK(download_failure_kept) {
	.id = "download-failure-kept", .on = SW_ON_BUILD, .severity = SW_INFO, .stride = SW_TAMPERING, .cwe = {754},
	.refs = {"tally:curl-should-follow-redirects@location", "droast:DF035@fail"},
	.title = "curl takes an error page for the file",
	.why = "Without --fail curl is content with any answer of the server: a page that says \"not found\" is unpacked, run or kept as "
	       "a key, and the build goes on. Whoever can make the server fail decides what is missing from the image.",
	.fix = "Let it fail and follow: `curl --fail --location --silent --show-error -o tool.tgz https://…` (short `-fsSLo`).",
	.decide = decide,
	.examples = {
		{"saved", "FROM debian:12\nRUN true && \\\n  curl -sSLo /a https://dl.example.com/a\nRUN curl -L https://dl.example.com/b > /b\n", "Dockerfile:3 Dockerfile:4"},
		{"piped", "FROM debian:12\nRUN curl -s https://dl.example.com/a | tar x && V=$(curl -s https://dl.example.com/v) && b $V\n", "Dockerfile:2 Dockerfile:2"},
		{"moved", "FROM debian:12\nRUN curl -fsSo /a https://dl.example.com/a\n", "Dockerfile:2"},
		{"fails", "FROM debian:12\nRUN curl -fsSLo /a https://dl.example.com/a && curl --fail --location https://dl.example.com/b | tar x\n", ""},
		{"verified", "FROM debian:12\nRUN curl -o /a https://dl.example.com/a && echo \"$SUM  /a\" | sha256sum -c && chmod +x /a\n", ""},
		{"not-used", "FROM debian:12\nRUN curl https://www.example.com/ping && curl -o /dev/null https://www.example.com\nHEALTHCHECK CMD curl http://localhost/\nRUN wget https://dl.example.com/a\n", ""},
	},
};
