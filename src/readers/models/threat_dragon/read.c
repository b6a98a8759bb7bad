#include "readers/models/threat_dragon/threat_dragon.h"
#include "base/map.h"
#include "facts/stride.h"
#include "formats/json.h"
#include "readers/models/fate.h"
#include "readers/models/nodes.h"
#include "readers/models/place.h"

struct reading {
	struct sw_drawing *drawing;
	struct sw_fields f;
	bool first_version;
	struct sw_map ids;     /* all cells of the model; values are not used */
	struct sw_map threats; /* keys of threats */
	unsigned suffix;       /* of ids that are there twice; each number is tried once, so that it takes no square of time */
};

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

bool sw_threat_dragon_looks_like(struct sw_str path, struct sw_str text) {
	(void)path;
	struct sw_str start = sw_str_trim(text);
	return (sw_str_starts(start, SW_S("{")) || sw_str_starts(start, SW_S("\xef\xbb\xbf{"))) &&
	       sw_str_contains(text, SW_S("\"summary\"")) && sw_str_contains(text, SW_S("\"detail\"")) &&
	       sw_str_contains(text, SW_S("\"diagrams\""));
}

/* An id that nothing else has: as it is, or with a number behind it. */
static struct sw_str unique_id(struct reading *reading, struct sw_map *seen, struct sw_str id, struct sw_span at,
			       const char *thing) {
	struct sw_arena *arena = reading->f.arena;
	struct sw_str wanted = id.n ? id : sw_arena_printf(arena, "%s-%zu", thing, seen->used + 1);
	struct sw_str unique = wanted;
	for (unsigned i = 2; sw_map_get(seen, unique); i = ++reading->suffix)
		unique = sw_arena_printf(arena, "%.*s#%u", SW_ARG(wanted), i);
	if (id.n && !sw_str_eq(unique, id))
		sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "threat-dragon-id", at,
			    "another %s has the id \"%.*s\" too; this one is called \"%.*s\"", thing, SW_ARG(id), SW_ARG(unique));
	sw_map_put(arena, seen, unique, reading);
	return unique;
}

static bool read_point(struct reading *reading, const struct sw_node *map, struct sw_drawn_point *point) {
	double x, y;
	if (!sw_field_number(&reading->f, map, "x", &x) || !sw_field_number(&reading->f, map, "y", &y))
		return false;
	*point = (struct sw_drawn_point){x, y};
	return true;
}

static void read_place(struct reading *reading, const struct sw_node *cell, struct sw_drawn *drawn) {
	struct sw_drawn_point corner;
	const struct sw_node *size = sw_field(&reading->f, cell, "size", SW_NODE_MAP);
	drawn->placed = read_point(reading, sw_field(&reading->f, cell, "position", SW_NODE_MAP), &corner) &&
			sw_field_number(&reading->f, size, "width", &drawn->width) &&
			sw_field_number(&reading->f, size, "height", &drawn->height);
	if (!drawn->placed)
		return;
	drawn->left = corner.x;
	drawn->top = corner.y;
}

static void read_bends(struct reading *reading, const struct sw_node *cell, struct sw_drawn *drawn) {
	const struct sw_node *vertices = sw_field(&reading->f, cell, "vertices", SW_NODE_LIST);
	for (uint32_t i = 0; vertices && i < vertices->count; i++) {
		struct sw_drawn_point point;
		if (read_point(reading, vertices->items[i], &point))
			*sw_push(reading->f.arena, &drawn->bends) = point;
	}
}

static void add_property(struct reading *reading, struct sw_drawn *drawn, const struct sw_dragon_flag *flag,
			 const struct sw_node *value) {
	*sw_push(reading->f.arena, &drawn->properties) = (struct sw_drawn_property){
		.kind = flag->text ? SW_PROPERTY_TEXT : SW_PROPERTY_TRUTH, .key = sw_str_of(flag->key),
		.label = sw_str_of(flag->label), .value = sw_exact(value), .chosen = -1, .at = value->span};
}

