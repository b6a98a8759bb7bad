/* Lock files of Haskell's build tools. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* "HTTP-4000.3.16@sha256:…,5947": names have hyphens, versions have none. */
static void add(struct sw_package_sink *sink, struct sw_str text) {
	text = sw_text_before(text, '@');
	struct sw_str name = sw_text_before_last(text, '-'), version = sw_text_after_last(text, '-');
	if (name.n && version.n && sw_is_digit(version.p[0]))
		sw_package_add(sink, SW_PACKAGE_HACKAGE, name, version);
}

static void use_stack(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_tree_get(root, "packages");
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_LIST) && i < packages->count; i++) {
		const struct sw_node *item = packages->items[i];
		struct sw_str completed = sw_tree_text(sw_tree_get(item, "completed"), "hackage");
		add(sink, completed.n ? completed : sw_tree_text(sw_tree_get(item, "original"), "hackage"));
	}
}

/* constraints: any.NAME ==VERSION, … */
static void read_freeze(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	while (sw_line_next(&bytes, &line)) {
		size_t any = sw_str_find(line, SW_S("any."));
		struct sw_str rest = any == SW_NPOS ? (struct sw_str){0} : sw_str_from(line, any + 4);
		struct sw_str name = sw_text_word(&rest);
		rest = sw_str_trim(rest);
		if (name.n && sw_str_starts(rest, SW_S("==")))
			sw_package_add(sink, SW_PACKAGE_HACKAGE, name, sw_str_trim(sw_text_before(sw_str_from(rest, 2), ',')));
	}
}

const struct sw_package_reader sw_package_reader_stack_lock = {
	.kind = "stack-lock",
	.names = (const char *const[]){"stack.yaml.lock", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read_tree = use_stack,
	.grammar = SW_GRAMMAR_YAML,
};

const struct sw_package_reader sw_package_reader_cabal_freeze = {
	.kind = "cabal-freeze",
	.names = (const char *const[]){"cabal.project.freeze", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read = read_freeze,
};
