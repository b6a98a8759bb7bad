#include "checks/about_secrets.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_command_walk walk = sw_commands_of(view, shipped);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_span where;
		struct sw_str account;
		if (sw_sets_password(at, &where, &account))
			sw_fail(sink, where, "%.*s sets a password%s%.*s that stays in the image", SW_ARG(at->call.program), account.n ? " of " : "",
				SW_ARG(account));
		else if (sw_listed(at->call.program, "useradd adduser usermod"))
			sw_pass(sink, at->cmd->words[at->call.word].span, "accounts are made without a password");
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no account is made or changed");
}

CHECK(password_set_in_build) {
	.id = "password-set-in-build", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_SPOOFING | SW_DISCLOSURE, .cwe = {259},
	.refs = {"cis-docker-1.6:4.10", "checkov:CKV2_DOCKER_17", "dockle:DKL-LI-0001"},
	.title = "A step sets the password of an account",
	.why = "Everybody who has the image or the Dockerfile has the password, it is the same in every container, and its hash stays "
	       "in a layer for ever.",
	.fix = "Leave the account without a password (`useradd --shell /usr/sbin/nologin app`); no service in a container needs one.",
	.decide = decide,
	.examples = {
		{"chpasswd", "FROM debian:12\nRUN useradd app && \\\n    echo 'root:toor' | chpasswd\n", "Dockerfile:3"},
		{"passwd", "FROM fedora:42\nRUN echo toor | passwd --stdin root\nRUN passwd -d app\nRUN chpasswd <<< \"app:x\"\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"useradd", "FROM debian:12\nRUN useradd -m -p \"$(openssl passwd -1 toor)\" app && usermod --password x root\n", "Dockerfile:2 Dockerfile:2"},
		{"none", "FROM debian:12\nRUN useradd -m -p '*' app && usermod -p '!' root && passwd -l root && adduser --disabled-password b\n", ""},
		{"from-a-secret", "FROM debian:12\nRUN --mount=type=secret,id=p echo \"root:$(cat /run/secrets/p)\" | chpasswd\nRUN echo \"a:$(head -c32 /dev/urandom | base64)\" | chpasswd\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN echo 'root:toor' | chpasswd\nFROM debian:12\nRUN useradd b\n", ""},
	},
};
