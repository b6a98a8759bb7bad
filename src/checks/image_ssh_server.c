#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	sw_judge_files(view, sink, SW_TRAIT_SSH_SERVER, NULL, "a server for SSH is in the image",
		       "no server for SSH is in the image");
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
