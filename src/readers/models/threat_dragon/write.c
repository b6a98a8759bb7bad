#include "readers/models/threat_dragon/threat_dragon.h"
#include "formats/json_write.h"
#include "readers/models/nodes.h"
#include <stdlib.h>

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

static struct sw_node *text_node(struct sw_dragon_writing *writing, const char *z) {
	return sw_node_text(writing->arena, sw_str_of(z));
}

/* Threats by what they stand on, so that each cell finds its own at once. */
static void index_threats(struct sw_dragon_writing *writing) {
	const struct sw_drawing *drawing = writing->drawing;
	writing->threats = SW_NEW(writing->arena, struct sw_map);
	writing->next_threat = SW_NEW_ARRAY(writing->arena, size_t, drawing->threats.n);
	for (size_t i = drawing->threats.n; i-- > 0;) {
		const struct sw_drawn_threat *threat = &drawing->threats.v[i];
		size_t *index = SW_NEW(writing->arena, size_t);
		*index = i;
		const size_t *before = sw_map_put(writing->arena, writing->threats, threat->on, index);
		writing->next_threat[i] = before ? *before : SIZE_MAX;
		if (threat->number > writing->top && threat->number < INT32_MAX)
			writing->top = threat->number;
	}
}

size_t sw_dragon_first_threat(const struct sw_dragon_writing *writing, struct sw_str element) {
	const size_t *index = sw_map_get(writing->threats, element);
	return index ? *index : SIZE_MAX;
}

static void index_elements(struct sw_dragon_writing *writing) {
	writing->elements = SW_NEW(writing->arena, struct sw_map);
	for (size_t i = 0; i < writing->diagram->elements.n; i++) {
		size_t *index = SW_NEW(writing->arena, size_t);
		*index = i;
		if (!sw_map_get(writing->elements, writing->diagram->elements.v[i].id))
			sw_map_put(writing->arena, writing->elements, writing->diagram->elements.v[i].id, index);
	}
}

/* Cells that are nothing we know stay where they were among the others. */
static uint32_t keep_unknown(struct sw_dragon_writing *writing, const struct sw_node *old, uint32_t at, uint32_t end,
			     struct sw_node *cells) {
	for (; at < end; at++)
		if (!sw_dragon_kind_of(old->items[at]))
			sw_node_add(writing->arena, cells, old->items[at]);
	return at;
}

static struct sw_node *write_cells(struct sw_dragon_writing *writing) {
	struct sw_node *cells = sw_node_make(writing->arena, SW_NODE_LIST);
	const struct sw_node *old = writing->same ? get(writing->diagram->origin, "cells") : NULL;
	uint32_t at = 0, count = sw_node_is(old, SW_NODE_LIST) ? old->count : 0;
	for (size_t i = 0; i < writing->diagram->elements.n; i++) {
		uint32_t own = writing->diagram->elements.v[i].origin ? at : count;
		while (own < count && old->items[own] != writing->diagram->elements.v[i].origin)
			own++;
		if (own < count)
			at = keep_unknown(writing, old, at, own, cells) + 1;
		sw_node_add(writing->arena, cells, sw_dragon_cell(writing, i));
	}
	keep_unknown(writing, old, at, count, cells);
	return cells;
}

/* The number of a diagram: its id where that is one. */
static struct sw_node *diagram_number(struct sw_dragon_writing *writing, size_t index) {
	uint64_t number;
	if (sw_str_to_u64(writing->diagram->id, &number) && number < INT32_MAX)
		return sw_node_int(writing->arena, (int64_t)number);
	sw_lost(writing->losses, "diagram", writing->diagram->title, SW_S("its id"), "Threat Dragon numbers diagrams");
	return sw_node_int(writing->arena, (int64_t)index);
}

