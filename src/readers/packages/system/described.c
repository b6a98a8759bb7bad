/* Package managers that describe what they installed in one JSON document: Container-Optimized OS, conda, Spack. */
#include "readers/packages/system/text.h"
#include "base/limits.h"

static void read_cos_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_node *root = sw_package_json(sink, scratch, bytes, "a list of packages of Container-Optimized OS");
	const struct sw_node *list = sw_doc_get(root, "installedPackages", SW_DIALECT_STRICT);
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		struct sw_str name = sw_doc_text(list->items[i], "name"), version = sw_doc_text(list->items[i], "version");
		struct sw_str category = sw_doc_text(list->items[i], "category");
		if (!name.n || !version.n)
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_COS, name, version);
		package->place = sw_package_text(sink, category);
	}
}

static void read_cos(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_with_scratch(sink, bytes, read_cos_document);
}

const struct sw_package_reader sw_package_reader_cos = {
	.kind = "cos",
	.take = SW_TAKE_WHOLE,
	.names = (const char *const[]){"cos-package-info.json", NULL},
	.read = read_cos,
};

/* Files are told from the environment's top, two folders above its conda-meta/NAME.json. */
static void own_conda_files(struct sw_package_sink *sink, struct sw_str name, const struct sw_node *files) {
	struct sw_str top = sw_str_dirname(sw_str_dirname(sink->path));
	char path[SW_LIMIT_PATH_BYTES];
	for (uint32_t i = 0; sw_node_is(files, SW_NODE_LIST) && i < files->count; i++) {
		struct sw_str file = sw_node_is_scalar(files->items[i]) ? files->items[i]->text : (struct sw_str){0};
		if (!file.n || top.n + 1 + file.n > sizeof path)
			continue;
		if (top.n)
			memcpy(path, top.p, top.n);
		path[top.n] = '/';
		memcpy(path + top.n + 1, file.p, file.n);
		sw_package_owns(sink, SW_PACKAGE_CONDA, name, sw_str(path, top.n + 1 + file.n));
	}
}

static void read_conda_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_node *root = sw_package_json(sink, scratch, bytes, "a package of conda's");
	struct sw_str name = sw_doc_text(root, "name"), version = sw_doc_text(root, "version"), channel = sw_doc_text(root, "channel");
	if (!root)
		return;
	if (!name.n || !version.n) {
		sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "the package has no name or no version");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CONDA, name, version);
	package->licence = sw_package_text(sink, sw_doc_text(root, "license"));
	package->architecture = sw_package_text(sink, sw_doc_text(root, "subdir"));
	package->place = sw_package_text(sink, channel);
	own_conda_files(sink, name, sw_doc_get(root, "files", SW_DIALECT_STRICT));
}

static void read_conda(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_with_scratch(sink, bytes, read_conda_document);
}

static bool claims_conda(struct sw_str path) {
	return sw_str_is(sw_path_part(path, 1), "conda-meta");
}

const struct sw_package_reader sw_package_reader_conda = {
	.kind = "conda",
	.take = SW_TAKE_WHOLE,
	.endings = (const char *const[]){".json", NULL},
	.claims = claims_conda,
	.read = read_conda,
};

static bool claims_spack(struct sw_str path) {
	return sw_str_is(sw_path_part(path, 1), ".spack");
}

/* The first node is the package, the others what it needs. Of an installed package only itself counts: others that are
 * there have a file of their own, and what only its build needed may be gone. External ones are no packages of Spack's. */
static void read_spack_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_node *root = sw_package_json(sink, scratch, bytes, "a specification of Spack's");
	const struct sw_node *nodes = sw_doc_get(sw_doc_get(root, "spec", SW_DIALECT_STRICT), "nodes", SW_DIALECT_STRICT);
	uint32_t count = sw_node_is(nodes, SW_NODE_LIST) ? nodes->count : 0;
	if (claims_spack(sink->path) && count > 1)
		count = 1;
	for (uint32_t i = 0; i < count; i++) {
		const struct sw_node *node = nodes->items[i], *arch = sw_doc_get(node, "arch", SW_DIALECT_STRICT);
		struct sw_str name = sw_doc_text(node, "name"), version = sw_doc_text(node, "version");
		if (!name.n || !version.n || sw_doc_get(node, "external", SW_DIALECT_STRICT))
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_SPACK, name, version);
		package->architecture = sw_package_text(sink, sw_doc_text(sw_doc_get(arch, "target", SW_DIALECT_STRICT), "name"));
	}
}

static void read_spack(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_with_scratch(sink, bytes, read_spack_document);
}

const struct sw_package_reader sw_package_reader_spack = {
	.kind = "spack",
	.take = SW_TAKE_WHOLE,
	.names = (const char *const[]){"spec.json", NULL},
	.claims = claims_spack,
	.read = read_spack,
};
