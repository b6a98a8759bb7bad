#include "checks/about_written.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_written_walk texts = sw_written_of(view, shipped);
	for (struct sw_written text; sw_next_written(&texts, &text);) {
		size_t found = sw_str_find(text.text, SW_S("NOPASSWD"));
		if (found != SW_NPOS)
			sw_fail(sink, sw_written_part(&text, found, 8), "a rule lets a user become root without a password");
		else if (sw_str_contains(text.text, SW_S("ALL=(")))
			sw_pass(sink, text.span, "the rule for sudo asks for a password");
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no rule for sudo is written");
}

CHECK(passwordless_sudo) {
	.id = "passwordless-sudo", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_ELEVATION, .cwe = {269},
	.refs = {"cis-docker-1.6:4.1"},
	.title = "A user may become root without a password",
	.why = "With NOPASSWD the ordinary user is root in all but name: whoever takes over the service takes over the container.",
	.fix = "Remove the rule and sudo; run what needs root in the build, before `USER app`.",
	.decide = decide,
	.examples = {
		{"echo", "FROM debian:12\nRUN useradd app \\\n && echo 'app ALL=(ALL) NOPASSWD: ALL' >> /etc/sudoers\n", "Dockerfile:3"},
		{"sed-and-heredoc", "FROM debian:12\nRUN sed -i 's/^%wheel.*/%wheel ALL=(ALL) NOPASSWD: ALL/' /etc/sudoers\nCOPY <<EOF /etc/sudoers.d/app\n# rule\napp ALL=(ALL) NOPASSWD:ALL\nEOF\n", "Dockerfile:2 Dockerfile:5"},
		{"asks", "FROM debian:12\nRUN echo 'app ALL=(ALL) ALL' > /etc/sudoers.d/app && sed -i 's/NOPASSWD: //' /etc/sudoers\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN echo 'app ALL=(ALL) NOPASSWD: ALL' >> /etc/sudoers\nFROM debian:12\n", ""},
	},
};
