#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_SSH_SERVER);
	struct sw_told names = {.arena = view->arena};
	struct sw_span first = {0};
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		sw_told_add(&names, file->notable.entry.path);
		first = names.n == 1 ? file->at : first;
	}
	if (names.n) {
		struct sw_str text = sw_told_text(&names);
		sw_fail(sink, first, "a server for SSH is in the image: %.*s", SW_ARG(text));
	}
	sw_tell_contents(view, sink, "no server for SSH is in the image");
}

CHECK(image_ssh_server) {
	.id = "image-ssh-server", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_SPOOFING | SW_ELEVATION, .cwe = {284},
	.refs = {"cis-docker-1.6:5.7"},
	.title = "A server for SSH is in the image",
	.why = "It is a second way in, with keys and accounts of its own that nobody rotates, and it needs rights that the application does not.",
	.fix = "Leave it out; `docker exec` and the logs of the engine do what it was wanted for.",
	.decide = decide,
	.examples = {
		{"sshd", "=== app.image\nlayer RUN apt-get install openssh-server\n0755 0:0 usr/sbin/sshd\n", "app.image#files:1"},
		{"client", "=== app.image\nlayer RUN apt-get install openssh-client\n0755 0:0 usr/bin/ssh\n", ""},
	},
};
