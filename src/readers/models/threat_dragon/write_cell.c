#include "readers/models/nodes.h"
#include "readers/models/threat_dragon/threat_dragon.h"
#include <math.h>

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

static const struct sw_dragon_kind *row_of(enum sw_drawn_kind kind) {
	size_t i = 0;
	while (sw_dragon_kinds[i].kind != kind)
		i++;
	return &sw_dragon_kinds[i];
}

static void lose(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool there, struct sw_str what,
		 const char *why) {
	static const char *const kinds[] = {[SW_DRAWN_PROCESS] = "element", [SW_DRAWN_EXTERNAL] = "element",
					    [SW_DRAWN_STORE] = "element", [SW_DRAWN_BOX] = "boundary",
					    [SW_DRAWN_LINE] = "boundary", [SW_DRAWN_FLOW] = "flow", [SW_DRAWN_NOTE] = "text"};
	if (there)
		sw_lost(writing->losses, kinds[drawn->kind], drawn->name, what, why);
}

static struct sw_node *map_of(struct sw_dragon_writing *writing, const char *key, struct sw_node *value) {
	struct sw_node *map = sw_node_make(writing->arena, SW_NODE_MAP);
	sw_node_append(writing->arena, map, sw_str_of(key), value);
	return map;
}

static struct sw_node *pair(struct sw_dragon_writing *writing, const char *a, double x, const char *b, double y) {
	struct sw_node *map = map_of(writing, a, sw_node_number(writing->arena, x));
	sw_node_append(writing->arena, map, sw_str_of(b), sw_node_number(writing->arena, y));
	return map;
}

/* How lines are drawn; as the schema wants it, which takes no null. */
static struct sw_node *stroke(struct sw_dragon_writing *writing, const struct sw_drawn *drawn) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *map = map_of(writing, "stroke", sw_node_text(arena, SW_S("#333333")));
	sw_node_append(arena, map, SW_S("strokeWidth"), sw_node_number(arena, 1.5));
	sw_node_append(arena, map, SW_S("strokeDasharray"), sw_node_text(arena, drawn->out_of_scope ? SW_S("4 3") : SW_S("")));
	return map;
}

static struct sw_node *look_of_line(struct sw_dragon_writing *writing, const struct sw_drawn *drawn) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *line = stroke(writing, drawn);
	struct sw_str start = drawn->both_ways ? SW_S("block") : SW_S("");
	sw_node_append(arena, line, SW_S("sourceMarker"), map_of(writing, "name", sw_node_text(arena, start)));
	sw_node_append(arena, line, SW_S("targetMarker"), map_of(writing, "name", sw_node_text(arena, SW_S("block"))));
	return map_of(writing, "line", line);
}

static struct sw_node *label_of(struct sw_dragon_writing *writing, struct sw_str name) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *text = map_of(writing, "text", sw_node_text(arena, name));
	struct sw_node *label = map_of(writing, "attrs", map_of(writing, "labelText", text));
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	sw_node_append(arena, label, SW_S("position"), sw_node_number(arena, 0.5));
	sw_node_add(arena, list, label);
	return list;
}

/* The name where it is shown, when it is new. */
static void write_name(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *cell,
		       struct sw_node *data) {
	struct sw_arena *arena = writing->arena;
	if (old && sw_str_eq(sw_dragon_name(cell), drawn->name))
		return;
	sw_node_put(arena, data, "name", sw_node_text(arena, drawn->name));
	if (sw_drawn_is_line(drawn)) {
		sw_node_put(arena, cell, "labels", label_of(writing, drawn->name));
		return;
	}
	struct sw_node *attrs = sw_node_copy(arena, get(cell, "attrs"), SW_DIALECT_STRICT);
	const char *place = drawn->kind == SW_DRAWN_BOX ? "label" : "text";
	sw_node_put(arena, attrs, place, map_of(writing, "text", sw_node_text(arena, drawn->name)));
	sw_node_put(arena, cell, "attrs", attrs);
}

