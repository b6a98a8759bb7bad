#include "checks/about_downloads.h"
#include "checks/about_packages.h"
#include "checks/about_sources.h"

/* Whether the address is fetched in clear text. Without a scheme curl and wget take http. */
static bool in_clear(struct sw_str text, bool bare_is_http, bool *known) {
	struct sw_url url;
	*known = sw_url_read(text, &url);
	if (!*known || url.local)
		return false;
	return sw_url_is(&url, "http") || sw_url_is(&url, "ftp") || sw_url_is(&url, "git") || (bare_is_http && !url.scheme.n);
}

static void tell(const struct sw_view *view, struct sw_sink *sink, struct sw_span at, struct sw_str text, bool verified) {
	struct sw_str words = sw_url_words(view->arena, text);
	if (verified)
		sw_fail_as(sink, SW_LOW, at, "%.*s is fetched in clear text; a checksum guards what arrives", SW_ARG(words));
	else
		sw_fail(sink, at, "%.*s is fetched in clear text", SW_ARG(words));
}

static void judge_downloads(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_downloads downloads = {0};
	sw_downloads_follow(view, &downloads);
	for sw_each(struct sw_download, d, downloads) {
		bool known;
		if (d->direct)
			continue; /* judged as an argument of what installs it, or of ADD */
		if (in_clear(d->url.text, true, &known))
			tell(view, sink, d->url.span, d->url.text, d->verified);
		else if (known)
			sw_pass(sink, d->url.span, "downloads come over TLS");
		else
			sw_unknown(sink, SW_MISSING_VARIABLE, d->url.span, "a variable hides where this comes from");
	}
}

static void judge_added(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		bool known;
		if (copied.kind != SW_SOURCE_URL && copied.kind != SW_SOURCE_GIT)
			continue;
		if (in_clear(copied.source.text, false, &known))
			tell(view, sink, copied.source.span, copied.source.text, sw_step_flag(copied.step, "checksum"));
		else
			sw_pass(sink, copied.source.span, "downloads come over TLS");
	}
}

/* Addresses given to git, pip, npm, gem and to managers that install a file from the network. Package indexes of the
 * system are signed themselves and stay aside. */
static void judge_command(const struct sw_view *view, struct sw_sink *sink, const struct sw_command_at *at) {
	struct sw_packages packages;
	bool managed = sw_packages_read(at->cmd, &at->call, &packages) && packages.installs;
	bool git = sw_listed(at->call.program, "git svn hg") &&
		   at->call.first_arg < at->cmd->word_count && sw_listed(at->cmd->words[at->call.first_arg].text, "clone fetch pull checkout co");
	for (uint32_t i = at->call.first_arg; (managed || git) && i < at->cmd->word_count; i++) {
		const struct sw_shell_word *word = &at->cmd->words[i];
		size_t scheme = sw_str_find(word->text, SW_S("://")), equals = sw_str_find_byte(word->text, '=');
		bool known, joined = sw_str_starts(word->text, SW_S("--")) && equals != SW_NPOS && equals < scheme;
		if (scheme == SW_NPOS)
			continue;
		struct sw_str text = joined ? sw_str_from(word->text, equals + 1) : word->text;
		if (in_clear(text, false, &known) && !(managed && packages.manager == SW_MANAGER_APK))
			tell(view, sink, joined ? sw_word_part(word, equals + 1, text.n) : word->span, text, false);
		else if (known)
			sw_pass(sink, word->span, "downloads come over TLS");
	}
}

static void judge_settings(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_setting_walk walk = sw_settings_of(view, sw_stages_built(view));
	bool known;
	for (struct sw_setting setting; sw_next_setting(&walk, &setting);)
		if (sw_listed_nocase(setting.name, "PIP_INDEX_URL PIP_EXTRA_INDEX_URL UV_INDEX_URL NPM_CONFIG_REGISTRY YARN_REGISTRY") &&
		    in_clear(setting.value, false, &known))
			sw_fail(sink, setting.at, "packages are fetched in clear text from %.*s",
				SW_ARG(sw_url_words(view->arena, setting.value)));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	judge_downloads(view, sink);
	judge_added(view, sink);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		judge_command(view, sink, at);
	judge_settings(view, sink);
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "the build fetches nothing");
}

CHECK(download_over_http) {
	.id = "download-over-http", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_DISCLOSURE, .cwe = {319},
	.refs = {"cis-docker-1.6:4.12"},
	.title = "The build fetches something in clear text",
	.why = "Anybody on the way between the builder and the server can put something else in the place of what is fetched, and sees "
	       "what the build takes in.",
	.fix = "Use https: `curl -fsSLO https://dl.example.com/tool.tgz`. Where the server has no TLS, compare a checksum.",
	.decide = decide,
	.examples = {
		{"curl", "FROM debian:12\nRUN apt-get update \\\n && curl -fsSLO \\\n    http://dl.example.com/tool.tgz\n", "Dockerfile:4"},
		{"without-scheme", "FROM debian:12\nRUN curl -L get.example.com | sh\n", "Dockerfile:2"},
		{"add", "FROM debian:12\nADD http://dl.example.com/data.bin /opt/\n", "Dockerfile:2"},
		{"variable", "FROM debian:12\nRUN url=http://dl.example.com/a; curl -o a \"$url\"\n", "Dockerfile:2"},
		{"index", "FROM debian:12\nENV PIP_INDEX_URL=http://index.example.com/simple\nRUN pip install --index-url=http://index.example.com/simple a\nRUN git clone git://git.example.com/a\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"tls", "FROM debian:12\nRUN curl -fsSLO https://dl.example.com/tool.tgz && git clone https://git.example.com/a\n", ""},
		{"itself", "FROM debian:12\nRUN server & curl http://localhost:8080/ready && wget -qO- http://127.0.0.1/\n", ""},
	},
};
