#include "readers/models/place.h"
#include "readers/models/threagile/writer.h"

/* Members that the schema requires, and what is written where the model does not say it. */
struct required {
	const char *key, *value; /* value NULL: false */
};

static const struct required asset_requires[] = {
	{"usage", "business"}, {"used_as_client_by_human", NULL}, {"size", "component"}, {"internet", NULL}, {"machine", "virtual"},
	{"encryption", "none"}, {"owner", ""}, {"confidentiality", "internal"}, {"integrity", "operational"},
	{"availability", "operational"}, {"multi_tenant", NULL}, {"redundant", NULL}, {"custom_developed_parts", NULL},
};
static const struct required link_requires[] = {
	{"protocol", "unknown-protocol"}, {"authentication", "none"}, {"authorization", "none"}, {"vpn", NULL}, {"ip_filtered", NULL},
	{"readonly", NULL}, {"usage", "business"},
};
static const struct required data_requires[] = {
	{"usage", "business"}, {"quantity", "many"}, {"confidentiality", "internal"}, {"integrity", "operational"},
	{"availability", "operational"},
};

static void require(struct sw_threagile_writer *writer, struct sw_node *map, const char *kind, struct sw_str name,
		    const struct required *rows, size_t count) {
	for (size_t i = 0; i < count; i++) {
		if (sw_threagile_get(map, rows[i].key))
			continue;
		const char *value = rows[i].value ? rows[i].value : "false";
		sw_node_append(writer->arena, map, sw_str_of(rows[i].key),
			rows[i].value ? sw_node_text(writer->arena, sw_str_of(value)) : sw_node_truth(writer->arena, false));
		if (*value)
			sw_lost(writer->losses, kind, name, sw_arena_printf(writer->arena, "%s: %s", rows[i].key, value),
				"the model does not say it and Threagile requires it, so this is written");
	}
}

void sw_threagile_need(struct sw_threagile_writer *writer, bool made, struct sw_node *map, const char *key, struct sw_node *value) {
	if (made)
		sw_node_need(writer->arena, map, key, value);
}

#define REQUIRE(writer, map, kind, name, rows) require(writer, map, kind, name, rows, sizeof(rows) / sizeof *(rows))

static const struct sw_member *origin_of(const struct sw_threagile_writer *writer, const void *origin) {
	return writer->same ? origin : NULL;
}

static struct sw_node *copy_of(const struct sw_threagile_writer *writer, const struct sw_member *origin) {
	return sw_node_copy(writer->arena, origin ? origin->value : NULL, SW_THREAGILE_DIALECT);
}

/* Each tag once, as the schema wants it; those that were read stay as they are. */
static void say_tags(struct sw_threagile_writer *writer, struct sw_node *map, const struct sw_drawn *drawn) {
	sw_node_strings tags = {0};
	struct sw_map seen = {0};
	for (size_t i = 0; i < drawn->tags.n; i++)
		if (!sw_map_put(writer->arena, &seen, drawn->tags.v[i], writer) || origin_of(writer, drawn->origin))
			*sw_push(writer->arena, &tags) = drawn->tags.v[i];
	sw_node_say_all(writer->arena, map, "tags", tags.v, tags.n);
	for (size_t i = 0; i < drawn->tags.n; i++)
		if (!sw_map_put(writer->arena, &writer->tags, drawn->tags.v[i], writer))
			*sw_push(writer->arena, &writer->used) = drawn->tags.v[i];
}

/* ---- properties: members of the same name where the format has them ---- */

static void say_property(struct sw_threagile_writer *writer, struct sw_node *map, const struct sw_drawn *drawn,
			 const struct sw_drawn_property *property, const struct sw_node *old, const char *kind, const char *members) {
	int64_t number;
	if (property->kind == SW_PROPERTY_HEADER || property->value.n == 0 || (old && old->kind >= SW_NODE_LIST))
		return;
	struct sw_str key = sw_arena_str(writer->arena, property->key);
	/* Of another format's properties those that this one has too; their names may stand for something else here. */
	bool own = writer->same && drawn->origin && old;
	if (!own && (!sw_listed(key, members) || !sw_threagile_allows(key.p, property->value))) {
		sw_lost(writer->losses, kind, drawn->name, property->label.n ? property->label : property->key, SW_THREAGILE_NO_PLACE);
	} else if (property->kind == SW_PROPERTY_TRUTH) {
		sw_node_say_truth(writer->arena, map, key.p, sw_str_is(property->value, "true"));
		sw_node_need(writer->arena, map, key.p, sw_node_truth(writer->arena, false));
	} else if (old && old->kind == SW_NODE_INT && sw_str_to_i64(property->value, &number)) {
		if (old->big || old->integer != number)
			sw_node_put(writer->arena, map, key.p, sw_node_int(writer->arena, number));
	} else {
		sw_node_say(writer->arena, map, key.p, property->value);
	}
}

