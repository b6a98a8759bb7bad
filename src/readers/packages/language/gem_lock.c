/* Gemfile.lock: sections by source, in each four blanks in "NAME (VERSION)" and below that what it needs. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, remote = {0};
	bool gems = false, git = false;
	while (sw_line_next(&bytes, &line)) {
		size_t indent = sw_text_indent(line);
		struct sw_str rest = sw_str_trim(line);
		if (!rest.n)
			continue;
		if (indent == 0) {
			gems = sw_listed(rest, "GEM GIT PATH") || sw_str_is(rest, "PLUGIN SOURCE");
			git = sw_str_is(rest, "GIT");
		} else if (gems && indent == 2 && sw_str_starts(rest, SW_S("remote:"))) {
			remote = sw_str_trim(sw_text_after(rest, ':'));
		} else if (gems && indent == 4) {
			struct sw_str name = sw_text_word(&rest), version = sw_str_trim(rest);
			if (!sw_str_starts(version, SW_S("(")) || !sw_str_ends(version, SW_S(")")))
				continue;
			/* A gem's versions have no hyphen: what stands behind one is its platform. */
			version = sw_str_sub(version, 1, version.n - 2);
			struct sw_package *package = sw_package_add(sink, SW_PACKAGE_GEM, name, sw_text_before(version, '-'));
			package->architecture = sw_package_text(sink, sw_text_after(version, '-'));
			if (git)
				package->place = sw_package_text(sink, remote);
		}
	}
}

const struct sw_package_reader sw_package_reader_gem_lock = {
	.kind = "gem-lock",
	.names = (const char *const[]){"gemfile.lock", "gems.locked", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read = read,
};
