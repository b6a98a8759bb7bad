#include "checks/about_contents.h"

/* Less than this is what every build leaves behind. */
static const uint64_t LEAST = 10u << 20;

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	uint64_t hidden = 0, files = 0, worst = 0;
	size_t at = 0;
	for (size_t i = 0; view->contents && i < view->contents->layers.n; i++) {
		const struct sw_image_layer *layer = &view->contents->layers.v[i];
		hidden += layer->hidden_bytes;
		files += layer->hidden_files;
		if (layer->hidden_bytes > worst) {
			worst = layer->hidden_bytes;
			at = i;
		}
	}
	if (hidden >= LEAST && hidden / 10 >= view->contents->bytes_total / 100) {
		struct sw_span place = view->contents->layers.v[at].at;
		sw_fail(sink, place.source ? place : view->image->at, "%llu MB in %llu files are shipped and never seen, most of them in layer %zu: later layers replace or remove them",
			(unsigned long long)(hidden / 1000000), (unsigned long long)files, at + 1);
	}
	sw_tell_contents(view, sink, "hardly anything is shipped that later layers cover");
}

CHECK(image_hidden_bytes) {
	.id = "image-hidden-bytes", .on = SW_ON_IMAGE, .severity = SW_INFO, .cwe = {212}, .quality = true,
	.title = "Layers ship files that later layers remove",
	.why = "They cost time and space at every pull, and the history of the build stays readable in them for whoever looks.",
	.fix = "Remove files in the step that makes them, or build in a stage of its own and copy the result, or squash: `buildah build --squash`.",
	.decide = decide,
	.examples = {
		{"much", "=== app.image\nlayer COPY a /\n0644 0:0 a of 12000000\nlayer RUN rm a\ngone a\n", "app.image#history:2"},
		{"little", "=== app.image\nlayer COPY a /\n0644 0:0 a\n\tx\nlayer RUN rm a\ngone a\n", ""},
	},
};