static void write_look(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, size_t index, struct sw_node *cell) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *attrs = sw_node_copy(arena, get(cell, "attrs"), SW_DIALECT_STRICT);
	bool store = drawn->kind == SW_DRAWN_STORE;
	sw_node_need(arena, cell, "visible", sw_node_truth(arena, true));
	sw_node_need(arena, cell, "zIndex", sw_node_int(arena, drawn->kind == SW_DRAWN_BOX ? -1 : (int64_t)(index + 1)));
	if (sw_drawn_is_line(drawn)) {
		sw_node_need(arena, cell, "connector", sw_node_text(arena, SW_S("smooth")));
		if (drawn->kind == SW_DRAWN_FLOW)
			sw_node_need(arena, cell, "attrs", look_of_line(writing, drawn));
	} else if (drawn->kind <= SW_DRAWN_STORE) {
		sw_node_put(arena, attrs, store ? "topLine" : "body", stroke(writing, drawn));
		if (store)
			sw_node_put(arena, attrs, "bottomLine", stroke(writing, drawn));
		sw_node_put(arena, cell, "attrs", attrs);
	}
}

static bool same_number(const struct sw_node *node, double value) {
	return node && (node->kind == SW_NODE_INT || node->kind == SW_NODE_FLOAT) && node->number == value;
}

static bool same_pair(const struct sw_node *map, const char *a, double x, const char *b, double y) {
	return same_number(get(map, a), x) && same_number(get(map, b), y);
}

static void write_place(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *cell) {
	double width = fmax(drawn->width, 10), height = fmax(drawn->height, 10);
	if (old && (!drawn->placed || (same_pair(get(cell, "position"), "x", drawn->left, "y", drawn->top) &&
				       same_pair(get(cell, "size"), "width", drawn->width, "height", drawn->height))))
		return;
	lose(writing, drawn, drawn->placed && (width != drawn->width || height != drawn->height), SW_S("its size below 10"),
	     "Threat Dragon draws nothing smaller");
	sw_node_put(writing->arena, cell, "position", pair(writing, "x", drawn->left, "y", drawn->top));
	sw_node_put(writing->arena, cell, "size", pair(writing, "width", width, "height", height));
}

/* Ids have two characters at least. */
static struct sw_str id_of(struct sw_dragon_writing *writing, const struct sw_drawn *drawn) {
	return drawn->id.n < 2 ? sw_arena_printf(writing->arena, "cell-%.*s", SW_ARG(drawn->id)) : drawn->id;
}

/* An end is what it is attached to, or a place in whole numbers. */
static void write_end(struct sw_dragon_writing *writing, const char *key, int32_t element, struct sw_drawn_point at, bool old,
		      struct sw_node *cell) {
	const struct sw_node *end = old ? get(cell, key) : NULL;
	struct sw_str id = sw_exact(get(end, "cell"));
	if (element >= 0) {
		struct sw_str wanted = id_of(writing, &writing->diagram->elements.v[element]);
		if (!id.n || !sw_str_eq(id, wanted))
			sw_node_put(writing->arena, cell, key, map_of(writing, "cell", sw_node_text(writing->arena, wanted)));
		return;
	}
	/* Attached to what is no element, as it was read; or where it was. */
	const size_t *index = id.n ? sw_map_get(writing->elements, id) : NULL;
	bool dangling = id.n && (!index || writing->diagram->elements.v[*index].kind > SW_DRAWN_STORE);
	bool nowhere = !id.n && old && at.x == 0 && at.y == 0; /* it could not be read */
	if (dangling || nowhere || (!id.n && same_pair(end, "x", at.x, "y", at.y)))
		return;
	struct sw_node *map = map_of(writing, "x", sw_node_int(writing->arena, (int64_t)round(at.x)));
	sw_node_append(writing->arena, map, SW_S("y"), sw_node_int(writing->arena, (int64_t)round(at.y)));
	sw_node_put(writing->arena, cell, key, map);
}

/* A handle beside the straight line is a corner of its own. */
static bool is_curved(const struct sw_drawn *drawn) {
	struct sw_drawn_point a = drawn->from_at, b = drawn->to_at, h = drawn->handle;
	bool drawn_at_all = h.x != 0 || h.y != 0;
	return drawn_at_all && (fabs(h.x - (a.x + b.x) / 2) > 1 || fabs(h.y - (a.y + b.y) / 2) > 1);
}

static bool same_bends(const struct sw_drawn *drawn, const struct sw_node *vertices) {
	if (!sw_node_is(vertices, SW_NODE_LIST))
		return drawn->bends.n == 0;
	bool same = vertices->count == drawn->bends.n;
	for (uint32_t i = 0; same && i < vertices->count; i++)
		same = same_pair(vertices->items[i], "x", drawn->bends.v[i].x, "y", drawn->bends.v[i].y);
	return same;
}

