#include "checks/about_sources.h"

/* Behind '#' stand commit, tag or branch and, behind ':', a folder. Only a commit is fixed. */
static bool names_commit(struct sw_str source) {
	size_t hash = sw_str_find_byte(source, '#');
	if (hash == SW_NPOS)
		return false;
	struct sw_str ref = sw_str_from(source, hash + 1);
	ref = sw_str_sub(ref, 0, sw_str_find_byte(ref, ':'));
	return (ref.n == 40 || ref.n == 64) && sw_str_is_lower_hex(ref);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		struct sw_str words = sw_url_words(view->arena, copied.source.text);
		if (copied.step->kind == SW_STEP_COPY)
			continue;
		if (copied.kind == SW_SOURCE_UNKNOWN)
			sw_unknown(sink, SW_MISSING_VARIABLE, copied.source.span, "a variable hides what ADD takes");
		if (copied.kind != SW_SOURCE_URL && copied.kind != SW_SOURCE_GIT)
			continue;
		if (sw_step_flag(copied.step, "checksum"))
			sw_pass(sink, copied.source.span, "%.*s is compared with a checksum", SW_ARG(words));
		else if (copied.kind == SW_SOURCE_GIT && names_commit(copied.source.text))
			sw_pass(sink, copied.source.span, "%.*s is fetched at one commit", SW_ARG(words));
		else if (copied.kind == SW_SOURCE_GIT)
			sw_fail(sink, copied.source.span, "ADD fetches %.*s by a name that can move, not by a commit", SW_ARG(words));
		else
			sw_fail(sink, copied.source.span, "ADD fetches %.*s without a checksum", SW_ARG(words));
	}
	sw_not_applicable(sink, "ADD fetches nothing");
}

CHECK(add_remote_unverified) {
	.id = "add-remote-unverified", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {494},
	.refs = {"cis-docker-1.6:4.9", "trivy:DS-0005", "checkov:CKV_DOCKER_4", "kics:4b410d24", "dockle:CIS-DI-0009",
		 "tally:prefer-add-git"},
	.title = "ADD fetches something without a checksum or commit",
	.why = "Whoever controls the server, its name or the way to it decides what stands in the image, and no build notices a change.",
	.fix = "Say what is expected: `ADD --checksum=sha256:… https://dl.example.com/tool.tgz /tmp/`, or a commit behind `#` of a "
	       "repository.",
	.decide = decide,
	.examples = {
		{"address", "FROM debian:12\nADD https://dl.example.com/tool.tgz /tmp/\n", "Dockerfile:2"},
		{"argument-default", "FROM debian:12\nARG V=1.2\nADD https://dl.example.com/tool-$V.tgz /tmp/\n", "Dockerfile:3"},
		{"branch", "FROM debian:12\nADD https://git.example.com/a/b.git#main /src\n", "Dockerfile:2"},
		{"checksum", "FROM debian:12\nADD --checksum=sha256:0123456789012345678901234567890123456789012345678901234567890123 https://dl.example.com/tool.tgz /tmp/\n", ""},
		{"commit", "FROM debian:12\nADD https://git.example.com/a/b.git#0123456789012345678901234567890123456789:dir /src\n", ""},
		{"local", "FROM debian:12\nADD tool.tgz /tmp/\n", ""},
	},
};
