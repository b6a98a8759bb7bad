#include "checks/about_packages.h"

/* Whether the call fetches the manager's index and nothing more. */
static bool updates_index(const struct sw_packages *packages) {
	switch ((int)packages->manager) {
	case SW_MANAGER_APT: case SW_MANAGER_APK:
		return sw_str_is(packages->verb, "update");
	case SW_MANAGER_YUM:
		return sw_str_is(packages->verb, "makecache");
	case SW_MANAGER_ZYPPER:
		return sw_listed(packages->verb, "refresh ref");
	case SW_MANAGER_PACMAN:
		return sw_shell_option(packages->cmd, packages->first, "-y", "--refresh", packages->valued);
	default:
		return false;
	}
}

/* Whether the call only tidies up or is another update: it uses no index. */
static bool uses_no_index(const struct sw_packages *packages) {
	return updates_index(packages) || packages->removes || sw_listed(packages->verb, "clean autoclean cc");
}

/* Programs that may install something themselves: scripts, and what installs by other means than the manager's own verbs. */
static bool may_install(const struct sw_command_at *at) {
	return sw_shell_is_shell(at->call.program) || !at->call.program.n ||
	       sw_str_find_byte(at->cmd->words[at->call.word].text, '/') != SW_NPOS ||
	       sw_listed(at->call.program, "make mk-build-deps gdebi tasksel debootstrap ansible-playbook playwright npx python python3 "
					   "apt-file apt-cache apt-rdepends . source apt-build rosdep vcpkg");
}

/* Whether a later command of the same RUN installs with what was fetched. */
static bool used(const struct sw_command_at *at, enum sw_manager manager) {
	const struct sw_shell_script *script = sw_script_of(at);
	for (uint32_t i = at->index + 1; i < script->n; i++) {
		struct sw_command_at later = {at->step, &script->v[i], i, sw_shell_call(&script->v[i])};
		struct sw_packages packages;
		if (!later.cmd->word_count)
			continue;
		if (sw_packages_read(later.cmd, &later.call, &packages)) {
			if (packages.manager == manager && !uses_no_index(&packages))
				return true;
		} else if (may_install(&later)) {
			return true;
		}
	}
	return false;
}

/* Whether a later RUN of the stage, which may be newer than the layer with the index, installs with it. pacman -S is the
 * one manager for which an update alone may be an upgrade that is meant. */
static bool relied_on(const struct sw_command_walk *walk, const struct sw_step *step, enum sw_manager manager) {
	struct sw_command_walk later = *walk;
	struct sw_command_at at;
	for (struct sw_packages packages; sw_next_packages(&later, &at, &packages) && at.step->stage == step->stage;)
		if (at.step != step && packages.manager == manager && packages.installs && !updates_index(&packages))
			return true;
	return false;
}

static void judge(struct sw_sink *sink, const struct sw_command_walk *walk, const struct sw_command_at *at, const struct sw_packages *packages) {
	struct sw_shell_word word = at->cmd->words[at->call.word], named;
	struct sw_package_walk names = sw_package_walk(packages);
	bool pacman = packages->manager == SW_MANAGER_PACMAN;
	if (!pacman)
		sw_shell_operand(at->cmd, packages->first, packages->valued, 0, &word);
	if ((pacman && sw_next_package(&names, &named)) || used(at, packages->manager))
		sw_pass(sink, word.span, "the index is used in the step that fetches it");
	else if (relied_on(walk, at->step, packages->manager))
		sw_fail(sink, word.span, "%.*s fetches the package index in a layer of its own, and a later step installs by it",
			SW_ARG(packages->program));
	else if (pacman)
		sw_pass(sink, word.span, "no later step installs by the index");
	else
		sw_fail(sink, word.span, "%.*s fetches the package index, and nothing in this step installs by it", SW_ARG(packages->program));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	enum { MOST_FOLLOWED = 64 }; /* updates whose use is looked for */
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	struct sw_command_at at;
	unsigned followed = 0;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);)
		if (updates_index(&packages) && followed++ < MOST_FOLLOWED)
			judge(sink, &walk, &at, &packages);
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no package index is fetched");
}

CHECK(package_index_update_alone) {
	.id = "package-index-update-alone", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.7", "dockerfilelint:apt-get-update_require_install", "trivy:DS-0017", "checkov:CKV_DOCKER_5",
		 "kics:9bae49be", "dockle:CIS-DI-0007"},
	.title = "The package index is fetched in a layer of its own",
	.why = "The layer is kept in the build cache. A step added later installs by the old index: versions with known flaws, or "
	       "nothing at all once they are gone from the mirror.",
	.fix = "Fetch the index where it is used: `RUN apt-get update && apt-get install -y --no-install-recommends curl`.",
	.decide = decide,
	.examples = {
		{"own-layer", "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl && \\\n    apt-get update && apt-get clean\n", "Dockerfile:2 Dockerfile:4"},
		{"other-managers", "FROM alpine:3.22\nRUN apk update\nRUN zypper --non-interactive refresh\nRUN pacman -Sy\nRUN pacman -S vim\nRUN dnf makecache\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4 Dockerfile:6"},
		{"same-step", "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apk update && apk upgrade\nRUN <<EOF\napt-get update\napt-get install -y b\nEOF\n", ""},
		{"whole-upgrade", "FROM archlinux:base\nRUN pacman -Syu --noconfirm\nRUN pacman -Sy --noconfirm vim\n", ""},
		{"script", "FROM debian:12\nRUN apt-get update && ./install-dependencies.sh\n", ""},
		{"none", "FROM debian:12\nRUN true\n", ""},
	},
};
