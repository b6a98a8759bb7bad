#include "checks/about_packages.h"
#include "checks/about_sources.h"
#include "checks/about_written.h"

static const char setting[] = "Install-Recommends";

static bool is_off(struct sw_str text) {
	size_t at = sw_str_find(text, sw_str_of(setting));
	if (at == SW_NPOS)
		return false;
	struct sw_str value = sw_str_from(text, at + sizeof setting - 1);
	size_t i = 0;
	while (i < value.n && (sw_is_space(value.p[i]) || strchr("=\"'", value.p[i])))
		i++;
	value = sw_str_from(value, i);
	return sw_str_starts(value, SW_S("0")) || sw_str_starts(value, SW_S("false")) || sw_str_starts(value, SW_S("no"));
}

/* Whether apt is told for the whole image: a step writes its setting; unknown where its configuration is copied in. */
static enum sw_tri switched_off(const struct sw_view *view, struct sw_stages stages) {
	struct sw_written_walk written = sw_written_of(view, stages);
	for (struct sw_written text; sw_next_written(&written, &text);)
		if (is_off(text.text))
			return SW_YES;
	struct sw_copied_walk copies = sw_copied_of(view, stages);
	for (struct sw_copied copied; sw_next_copied(&copies, &copied);)
		if (sw_str_contains(copied.target, SW_S("/etc/apt")))
			return SW_UNKNOWN;
	return SW_NO;
}

static bool left_out(const struct sw_packages *packages) {
	if (sw_shell_option(packages->cmd, packages->first, NULL, "--no-install-recommends", packages->valued) ||
	    (sw_str_is(packages->program, "aptitude") &&
	     sw_shell_option(packages->cmd, packages->first, "-R", "--without-recommends", packages->valued)))
		return true;
	for (uint32_t i = packages->first; i < packages->cmd->word_count; i++)
		if (is_off(packages->cmd->words[i].text))
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	enum sw_tri off = switched_off(view, shipped);
	struct sw_command_walk walk = sw_commands_of(view, shipped);
	struct sw_command_at at;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);) {
		struct sw_shell_word verb;
		if (packages.manager != SW_MANAGER_APT || !sw_str_is(packages.verb, "install") ||
		    !sw_shell_operand(at.cmd, packages.first, packages.valued, 0, &verb))
			continue;
		if (off == SW_YES || left_out(&packages))
			sw_pass(sink, verb.span, "recommended packages are left out");
		else if (off == SW_UNKNOWN)
			sw_unknown(sink, SW_MISSING_FILE, verb.span, "configuration of apt is copied in and may leave recommended packages out");
		else
			sw_fail(sink, verb.span, "%.*s installs what the packages merely recommend, too", SW_ARG(packages.program));
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "apt installs nothing");
}

CHECK(recommended_packages_installed) {
	.id = "recommended-packages-installed", .on = SW_ON_BUILD, .severity = SW_INFO, .stride = SW_ELEVATION, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.3", "hadolint:DL3015", "dockerfilelint:apt-get_recommends", "trivy:DS-0029", "kics:7384dfb2",
		 "semgrep:missing-no-install-recommends"},
	.title = "Packages come in that nothing needs",
	.why = "Every recommended package is code that can have flaws and that an intruder can use, and nobody here chose it.",
	.fix = "Install with `apt-get install -y --no-install-recommends …`, and name what is really needed.",
	.practice = true,
	.decide = decide,
	.examples = {
		{"recommends", "FROM debian:12\nRUN apt-get update && \\\n    apt-get -y install curl\nRUN [\"apt\", \"install\", \"-y\", \"git\"]\n", "Dockerfile:3 Dockerfile:4"},
		{"left-out", "FROM debian:12\nRUN apt-get install -y --no-install-recommends curl\nRUN apt-get -o APT::Install-Recommends=false install git\nRUN aptitude install -R -y vim\n", ""},
		{"configured", "FROM debian:12\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/99x\nRUN apt-get install -y curl\n", ""},
		{"copied-configuration", "FROM debian:12\nCOPY apt.conf /etc/apt/apt.conf.d/\nRUN apt-get install -y curl\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN apt-get install -y gcc\nFROM debian:12\nCOPY --from=a /x /x\n", ""},
	},
};