static void say_properties(struct sw_threagile_writer *writer, struct sw_node *map, const struct sw_drawn *drawn, const char *kind,
			   const char *members) {
	struct sw_map values = {0};
	sw_node_index(writer->arena, map, &values);
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		const struct sw_node *old = sw_map_get(&values, property->key);
		/* Most say what was read, and there may be many. */
		if (!writer->same || !drawn->origin || !sw_node_is_scalar(old) || !sw_str_eq(sw_node_string(old), property->value))
			say_property(writer, map, drawn, property, old, kind, members);
	}
	for (size_t i = 0; !writer->same && i < drawn->extras.n; i++)
		sw_lost(writer->losses, kind, drawn->name, drawn->extras.v[i].key, SW_THREAGILE_NO_PLACE);
}

/* ---- data ---- */

/* Data that an element has is divided over two lists. It is left as it is where both together say the same; else what
 * neither of them had goes to `fresh`. */
static void say_data(struct sw_threagile_writer *writer, struct sw_node *map, const struct sw_drawn *drawn, const char *first,
		     const char *second, const char *fresh) {
	sw_node_strings lists[2] = {{0}, {0}}, all = {0}, said[2] = {{0}, {0}};
	struct sw_map seen = {0};
	sw_node_strings_of(writer->arena, sw_threagile_get(map, first), &lists[0]);
	sw_node_strings_of(writer->arena, sw_threagile_get(map, second), &lists[1]);
	for (size_t i = 0; i < 2; i++)
		for (size_t n = 0; n < lists[i].n; n++)
			if (!sw_map_put(writer->arena, &seen, lists[i].v[n], &lists[i]))
				*sw_push(writer->arena, &all) = lists[i].v[n];
	bool same = all.n == drawn->assets.n;
	for (size_t i = 0; same && i < all.n; i++)
		same = sw_str_eq(all.v[i], drawn->assets.v[i]);
	if (same)
		return;
	struct sw_map once = {0};
	for (size_t i = 0; i < drawn->assets.n; i++) {
		struct sw_str id = sw_threagile_written(writer, drawn->assets.v[i]);
		const void *list = sw_map_get(&seen, drawn->assets.v[i]);
		size_t to = list == &lists[0] || (!list && fresh == first) ? 0 : 1;
		if (id.n && !sw_map_put(writer->arena, &once, id, writer))
			*sw_push(writer->arena, &said[to]) = id;
	}
	sw_node_say_all(writer->arena, map, first, said[0].v, said[0].n);
	sw_node_say_all(writer->arena, map, second, said[1].v, said[1].n);
}

struct sw_node *sw_threagile_write_data(struct sw_threagile_writer *writer) {
	struct sw_arena *arena = writer->arena;
	struct sw_node *maps = sw_node_make(arena, SW_NODE_MAP);
	struct sw_map titles = {0};
	for (size_t i = 0; i < writer->drawing->assets.n; i++) {
		const struct sw_drawn_asset *asset = &writer->drawing->assets.v[i];
		const struct sw_member *origin = origin_of(writer, asset->origin);
		struct sw_node *map = copy_of(writer, origin);
		sw_node_say(arena, map, "id", sw_threagile_written(writer, asset->id));
		sw_node_say(arena, map, "description", asset->description);
		sw_threagile_need(writer, !origin, map, "description", sw_node_text(arena, SW_S("")));
		struct sw_str old = sw_threagile_string(map, "confidentiality"), word = sw_threagile_confidentiality(asset->class);
		if (word.n && !sw_str_eq(sw_threagile_class(old), asset->class))
			sw_node_say(arena, map, "confidentiality", word);
		else if (!word.n && asset->class.n && !writer->same)
			sw_lost(writer->losses, "asset", asset->name, sw_arena_join(arena, SW_S("class "), asset->class), SW_THREAGILE_NO_PLACE);
		for (size_t n = 0; !writer->same && n < asset->extras.n; n++)
			sw_lost(writer->losses, "asset", asset->name, asset->extras.v[n].key, SW_THREAGILE_NO_PLACE);
		if (!origin)
			REQUIRE(writer, map, "asset", asset->name, data_requires);
		sw_threagile_entry(writer, maps, &titles, origin, asset->name, map);
	}
	return maps;
}

