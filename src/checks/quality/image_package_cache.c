#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_judge_files(view, sink, SW_TRAIT_PACKAGE_CACHE, NULL, "caches and indexes of package managers are left in",
		       "no cache of a package manager is left in");
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
