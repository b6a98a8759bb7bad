#include "checks/about_packages.h"
#include "checks/about_written.h"

/* Without the login that some write before it. */
static struct sw_str shown(struct sw_str host) {
	size_t at = sw_str_rfind_byte(host, '@');
	return at == SW_NPOS ? host : sw_str_from(host, at + 1);
}

static void judge(struct sw_sink *sink, const struct sw_command_at *at, const struct sw_packages *packages) {
	struct sw_shell_args args = sw_shell_args(at->cmd, packages->first, packages->valued);
	bool off = false;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		if (sw_listed(arg.name, "--trusted-host --allow-insecure-host")) {
			off = true;
			struct sw_span at_value = arg.has_value && arg.value.span.source ? sw_span_join(at->cmd->words[arg.word].span, arg.value.span)
										       : at->cmd->words[arg.word].span;
			sw_fail(sink, at_value, "%.*s trusts %.*s without a valid certificate", SW_ARG(packages->program), SW_ARG(shown(arg.value.text)));
		} else if (sw_str_is(packages->verb, "config") && !arg.letter && !arg.name.n && sw_str_ends(arg.value.text, SW_S("trusted-host"))) {
			off = true;
			sw_fail(sink, arg.value.span, "%.*s is told to trust a host without a valid certificate", SW_ARG(packages->program));
		}
	}
	if (!off && packages->installs)
		sw_pass(sink, at->cmd->words[at->call.word].span, "pip checks certificates");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	struct sw_command_at at;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);)
		if (packages.manager == SW_MANAGER_PIP)
			judge(sink, &at, &packages);
	struct sw_setting_walk settings = sw_settings_of(view, built);
	for (struct sw_setting setting; sw_next_setting(&settings, &setting);)
		if (sw_listed(setting.name, "PIP_TRUSTED_HOST UV_INSECURE_HOST") && setting.value.n)
			sw_fail(sink, setting.at, "%.*s makes pip trust %.*s without a valid certificate", SW_ARG(setting.name), SW_ARG(shown(setting.value)));
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no Python package is installed");
}

CHECK(pip_trusted_host) {
	.id = "pip-trusted-host", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {295},
	.refs = {"cis-docker-1.6:4.12", "checkov:CKV2_DOCKER_4", "checkov:CKV2_DOCKER_16"},
	.title = "pip is told to trust a host without checking its certificate",
	.why = "Anybody on the way can pose as that package index, and a package runs code while it is installed.",
	.fix = "Remove --trusted-host and PIP_TRUSTED_HOST. For a private authority use `pip install --cert ca.pem …`.",
	.decide = decide,
	.examples = {
		{"option", "FROM python:3.12\nRUN pip install --trusted-host pypi.example.com \\\n    --trusted-host=files.example.com tool\n", "Dockerfile:2 Dockerfile:3"},
		{"before-the-verb", "FROM python:3.12\nRUN echo a && python3 -m pip --trusted-host pypi.example.com install tool\n", "Dockerfile:2"},
		{"variable", "FROM python:3.12\nENV PIP_TRUSTED_HOST pypi.example.com\nRUN export PIP_TRUSTED_HOST='a' && pip install b\nRUN pip config set global.trusted-host pypi.example.com\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"words-of-others", "FROM python:3.12\nRUN pip3 install checkov; grep \"--trusted-host\" /etc/passwd\nRUN PIP_TRUSTED_HOSTS=a pip install b\n", ""},
		{"none", "FROM debian:12\n", ""},
	},
};
