#include "readers/models/nodes.h"
#include "readers/models/otm/read.h"

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

/* Where a zone, component or flow went, and what it stands in. */
struct thing {
	const struct sw_node *node;
	struct sw_str raw;     /* id as written */
	struct sw_str id;      /* unique */
	size_t diagram;        /* SIZE_MAX: not said */
	size_t parent;         /* thing; SIZE_MAX: none */
	int32_t element;       /* in its diagram */
	bool done;             /* its parents are known to be no circle, and its place is counted from the page's corner */
	bool walking;
};

struct things {
	struct thing *v;
	size_t n, zones;
	struct sw_map by_zone, by_component; /* id as written to thing */
	bool one_diagram;
};

static void add_things(struct sw_otm_reading *reading, struct things *things, const struct sw_otm_list *list, struct sw_map *by,
		       const char *what) {
	for (size_t i = 0; i < list->n; i++) {
		struct thing *thing = &things->v[things->n++];
		const struct sw_node *representations = sw_field(&reading->f, list->v[i], "representations", SW_NODE_LIST);
		*thing = (struct thing){.node = list->v[i], .raw = sw_field_text(&reading->f, list->v[i], "id"), .parent = SIZE_MAX,
					.diagram = SIZE_MAX};
		thing->id = sw_otm_unique(reading, &reading->ids, thing->raw, list->v[i]->span, what);
		if (!sw_map_get(by, thing->raw))
			sw_map_put(reading->f.arena, by, thing->raw, thing);
		for (uint32_t k = 0; representations && k < representations->count && thing->diagram == SIZE_MAX; k++) {
			const size_t *index =
				sw_map_get(&reading->diagrams, sw_exact(get(representations->items[k], "representation")));
			if (index)
				thing->diagram = *index;
		}
	}
}

static void find_parent(struct sw_otm_reading *reading, struct things *things, struct thing *thing) {
	const struct sw_node *parent = sw_field(&reading->f, thing->node, "parent", SW_NODE_MAP);
	if (!parent)
		return;
	struct sw_str zone = sw_exact(get(parent, "trustZone")), component = sw_exact(get(parent, "component"));
	const struct thing *found = zone.n ? sw_map_get(&things->by_zone, zone) : sw_map_get(&things->by_component, component);
	if (found)
		thing->parent = (size_t)(found - things->v);
	else
		sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-reference", parent->span,
			    zone.n ? "there is no trust zone \"%.*s\" in this model" : "there is no component \"%.*s\" in this model",
			    SW_ARG(zone.n ? zone : component));
}

/* Opens circles of things that stand in each other. */
static void break_circles(struct sw_otm_reading *reading, struct things *things) {
	for (size_t i = 0; i < things->n; i++) {
		size_t at = i, before = SIZE_MAX;
		while (at != SIZE_MAX && !things->v[at].done && !things->v[at].walking) {
			things->v[at].walking = true;
			before = at;
			at = things->v[at].parent;
		}
		if (at != SIZE_MAX && !things->v[at].done) {
			sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-reference", things->v[before].node->span,
				    "\"%.*s\" stands in itself; its parent is passed over", SW_ARG(things->v[before].raw));
			things->v[before].parent = SIZE_MAX;
		}
		for (at = i; at != SIZE_MAX && !things->v[at].done; at = things->v[at].parent)
			things->v[at].done = true;
	}
}

static const struct thing *end_of(const struct things *things, const struct sw_node *flow, const char *key) {
	return sw_map_get(&things->by_component, sw_exact(get(flow, key)));
}

/* Things without a place go where what they stand in is, or what stands in them. If then something would be torn apart,
 * all of the model is one diagram. */
static void choose_diagrams(struct sw_otm_reading *reading, struct things *things) {
	things->one_diagram = reading->drawing->diagrams.n < 2;
	for (size_t i = 0; i < things->n; i++) {
		struct thing *thing = &things->v[i];
		struct thing *parent = thing->parent != SIZE_MAX ? &things->v[thing->parent] : NULL;
		if (thing->diagram == SIZE_MAX && parent)
			thing->diagram = parent->diagram;
		else if (parent && parent->diagram == SIZE_MAX)
			parent->diagram = thing->diagram;
	}
	for (size_t i = 0; i < things->n; i++) {
		struct thing *thing = &things->v[i];
		if (thing->diagram == SIZE_MAX)
			thing->diagram = 0;
		if (thing->parent != SIZE_MAX && things->v[thing->parent].diagram != thing->diagram)
			things->one_diagram |= things->v[thing->parent].diagram != SIZE_MAX || thing->diagram != 0;
	}
	for (size_t i = 0; i < reading->flows.n; i++) {
		const struct thing *from = end_of(things, reading->flows.v[i], "source");
		const struct thing *to = end_of(things, reading->flows.v[i], "destination");
		things->one_diagram |= from && to && from->diagram != to->diagram;
	}
}