static struct sw_node *write_diagram(struct sw_dragon_writing *writing, size_t index) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawn_diagram *diagram = writing->diagram = &writing->drawing->diagrams.v[index];
	bool old = writing->same && diagram->origin;
	struct sw_node *node = sw_node_copy(arena, old ? diagram->origin : NULL, SW_DIALECT_STRICT);
	index_elements(writing);
	sw_node_say(arena, node, "title", diagram->title);
	sw_node_say(arena, node, "diagramType", diagram->kind);
	if (!old) {
		sw_node_need(arena, node, "id", diagram_number(writing, index));
		sw_node_need(arena, node, "title", text_node(writing, ""));
		sw_node_need(arena, node, "diagramType", text_node(writing, "STRIDE"));
		sw_node_need(arena, node, "placeholder", text_node(writing, "New STRIDE diagram description"));
		sw_node_need(arena, node, "thumbnail", text_node(writing, "./public/content/images/thumbnail.stride.jpg"));
		sw_node_need(arena, node, "version", text_node(writing, "2.3.0"));
		for (size_t i = 0; i < diagram->extras.n; i++)
			if (sw_str_is(diagram->extras.v[i].key, "description"))
				sw_node_say(arena, node, "description", diagram->extras.v[i].value);
			else
				sw_lost(writing->losses, "diagram", diagram->title, diagram->extras.v[i].key,
					"Threat Dragon has no place for it");
	}
	sw_node_put(arena, node, "cells", write_cells(writing));
	return node;
}

static void write_contributors(struct sw_dragon_writing *writing, struct sw_node *detail) {
	struct sw_arena *arena = writing->arena;
	struct sw_diags unsaid = {.arena = arena};
	struct sw_fields fields = {arena, &unsaid, SW_DIALECT_STRICT, ""};
	struct sw_str rest = writing->drawing->contributors, part;
	if (get(detail, "contributors") && sw_str_eq(sw_dragon_contributors(&fields, detail), rest))
		return;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	while (rest.n && sw_str_split(&rest, ',', &part)) {
		struct sw_node *person = sw_node_make(arena, SW_NODE_MAP);
		sw_node_append(arena, person, SW_S("name"), sw_node_text(arena, sw_str_trim(part)));
		sw_node_add(arena, list, person);
	}
	sw_node_put(arena, detail, "contributors", list);
}

static void raise_number(struct sw_dragon_writing *writing, struct sw_node *detail, const char *key, int64_t least) {
	const struct sw_node *old = get(detail, key);
	if (!sw_node_is(old, SW_NODE_INT) || (!old->big && old->integer < least))
		sw_node_put(writing->arena, detail, key, sw_node_int(writing->arena, least));
}

static struct sw_node *write_detail(struct sw_dragon_writing *writing, const struct sw_node *root) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *detail = sw_node_copy(arena, get(root, "detail"), SW_DIALECT_STRICT);
	const struct sw_node *old = get(detail, "threatTop");
	uint32_t before = writing->top;
	if (sw_node_is(old, SW_NODE_INT) && !old->big && old->integer > writing->top && old->integer < INT32_MAX)
		before = writing->top = (uint32_t)old->integer;
	write_contributors(writing, detail);
	struct sw_node *diagrams = sw_node_make(arena, SW_NODE_LIST);
	for (size_t i = 0; i < writing->drawing->diagrams.n; i++)
		sw_node_add(arena, diagrams, write_diagram(writing, i));
	sw_node_put(arena, detail, "diagrams", diagrams);
	sw_node_say(arena, detail, "reviewer", writing->drawing->reviewer);
	sw_node_need(arena, detail, "reviewer", text_node(writing, ""));
	if (!old || writing->top > before)
		raise_number(writing, detail, "threatTop", writing->top);
	if (!get(detail, "diagramTop"))
		raise_number(writing, detail, "diagramTop", (int64_t)writing->drawing->diagrams.n);
	return detail;
}

