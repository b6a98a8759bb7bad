#include "readers/models/nodes.h"
#include "readers/models/otm/write.h"
#include "readers/models/place.h"
#include <math.h>

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

static void lose(struct sw_otm_writing *writing, const struct sw_drawn *drawn, bool there, struct sw_str what, const char *why) {
	static const char *const kinds[] = {[SW_DRAWN_PROCESS] = "element", [SW_DRAWN_EXTERNAL] = "element",
					    [SW_DRAWN_STORE] = "element", [SW_DRAWN_BOX] = "boundary",
					    [SW_DRAWN_LINE] = "boundary", [SW_DRAWN_FLOW] = "flow", [SW_DRAWN_NOTE] = "text"};
	if (there)
		sw_lost(writing->losses, kinds[drawn->kind], drawn->name, what, why);
}

/* One of several with the same id keeps the one it was read with. */
static void write_id(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	struct sw_str before = sw_exact(get(node, "id"));
	bool same = before.n && sw_str_starts(drawn->id, before) && (drawn->id.n == before.n || drawn->id.p[before.n] == '#');
	if (!same)
		sw_node_say(writing->arena, node, "id", drawn->id);
}

static void write_texts(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	struct sw_arena *arena = writing->arena;
	write_id(writing, drawn, node);
	sw_node_say(arena, node, "name", drawn->name);
	sw_node_need(arena, node, "name", sw_node_text(arena, (struct sw_str){0}));
	sw_node_say(arena, node, "description", drawn->description);
}

static struct sw_node *number_pair(struct sw_otm_writing *writing, const char *a, double x, const char *b, double y) {
	struct sw_node *map = sw_node_make(writing->arena, SW_NODE_MAP);
	sw_node_append(writing->arena, map, sw_str_of(a), sw_node_number(writing->arena, x));
	sw_node_append(writing->arena, map, sw_str_of(b), sw_node_number(writing->arena, y));
	return map;
}

static bool near(const struct sw_node *map, const char *key, double value) {
	const struct sw_node *node = get(map, key);
	return node && (node->kind == SW_NODE_INT || node->kind == SW_NODE_FLOAT) && fabs(node->number - value) < 1e-6;
}

static struct sw_node *copy_list(struct sw_otm_writing *writing, const struct sw_node *old, const struct sw_node *without) {
	struct sw_node *list = sw_node_make(writing->arena, SW_NODE_LIST);
	for (uint32_t i = 0; sw_node_is(old, SW_NODE_LIST) && i < old->count; i++)
		if (old->items[i] != without)
			sw_node_add(writing->arena, list, old->items[i]);
	return list;
}

/* The place on the diagram, counted from the corner of what it stands in. What has no place of its own gets none. */
static void write_place(struct sw_otm_writing *writing, const struct sw_drawn *drawn, int32_t parent, struct sw_node *node) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawn *around = parent >= 0 ? &writing->diagram->elements.v[parent] : NULL;
	const struct sw_node *old = sw_otm_representation(&writing->f, node, writing->diagram->id);
	if (!drawn->placed)
		return;
	double x = drawn->left - (around && around->placed ? around->left : 0);
	double y = drawn->top - (around && around->placed ? around->top : 0);
	const struct sw_node *position = get(old, "position"), *size = get(old, "size");
	if (near(position, "x", x) && near(position, "y", y) && near(size, "width", drawn->width) &&
	    near(size, "height", drawn->height))
		return;
	struct sw_node *place = sw_node_copy(arena, old, SW_OTM_DIALECT);
	sw_node_say(arena, place, "representation", writing->diagram->id);
	sw_node_need(arena, place, "id", sw_node_text(arena, sw_arena_printf(arena, "%.*s-representation", SW_ARG(drawn->id))));
	sw_node_put(arena, place, "position", number_pair(writing, "x", x, "y", y));
	sw_node_put(arena, place, "size", number_pair(writing, "width", drawn->width, "height", drawn->height));
	struct sw_node *list = copy_list(writing, get(node, "representations"), old);
	sw_node_add(arena, list, place);
	sw_node_put(arena, node, "representations", list);
}