/* ---- links and assets ---- */

static struct sw_node *write_link(struct sw_threagile_writer *writer, const struct sw_drawn *flow, struct sw_str target) {
	struct sw_arena *arena = writer->arena;
	bool made = !origin_of(writer, flow->origin);
	struct sw_node *map = copy_of(writer, origin_of(writer, flow->origin));
	sw_node_say(arena, map, "target", target);
	sw_node_say(arena, map, "description", flow->description);
	sw_threagile_need(writer, made, map, "description", sw_node_text(arena, SW_S("")));
	struct sw_str old = sw_threagile_string(map, "protocol");
	if (!sw_str_eq(old, flow->protocol) || (old.n && sw_threagile_encrypts(old) != flow->encrypted)) {
		struct sw_str word = sw_threagile_protocol(arena, flow->protocol, flow->encrypted);
		if (word.n)
			sw_node_say(arena, map, "protocol", word);
		if (flow->protocol.n && !sw_str_eq(word, flow->protocol))
			sw_lost(writer->losses, "flow", flow->name, sw_arena_join(arena, SW_S("protocol "), flow->protocol),
				"Threagile has a fixed list of protocols; the nearest is written");
		if (flow->encrypted >= 0 && sw_threagile_encrypts(word) != flow->encrypted)
			sw_lost(writer->losses, "flow", flow->name, SW_S("whether it is encrypted"),
				"Threagile tells it by the protocol, and none fits");
	}
	say_tags(writer, map, flow);
	say_data(writer, map, flow, "data_assets_sent", "data_assets_received", "data_assets_sent");
	say_properties(writer, map, flow, "flow", "authentication authorization vpn ip_filtered readonly usage");
	if (made)
		REQUIRE(writer, map, "flow", flow->name, link_requires);
	if (flow->both_ways)
		sw_lost(writer->losses, "flow", flow->name, SW_S("that either end may begin"), "Threagile's links have one direction");
	if (flow->out_of_scope)
		sw_lost(writer->losses, "flow", flow->name, SW_S("that it is out of scope"), SW_THREAGILE_NO_PLACE);
	return map;
}

/* The flows of a diagram by the element that they come from, each list in the diagram's order. */
struct flows {
	int32_t *first, *last, *next;
};

static struct flows flows_of(struct sw_arena *arena, const struct sw_drawn_diagram *diagram) {
	size_t count = diagram->elements.n;
	struct flows flows = {SW_NEW_ARRAY(arena, int32_t, count), SW_NEW_ARRAY(arena, int32_t, count), SW_NEW_ARRAY(arena, int32_t, count)};
	for (size_t i = 0; i < count; i++)
		flows.first[i] = flows.last[i] = flows.next[i] = -1;
	for (size_t i = 0; i < count; i++) {
		const struct sw_drawn *flow = &diagram->elements.v[i];
		if (flow->kind != SW_DRAWN_FLOW || flow->from < 0)
			continue;
		if (flows.last[flow->from] < 0)
			flows.first[flow->from] = (int32_t)i;
		else
			flows.next[flows.last[flow->from]] = (int32_t)i;
		flows.last[flow->from] = (int32_t)i;
	}
	return flows;
}

bool sw_threagile_is_asset(const struct sw_drawn *drawn) {
	return drawn->kind == SW_DRAWN_PROCESS || drawn->kind == SW_DRAWN_EXTERNAL || drawn->kind == SW_DRAWN_STORE;
}

