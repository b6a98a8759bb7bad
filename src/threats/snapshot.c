#include "threats/snapshot.h"
#include "knowledge/catalogue.h"

const char *sw_part_kind_name(enum sw_part_kind kind) {
	static const char *const names[] = {"element", "flow", "boundary"};
	return names[kind];
}

static struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

static struct sw_str text_of(const struct sw_node *map, const char *key) {
	const struct sw_node *node = get(map, key);
	return sw_node_is(node, SW_NODE_STRING) ? node->text : (struct sw_str){0};
}

static bool true_of(const struct sw_node *map, const char *key) {
	const struct sw_node *node = get(map, key);
	return sw_node_is(node, SW_NODE_BOOL) && node->integer;
}

/* The entries of a list of maps; 0 when it is none. */
static uint32_t count_of(const struct sw_node *list) {
	return sw_node_is(list, SW_NODE_LIST) ? list->count : 0;
}

static struct sw_str key_of(struct sw_arena *arena, struct sw_str deployment, struct sw_str id) {
	return sw_arena_printf(arena, "%.*s\n%.*s", SW_ARG(deployment), SW_ARG(id));
}

static struct sw_str part_key(struct sw_arena *arena, enum sw_part_kind kind, struct sw_str deployment, struct sw_str id) {
	return sw_arena_printf(arena, "%s\n%.*s\n%.*s", sw_part_kind_name(kind), SW_ARG(deployment), SW_ARG(id));
}

const struct sw_snapshot_part *sw_snapshot_part_of(const struct sw_snapshot *snapshot, struct sw_arena *arena, enum sw_part_kind kind,
						   struct sw_str deployment, struct sw_str id) {
	return sw_map_get(&snapshot->by_part, part_key(arena, kind, deployment, id));
}

static void take_place(const struct sw_node *map, struct sw_str *file, uint32_t *line) {
	const struct sw_node *at = get(map, "location"), *number = get(at, "line");
	*file = text_of(at, "file");
	*line = sw_node_is(number, SW_NODE_INT) && number->integer > 0 && number->integer < UINT32_MAX ? (uint32_t)number->integer : 0;
}

static void take_evidence(struct sw_arena *arena, const struct sw_node *list, bool weakness, struct sw_snapshot_row *row) {
	for (uint32_t i = 0; i < count_of(list); i++) {
		const struct sw_node *holds = get(list->items[i], "holds");
		struct sw_snapshot_evidence *evidence = sw_push(arena, &row->evidence);
		*evidence = (struct sw_snapshot_evidence){
			.weakness = weakness, .name = text_of(list->items[i], "name"), .text = text_of(list->items[i], "text"),
			.holds = sw_node_is(holds, SW_NODE_BOOL) ? holds->integer ? SW_S("true") : SW_S("false") : SW_S("null")};
		take_place(list->items[i], &evidence->file, &evidence->line);
	}
}

static void take_decision(const struct sw_node *node, struct sw_snapshot_decision *decision) {
	if (!sw_node_is(node, SW_NODE_MAP))
		return;
	*decision = (struct sw_snapshot_decision){
		.present = true, .holds = true_of(node, "holds"), .kind = text_of(node, "kind"), .reason = text_of(node, "reason"),
		.owner = text_of(node, "owner"), .by = text_of(node, "by"), .approved_by = text_of(node, "approvedBy"), .until = text_of(node, "until")};
}

/* The catalogue's present name of a threat. */
static struct sw_str present_name(struct sw_str threat) {
	if (sw_threat_kind_of(threat))
		return threat;
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		for (size_t k = 0; k < 4 && sw_threat_kinds[i].formerly[k]; k++)
			if (sw_str_is(threat, sw_threat_kinds[i].formerly[k]))
				return sw_str_of(sw_threat_kinds[i].id);
	return threat;
}

static void take_row(struct sw_arena *arena, const struct sw_node *node, struct sw_snapshot *snapshot) {
	struct sw_snapshot_row *row = sw_push(arena, &snapshot->rows);
	struct sw_str threat = text_of(node, "threat");
	*row = (struct sw_snapshot_row){
		.id = text_of(node, "id"), .threat = present_name(threat), .title = text_of(node, "title"),
		.deployment = text_of(node, "deployment"), .on = text_of(node, "on"), .state = text_of(node, "state"),
		.priority = text_of(node, "priority"), .presumed = true_of(node, "presumed"), .why = text_of(node, "why"),
		.priority_why = text_of(node, "priorityWhy"), .definition = text_of(node, "definition")};
	if (!sw_str_eq(threat, row->threat)) {
		row->formerly = threat;
		row->id = sw_arena_printf(arena, "%.*s@%.*s", SW_ARG(row->threat), SW_ARG(row->on));
	}
	row->key = key_of(arena, row->deployment, row->id);
	take_evidence(arena, get(node, "weaknesses"), true, row);
	take_evidence(arena, get(node, "controls"), false, row);
	take_decision(get(node, "decision"), &row->decision);
}

