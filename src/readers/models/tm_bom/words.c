#include "readers/models/tm_bom/tm_bom.h"

const struct sw_tm_bom_word sw_tm_bom_words[SW_TM_BOM_KINDS] = {
	[SW_TM_BOM_ZONE] = {"trust_zones", "trust_zone", SW_DRAWN_BOX},
	[SW_TM_BOM_ACTOR] = {"actors", "actor", SW_DRAWN_EXTERNAL},
	[SW_TM_BOM_COMPONENT] = {"components", "component", SW_DRAWN_PROCESS},
	[SW_TM_BOM_STORE] = {"data_stores", "data_store", SW_DRAWN_STORE},
	[SW_TM_BOM_FLOW] = {"data_flows", "data_flow", SW_DRAWN_FLOW},
};

const struct sw_node *sw_tm_bom_get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

struct sw_str sw_tm_bom_string(const struct sw_node *map, const char *key) {
	return sw_node_string(sw_tm_bom_get(map, key));
}

void sw_tm_bom_list(struct sw_arena *arena, struct sw_diags *diags, const struct sw_node *root, const char *key, sw_tm_bom_maps *maps) {
	const struct sw_node *list = sw_tm_bom_get(root, key);
	if (list && list->kind != SW_NODE_LIST && diags)
		sw_diag_add(diags, SW_DIAG_ERROR, "tm-bom-wrong-type", list->span, "%s must be a list", key);
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++)
		if (sw_node_is(list->items[i], SW_NODE_MAP))
			*sw_push(arena, maps) = list->items[i];
		else if (diags)
			sw_diag_add(diags, SW_DIAG_ERROR, "tm-bom-wrong-type", list->items[i]->span, "each of %s must be an object", key);
}

static size_t rank(struct sw_str level) {
	static const char *const levels[] = {"very_low", "low", "medium", "high", "very_high", "critical"};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (sw_str_is(level, levels[i]))
			return i + 1;
	return 0;
}

void sw_tm_bom_levels(struct sw_arena *arena, const struct sw_node *root, struct sw_map *levels) {
	sw_tm_bom_maps risks = {0};
	sw_tm_bom_list(arena, NULL, root, "risks", &risks);
	for (size_t i = 0; i < risks.n; i++) {
		struct sw_str *level = SW_NEW(arena, struct sw_str);
		sw_node_strings threats = {0};
		*level = sw_tm_bom_string(risks.v[i], "level");
		sw_node_strings_of(arena, sw_tm_bom_get(risks.v[i], "threats"), &threats);
		for (size_t n = 0; n < threats.n && level->n; n++) {
			const struct sw_str *before = sw_map_get(levels, threats.v[n]);
			if (!before || rank(*before) < rank(*level))
				sw_map_put(arena, levels, threats.v[n], level);
		}
	}
}

void sw_tm_bom_controls_by_id(struct sw_arena *arena, const struct sw_drawing *drawing, struct sw_map *controls) {
	for (size_t i = 0; i < drawing->controls.n; i++)
		sw_map_put(arena, controls, drawing->controls.v[i].id, &drawing->controls.v[i]);
}

/* What is retired or will not be done counts neither for nor against, but somebody has looked at the threat. */
enum sw_drawn_state sw_tm_bom_state(const struct sw_drawn_threat *threat, const struct sw_map *controls) {
	size_t active = 0, open = 0;
	for (size_t i = 0; i < threat->controls.n; i++) {
		const struct sw_drawn_control *control = sw_map_get(controls, threat->controls.v[i]);
		if (control && sw_str_is(control->status, "active"))
			active++;
		else if (!control || !sw_listed(control->status, "retired wont_do"))
			open++;
	}
	return threat->controls.n == 0 ? SW_DRAWN_NOT_STARTED : active && !open ? SW_DRAWN_MITIGATED : SW_DRAWN_NEEDS_INVESTIGATION;
}
