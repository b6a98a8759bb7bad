#include "checks/about_names.h"
#include "checks/about_packages.h"

enum tool { TOOL_NONE, TOOL_COMPILER, TOOL_NETWORK, TOOL_DEBUGGER, TOOL_ENGINE };

static enum tool tool_of(struct sw_str name) {
	if (sw_listed(name, "gcc g++ gcc-c++ clang build-essential build-base base-devel tcc llvm-dev alpine-sdk"))
		return TOOL_COMPILER;
	if (sw_listed(name, "nmap nmap-ncat ncat nc netcat netcat-openbsd netcat-traditional socat tcpdump tshark wireshark "
			    "wireshark-cli telnet inetutils-telnet busybox-extras ettercap ettercap-text-only ettercap-common hydra thc-hydra masscan sqlmap "
			    "john hashcat nikto proxychains proxychains4 proxychains-ng arp-scan arping dsniff hping3 aircrack-ng "
			    "metasploit-framework"))
		return TOOL_NETWORK;
	if (sw_listed(name, "gdb gdbserver gdb-multiarch strace ltrace lldb bpftrace bpfcc-tools perf linux-perf"))
		return TOOL_DEBUGGER;
	if (sw_listed(name, "docker docker.io docker-ce docker-ce-cli docker-cli docker-engine moby-cli moby-engine cri-tools nerdctl"))
		return TOOL_ENGINE;
	return TOOL_NONE;
}

/* Whether a later command of the same RUN takes the package away again: by its name, by the name of the group that it was
 * installed under, or with everything that was marked as a dependency. */
static bool removed_again(const struct sw_command_at *at, const struct sw_packages *installed, struct sw_str name) {
	enum { LOOK_AHEAD = 512 }; /* commands */
	const struct sw_shell_script *script = sw_script_of(at);
	struct sw_shell_word group = {0}, word;
	bool grouped = sw_shell_option_value(at->cmd, installed->first, "-t", "--virtual", installed->valued, &group), marked = false;
	for (uint32_t i = at->index + 1; i < script->n && i - at->index < LOOK_AHEAD; i++) {
		struct sw_command_at later = {at->step, &script->v[i], i, sw_shell_call(&script->v[i])};
		struct sw_packages packages;
		if (sw_str_is(later.call.program, "apt-mark"))
			marked |= later.call.first_arg < later.cmd->word_count && sw_str_is(later.cmd->words[later.call.first_arg].text, "auto");
		if (!sw_packages_read(later.cmd, &later.call, &packages) || !packages.removes)
			continue;
		if (marked && packages.manager == SW_MANAGER_APT)
			return true;
		struct sw_package_walk walk = sw_package_walk(&packages);
		while (sw_next_package(&walk, &word))
			if (sw_str_eq(sw_package_name(word.text), name) || (grouped && sw_str_eq(word.text, group.text)))
				return true;
	}
	return false;
}

static void tell(struct sw_sink *sink, struct sw_span at, struct sw_str name, enum tool tool) {
	if (tool == TOOL_COMPILER)
		sw_fail_as(sink, SW_INFO, at, "the compiler %.*s stays in the image", SW_ARG(name));
	else if (tool == TOOL_NETWORK)
		sw_fail(sink, at, "the network tool %.*s stays in the image", SW_ARG(name));
	else if (tool == TOOL_DEBUGGER)
		sw_fail(sink, at, "the debugger %.*s stays in the image", SW_ARG(name));
	else
		sw_fail_as(sink, SW_MEDIUM, at, "%.*s, which drives a container engine, stays in the image", SW_ARG(name));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_command_walk walk = sw_commands_of(view, shipped);
	struct sw_command_at at;
	enum { MOST_FOLLOWED = 256 }; /* tools whose removal is looked for */
	unsigned followed = 0;
	bool compiler = false;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);) {
		if (!packages.installs || !sw_manager_of_system(packages.manager))
			continue;
		struct sw_package_walk names = sw_package_walk(&packages);
		for (struct sw_shell_word word; sw_next_package(&names, &word);) {
			struct sw_str name = sw_package_name(word.text);
			enum tool tool = tool_of(name);
			/* One compiler says it all. */
			if (tool == TOOL_NONE || (tool == TOOL_COMPILER && compiler) ||
			    (followed++ < MOST_FOLLOWED && removed_again(&at, &packages, name)))
				continue;
			compiler |= tool == TOOL_COMPILER;
			tell(sink, word.span, name, tool);
		}
		sw_pass(sink, at.cmd->words[at.call.word].span, "no tools of that kind are installed");
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no package is installed");
}

CHECK(attack_tools_installed) {
	.id = "attack-tools-installed", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.3", "tally:prefer-multi-stage-build"},
	.title = "The image brings tools that an intruder needs",
	.why = "Whoever takes over the service finds compiler, scanner, debugger or the engine's client in place and need not bring "
	       "them.",
	.fix = "Install them in a build stage and copy only the result: `FROM debian:12 AS build` … `FROM gcr.io/distroless/base-debian12`, "
	       "`COPY --from=build /app /app`.",
	.decide = decide,
	.examples = {
		{"tools", "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    curl \\\n    netcat-openbsd=1.2 \\\n    gdb g++ gcc\n", "Dockerfile:4 Dockerfile:5 Dockerfile:5"},
		{"engine", "FROM alpine:3.22\nRUN apk add --no-cache docker-cli\n", "Dockerfile:2"},
		{"build-stage", "FROM debian:12 AS build\nRUN apt-get install -y gcc\nFROM debian:12\nCOPY --from=build /app /app\nRUN apt-get install -y libc6\n", ""},
		{"removed-again", "FROM alpine:3.22\nRUN apk add --no-cache --virtual .deps gcc make && make && apk del .deps\nRUN apt-get install -y gcc && make && apt-get purge -y gcc\n", ""},
		{"marked", "FROM debian:12\nRUN saved=\"$(apt-mark showmanual)\"; apt-get install -y gcc; make; apt-mark auto '.*'; apt-mark manual $saved; apt-get purge -y --auto-remove\n", ""},
	},
};
