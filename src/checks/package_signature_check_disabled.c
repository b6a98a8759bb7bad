#include "checks/about_packages.h"
#include "checks/about_written.h"

/* Options that switch a manager's check off. */
static const char *options_of(enum sw_manager manager) {
	switch ((int)manager) {
	case SW_MANAGER_APT:
		return "--allow-unauthenticated --force-yes --allow-insecure-repositories";
	case SW_MANAGER_APK:
		return "--allow-untrusted";
	case SW_MANAGER_YUM:
		return "--nogpgcheck --no-gpgchecks";
	case SW_MANAGER_ZYPPER:
		return "--no-gpg-checks --allow-unsigned-rpm --no-gpgcheck --gpgcheck-allow-unsigned";
	case SW_MANAGER_RPM:
		return "--nosignature --nodigest --noverify --nofiledigest";
	case SW_MANAGER_DPKG:
		return "--force-bad-verify --no-debsig-off";
	default:
		return "";
	}
}

/* KEY=VALUE given behind -o or --setopt. */
static bool value_disables(enum sw_manager manager, struct sw_str value) {
	size_t equals = sw_str_find_byte(value, '=');
	if (equals == SW_NPOS)
		return false;
	struct sw_str key = sw_str_sub(value, 0, equals), to = sw_str_from(value, equals + 1);
	if (manager == SW_MANAGER_APT)
		return sw_says_yes(to) && (sw_str_contains_nocase(key, SW_S("AllowUnauthenticated")) ||
					   sw_str_contains_nocase(key, SW_S("AllowInsecureRepositories")) ||
					   sw_str_contains_nocase(key, SW_S("AllowWeakRepositories")));
	return manager == SW_MANAGER_YUM && sw_says_no(to) && (sw_str_is(key, "gpgcheck") || sw_str_ends(key, SW_S(".gpgcheck")));
}

static void judge(struct sw_sink *sink, const struct sw_command_at *at, const struct sw_packages *packages) {
	struct sw_shell_args args = sw_shell_args(at->cmd, packages->first, packages->valued);
	bool off = false;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		struct sw_span where = at->cmd->words[arg.word].span;
		if (arg.name.n && sw_listed(arg.name, options_of(packages->manager))) {
			off = true;
			sw_fail(sink, where, "%.*s does not check signatures with %.*s", SW_ARG(packages->program), SW_ARG(arg.name));
		} else if ((arg.letter == 'o' || sw_listed(arg.name, "--option --setopt")) && value_disables(packages->manager, arg.value.text)) {
			off = true;
			sw_fail(sink, arg.value.span, "%.*s does not check signatures with %.*s", SW_ARG(packages->program), SW_ARG(arg.value.text));
		}
	}
	if (!off && packages->installs && sw_manager_of_system(packages->manager))
		sw_pass(sink, at->cmd->words[at->call.word].span, "%.*s checks signatures", SW_ARG(packages->program));
}

/* yum-config-manager and zypper addrepo write the setting down for later. */
static void judge_configuration(struct sw_sink *sink, const struct sw_command_at *at) {
	if (!sw_str_is(at->call.program, "yum-config-manager"))
		return;
	for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++) {
		struct sw_str text = at->cmd->words[i].text;
		text = sw_str_starts(text, SW_S("--setopt=")) ? sw_str_from(text, 9) : text;
		if (value_disables(SW_MANAGER_YUM, text))
			sw_fail(sink, at->cmd->words[i].span, "a repository is set up without a check of signatures");
	}
}

