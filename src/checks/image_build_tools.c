#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_COMPILER);
	struct sw_told names = {.arena = view->arena};
	struct sw_span first = {0};
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		sw_told_add(&names, file->notable.entry.path);
		first = names.n == 1 ? file->at : first;
	}
	if (names.n) {
		struct sw_str text = sw_told_text(&names);
		sw_fail(sink, first, "tools that build programs are left in: %.*s", SW_ARG(text));
	}
	sw_tell_contents(view, sink, "no compiler is in the image");
}

CHECK(image_build_tools) {
	.id = "image-build-tools", .on = SW_ON_IMAGE, .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {1127}, .practice = true,
	.refs = {"dockle:DKL-LI-0003"},
	.title = "Compilers are left in the image",
	.why = "An intruder builds on the spot what he needs to get further, for this kernel and this libc, and downloads nothing that would be noticed.",
	.fix = "Build in a stage of its own and copy the result: `FROM gcc AS build … FROM debian:12-slim … COPY --from=build /out /app`.",
	.decide = decide,
	.examples = {
		{"gcc", "=== app.image\nlayer RUN apt-get install gcc\n0755 0:0 usr/bin/x86_64-linux-gnu-gcc-12\n", "app.image#files:1"},
		{"gone", "=== app.image\nlayer RUN apt-get install gcc\n0755 0:0 usr/bin/gcc\nlayer RUN apt-get purge gcc\ngone usr/bin/gcc\n", ""},
		{"none", "=== app.image\nlayer COPY a /\n0755 0:0 usr/bin/app\n", ""},
	},
};
