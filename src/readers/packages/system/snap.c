/* Snaps: meta/snap.yaml says what a snap is, snap/manifest.yaml and usr/share/snappy/dpkg.yaml which Debian packages were
 * built into it. */
#include "readers/packages/system/text.h"

/* "name=version" or "name:architecture=version" each. */
static void add_built_in(struct sw_package_sink *sink, const struct sw_node *list) {
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		struct sw_str text = sw_node_is_scalar(list->items[i]) ? list->items[i]->text : (struct sw_str){0};
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
	struct sw_str name = sw_doc_text(root, "name"), version = sw_doc_text(root, "version");
	const struct sw_node *architectures = sw_doc_get(root, "architectures", SW_DIALECT_STRICT);
	if (!name.n || !version.n) {
		sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "the snap has no name or no version");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_SNAP, name, version);
	package->licence = sw_package_text(sink, sw_doc_text(root, "license"));
	if (sw_node_is(architectures, SW_NODE_LIST) && architectures->count == 1 && sw_node_is_scalar(architectures->items[0]))
		package->architecture = sw_package_text(sink, architectures->items[0]->text);
}

static void read_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_node *root = sw_package_yaml(sink, scratch, bytes, "a snap's description");
	const struct sw_node *primed = sw_doc_get(root, "primed-stage-packages", SW_DIALECT_STRICT);
	const struct sw_node *packages = sw_doc_get(root, "packages", SW_DIALECT_STRICT);
	if (!root)
		return;
	/* A manifest names its snap as well, but beside snap.yaml, which does it first. */
	if (primed || sw_str_is(sw_str_basename(sink->path), "manifest.yaml"))
		add_built_in(sink, primed);
	else if (packages)
		add_built_in(sink, packages);
	else
		add_snap(sink, root);
}

static void read_snap(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_with_scratch(sink, bytes, read_document);
}

static bool claims(struct sw_str path) {
	return sw_path_ends(path, "meta/snap.yaml") || sw_path_ends(path, "snap/manifest.yaml") || sw_path_ends(path, "snappy/dpkg.yaml");
}

const struct sw_package_reader sw_package_reader_snap = {
	.kind = "snap",
	.take = SW_TAKE_WHOLE,
	.names = (const char *const[]){"snap.yaml", "manifest.yaml", "dpkg.yaml", NULL},
	.claims = claims,
	.read = read_snap,
};
