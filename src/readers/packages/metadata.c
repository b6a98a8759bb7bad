#include "readers/packages/metadata.h"
#include "readers/packages/text.h"

struct python {
	struct sw_str name, version, licence, expression, author, mail;
};

static void keep(struct sw_str *place, const struct sw_field *header, const char *name) {
	if (!place->n && sw_str_is_nocase(header->key, name))
		*place = header->value;
}

bool sw_metadata_python(struct sw_package_sink *sink, struct sw_str text) {
	struct python found = {0};
	struct sw_field header;
	while (sw_header_next(&text, &header)) {
		keep(&found.name, &header, "Name");
		keep(&found.version, &header, "Version");
		keep(&found.licence, &header, "License");
		keep(&found.expression, &header, "License-Expression");
		keep(&found.author, &header, "Author");
		keep(&found.mail, &header, "Author-email");
	}
	if (!found.name.n || !found.version.n)
		return false;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_PYPI, found.name, found.version);
	/* Some put all the words of their licence there. */
	bool usable = !sw_str_contains(found.licence, SW_S("\n")) && !sw_str_is_nocase(found.licence, "UNKNOWN");
	struct sw_str licence = usable ? found.licence : (struct sw_str){0};
	package->licence = sw_package_text(sink, found.expression.n ? found.expression : licence);
	package->supplier = sw_package_text(sink, found.author.n ? found.author : found.mail);
	return true;
}

/* A licence or a person: a text, or a map with it. */
static struct sw_str text_or(const struct sw_node *node, const char *key) {
	return sw_node_is(node, SW_NODE_MAP) ? sw_tree_text(node, key) : sw_tree_scalar(node);
}

struct sw_package *sw_metadata_node(struct sw_package_sink *sink, enum sw_package_type type, const struct sw_node *root) {
	struct sw_str name = sw_tree_text(root, "name"), version = sw_tree_text(root, "version");
	if (!name.n || !version.n)
		return NULL;
	struct sw_package *package = sw_package_add(sink, type, name, version);
	const struct sw_node *old = sw_tree_list(root, "licenses");
	struct sw_str licence = text_or(sw_tree_get(root, "license"), "type");
	if (!licence.n && old && old->count)
		licence = text_or(old->items[0], "type");
	package->licence = sw_package_text(sink, licence);
	package->supplier = sw_package_text(sink, text_or(sw_tree_get(root, "author"), "name"));
	return package;
}

bool sw_metadata_nuspec(struct sw_package_sink *sink, enum sw_package_type type, const struct sw_xml_node *root) {
	const struct sw_xml_node *metadata = sw_element(root, "metadata");
	struct sw_str id = sw_element_text(metadata, "id");
	if (!id.n)
		return false;
	struct sw_package *package = sw_package_add(sink, type, id, sw_element_text(metadata, "version"));
	package->licence = sw_package_text(sink, sw_element_text(metadata, "license"));
	package->supplier = sw_package_text(sink, sw_element_text(metadata, "authors"));
	return true;
}
