#include "checks/about_modes.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_mode_walk walk = sw_modes_of(view, shipped);
	for (struct sw_mode_at mode; sw_next_mode(&walk, &mode);) {
		struct sw_str path = mode.path.n ? mode.path : SW_S("a file");
		if (mode.stripping)
			sw_pass(sink, mode.at, "setuid and setgid are taken from all programs");
		/* On a folder the setgid bit only hands the group down. */
		else if (mode.mode.setuid)
			sw_fail(sink, mode.at, "%.*s gives %.*s the rights of its owner to whoever runs it", SW_ARG(mode.written), SW_ARG(path));
		else if (mode.mode.setgid && !mode.folder && !mode.recursive)
			sw_fail_as(sink, SW_LOW, mode.at, "%.*s gives %.*s the rights of its group to whoever runs it, unless it is a folder",
				   SW_ARG(mode.written), SW_ARG(path));
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no step sets or strips setuid or setgid");
}

CHECK(setuid_bit_set) {
	.id = "setuid-bit-set", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {732},
	.refs = {"cis-docker-1.6:4.8", "dockle:CIS-DI-0008"},
	.title = "A step sets the setuid or setgid bit",
	.why = "Such a program runs with the rights of its owner, mostly root. One flaw in it makes an intruder root in the container.",
	.fix = "Leave the bit out, and strip those of the base image: `RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +`.",
	.decide = decide,
	.examples = {
		{"symbolic", "FROM debian:12\nRUN make && \\\n    chmod -v u+s /usr/local/bin/helper\n", "Dockerfile:3"},
		{"octal", "FROM debian:12\nRUN chmod 4755 /a && install -o root -m 6755 b /b && chmod +s /c\nCOPY --chmod=4755 d /d\n", "Dockerfile:2 Dockerfile:2 Dockerfile:2 Dockerfile:3"},
		{"stripped", "FROM debian:12\nRUN find / -xdev -perm /6000 -type f -exec chmod a-s {} \\; || true\n", ""},
		{"folders", "FROM debian:12\nRUN mkdir -p /srv/d && chmod 2775 /srv/d\nRUN mkdir -m 2775 /srv/a && chmod -R g+s /srv/b && find /srv -type d -exec chmod 2775 {} + && chmod 0755 /x u-s\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN chmod u+s /a\nFROM debian:12\nCOPY --from=a /b /b\n", ""},
	},
};
