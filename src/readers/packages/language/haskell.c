/* Lock files of Haskell's build tools. */
#include "readers/packages/language/language.h"

/* "HTTP-4000.3.16@sha256:…,5947": names have hyphens, versions have none. */
static void add(struct sw_package_sink *sink, struct sw_str text) {
	text = sw_language_before(text, '@');
	struct sw_str name = sw_language_before_last(text, '-'), version = sw_language_after_last(text, '-');
	if (name.n && version.n && sw_is_digit(version.p[0]))
		sw_package_add(sink, SW_PACKAGE_HACKAGE, name, version);
}

static void use_stack(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_language_get(root, "packages");
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_LIST) && i < packages->count; i++) {
		const struct sw_node *item = packages->items[i];
		struct sw_str completed = sw_language_text(sw_language_get(item, "completed"), "hackage");
		add(sink, completed.n ? completed : sw_language_text(sw_language_get(item, "original"), "hackage"));
	}
}

static void read_stack(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_language_yaml(sink, bytes, use_stack);
}

/* constraints: any.NAME ==VERSION, … */
static void read_freeze(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	while (sw_language_line(&bytes, &line)) {
		size_t any = sw_str_find(line, SW_S("any."));
		struct sw_str rest = any == SW_NPOS ? (struct sw_str){0} : sw_str_from(line, any + 4);
		struct sw_str name = sw_language_word(&rest);
		rest = sw_str_trim(rest);
		if (name.n && sw_str_starts(rest, SW_S("==")))
			sw_package_add(sink, SW_PACKAGE_HACKAGE, name, sw_str_trim(sw_language_before(sw_str_from(rest, 2), ',')));
	}
}

const struct sw_package_reader sw_package_reader_stack_lock = {
	.kind = "stack-lock",
	.names = (const char *const[]){"stack.yaml.lock", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read = read_stack,
};

const struct sw_package_reader sw_package_reader_cabal_freeze = {
	.kind = "cabal-freeze",
	.names = (const char *const[]){"cabal.project.freeze", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read = read_freeze,
};