/* What is drawn: by what we wrote ourselves, else by the words of the type. */
static enum sw_drawn_kind kind_of(const struct sw_node *component, struct sw_str type) {
	static const char *const stores[] = {"database", "data-store", "datastore", "storage", "bucket", "queue", "-db-", "postgres",
					     "mysql", "mongo", "redis", "volume", "cache", "s3", "dynamodb", "rds", "sql"};
	static const char *const externals[] = {"client", "user", "actor", "external", "browser", "person", "customer"};
	struct sw_str own = sw_exact(get(get(component, "attributes"), "kind"));
	if (sw_str_is(own, "process"))
		return SW_DRAWN_PROCESS;
	if (sw_str_is(own, "external") || sw_str_is(own, "store"))
		return sw_str_is(own, "store") ? SW_DRAWN_STORE : SW_DRAWN_EXTERNAL;
	for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
		if (sw_str_contains_nocase(type, sw_str_of(stores[i])))
			return SW_DRAWN_STORE;
	for (size_t i = 0; i < sizeof externals / sizeof *externals; i++)
		if (sw_str_contains_nocase(type, sw_str_of(externals[i])))
			return SW_DRAWN_EXTERNAL;
	return SW_DRAWN_PROCESS;
}

static int truth_of(struct sw_str word) {
	return sw_listed_nocase(word, "true yes") ? 1 : sw_listed_nocase(word, "false no") ? 0 : -1;
}

static void read_attributes(struct sw_otm_reading *reading, const struct sw_node *node, struct sw_drawn *drawn) {
	const struct sw_node *attributes = sw_field(&reading->f, node, sw_otm_attributes(node), SW_NODE_MAP);
	for (uint32_t i = 0; attributes && i < attributes->count; i++) {
		const struct sw_member *member = &attributes->members[i];
		struct sw_str value = sw_exact(member->value);
		if (sw_str_is(member->key, "Out Of Scope"))
			drawn->out_of_scope = truth_of(value) == 1;
		else if (sw_str_is(member->key, "Reason For Out Of Scope"))
			drawn->out_of_scope_reason = value;
		else if (sw_str_is(member->key, "protocol"))
			drawn->protocol = value;
		else if (sw_str_is(member->key, "encrypted"))
			drawn->encrypted = truth_of(value);
		else if (drawn->kind == SW_DRAWN_FLOW && sw_str_is(member->key, "type"))
			drawn->type = value;
		else if (!sw_str_is(member->key, "kind"))
			*sw_push(reading->f.arena, &drawn->properties) = (struct sw_drawn_property){
				.kind = SW_PROPERTY_CUSTOM, .key = member->key, .label = member->key, .chosen = -1, .at = member->value->span,
				.value = sw_node_is(member->value, SW_NODE_MAP) && !member->value->count
						 ? (struct sw_str){0}
						 : sw_node_line(reading->f.arena, member->value, SW_OTM_DIALECT)};
	}
}

static void read_place(struct sw_otm_reading *reading, const struct thing *thing, struct sw_drawn *drawn) {
	const struct sw_node *at = thing->diagram < reading->drawing->diagrams.n
					   ? sw_otm_representation(&reading->f, thing->node, reading->drawing->diagrams.v[thing->diagram].id)
					   : NULL;
	const struct sw_node *position = sw_field(&reading->f, at, "position", SW_NODE_MAP);
	const struct sw_node *size = sw_field(&reading->f, at, "size", SW_NODE_MAP);
	drawn->placed = sw_field_number(&reading->f, position, "x", &drawn->left) &&
			sw_field_number(&reading->f, position, "y", &drawn->top) &&
			sw_field_number(&reading->f, size, "width", &drawn->width) &&
			sw_field_number(&reading->f, size, "height", &drawn->height);
}

static void tell_other_representations(struct sw_otm_reading *reading, const struct thing *thing, struct sw_drawn *drawn) {
	const struct sw_node *list = get(thing->node, "representations");
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++)
		if (!sw_map_get(&reading->diagrams, sw_exact(get(list->items[i], "representation"))))
			*sw_push(reading->f.arena, &drawn->extras) = (struct sw_drawn_extra){
				SW_S("representation"), sw_node_line(reading->f.arena, list->items[i], SW_OTM_DIALECT)};
}

