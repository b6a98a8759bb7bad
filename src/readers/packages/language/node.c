/* Packages of Node.js as they lie on disk: the package.json at the top of each. */
#include "readers/packages/language/language.h"

/* Below node_modules a package is what Node would find: node_modules/NAME or node_modules/@SCOPE/NAME. What lies deeper
 * belongs to a package: examples, tests, files that only choose a kind of module. */
static bool claims(struct sw_str path) {
	struct sw_str folder = sw_str_dirname(path), parent = sw_str_dirname(folder);
	if (sw_str_starts(sw_str_basename(parent), SW_S("@")))
		parent = sw_str_dirname(parent);
	return sw_str_is(sw_str_basename(parent), "node_modules") || !sw_language_below(path, "node_modules");
}

/* A licence or a person: a text, or a map with it. */
static struct sw_str text_or(const struct sw_node *node, const char *key) {
	return node && node->kind == SW_NODE_MAP ? sw_language_text(node, key) : sw_language_scalar(node);
}

static struct sw_str licence_of(const struct sw_node *root) {
	const struct sw_node *old = sw_language_get(root, "licenses");
	struct sw_str licence = text_or(sw_language_get(root, "license"), "type");
	if (!licence.n && sw_node_is(old, SW_NODE_LIST) && old->count)
		licence = text_or(old->items[0], "type");
	return licence;
}

/* Packages of Unity and extensions of Visual Studio Code have a package.json, too, and are no packages of npm. */
static bool foreign(const struct sw_node *root) {
	return sw_language_text(root, "unity").n || sw_language_get(sw_language_get(root, "engines"), "vscode") ||
	       sw_node_is(sw_language_get(root, "contributes"), SW_NODE_MAP);
}

static void use(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_str_trim(sw_language_text(root, "name"));
	struct sw_str version = sw_str_trim(sw_language_text(root, "version"));
	if (!name.n || !version.n || foreign(root))
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_NPM, name, version);
	package->licence = sw_arena_str(sink->arena, licence_of(root));
	package->supplier = sw_arena_str(sink->arena, text_or(sw_language_get(root, "author"), "name"));
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_language_json(sink, bytes, use);
}

const struct sw_package_reader sw_package_reader_npm_package = {
	.kind = "npm-package",
	.names = (const char *const[]){"package.json", NULL},
	.claims = claims,
	.limit = 4 << 20,
	.read = read,
};
