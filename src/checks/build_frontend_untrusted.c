#include "checks/about_images.h"
#include "knowledge/image_name.h"

static bool is_official(const struct sw_image_ref *ref) {
	/* mirror.gcr.io serves the same images. */
	return sw_listed(ref->name, "docker.io/docker/dockerfile docker.io/docker/dockerfile-upstream mirror.gcr.io/docker/dockerfile");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->build->uses.n; i++) {
		const struct sw_image_use *use = &view->build->uses.v[i];
		struct sw_str name = sw_image_ref_name(view->arena, &use->ref);
		if (use->kind != SW_USE_SYNTAX)
			continue;
		if (!is_official(&use->ref) && sw_image_pinned(&use->ref) != SW_YES)
			sw_fail(sink, use->at, "%.*s runs in the build and is not Docker's own front end", SW_ARG(name));
		else if (sw_image_tagged(&use->ref) != SW_YES || sw_str_is(use->ref.tag, "latest"))
			sw_fail_as(sink, SW_LOW, use->at, "%.*s runs in the build and has no version", SW_ARG(name));
		else
			sw_pass(sink, use->at, "%.*s", SW_ARG(name));
	}
	sw_not_applicable(sink, "the file asks for no front end");
}

CHECK(build_frontend_untrusted) {
	.id = "build-frontend-untrusted", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {829},
	.refs = {"cis-docker-1.6:4.2", "tally:syntax-directive-typo"},
	.title = "The build runs a front end of unknown origin",
	.why = "The image that `# syntax=` names reads the Dockerfile and decides what is built: it can change every step and take "
	       "everything that the build is given, secrets too.",
	.fix = "Use Docker's own front end, best with its digest: `# syntax=docker/dockerfile:1@sha256:…`.",
	.decide = decide,
	.examples = {
		{"foreign", "# syntax=example/dockerfile:1\nFROM scratch\n", "Dockerfile:1"},
		{"typo", "# syntax=docker/dockerfi1e:1\nFROM scratch\n", "Dockerfile:1"},
		{"no-version", "# syntax=docker/dockerfile\nFROM scratch\n", "Dockerfile:1"},
		{"official", "# syntax=docker/dockerfile:1\nFROM scratch\n", ""},
		{"none", "FROM scratch\n", ""},
	},
};