static void read_thing(struct sw_otm_reading *reading, struct things *things, size_t index) {
	struct thing *thing = &things->v[index];
	const struct sw_fields *f = &reading->f;
	bool zone = index < things->zones;
	struct sw_drawn_diagram *diagram = &reading->drawing->diagrams.v[things->one_diagram ? 0 : thing->diagram];
	struct sw_drawn *drawn = sw_push(f->arena, &diagram->elements);
	thing->element = (int32_t)diagram->elements.n - 1;
	*drawn = (struct sw_drawn){.id = thing->id, .name = sw_field_text(f, thing->node, "name"), .from = -1, .to = -1,
				   .type = sw_field_text(f, thing->node, "type"), .inside = -1, .encrypted = -1, .trust = -1,
				   .description = sw_field_text(f, thing->node, "description"), .at = thing->node->span,
				   .origin = thing->node};
	drawn->kind = zone ? SW_DRAWN_BOX : kind_of(thing->node, drawn->type);
	if (zone && !sw_field_number(f, sw_field(f, thing->node, "risk", SW_NODE_MAP), "trustRating", &drawn->trust))
		drawn->trust = -1;
	read_attributes(reading, thing->node, drawn);
	read_place(reading, thing, drawn);
	tell_other_representations(reading, thing, drawn);
	if (zone)
		return;
	sw_otm_assets(f, thing->node, drawn);
	sw_node_strings tags = {0};
	sw_node_strings_of(f->arena, sw_field(f, thing->node, "tags", SW_NODE_LIST), &tags);
	for (size_t i = 0; i < tags.n; i++)
		*sw_push(f->arena, &drawn->tags) = tags.v[i];
	sw_otm_read_threats(reading, thing->node, diagram, drawn);
}

/* Places are counted from the corner of what a thing stands in: from there to the corner of the page, parents first. */
static void settle(struct sw_otm_reading *reading, struct things *things, size_t *stack) {
	for (size_t i = 0; i < things->n; i++) {
		size_t n = 0;
		for (size_t at = i; at != SIZE_MAX && things->v[at].done; at = things->v[at].parent) {
			things->v[at].done = false;
			stack[n++] = at;
		}
		while (n-- > 0) {
			const struct thing *thing = &things->v[stack[n]];
			if (thing->parent == SIZE_MAX)
				continue;
			struct sw_drawn_diagram *diagram = &reading->drawing->diagrams.v[things->one_diagram ? 0 : thing->diagram];
			struct sw_drawn *drawn = &diagram->elements.v[thing->element];
			drawn->inside = things->v[thing->parent].element;
			const struct sw_drawn *parent = &diagram->elements.v[drawn->inside];
			if (!drawn->placed || !parent->placed)
				continue;
			drawn->left += parent->left;
			drawn->top += parent->top;
		}
	}
}

static int32_t read_end(struct sw_otm_reading *reading, const struct things *things, const struct sw_node *flow, const char *key) {
	const struct thing *thing = end_of(things, flow, key);
	const struct sw_node *value = get(flow, key);
	if (thing)
		return thing->element;
	sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-reference", value ? value->span : flow->span,
		    value ? "there is no component \"%.*s\" in this model" : "this data flow has no %.*s",
		    SW_ARG(value ? sw_exact(value) : sw_str_of(key)));
	return -1;
}

static void read_flow(struct sw_otm_reading *reading, const struct things *things, const struct sw_node *node) {
	const struct sw_fields *f = &reading->f;
	const struct thing *from = end_of(things, node, "source"), *to = end_of(things, node, "destination");
	size_t at = things->one_diagram ? 0 : from ? from->diagram : to ? to->diagram : 0;
	struct sw_drawn_diagram *diagram = &reading->drawing->diagrams.v[at];
	struct sw_str id = sw_otm_unique(reading, &reading->ids, sw_field_text(f, node, "id"), node->span, "data flow");
	struct sw_drawn *drawn = sw_push(f->arena, &diagram->elements);
	*drawn = (struct sw_drawn){.kind = SW_DRAWN_FLOW, .id = id, .name = sw_field_text(f, node, "name"), .inside = -1,
				   .description = sw_field_text(f, node, "description"), .encrypted = -1, .trust = -1,
				   .both_ways = sw_field_truth(f, node, "bidirectional") == 1, .at = node->span, .origin = node};
	drawn->from = read_end(reading, things, node, "source");
	drawn->to = read_end(reading, things, node, "destination");
	read_attributes(reading, node, drawn);
	sw_otm_assets(f, node, drawn);
	sw_node_strings tags = {0};
	sw_node_strings_of(f->arena, sw_field(f, node, "tags", SW_NODE_LIST), &tags);
	for (size_t i = 0; i < tags.n; i++)
		*sw_push(f->arena, &drawn->tags) = tags.v[i];
	sw_otm_read_threats(reading, node, diagram, drawn);
}

void sw_otm_read_elements(struct sw_otm_reading *reading) {
	size_t most = reading->zones.n + reading->components.n;
	struct things things = {.v = SW_NEW_ARRAY(reading->f.arena, struct thing, most), .zones = reading->zones.n};
	add_things(reading, &things, &reading->zones, &things.by_zone, "trust zone");
	add_things(reading, &things, &reading->components, &things.by_component, "component");
	for (size_t i = 0; i < things.n; i++)
		find_parent(reading, &things, &things.v[i]);
	break_circles(reading, &things);
	choose_diagrams(reading, &things);
	for (size_t i = 0; i < things.n; i++)
		read_thing(reading, &things, i);
	settle(reading, &things, SW_NEW_ARRAY(reading->f.arena, size_t, things.n));
	for (size_t i = 0; i < reading->flows.n; i++)
		read_flow(reading, &things, reading->flows.v[i]);
}
