/* Lock files of Gradle, what it verifies by checksum, and catalogues of versions. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* GROUP:ARTIFACT:VERSION=CONFIGURATION,… */
static void read_lock(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	while (sw_line_next(&bytes, &line)) {
		struct sw_str text = sw_text_before(sw_str_trim(line), '=');
		struct sw_str name = sw_text_before_last(text, ':'), version = sw_text_after_last(text, ':');
		if (sw_str_starts(text, SW_S("#")) || sw_str_find_byte(name, ':') == SW_NPOS || !version.n)
			continue;
		sw_package_add(sink, SW_PACKAGE_MAVEN, name, version);
	}
}

static void work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_xml_node *components = sw_element(sw_package_xml(sink, scratch, bytes, NULL), "components");
	for (const struct sw_xml_node *node = components ? components->first : NULL; node; node = node->next)
		if (sw_str_is(node->name, "component")) {
			struct sw_str group = sw_element_attribute(node, "group"), name = sw_element_attribute(node, "name");
			sw_package_add(sink, SW_PACKAGE_MAVEN, sw_arena_printf(scratch, "%.*s:%.*s", SW_ARG(group), SW_ARG(name)),
				       sw_element_attribute(node, "version"));
		}
}

/* A version in a catalogue: a text, the name of one, or a map of wishes of which the narrowest counts. */
static struct sw_str catalogue_version(const struct sw_node *versions, const struct sw_node *node) {
	static const char *const wishes[] = {"strictly", "require", "prefer"};
	struct sw_str version = sw_tree_scalar(node), ref = sw_tree_text(node, "ref");
	if (ref.n) {
		const struct sw_member *named = sw_doc_member(versions, ref, SW_DIALECT_KUBECTL);
		return named ? catalogue_version(NULL, named->value) : version;
	}
	for (size_t i = 0; i < sizeof wishes / sizeof *wishes && !version.n; i++)
		version = sw_tree_text(node, wishes[i]);
	return version;
}

/* [libraries] NAME = "GROUP:ARTIFACT:VERSION" or { module = "GROUP:ARTIFACT" or group and name, version } */
static void use_catalogue(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	const struct sw_node *libraries = sw_tree_get(root, "libraries"), *versions = sw_tree_get(root, "versions");
	for (uint32_t i = 0; sw_node_is(libraries, SW_NODE_MAP) && i < libraries->count; i++) {
		const struct sw_node *item = libraries->members[i].value;
		struct sw_str text = sw_tree_scalar(item), name = sw_tree_text(item, "module");
		struct sw_str version = catalogue_version(versions, sw_tree_get(item, "version"));
		if (text.n) {
			name = sw_text_before_last(text, ':');
			version = sw_text_after_last(text, ':');
		} else if (!name.n) {
			struct sw_str group = sw_tree_text(item, "group"), artifact = sw_tree_text(item, "name");
			name = sw_arena_printf(scratch, "%.*s:%.*s", SW_ARG(group), SW_ARG(artifact));
		}
		if (sw_str_find_byte(name, ':') != SW_NPOS)
			sw_package_add(sink, SW_PACKAGE_MAVEN, name, version);
	}
}

const struct sw_package_reader sw_package_reader_gradle_catalogue = {
	.kind = "gradle-catalogue",
	.endings = (const char *const[]){".versions.toml", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read_tree = use_catalogue,
	.grammar = SW_GRAMMAR_TOML,
};

const struct sw_package_reader sw_package_reader_gradle_lock = {
	.kind = "gradle-lock",
	.names = (const char *const[]){"gradle.lockfile", "buildscript-gradle.lockfile", NULL},
	.limit = 16 << 20,
	.declares = true,
	.read = read_lock,
};

const struct sw_package_reader sw_package_reader_gradle_verification = {
	.kind = "gradle-verification",
	.names = (const char *const[]){"verification-metadata.xml", NULL},
	.declares = true,
	.read_with = work,
};
