#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_judge_files(view, sink, SW_TRAIT_SHELL | SW_TRAIT_PACKAGE_MANAGER | SW_TRAIT_DOWNLOADER, NULL, "shells, package managers and programs that download are in the image",
		       "there is no shell, no package manager and nothing that downloads");
}

CHECK(image_not_minimal) {
	.id = "image-not-minimal", .on = SW_ON_IMAGE, .severity = SW_INFO, .stride = SW_ELEVATION, .cwe = {1188}, .practice = true,
	.title = "The image has a shell and other tools that only people and intruders need",
	.why = "Most attacks that run a command in a container need a shell to begin with and something to fetch their tools. Without both they mostly end there.",
	.fix = "Copy the application onto an image without a distribution: `FROM gcr.io/distroless/static` or `FROM scratch`.",
	.decide = decide,
	.examples = {
		{"full", "=== app.image\nlayer ADD rootfs.tar /\n0755 0:0 usr/bin/bash\n0755 0:0 usr/bin/apt-get\n0755 0:0 usr/bin/curl\n", "app.image#files:1"},
		{"bare", "=== app.image\nlayer COPY a /\n0755 0:0 app\n", ""},
	},
};
