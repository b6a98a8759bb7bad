#include "checks/about_steps.h"
#include "knowledge/files.h"
#include "knowledge/paths.h"

/* Whether the folder is one that the system itself uses, or could: /etc, /usr/bin; not /etc/app and /usr/lib/app. */
static bool of_system_itself(struct sw_str path) {
	size_t parts = 0;
	for (size_t i = 0; i < path.n; i++)
		parts += path.p[i] == '/';
	bool nested = sw_str_starts(path, SW_S("/usr/")) || sw_str_starts(path, SW_S("/var/"));
	bool kernel = sw_str_starts(path, SW_S("/proc/")) || sw_str_starts(path, SW_S("/sys/")) || sw_str_starts(path, SW_S("/dev/"));
	return kernel || parts <= (nested ? 2 : 1);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_shipped(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		if (step->kind != SW_STEP_WORKDIR || !step->word_count)
			continue;
		const struct sw_shell_word *word = &step->words[0];
		struct sw_str path = sw_path_clean(view->arena, word->text);
		/* The root folder and root's home are where it starts anyhow. */
		const char *what = path.n > 1 && !sw_str_is(path, "/root") ? sw_system_folder(path) : NULL;
		if (!word->is_static && sw_str_find_byte(word->text, '$') != SW_NPOS)
			sw_unknown(sink, SW_MISSING_VARIABLE, word->span, "a variable hides the folder");
		else if (what && !of_system_itself(path))
			sw_fail_as(sink, SW_LOW, word->span, "the steps work in %.*s, below a folder of the system: %s", SW_ARG(path), what);
		else if (what)
			sw_fail(sink, word->span, "the steps work in %.*s: %s", SW_ARG(path), what);
		else
			sw_pass(sink, word->span, "the steps work in folders of their own");
	}
	sw_not_applicable(sink, "no WORKDIR is set");
}

CHECK(sensitive_workdir) {
	.id = "sensitive-workdir", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {668},
	.refs = {"cis-docker-1.6:5.6", "trivy:DS-0030"},
	.title = "WORKDIR is a folder of the system",
	.why = "What the service writes and what is copied there mixes with programs and configuration of the system, and a relative "
	       "path that goes wrong changes them.",
	.fix = "Use a folder of its own: `WORKDIR /app`.",
	.decide = decide,
	.examples = {
		{"system", "FROM debian:12\nWORKDIR /etc\nWORKDIR /usr/bin/\n", "Dockerfile:2 Dockerfile:3"},
		{"below", "FROM debian:12\nWORKDIR /etc/app\n", "Dockerfile:2"},
		{"argument-default", "FROM debian:12\nARG D=/proc\nWORKDIR $D\n", "Dockerfile:3"},
		{"own", "FROM debian:12\nWORKDIR /usr/src/app\nWORKDIR /usr/local/app\nWORKDIR /var/www/html\nWORKDIR app\nWORKDIR /root\n", ""},
		{"build-stage", "FROM debian:12 AS a\nWORKDIR /etc\nFROM debian:12\nWORKDIR /app\n", ""},
	},
};
