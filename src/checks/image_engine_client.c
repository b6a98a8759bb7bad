#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_ENGINE_CLIENT);
	struct sw_told names = {.arena = view->arena};
	struct sw_span first = {0};
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		sw_told_add(&names, file->notable.entry.path);
		first = names.n == 1 ? file->at : first;
	}
	if (names.n) {
		struct sw_str text = sw_told_text(&names);
		sw_fail(sink, first, "clients of engines and clusters are in the image: %.*s", SW_ARG(text));
	}
	sw_tell_contents(view, sink, "no client of an engine or a cluster is in the image");
}

CHECK(image_engine_client) {
	.id = "image-engine-client", .on = SW_ON_IMAGE, .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {250},
	.title = "A client of a container engine is in the image",
	.why = "An image that carries one is mostly run with the engine's socket or a cluster's credentials beside it, and saves an intruder the download.",
	.fix = "Give it to the tooling image that really needs it, and leave it out of what serves requests.",
	.decide = decide,
	.examples = {
		{"docker", "=== app.image\nlayer COPY docker /usr/bin/\n0755 0:0 usr/bin/docker\n0755 0:0 usr/local/bin/kubectl\n", "app.image#files:1"},
		{"none", "=== app.image\nlayer COPY a /\n0755 0:0 usr/bin/app\n", ""},
	},
};