/* What only Threat Dragon knows of a cell. */
static void read_properties(struct reading *reading, const struct sw_node *data, struct sw_drawn *drawn) {
	for (size_t i = 0; i < sw_dragon_flag_count; i++) {
		const struct sw_dragon_flag *flag = &sw_dragon_flags[i];
		if (flag->kind != drawn->kind || !get(data, flag->key))
			continue;
		const struct sw_node *value =
			sw_field(&reading->f, data, flag->key, flag->text ? SW_NODE_STRING : SW_NODE_BOOL);
		if (value)
			add_property(reading, drawn, flag, value);
	}
	if (reading->first_version)
		return;
	for (uint32_t i = 0; i < data->count; i++) {
		const struct sw_member *member = &data->members[i];
		bool known = sw_listed(member->key, "type name description outOfScope reasonOutOfScope threats hasOpenThreats "
						    "isTrustBoundary threatFrequency isEncrypted isBidirectional protocol");
		for (size_t k = 0; !known && k < sw_dragon_flag_count; k++)
			known = sw_str_is(member->key, sw_dragon_flags[k].key);
		if (!known)
			*sw_push(reading->f.arena, &drawn->extras) = (struct sw_drawn_extra){
				member->key, sw_node_line(reading->f.arena, member->value, SW_DIALECT_STRICT)};
	}
}

static void read_element(struct reading *reading, const struct sw_node *cell, const struct sw_dragon_kind *kind,
			 struct sw_drawn *drawn) {
	const struct sw_node *data = sw_dragon_data(cell);
	*drawn = (struct sw_drawn){.kind = kind->kind, .type = sw_str_of(kind->type), .from = -1, .to = -1, .inside = -1,
				   .trust = -1, .at = cell->span, .origin = reading->first_version ? NULL : cell};
	drawn->id = unique_id(reading, &reading->ids, sw_field_text(&reading->f, cell, "id"), cell->span, "cell");
	drawn->name = sw_dragon_name(cell);
	drawn->description = sw_field_text(&reading->f, data, "description");
	drawn->out_of_scope = sw_field_truth(&reading->f, data, "outOfScope") == 1;
	drawn->out_of_scope_reason = sw_field_text(&reading->f, data, "reasonOutOfScope");
	drawn->encrypted = sw_field_truth(&reading->f, data, "isEncrypted");
	drawn->both_ways = sw_field_truth(&reading->f, data, "isBidirectional") == 1;
	drawn->protocol = sw_field_text(&reading->f, data, "protocol");
	read_properties(reading, data, drawn);
	if (!sw_drawn_is_line(drawn))
		read_place(reading, cell, drawn);
	else
		read_bends(reading, cell, drawn);
}

static void read_threat(struct reading *reading, const struct sw_node *node, const struct sw_drawn_diagram *diagram,
			const struct sw_drawn *on) {
	const struct sw_fields *f = &reading->f;
	struct sw_str id = sw_field_text(f, node, "id");
	double number;
	if (!id.n)
		id = sw_field_text(f, node, "threatId");
	struct sw_drawn_threat threat = {
		.diagram = diagram->id, .on = on->id, .title = sw_field_text(f, node, "title"),
		.category = sw_field_text(f, node, "type"), .description = sw_field_text(f, node, "description"),
		.mitigations = sw_field_text(f, node, "mitigation"), .priority = sw_field_text(f, node, "severity"),
		.state_word = sw_field_text(f, node, "status"), .at = node->span,
		.origin = reading->first_version ? NULL : node};
	threat.key = unique_id(reading, &reading->threats, id, node->span, "threat");
	enum sw_fate fate = sw_fate_of(threat.state_word);
	if (fate == SW_FATE_UNKNOWN && threat.state_word.n)
		sw_diag_add(f->diags, SW_DIAG_WARNING, "threat-dragon-status", get(node, "status")->span,
			    "the status \"%.*s\" is not known; the threat counts as open", SW_ARG(threat.state_word));
	threat.state = sw_fate_state(fate);
	if (sw_field_number(f, node, "number", &number) && number >= 0)
		threat.number = (uint32_t)number;
	static const char *const extras[] = {"modelType", "score"};
	for (size_t i = 0; i < 2; i++) {
		struct sw_str value = sw_field_text(f, node, extras[i]);
		if (value.n)
			*sw_push(f->arena, &threat.extras) = (struct sw_drawn_extra){sw_str_of(extras[i]), value};
	}
	threat.stride = sw_stride_of(threat.category);
	*sw_push(f->arena, &reading->drawing->threats) = threat;
}

