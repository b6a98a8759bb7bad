#include "checks/about_modes.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_mode_walk walk = sw_modes_of(view, shipped);
	for (struct sw_mode_at mode; sw_next_mode(&walk, &mode);) {
		struct sw_str path = mode.path.n ? mode.path : SW_S("it");
		/* Everybody may write there anyhow. */
		bool meant = sw_listed(mode.path, "/tmp /var/tmp /dev/shm");
		if (mode.mode.world_writable && !meant)
			sw_fail(sink, mode.at, "%.*s lets everybody write to %.*s%s", SW_ARG(mode.written), SW_ARG(path),
				mode.recursive ? " and all below it" : "");
		else if (mode.at.source)
			sw_pass(sink, mode.at, "modes keep others from writing");
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no step sets a mode");
}

CHECK(world_writable_path) {
	.id = "world-writable-path", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {732},
	.refs = {"cis-docker-1.6:4.8", "tally:world-writable-state-path-workaround", "droast:DF034"},
	.title = "Everybody in the container may write to a path",
	.why = "Any process, the least trusted too, can change these files: programs, configuration or start scripts that others run.",
	.fix = "Give the path to the one user that writes: `COPY --chown=10001 data /data`, `chmod 750 /data`.",
	.decide = decide,
	.examples = {
		{"octal", "FROM debian:12\nRUN mkdir /srv/a \\\n && chmod -R 777 /srv/a \\\n && chmod 0666 /b\n", "Dockerfile:3 Dockerfile:4"},
		{"symbolic", "FROM debian:12\nRUN chmod a+rwX /a && chmod ug+rw,o+w /b && chmod ugo+rwx /c\n", "Dockerfile:2 Dockerfile:2 Dockerfile:2"},
		{"copied", "FROM debian:12\nCOPY --chmod=777 a /a\nRUN mkdir -p -m 0777 /b && install -d -m 777 /c\n", "Dockerfile:2 Dockerfile:3 Dockerfile:3"},
		{"find", "FROM debian:12\nRUN find /srv -type f -exec chmod 666 {} +\n", "Dockerfile:2"},
		{"fine", "FROM debian:12\nRUN chmod 1777 /srv/tmp && chmod 775 /a && chmod +w /b && chmod o-w,g+w /c && chmod 777 /tmp\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN chmod -R 777 /src\nFROM debian:12\nCOPY --from=a /b /b\n", ""},
	},
};
