#include "checks/about_capabilities.h"
#include "checks/about_contents.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_CAPABILITY);
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		struct sw_str path = file->notable.entry.path, capabilities = file->notable.capabilities, name, owner = sw_file_owner(view, file->owner);
		enum sw_severity severity = sw_worst_file_capability(capabilities, &name);
		if (sw_file_as_packaged(view->contents, file) && severity <= SW_LOW)
			sw_fail_as(sink, SW_INFO, file->at, "/%.*s of %.*s has %.*s", SW_ARG(path), SW_ARG(owner), SW_ARG(capabilities));
		else
			sw_fail_as(sink, severity, file->at, "layer %u gives /%.*s %.*s%s%.*s", file->first_layer + 1, SW_ARG(path), SW_ARG(capabilities),
				   owner.n ? ", of " : ", and no package owns it", SW_ARG(owner));
	}
	sw_tell_contents(view, sink, "no file has capabilities");
}

CHECK(image_file_capability) {
	.id = "image-file-capability", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:4.8"},
	.title = "A program in the image has file capabilities",
	.why = "Whoever runs it gets a part of root's rights. They stand in an attribute that no listing of files shows, so they are easily forgotten.",
	.fix = "Take them away, `RUN setcap -r /path`, and give the container what it needs with `cap_add`.",
	.decide = decide,
	.examples = {
		{"admin", "=== app.image\nlayer RUN setcap\n0755 0:0 usr/bin/tool + sys_admin\n", "app.image#files:1"},
		{"ping", "=== app.image\nlayer RUN setcap\n0755 0:0 usr/bin/ping + net_raw\n", "app.image#files:1"},
		{"none", "=== app.image\nlayer COPY a /\n0755 0:0 a\n", ""},
		{"missing", "=== app.image\nlayer COPY a /\nmissing\n", ""},
	},
};
