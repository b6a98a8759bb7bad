/* Packages of R: the DESCRIPTION of each that is installed, and the lock file of renv. */
#include "readers/packages/language/language.h"

static bool claims(struct sw_str path) {
	return sw_str_is(sw_str_basename(path), "DESCRIPTION");
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name = {0}, version = {0}, licence = {0}, supplier = {0}, repository = {0};
	bool built = false;
	struct sw_language_header header;
	while (sw_language_header(&bytes, &header)) {
		struct sw_str *place = sw_str_is(header.name, "Package")      ? &name
				       : sw_str_is(header.name, "Version")    ? &version
				       : sw_str_is(header.name, "License")    ? &licence
				       : sw_str_is(header.name, "Maintainer") ? &supplier
				       : sw_str_is(header.name, "Repository") ? &repository
									      : NULL;
		built |= sw_str_is(header.name, "Built");
		if (place)
			*place = header.value;
	}
	/* Only an installed package was built; other files have the same name. */
	if (!built || !name.n || !version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CRAN, name, version);
	package->licence = sw_arena_str(sink->arena, licence);
	package->supplier = sw_arena_str(sink->arena, supplier);
	package->place = sw_arena_str(sink->arena, repository);
}

static void use_lock(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_language_get(root, "Packages");
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_MAP) && i < packages->count; i++) {
		const struct sw_node *item = packages->members[i].value;
		struct sw_package *package =
			sw_package_add(sink, SW_PACKAGE_CRAN, sw_language_text(item, "Package"), sw_language_text(item, "Version"));
		package->place = sw_arena_str(sink->arena, sw_language_text(item, "Repository"));
	}
}

static void read_lock(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_language_json(sink, bytes, use_lock);
}

const struct sw_package_reader sw_package_reader_r_description = {
	.kind = "r-description",
	.names = (const char *const[]){"description", NULL},
	.claims = claims,
	.limit = 1 << 20,
	.read = read,
};

const struct sw_package_reader sw_package_reader_renv_lock = {
	.kind = "renv-lock",
	.names = (const char *const[]){"renv.lock", NULL},
	.declares = true,
	.read = read_lock,
};
