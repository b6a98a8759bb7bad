#include "readers/packages/archives/bill.h"

/* Components that are no packages. */
static bool is_package(struct sw_str type) {
	return !sw_listed(type, "file operating-system device data cryptographic-asset machine-learning-model");
}

/* The first licence: an expression, an id or a name. */
static struct sw_str json_licence(const struct sw_node *component) {
	const struct sw_node *licences = sw_tree_list(component, "licenses"), *first = licences && licences->count ? licences->items[0] : NULL;
	const struct sw_node *licence = sw_tree_get(first, "license");
	struct sw_str expression = sw_tree_text(first, "expression"), id = sw_tree_text(licence, "id");
	return expression.n ? expression : id.n ? id : sw_tree_text(licence, "name");
}

/* Components may hold components; the document's own depth is limited. */
static void read_components(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++) {
		const struct sw_node *component = list->items[i];
		struct sw_str publisher = sw_tree_text(component, "publisher"), group = sw_tree_text(component, "group");
		struct sw_bill_entry entry = {.name = sw_tree_text(component, "name"), .version = sw_tree_text(component, "version"),
					      .purl = sw_tree_text(component, "purl"), .cpe = sw_tree_text(component, "cpe"),
					      .licence = json_licence(component),
					      .supplier = publisher.n ? publisher : sw_tree_text(sw_tree_get(component, "supplier"), "name")};
		if (group.n && !entry.purl.n)
			entry.name = sw_arena_printf(scratch, "%.*s/%.*s", SW_ARG(group), SW_ARG(entry.name));
		if (is_package(sw_tree_text(component, "type")))
			sw_bill_add(sink, scratch, &entry);
		read_components(sink, scratch, sw_tree_list(component, "components"));
	}
}

void sw_cyclonedx_read_json(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	read_components(sink, scratch, sw_tree_list(root, "components"));
}

static struct sw_str xml_licence(const struct sw_xml_node *component) {
	const struct sw_xml_node *licences = sw_element(component, "licenses"), *licence = sw_element(licences, "license");
	struct sw_str expression = sw_element_text(licences, "expression"), id = sw_element_text(licence, "id");
	return expression.n ? expression : id.n ? id : sw_element_text(licence, "name");
}

static void add_component(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *component) {
	struct sw_str publisher = sw_element_text(component, "publisher"), group = sw_element_text(component, "group");
	struct sw_bill_entry entry = {.name = sw_element_text(component, "name"), .version = sw_element_text(component, "version"),
				      .purl = sw_element_text(component, "purl"), .cpe = sw_element_text(component, "cpe"), .licence = xml_licence(component),
				      .supplier = publisher.n ? publisher : sw_element_text(sw_element(component, "supplier"), "name")};
	if (group.n && !entry.purl.n)
		entry.name = sw_arena_printf(scratch, "%.*s/%.*s", SW_ARG(group), SW_ARG(entry.name));
	if (is_package(sw_element_attribute(component, "type")))
		sw_bill_add(sink, scratch, &entry);
}

static void read_xml_components(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *above) {
	const struct sw_xml_node *list = sw_element(above, "components");
	for (const struct sw_xml_node *node = list ? list->first : NULL; node; node = node->next)
		if (sw_xml_is(node, above->space, "component")) {
			add_component(sink, scratch, node);
			read_xml_components(sink, scratch, node);
		}
}

void sw_cyclonedx_read_xml(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *root) {
	read_xml_components(sink, scratch, root);
}
