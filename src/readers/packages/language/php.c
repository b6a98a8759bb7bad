/* Packages of PHP: what Composer wrote about those below vendor/, and what its lock file asks for. */
#include "base/map.h"
#include "readers/packages/document.h"
#include "readers/packages/readers.h"

static struct sw_str first_text(const struct sw_node *node) {
	return sw_node_is(node, SW_NODE_LIST) ? (node->count ? sw_tree_scalar(node->items[0]) : (struct sw_str){0})
					      : sw_tree_scalar(node);
}

/* The names of those that only developers need. */
static struct sw_map names_in(struct sw_arena *scratch, const struct sw_node *list) {
	struct sw_map names = {0};
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++)
		sw_map_put(scratch, &names, sw_tree_scalar(list->items[i]), list->items[i]);
	return names;
}

static void add_all(struct sw_package_sink *sink, const struct sw_node *list, bool development, const struct sw_map *developers) {
	if (!sw_node_is(list, SW_NODE_LIST))
		return;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct sw_node *item = list->items[i], *authors = sw_tree_get(item, "authors");
		struct sw_str name = sw_tree_text(item, "name");
		if (!name.n)
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_COMPOSER, name, sw_tree_text(item, "version"));
		package->development = development || (developers && sw_map_get(developers, name));
		package->licence = sw_package_text(sink, first_text(sw_tree_get(item, "license")));
		if (sw_node_is(authors, SW_NODE_LIST) && authors->count)
			package->supplier = sw_package_text(sink, sw_tree_text(authors->items[0], "name"));
	}
}

/* Composer 1 wrote a list, Composer 2 writes a map with the list. */
static void use_installed(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	struct sw_map developers = names_in(scratch, sw_tree_get(root, "dev-package-names"));
	const struct sw_node *list = root->kind == SW_NODE_MAP ? sw_tree_get(root, "packages") : root;
	if (sw_node_is(list, SW_NODE_LIST))
		add_all(sink, list, false, &developers);
	else
		sw_package_refuse(sink, "a list of packages as Composer writes it");
}

static void use_lock(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	if (root->kind != SW_NODE_MAP) {
		sw_package_refuse(sink, "a lock file as Composer writes it");
		return;
	}
	add_all(sink, sw_tree_get(root, "packages"), false, NULL);
	add_all(sink, sw_tree_get(root, "packages-dev"), true, NULL);
}

static bool claims_installed(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(path)), "composer");
}

const struct sw_package_reader sw_package_reader_composer_installed = {
	.kind = "composer-installed",
	.names = (const char *const[]){"installed.json", NULL},
	.claims = claims_installed,
	.read_tree = use_installed,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_composer_lock = {
	.kind = "composer-lock",
	.names = (const char *const[]){"composer.lock", NULL},
	.declares = true,
	.read_tree = use_lock,
	.grammar = SW_GRAMMAR_JSON,
};