static void write_line(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *cell) {
	struct sw_node *list = sw_node_make(writing->arena, SW_NODE_LIST);
	write_end(writing, "source", drawn->from, drawn->from_at, old, cell);
	write_end(writing, "target", drawn->to, drawn->to_at, old, cell);
	if (old && same_bends(drawn, get(cell, "vertices")))
		return;
	for (size_t i = 0; i < drawn->bends.n; i++)
		sw_node_add(writing->arena, list, pair(writing, "x", drawn->bends.v[i].x, "y", drawn->bends.v[i].y));
	if (!drawn->bends.n && is_curved(drawn))
		sw_node_add(writing->arena, list, pair(writing, "x", drawn->handle.x, "y", drawn->handle.y));
	sw_node_put(writing->arena, cell, "vertices", list);
}

/* The flag that a property is, by its key, its label or what others call it; NULL: Threat Dragon has none. */
static const struct sw_dragon_flag *flag_of(const struct sw_drawn *drawn, const struct sw_drawn_property *property) {
	for (size_t i = 0; i < sw_dragon_flag_count; i++) {
		const struct sw_dragon_flag *flag = &sw_dragon_flags[i];
		if (flag->kind == drawn->kind &&
		    (sw_str_is(property->key, flag->key) || sw_str_is_nocase(property->label, flag->label) ||
		     (flag->alias && sw_str_is_nocase(property->label, flag->alias))))
			return flag;
	}
	return NULL;
}

/* Sides of the properties that every template has, and that are members of the drawn thing. */
static bool is_member(const struct sw_drawn_property *property) {
	return property->kind == SW_PROPERTY_HEADER || sw_str_is_nocase(property->label, "Name") ||
	       sw_listed(property->key, SW_KEY_OUT_OF_SCOPE " " SW_KEY_OUT_OF_SCOPE_REASON);
}

static void write_properties(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *data) {
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		const struct sw_dragon_flag *flag = flag_of(drawn, property);
		bool yes = sw_listed_nocase(property->value, "true yes"), no = sw_listed_nocase(property->value, "false no");
		if (flag && flag->text)
			sw_node_say(writing->arena, data, flag->key, property->value);
		else if (flag && (yes || no))
			sw_node_say_truth(writing->arena, data, flag->key, yes);
		else if (!is_member(property))
			lose(writing, drawn, property->value.n && !old,
			     sw_arena_printf(writing->arena, "the property \"%.*s\"",
					     SW_ARG(property->label.n ? property->label : property->key)),
			     "Threat Dragon has no such property");
	}
}

static void write_threats(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *cell,
			  struct sw_node *data) {
	struct sw_arena *arena = writing->arena;
	const struct sw_node *before = sw_dragon_threats(cell);
	bool open = false, changed = !old, beside = old && before && !get(data, "threats");
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	for (size_t i = sw_dragon_first_threat(writing, drawn->id); i != SIZE_MAX; i = writing->next_threat[i])
		sw_node_add(arena, list, sw_dragon_threat(writing, &writing->drawing->threats.v[i], &open, &changed));
	changed |= list->count != (sw_node_is(before, SW_NODE_LIST) ? before->count : 0);
	if (list->count || sw_node_is(before, SW_NODE_LIST) || (!old && drawn->kind <= SW_DRAWN_STORE) ||
	    (!old && drawn->kind == SW_DRAWN_FLOW))
		sw_node_put(arena, beside ? cell : data, "threats", list);
	if (changed)
		sw_node_put(arena, data, "hasOpenThreats", sw_node_truth(arena, open));
}

