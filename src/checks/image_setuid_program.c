#include "checks/about_contents.h"

static const char *bits_of(const struct sw_image_file *file) {
	bool user = file->notable.traits & SW_TRAIT_SETUID, group = file->notable.traits & SW_TRAIT_SETGID;
	return user && group ? "setuid and setgid" : user ? "setuid" : "setgid";
}

/* Those that packages bring are one finding: they are left in by everybody. One that was set by hand stands by itself. */
static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_told packaged = {.arena = view->arena};
	struct sw_span first = {0};
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_SETUID | SW_TRAIT_SETGID);
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		struct sw_str path = file->notable.entry.path, owner = sw_file_owner(view, file->owner);
		if (sw_file_as_packaged(view->contents, file)) {
			sw_told_add(&packaged, path);
			first = packaged.n == 1 ? file->at : first;
		} else if (owner.n) {
			sw_fail(sink, file->at, "layer %u made /%.*s of %.*s %s", file->first_layer + 1, SW_ARG(path), SW_ARG(owner), bits_of(file));
		} else {
			sw_fail(sink, file->at, "layer %u adds /%.*s with %s set, and no package owns it", file->first_layer + 1, SW_ARG(path), bits_of(file));
		}
	}
	if (packaged.n) {
		struct sw_str names = sw_told_text(&packaged);
		sw_fail_as(sink, SW_LOW, first, "%s of packages with setuid or setgid left in: %.*s", packaged.n == 1 ? "a program" : "programs", SW_ARG(names));
	}
	sw_tell_contents(view, sink, "no file is setuid or setgid");
}

CHECK(image_setuid_program) {
	.id = "image-setuid-program", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {250, 732},
	.refs = {"cis-docker-1.6:4.8", "dockle:CIS-DI-0008"},
	.title = "A program in the image is setuid or setgid",
	.why = "It runs with the rights of its owner, mostly root, whoever starts it. One flaw in it makes an intruder root in the "
	       "container, unless new privileges are forbidden.",
	.fix = "Strip the bits in the last step: `RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +`, and run with `no-new-privileges`.",
	.decide = decide,
	.examples = {
		{"by-hand", "=== app.image\nlayer COPY helper /usr/local/bin/\n4755 0:0 usr/local/bin/helper\n2755 0:5 usr/local/bin/group\n", "app.image#files:1 app.image#files:2"},
		{"removed", "=== app.image\nlayer COPY helper /usr/local/bin/\n4755 0:0 usr/local/bin/helper\nlayer RUN rm\ngone usr/local/bin/helper\n", ""},
		{"stripped", "=== app.image\nlayer COPY helper /usr/local/bin/\n4755 0:0 usr/local/bin/helper\nlayer RUN chmod\n0755 0:0 usr/local/bin/helper\n", ""},
		{"plain", "=== app.image\nlayer COPY a /\n0755 0:0 a\n2755 0:0 srv/\n", ""},
		{"part", "=== app.image\nlayer COPY a /\n0755 0:0 a\nlayer RUN b\nmissing\n", ""},
	},
};
