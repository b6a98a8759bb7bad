#include "checks/about_words.h"
#include "knowledge/files.h"
#include "knowledge/paths.h"

/* Folders of the image's system that a volume hides or hands out. What stands below them is judged by its own name only
 * where the kernel fills it. */
static const char *system_part(struct sw_str path) {
	static const char *const below[] = {"/proc/", "/sys/", "/dev/"};
	if (sw_str_is(path, "/opt"))
		return "the folder of installed software";
	if (sw_listed(path, "/var /run /usr/local"))
		return "a folder of the system";
	for (size_t i = 0; i < sizeof below / sizeof *below; i++)
		if (sw_str_starts(path, sw_str_of(below[i])) && !sw_str_is(path, "/dev/shm"))
			return "a folder of the kernel";
	size_t depth = 0;
	for (size_t i = 0; i < path.n; i++)
		depth += path.p[i] == '/';
	return depth <= 1 || sw_str_starts(path, SW_S("/usr/")) ? sw_system_folder(path) : NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->target->volumes.n; i++) {
		const struct sw_path_at *volume = &view->target->volumes.v[i];
		struct sw_str path = sw_path_clean(view->arena, volume->path);
		struct sw_path_fact fact;
		if (!volume->known) {
			sw_unknown(sink, SW_MISSING_VARIABLE, volume->at, "a variable hides which path is a volume");
			continue;
		}
		sw_path_tier(path, false, &fact);
		const char *what = path.n ? system_part(path) : NULL;
		if (fact.engine != SW_ENGINE_NONE && fact.relation == SW_PATH_IS)
			sw_fail(sink, volume->at, "%.*s is the %s engine's socket", SW_ARG(path), sw_engine_kind_name(fact.engine));
		else if (what)
			sw_fail_as(sink, sw_str_is(path, "/opt") ? SW_MEDIUM : SW_HIGH, volume->at, "%.*s (%s) is a volume", SW_ARG(path), what);
		else
			sw_pass(sink, volume->at, "volumes hold data of the service only");
	}
	sw_not_applicable(sink, "the image declares no volume");
}

CHECK(sensitive_volume) {
	.id = "sensitive-volume", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_ELEVATION | SW_DISCLOSURE, .cwe = {668},
	.refs = {"cis-docker-1.6:5.6", "semgrep:dockerfile-dockerd-socket-mount", "dockle:DKL-DI-0002"},
	.title = "A volume is declared on a folder of the system or on an engine's socket",
	.why = "A volume outlives the container and can be shared with others: programs and configuration then come from outside the "
	       "image. A volume on the engine's socket tells everybody to mount it, and with it the host.",
	.fix = "Declare the folder of the service's data only: `VOLUME /var/lib/app`.",
	.decide = decide,
	.examples = {
		{"socket", "FROM debian:12\nVOLUME /data \\\n  /var/run/docker.sock\n", "Dockerfile:3"},
		{"system", "FROM debian:12\nVOLUME [\"/etc\", \"/proc/sys\"]\nVOLUME /\nARG V=/root\nVOLUME $V\n", "Dockerfile:2 Dockerfile:2 Dockerfile:3 Dockerfile:5"},
		{"data", "FROM debian:12\nVOLUME /var/lib/app /etc/app /var/log /usr/share/app /tmp\n", ""},
		{"build-stage", "FROM debian:12 AS a\nVOLUME /etc\nFROM debian:12\n", ""},
	},
};
