/* Lock files and lists of packages of NuGet and Paket. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* {"dependencies": {FRAMEWORK: {NAME: {"type", "resolved"}}}} */
static void use_lock(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *frameworks = sw_tree_get(root, "dependencies");
	for (uint32_t i = 0; sw_node_is(frameworks, SW_NODE_MAP) && i < frameworks->count; i++) {
		const struct sw_node *packages = frameworks->members[i].value;
		for (uint32_t j = 0; sw_node_is(packages, SW_NODE_MAP) && j < packages->count; j++) {
			struct sw_str version = sw_tree_text(packages->members[j].value, "resolved");
			/* Projects of the same solution have none. */
			if (version.n)
				sw_package_add(sink, SW_PACKAGE_NUGET, packages->members[j].key, version);
		}
	}
}

/* {"libraries": {"NAME/VERSION": {"type": "package"}}} */
static void use_assets(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *libraries = sw_tree_get(root, "libraries");
	for (uint32_t i = 0; sw_node_is(libraries, SW_NODE_MAP) && i < libraries->count; i++) {
		struct sw_str key = libraries->members[i].key;
		if (sw_str_is(sw_tree_text(libraries->members[i].value, "type"), "package"))
			sw_package_add(sink, SW_PACKAGE_NUGET, sw_text_before(key, '/'), sw_text_after(key, '/'));
	}
}

/* <packages><package id="…" version="…"/></packages> */
static void work_config(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_xml_node *root = sw_package_xml(sink, scratch, bytes, "packages");
	for (const struct sw_xml_node *node = root ? root->first : NULL; node; node = node->next) {
		struct sw_str id = sw_element_attribute(node, "id"), version = sw_element_attribute(node, "version");
		if (!sw_str_is(node->name, "package") || !id.n || !version.n)
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_NUGET, id, version);
		package->development = sw_str_is_nocase(sw_element_attribute(node, "developmentDependency"), "true");
	}
}

/* Sections by source; four blanks in "NAME (VERSION)", with settings behind it. */
static void read_paket(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	bool packages = false;
	while (sw_line_next(&bytes, &line)) {
		size_t indent = sw_text_indent(line);
		struct sw_str rest = sw_str_trim(line);
		if (indent == 0 && rest.n)
			packages = sw_listed(rest, "NUGET GITHUB");
		struct sw_str version = sw_text_after(rest, '('), name = sw_text_word(&rest);
		if (packages && indent == 4 && sw_str_contains(version, SW_S(")")))
			sw_package_add(sink, SW_PACKAGE_NUGET, name, sw_text_before(version, ')'));
	}
}

const struct sw_package_reader sw_package_reader_nuget_lock = {
	.kind = "nuget-lock",
	.names = (const char *const[]){"packages.lock.json", NULL},
	.declares = true,
	.read_tree = use_lock,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_nuget_assets = {
	.kind = "nuget-assets",
	.names = (const char *const[]){"project.assets.json", NULL},
	.declares = true,
	.read_tree = use_assets,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_nuget_config = {
	.kind = "nuget-config",
	.names = (const char *const[]){"packages.config", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read_with = work_config,
};

const struct sw_package_reader sw_package_reader_paket_lock = {
	.kind = "paket-lock",
	.names = (const char *const[]){"paket.lock", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read = read_paket,
};
