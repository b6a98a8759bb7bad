#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_judge_files(view, sink, SW_TRAIT_ENGINE_CLIENT, NULL, "clients of engines and clusters are in the image",
		       "no client of an engine or a cluster is in the image");
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
