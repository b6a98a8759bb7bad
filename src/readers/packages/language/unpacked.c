/* Packages that lie unpacked where their package manager keeps them: Julia's, Dart's and the compiled ones of Haskell. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* ~/.julia/packages/NAME/SLUG/Project.toml; the Project.toml of an application lies elsewhere. */
static void use_julia(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_tree_text(root, "name"), version = sw_tree_text(root, "version");
	if (name.n && version.n && sw_tree_text(root, "uuid").n)
		sw_package_add(sink, SW_PACKAGE_JULIA, name, version);
}

static bool claims_julia(struct sw_str path) {
	struct sw_str name = sw_str_basename(path), packages = sw_str_dirname(sw_str_dirname(sw_str_dirname(path)));
	return sw_str_is(sw_str_basename(packages), "packages") && (name.p[0] == 'P' || name.p[0] == 'J');
}

/* …/.pub-cache/hosted/HOST/NAME-VERSION/pubspec.yaml */
static void use_dart(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_tree_text(root, "name"), version = sw_tree_text(root, "version");
	if (name.n && version.n)
		sw_package_add(sink, SW_PACKAGE_PUB, name, version);
}

static bool claims_dart(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(sw_str_dirname(sw_str_dirname(path)))), "hosted");
}

/* …/package.conf.d/NAME-VERSION-HASH.conf, as the compiler registers libraries. */
static void read_haskell(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name = {0}, version = {0}, licence = {0}, supplier = {0};
	struct sw_field header;
	while (sw_header_next(&bytes, &header)) {
		struct sw_str *place = sw_str_is(header.key, "name")         ? &name
				       : sw_str_is(header.key, "version")    ? &version
				       : sw_str_is(header.key, "license")    ? &licence
				       : sw_str_is(header.key, "maintainer") ? &supplier
									      : NULL;
		if (place && !place->n)
			*place = header.value;
	}
	if (!name.n || !version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_HACKAGE, name, version);
	package->licence = sw_package_text(sink, licence);
	package->supplier = sw_package_text(sink, supplier);
}

static bool claims_haskell(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(path)), "package.conf.d");
}

const struct sw_package_reader sw_package_reader_julia_package = {
	.kind = "julia-package",
	.names = (const char *const[]){"project.toml", "juliaproject.toml", NULL},
	.claims = claims_julia,
	.limit = 1 << 20,
	.read_tree = use_julia,
	.grammar = SW_GRAMMAR_TOML,
};

const struct sw_package_reader sw_package_reader_pub_package = {
	.kind = "pub-package",
	.names = (const char *const[]){"pubspec.yaml", NULL},
	.claims = claims_dart,
	.limit = 1 << 20,
	.read_tree = use_dart,
	.grammar = SW_GRAMMAR_YAML,
};

const struct sw_package_reader sw_package_reader_ghc_package = {
	.kind = "ghc-package",
	.endings = (const char *const[]){".conf", NULL},
	.claims = claims_haskell,
	.limit = 4 << 20,
	.read = read_haskell,
};
