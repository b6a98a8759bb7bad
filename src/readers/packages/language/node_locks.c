/* Lock files of the package managers of Node.js: npm, pnpm, Bun. Yarn's, a language of its own, is in yarn.c. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* "NAME@REST", where a scope begins with '@', too. */
static struct sw_str name_part(struct sw_str text) {
	size_t at = sw_str_find_byte(sw_str_from(text, 1), '@');
	return at == SW_NPOS ? text : sw_str_sub(text, 0, at + 1);
}

static struct sw_str version_part(struct sw_str text) {
	struct sw_str name = name_part(text);
	return sw_str_from(text, name.n + 1);
}

/* Versions that say where something comes from are places, and tell no version. */
static bool is_place(struct sw_str version) {
	return sw_str_contains(version, SW_S(":")) || sw_str_contains(version, SW_S("/"));
}

static bool is_true(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_tree_get(map, key);
	return sw_node_is(node, SW_NODE_BOOL) && node->integer;
}

static void add(struct sw_package_sink *sink, struct sw_str name, struct sw_str version, bool development) {
	bool place = is_place(version);
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_NPM, name, place ? (struct sw_str){0} : version);
	if (place)
		package->place = sw_package_text(sink, version);
	package->development = development;
}

/* Version 1: packages below the packages that need them. */
static void add_tree(struct sw_package_sink *sink, const struct sw_node *tree) {
	for (uint32_t i = 0; sw_node_is(tree, SW_NODE_MAP) && i < tree->count; i++) {
		const struct sw_node *item = tree->members[i].value;
		struct sw_str name = tree->members[i].key, version = sw_tree_text(item, "version");
		/* "npm:NAME@VERSION": what the project calls `name` has another name. */
		if (sw_str_starts(version, SW_S("npm:"))) {
			name = name_part(sw_str_from(version, 4));
			version = version_part(sw_str_from(version, 4));
		}
		add(sink, name, version, is_true(item, "dev"));
		add_tree(sink, sw_tree_get(item, "dependencies"));
	}
}

/* Versions 2 and 3: packages by the folder they are put into; "" is the project. */
static void add_folders(struct sw_package_sink *sink, const struct sw_node *folders) {
	static const char modules[] = "node_modules/";
	for (uint32_t i = 0; i < folders->count; i++) {
		const struct sw_node *item = folders->members[i].value;
		struct sw_str folder = folders->members[i].key, name = sw_tree_text(item, "name");
		if (!folder.n || is_true(item, "link"))
			continue;
		size_t at = folder.n;
		while (at && !sw_str_starts(sw_str_from(folder, at), SW_S("node_modules/")))
			at--;
		bool below = sw_str_starts(sw_str_from(folder, at), SW_S("node_modules/"));
		if (!name.n)
			name = below ? sw_str_from(folder, at + sizeof modules - 1) : sw_str_basename(folder);
		add(sink, name, sw_tree_text(item, "version"), is_true(item, "dev") || is_true(item, "devOptional"));
	}
}

static void use_npm(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *folders = sw_tree_get(root, "packages");
	if (root->kind != SW_NODE_MAP)
		sw_package_refuse(sink, "a lock file as npm writes it");
	else if (sw_node_is(folders, SW_NODE_MAP))
		add_folders(sink, folders);
	else
		add_tree(sink, sw_tree_get(root, "dependencies"));
}

/* Up to version 5 "/NAME/VERSION_PEERS", with the registry's host before it where it is another. */
static void split_old_pnpm(struct sw_str key, struct sw_str *name, struct sw_str *version) {
	struct sw_str folder = sw_str_dirname(key), scope = sw_str_basename(sw_str_dirname(folder));
	*version = sw_text_before(sw_str_basename(key), '_');
	*name = sw_str_basename(folder);
	if (sw_str_starts(scope, SW_S("@")))
		*name = sw_str(scope.p, scope.n + 1 + name->n);
	/* What has no version there is a place: github.com/OWNER/REPOSITORY/COMMIT. */
	if (!version->n || !sw_is_digit(version->p[0]) || !sw_str_contains(*version, SW_S(".")))
		*name = *version = (struct sw_str){0};
}