/* Attributes that are members of a drawn thing, and its properties. */
static void write_attributes(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	struct sw_str scope = sw_exact(get(get(node, sw_otm_attributes(node)), "Out Of Scope"));
	if (drawn->out_of_scope != (bool)sw_listed_nocase(scope, "true yes"))
		sw_otm_say_attribute(writing, node, SW_S("Out Of Scope"), drawn->out_of_scope ? SW_S("true") : SW_S("false"));
	sw_otm_say_attribute(writing, node, SW_S("Reason For Out Of Scope"), drawn->out_of_scope_reason);
	sw_otm_say_attribute(writing, node, SW_S("protocol"), drawn->protocol);
	if (drawn->encrypted >= 0)
		sw_otm_say_attribute(writing, node, SW_S("encrypted"), drawn->encrypted ? SW_S("true") : SW_S("false"));
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		/* Title lines, and what every template has that is a member of its own. */
		bool member = property->kind == SW_PROPERTY_HEADER || (!writing->same && sw_str_is(property->label, "Name")) ||
			      sw_listed(property->key, SW_KEY_OUT_OF_SCOPE " " SW_KEY_OUT_OF_SCOPE_REASON);
		struct sw_str key = property->label.n && !writing->same ? property->label : property->key.n ? property->key : property->label;
		if (!member && key.n)
			sw_otm_say_attribute(writing, node, key, property->value);
	}
	for (size_t i = 0; !(writing->same && drawn->origin) && i < drawn->extras.n; i++)
		sw_otm_say_attribute(writing, node, drawn->extras.v[i].key, drawn->extras.v[i].value);
}

static void write_tags(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	sw_node_say_all(writing->arena, node, "tags", drawn->tags.v, drawn->tags.n);
	if (!drawn->tags.n && sw_node_is(get(node, "tags"), SW_NODE_LIST) && !get(node, "tags")->count &&
	    !(writing->same && drawn->origin))
		sw_node_put(writing->arena, node, "tags", NULL);
}

static bool same_assets(struct sw_otm_writing *writing, const struct sw_drawn *drawn, const struct sw_node *node) {
	struct sw_drawn before = {0};
	sw_otm_assets(&writing->f, node, &before);
	bool same = before.assets.n == drawn->assets.n;
	for (size_t i = 0; same && i < before.assets.n; i++)
		same = sw_str_eq(before.assets.v[i], drawn->assets.v[i]);
	return same;
}

static void write_assets(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	struct sw_arena *arena = writing->arena;
	if (same_assets(writing, drawn, node))
		return;
	struct sw_node *list = sw_node_texts(arena, drawn->assets.v, drawn->assets.n);
	if (drawn->kind == SW_DRAWN_FLOW) {
		sw_node_put(arena, node, "assets", list);
		return;
	}
	struct sw_node *map = sw_node_make(arena, SW_NODE_MAP);
	sw_node_append(arena, map, drawn->kind == SW_DRAWN_STORE ? SW_S("stored") : SW_S("processed"), list);
	sw_node_put(arena, node, "assets", map);
}

static void write_threats(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	struct sw_node *threats = sw_otm_write_threats(writing, drawn, get(node, "threats"));
	if (threats)
		sw_node_put(writing->arena, node, "threats", threats);
}

static struct sw_node *parent_of(struct sw_otm_writing *writing, const char *key, struct sw_str id) {
	struct sw_node *map = sw_node_make(writing->arena, SW_NODE_MAP);
	sw_node_append(writing->arena, map, sw_str_of(key), sw_node_text(writing->arena, id));
	return map;
}

/* Each component stands in a zone: what no boundary encloses, in one that says so. */
static struct sw_str outside(struct sw_otm_writing *writing) {
	struct sw_arena *arena = writing->arena;
	if (!writing->zone_outside) {
		struct sw_node *zone = sw_node_make(arena, SW_NODE_MAP), *risk = sw_node_make(arena, SW_NODE_MAP);
		struct sw_str id = sw_arena_printf(arena, "no-boundary-%.*s", SW_ARG(writing->diagram->id));
		sw_node_append(arena, zone, SW_S("id"), sw_node_text(arena, id));
		sw_node_append(arena, zone, SW_S("name"), sw_node_text(arena, SW_S("Outside all boundaries")));
		sw_node_append(arena, risk, SW_S("trustRating"), sw_node_int(arena, 0));
		sw_node_append(arena, zone, SW_S("risk"), risk);
		sw_node_add(arena, writing->zones, zone);
		writing->zone_outside = zone;
	}
	return sw_exact(get(writing->zone_outside, "id"));
}

