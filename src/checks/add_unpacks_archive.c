#include "checks/about_sources.h"

/* A root file system that an image starts from can come in no other way. */
static bool is_root_system(const struct sw_view *view, const struct sw_copied *copied) {
	return view->build->stages.v[copied->step->stage].scratch && sw_str_is(copied->target, "/");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		if (copied.step->kind == SW_STEP_COPY && copied.kind == SW_SOURCE_ARCHIVE)
			sw_pass(sink, copied.source.span, "%.*s is copied as it is", SW_ARG(copied.source.text));
		if (copied.step->kind == SW_STEP_COPY)
			continue;
		const struct sw_flag *unpack = sw_step_flag(copied.step, "unpack");
		if (unpack && !sw_says_no(unpack->value) && copied.kind != SW_SOURCE_ARCHIVE)
			sw_fail(sink, unpack->at, "ADD unpacks %.*s", SW_ARG(sw_url_words(view->arena, copied.source.text)));
		else if (copied.kind == SW_SOURCE_ARCHIVE && !(unpack && sw_says_no(unpack->value)) && !is_root_system(view, &copied))
			sw_fail(sink, copied.source.span, "ADD unpacks %.*s wherever its members lead", SW_ARG(copied.source.text));
	}
	sw_not_applicable(sink, "no archive is added");
}

CHECK(add_unpacks_archive) {
	.id = "add-unpacks-archive", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {409},
	.refs = {"cis-docker-1.6:4.9"},
	.title = "ADD unpacks an archive",
	.why = "Nobody sees in the Dockerfile what an archive brings: modes, owners, links and any amount of data come with it, and "
	       "nothing compares a checksum before.",
	.fix = "Copy the archive, compare its checksum and unpack it in one step: `RUN --mount=type=bind,source=a.tar.gz,target=/a.tar.gz "
	       "echo \"$SUM  /a.tar.gz\" | sha256sum -c && tar -xzf /a.tar.gz -C /opt`.",
	.decide = decide,
	.examples = {
		{"archive", "FROM debian:12\nADD app.tar.gz /srv/\n", "Dockerfile:2"},
		{"unpack", "FROM debian:12\nADD --unpack=true https://dl.example.com/a.zip /srv/\n", "Dockerfile:2"},
		{"root-system", "FROM scratch\nADD rootfs.tar.xz /\n", ""},
		{"copy", "FROM debian:12\nCOPY app.tar.gz /srv/\n", ""},
	},
};