static struct sw_node *write_summary(struct sw_dragon_writing *writing, const struct sw_node *root) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawing *drawing = writing->drawing;
	struct sw_node *summary = sw_node_copy(arena, get(root, "summary"), SW_DIALECT_STRICT);
	sw_node_say(arena, summary, "title", drawing->name);
	sw_node_say(arena, summary, "owner", drawing->owner);
	sw_node_say(arena, summary, "description", drawing->description);
	const struct sw_node *id = get(summary, "id");
	uint64_t number;
	if (!id || !sw_str_eq(sw_exact(id), drawing->id)) {
		bool numeric = sw_str_to_u64(drawing->id, &number) && number < INT32_MAX;
		if (numeric)
			sw_node_put(arena, summary, "id", sw_node_int(arena, (int64_t)number));
		else if (drawing->id.n > 1)
			sw_node_say(arena, summary, "id", drawing->id);
	}
	sw_node_need(arena, summary, "title", text_node(writing, ""));
	if (!writing->same) {
		sw_node_need(arena, summary, "owner", text_node(writing, ""));
		sw_node_need(arena, summary, "description", text_node(writing, ""));
		sw_node_need(arena, summary, "id", sw_node_int(arena, 0));
	}
	return summary;
}

static void lose(struct sw_dragon_writing *writing, bool there, struct sw_str what) {
	if (there)
		sw_lost(writing->losses, "model", writing->drawing->name, what, "Threat Dragon has no place for it");
}

/* What stands on the first pages of other models, and threats that stand on nothing that is drawn. */
static void tell_losses(struct sw_dragon_writing *writing) {
	const struct sw_drawing *drawing = writing->drawing;
	lose(writing, drawing->assumptions.n || drawing->assumed.n, SW_S("assumptions"));
	lose(writing, drawing->dependencies.n, SW_S("external dependencies"));
	lose(writing, drawing->template, SW_S("the template: types of elements, and of threats with their filters"));
	lose(writing, drawing->generation_off, SW_S("that threats are not to be generated"));
	lose(writing, drawing->id.n == 1 && !sw_is_digit(drawing->id.p[0]), SW_S("its id of one character"));
	for (size_t i = 0; i < drawing->notes.n; i++)
		sw_lost(writing->losses, "note", drawing->notes.v[i].text, SW_S("all of it"), "Threat Dragon has no notes on models");
	for (size_t i = 0; i < drawing->assets.n; i++)
		sw_lost(writing->losses, "asset", drawing->assets.v[i].name, SW_S("all of it"), "Threat Dragon has no data assets");
	for (size_t i = 0; i < drawing->controls.n; i++)
		sw_lost(writing->losses, "mitigation", drawing->controls.v[i].name, SW_S("its own entry"),
			"Threat Dragon has mitigations as texts of threats alone");
	for (size_t i = 0; !writing->same && i < drawing->extras.n; i++)
		lose(writing, true, drawing->extras.v[i].key);
	struct sw_map there = {0};
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++)
			sw_map_put(writing->arena, &there, drawing->diagrams.v[d].elements.v[i].id, writing);
	for (size_t i = 0; i < drawing->threats.n; i++)
		if (!sw_map_get(&there, drawing->threats.v[i].on))
			sw_lost(writing->losses, "threat", drawing->threats.v[i].title, SW_S("all of it"),
				"what it stands on is not drawn, and Threat Dragon keeps threats with what is drawn");
}

int sw_threat_dragon_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses,
			   struct sw_out *out) {
	bool same = drawing->origin && drawing->format && strcmp(drawing->format, "threat-dragon") == 0;
	struct sw_dragon_writing writing = {.drawing = drawing, .arena = arena, .losses = losses, .same = same};
	const struct sw_node *old = same ? drawing->origin : NULL;
	struct sw_node *root = sw_node_copy(arena, old, SW_DIALECT_STRICT);
	index_threats(&writing);
	for (size_t i = drawing->controls.n; i-- > 0;)
		sw_map_put(arena, &writing.controls, drawing->controls.v[i].id, &drawing->controls.v[i]);
	tell_losses(&writing);
	sw_node_need(arena, root, "version", text_node(&writing, "2.3.0"));
	sw_node_put(arena, root, "summary", write_summary(&writing, old));
	sw_node_put(arena, root, "detail", write_detail(&writing, old));
	struct sw_json json = {.out = out, .indent = 2};
	sw_json_node(&json, root, SW_DIALECT_STRICT);
	sw_out_byte(out, '\n');
	return 0;
}
