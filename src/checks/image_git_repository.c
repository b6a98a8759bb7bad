#include "checks/about_contents.h"

/* One finding a repository: its folder stands in the list, and so do its settings. */
static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_GIT);
	struct sw_str last = {0};
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		struct sw_str path = file->notable.entry.path;
		struct sw_str folder = sw_str_is(sw_str_basename(path), ".git") ? path : sw_str_dirname(path);
		if (last.p && sw_str_eq(folder, last))
			continue;
		last = folder;
		sw_fail(sink, file->at, "layer %u brings the repository /%.*s with its whole history", file->layer + 1, SW_ARG(folder));
	}
	sw_tell_contents(view, sink, "no git repository is in the image");
}

CHECK(image_git_repository) {
	.id = "image-git-repository", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE, .cwe = {527, 540},
	.refs = {"dockle:DKL-LI-0003"},
	.title = "A git repository is in the image",
	.why = "Its history holds everything that was ever committed, secrets that were removed long ago and addresses with logins among it, "
	       "and whoever pulls the image has it.",
	.fix = "Write `.git` into `.dockerignore`, and copy what is needed instead of `COPY . .`.",
	.decide = decide,
	.examples = {
		{"copied", "=== app.image\nlayer COPY . /app\n0755 0:0 app/.git/\n0644 0:0 app/.git/HEAD\n\tref: refs/heads/main\n0644 0:0 app/.git/config\n\t[core]\n0644 0:0 app/a\n", "app.image#files:1"},
		{"ignored", "=== app.image\nlayer COPY . /app\n0644 0:0 app/a\n0644 0:0 app/.gitignore\n", ""},
	},
};
