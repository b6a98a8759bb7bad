#include "checks/about_sources.h"

static bool is_root(struct sw_str path) {
	return sw_listed(path, "/ /. /* ///");
}

/* The stage that is copied from; NULL: an image or another context. */
static const struct sw_stage *source_stage(const struct sw_build *build, const struct sw_flag *from) {
	return from->known ? sw_build_stage(build, from->value) : NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		const struct sw_flag *from = copied.step->kind == SW_STEP_COPY ? sw_step_flag(copied.step, "from") : NULL;
		if (!from)
			continue;
		const struct sw_stage *stage = source_stage(view->build, from);
		/* On nothing it makes an image of one layer out of many. */
		bool flattens = view->build->stages.v[copied.step->stage].scratch;
		if (!is_root(copied.source.text) || (stage && stage->scratch))
			sw_pass(sink, copied.source.span, "only parts are copied from other stages");
		else if (!stage || stage->step_count == 1)
			sw_fail_as(sink, SW_LOW, copied.source.span, "everything in the image %.*s is copied", SW_ARG(from->value));
		else
			sw_fail_as(sink, flattens ? SW_LOW : SW_MEDIUM, copied.source.span, "everything in the stage %.*s is copied, secrets and tools too",
				   SW_ARG(from->value));
	}
	sw_not_applicable(sink, "nothing is copied from another stage or image");
}

CHECK(whole_filesystem_copied) {
	.id = "whole-filesystem-copied", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE, .cwe = {538},
	.refs = {"cis-docker-1.6:4.3", "hadolint:DL3067"},
	.title = "A whole file system is copied from another stage",
	.why = "Compilers, caches, keys and sources of the build stage come along: what the separate stage was meant to keep out.",
	.fix = "Copy the result only: `COPY --from=build /out/app /app`.",
	.decide = decide,
	.examples = {
		{"stage", "FROM debian:12 AS build\nRUN make\nFROM debian:12\nCOPY --from=build / /\n", "Dockerfile:4"},
		{"image", "FROM debian:12\nCOPY --from=golang:1.24 --chown=1:1 /. /goroot\n", "Dockerfile:2"},
		{"parts", "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /out/ /\nCOPY / /src\n", ""},
		{"collected", "FROM debian:12 AS build\nFROM scratch AS out\nCOPY --from=build /app /\nFROM debian:12\nCOPY --from=out / /\n", ""},
	},
};
