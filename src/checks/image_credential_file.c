#include "checks/about_contents.h"

/* Packages bring files with such names for reasons of their own, and empty of credentials. */
static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_SECRET_FILE);
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));)
		if (!file->owner && !sw_file_holds_secret(view->contents, file))
			sw_fail(sink, file->at, "layer %u holds /%.*s, by its name a file with credentials", file->layer + 1, SW_ARG(file->notable.entry.path));
	sw_tell_contents(view, sink, "no file is named like one with credentials");
}

CHECK(image_credential_file) {
	.id = "image-credential-file", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE | SW_SPOOFING, .cwe = {522},
	.refs = {"cis-docker-1.6:4.10", "dockle:CIS-DI-0010"},
	.title = "A file in the image is named like one with credentials",
	.why = "Files of this name hold keys and logins by custom. Whoever pulls the image has them.",
	.fix = "Keep it out of the build with `.dockerignore`, and give it to the container as a secret or by a volume.",
	.decide = decide,
	.examples = {
		{"key", "=== app.image\nlayer COPY . /app\n0600 0:0 app/.ssh/id_ed25519\n\tx\n", "app.image#files:1"},
		{"public-half", "=== app.image\nlayer COPY . /app\n0600 0:0 app/.ssh/id_ed25519.pub\n\tx\n", ""},
		{"removed", "=== app.image\nlayer COPY . /app\n0600 0:0 app/.ssh/id_ed25519\n\tx\nlayer RUN rm\ngone app/.ssh\n", ""},
	},
};
