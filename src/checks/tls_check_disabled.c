#include "checks/about_downloads.h"
#include "checks/about_packages.h"
#include "checks/about_written.h"

static bool all_local(const struct sw_command_at *at, struct sw_fetch *fetch) {
	struct sw_fetched fetched;
	bool any = false;
	while (sw_fetch_next(fetch, sw_script_of(at), at->index, &fetched)) {
		struct sw_url url;
		any = true;
		if (!sw_url_read(fetched.url.text, &url) || !url.local)
			return false;
	}
	return any;
}

static void judge_fetch(struct sw_sink *sink, const struct sw_command_at *at, struct sw_fetch *fetch) {
	struct sw_shell_args args = fetch->urls;
	bool off = false;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		bool here = sw_listed(arg.name, "--insecure --no-check-certificate --proxy-insecure --doh-insecure") ||
			    (arg.letter == 'k' && fetch->fetcher == SW_FETCHER_CURL) ||
			    (sw_str_is(arg.name, "--check-certificate") && arg.has_value && sw_says_no(arg.value.text));
		struct sw_fetch addresses = *fetch;
		if (!here || all_local(at, &addresses))
			continue;
		off = true;
		sw_fail(sink, at->cmd->words[arg.word].span, "%.*s does not check the server's certificate", SW_ARG(at->call.program));
	}
	if (!off)
		sw_pass(sink, at->cmd->words[at->call.word].span, "certificates are checked");
}

static const struct tool {
	const char *programs, *keys;
} tools[] = {
	{"git", "http.sslverify"}, {"npm yarn pnpm", "strict-ssl --strict-ssl"}, {"conda mamba", "ssl_verify"},
	{"go", "goinsecure"}, {"bundle", "ssl_verify_mode"}, {"composer", "secure-http"},
};

static const struct tool *tool_of(struct sw_str program) {
	for (size_t t = 0; t < sizeof tools / sizeof *tools; t++)
		if (sw_listed(program, tools[t].programs))
			return &tools[t];
	return NULL;
}

static bool is_key(const struct tool *tool, struct sw_str key) {
	/* Per host: http.https://git.example.com/.sslVerify */
	bool per_host = tool == tools && sw_str_starts(key, SW_S("http.")) && key.n > 10 &&
			sw_str_is_nocase(sw_str_from(key, key.n - 10), ".sslverify");
	return per_host || sw_listed_nocase(key, tool->keys);
}

/* git -c http.sslVerify=false, git config http.sslVerify false; npm, yarn and pnpm [config] set strict-ssl false. */
static void judge_tool(struct sw_sink *sink, const struct sw_command_at *at, const struct tool *tool) {
	bool configures = false;
	for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++) {
		const struct sw_shell_word *word = &at->cmd->words[i];
		size_t equals = sw_str_find_byte(word->text, '=');
		struct sw_str key = sw_str_sub(word->text, 0, equals);
		configures |= sw_listed(word->text, "config c set env -c");
		if (!is_key(tool, key) || (!configures && !sw_str_starts(key, SW_S("-"))))
			continue;
		struct sw_span where = word->span;
		struct sw_str value = sw_str_from(word->text, equals == SW_NPOS ? word->text.n : equals + 1);
		if (equals == SW_NPOS && i + 1 < at->cmd->word_count) {
			value = at->cmd->words[i + 1].text;
			where = sw_span_join(where, at->cmd->words[i + 1].span);
		}
		if (sw_str_is(at->call.program, "go") ? value.n > 0 : sw_says_no(value))
			sw_fail(sink, where, sw_str_is(at->call.program, "composer") ? "%.*s is told to do without TLS"
									 : "%.*s is told not to check certificates", SW_ARG(at->call.program));
	}
}

/* apt-get -o Acquire::https::Verify-Peer=false, yum --setopt=sslverify=0 */
static void judge_manager(struct sw_sink *sink, const struct sw_command_at *at) {
	bool apt = sw_listed(at->call.program, "apt-get apt"), yum = sw_listed(at->call.program, "yum dnf microdnf tdnf yum-config-manager");
	for (uint32_t i = at->call.first_arg; (apt || yum) && i < at->cmd->word_count; i++) {
		struct sw_str text = at->cmd->words[i].text;
		size_t equals = sw_str_rfind_byte(text, '=');
		if (equals == SW_NPOS || !sw_says_no(sw_str_from(text, equals + 1)))
			continue;
		if (sw_str_contains_nocase(text, apt ? SW_S("::Verify-") : SW_S("sslverify=")))
			sw_fail(sink, at->cmd->words[i].span, "%.*s is told not to check certificates", SW_ARG(at->call.program));
	}
}