/* "/NAME@VERSION(PEERS)" in version 6, the same without '/' since. */
static void split_pnpm(struct sw_str key, struct sw_str *name, struct sw_str *version) {
	key = sw_text_before(sw_str_starts(key, SW_S("/")) ? sw_str_from(key, 1) : key, '(');
	*name = name_part(key);
	*version = version_part(key);
}

static void use_pnpm(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_tree_get(root, "packages");
	struct sw_str format = sw_tree_text(root, "lockfileVersion");
	bool old = format.n && format.p[0] >= '1' && format.p[0] <= '5' && (format.n == 1 || !sw_is_digit(format.p[1]));
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_MAP) && i < packages->count; i++) {
		const struct sw_node *item = packages->members[i].value;
		struct sw_str name, version, said_name = sw_tree_text(item, "name"), said = sw_tree_text(item, "version");
		if (old)
			split_old_pnpm(packages->members[i].key, &name, &version);
		else
			split_pnpm(packages->members[i].key, &name, &version);
		if (said_name.n)
			name = said_name;
		if (said.n)
			version = said;
		/* A folder that has no name is none of npm's. */
		if (name.n && version.n && !sw_str_contains(name, SW_S(":")))
			add(sink, name, version, is_true(item, "dev"));
	}
}

/* A file that stands for "nothing is installed" is empty. */
static void read_pnpm(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_node *root = sw_str_trim(bytes).n ? sw_package_document(sink, scratch, bytes, SW_GRAMMAR_YAML) : NULL;
	if (root)
		use_pnpm(sink, scratch, root);
}

/* "packages": {"KEY": ["NAME@VERSION", …]} */
static void use_bun(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_tree_get(root, "packages");
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_MAP) && i < packages->count; i++) {
		const struct sw_node *item = packages->members[i].value;
		const struct sw_node *first = sw_node_is(item, SW_NODE_LIST) && item->count ? item->items[0] : NULL;
		if (sw_node_is(first, SW_NODE_STRING) && first->text.n)
			add(sink, name_part(first->text), version_part(first->text), false);
		else
			sw_package_say(sink, SW_DIAG_ERROR, "package-passed-over", "holds a package that is not as Bun writes it, which is passed over");
	}
}

/* Deno: {"packages" or "": {"npm": {"NAME@VERSION_PEERS": …}, "jsr": {"@SCOPE/NAME@VERSION": …}}} */
static void add_deno(struct sw_package_sink *sink, const struct sw_node *list) {
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_MAP) && i < list->count; i++) {
		struct sw_str key = list->members[i].key;
		add(sink, name_part(key), sw_text_before(version_part(key), '_'), false);
	}
}

static void use_deno(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_tree_get(root, "packages");
	add_deno(sink, sw_tree_get(packages ? packages : root, "npm"));
}

const struct sw_package_reader sw_package_reader_npm_lock = {
	.kind = "npm-lock",
	.names = (const char *const[]){"package-lock.json", "npm-shrinkwrap.json", NULL},
	.declares = true,
	.read_tree = use_npm,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_pnpm_lock = {
	.kind = "pnpm-lock",
	.names = (const char *const[]){"pnpm-lock.yaml", NULL},
	.declares = true,
	.read_with = read_pnpm,
};

const struct sw_package_reader sw_package_reader_bun_lock = {
	.kind = "bun-lock",
	.names = (const char *const[]){"bun.lock", NULL},
	.declares = true,
	.read_tree = use_bun,
	.grammar = SW_GRAMMAR_JSON_WITH_COMMENTS,
};

const struct sw_package_reader sw_package_reader_deno_lock = {
	.kind = "deno-lock",
	.names = (const char *const[]){"deno.lock", NULL},
	.declares = true,
	.read_tree = use_deno,
	.grammar = SW_GRAMMAR_JSON,
};
