#include "checks/about_packages.h"

struct upgrade {
	enum sw_manager manager;
	const char *verbs;
	const char *variant;
};

static const struct upgrade upgrades[] = {
	{SW_MANAGER_APT, "dist-upgrade full-upgrade", "apt-dist"},
	{SW_MANAGER_APT, "upgrade safe-upgrade", "apt"},
	{SW_MANAGER_APK, "upgrade", "apk"},
	{SW_MANAGER_YUM, "update upgrade distro-sync update-minimal", "yum"},
	{SW_MANAGER_ZYPPER, "update up dist-upgrade dup patch", "zypper"},
};

static const char *variant_of(const struct sw_packages *packages) {
	for (size_t i = 0; i < sizeof upgrades / sizeof *upgrades; i++)
		if (upgrades[i].manager == packages->manager && sw_listed(packages->verb, upgrades[i].verbs))
			return packages->manager == SW_MANAGER_YUM && !sw_str_is(packages->program, "yum") ? "dnf" : upgrades[i].variant;
	if (packages->manager == SW_MANAGER_PACMAN && packages->installs &&
	    sw_shell_option(packages->cmd, packages->first, "-u", "--sysupgrade", packages->valued))
		return "pacman";
	return NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	struct sw_command_at at;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);) {
		struct sw_package_walk names = sw_package_walk(&packages);
		struct sw_shell_word named, verb;
		const char *variant = variant_of(&packages);
		/* One that names packages raises these alone. */
		bool whole = variant && (packages.manager == SW_MANAGER_APT || !sw_next_package(&names, &named));
		if (packages.manager == SW_MANAGER_PACMAN || !sw_shell_operand(at.cmd, packages.first, packages.valued, 0, &verb))
			verb = at.cmd->words[at.call.word];
		if (whole)
			sw_fail_variant(sink, variant, verb.span, "%.*s raises every package to the version of the build's day",
					SW_ARG(packages.program));
		else
			sw_pass(sink, verb.span, "packages are installed, not raised as a whole");
	}
	sw_tell_unread(view, all, sink);
	sw_not_applicable(sink, "no package manager is called");
}

CHECK(packages_upgraded) {
	.id = "packages-upgraded", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {1357},
	.refs = {"cis-docker-1.6:4.4", "hadolint:DL3035@zypper", "dockerfilelint:apt-get-upgrade@apt",
		 "dockerfilelint:apt-get-dist-upgrade@apt-dist", "trivy:DS-0024@apt-dist", "semgrep:avoid-apt-get-upgrade@apt",
		 "semgrep:avoid-apk-upgrade@apk", "semgrep:avoid-dnf-update@dnf", "semgrep:avoid-yum-update@yum",
		 "semgrep:avoid-zypper-update@zypper", "dockle:DKL-DI-0003"},
	.title = "The build raises all packages of the base image",
	.why = "There are two sides. The patches that came out since the base image was made get in at once, and that is what the CIS "
	       "benchmark asks for; but the same Dockerfile gives another image every day, the layer with the old versions stays, and "
	       "a cached layer brings no patches at all.",
	.fix = "Decide for one side: raise the digest of the base image as soon as it is rebuilt and leave the upgrade out, or keep the "
	       "upgrade and build regularly without cache.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"apt", "FROM debian:12\nRUN apt-get update && \\\n    apt-get -y dist-upgrade\nRUN apt-get upgrade -y\n", "Dockerfile:3 Dockerfile:4"},
		{"others", "FROM fedora:42\nRUN dnf -y update && yum upgrade\nRUN apk --no-cache upgrade\nRUN zypper -n dup\nRUN pacman -Syu --noconfirm\n", "Dockerfile:2 Dockerfile:2 Dockerfile:3 Dockerfile:4 Dockerfile:5"},
		{"single-packages", "FROM fedora:42\nRUN dnf -y update openssl-libs && apk upgrade busybox\nRUN pip install --upgrade pip\n", ""},
		{"none", "FROM debian:12\nRUN true\n", ""},
	},
};