static void read_threats(struct reading *reading, const struct sw_node *cell, const struct sw_drawn_diagram *diagram,
			 const struct sw_drawn *on) {
	const struct sw_node *threats = sw_dragon_threats(cell);
	for (uint32_t i = 0; sw_node_is(threats, SW_NODE_LIST) && i < threats->count; i++) {
		if (threats->items[i]->kind == SW_NODE_MAP)
			read_threat(reading, threats->items[i], diagram, on);
		else
			sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "threat-dragon-type", threats->items[i]->span,
				    "a threat must be a map; it is passed over");
	}
}

/* One end of a flow or line: what it is attached to, or where it lies. */
static int32_t read_end(struct reading *reading, const struct sw_node *cell, const char *key, const struct sw_map *elements,
			struct sw_drawn_diagram *diagram, struct sw_drawn_point *at) {
	const struct sw_node *end = sw_field(&reading->f, cell, key, SW_NODE_MAP);
	struct sw_str id = sw_exact(get(end, reading->first_version ? "id" : "cell"));
	if (!id.n) {
		if (end)
			read_point(reading, end, at);
		return -1;
	}
	const int32_t *index = sw_map_get(elements, id);
	if (index && diagram->elements.v[*index].kind <= SW_DRAWN_STORE)
		return *index;
	sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "threat-dragon-reference", end->span,
		    index ? "\"%.*s\" is no element that a flow can end at" : "there is no cell \"%.*s\" in this diagram", SW_ARG(id));
	return -1;
}

static void read_ends(struct reading *reading, struct sw_drawn_diagram *diagram, const struct sw_node *const *cells,
		      const struct sw_map *elements) {
	for (size_t i = 0; i < diagram->elements.n; i++) {
		struct sw_drawn *drawn = &diagram->elements.v[i];
		const struct sw_node *parent = get(cells[i], "parent");
		const int32_t *inside = sw_node_is(parent, SW_NODE_STRING) ? sw_map_get(elements, parent->text) : NULL;
		if (inside && diagram->elements.v[*inside].kind == SW_DRAWN_BOX && (size_t)*inside != i)
			drawn->inside = *inside;
		if (!sw_drawn_is_line(drawn))
			continue;
		drawn->from = read_end(reading, cells[i], "source", elements, diagram, &drawn->from_at);
		drawn->to = read_end(reading, cells[i], "target", elements, diagram, &drawn->to_at);
	}
}

static void read_cells(struct reading *reading, const struct sw_node *list, struct sw_drawn_diagram *diagram) {
	struct sw_arena *arena = reading->f.arena;
	struct sw_map elements = {0};
	const struct sw_node **cells = SW_NEW_ARRAY(arena, const struct sw_node *, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		const struct sw_node *cell = list->items[i];
		const struct sw_dragon_kind *kind = sw_dragon_kind_of(cell);
		if (!kind) {
			sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "threat-dragon-cell", cell->span,
				    "this cell is nothing that Threat Dragon draws; it is kept and not looked at");
			continue;
		}
		int32_t *index = SW_NEW(arena, int32_t);
		*index = (int32_t)diagram->elements.n;
		cells[*index] = cell;
		struct sw_drawn *drawn = sw_push(arena, &diagram->elements);
		read_element(reading, cell, kind, drawn);
		struct sw_str id = sw_exact(get(cell, "id"));
		if (!sw_map_get(&elements, id))
			sw_map_put(arena, &elements, id, index);
		read_threats(reading, cell, diagram, drawn);
	}
	read_ends(reading, diagram, cells, &elements);
	sw_place(arena, diagram);
}