static void write_parent(struct sw_otm_writing *writing, const struct sw_drawn *drawn, int32_t parent, struct sw_node *node) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawn *around = parent >= 0 ? &writing->diagram->elements.v[parent] : NULL;
	const char *key = around && around->kind != SW_DRAWN_BOX ? "component" : "trustZone";
	if (around && sw_str_eq(sw_exact(get(get(node, "parent"), key)), around->id))
		return;
	bool read = writing->same && drawn->origin;
	if (!around && read)
		return; /* none that could be found */
	if (around && read && get(node, "parent")) {
		struct sw_str raw = sw_exact(get(get(node, "parent"), key));
		if (raw.n && sw_str_starts(around->id, raw) && around->id.n > raw.n && around->id.p[raw.n] == '#')
			return;
	}
	if (around)
		sw_node_put(arena, node, "parent", parent_of(writing, key, around->id));
	else if (drawn->kind != SW_DRAWN_BOX)
		sw_node_put(arena, node, "parent", parent_of(writing, key, outside(writing)));
}

static int32_t around_of(struct sw_otm_writing *writing, size_t index) {
	const struct sw_drawn *drawn = &writing->diagram->elements.v[index];
	return writing->same && drawn->origin ? drawn->inside : sw_place_inside(writing->diagram, index);
}

/* What people call the type, where it is one of a template; else its word. */
static struct sw_str type_name(struct sw_otm_writing *writing, const struct sw_drawn *drawn) {
	const struct sw_template *template = writing->drawing->template;
	const struct sw_stencil *stencil = template ? sw_stencil_of(template, drawn->type) : NULL;
	return stencil && stencil->name.n ? stencil->name : drawn->type;
}

static void say_type_id(struct sw_otm_writing *writing, const struct sw_drawn *drawn, struct sw_node *node) {
	if (!sw_str_eq(type_name(writing, drawn), drawn->type))
		sw_otm_say_attribute(writing, node, SW_S("typeId"), drawn->type);
}

static void write_zone(struct sw_otm_writing *writing, size_t index) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawn *drawn = &writing->diagram->elements.v[index];
	const struct sw_node *old = writing->same ? drawn->origin : NULL;
	struct sw_node *node = sw_node_copy(arena, old, SW_OTM_DIALECT);
	int32_t parent = around_of(writing, index);
	write_texts(writing, drawn, node);
	bool plain = sw_str_starts(drawn->type, SW_S("tm.")) || sw_str_starts(drawn->type, SW_S("GE."));
	if (old || !plain)
		sw_node_say(arena, node, "type", old ? drawn->type : type_name(writing, drawn));
	if (!old && !plain)
		say_type_id(writing, drawn, node);
	struct sw_node *risk = sw_node_copy(arena, get(node, "risk"), SW_OTM_DIALECT);
	if (!old || (drawn->trust >= 0 && !near(risk, "trustRating", drawn->trust))) {
		sw_node_put(arena, risk, "trustRating", sw_node_number(arena, drawn->trust < 0 ? 50 : drawn->trust));
		sw_node_put(arena, node, "risk", risk);
	}
	write_parent(writing, drawn, parent, node);
	write_place(writing, drawn, parent, node);
	write_attributes(writing, drawn, node);
	sw_node_add(arena, writing->zones, node);
	if (old)
		return;
	lose(writing, drawn, drawn->trust < 0, SW_S("its trust rating, written as 50"),
	     "the format wants a number, and the model has none");
	lose(writing, drawn, drawn->tags.n, SW_S("tags"), "the Open Threat Model has none on trust zones");
	lose(writing, drawn, drawn->assets.n, SW_S("the data that it handles"), "the Open Threat Model has none on trust zones");
	lose(writing, drawn, sw_map_get(&writing->on, drawn->id), SW_S("its threats"),
	     "the Open Threat Model has threats on components and data flows alone");
}

static struct sw_str type_of(struct sw_otm_writing *writing, const struct sw_drawn *drawn) {
	static const char *const types[] = {[SW_DRAWN_PROCESS] = "process", [SW_DRAWN_EXTERNAL] = "external-entity",
					    [SW_DRAWN_STORE] = "data-store"};
	bool plain = !drawn->type.n || sw_str_starts(drawn->type, SW_S("tm.")) || sw_str_starts(drawn->type, SW_S("GE."));
	return plain ? sw_str_of(types[drawn->kind]) : type_name(writing, drawn);
}

