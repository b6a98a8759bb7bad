#include "checks/about_names.h"
#include "checks/quality/about_layers.h"

/* Whether the removal names a package of the installation. */
static bool undoes(const struct sw_packages *removal, const struct sw_packages *installation) {
	enum { MOST = 64 }; /* packages of each that are looked at */
	struct sw_package_walk removed = sw_package_walk(removal);
	struct sw_shell_word gone, added;
	for (int r = 0; r < MOST && sw_next_package(&removed, &gone); r++) {
		struct sw_package_walk installed = sw_package_walk(installation);
		for (int i = 0; i < MOST && sw_next_package(&installed, &added); i++)
			if (sw_str_eq(sw_package_name(gone.text), sw_package_name(added.text)))
				return true;
	}
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	struct sw_packages packages, added = {0};
	const struct sw_step *step = NULL; /* that `added` stands in */
	struct sw_span at_added = {0};
	for (struct sw_command_at at; sw_next_packages(&walk, &at, &packages);) {
		if (packages.manager != SW_MANAGER_APK)
			continue;
		bool grouped = sw_shell_option(packages.cmd, packages.first, "-t", "--virtual", packages.valued);
		if (packages.installs && !grouped) {
			added = packages;
			step = at.step;
			at_added = at.cmd->words[at.call.word].span;
		} else if (packages.removes && step == at.step && undoes(&packages, &added)) {
			sw_fail(sink, at_added, "packages that this step deletes again are added one by one");
			step = NULL;
		} else {
			sw_pass(sink, at.cmd->words[at.call.word].span, "packages are added under one name, or kept");
		}
	}
	sw_tell_unread(view, all, sink);
	sw_not_applicable(sink, "apk deletes nothing that it added");
}

CHECK(build_packages_not_grouped) {
	.id = "build-packages-not-grouped", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"dockerfilelint:apkadd-missing-virtual"},
	.title = "Packages of one step are added and deleted without a common name",
	.why = "The two lists drift apart, and what the second one forgets stays in the image, dependencies included.",
	.fix = "Give them one name: `apk add --no-cache --virtual .build gcc make && … && apk del .build`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"listed-twice", "FROM alpine:3.20\nRUN apk add --no-cache gcc make && make && apk del gcc make\n", "Dockerfile:2"},
		{"virtual", "FROM alpine:3.20\nRUN apk add --no-cache -t .build gcc && make && apk del .build\n", ""},
		{"kept", "FROM alpine:3.20\nRUN apk add --no-cache nginx\nRUN apk del curl\n", ""},
	},
};
