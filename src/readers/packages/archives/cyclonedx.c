#include "readers/packages/archives/bill.h"

/* Components that are no packages. */
static bool is_package(struct sw_str type) {
	return !sw_listed(type, "file operating-system device data cryptographic-asset machine-learning-model");
}

/* The first licence: an expression, an id or a name. */
static struct sw_str json_licence(const struct sw_node *component) {
	const struct sw_node *licences = sw_bill_list(component, "licenses"), *first = licences && licences->count ? licences->items[0] : NULL;
	const struct sw_node *licence = sw_doc_get(first, "license", SW_DIALECT_ENGINE);
	struct sw_str expression = sw_bill_text(first, "expression"), id = sw_bill_text(licence, "id");
	return expression.n ? expression : id.n ? id : sw_bill_text(licence, "name");
}

/* Components may hold components; the document's own depth is limited. */
static void read_components(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++) {
		const struct sw_node *component = list->items[i];
		struct sw_str publisher = sw_bill_text(component, "publisher"), group = sw_bill_text(component, "group");
		struct sw_bill_entry entry = {.name = sw_bill_text(component, "name"), .version = sw_bill_text(component, "version"),
					      .purl = sw_bill_text(component, "purl"), .cpe = sw_bill_text(component, "cpe"),
					      .licence = json_licence(component),
					      .supplier = publisher.n ? publisher : sw_bill_text(sw_doc_get(component, "supplier", SW_DIALECT_ENGINE), "name")};
		if (group.n && !entry.purl.n)
			entry.name = sw_arena_printf(scratch, "%.*s/%.*s", SW_ARG(group), SW_ARG(entry.name));
		if (is_package(sw_bill_text(component, "type")))
			sw_bill_add(sink, scratch, &entry);
		read_components(sink, scratch, sw_bill_list(component, "components"));
	}
}

void sw_cyclonedx_read_json(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	read_components(sink, scratch, sw_bill_list(root, "components"));
}

static struct sw_str child_text(const struct sw_xml_node *node, const char *name) {
	const struct sw_xml_node *child = node ? sw_xml_child(node, node->space, name) : NULL;
	return child ? sw_str_trim(child->text) : (struct sw_str){0};
}

static struct sw_str xml_licence(const struct sw_xml_node *component) {
	const struct sw_xml_node *licences = sw_xml_child(component, component->space, "licenses");
	const struct sw_xml_node *licence = licences ? sw_xml_child(licences, licences->space, "license") : NULL;
	struct sw_str expression = child_text(licences, "expression"), id = child_text(licence, "id");
	return expression.n ? expression : id.n ? id : child_text(licence, "name");
}

static void add_component(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *component) {
	const struct sw_xml_attribute *type = sw_xml_attribute_of(component, (struct sw_str){0}, "type");
	struct sw_str publisher = child_text(component, "publisher"), group = child_text(component, "group");
	struct sw_bill_entry entry = {.name = child_text(component, "name"), .version = child_text(component, "version"),
				      .purl = child_text(component, "purl"), .cpe = child_text(component, "cpe"), .licence = xml_licence(component),
				      .supplier = publisher.n ? publisher : child_text(sw_xml_child(component, component->space, "supplier"), "name")};
	if (group.n && !entry.purl.n)
		entry.name = sw_arena_printf(scratch, "%.*s/%.*s", SW_ARG(group), SW_ARG(entry.name));
	if (!type || is_package(type->value))
		sw_bill_add(sink, scratch, &entry);
}

static void read_xml_components(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *above) {
	const struct sw_xml_node *list = sw_xml_child(above, above->space, "components");
	for (const struct sw_xml_node *node = list ? list->first : NULL; node; node = node->next)
		if (sw_xml_is(node, above->space, "component")) {
			add_component(sink, scratch, node);
			read_xml_components(sink, scratch, node);
		}
}

void sw_cyclonedx_read_xml(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *root) {
	read_xml_components(sink, scratch, root);
}
