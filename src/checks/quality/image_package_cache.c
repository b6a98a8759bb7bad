#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_PACKAGE_CACHE);
	struct sw_told names = {.arena = view->arena};
	struct sw_span first = {0};
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		sw_told_add(&names, file->notable.entry.path);
		first = names.n == 1 ? file->at : first;
	}
	if (names.n) {
		struct sw_str text = sw_told_text(&names);
		sw_fail(sink, first, "caches and indexes of package managers are left in: %.*s", SW_ARG(text));
	}
	sw_tell_contents(view, sink, "no cache of a package manager is left in");
}

CHECK(image_package_cache) {
	.id = "image-package-cache", .on = SW_ON_IMAGE, .severity = SW_INFO, .cwe = {1164}, .quality = true,
	.refs = {"dockle:DKL-DI-0005", "dockle:DKL-DI-0004"},
	.title = "Caches of package managers are left in the image",
	.why = "They make the image larger and older with every day, and are read by nobody.",
	.fix = "Empty them in the step that fills them: `RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*`.",
	.decide = decide,
	.examples = {
		{"lists", "=== app.image\nlayer RUN apt-get update\n0644 0:0 var/lib/apt/lists/deb_dists_InRelease\n\tx\n", "app.image#files:1"},
		{"emptied", "=== app.image\nlayer RUN apt-get update\n0755 0:0 var/lib/apt/lists/\n", ""},
	},
};