/* Variables that switch the check off: with any value, with "no", with "yes". */
static bool setting_disables(const struct sw_setting *setting) {
	if (sw_str_is(setting->name, "GIT_SSL_NO_VERIFY"))
		return true; /* its mere presence counts */
	if (sw_str_is(setting->name, "GOINSECURE"))
		return setting->value.n > 0;
	if (sw_listed_nocase(setting->name, "NODE_TLS_REJECT_UNAUTHORIZED PYTHONHTTPSVERIFY NPM_CONFIG_STRICT_SSL YARN_STRICT_SSL "
					    "YARN_ENABLE_STRICT_SSL PNPM_CONFIG_STRICT_SSL CONDA_SSL_VERIFY BUNDLE_SSL_VERIFY_MODE"))
		return sw_says_no(setting->value);
	return sw_listed(setting->name, "VAULT_SKIP_VERIFY CONSUL_SKIP_VERIFY HELM_INSECURE_SKIP_TLS_VERIFY COMPOSER_DISABLE_TLS "
					"DENO_TLS_UNSAFELY_IGNORE_CERTIFICATE_ERRORS") && sw_says_yes(setting->value);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	static const char *const off[] = {"false", "0", "no", "off", NULL};
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk commands = sw_commands_of(view, built);
	for (const struct sw_command_at *at; (at = sw_next_command(&commands));) {
		struct sw_fetch fetch;
		if (sw_fetch_read(at->cmd, &at->call, &fetch))
			judge_fetch(sink, at, &fetch);
		else if (tool_of(at->call.program))
			judge_tool(sink, at, tool_of(at->call.program));
		else
			judge_manager(sink, at);
		struct sw_shell_word verb;
		if (sw_str_is(at->call.program, "git") && sw_shell_operand(at->cmd, at->call.first_arg, "Cc", 0, &verb) && sw_str_is(verb.text, "clone"))
			sw_pass(sink, at->cmd->span, "certificates are checked");
	}
	struct sw_setting_walk settings = sw_settings_of(view, built);
	for (struct sw_setting setting; sw_next_setting(&settings, &setting);)
		if (setting_disables(&setting))
			sw_fail(sink, setting.at, "%.*s switches the check of certificates off", SW_ARG(setting.name));
	struct sw_written_walk texts = sw_written_of(view, built);
	struct sw_span at;
	for (struct sw_written text; sw_next_written(&texts, &text);)
		if (sw_written_sets(&text, "sslverify", off, &at) || sw_written_sets(&text, "strict-ssl", off, &at))
			sw_fail(sink, at, "a configuration is written that switches the check of certificates off");
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "the build fetches nothing");
}

CHECK(tls_check_disabled) {
	.id = "tls-check-disabled", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {295},
	.refs = {"cis-docker-1.6:4.12", "checkov:CKV2_DOCKER_2", "checkov:CKV2_DOCKER_3", "checkov:CKV2_DOCKER_5", "checkov:CKV2_DOCKER_6",
		 "checkov:CKV2_DOCKER_12", "checkov:CKV2_DOCKER_13", "checkov:CKV2_DOCKER_14", "checkov:CKV2_DOCKER_15"},
	.title = "The check of the server's certificate is switched off",
	.why = "Encryption without a check of the certificate is encryption with whoever answers: anybody on the way can pose as the "
	       "server. As an environment variable it stays switched off in every container.",
	.fix = "Remove the switch. For a private authority add its certificate: `COPY ca.crt /usr/local/share/ca-certificates/` and "
	       "`RUN update-ca-certificates`.",
	.decide = decide,
	.examples = {
		{"curl", "FROM debian:12\nRUN curl \\\n  -kfsSL https://dl.example.com/a -o /a\nRUN wget --no-check-certificate https://dl.example.com/b\n", "Dockerfile:3 Dockerfile:4"},
		{"git", "FROM debian:12\nRUN git -c http.sslVerify=false clone https://git.example.com/a\nRUN git config --global http.sslVerify \"false\"\nRUN GIT_SSL_NO_VERIFY=0 git clone https://git.example.com/a\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"variables", "FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nARG npm_config_strict_ssl=\"false\"\nRUN export PYTHONHTTPSVERIFY=0 && pip install x\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"npm", "FROM node:22\nRUN npm config set strict-ssl false\nRUN npm set strict-ssl=false && yarn config set 'strict-ssl' \"false\"\n", "Dockerfile:2 Dockerfile:3 Dockerfile:3"},
		{"yum", "FROM fedora:42\nRUN echo sslverify=false >> /etc/yum.conf && dnf --setopt=sslverify=0 install -y a\n", "Dockerfile:2 Dockerfile:2"},
		{"words-of-others", "FROM debian:12\nRUN wget https://example.com | grep \"--no-check-certificate\" /etc/passwd; echo \"--insecure\"\n", ""},
		{"on", "FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 ASDFGIT_SSL_NO_VERIFY=1\nRUN npm config set strict-ssl true || false; curl -fsSLO https://dl.example.com/a\n", ""},
		{"itself", "FROM debian:12\nRUN curl -k https://localhost:8443/ready && wget -o log https://example.com\n", ""},
	},
};
