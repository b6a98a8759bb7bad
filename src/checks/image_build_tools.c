#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_judge_files(view, sink, SW_TRAIT_COMPILER, NULL, "tools that build programs are left in",
		       "no compiler is in the image");
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
