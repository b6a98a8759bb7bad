/* What a program of .NET runs with: the NAME.deps.json beside it. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* "Newtonsoft.Json/13.0.1" without its version is none of NuGet's. */
static void add(struct sw_package_sink *sink, struct sw_str key) {
	struct sw_str name = sw_text_before(key, '/'), version = sw_text_after(key, '/'), pack = SW_S("runtimepack.");
	/* The runtime itself, where a program brings its own. */
	if (sw_str_starts(name, pack))
		name = sw_str_from(name, pack.n);
	if (name.n && version.n)
		sw_package_add(sink, SW_PACKAGE_NUGET, name, version);
}

static void use(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *libraries = sw_tree_get(root, "libraries");
	if (!sw_node_is(libraries, SW_NODE_MAP)) {
		sw_package_refuse(sink, "a list of libraries as .NET writes it");
		return;
	}
	for (uint32_t i = 0; i < libraries->count; i++) {
		const struct sw_member *library = &libraries->members[i];
		/* Projects are the program's own parts; "reference" is what the compiler alone was told of. */
		if (sw_listed_nocase(sw_tree_text(library->value, "type"), "package project runtimepack"))
			add(sink, library->key);
	}
}

const struct sw_package_reader sw_package_reader_dotnet_deps = {
	.kind = "dotnet-deps",
	.endings = (const char *const[]){".deps.json", NULL},
	.read_tree = use,
	.grammar = SW_GRAMMAR_JSON,
};
