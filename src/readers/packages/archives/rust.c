#include "formats/inflate_all.h"
#include "formats/json.h"
#include "readers/packages/archives/program.h"
#include "readers/packages/document.h"
#include "readers/packages/scratch.h"

enum { LIST_BYTES = 8 << 20 }; /* most that cargo-auditable's own reader takes */

static void add_crate(struct sw_package_sink *sink, const struct sw_node *crate) {
	struct sw_str source = sw_tree_text(crate, "source");
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CARGO, sw_tree_text(crate, "name"), sw_tree_text(crate, "version"));
	package->development = sw_str_is(sw_tree_text(crate, "kind"), "build");
	if (sw_listed(source, "git local registry")) /* not the one that all know */
		package->place = sw_package_text(sink, source);
}

static void read_list(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, void *with) {
	(void)with;
	struct sw_diags unheard = {.arena = scratch};
	struct sw_str text;
	const struct sw_node *root = NULL;
	if (sw_inflate_zlib(scratch, bytes, LIST_BYTES, &text))
		root = sw_json_read_one(scratch, 0, text, SW_DIALECT_KUBECTL, &unheard);
	const struct sw_node *packages = sw_tree_list(root, "packages");
	if (!packages) {
		sw_package_say(sink, SW_DIAG_WARNING, "crates-broken", "the list of crates in the program is broken");
		return;
	}
	for (uint32_t i = 0; i < packages->count; i++)
		add_crate(sink, packages->items[i]);
}

void sw_program_read_rust(struct sw_package_sink *sink, const struct sw_program *program) {
	struct sw_str list = sw_program_section(program, ".dep-v0");
	if (list.n)
		sw_package_scratch(sink, sw_package_scratch_for(LIST_BYTES), list, read_list, NULL);
}
