#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; view->contents && i < view->contents->secrets.n; i++) {
		const struct sw_image_secret *found = &view->contents->secrets.v[i];
		const struct sw_layer_secret *secret = &found->secret;
		if (found->removed_by)
			continue;
		sw_fail_as(sink, secret->verified ? SW_CRITICAL : SW_HIGH, found->at, "layer %u holds a secret in /%.*s, line %u: %.*s%s", found->layer + 1,
			   SW_ARG(secret->path), secret->line, SW_ARG(secret->title), secret->verified ? "; its checksum is right" : "");
	}
	if (view->contents && !view->contents->searched)
		sw_not_applicable(sink, "nobody asked for a search for secrets");
	else
		sw_tell_contents(view, sink, "no secret is seen in the files of the image");
}

CHECK(image_secret_in_file) {
	.id = "image-secret-in-file", .on = SW_ON_IMAGE, .severity = SW_HIGH, .stride = SW_DISCLOSURE | SW_SPOOFING, .cwe = {798, 522},
	.refs = {"cis-docker-1.6:4.10", "dockle:CIS-DI-0010"},
	.title = "A file of the image holds a secret",
	.why = "Whoever can pull the image, or gets into any container of it, has the secret and is whom it stands for.",
	.fix = "Withdraw it now, as it is known. Give it to the build with `RUN --mount=type=secret`, and to the container as a secret or by a volume.",
	.decide = decide,
	.examples = {
		{"token", "=== app.image\nlayer COPY . /app\n0644 0:0 app/settings.ini\n\t[api]\n\ttoken = glpat-9fKx2LmQ7vRt4Wz8BnYc\n", "app.image#files:1"},
		{"none", "=== app.image\nlayer COPY . /app\n0644 0:0 app/settings.ini\n\t[api]\n\turl = https://example.com\n", ""},
		{"not-searched", "=== app.image\nsecrets off\nlayer COPY . /app\n0644 0:0 app/settings.ini\n\ttoken = glpat-9fKx2LmQ7vRt4Wz8BnYc\n", ""},
	},
};
