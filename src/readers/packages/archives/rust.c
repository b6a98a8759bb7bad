#include "base/limits.h"
#include "formats/inflate_all.h"
#include "formats/json.h"
#include "readers/packages/archives/program.h"
#include "readers/packages/scratch.h"

enum { LIST_BYTES = 8 << 20 }; /* most that cargo-auditable's own reader takes */

static struct sw_str text_of(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_doc_get(map, key, SW_DIALECT_ENGINE);
	return sw_node_is(node, SW_NODE_STRING) ? node->text : (struct sw_str){0};
}

static void add_crate(struct sw_package_sink *sink, const struct sw_node *crate) {
	struct sw_str source = text_of(crate, "source");
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CARGO, text_of(crate, "name"), text_of(crate, "version"));
	package->development = sw_str_is(text_of(crate, "kind"), "build");
	if (sw_listed(source, "git local registry")) /* not the one that all know */
		package->place = sw_arena_str(sink->arena, source);
}

static void read_list(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, void *with) {
	(void)with;
	struct sw_diags unheard = {.arena = scratch};
	struct sw_str text;
	const struct sw_node *root = NULL;
	if (sw_inflate_zlib(scratch, bytes, LIST_BYTES, &text))
		root = sw_json_read_one(scratch, 0, text, SW_DIALECT_ENGINE, &unheard);
	const struct sw_node *packages = sw_doc_get(root, "packages", SW_DIALECT_ENGINE);
	if (!sw_node_is(packages, SW_NODE_LIST)) {
		sw_package_say(sink, SW_DIAG_WARNING, "crates-broken", "the list of crates in the program is broken");
		return;
	}
	for (uint32_t i = 0; i < packages->count; i++)
		add_crate(sink, packages->items[i]);
}

void sw_program_read_rust(struct sw_package_sink *sink, const struct sw_program *program) {
	struct sw_str list = sw_program_section(program, ".dep-v0");
	if (list.n)
		sw_package_scratch(sink, SW_LIMIT_FACTSET_BYTES + 64 * (size_t)LIST_BYTES, list, read_list, NULL);
}
