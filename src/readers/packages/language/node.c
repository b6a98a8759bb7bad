/* Packages of Node.js as they lie on disk: the package.json at the top of each. */
#include "readers/packages/metadata.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* Below node_modules a package is what Node would find: node_modules/NAME or node_modules/@SCOPE/NAME. What lies deeper
 * belongs to a package: examples, tests, files that only choose a kind of module. */
static bool claims(struct sw_str path) {
	struct sw_str folder = sw_str_dirname(path), parent = sw_str_dirname(folder);
	if (sw_str_starts(sw_str_basename(parent), SW_S("@")))
		parent = sw_str_dirname(parent);
	return sw_str_is(sw_str_basename(parent), "node_modules") || !sw_path_below(path, "node_modules").n;
}

/* Packages of Unity and extensions of Visual Studio Code have a package.json, too, and are no packages of npm. */
static bool foreign(const struct sw_node *root) {
	return sw_tree_text(root, "unity").n || sw_tree_get(sw_tree_get(root, "engines"), "vscode") ||
	       sw_node_is(sw_tree_get(root, "contributes"), SW_NODE_MAP);
}

static void use(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	if (!foreign(root))
		sw_metadata_node(sink, SW_PACKAGE_NPM, root);
}

const struct sw_package_reader sw_package_reader_npm_package = {
	.kind = "npm-package",
	.names = (const char *const[]){"package.json", NULL},
	.claims = claims,
	.limit = 4 << 20,
	.read_tree = use,
	.grammar = SW_GRAMMAR_JSON,
};
