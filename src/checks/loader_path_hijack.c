#include "checks/about_steps.h"
#include "knowledge/paths.h"

static bool is_open_folder(struct sw_str path) {
	return sw_path_within(path, SW_S("/tmp")) || sw_path_within(path, SW_S("/var/tmp")) || sw_path_within(path, SW_S("/dev/shm"));
}

static void judge_entry(struct sw_sink *sink, const struct sw_setting *setting, struct sw_str entry) {
	if (sw_str_starts(entry, SW_S("$")) || sw_str_starts(entry, SW_S("/")) || sw_str_starts(entry, SW_S("~"))) {
		if (is_open_folder(entry))
			sw_fail(sink, setting->at, "%.*s names %.*s, where everybody may write", SW_ARG(setting->name), SW_ARG(entry));
	} else if (!entry.n || sw_str_is(entry, ".")) {
		sw_fail(sink, setting->at, "%.*s names the current folder, whichever that is", SW_ARG(setting->name));
	} else {
		sw_fail(sink, setting->at, "%.*s names %.*s below the current folder", SW_ARG(setting->name), SW_ARG(entry));
	}
}

/* The next part up to a separator that stands outside ${…}. */
static bool next_entry(struct sw_str *rest, char separator, struct sw_str *entry) {
	unsigned depth = 0;
	if (!rest->p)
		return false;
	for (size_t i = 0; i < rest->n; i++) {
		depth += rest->p[i] == '{';
		depth -= rest->p[i] == '}' && depth;
		if (rest->p[i] != separator || depth)
			continue;
		*entry = sw_str_sub(*rest, 0, i);
		*rest = sw_str_from(*rest, i + 1);
		return true;
	}
	*entry = *rest;
	*rest = (struct sw_str){0};
	return true;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_setting_walk walk = sw_settings_of(view, sw_stages_shipped(view));
	for (struct sw_setting setting; sw_next_setting(&walk, &setting);) {
		bool preload = sw_listed(setting.name, "LD_PRELOAD LD_AUDIT");
		if (!setting.kept || (!preload && !sw_listed(setting.name, "PATH LD_LIBRARY_PATH PYTHONPATH")))
			continue;
		struct sw_str rest = setting.value, entry;
		bool windows = sw_str_find_byte(rest, ';') != SW_NPOS || sw_str_find_byte(rest, '\\') != SW_NPOS;
		bool python = sw_str_is(setting.name, "PYTHONPATH");
		if (!rest.n || windows)
			continue;
		/* Libraries by their bare name are looked for in the system's folders. */
		while (next_entry(&rest, preload && sw_str_find_byte(rest, ':') == SW_NPOS ? ' ' : ':', &entry))
			if (!(preload && (!entry.n || sw_str_find_byte(entry, '/') == SW_NPOS)) && !(python && !is_open_folder(entry)))
				judge_entry(sink, &setting, entry);
		if (preload)
			sw_fail_as(sink, SW_INFO, setting.at, "%.*s puts %.*s into every program", SW_ARG(setting.name), SW_ARG(setting.value));
		else
			sw_pass(sink, setting.at, "%.*s names fixed folders", SW_ARG(setting.name));
	}
	sw_not_applicable(sink, "no variable of the loader or the search path is set");
}

CHECK(loader_path_hijack) {
	.id = "loader-path-hijack", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {427},
	.refs = {"cis-docker-1.6:4.8"},
	.title = "Programs or libraries are looked for where others may write",
	.why = "Whoever can put a file into such a folder has it run in the place of the real program or library, by root too.",
	.fix = "Name fixed folders that only root may write: `ENV PATH=/opt/app/bin:$PATH`; no `.`, no empty part, nothing in /tmp.",
	.decide = decide,
	.examples = {
		{"current-folder", "FROM debian:12\nENV PATH=.:$PATH\nENV A=b \\\n  LD_LIBRARY_PATH=lib:/usr/lib\n", "Dockerfile:2 Dockerfile:4"},
		{"empty-part", "FROM scratch\nENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH\n", "Dockerfile:2"},
		{"open-folder", "FROM debian:12\nENV PATH=\"$PATH:/tmp/bin\"\nENV LD_PRELOAD=/tmp/a.so\n", "Dockerfile:2 Dockerfile:3 Dockerfile:3"},
		{"path-of-scratch", "FROM scratch\nENV PATH=$PATH:/app/bin\n", ""},
		{"preload", "FROM debian:12\nENV LD_PRELOAD=/usr/lib/libjemalloc.so.2\n", "Dockerfile:2"},
		{"fixed", "FROM debian:12\nENV PATH=/opt/app/bin:$PATH LD_LIBRARY_PATH=/opt/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} PYTHONPATH=.\n", ""},
		{"build-stage", "FROM debian:12 AS a\nENV PATH=.:$PATH\nFROM debian:12\n", ""},
	},
};
