#include "readers/models/rules/parts.h"

static bool read_property(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_stencil *stencil) {
	struct sw_stencil_attribute attribute = {.mode = SW_S("Dynamic"), .type = SW_S("List"), .inheritance = SW_S("Virtual")};
	if (!sw_rules_map(reader, node, "a property", "key name values") || !sw_rules_need(reader, node, "key", &attribute.name))
		return false;
	attribute.label = sw_rules_text(reader, node, "name", NULL);
	if (!attribute.label.n)
		attribute.label = attribute.name;
	const struct sw_node *values = sw_field(&reader->fields, node, "values", SW_NODE_LIST);
	if (!values || !values->count)
		return sw_rules_wrong(reader, node->span, "the property '%.*s' needs values; the first is what an element starts with",
				      SW_ARG(attribute.name));
	for (uint32_t i = 0; i < values->count; i++) {
		if (!sw_node_is_scalar(values->items[i]))
			return sw_rules_wrong(reader, values->items[i]->span, "a value must be text");
		*sw_push(reader->fields.arena, &attribute.values) = sw_exact(values->items[i]);
	}
	*sw_push(reader->fields.arena, &stencil->attributes) = attribute;
	return true;
}

static bool read_type(struct sw_rules_reader *reader, const struct sw_node *node) {
	struct sw_template *into = reader->into;
	struct sw_stencil stencil = {.at = node->span, .shape = SW_STENCIL_INHERITED};
	size_t index;
	if (!sw_rules_map(reader, node, "a type", "id name description of properties") || !sw_rules_need(reader, node, "id", &stencil.id) ||
	    !sw_rules_need(reader, node, "of", &stencil.parent))
		return false;
	if (!sw_map_get(&reader->types, stencil.parent))
		return sw_rules_wrong(reader, node->span, "there is no type '%.*s' that this one could be a kind of", SW_ARG(stencil.parent));
	stencil.name = sw_rules_text(reader, node, "name", NULL);
	stencil.description = sw_rules_text(reader, node, "description", NULL);
	if (!stencil.name.n)
		stencil.name = stencil.id;
	const struct sw_node *properties = sw_field(&reader->fields, node, "properties", SW_NODE_LIST);
	for (uint32_t i = 0; properties && i < properties->count; i++)
		if (!read_property(reader, properties->items[i], &stencil))
			return false;
	if (!sw_rules_place(reader, &reader->types, stencil.id, node->span, into->stencils.n, &index))
		return false;
	if (index == into->stencils.n)
		sw_push(reader->fields.arena, &into->stencils);
	into->stencils.v[index] = stencil;
	return true;
}

void sw_rules_types(struct sw_rules_reader *reader, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++)
		read_type(reader, list->items[i]);
}

static bool read_category(struct sw_rules_reader *reader, const struct sw_node *node) {
	struct sw_template *into = reader->into;
	struct sw_threat_category category = {0};
	size_t index;
	if (!sw_rules_map(reader, node, "a category", "id name short long") || !sw_rules_need(reader, node, "id", &category.id) ||
	    !sw_rules_need(reader, node, "name", &category.name))
		return false;
	category.short_text = sw_rules_text(reader, node, "short", NULL);
	category.long_text = sw_rules_text(reader, node, "long", NULL);
	if (!sw_rules_place(reader, &reader->categories, category.id, node->span, into->categories.n, &index))
		return false;
	if (index == into->categories.n)
		sw_push(reader->fields.arena, &into->categories);
	into->categories.v[index] = category;
	return true;
}

void sw_rules_categories(struct sw_rules_reader *reader, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++)
		read_category(reader, list->items[i]);
}
