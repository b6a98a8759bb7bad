#include "checks/about_packages.h"

/* Where a distribution packs client and daemon together the package is called openssh. */
static bool is_daemon_package(enum sw_manager manager, struct sw_str name) {
	bool together = manager == SW_MANAGER_APK || manager == SW_MANAGER_PACMAN || manager == SW_MANAGER_ZYPPER;
	return sw_listed(name, "openssh-server dropbear tinyssh openssh-server-pam") || (together && sw_str_is(name, "openssh"));
}

/* Whether the command starts the daemon: sshd itself, or an init script. */
static bool starts_daemon(const struct sw_command_at *at, uint32_t *word) {
	*word = at->call.word;
	if (sw_listed(at->call.program, "sshd dropbear"))
		return !sw_shell_option(at->cmd, at->call.first_arg, "-t", NULL, NULL) && !sw_shell_option(at->cmd, at->call.first_arg, "-T", NULL, NULL);
	if (!sw_listed(at->call.program, "service systemctl rc-update rc-service update-rc.d"))
		return at->cmd->word_count && sw_listed(at->cmd->words[at->call.word].text, "/etc/init.d/ssh /etc/init.d/sshd");
	for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++)
		if (sw_listed(at->cmd->words[i].text, "ssh sshd ssh.service sshd.service")) {
			*word = i;
			return true;
		}
	return false;
}

static void judge_ports(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->target->exposed.n; i++) {
		const struct sw_exposed *port = &view->target->exposed.v[i];
		if (port->port_low && port->port_low <= 22 && 22 <= port->port_high)
			sw_fail(sink, port->at, "port 22 of SSH is exposed");
		else if (port->port_low)
			sw_pass(sink, port->at, "port 22 is not among the exposed ones");
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_command_walk walk = sw_commands_of(view, shipped);
	struct sw_span started = {0};
	bool installed = false;
	walk.starts = true;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_packages packages;
		uint32_t word;
		if (starts_daemon(at, &word) && !started.source)
			started = at->cmd->words[word].span;
		if (!sw_packages_read(at->cmd, &at->call, &packages) || !packages.installs || !sw_manager_of_system(packages.manager))
			continue;
		struct sw_package_walk names = sw_package_walk(&packages);
		for (struct sw_shell_word name; sw_next_package(&names, &name);)
			if (is_daemon_package(packages.manager, sw_package_name(name.text))) {
				installed = true;
				sw_fail(sink, name.span, "%.*s brings an SSH daemon", SW_ARG(sw_package_name(name.text)));
			}
	}
	/* That it is started is told where nothing says that it is installed. */
	if (started.source && !installed)
		sw_fail(sink, started, "an SSH daemon is started");
	judge_ports(view, sink);
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no port is exposed and no SSH daemon is installed");
}

CHECK(ssh_daemon) {
	.id = "ssh-daemon", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_SPOOFING | SW_ELEVATION, .cwe = {284},
	.refs = {"cis-docker-1.6:5.7", "trivy:DS-0004", "checkov:CKV_DOCKER_1", "kics:5907595b"},
	.title = "The image runs or exposes an SSH daemon",
	.why = "It is a second way in beside the service, with keys and passwords of its own that nobody rotates, and its host keys "
	       "are the same in every copy of the image.",
	.fix = "Remove it and use `docker exec` or `kubectl exec` to look inside.",
	.decide = decide,
	.examples = {
		{"port", "FROM debian:12\nEXPOSE 80 \\\n  22/tcp\n", "Dockerfile:3"},
		{"installed", "FROM debian:12\nRUN apt-get install -y \\\n    openssh-server\nCMD [\"/usr/sbin/sshd\", \"-D\"]\n", "Dockerfile:3"},
		{"started", "FROM example.com/with-ssh:1\nENTRYPOINT service ssh start && /app\n", "Dockerfile:2"},
		{"copied-as-a-whole", "FROM debian:12 AS a\nRUN apt-get install -y openssh-server\nFROM scratch\nCOPY --from=a / /\n", "Dockerfile:2"},
		{"build-stage", "FROM debian:12 AS a\nRUN apt-get install -y openssh-server\nFROM debian:12\nEXPOSE 8080\nRUN apt-get install -y openssh-client\n", ""},
	},
};
