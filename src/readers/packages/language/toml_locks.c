/* Lock files that are TOML with nothing special about them: Cargo's, Julia's, Gleam's. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"

static void add_list(struct sw_package_sink *sink, enum sw_package_type type, const struct sw_node *list) {
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		struct sw_str name = sw_tree_text(list->items[i], "name"), source = sw_tree_text(list->items[i], "source");
		if (!name.n)
			continue;
		struct sw_package *package = sw_package_add(sink, type, name, sw_tree_text(list->items[i], "version"));
		if (sw_str_starts(source, SW_S("git+")))
			package->place = sw_package_text(sink, source);
	}
}

static void use_cargo(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	add_list(sink, SW_PACKAGE_CARGO, sw_tree_get(root, "package"));
}

static void use_gleam(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	add_list(sink, SW_PACKAGE_HEX, sw_tree_get(root, "packages"));
}

/* [[deps.NAME]], in the first format [[NAME]]; parts of Julia itself have no version. */
static void use_julia(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *deps = sw_tree_get(root, "deps");
	if (!sw_tree_get(root, "manifest_format"))
		deps = root;
	for (uint32_t i = 0; sw_node_is(deps, SW_NODE_MAP) && i < deps->count; i++) {
		const struct sw_node *list = deps->members[i].value;
		for (uint32_t j = 0; sw_node_is(list, SW_NODE_LIST) && j < list->count; j++) {
			struct sw_str version = sw_tree_text(list->items[j], "version");
			if (!version.n)
				continue;
			struct sw_package *package = sw_package_add(sink, SW_PACKAGE_JULIA, deps->members[i].key, version);
			package->place = sw_package_text(sink, sw_tree_text(list->items[j], "repo-url"));
		}
	}
}

/* Gleam writes manifest.toml, Julia Manifest.toml. */
static bool claims_gleam(struct sw_str path) {
	return sw_str_is(sw_str_basename(path), "manifest.toml");
}

static bool claims_julia(struct sw_str path) {
	struct sw_str name = sw_str_basename(path);
	return sw_str_starts(name, SW_S("Manifest")) || sw_str_starts(name, SW_S("JuliaManifest"));
}

const struct sw_package_reader sw_package_reader_cargo_lock = {
	.kind = "cargo-lock",
	.names = (const char *const[]){"cargo.lock", NULL},
	.declares = true,
	.read_tree = use_cargo,
	.grammar = SW_GRAMMAR_TOML,
};

const struct sw_package_reader sw_package_reader_gleam_manifest = {
	.kind = "gleam-manifest",
	.names = (const char *const[]){"manifest.toml", NULL},
	.claims = claims_gleam,
	.declares = true,
	.read_tree = use_gleam,
	.grammar = SW_GRAMMAR_TOML,
};

const struct sw_package_reader sw_package_reader_julia_manifest = {
	.kind = "julia-manifest",
	.names = (const char *const[]){"manifest.toml", "juliamanifest.toml", NULL},
	.claims = claims_julia,
	.declares = true,
	.read_tree = use_julia,
	.grammar = SW_GRAMMAR_TOML,
};
