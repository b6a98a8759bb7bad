#include "readers/models/otm/write.h"
#include "formats/json_write.h"
#include "formats/yaml_write.h"
#include "readers/models/nodes.h"

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

void sw_otm_say_attribute(struct sw_otm_writing *writing, struct sw_node *map, struct sw_str key, struct sw_str text) {
	const char *place = sw_otm_attributes(map);
	const struct sw_member *old = sw_doc_member(get(map, place), key, SW_OTM_DIALECT);
	if (old ? sw_str_eq(sw_node_line(writing->arena, old->value, SW_OTM_DIALECT), text) ||
			  (!text.n && !sw_node_is_scalar(old->value))
		: !text.n)
		return;
	struct sw_node *attributes = sw_node_copy(writing->arena, get(map, place), SW_OTM_DIALECT);
	for (uint32_t i = 0; old && i < attributes->count; i++)
		if (sw_str_eq(attributes->members[i].key, key))
			attributes->members[i].value = sw_node_text(writing->arena, text);
	if (!old)
		sw_node_append(writing->arena, attributes, key, sw_node_text(writing->arena, text));
	sw_node_put(writing->arena, map, place, attributes);
}

static void write_project(struct sw_otm_writing *writing, struct sw_node *root) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawing *drawing = writing->drawing;
	struct sw_node *project = sw_node_copy(arena, get(root, "project"), SW_OTM_DIALECT);
	struct sw_str assumptions = drawing->assumptions;
	for (size_t i = 0; i < drawing->assumed.n; i++)
		assumptions = i < 1000 && assumptions.n
				      ? sw_arena_printf(arena, "%.*s\n%.*s", SW_ARG(assumptions), SW_ARG(drawing->assumed.v[i].text))
			      : assumptions.n ? assumptions
					      : drawing->assumed.v[i].text;
	sw_node_say(arena, project, "name", drawing->name);
	sw_node_need(arena, project, "name", sw_node_text(arena, (struct sw_str){0}));
	sw_node_say(arena, project, "id", drawing->id);
	sw_node_need(arena, project, "id", sw_node_text(arena, SW_S("model")));
	sw_node_say(arena, project, "description", drawing->description);
	sw_node_say(arena, project, "owner", drawing->owner);
	sw_otm_say_attribute(writing, project, SW_S("reviewer"), drawing->reviewer);
	sw_otm_say_attribute(writing, project, SW_S("contributors"), drawing->contributors);
	sw_otm_say_attribute(writing, project, SW_S("assumptions"), assumptions);
	sw_otm_say_attribute(writing, project, SW_S("externalDependencies"), drawing->dependencies);
	sw_node_put(arena, root, "project", project);
}

/* Representations that are no diagrams stay; a diagram that we made up for a model without any is not written. */
static void write_representations(struct sw_otm_writing *writing, struct sw_node *root) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawing *drawing = writing->drawing;
	const struct sw_node *old = get(root, "representations");
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	size_t next = 0;
	for (uint32_t i = 0; sw_node_is(old, SW_NODE_LIST) && i < old->count; i++) {
		bool is_diagram = sw_str_is(sw_exact(get(old->items[i], "type")), "diagram");
		if (is_diagram && next < drawing->diagrams.n && drawing->diagrams.v[next].origin == old->items[i]) {
			struct sw_node *node = sw_node_copy(arena, old->items[i], SW_OTM_DIALECT);
			sw_node_say(arena, node, "name", drawing->diagrams.v[next++].title);
			sw_node_add(arena, list, node);
		} else if (!is_diagram) {
			sw_node_add(arena, list, old->items[i]);
		}
	}
	for (; next < drawing->diagrams.n; next++) {
		const struct sw_drawn_diagram *diagram = &drawing->diagrams.v[next];
		if (writing->same && !diagram->origin)
			continue;
		struct sw_node *node = sw_node_make(arena, SW_NODE_MAP);
		sw_node_append(arena, node, SW_S("name"), sw_node_text(arena, diagram->title));
		sw_node_append(arena, node, SW_S("id"), sw_node_text(arena, diagram->id));
		sw_node_append(arena, node, SW_S("type"), sw_node_text(arena, SW_S("diagram")));
		sw_otm_say_attribute(writing, node, SW_S("kind"), diagram->kind);
		sw_node_add(arena, list, node);
		for (size_t i = 0; i < diagram->extras.n; i++)
			sw_otm_say_attribute(writing, node, diagram->extras.v[i].key, diagram->extras.v[i].value);
	}
	if (list->count || old)
		sw_node_put(arena, root, "representations", list);
}

