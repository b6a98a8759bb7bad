/* Packages of R: the DESCRIPTION of each that is installed, and the lock file of renv. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

static bool claims(struct sw_str path) {
	return sw_str_is(sw_str_basename(path), "DESCRIPTION");
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name = {0}, version = {0}, licence = {0}, supplier = {0}, repository = {0};
	bool built = false;
	struct sw_field header;
	while (sw_header_next(&bytes, &header)) {
		struct sw_str *place = sw_str_is(header.key, "Package")      ? &name
				       : sw_str_is(header.key, "Version")    ? &version
				       : sw_str_is(header.key, "License")    ? &licence
				       : sw_str_is(header.key, "Maintainer") ? &supplier
				       : sw_str_is(header.key, "Repository") ? &repository
									      : NULL;
		built |= sw_str_is(header.key, "Built");
		if (place)
			*place = header.value;
	}
	/* Only an installed package was built; other files have the same name. */
	if (!built || !name.n || !version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CRAN, name, version);
	package->licence = sw_package_text(sink, licence);
	package->supplier = sw_package_text(sink, supplier);
	package->place = sw_package_text(sink, repository);
}

static void use_lock(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_tree_get(root, "Packages");
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_MAP) && i < packages->count; i++) {
		const struct sw_node *item = packages->members[i].value;
		struct sw_package *package =
			sw_package_add(sink, SW_PACKAGE_CRAN, sw_tree_text(item, "Package"), sw_tree_text(item, "Version"));
		package->place = sw_package_text(sink, sw_tree_text(item, "Repository"));
	}
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
	.read_tree = use_lock,
	.grammar = SW_GRAMMAR_JSON,
};
