#include "checks/about_contents.h"

/* Every distribution has su, and nobody gets anything from it without a password. */
static bool counts(const struct sw_image_file *file) {
	return !sw_str_is(sw_str_basename(file->notable.entry.path), "su");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_judge_files(view, sink, SW_TRAIT_ESCALATION, counts, "programs that give other users' rights are in the image",
		       "no program that gives other users' rights is in the image");
}

CHECK(image_escalation_program) {
	.id = "image-escalation-program", .on = SW_ON_IMAGE, .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"dockle:DKL-DI-0001"},
	.title = "sudo or its like is in the image",
	.why = "A container has one job and one user. Flaws of these programs, which run as root, have made users root again and again.",
	.fix = "Leave it out and start the process as the right user: `USER app`; for one step of a start script use `gosu` or `su-exec`.",
	.decide = decide,
	.examples = {
		{"sudo", "=== app.image\nlayer RUN apt-get install sudo\n4755 0:0 usr/bin/sudo\n", "app.image#files:1"},
		{"su-of-the-base", "=== app.image\nlayer ADD rootfs.tar /\n4755 0:0 usr/bin/su\n", ""},
	},
};
