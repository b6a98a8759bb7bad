#include "checks/about_sources.h"

static bool is_all(struct sw_str source) {
	return sw_listed(source, ". ./ / * ./* $PWD");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		if (copied.kind == SW_SOURCE_STAGE || !is_all(copied.source.text))
			continue;
		enum sw_severity severity = sw_stages_have(&shipped, copied.step->stage) ? SW_MEDIUM : SW_LOW;
		switch (view->build->ignores_secrets) {
		case SW_NO:
			sw_fail_as(sink, severity, copied.source.span, "the whole context is copied, and no .dockerignore keeps .git and .env out");
			break;
		case SW_YES:
			sw_pass(sink, copied.source.span, ".dockerignore keeps .git and .env out");
			break;
		case SW_UNKNOWN:
			sw_unknown(sink, SW_MISSING_FILE, copied.source.span, ".dockerignore was not given");
			break;
		}
	}
	sw_not_applicable(sink, "the context is not copied as a whole");
}

CHECK(whole_context_copied) {
	.id = "whole-context-copied", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE, .cwe = {538},
	.refs = {"cis-docker-1.6:4.10", "droast:DF007", "droast:DF033", "buildkit:CopyIgnoredFile"},
	.title = "The whole folder is copied, secrets and history too",
	.why = "What lies in the folder goes along: .env, keys, the git history with everything that was ever deleted from it. On "
	       "another machine the same build takes other files.",
	.fix = "Write a .dockerignore with `.git` and `.env*`, or copy what is needed: `COPY src ./src`.",
	.decide = decide,
	.examples = {
		{"no-ignore-file", "FROM debian:12\nWORKDIR /app\nCOPY . .\n", "Dockerfile:3"},
		{"too-little", "=== Dockerfile\nFROM debian:12\nCOPY ./ /app/\n=== .dockerignore\nnode_modules\n.git\n", "Dockerfile:2"},
		{"let-in-again", "=== Dockerfile\nFROM debian:12\nADD . /app/\n=== .dockerignore\n*\n!.env\n", "Dockerfile:2"},
		{"ignored", "=== Dockerfile\nFROM debian:12\nCOPY . .\n=== .dockerignore\n.git\n.env*\n", ""},
		{"parts", "FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a . /a\nCOPY src ./src\n", ""},
	},
};
