#include "checks/about_written.h"
#include "checks/quality/about_layers.h"

/* Whether settings that are written somewhere in the build answer for the manager. */
struct answered {
	bool apt, rpm;
};

static struct answered read_settings(const struct sw_view *view, struct sw_stages stages) {
	struct answered answered = {0};
	struct sw_written_walk walk = sw_written_of(view, stages);
	for (struct sw_written written; sw_next_written(&walk, &written);) {
		answered.apt |= sw_str_contains_nocase(written.text, SW_S("assume-yes"));
		answered.rpm |= sw_str_contains_nocase(written.text, SW_S("assumeyes"));
	}
	return answered;
}

/* Which variant of the idea the call is; NULL: it asks nobody anything. */
static const char *variant_of(const struct sw_packages *packages) {
	switch ((int)packages->manager) {
	case SW_MANAGER_APT:
		return sw_listed(packages->verb, "install reinstall remove purge autoremove upgrade dist-upgrade full-upgrade build-dep") ? "apt" : NULL;
	case SW_MANAGER_YUM:
		if (!sw_listed(packages->verb, "install in localinstall reinstall groupinstall update upgrade up remove rm erase autoremove"))
			return NULL;
		return sw_str_is(packages->program, "yum") ? "yum" : "dnf";
	case SW_MANAGER_ZYPPER:
		return sw_listed(packages->verb, "install in remove rm source-install si patch update up dist-upgrade dup") ? "zypper" : NULL;
	case SW_MANAGER_PACMAN:
		return packages->installs || packages->removes ? "pacman" : NULL;
	default:
		return NULL;
	}
}

/* A variable among the arguments that may hold options, by its name. */
static bool may_hide(const struct sw_shell_word *word) {
	return !word->is_static && word->text.n && word->text.p[0] == '$' &&
	       (sw_str_contains_nocase(word->text, SW_S("opt")) || sw_str_contains_nocase(word->text, SW_S("arg")) ||
		sw_str_contains_nocase(word->text, SW_S("flag")) || sw_str_contains_nocase(word->text, SW_S("yes")) ||
		sw_str_contains(word->text, SW_S("$@")) || sw_str_contains(word->text, SW_S("$*")));
}

static bool word_answers(const struct sw_packages *packages, const struct sw_shell_word *word) {
	bool apt = packages->manager == SW_MANAGER_APT;
	return may_hide(word) || (apt && (sw_str_is(word->text, "-q=2") || sw_str_contains_nocase(word->text, SW_S("assume-yes="))));
}

/* Whether its options say yes, or that nothing is to be done. */
static bool options_answer(const struct sw_packages *packages) {
	bool apt = packages->manager == SW_MANAGER_APT, zypper = packages->manager == SW_MANAGER_ZYPPER;
	unsigned quiet = 0;
	struct sw_shell_args args = sw_shell_args(packages->cmd, packages->first, packages->valued);
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		if (arg.letter == 'y' && packages->manager != SW_MANAGER_PACMAN)
			return true;
		if ((arg.letter == 'n' && zypper) || (arg.letter == 's' && apt))
			return true;
		if (sw_listed(arg.name, "--yes --assume-yes --assumeyes --non-interactive --no-confirm --noconfirm --force-yes --simulate "
					"--dry-run --just-print --print-uris --assume-no --assumeno --help --version"))
			return true;
		quiet += arg.letter == 'q' || sw_str_is(arg.name, "--quiet");
	}
	for (uint32_t i = packages->first; i < packages->cmd->word_count; i++)
		if (word_answers(packages, &packages->cmd->words[i]))
			return true;
	return apt && quiet >= 2;
}

/* yes | apt-get install: somebody answers on standard input. */
static bool input_answers(const struct sw_command_at *at) {
	struct sw_shell_range fed = sw_shell_fed_by(sw_script_of(at), at->index);
	for (uint32_t i = 0; i < at->cmd->redirect_count; i++)
		if (at->cmd->redirects[i].kind == SW_REDIRECT_HEREDOC || at->cmd->redirects[i].kind == SW_REDIRECT_HERESTRING)
			return true;
	return fed.first != fed.end &&
	       sw_listed(sw_shell_call(&sw_script_of(at)->v[fed.first]).program, "yes echo printf");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct answered answered = read_settings(view, all);
	struct sw_command_walk walk = sw_commands_of(view, all);
	struct sw_packages packages;
	const struct sw_step *told = NULL;
	for (struct sw_command_at at; sw_next_packages(&walk, &at, &packages);) {
		const char *variant = variant_of(&packages);
		bool settled = (packages.manager == SW_MANAGER_APT && answered.apt) || (packages.manager == SW_MANAGER_YUM && answered.rpm);
		if (!variant)
			continue;
		if (settled || options_answer(&packages) || input_answers(&at)) {
			sw_pass(sink, at.cmd->words[at.call.word].span, "it does not wait for an answer");
		} else if (told != at.step) {
			sw_fail_variant(sink, variant, at.cmd->words[at.call.word].span, "%.*s %.*s asks, and in a build nobody answers",
					SW_ARG(packages.program), SW_ARG(packages.verb));
			told = at.step;
		}
	}
	sw_tell_unread(view, all, sink);
	sw_not_applicable(sink, "no package manager that asks is called");
}

CHECK(interactive_install) {
	.id = "interactive-install", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {710},
	.refs = {"hadolint:DL3014@apt", "hadolint:DL3030@yum", "hadolint:DL3034@zypper", "hadolint:DL3038@dnf",
		 "dockerfilelint:apt-get_missing_param@apt", "trivy:DS-0021@apt", "kics:77783205@apt", "kics:7ebd323c@dnf", "kics:45e1fca5@zypper",
		 "kics:6e19193a@yum", "semgrep:missing-assume-yes-switch@apt", "semgrep:missing-dnf-assume-yes-switch@dnf",
		 "semgrep:missing-yum-assume-yes-switch@yum", "tally:DL3014@apt", "tally:DL3030@yum", "tally:DL3034@zypper", "tally:DL3038@dnf"},
	.title = "A package manager waits for an answer",
	.why = "Nobody sits in front of a build. It stops at the question, or takes the default, which is often no.",
	.fix = "Answer beforehand: `apt-get install -y`, `dnf install -y`, `zypper --non-interactive install`, `pacman -S --noconfirm`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"apt", "FROM debian:12\nRUN apt-get update && \\\n  apt-get install -q nginx\n", "Dockerfile:3"},
		{"rpm", "FROM fedora:40\nRUN yum install nginx\nRUN dnf -q install nginx\nRUN microdnf install nginx\n",
		 "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"others", "FROM a:1\nRUN zypper install nginx\nRUN pacman -S nginx\n", "Dockerfile:2 Dockerfile:3"},
		{"apt-yes", "FROM debian:12\nRUN apt-get -y install a && apt-get install -qqy a && apt-get install -qq a && apt-get install -q -q a\n"
			    "RUN yes | apt-get install a && apt-get install --assume-yes a && apt-get -q=2 install a\n", ""},
		{"apt-settings", "FROM debian:12\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install a\n", ""},
		{"others-yes", "FROM a:1\nRUN yum -y install a && dnf install --assumeyes a && zypper -n in a && zypper in -y a\n"
			       "RUN pacman -Syu --noconfirm a && apk add a\n", ""},
	},
};