static void write_links(struct sw_threagile_writer *writer, struct sw_node *asset, const struct sw_drawn_diagram *diagram,
			const struct flows *flows, size_t from) {
	bool made = !origin_of(writer, diagram->elements.v[from].origin);
	struct sw_node *maps = sw_node_make(writer->arena, SW_NODE_MAP);
	struct sw_map titles = {0};
	for (int32_t i = flows->first[from]; i >= 0; i = flows->next[i]) {
		const struct sw_drawn *flow = &diagram->elements.v[i];
		const struct sw_member *origin = origin_of(writer, flow->origin);
		struct sw_str target = flow->to >= 0 ? sw_threagile_written(writer, diagram->elements.v[flow->to].id)
			: origin ? sw_threagile_string(origin->value, "target") : (struct sw_str){0};
		if (target.n) {
			struct sw_str *id = SW_NEW(writer->arena, struct sw_str);
			sw_threagile_entry(writer, maps, &titles, origin, flow->name, write_link(writer, flow, target));
			*id = sw_threagile_link_id(writer->arena, sw_threagile_written(writer, diagram->elements.v[from].id),
				maps->members[maps->count - 1].key);
			sw_map_put(writer->arena, &writer->ids, flow->id, id);
		} else
			sw_lost(writer->losses, "flow", flow->name, SW_S("all of it"), "Threagile's links lead from one asset to another");
	}
	sw_threagile_put_map(writer, asset, "communication_links", maps);
	sw_threagile_need(writer, made, asset, "communication_links", maps);
}

static struct sw_node *write_asset(struct sw_threagile_writer *writer, const struct sw_drawn *drawn) {
	struct sw_arena *arena = writer->arena;
	bool made = !origin_of(writer, drawn->origin);
	struct sw_node *map = copy_of(writer, origin_of(writer, drawn->origin)), *none = sw_node_make(arena, SW_NODE_LIST);
	sw_node_say(arena, map, "id", sw_threagile_written(writer, drawn->id));
	sw_node_say(arena, map, "description", drawn->description);
	sw_threagile_need(writer, made, map, "description", sw_node_text(arena, SW_S("")));
	struct sw_str type = drawn->kind == SW_DRAWN_EXTERNAL ? SW_S("external-entity")
		: drawn->kind == SW_DRAWN_STORE ? SW_S("datastore") : SW_S("process"), old = sw_threagile_string(map, "type");
	if (drawn->kind != SW_DRAWN_PROCESS || sw_listed(old, "external-entity datastore") || made)
		sw_node_say(arena, map, "type", type);
	sw_node_say_truth(arena, map, "out_of_scope", drawn->out_of_scope);
	sw_threagile_need(writer, made, map, "out_of_scope", sw_node_truth(arena, false));
	sw_node_say(arena, map, "justification_out_of_scope", drawn->out_of_scope_reason);
	if (!sw_threagile_get(map, "technologies"))
		sw_threagile_need(writer, made, map, "technology", sw_node_text(arena, sw_threagile_allows("technology", drawn->type) ? drawn->type
			: drawn->kind == SW_DRAWN_STORE ? SW_S("database") : SW_S("unknown-technology")));
	say_tags(writer, map, drawn);
	say_data(writer, map, drawn, "data_assets_stored", "data_assets_processed",
		drawn->kind == SW_DRAWN_STORE ? "data_assets_stored" : "data_assets_processed");
	say_properties(writer, map, drawn, "element",
		"usage used_as_client_by_human size technology internet machine encryption owner confidentiality integrity availability "
		"justification_cia_rating multi_tenant redundant custom_developed_parts");
	if (made)
		REQUIRE(writer, map, "element", drawn->name, asset_requires);
	sw_threagile_need(writer, made, map, "data_assets_processed", none);
	sw_threagile_need(writer, made, map, "data_assets_stored", none);
	sw_threagile_need(writer, made, map, "data_formats_accepted", none);
	return map;
}

struct sw_node *sw_threagile_write_assets(struct sw_threagile_writer *writer) {
	struct sw_node *maps = sw_node_make(writer->arena, SW_NODE_MAP);
	struct sw_map titles = {0};
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		struct flows flows = flows_of(writer->arena, diagram);
		for (size_t i = 0; i < diagram->elements.n; i++) {
			const struct sw_drawn *drawn = &diagram->elements.v[i];
			if (sw_threagile_is_asset(drawn)) {
				struct sw_node *map = write_asset(writer, drawn);
				write_links(writer, map, diagram, &flows, i);
				sw_threagile_entry(writer, maps, &titles, origin_of(writer, drawn->origin), drawn->name, map);
			} else if (drawn->kind == SW_DRAWN_NOTE || drawn->kind == SW_DRAWN_LINE) {
				sw_lost(writer->losses, drawn->kind == SW_DRAWN_NOTE ? "note" : "boundary", drawn->name, SW_S("all of it"),
					drawn->kind == SW_DRAWN_NOTE ? SW_THREAGILE_NO_PLACE : "Threagile's boundaries surround assets; this is a line");
			} else if (drawn->kind == SW_DRAWN_FLOW && drawn->from < 0) {
				sw_lost(writer->losses, "flow", drawn->name, SW_S("all of it"), "Threagile's links lead from one asset to another");
			}
		}
	}
	return maps;
}