static void write_data(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *cell,
		       struct sw_node *data) {
	struct sw_arena *arena = writing->arena;
	if (!old)
		sw_node_need(arena, data, "type", sw_node_text(arena, sw_str_of(row_of(drawn->kind)->type)));
	write_name(writing, drawn, old, cell, data);
	sw_node_say(arena, data, "description", drawn->description);
	sw_node_say_truth(arena, data, "outOfScope", drawn->out_of_scope);
	sw_node_say(arena, data, "reasonOutOfScope", drawn->out_of_scope_reason);
	bool sealable = drawn->kind == SW_DRAWN_FLOW || drawn->kind == SW_DRAWN_STORE;
	if (sealable && drawn->encrypted >= 0)
		sw_node_say_truth(arena, data, "isEncrypted", drawn->encrypted);
	if (drawn->kind == SW_DRAWN_FLOW) {
		sw_node_say_truth(arena, data, "isBidirectional", drawn->both_ways);
		sw_node_say(arena, data, "protocol", drawn->protocol);
	}
	write_properties(writing, drawn, old, data);
	if (!old)
		sw_node_need(arena, data, "isTrustBoundary",
			     sw_node_truth(arena, drawn->kind == SW_DRAWN_BOX || drawn->kind == SW_DRAWN_LINE));
	write_threats(writing, drawn, old, cell, data);
}

static void tell_losses(struct sw_dragon_writing *writing, const struct sw_drawn *drawn) {
	static const char why[] = "Threat Dragon has no place for it";
	bool element = drawn->kind <= SW_DRAWN_STORE, own = writing->drawing->format &&
							    strcmp(writing->drawing->format, "threat-dragon") == 0;
	bool plain = own || !drawn->type.n || sw_str_starts(drawn->type, SW_S("GE.")) || sw_str_starts(drawn->type, SW_S("tm."));
	lose(writing, drawn, !plain, SW_S("its type"), "Threat Dragon knows process, actor, store and flow alone");
	lose(writing, drawn, drawn->tags.n, SW_S("tags"), why);
	lose(writing, drawn, drawn->assets.n, SW_S("the data that it handles"), why);
	lose(writing, drawn, drawn->trust >= 0, SW_S("the trust rating"), why);
	lose(writing, drawn, element && drawn->protocol.n, SW_S("the protocol"), "Threat Dragon has it on flows alone");
	lose(writing, drawn, drawn->kind != SW_DRAWN_FLOW && drawn->kind != SW_DRAWN_STORE && drawn->encrypted >= 0,
	     SW_S("whether it is encrypted"), "Threat Dragon has it on flows and stores alone");
	lose(writing, drawn, drawn->inside >= 0 && writing->diagram->elements.v[drawn->inside].kind != SW_DRAWN_BOX,
	     SW_S("that it is a part of another element"), why);
	lose(writing, drawn, (drawn->from_port.n && !sw_str_is(drawn->from_port, "None")) ||
				     (drawn->to_port.n && !sw_str_is(drawn->to_port, "None")),
	     SW_S("the sides that it is attached to"), "Threat Dragon chooses them by itself");
	for (size_t i = 0; i < drawn->extras.n; i++)
		lose(writing, drawn, true, drawn->extras.v[i].key, why);
}

static void write_id(struct sw_dragon_writing *writing, const struct sw_drawn *drawn, bool old, struct sw_node *cell) {
	struct sw_str before = sw_exact(get(cell, "id"));
	if (old && before.n && sw_str_starts(drawn->id, before) &&
	    (drawn->id.n == before.n || drawn->id.p[before.n] == '#'))
		return; /* one of several that have it */
	sw_node_say(writing->arena, cell, "id", id_of(writing, drawn));
}

struct sw_node *sw_dragon_cell(struct sw_dragon_writing *writing, size_t element) {
	const struct sw_drawn *drawn = &writing->diagram->elements.v[element];
	bool old = writing->same && drawn->origin;
	struct sw_node *cell = sw_node_copy(writing->arena, old ? drawn->origin : NULL, SW_DIALECT_STRICT);
	/* A cell without data has its members itself, and is read so: data made for some would hide the others. */
	bool flat = old && !sw_node_is(get(cell, "data"), SW_NODE_MAP);
	struct sw_node *data = flat ? cell : sw_node_copy(writing->arena, get(cell, "data"), SW_DIALECT_STRICT);
	write_id(writing, drawn, old, cell);
	if (!old)
		sw_node_need(writing->arena, cell, "shape", sw_node_text(writing->arena, sw_str_of(row_of(drawn->kind)->shape)));
	if (sw_drawn_is_line(drawn))
		write_line(writing, drawn, old, cell);
	else
		write_place(writing, drawn, old, cell);
	write_data(writing, drawn, old, cell, data);
	if (!old) {
		write_look(writing, drawn, element, cell);
		tell_losses(writing, drawn);
	}
	if (!flat)
		sw_node_put(writing->arena, cell, "data", data);
	return cell;
}
