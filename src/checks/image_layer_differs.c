#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; view->contents && i < view->contents->layers.n; i++) {
		const struct sw_image_layer *layer = &view->contents->layers.v[i];
		struct sw_span at = layer->at.source ? layer->at : view->image->at;
		if (layer->blob_differs)
			sw_fail(sink, at, "layer %zu is not the one that the manifest names: its bytes have another digest", i + 1);
		if (layer->diff_differs)
			sw_fail(sink, at, "layer %zu does not unpack to what the configuration names: its contents have another digest", i + 1);
	}
	sw_tell_contents(view, sink, "every layer is what its digests say");
}

CHECK(image_layer_differs) {
	.id = "image-layer-differs", .on = SW_ON_IMAGE, .severity = SW_CRITICAL, .stride = SW_TAMPERING, .cwe = {345, 354},
	.title = "A layer is not what its digest says",
	.why = "Somebody or something changed the layer behind the manifest's back: what would run is not what was built, scanned and signed.",
	.fix = "Do not run it. Fetch the image again from where it was built, by its digest, and find out who could write to the copy.",
	.decide = decide,
	.examples = {
		{"changed", "=== app.image\nlayer COPY a /\n0644 0:0 a\nchanged\n", "app.image#history:2"},
		{"as-named", "=== app.image\nlayer COPY a /\n0644 0:0 a\n", ""},
	},
};
