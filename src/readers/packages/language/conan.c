/* Packages of Conan: what an installed one was built with, and what a project asks for. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* NAME/VERSION[@USER/CHANNEL][#REVISION][:PACKAGE][%TIME] */
static void add(struct sw_package_sink *sink, struct sw_str reference, bool development) {
	static const char ends[] = "@#:% \t";
	struct sw_str name = sw_text_before(reference, '/'), version = sw_text_after(reference, '/');
	size_t end = 0;
	while (end < version.n && !strchr(ends, version.p[end]))
		end++;
	version = sw_str_sub(version, 0, end);
	/* A range in brackets is no version. */
	if (name.n && version.n && version.p[0] != '[')
		sw_package_add(sink, SW_PACKAGE_CONAN, name, version)->development = development;
}

/* The lines of the sections that `wanted` lists. */
static void read_sections(struct sw_package_sink *sink, struct sw_str bytes, const char *wanted) {
	struct sw_str line;
	bool reads = false;
	while (sw_line_next(&bytes, &line)) {
		line = sw_str_trim(line);
		if (sw_str_starts(line, SW_S("[")))
			reads = sw_listed(sw_text_before(sw_str_from(line, 1), ']'), wanted);
		else if (reads && line.n && line.p[0] != '#')
			add(sink, line, false);
	}
}

/* …/NAME/VERSION/USER/CHANNEL/package/IDENTIFIER/conaninfo.txt: the package itself is told by its folder. */
static void read_info(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str parts[7], rest = sw_str_dirname(sink->path);
	size_t n = 0;
	for (; n < 7 && rest.n; n++) {
		parts[n] = sw_str_basename(rest);
		rest = sw_str_dirname(rest);
	}
	if (n >= 6 && sw_str_is(parts[1], "package"))
		sw_package_add(sink, SW_PACKAGE_CONAN, parts[5], parts[4]);
	read_sections(sink, bytes, "full_requires");
}

static void read_conanfile(struct sw_package_sink *sink, struct sw_str bytes) {
	read_sections(sink, bytes, "requires tool_requires build_requires");
}

static void add_list(struct sw_package_sink *sink, const struct sw_node *list, bool development) {
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++)
		add(sink, sw_tree_scalar(list->items[i]), development);
}

/* Conan 1 writes a graph of nodes, of which the first may be the project; Conan 2 writes lists. */
static void use_lock(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *nodes = sw_tree_get(sw_tree_get(root, "graph_lock"), "nodes");
	for (uint32_t i = 0; sw_node_is(nodes, SW_NODE_MAP) && i < nodes->count; i++) {
		const struct sw_node *node = nodes->members[i].value;
		struct sw_str reference = sw_tree_text(node, "ref");
		/* A node with a path is the project itself. */
		if (sw_tree_text(node, "path").n)
			continue;
		/* Before Conan 1.20 the packages were told as references with their own hash. */
		bool development = sw_str_is(sw_tree_text(node, "context"), "build");
		add(sink, reference.n ? reference : sw_tree_text(node, "pref"), development);
	}
	add_list(sink, sw_tree_get(root, "requires"), false);
	add_list(sink, sw_tree_get(root, "build_requires"), true);
	add_list(sink, sw_tree_get(root, "python_requires"), true);
}

const struct sw_package_reader sw_package_reader_conan_info = {
	.kind = "conan-info",
	.names = (const char *const[]){"conaninfo.txt", NULL},
	.limit = 4 << 20,
	.read = read_info,
};

const struct sw_package_reader sw_package_reader_conanfile = {
	.kind = "conanfile",
	.names = (const char *const[]){"conanfile.txt", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read = read_conanfile,
};

const struct sw_package_reader sw_package_reader_conan_lock = {
	.kind = "conan-lock",
	.names = (const char *const[]){"conan.lock", NULL},
	.declares = true,
	.read_tree = use_lock,
	.grammar = SW_GRAMMAR_JSON,
};