/* Keys that are no property of an element, flow or boundary, but its name, its place or words about it. */
static bool is_property(struct sw_str key) {
	return !sw_listed(key, "id deployment why location from to owner");
}

static struct sw_str scalar(const struct sw_node *node) {
	if (sw_node_is(node, SW_NODE_BOOL))
		return node->integer ? SW_S("yes") : SW_S("no");
	return sw_node_is(node, SW_NODE_NULL) ? SW_S("unknown") : sw_node_is_scalar(node) ? node->text : (struct sw_str){0};
}

static void take_part(struct sw_arena *arena, const struct sw_node *node, enum sw_part_kind kind, struct sw_snapshot *snapshot) {
	struct sw_snapshot_part *part = sw_push(arena, &snapshot->parts);
	*part = (struct sw_snapshot_part){
		.kind = kind, .id = text_of(node, "id"), .name = text_of(node, "name"), .deployment = text_of(node, "deployment"),
		.from = text_of(node, "from"), .to = text_of(node, "to")};
	if (kind == SW_PART_FLOW)
		part->name = text_of(node, "label");
	part->key = part_key(arena, kind, part->deployment, part->id);
	for (uint32_t i = 0; sw_node_is(node, SW_NODE_MAP) && i < node->count; i++) {
		struct sw_str value = scalar(node->members[i].value);
		if (is_property(node->members[i].key) && value.n)
			*sw_push(arena, &part->fields) = (struct sw_snapshot_field){node->members[i].key, value};
	}
	take_place(node, &part->file, &part->line);
}

/* What the keys lead to: once nothing is added any more. */
static void index_all(struct sw_arena *arena, struct sw_snapshot *snapshot) {
	for (size_t i = 0; i < snapshot->rows.n; i++)
		if (!sw_map_get(&snapshot->by_row, snapshot->rows.v[i].key))
			sw_map_put(arena, &snapshot->by_row, snapshot->rows.v[i].key, &snapshot->rows.v[i]);
	for (size_t i = 0; i < snapshot->parts.n; i++)
		if (!sw_map_get(&snapshot->by_part, snapshot->parts.v[i].key))
			sw_map_put(arena, &snapshot->by_part, snapshot->parts.v[i].key, &snapshot->parts.v[i]);
}

bool sw_snapshot_of_report(struct sw_arena *arena, const struct sw_node *root, struct sw_snapshot *snapshot) {
	if (!sw_str_starts(text_of(root, "schema"), SW_S("strideward/report/1")))
		return false;
	const struct sw_node *provenance = get(root, "provenance"), *system = get(root, "system");
	snapshot->version = text_of(provenance, "version");
	snapshot->date = sw_str_sub(text_of(provenance, "time"), 0, 10);
	snapshot->catalogue = text_of(provenance, "catalogue");
	snapshot->policy = text_of(provenance, "policy");
	static const char *const lists[] = {"elements", "flows", "boundaries"};
	for (unsigned kind = SW_PART_ELEMENT; kind <= SW_PART_BOUNDARY; kind++) {
		const struct sw_node *list = get(system, lists[kind]);
		for (uint32_t i = 0; i < count_of(list); i++)
			take_part(arena, list->items[i], (enum sw_part_kind)kind, snapshot);
	}
	const struct sw_node *threats = get(root, "threats"), *findings = get(root, "findings");
	for (uint32_t i = 0; i < count_of(threats); i++)
		take_row(arena, threats->items[i], snapshot);
	for (uint32_t i = 0; i < count_of(findings); i++)
		*sw_push(arena, &snapshot->findings) = text_of(findings->items[i], "fingerprint");
	index_all(arena, snapshot);
	return true;
}

/* ---- drawings ---- */

static void place_of(struct sw_arena *arena, struct sw_sources *sources, struct sw_span at, struct sw_str *file, uint32_t *line) {
	struct sw_source *source = sw_source_of(sources, at);
	*file = source ? source->path : (struct sw_str){0};
	*line = source ? sw_source_position(arena, source, at.start).line : 0;
}