static void write_component(struct sw_otm_writing *writing, size_t index) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawn *drawn = &writing->diagram->elements.v[index];
	const struct sw_node *old = writing->same ? drawn->origin : NULL;
	struct sw_node *node = sw_node_copy(arena, old, SW_OTM_DIALECT);
	int32_t parent = around_of(writing, index);
	write_texts(writing, drawn, node);
	if (old)
		sw_node_say(arena, node, "type", drawn->type);
	else
		sw_node_say(arena, node, "type", type_of(writing, drawn));
	write_parent(writing, drawn, parent, node);
	write_place(writing, drawn, parent, node);
	write_tags(writing, drawn, node);
	write_assets(writing, drawn, node);
	if (!old) {
		sw_otm_say_attribute(writing, node, SW_S("kind"), sw_str_of(sw_drawn_kind_name(drawn->kind)));
		say_type_id(writing, drawn, node);
	}
	write_attributes(writing, drawn, node);
	write_threats(writing, drawn, node);
	sw_node_add(arena, writing->components, node);
}

static bool is_curved(const struct sw_drawn *drawn) {
	struct sw_drawn_point a = drawn->from_at, b = drawn->to_at, h = drawn->handle;
	return drawn->bends.n || fabs(h.x - (a.x + b.x) / 2) > 1 || fabs(h.y - (a.y + b.y) / 2) > 1;
}

static void write_flow(struct sw_otm_writing *writing, size_t index) {
	struct sw_arena *arena = writing->arena;
	const struct sw_drawn *drawn = &writing->diagram->elements.v[index];
	const struct sw_node *old = writing->same ? drawn->origin : NULL;
	struct sw_node *node = sw_node_copy(arena, old, SW_OTM_DIALECT);
	const struct sw_drawn *all = writing->diagram->elements.v;
	static const char why[] = "the Open Threat Model has no place for it";
	if (!old && (drawn->from < 0 || drawn->to < 0)) {
		lose(writing, drawn, true, SW_S("all of it"), "it is not attached at both ends, as the Open Threat Model wants it");
		return;
	}
	write_texts(writing, drawn, node);
	sw_node_say_truth(arena, node, "bidirectional", drawn->both_ways);
	if (drawn->from >= 0)
		sw_node_say(arena, node, "source", all[drawn->from].origin && old ? sw_exact(get(all[drawn->from].origin, "id"))
									       : all[drawn->from].id);
	if (drawn->to >= 0)
		sw_node_say(arena, node, "destination", all[drawn->to].origin && old ? sw_exact(get(all[drawn->to].origin, "id"))
									       : all[drawn->to].id);
	write_tags(writing, drawn, node);
	write_assets(writing, drawn, node);
	write_attributes(writing, drawn, node);
	write_threats(writing, drawn, node);
	sw_node_add(arena, writing->flows, node);
	if (old)
		return;
	lose(writing, drawn, is_curved(drawn), SW_S("its way across the page"), why);
	if (!sw_str_starts(drawn->type, SW_S("tm.")) && !sw_str_starts(drawn->type, SW_S("GE.")))
		sw_otm_say_attribute(writing, node, SW_S("type"), type_name(writing, drawn));
	lose(writing, drawn, (drawn->from_port.n && !sw_str_is(drawn->from_port, "None")) ||
				     (drawn->to_port.n && !sw_str_is(drawn->to_port, "None")),
	     SW_S("the sides that it is attached to"), why);
}

void sw_otm_write_elements(struct sw_otm_writing *writing) {
	for (size_t i = 0; i < writing->diagram->elements.n; i++) {
		const struct sw_drawn *drawn = &writing->diagram->elements.v[i];
		if (drawn->kind == SW_DRAWN_BOX)
			write_zone(writing, i);
		else if (drawn->kind == SW_DRAWN_FLOW)
			write_flow(writing, i);
		else if (drawn->kind <= SW_DRAWN_STORE)
			write_component(writing, i);
		else
			lose(writing, drawn, true, SW_S("all of it"),
			     drawn->kind == SW_DRAWN_LINE ? "the Open Threat Model has boundaries that enclose something alone"
							  : "the Open Threat Model has no free text");
	}
}