/* Those that were read say nothing that can be changed in a drawing but names and texts. */
static struct sw_node *write_asset(struct sw_otm_writing *writing, const struct sw_drawn_asset *asset) {
	struct sw_arena *arena = writing->arena;
	const struct sw_node *old = writing->same ? asset->origin : NULL;
	struct sw_node *node = sw_node_copy(arena, old, SW_OTM_DIALECT);
	sw_node_say(arena, node, "name", asset->name);
	sw_node_need(arena, node, "name", sw_node_text(arena, (struct sw_str){0}));
	sw_node_say(arena, node, "id", asset->id);
	sw_node_need(arena, node, "id", sw_node_text(arena, (struct sw_str){0}));
	sw_node_say(arena, node, "description", asset->description);
	if (old)
		return node;
	double secrecy = sw_otm_secrecy(asset->class);
	struct sw_node *risk = sw_node_make(arena, SW_NODE_MAP);
	sw_node_append(arena, risk, SW_S("confidentiality"), sw_node_number(arena, secrecy < 0 ? 50 : secrecy));
	sw_node_append(arena, risk, SW_S("integrity"), sw_node_number(arena, 50));
	sw_node_append(arena, risk, SW_S("availability"), sw_node_number(arena, 50));
	sw_node_append(arena, node, SW_S("risk"), risk);
	sw_otm_say_attribute(writing, node, SW_S("classification"), asset->class);
	for (size_t i = 0; i < asset->extras.n; i++)
		sw_otm_say_attribute(writing, node, asset->extras.v[i].key, asset->extras.v[i].value);
	sw_lost(writing->losses, "asset", asset->name, SW_S("what its integrity and availability are worth, written as 50"),
		"the format wants a number, and the model has none");
	return node;
}

static void write_assets(struct sw_otm_writing *writing, struct sw_node *root) {
	struct sw_node *list = sw_node_make(writing->arena, SW_NODE_LIST);
	for (size_t i = 0; i < writing->drawing->assets.n; i++)
		sw_node_add(writing->arena, list, write_asset(writing, &writing->drawing->assets.v[i]));
	if (list->count || get(root, "assets"))
		if (list->count || !sw_node_is(get(root, "assets"), SW_NODE_NULL))
			sw_node_put(writing->arena, root, "assets", list);
}

static void write_mitigations(struct sw_otm_writing *writing) {
	struct sw_arena *arena = writing->arena;
	for (size_t i = 0; i < writing->drawing->controls.n; i++) {
		const struct sw_drawn_control *control = &writing->drawing->controls.v[i];
		const struct sw_node *old = writing->same ? control->origin : NULL;
		struct sw_node *node = sw_node_copy(arena, old, SW_OTM_DIALECT);
		sw_node_say(arena, node, "name", control->name);
		sw_node_need(arena, node, "name", sw_node_text(arena, (struct sw_str){0}));
		sw_node_say(arena, node, "id", control->id);
		sw_node_need(arena, node, "id", sw_node_text(arena, (struct sw_str){0}));
		sw_node_say(arena, node, "description", control->description);
		if (!old) {
			sw_node_need(arena, node, "riskReduction", sw_node_int(arena, 0));
			for (size_t k = 0; k < control->extras.n; k++)
				sw_otm_say_attribute(writing, node, control->extras.v[k].key, control->extras.v[k].value);
			sw_lost(writing->losses, "mitigation", control->name, SW_S("by how much it reduces the risk, written as 0"),
				"the format wants a number, and the model has none");
		}
		sw_node_add(arena, writing->mitigations_node, node);
		sw_map_put(arena, &writing->mitigations, control->id, node);
	}
}

static void index_threats(struct sw_otm_writing *writing) {
	const struct sw_drawing *drawing = writing->drawing;
	writing->next_threat = SW_NEW_ARRAY(writing->arena, size_t, drawing->threats.n);
	for (size_t i = drawing->threats.n; i-- > 0;) {
		size_t *index = SW_NEW(writing->arena, size_t);
		*index = i;
		const size_t *before = sw_map_put(writing->arena, &writing->on, drawing->threats.v[i].on, index);
		writing->next_threat[i] = before ? *before : SIZE_MAX;
	}
}

/* Threats of the model that was read stay, whether something refers to them or not. */
static void keep_kinds(struct sw_otm_writing *writing, const struct sw_node *root) {
	const struct sw_node *list = get(root, "threats");
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		struct sw_str id = sw_exact(get(list->items[i], "id"));
		sw_node_add(writing->arena, writing->threats_node, list->items[i]);
		if (!sw_map_get(&writing->old_kinds, id))
			sw_map_put(writing->arena, &writing->old_kinds, id, list->items[i]);
		sw_map_put(writing->arena, &writing->kind_ids, id, writing);
	}
}

