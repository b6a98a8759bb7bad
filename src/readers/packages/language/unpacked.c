/* Packages that lie unpacked where their package manager keeps them: Julia's, Dart's and the compiled ones of Haskell. */
#include "readers/packages/language/language.h"

/* ~/.julia/packages/NAME/SLUG/Project.toml; the Project.toml of an application lies elsewhere. */
static void use_julia(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_language_text(root, "name"), version = sw_language_text(root, "version");
	if (name.n && version.n && sw_language_text(root, "uuid").n)
		sw_package_add(sink, SW_PACKAGE_JULIA, name, version);
}

static void read_julia(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_language_toml(sink, bytes, use_julia);
}

static bool claims_julia(struct sw_str path) {
	struct sw_str name = sw_str_basename(path), packages = sw_str_dirname(sw_str_dirname(sw_str_dirname(path)));
	return sw_str_is(sw_str_basename(packages), "packages") && (name.p[0] == 'P' || name.p[0] == 'J');
}

/* …/.pub-cache/hosted/HOST/NAME-VERSION/pubspec.yaml */
static void use_dart(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_language_text(root, "name"), version = sw_language_text(root, "version");
	if (name.n && version.n)
		sw_package_add(sink, SW_PACKAGE_PUB, name, version);
}

static void read_dart(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_language_yaml(sink, bytes, use_dart);
}

static bool claims_dart(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(sw_str_dirname(sw_str_dirname(path)))), "hosted");
}

/* …/package.conf.d/NAME-VERSION-HASH.conf, as the compiler registers libraries. */
static void read_haskell(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name = {0}, version = {0}, licence = {0}, supplier = {0};
	struct sw_language_header header;
	while (sw_language_header(&bytes, &header)) {
		struct sw_str *place = sw_str_is(header.name, "name")         ? &name
				       : sw_str_is(header.name, "version")    ? &version
				       : sw_str_is(header.name, "license")    ? &licence
				       : sw_str_is(header.name, "maintainer") ? &supplier
									      : NULL;
		if (place && !place->n)
			*place = header.value;
	}
	if (!name.n || !version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_HACKAGE, name, version);
	package->licence = sw_arena_str(sink->arena, licence);
	package->supplier = sw_arena_str(sink->arena, supplier);
}

static bool claims_haskell(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(path)), "package.conf.d");
}

const struct sw_package_reader sw_package_reader_julia_package = {
	.kind = "julia-package",
	.names = (const char *const[]){"project.toml", "juliaproject.toml", NULL},
	.claims = claims_julia,
	.limit = 1 << 20,
	.read = read_julia,
};

const struct sw_package_reader sw_package_reader_pub_package = {
	.kind = "pub-package",
	.names = (const char *const[]){"pubspec.yaml", NULL},
	.claims = claims_dart,
	.limit = 1 << 20,
	.read = read_dart,
};

const struct sw_package_reader sw_package_reader_ghc_package = {
	.kind = "ghc-package",
	.endings = (const char *const[]){".conf", NULL},
	.claims = claims_haskell,
	.limit = 4 << 20,
	.read = read_haskell,
};