/* ---- boundaries ---- */

/* Ids in a list whose order says nothing: it stays as it is where the same are in it. */
static void say_inside(struct sw_threagile_writer *writer, struct sw_node *map, const char *key, const sw_node_strings *inside,
		       bool made) {
	sw_node_strings before = {0};
	struct sw_map seen = {0};
	size_t known = 0;
	sw_node_strings_of(writer->arena, sw_threagile_get(map, key), &before);
	for (size_t i = 0; i < before.n; i++)
		sw_map_put(writer->arena, &seen, before.v[i], writer);
	for (size_t i = 0; i < inside->n; i++)
		known += sw_map_get(&seen, inside->v[i]) != NULL;
	if (known != inside->n || known != before.n)
		sw_node_say_all(writer->arena, map, key, inside->v, inside->n);
	sw_threagile_need(writer, made, map, key, sw_node_make(writer->arena, SW_NODE_LIST));
}

/* The box that an element stands in: the stated one, else what the places on paper tell; -1: none. */
static int32_t box_of(const struct sw_threagile_writer *writer, const struct sw_drawn_diagram *diagram, size_t element) {
	const struct sw_drawn *drawn = &diagram->elements.v[element];
	int32_t box = writer->same || !drawn->placed ? drawn->inside : sw_place_inside(diagram, element);
	/* In other formats elements may be stated to stand in each other, so the way out is not endless but may be long. */
	for (size_t steps = 0; box >= 0 && steps < 100; steps++, box = diagram->elements.v[box].inside)
		if (diagram->elements.v[box].kind == SW_DRAWN_BOX)
			return (size_t)box == element ? -1 : box;
	return -1;
}

static void write_boundaries_of(struct sw_threagile_writer *writer, const struct sw_drawn_diagram *diagram, struct sw_node *maps,
				struct sw_map *titles) {
	struct sw_arena *arena = writer->arena;
	size_t count = diagram->elements.n;
	sw_node_strings *assets = SW_NEW_ARRAY(arena, sw_node_strings, count), *boxes = SW_NEW_ARRAY(arena, sw_node_strings, count);
	for (size_t i = 0; i < count; i++) {
		const struct sw_drawn *drawn = &diagram->elements.v[i];
		int32_t box = sw_threagile_is_asset(drawn) || drawn->kind == SW_DRAWN_BOX ? box_of(writer, diagram, i) : -1;
		if (box >= 0)
			*sw_push(arena, drawn->kind == SW_DRAWN_BOX ? &boxes[box] : &assets[box]) = sw_threagile_written(writer, drawn->id);
	}
	for (size_t i = 0; i < count; i++) {
		const struct sw_drawn *drawn = &diagram->elements.v[i];
		if (drawn->kind != SW_DRAWN_BOX)
			continue;
		const struct sw_member *origin = origin_of(writer, drawn->origin);
		struct sw_node *map = copy_of(writer, origin);
		sw_node_say(arena, map, "id", sw_threagile_written(writer, drawn->id));
		sw_node_say(arena, map, "description", drawn->description);
		sw_threagile_need(writer, !origin, map, "description", sw_node_text(arena, SW_S("")));
		if (origin || sw_threagile_allows("boundary", drawn->type))
			sw_node_say(arena, map, "type", drawn->type);
		sw_threagile_need(writer, !origin, map, "type", sw_node_text(arena, SW_S("network-virtual-lan")));
		say_tags(writer, map, drawn);
		say_inside(writer, map, "technical_assets_inside", &assets[i], !origin);
		say_inside(writer, map, "trust_boundaries_nested", &boxes[i], !origin);
		say_properties(writer, map, drawn, "boundary", "");
		if (drawn->trust >= 0)
			sw_lost(writer->losses, "boundary", drawn->name, SW_S("its trust rating"), SW_THREAGILE_NO_PLACE);
		sw_threagile_entry(writer, maps, titles, origin, drawn->name, map);
	}
}

struct sw_node *sw_threagile_write_boundaries(struct sw_threagile_writer *writer) {
	struct sw_node *maps = sw_node_make(writer->arena, SW_NODE_MAP);
	struct sw_map titles = {0};
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++)
		write_boundaries_of(writer, &writer->drawing->diagrams.v[d], maps, &titles);
	return maps;
}
