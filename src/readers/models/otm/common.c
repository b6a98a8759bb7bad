/* Questions to an Open Threat Model that its reader and its writer both ask. */
#include "readers/models/nodes.h"
#include "readers/models/otm/otm.h"

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

double sw_otm_secrecy(struct sw_str class) {
	static const struct {
		const char *part;
		double secrecy;
	} classes[] = {{"strict", 100}, {"restricted", 100}, {"secret", 100}, {"confidential", 75}, {"internal", 50}, {"public", 0}};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (sw_str_contains_nocase(class, sw_str_of(classes[i].part)))
			return classes[i].secrecy;
	return -1;
}

const struct sw_node *sw_otm_representation(const struct sw_fields *fields, const struct sw_node *thing, struct sw_str diagram) {
	const struct sw_node *list = sw_doc_get(thing, "representations", fields->dialect);
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++)
		if (sw_str_eq(sw_exact(get(list->items[i], "representation")), diagram))
			return list->items[i];
	return NULL;
}

static void add_assets(const struct sw_fields *fields, const struct sw_node *list, struct sw_map *seen, struct sw_drawn *drawn) {
	sw_node_strings ids = {0};
	sw_node_strings_of(fields->arena, list, &ids);
	for (size_t i = 0; i < ids.n; i++) {
		if (sw_map_put(fields->arena, seen, ids.v[i], drawn))
			continue;
		*sw_push(fields->arena, &drawn->assets) = ids.v[i];
	}
}

void sw_otm_assets(const struct sw_fields *fields, const struct sw_node *thing, struct sw_drawn *drawn) {
	const struct sw_node *assets = get(thing, "assets");
	struct sw_map seen = {0};
	if (sw_node_is(assets, SW_NODE_LIST))
		add_assets(fields, assets, &seen, drawn);
	add_assets(fields, get(assets, "processed"), &seen, drawn);
	add_assets(fields, get(assets, "stored"), &seen, drawn);
}

const char *sw_otm_attributes(const struct sw_node *thing) {
	const struct sw_node *attributes = get(thing, "attributes");
	return sw_node_is(get(thing, "properties"), SW_NODE_MAP) && !sw_node_is(attributes, SW_NODE_MAP) ? "properties" : "attributes";
}
