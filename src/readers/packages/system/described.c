/* Package managers that describe what they installed in one JSON document: Container-Optimized OS, conda, Spack. */
#include "base/limits.h"
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

static void use_cos(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *list = sw_tree_list(root, "installedPackages");
	if (!list)
		sw_package_refuse(sink, "a list of packages of Container-Optimized OS");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_str name = sw_tree_text(list->items[i], "name"), version = sw_tree_text(list->items[i], "version");
		struct sw_str category = sw_tree_text(list->items[i], "category");
		if (!name.n || !version.n)
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_COS, name, version);
		package->place = sw_package_text(sink, category);
	}
}

const struct sw_package_reader sw_package_reader_cos = {
	.kind = "cos",
	.names = (const char *const[]){"cos-package-info.json", NULL},
	.read_tree = use_cos,
	.grammar = SW_GRAMMAR_JSON,
};

/* Files are told from the environment's top, two folders above its conda-meta/NAME.json. */
static void own_conda_files(struct sw_package_sink *sink, struct sw_str name, const struct sw_node *files) {
	struct sw_str top = sw_str_dirname(sw_str_dirname(sink->path));
	char path[SW_LIMIT_PATH_BYTES];
	for (uint32_t i = 0; files && i < files->count; i++) {
		struct sw_str file = sw_tree_scalar(files->items[i]);
		if (!file.n || top.n + 1 + file.n > sizeof path)
			continue;
		if (top.n)
			memcpy(path, top.p, top.n);
		path[top.n] = '/';
		memcpy(path + top.n + 1, file.p, file.n);
		sw_package_owns(sink, SW_PACKAGE_CONDA, name, sw_str(path, top.n + 1 + file.n));
	}
}

static void use_conda(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_tree_text(root, "name"), version = sw_tree_text(root, "version"), channel = sw_tree_text(root, "channel");
	if (!name.n || !version.n) {
		sw_package_refuse(sink, "a package of conda's: name or version are missing");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CONDA, name, version);
	package->licence = sw_package_text(sink, sw_tree_text(root, "license"));
	package->architecture = sw_package_text(sink, sw_tree_text(root, "subdir"));
	package->place = sw_package_text(sink, channel);
	own_conda_files(sink, name, sw_tree_list(root, "files"));
}

static bool claims_conda(struct sw_str path) {
	return sw_str_is(sw_path_part(path, 1), "conda-meta");
}

const struct sw_package_reader sw_package_reader_conda = {
	.kind = "conda",
	.endings = (const char *const[]){".json", NULL},
	.claims = claims_conda,
	.read_tree = use_conda,
	.grammar = SW_GRAMMAR_JSON,
};

static bool claims_spack(struct sw_str path) {
	return sw_str_is(sw_path_part(path, 1), ".spack");
}

/* The first node is the package, the others what it needs. Of an installed package only itself counts: others that are
 * there have a file of their own, and what only its build needed may be gone. External ones are no packages of Spack's. */
static void use_spack(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *nodes = sw_tree_list(sw_tree_get(root, "spec"), "nodes");
	uint32_t count = nodes ? nodes->count : 0;
	if (claims_spack(sink->path) && count > 1)
		count = 1;
	for (uint32_t i = 0; i < count; i++) {
		const struct sw_node *node = nodes->items[i], *arch = sw_tree_get(node, "arch");
		struct sw_str name = sw_tree_text(node, "name"), version = sw_tree_text(node, "version");
		if (!name.n || !version.n || sw_tree_get(node, "external"))
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_SPACK, name, version);
		package->architecture = sw_package_text(sink, sw_tree_text(sw_tree_get(arch, "target"), "name"));
	}
}

const struct sw_package_reader sw_package_reader_spack = {
	.kind = "spack",
	.names = (const char *const[]){"spec.json", NULL},
	.claims = claims_spack,
	.read_tree = use_spack,
	.grammar = SW_GRAMMAR_JSON,
};
