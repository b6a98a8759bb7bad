#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_contents *contents = view->contents;
	for (size_t i = 0; contents && i < contents->secrets.n; i++) {
		const struct sw_image_secret *found = &contents->secrets.v[i];
		if (found->removed_by)
			sw_fail(sink, found->at, "a secret in /%.*s is hidden by layer %u, and still shipped in layer %u: %.*s", SW_ARG(found->secret.path),
				found->removed_by, found->layer + 1, SW_ARG(found->secret.title));
	}
	for (size_t i = 0; contents && i < contents->files.n; i++) {
		const struct sw_image_file *file = &contents->files.v[i];
		if (file->removed_by && file->notable.traits & SW_TRAIT_SECRET_FILE && !sw_file_holds_secret(contents, file))
			sw_fail_as(sink, SW_MEDIUM, file->at, "/%.*s, by its name a file with credentials, is hidden by layer %u, and still shipped in layer %u",
				   SW_ARG(file->notable.entry.path), file->removed_by, file->layer + 1);
	}
	sw_tell_contents(view, sink, "no secret is left in a layer that others cover");
}

CHECK(image_secret_in_lower_layer) {
	.id = "image-secret-in-lower-layer", .on = SW_ON_IMAGE, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {212, 522},
	.refs = {"cis-docker-1.6:4.10"},
	.title = "A secret that a later layer removes is still in the image",
	.why = "All layers are pushed and pulled, the covered ones too. Whoever unpacks the layer has the secret, though no container shows it.",
	.fix = "Withdraw the secret, and build again without it: `RUN --mount=type=secret,id=key …` never puts it into a layer.",
	.decide = decide,
	.examples = {
		{"key", "=== app.image\nlayer COPY id_rsa /root/.ssh/\n0600 0:0 root/.ssh/id_rsa\n\tx\nlayer RUN rm /root/.ssh/id_rsa\ngone root/.ssh/id_rsa\n", "app.image#files:1"},
		{"token", "=== app.image\nlayer COPY . /app\n0644 0:0 app/a.ini\n\ttoken = glpat-9fKx2LmQ7vRt4Wz8BnYc\nlayer RUN rm -r /app\ngone app\n", "app.image#files:1"},
		{"still-there", "=== app.image\nlayer COPY . /app\n0644 0:0 app/a.ini\n\ttoken = glpat-9fKx2LmQ7vRt4Wz8BnYc\n", ""},
		{"others", "=== app.image\nlayer COPY . /app\n0644 0:0 app/a.ini\n\tx = 1\nlayer RUN rm -r /app\ngone app\n", ""},
	},
};
