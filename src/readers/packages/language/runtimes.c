/* Which versions of interpreters and tools a folder is meant for: files of asdf, mise, nvm and their like. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* nodejs 24.04 21 system */
static void read_tool_versions(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, tool, version;
	while (sw_line_next(&bytes, &line)) {
		line = sw_text_before(line, '#');
		tool = sw_text_word(&line);
		while ((version = sw_text_word(&line)).n)
			/* What has a colon is a path or a commit. */
			if (!sw_listed(version, "system latest") && sw_str_find_byte(version, ':') == SW_NPOS)
				sw_package_add(sink, SW_PACKAGE_RUNTIME, tool, version);
	}
}

const struct sw_package_reader sw_package_reader_asdf_tools = {
	.kind = "asdf-tools",
	.names = (const char *const[]){".tool-versions", NULL},
	.limit = 1 << 20,
	.declares = true,
	.read = read_tool_versions,
};

static void add_tool(struct sw_package_sink *sink, struct sw_str tool, const struct sw_node *node) {
	struct sw_str version = node->kind == SW_NODE_MAP ? sw_tree_text(node, "version") : sw_tree_scalar(node);
	if (version.n && !sw_listed(version, "system latest") && sw_str_find_byte(version, ':') == SW_NPOS)
		sw_package_add(sink, SW_PACKAGE_RUNTIME, tool, version);
}

/* A tool has a version, a map with one, or a list of either. */
static void use_mise(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *tools = sw_tree_get(root, "tools");
	for (uint32_t i = 0; sw_node_is(tools, SW_NODE_MAP) && i < tools->count; i++) {
		const struct sw_member *tool = &tools->members[i];
		if (tool->value->kind == SW_NODE_LIST)
			for (uint32_t j = 0; j < tool->value->count; j++)
				add_tool(sink, tool->key, tool->value->items[j]);
		else
			add_tool(sink, tool->key, tool->value);
	}
}

const struct sw_package_reader sw_package_reader_mise_tools = {
	.kind = "mise-tools",
	.names = (const char *const[]){"mise.toml", ".mise.toml", "mise.local.toml", NULL},
	.limit = 1 << 20,
	.declares = true,
	.read_tree = use_mise,
	.grammar = SW_GRAMMAR_TOML,
};

/* The first line that is no comment; names such as lts/hydrogen and "node" stand for whatever is newest. */
static void read_node_version(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, version = {0};
	while (!version.n && sw_line_next(&bytes, &line)) {
		line = sw_text_before(line, '#');
		version = sw_text_word(&line);
	}
	if (sw_str_starts(version, SW_S("v")))
		version = sw_str_from(version, 1);
	if (version.n && sw_is_digit(version.p[0]))
		sw_package_add(sink, SW_PACKAGE_RUNTIME, SW_S("nodejs"), version);
}

const struct sw_package_reader sw_package_reader_node_version = {
	.kind = "node-version",
	.names = (const char *const[]){".node-version", ".nvmrc", NULL},
	.limit = 1 << 16,
	.declares = true,
	.read = read_node_version,
};