static void judge_text(struct sw_sink *sink, const struct sw_written *text) {
	static const char *const no[] = {"0", "false", "no", NULL}, *const yes[] = {"yes", "true", "1", NULL};
	struct sw_span at;
	/* Packages of a local folder were made here. */
	if (sw_written_sets(text, "trusted", yes, &at) && sw_str_contains(text->text, SW_S("deb ")) &&
	    !sw_str_contains(text->text, SW_S(" file:")) && !sw_str_contains(text->text, SW_S(" copy:")))
		sw_fail(sink, at, "a package source is trusted without a signature");
	if (sw_written_sets(text, "gpgcheck", no, &at))
		sw_fail(sink, at, "a repository is set up without a check of signatures");
	size_t never = sw_str_find(text->text, SW_S("SigLevel"));
	if (never != SW_NPOS && sw_str_contains(sw_str_sub(text->text, never, 40), SW_S("Never")))
		sw_fail(sink, sw_written_part(text, never, 8), "pacman is told not to check signatures");
	static const char *const apt[] = {"AllowUnauthenticated", "AllowInsecureRepositories"};
	for (size_t i = 0; i < 2; i++) {
		size_t found = sw_str_find(text->text, sw_str_of(apt[i]));
		struct sw_str value = found == SW_NPOS ? (struct sw_str){0} : sw_str_sub(text->text, found + strlen(apt[i]), 10);
		if (sw_str_contains_nocase(value, SW_S("true")) || sw_str_contains_nocase(value, SW_S("yes")) || sw_str_contains(value, SW_S("1")))
			sw_fail(sink, sw_written_part(text, found, strlen(apt[i])), "apt is told not to check signatures");
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_packages packages;
		if (sw_packages_read(at->cmd, &at->call, &packages))
			judge(sink, at, &packages);
		else
			judge_configuration(sink, at);
	}
	struct sw_written_walk texts = sw_written_of(view, built);
	for (struct sw_written text; sw_next_written(&texts, &text);)
		judge_text(sink, &text);
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no package of the system is installed");
}

CHECK(package_signature_check_disabled) {
	.id = "package-signature-check-disabled", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_TAMPERING, .cwe = {347},
	.refs = {"cis-docker-1.6:4.11", "checkov:CKV2_DOCKER_7", "checkov:CKV2_DOCKER_8", "checkov:CKV2_DOCKER_9", "checkov:CKV2_DOCKER_10",
		 "checkov:CKV2_DOCKER_11"},
	.title = "Packages are installed without a check of their signature",
	.why = "The signature is what ties a package to its distribution. Without it a mirror, a proxy or anybody on the way can put "
	       "another package in its place, and its scripts run as root.",
	.fix = "Remove the switch and install the repository's key: `[signed-by=/usr/share/keyrings/vendor.gpg]`, `rpm --import KEY`, "
	       "a file in /etc/apk/keys.",
	.decide = decide,
	.examples = {
		{"apt", "FROM debian:12\nRUN apt-get update && apt-get install -y \\\n    --allow-unauthenticated tool\nRUN apt-get -o APT::Get::AllowUnauthenticated=true install tool\n", "Dockerfile:3 Dockerfile:4"},
		{"source", "FROM debian:12\nRUN echo 'deb [trusted=yes] https://apt.example.com/ ./' > /etc/apt/sources.list.d/a.list\n", "Dockerfile:2"},
		{"apk-and-zypper", "FROM alpine:3.22\nRUN apk add --allow-untrusted ./a.apk\nRUN zypper --no-gpg-checks in -y b\n", "Dockerfile:2 Dockerfile:3"},
		{"yum", "FROM fedora:42\nRUN dnf --nogpgcheck install -y a\nRUN tdnf install b --setopt=vendor.gpgcheck=0\nRUN cat <<EOF > /etc/yum.repos.d/a.repo\n[a]\ngpgcheck = 0\nEOF\n", "Dockerfile:2 Dockerfile:3 Dockerfile:6"},
		{"rpm", "FROM fedora:42\nRUN rpm -i \\\n  --nodigest \\\n  --nosignature a.rpm\n", "Dockerfile:3 Dockerfile:4"},
		{"words-of-others", "FROM debian:12\nRUN apt-get install python3 | grep \"--allow-unauthenticated\"; rpm -i a.rpm || echo \"--nodigest\"\n", ""},
		{"repaired", "FROM fedora:42\nRUN echo 'deb [trusted=yes] file:///srv/built ./' > /etc/apt/sources.list && sed -i 's/gpgcheck=0/gpgcheck=1/' /etc/yum.repos.d/a.repo && dnf install -y a\n", ""},
	},
};
