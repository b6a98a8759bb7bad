#include "checks/about_steps.h"
#include "knowledge/images.h"

/* A bare word: no registry, tag or digest, so most likely meant as a stage. */
static bool is_bare(struct sw_str written) {
	for (size_t i = 0; i < written.n; i++)
		if (strchr("/:@.$", written.p[i]))
			return false;
	return written.n > 0;
}

static bool is_later_stage(const struct sw_build *build, struct sw_str name) {
	for (size_t i = 0; i < build->stages.n; i++)
		if (sw_str_eq_nocase(build->stages.v[i].name, name))
			return true;
	return false;
}

/* Whether a service that is built from the file hands in a context of that name. */
static bool is_context(const struct sw_view *view, struct sw_str name) {
	for (size_t i = 0; i < view->system->services.n; i++) {
		const struct sw_service *service = view->system->services.v[i];
		for (size_t c = 0; service->target && service->target->build == view->build && c < service->workload->build.contexts.n; c++)
			if (sw_str_eq(service->workload->build.contexts.v[c].name, name))
				return true;
	}
	return false;
}

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_image_use *use) {
	struct sw_str name = use->ref.written;
	if (!is_bare(name)) {
		if (use->ref.known)
			sw_pass(sink, use->at, "%.*s is meant as an image", SW_ARG(name));
		return;
	}
	enum sw_official official = sw_image_official(&use->ref);
	if (is_context(view, name))
		sw_pass(sink, use->at, "%.*s is a context that the build is given", SW_ARG(name));
	else if (is_later_stage(view->build, name))
		sw_fail(sink, use->at, "the stage %.*s stands further below, so an image of that name is pulled", SW_ARG(name));
	else if (official == SW_OFFICIAL_NO || official == SW_OFFICIAL_UNKNOWN)
		sw_fail(sink, use->at, "no stage is called %.*s: without a build context of that name an image is pulled", SW_ARG(name));
	else
		sw_pass(sink, use->at, "%.*s is an official image", SW_ARG(name));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	bool declared = false;
	for (size_t i = 0; i < view->build->uses.n; i++)
		if (view->build->uses.v[i].kind == SW_USE_COPY || view->build->uses.v[i].kind == SW_USE_MOUNT)
			judge(view, sink, &view->build->uses.v[i]);
	for (size_t i = 0; i < view->build->steps.n && !declared; i++)
		declared = view->build->steps.v[i].kind == SW_STEP_COPY && sw_step_flag(&view->build->steps.v[i], "from");
	if (declared)
		sw_pass(sink, view->row->at, "COPY --from names stages above it");
	sw_not_applicable(sink, "nothing is copied from a stage or an image");
}

CHECK(copy_from_undeclared) {
	.id = "copy-from-undeclared", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {829},
	.refs = {"hadolint:DL3022", "tally:DL3022"},
	.title = "COPY --from names a stage that is not declared above it",
	.why = "A name that is no stage is pulled as an image from the public registry. A slip of the pen brings files of whoever "
	       "registers that name.",
	.fix = "Name a stage that is declared above (`FROM golang:1.24 AS build` … `COPY --from=build`), or write an image out with its "
	       "registry and digest.",
	.decide = decide,
	.examples = {
		{"typo", "FROM golang:1.24 AS builder\nFROM scratch\nCOPY --from=buidler /app /app\n", "Dockerfile:3"},
		{"declared-below", "FROM scratch AS a\nCOPY --from=tools /x /x\nFROM debian:12 AS tools\nFROM a\n", "Dockerfile:2"},
		{"mount", "FROM debian:12\nRUN --mount=type=bind,from=sorces,target=/src make -C /src\n", "Dockerfile:2"},
		{"stage", "FROM golang:1.24 AS builder\nFROM scratch\nCOPY --from=builder /app /app\nCOPY --from=0 /b /b\n", ""},
		{"image", "FROM debian:12\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/\nCOPY --from=busybox /bin/sh /bin/\n", ""},
	},
};
