#include "checks/about_written.h"

/* One rule, "app ALL=(ALL) NOPASSWD: /usr/bin/mount": the line that holds byte `at` of the text. */
static struct sw_str line_around(struct sw_str text, size_t at, size_t *end) {
	size_t from = sw_str_rfind_byte(sw_str_sub(text, 0, at), '\n'), to = sw_str_find_byte(sw_str_from(text, at), '\n');
	from = from == SW_NPOS ? 0 : from + 1;
	*end = to == SW_NPOS ? text.n : at + to;
	return sw_str_trim(sw_str_sub(text, from, *end - from));
}

static void judge_rule(struct sw_sink *sink, struct sw_span at, struct sw_str rule) {
	size_t space = sw_str_find_byte(rule, ' ');
	struct sw_str user = sw_str_sub(rule, 0, space);
	struct sw_str programs = sw_str_trim(sw_str_from(rule, sw_str_find(rule, SW_S("NOPASSWD")) + sizeof "NOPASSWD" - 1));
	if (sw_str_starts(programs, SW_S(":")))
		programs = sw_str_trim(sw_str_from(programs, 1));
	if (sw_str_starts(rule, SW_S("#")))
		return;
	if (sw_str_is(user, "root"))
		sw_pass(sink, at, "the rule for sudo is about root itself");
	else if (sw_str_starts(programs, SW_S("/")) && !sw_str_contains(programs, SW_S("ALL")))
		sw_fail_as(sink, SW_MEDIUM, at, "a rule lets a user run %.*s as root without a password", SW_ARG(programs));
	else
		sw_fail(sink, at, "a rule lets a user become root without a password");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_written_walk texts = sw_written_of(view, shipped);
	for (struct sw_written text; sw_next_written(&texts, &text);) {
		size_t next = 0, found = sw_str_find(text.text, SW_S("NOPASSWD"));
		if (found == SW_NPOS && sw_str_contains(text.text, SW_S("ALL=(")))
			sw_pass(sink, text.span, "the rule for sudo asks for a password");
		for (; found != SW_NPOS; found = sw_str_find(sw_str_from(text.text, next), SW_S("NOPASSWD"))) {
			struct sw_span at = sw_written_part(&text, next + found, sizeof "NOPASSWD" - 1);
			struct sw_str rule = line_around(text.text, next + found, &next);
			judge_rule(sink, at, rule);
		}
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
		{"some-programs", "FROM debian:12\nRUN echo 'app ALL=NOPASSWD: /usr/bin/mount' >> /etc/sudoers\n", "Dockerfile:2"},
		{"root", "FROM debian:12\nCOPY <<EOF /etc/sudoers.d/a\nroot ALL=(ALL) NOPASSWD: ALL\n# app ALL=(ALL) NOPASSWD: ALL\nEOF\n", ""},
		{"asks", "FROM debian:12\nRUN echo 'app ALL=(ALL) ALL' > /etc/sudoers.d/app && sed -i 's/NOPASSWD: //' /etc/sudoers\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN echo 'app ALL=(ALL) NOPASSWD: ALL' >> /etc/sudoers\nFROM debian:12\n", ""},
	},
};
