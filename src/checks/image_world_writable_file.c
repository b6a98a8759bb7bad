#include "checks/about_contents.h"

/* Links have no rights of their own, and what devices are worth is for another check. */
static bool counts(const struct sw_image_file *file) {
	return file->notable.entry.kind == SW_ENTRY_FILE || file->notable.entry.kind == SW_ENTRY_FOLDER || file->notable.entry.kind == SW_ENTRY_HARD_LINK;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_WORLD_WRITABLE);
	struct sw_told more = {.arena = view->arena};
	const struct sw_image_file *first = NULL;
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		if (!counts(file))
			continue;
		/* What is run from there runs whatever anybody has put into it. */
		if (file->notable.entry.kind != SW_ENTRY_FOLDER && file->notable.entry.mode & 0111)
			sw_fail(sink, file->at, "anybody may change the program /%.*s, which layer %u brought", SW_ARG(file->notable.entry.path), file->first_layer + 1);
		else if (sw_told_add(&more, file->notable.entry.path), !first)
			first = file;
	}
	if (first) {
		struct sw_str names = sw_told_text(&more);
		sw_fail_as(sink, SW_LOW, first->at, "anybody may write to %zu file%s or folder%s: %.*s", more.n, more.n == 1 ? "" : "s", more.n == 1 ? "" : "s",
			   SW_ARG(names));
	}
	sw_tell_contents(view, sink, "nothing but folders with the sticky bit is open to everybody's writing");
}

CHECK(image_world_writable_file) {
	.id = "image-world-writable-file", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {732},
	.refs = {"cis-docker-1.6:4.8"},
	.title = "Everybody may write to a file or folder of the image",
	.why = "Any process of the container, whatever user it runs as, can change what others read or run from there.",
	.fix = "Take the right away where it was given: `RUN chmod o-w /path`, or `COPY --chmod=0755`.",
	.decide = decide,
	.examples = {
		{"program", "=== app.image\nlayer COPY a /\n0777 0:0 usr/local/bin/run\n", "app.image#files:1"},
		{"data", "=== app.image\nlayer COPY a /\n0666 0:0 srv/a.conf\n0777 0:0 srv/d/\n", "app.image#files:1"},
		{"sticky", "=== app.image\nlayer COPY a /\n1777 0:0 tmp/\n0777 0:0 bin -> usr/bin\n0644 0:0 a\n", ""},
	},
};