static void read_diagram(struct reading *reading, const struct sw_node *node, uint32_t number) {
	struct sw_arena *arena = reading->f.arena;
	struct sw_drawn_diagram *diagram = sw_push(arena, &reading->drawing->diagrams);
	diagram->id = sw_field_text(&reading->f, node, "id");
	if (!diagram->id.n)
		diagram->id = sw_arena_printf(arena, "%u", number);
	diagram->title = sw_field_text(&reading->f, node, "title");
	diagram->kind = sw_field_text(&reading->f, node, "diagramType");
	diagram->zoom = 1;
	diagram->origin = reading->first_version ? NULL : node;
	struct sw_str description = sw_field_text(&reading->f, node, "description");
	if (description.n)
		*sw_push(arena, &diagram->extras) = (struct sw_drawn_extra){SW_S("description"), description};
	const struct sw_node *holder = get(node, "diagramJson") ? sw_field(&reading->f, node, "diagramJson", SW_NODE_MAP) : node;
	const struct sw_node *cells = sw_field(&reading->f, holder, "cells", SW_NODE_LIST);
	if (cells)
		read_cells(reading, cells, diagram);
}

/* Version 1 keeps cells in diagramJson; an empty model of it has no number of its next threat. */
static bool is_first_version(const struct sw_node *root, const struct sw_node *detail) {
	const struct sw_node *diagrams = get(detail, "diagrams");
	for (uint32_t i = 0; sw_node_is(diagrams, SW_NODE_LIST) && i < diagrams->count; i++)
		if (get(diagrams->items[i], "diagramJson"))
			return true;
	return !get(root, "version") && !get(detail, "threatTop");
}

int sw_threat_dragon_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text,
			  struct sw_diags *diags) {
	struct sw_node *root = sw_json_read_one(arena, source, text, SW_DIALECT_STRICT, diags);
	if (!root)
		return -1;
	struct reading reading = {.drawing = into, .f = {arena, diags, SW_DIALECT_STRICT, "threat-dragon-type"}, .suffix = 2};
	const struct sw_node *summary = get(root, "summary"), *detail = get(root, "detail");
	if (!sw_node_is(summary, SW_NODE_MAP) || !sw_node_is(detail, SW_NODE_MAP)) {
		sw_diag_add(diags, SW_DIAG_ERROR, "threat-dragon-shape", root->span,
			    "a model of Threat Dragon has the maps \"summary\" and \"detail\"; one of them is not here");
		return -1;
	}
	reading.first_version = is_first_version(root, detail);
	into->format = "threat-dragon";
	into->version = reading.first_version ? SW_S("1") : sw_field_text(&reading.f, root, "version");
	into->id = sw_field_text(&reading.f, summary, "id");
	into->name = sw_field_text(&reading.f, summary, "title");
	into->owner = sw_field_text(&reading.f, summary, "owner");
	into->description = sw_field_text(&reading.f, summary, "description");
	into->reviewer = sw_field_text(&reading.f, detail, "reviewer");
	into->contributors = sw_dragon_contributors(&reading.f, detail);
	into->origin = reading.first_version ? NULL : root;
	const struct sw_node *diagrams = sw_field(&reading.f, detail, "diagrams", SW_NODE_LIST);
	for (uint32_t i = 0; diagrams && i < diagrams->count; i++) {
		if (diagrams->items[i]->kind == SW_NODE_MAP)
			read_diagram(&reading, diagrams->items[i], i);
		else
			sw_diag_add(diags, SW_DIAG_WARNING, "threat-dragon-type", diagrams->items[i]->span,
				    "a diagram must be a map; it is passed over");
	}
	return 0;
}
