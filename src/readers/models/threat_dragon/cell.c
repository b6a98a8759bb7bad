#include "readers/models/threat_dragon/threat_dragon.h"

const struct sw_dragon_kind sw_dragon_kinds[] = {
	{SW_DRAWN_PROCESS, "tm.Process", "process"},
	{SW_DRAWN_EXTERNAL, "tm.Actor", "actor"},
	{SW_DRAWN_STORE, "tm.Store", "store"},
	{SW_DRAWN_BOX, "tm.BoundaryBox", "trust-boundary-box"},
	{SW_DRAWN_LINE, "tm.Boundary", "trust-boundary-curve"},
	{SW_DRAWN_FLOW, "tm.Flow", "flow"},
	{SW_DRAWN_NOTE, "tm.Text", "td-text-block"},
	{SW_DRAWN_LINE, "tm.Boundary", "trust-broundary-curve"}, /* as early files of version 2 spell it */
};
static const size_t kind_count = sizeof sw_dragon_kinds / sizeof *sw_dragon_kinds;

const struct sw_dragon_flag sw_dragon_flags[] = {
	{SW_DRAWN_EXTERNAL, "providesAuthentication", "Provides authentication", false},
	{SW_DRAWN_PROCESS, "handlesCardPayment", "Handles card payment", false},
	{SW_DRAWN_PROCESS, "handlesGoodsOrServices", "Handles goods or services", false},
	{SW_DRAWN_PROCESS, "isWebApplication", "Is a web application", false},
	{SW_DRAWN_PROCESS, "privilegeLevel", "Privilege level", true},
	{SW_DRAWN_STORE, "isALog", "Is a log", false, "Stores log data"},
	{SW_DRAWN_STORE, "isSigned", "Is signed", false, "Signed"},
	{SW_DRAWN_STORE, "storesCredentials", "Stores credentials", false},
	{SW_DRAWN_STORE, "storesInventory", "Stores inventory", false},
	{SW_DRAWN_FLOW, "isPublicNetwork", "Public network", false},
};
const size_t sw_dragon_flag_count = sizeof sw_dragon_flags / sizeof *sw_dragon_flags;

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

const struct sw_node *sw_dragon_data(const struct sw_node *cell) {
	const struct sw_node *data = get(cell, "data");
	return sw_node_is(data, SW_NODE_MAP) ? data : cell;
}

const struct sw_dragon_kind *sw_dragon_kind_of(const struct sw_node *cell) {
	struct sw_str type = sw_exact(get(sw_dragon_data(cell), "type")), shape = sw_exact(get(cell, "shape"));
	for (size_t i = 0; i < kind_count; i++)
		if (sw_str_is(type, sw_dragon_kinds[i].type))
			return &sw_dragon_kinds[i];
	for (size_t i = 0; i < kind_count; i++)
		if (sw_str_is(shape, sw_dragon_kinds[i].shape))
			return &sw_dragon_kinds[i];
	return NULL;
}

struct sw_str sw_dragon_name(const struct sw_node *cell) {
	static const char *const places[] = {"text", "label", "labelText"};
	const struct sw_node *data = get(cell, "data"), *labels = get(cell, "labels"), *attrs = get(cell, "attrs");
	if (sw_node_is(get(data, "name"), SW_NODE_STRING))
		return sw_exact(get(data, "name"));
	const struct sw_node *label = sw_node_is(labels, SW_NODE_LIST) && labels->count ? labels->items[0] : NULL;
	for (size_t i = 0; i < 2 * sizeof places / sizeof *places; i++) {
		const struct sw_node *holder = i % 2 ? get(label, "attrs") : attrs;
		struct sw_str name = sw_exact(get(get(holder, places[i / 2]), "text"));
		if (name.n)
			return name;
	}
	return sw_node_is(label, SW_NODE_STRING) ? label->text : (struct sw_str){0};
}

const struct sw_node *sw_dragon_threats(const struct sw_node *cell) {
	const struct sw_node *inside = get(get(cell, "data"), "threats");
	return sw_node_is(inside, SW_NODE_LIST) ? inside : get(cell, "threats");
}

struct sw_str sw_dragon_contributors(const struct sw_fields *fields, const struct sw_node *detail) {
	const struct sw_node *list = sw_field(fields, detail, "contributors", SW_NODE_LIST);
	size_t bytes = 0, n = 0;
	for (uint32_t i = 0; list && i < list->count; i++)
		bytes += sw_field_text(fields, list->items[i], "name").n + 2;
	char *all = sw_arena_alloc(fields->arena, bytes + 1);
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_str name = sw_exact(get(list->items[i], "name"));
		if (i) {
			memcpy(all + n, ", ", 2);
			n += 2;
		}
		if (name.n)
			memcpy(all + n, name.p, name.n);
		n += name.n;
	}
	return sw_str(all, n);
}