static void add_field(struct sw_arena *arena, struct sw_snapshot_part *part, struct sw_str name, struct sw_str value) {
	if (value.n)
		*sw_push(arena, &part->fields) = (struct sw_snapshot_field){name, value};
}

static struct sw_str id_at(const struct sw_drawn_diagram *diagram, int32_t index) {
	return index >= 0 && (size_t)index < diagram->elements.n ? diagram->elements.v[index].id : (struct sw_str){0};
}

static void draw_part(struct sw_arena *arena, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn,
		      struct sw_sources *sources, struct sw_snapshot *snapshot) {
	struct sw_snapshot_part *part = sw_push(arena, &snapshot->parts);
	*part = (struct sw_snapshot_part){
		.kind = drawn->kind == SW_DRAWN_FLOW ? SW_PART_FLOW : drawn->kind == SW_DRAWN_BOX || drawn->kind == SW_DRAWN_LINE ? SW_PART_BOUNDARY : SW_PART_ELEMENT,
		.id = drawn->id, .name = drawn->name, .deployment = diagram->id};
	part->key = part_key(arena, part->kind, diagram->id, drawn->id);
	if (drawn->kind == SW_DRAWN_FLOW) {
		part->from = id_at(diagram, drawn->from);
		part->to = id_at(diagram, drawn->to);
		add_field(arena, part, SW_S("from"), part->from);
		add_field(arena, part, SW_S("to"), part->to);
	}
	add_field(arena, part, SW_S("name"), drawn->name);
	add_field(arena, part, SW_S("kind"), sw_str_of(sw_drawn_kind_name(drawn->kind)));
	add_field(arena, part, SW_S("type"), drawn->type);
	add_field(arena, part, SW_S("description"), drawn->description);
	add_field(arena, part, SW_S("protocol"), drawn->protocol);
	if (drawn->encrypted >= 0)
		add_field(arena, part, SW_S("encrypted"), drawn->encrypted ? SW_S("yes") : SW_S("no"));
	add_field(arena, part, SW_S("inside"), id_at(diagram, drawn->inside));
	if (drawn->out_of_scope)
		add_field(arena, part, SW_S("out of scope"), drawn->out_of_scope_reason.n ? drawn->out_of_scope_reason : SW_S("yes"));
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		if (property->kind != SW_PROPERTY_HEADER && !sw_str_is(property->label, "Name"))
			add_field(arena, part, property->label.n ? property->label : property->key, property->value);
	}
	place_of(arena, sources, drawn->at, &part->file, &part->line);
}

static void draw_row(struct sw_arena *arena, const struct sw_drawn_threat *threat, struct sw_sources *sources, struct sw_snapshot *snapshot) {
	struct sw_snapshot_row *row = sw_push(arena, &snapshot->rows);
	*row = (struct sw_snapshot_row){
		.key = threat->key, .id = threat->key, .threat = threat->type.n ? threat->type : threat->title, .title = threat->title,
		.deployment = threat->diagram, .on = threat->on, .priority = threat->priority,
		.state = threat->state_word.n ? threat->state_word : sw_str_of(sw_drawn_state_title(threat->state)), .why = threat->description};
	if (threat->justification.n || threat->changed_by.n)
		row->decision = (struct sw_snapshot_decision){.present = true, .holds = true, .kind = row->state, .reason = threat->justification, .by = threat->changed_by};
	struct sw_snapshot_evidence *at = sw_push(arena, &row->evidence);
	*at = (struct sw_snapshot_evidence){.weakness = true, .name = SW_S("drawing"), .holds = SW_S("true"), .text = threat->interaction};
	place_of(arena, sources, threat->at, &at->file, &at->line);
}

void sw_snapshot_of_drawing(struct sw_arena *arena, const struct sw_drawing *drawing, struct sw_sources *sources, struct sw_snapshot *snapshot) {
	snapshot->drawing = true;
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++)
			if (drawing->diagrams.v[d].elements.v[i].kind != SW_DRAWN_NOTE)
				draw_part(arena, &drawing->diagrams.v[d], &drawing->diagrams.v[d].elements.v[i], sources, snapshot);
	for (size_t i = 0; i < drawing->threats.n; i++)
		draw_row(arena, &drawing->threats.v[i], sources, snapshot);
	index_all(arena, snapshot);
}
