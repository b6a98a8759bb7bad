/* Lock files of Dart and Flutter, Swift and CocoaPods. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* A part of the kit itself has the kit's version, where the file says one and not a range. */
static struct sw_str version_of(const struct sw_node *item, const struct sw_node *kits) {
	struct sw_str version = sw_tree_text(item, "version");
	if (!sw_str_is(sw_tree_text(item, "source"), "sdk"))
		return version;
	const struct sw_member *kit = sw_doc_member(kits, sw_tree_text(item, "description"), SW_DIALECT_KUBECTL);
	struct sw_str said = kit ? sw_tree_scalar(kit->value) : (struct sw_str){0};
	return said.n && sw_is_digit(said.p[0]) && !sw_str_contains(said, SW_S(" ")) ? said : version;
}

static void use_pub(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *packages = sw_tree_get(root, "packages"), *kits = sw_tree_get(root, "sdks");
	for (uint32_t i = 0; sw_node_is(packages, SW_NODE_MAP) && i < packages->count; i++) {
		const struct sw_node *item = packages->members[i].value;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_PUB, packages->members[i].key, version_of(item, kits));
		package->development = sw_str_is(sw_tree_text(item, "dependency"), "direct dev");
		if (sw_str_is(sw_tree_text(item, "source"), "git"))
			package->place = sw_package_text(sink, sw_tree_text(sw_tree_get(item, "description"), "url"));
	}
}

/* Version 1 has its pins below "object" and names them "package"; since then they have an identity. */
static void use_swift(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	const struct sw_node *old = sw_tree_get(root, "object"), *pins = sw_tree_get(old ? old : root, "pins");
	for (uint32_t i = 0; sw_node_is(pins, SW_NODE_LIST) && i < pins->count; i++) {
		const struct sw_node *pin = pins->items[i];
		struct sw_str name = sw_tree_text(pin, old ? "package" : "identity");
		struct sw_str version = sw_tree_text(sw_tree_get(pin, "state"), "version");
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_SWIFT, name, version);
		package->place = sw_package_text(sink, sw_tree_text(pin, old ? "repositoryURL" : "location"));
	}
}

/* PODS: "  - NAME (VERSION)", with a colon and deeper lines where it needs others. */
static void read_pods(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	bool pods = false;
	while (sw_line_next(&bytes, &line)) {
		if (line.n && !sw_is_space(line.p[0]))
			pods = sw_str_is(sw_str_trim(line), "PODS:");
		struct sw_str rest = sw_str_trim(line);
		if (!pods || sw_text_indent(line) != 2 || !sw_str_starts(rest, SW_S("- ")))
			continue;
		rest = sw_str_trim(sw_str_from(rest, 2));
		if (sw_str_ends(rest, SW_S(":")))
			rest = sw_str_sub(rest, 0, rest.n - 1);
		rest = sw_text_unquote(rest);
		struct sw_str name = sw_text_word(&rest), version = sw_text_before(sw_text_after(rest, '('), ')');
		if (version.n)
			sw_package_add(sink, SW_PACKAGE_COCOAPODS, name, version);
	}
}

const struct sw_package_reader sw_package_reader_pub_lock = {
	.kind = "pub-lock",
	.names = (const char *const[]){"pubspec.lock", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read_tree = use_pub,
	.grammar = SW_GRAMMAR_YAML,
};

const struct sw_package_reader sw_package_reader_swift_resolved = {
	.kind = "swift-resolved",
	.names = (const char *const[]){"package.resolved", ".package.resolved", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read_tree = use_swift,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_podfile_lock = {
	.kind = "podfile-lock",
	.names = (const char *const[]){"podfile.lock", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read = read_pods,
};
