/* Snaps: meta/snap.yaml says what a snap is, snap/manifest.yaml and usr/share/snappy/dpkg.yaml which Debian packages were
 * built into it. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* "name=version" or "name:architecture=version" each. */
static void add_built_in(struct sw_package_sink *sink, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_str text = sw_tree_scalar(list->items[i]);
		size_t equals = sw_str_find_byte(text, '=');
		if (equals == SW_NPOS || equals + 1 == text.n)
			continue;
		struct sw_str name = sw_str_sub(text, 0, equals);
		size_t colon = sw_str_find_byte(name, ':');
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_DEB, sw_str_sub(name, 0, colon), sw_str_from(text, equals + 1));
		package->place = SW_S("snap");
		if (colon != SW_NPOS)
			package->architecture = sw_package_text(sink, sw_str_from(name, colon + 1));
	}
}

static void add_snap(struct sw_package_sink *sink, const struct sw_node *root) {
	struct sw_str name = sw_tree_text(root, "name"), version = sw_tree_text(root, "version");
	const struct sw_node *architectures = sw_tree_list(root, "architectures");
	if (!name.n || !version.n) {
		sw_package_refuse(sink, "a snap's description: name or version are missing");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_SNAP, name, version);
	package->licence = sw_package_text(sink, sw_tree_text(root, "license"));
	if (architectures && architectures->count == 1)
		package->architecture = sw_package_text(sink, sw_tree_scalar(architectures->items[0]));
}

static void use(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	const struct sw_node *primed = sw_tree_list(root, "primed-stage-packages"), *packages = sw_tree_list(root, "packages");
	(void)scratch;
	/* A manifest names its snap as well, but beside snap.yaml, which does it first. */
	if (primed || sw_str_is(sw_str_basename(sink->path), "manifest.yaml"))
		add_built_in(sink, primed);
	else if (packages)
		add_built_in(sink, packages);
	else
		add_snap(sink, root);
}

static bool claims(struct sw_str path) {
	return sw_path_ends(path, "meta/snap.yaml") || sw_path_ends(path, "snap/manifest.yaml") || sw_path_ends(path, "snappy/dpkg.yaml");
}

const struct sw_package_reader sw_package_reader_snap = {
	.kind = "snap",
	.names = (const char *const[]){"snap.yaml", "manifest.yaml", "dpkg.yaml", NULL},
	.claims = claims,
	.read_tree = use,
	.grammar = SW_GRAMMAR_YAML,
};