static void lose(struct sw_otm_writing *writing, bool there, struct sw_str what) {
	if (there)
		sw_lost(writing->losses, "model", writing->drawing->name, what, "the Open Threat Model has no place for it");
}

static void tell_losses(struct sw_otm_writing *writing) {
	const struct sw_drawing *drawing = writing->drawing;
	struct sw_map there = {0};
	lose(writing, drawing->template, SW_S("the template: types of elements, and of threats with their filters"));
	lose(writing, drawing->generation_off, SW_S("that threats are not to be generated"));
	for (size_t i = 0; i < drawing->notes.n; i++)
		sw_lost(writing->losses, "note", drawing->notes.v[i].text, SW_S("all of it"),
			"the Open Threat Model has no notes on models");
	for (size_t i = 0; i < drawing->assumed.n; i++)
		if (drawing->assumed.v[i].validity.n)
			sw_lost(writing->losses, "assumption", drawing->assumed.v[i].text, SW_S("whether it holds"),
				"the Open Threat Model has assumptions as text alone");
	for (size_t i = 0; !writing->same && i < drawing->extras.n; i++)
		lose(writing, true, drawing->extras.v[i].key);
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++)
			sw_map_put(writing->arena, &there, drawing->diagrams.v[d].elements.v[i].id, writing);
	for (size_t i = 0; i < drawing->threats.n; i++)
		if (!sw_map_get(&there, drawing->threats.v[i].on))
			sw_lost(writing->losses, "threat", drawing->threats.v[i].title, SW_S("all of it"),
				"what it stands on is not drawn, and the format refers to threats from what is drawn");
}

/* A list that was empty, null or absent stays as it was when there is nothing to put in it. */
static void put_list(struct sw_otm_writing *writing, struct sw_node *root, const char *key, struct sw_node *list, bool needed) {
	const struct sw_node *old = get(root, key);
	if (list->count || (old ? sw_node_is(old, SW_NODE_LIST) : needed))
		sw_node_put(writing->arena, root, key, list);
}

static struct sw_node *write_tree(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses) {
	struct sw_diags *unsaid = SW_NEW(arena, struct sw_diags);
	unsaid->arena = arena;
	bool same = drawing->origin && drawing->format && strcmp(drawing->format, "otm") == 0;
	struct sw_otm_writing writing = {.drawing = drawing, .arena = arena, .losses = losses, .same = same,
					 .suffix = 2, .f = {arena, unsaid, SW_OTM_DIALECT, ""}};
	struct sw_node *root = sw_node_copy(arena, same ? drawing->origin : NULL, SW_OTM_DIALECT);
	struct sw_node **lists[] = {&writing.threats_node, &writing.mitigations_node, &writing.zones, &writing.components,
				    &writing.flows};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		*lists[i] = sw_node_make(arena, SW_NODE_LIST);
	sw_node_need(arena, root, "otmVersion", sw_node_text(arena, SW_S("0.2.0")));
	index_threats(&writing);
	for (size_t i = drawing->controls.n; i-- > 0;)
		sw_map_put(arena, &writing.controls, drawing->controls.v[i].id, &drawing->controls.v[i]);
	tell_losses(&writing);
	write_project(&writing, root);
	write_representations(&writing, root);
	write_assets(&writing, root);
	write_mitigations(&writing);
	keep_kinds(&writing, root);
	for (size_t i = 0; i < drawing->diagrams.n; i++) {
		writing.diagram = &drawing->diagrams.v[i];
		writing.zone_outside = NULL;
		sw_otm_write_elements(&writing);
	}
	put_list(&writing, root, "trustZones", writing.zones, !same);
	put_list(&writing, root, "components", writing.components, !same);
	put_list(&writing, root, "dataflows", writing.flows, !same);
	put_list(&writing, root, "threats", writing.threats_node, false);
	put_list(&writing, root, "mitigations", writing.mitigations_node, false);
	return root;
}

int sw_otm_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	sw_json_node(&json, write_tree(drawing, arena, losses), SW_OTM_DIALECT);
	sw_out_byte(out, '\n');
	return 0;
}

int sw_otm_yaml_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	struct sw_yaml_out yaml = {.out = out};
	sw_yaml_out_node(&yaml, write_tree(drawing, arena, losses));
	return 0;
}
