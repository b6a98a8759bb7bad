#include "formats/json_write.h"
#include "readers/models/place.h"
#include "readers/models/tm_bom/writer.h"

static bool is_symbolic(struct sw_str id) {
	for (size_t i = 0; i < id.n; i++)
		if (!sw_is_digit(id.p[i]) && (id.p[i] < 'a' || id.p[i] > 'z') && id.p[i] != '-')
			return false;
	return id.n > 0;
}

struct sw_str sw_tm_bom_make_name(struct sw_tm_bom_writer *writer, const struct sw_node *origin, struct sw_str id, struct sw_str title) {
	struct sw_str name = sw_tm_bom_string(origin, "symbolic_name");
	if (writer->same && name.n) {
		/* Kinds may share names that were read. */
		if (!sw_map_get(&writer->taken, name))
			(void)sw_node_unique(writer->arena, &writer->taken, name, "-", "");
		return name;
	}
	struct sw_str made = is_symbolic(id) ? id : sw_node_dashed(writer->arena, title.n ? title : id);
	return sw_node_unique(writer->arena, &writer->taken, made.n ? made : SW_S("unnamed"), "-", "");
}

struct sw_node *sw_tm_bom_entry(struct sw_tm_bom_writer *writer, const void *origin, struct sw_str name, struct sw_str title,
				struct sw_str description) {
	struct sw_arena *arena = writer->arena;
	struct sw_node *map = sw_node_copy(arena, writer->same ? origin : NULL, SW_DIALECT_STRICT);
	sw_node_say(arena, map, "symbolic_name", name);
	if (sw_tm_bom_string(map, "title").n || !sw_str_eq(title, name) || !writer->same)
		sw_node_say(arena, map, "title", title);
	sw_node_say(arena, map, "description", description);
	if (!writer->same || !origin) {
		sw_node_need(arena, map, "title", sw_node_text(arena, name));
		sw_node_need(arena, map, "description", sw_node_text(arena, SW_S("")));
	}
	return map;
}

void sw_tm_bom_put_list(struct sw_tm_bom_writer *writer, struct sw_node *root, const char *key, struct sw_node *list, bool needed) {
	if (list->count || sw_tm_bom_get(root, key) || (needed && !writer->same))
		sw_node_put(writer->arena, root, key, list);
}

/* A member that the schema requires of what was made, and what is written where the model does not say it. */
static void require(struct sw_tm_bom_writer *writer, struct sw_node *map, const char *kind, struct sw_str name, const char *key,
		    const char *value) {
	if (sw_tm_bom_get(map, key))
		return;
	sw_node_append(writer->arena, map, sw_str_of(key), sw_node_text(writer->arena, sw_str_of(value)));
	sw_lost(writer->losses, kind, name, sw_arena_printf(writer->arena, "%s: %s", key, value), SW_TM_BOM_REQUIRES);
}

static bool kind_of(const struct sw_drawn *drawn, enum sw_tm_bom_kind *kind) {
	for (size_t i = 0; i < SW_TM_BOM_KINDS; i++)
		if (sw_tm_bom_words[i].drawn == drawn->kind) {
			*kind = (enum sw_tm_bom_kind)i;
			return true;
		}
	return false;
}

static const struct sw_tm_bom_name *name_of(const struct sw_tm_bom_writer *writer, struct sw_str id) {
	return sw_map_get(&writer->names, id);
}

/* The zone that an element stands in, by its name; empty: none. */
static struct sw_str zone_of(const struct sw_tm_bom_writer *writer, const struct sw_drawn_diagram *diagram, size_t element) {
	const struct sw_drawn *drawn = &diagram->elements.v[element];
	int32_t box = writer->same || !drawn->placed ? drawn->inside : sw_place_inside(diagram, element);
	/* Elements may be stated to stand in each other, so the way out is not endless but may be long. */
	for (size_t steps = 0; box >= 0 && steps < 100; steps++, box = diagram->elements.v[box].inside)
		if (diagram->elements.v[box].kind == SW_DRAWN_BOX) {
			const struct sw_tm_bom_name *name = name_of(writer, diagram->elements.v[box].id);
			return name ? name->name : (struct sw_str){0};
		}
	return (struct sw_str){0};
}

static void say_properties(struct sw_tm_bom_writer *writer, struct sw_node *map, const struct sw_drawn *drawn, const char *kind,
			   const char *members) {
	struct sw_map values = {0};
	sw_node_index(writer->arena, map, &values);
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		const struct sw_node *old = sw_map_get(&values, property->key);
		if (property->kind == SW_PROPERTY_HEADER || !property->value.n || (old && old->kind >= SW_NODE_LIST))
			continue;
		/* Most say what was read, and there may be many. */
		if (writer->same && drawn->origin && sw_node_is_scalar(old) && sw_str_eq(sw_node_string(old), property->value))
			continue;
		struct sw_str key = sw_arena_str(writer->arena, property->key);
		/* Of another format's properties those that this one has too; their names may stand for something else here. */
		if (!(writer->same && drawn->origin && old) && !sw_listed(key, members)) {
			sw_lost(writer->losses, kind, drawn->name, property->label.n ? property->label : key, SW_TM_BOM_NO_PLACE);
		} else if (property->kind == SW_PROPERTY_TRUTH) {
			sw_node_say_truth(writer->arena, map, key.p, sw_str_is(property->value, "true"));
		} else {
			sw_node_say(writer->arena, map, key.p, property->value);
		}
	}
	for (size_t i = 0; !writer->same && i < drawn->extras.n; i++)
		sw_lost(writer->losses, kind, drawn->name, drawn->extras.v[i].key, SW_TM_BOM_NO_PLACE);
	if (!writer->same && drawn->tags.n)
		sw_lost(writer->losses, kind, drawn->name, SW_S("its tags"), SW_TM_BOM_NO_PLACE);
	if (drawn->out_of_scope)
		sw_lost(writer->losses, kind, drawn->name, SW_S("that it is out of scope"), SW_TM_BOM_NO_PLACE);
}

/* ---- elements ---- */

static void say_zone(struct sw_tm_bom_writer *writer, struct sw_node *map, const struct sw_drawn *drawn, struct sw_str zone) {
	const struct sw_drawn *old = writer->same ? drawn : NULL;
	if (zone.n)
		sw_node_say(writer->arena, map, "trust_zone", zone);
	else if (!old || !drawn->origin)
		require(writer, map, "element", drawn->name, "trust_zone", "no-zone");
}

static struct sw_node *write_element(struct sw_tm_bom_writer *writer, const struct sw_drawn_diagram *diagram, size_t i,
				     enum sw_tm_bom_kind kind) {
	const struct sw_drawn *drawn = &diagram->elements.v[i];
	struct sw_str name = name_of(writer, drawn->id)->name;
	bool read = writer->same && drawn->origin;
	struct sw_node *map = sw_tm_bom_entry(writer, drawn->origin, name, drawn->name, drawn->description);
	const char *one = kind == SW_TM_BOM_ZONE ? "boundary" : "element";
	if (kind == SW_TM_BOM_ACTOR || kind == SW_TM_BOM_STORE) {
		const char *words = kind == SW_TM_BOM_ACTOR ? "system user power_user administrator engineer third_party"
			: "sql key_value document object graph time_series";
		if (read || sw_listed(drawn->type, words))
			sw_node_say(writer->arena, map, "type", drawn->type);
		if (!read)
			require(writer, map, one, drawn->name, "type", kind == SW_TM_BOM_ACTOR ? "user" : "object");
	}
	if (kind != SW_TM_BOM_ZONE)
		say_zone(writer, map, drawn, zone_of(writer, diagram, i));
	else if (zone_of(writer, diagram, i).n)
		sw_lost(writer->losses, one, drawn->name, SW_S("that it stands inside another"), "TM-BOM's trust zones do not nest");
	say_properties(writer, map, drawn, one, kind == SW_TM_BOM_ACTOR ? "permissions" : kind == SW_TM_BOM_COMPONENT ? "repo_link"
		: kind == SW_TM_BOM_STORE ? "vendor product" : "");
	if (kind == SW_TM_BOM_ZONE && drawn->trust >= 0)
		sw_lost(writer->losses, one, drawn->name, SW_S("its trust rating"), SW_TM_BOM_NO_PLACE);
	return map;
}

static void write_elements(struct sw_tm_bom_writer *writer, struct sw_node *root, enum sw_tm_bom_kind kind) {
	struct sw_node *list = sw_node_make(writer->arena, SW_NODE_LIST);
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		for (size_t i = 0; i < diagram->elements.n; i++)
			if (diagram->elements.v[i].kind == sw_tm_bom_words[kind].drawn)
				sw_node_add(writer->arena, list, write_element(writer, diagram, i, kind));
	}
	sw_tm_bom_put_list(writer, root, sw_tm_bom_words[kind].list, list, true);
}

/* Elements of other formats may stand in no boundary; here each has a zone. */
static void add_no_zone(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	bool needed = false;
	for (size_t kind = SW_TM_BOM_ACTOR; kind <= SW_TM_BOM_STORE; kind++) {
		const struct sw_node *list = sw_tm_bom_get(root, sw_tm_bom_words[kind].list);
		for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++)
			needed |= sw_str_is(sw_tm_bom_string(list->items[i], "trust_zone"), "no-zone");
	}
	struct sw_node *zones = sw_node_make(writer->arena, SW_NODE_LIST);
	const struct sw_node *old = sw_tm_bom_get(root, "trust_zones");
	for (uint32_t i = 0; sw_node_is(old, SW_NODE_LIST) && i < old->count; i++) {
		sw_node_add(writer->arena, zones, old->items[i]);
		if (sw_str_is(sw_tm_bom_string(old->items[i], "symbolic_name"), "no-zone"))
			return;
	}
	if (!needed)
		return;
	sw_node_add(writer->arena, zones, sw_tm_bom_entry(writer, NULL, SW_S("no-zone"), SW_S("No zone"),
		SW_S("Holds what stands in no trust boundary of the model that this was made from.")));
	sw_node_put(writer->arena, root, "trust_zones", zones);
}

/* ---- flows ---- */

static void say_end(struct sw_tm_bom_writer *writer, struct sw_node *map, const char *key, const struct sw_drawn_diagram *diagram, int32_t end) {
	const struct sw_tm_bom_name *name = end < 0 ? NULL : name_of(writer, diagram->elements.v[end].id);
	const struct sw_node *old = sw_tm_bom_get(map, key);
	if (!name || (old && sw_str_eq(sw_tm_bom_string(old, "object"), name->name)))
		return;
	struct sw_node *made = sw_node_make(writer->arena, SW_NODE_MAP);
	sw_node_say(writer->arena, made, "type", sw_str_of(sw_tm_bom_words[name->kind].one));
	sw_node_say(writer->arena, made, "object", name->name);
	sw_node_put(writer->arena, map, key, made);
}

static void write_flow(struct sw_tm_bom_writer *writer, struct sw_node *list, const struct sw_drawn_diagram *diagram,
		       const struct sw_drawn *flow) {
	struct sw_arena *arena = writer->arena;
	bool read = writer->same && flow->origin;
	if (!read && (flow->from < 0 || flow->to < 0)) {
		sw_lost(writer->losses, "flow", flow->name, SW_S("all of it"), "TM-BOM's flows lead from one element to another");
		return;
	}
	struct sw_node *map = sw_tm_bom_entry(writer, flow->origin, name_of(writer, flow->id)->name, flow->name, flow->description);
	say_end(writer, map, "source", diagram, flow->from);
	say_end(writer, map, "destination", diagram, flow->to);
	if (flow->encrypted >= 0) {
		sw_node_say_truth(arena, map, "encrypted", flow->encrypted == 1);
	} else if (!read) {
		sw_lost(writer->losses, "flow", flow->name, SW_S("encrypted: false"), SW_TM_BOM_REQUIRES);
	}
	say_properties(writer, map, flow, "flow", "has_sensitive_data");
	if (!read) {
		sw_node_need(arena, map, "encrypted", sw_node_truth(arena, false));
		sw_node_need(arena, map, "has_sensitive_data", sw_node_truth(arena, flow->assets.n > 0));
		if (flow->protocol.n)
			sw_lost(writer->losses, "flow", flow->name, SW_S("its protocol"), SW_TM_BOM_NO_PLACE);
		if (flow->both_ways)
			sw_lost(writer->losses, "flow", flow->name, SW_S("that either end may begin"), "TM-BOM's flows have one direction");
		if (flow->assets.n)
			sw_lost(writer->losses, "flow", flow->name, SW_S("which data it carries"), SW_TM_BOM_NO_PLACE);
	}
	sw_node_add(arena, list, map);
}

static void write_flows(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_node *list = sw_node_make(writer->arena, SW_NODE_LIST);
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		for (size_t i = 0; i < diagram->elements.n; i++)
			if (diagram->elements.v[i].kind == SW_DRAWN_FLOW)
				write_flow(writer, list, diagram, &diagram->elements.v[i]);
	}
	sw_tm_bom_put_list(writer, root, "data_flows", list, true);
}

/* What a flow crosses is a boundary between two zones: said once for each pair, in the order of the flows. */
static void write_boundaries(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_node *list = sw_node_make(writer->arena, SW_NODE_LIST);
	struct sw_map seen = {0};
	if (writer->same)
		return;
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		for (size_t i = 0; i < diagram->elements.n; i++) {
			const struct sw_drawn *flow = &diagram->elements.v[i];
			if (flow->kind != SW_DRAWN_FLOW || flow->from < 0 || flow->to < 0)
				continue;
			struct sw_str a = zone_of(writer, diagram, (size_t)flow->from), b = zone_of(writer, diagram, (size_t)flow->to);
			a = a.n ? a : SW_S("no-zone");
			b = b.n ? b : SW_S("no-zone");
			if (sw_str_cmp(a, b) > 0) {
				struct sw_str swap = a;
				a = b;
				b = swap;
			}
			if (sw_str_eq(a, b) || sw_map_put(writer->arena, &seen, sw_arena_printf(writer->arena, "%.*s|%.*s", SW_ARG(a), SW_ARG(b)), list))
				continue;
			struct sw_node *map = sw_node_make(writer->arena, SW_NODE_MAP);
			sw_node_say(writer->arena, map, "trust_zone_a", a);
			sw_node_say(writer->arena, map, "trust_zone_b", b);
			sw_node_add(writer->arena, list, map);
		}
	}
	sw_tm_bom_put_list(writer, root, "trust_boundaries", list, true);
}

/* ---- data ---- */

/* The stores of each data set, in the drawing's order. */
static void find_placements(struct sw_tm_bom_writer *writer, struct sw_map *stores) {
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		for (size_t i = 0; i < diagram->elements.n; i++) {
			const struct sw_drawn *drawn = &diagram->elements.v[i];
			for (size_t n = 0; drawn->kind == SW_DRAWN_STORE && n < drawn->assets.n; n++) {
				sw_node_strings *list = sw_map_get(stores, drawn->assets.v[n]);
				if (!list) {
					list = SW_NEW(writer->arena, sw_node_strings);
					sw_map_put(writer->arena, stores, drawn->assets.v[n], list);
				}
				*sw_push(writer->arena, list) = name_of(writer, drawn->id)->name;
			}
		}
	}
}

static void say_placements(struct sw_tm_bom_writer *writer, struct sw_node *map, const sw_node_strings *stores) {
	struct sw_arena *arena = writer->arena;
	sw_tm_bom_maps before = {0};
	struct sw_map old = {0};
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	sw_tm_bom_list(arena, NULL, map, "placements", &before);
	for (size_t i = 0; i < before.n; i++)
		sw_map_put(arena, &old, sw_tm_bom_string(before.v[i], "data_store"), (void *)(uintptr_t)before.v[i]);
	for (size_t i = 0; stores && i < stores->n; i++) {
		struct sw_node *place = sw_map_get(&old, stores->v[i]);
		if (!place) {
			place = sw_node_make(arena, SW_NODE_MAP);
			sw_node_say(arena, place, "data_store", stores->v[i]);
		}
		sw_node_add(arena, list, place);
	}
	/* The order of placements says nothing, and a read one may name a store that is not there. */
	if (!writer->same || list->count > before.n || !before.n)
		sw_tm_bom_put_list(writer, map, "placements", list, true);
}

static void write_data(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_arena *arena = writer->arena;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	struct sw_map stores = {0};
	find_placements(writer, &stores);
	for (size_t i = 0; i < writer->drawing->assets.n; i++) {
		const struct sw_drawn_asset *asset = &writer->drawing->assets.v[i];
		bool read = writer->same && asset->origin;
		struct sw_node *map = sw_tm_bom_entry(writer, asset->origin, sw_tm_bom_make_name(writer, read ? asset->origin : NULL, asset->id, asset->name),
			asset->name, asset->description);
		say_placements(writer, map, sw_map_get(&stores, asset->id));
		if (!read) {
			bool known = sw_listed(asset->class, "pii phi fin ip cred biz gov pci op");
			sw_node_need(arena, map, "data_sensitivity", sw_node_texts(arena, &asset->class, known));
			if (asset->class.n && !known)
				sw_lost(writer->losses, "asset", asset->name, sw_arena_join(arena, SW_S("class "), asset->class),
					"TM-BOM says what kind of data it is, not how secret");
			for (size_t n = 0; n < asset->extras.n; n++)
				sw_lost(writer->losses, "asset", asset->name, asset->extras.v[n].key, SW_TM_BOM_NO_PLACE);
		}
		sw_node_add(arena, list, map);
	}
	sw_tm_bom_put_list(writer, root, "data_sets", list, true);
}

/* ---- the document ---- */

static void name_all(struct sw_tm_bom_writer *writer) {
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		bool placed = false;
		for (size_t i = 0; i < diagram->elements.n; i++) {
			const struct sw_drawn *drawn = &diagram->elements.v[i];
			enum sw_tm_bom_kind kind;
			placed |= drawn->placed;
			if (!kind_of(drawn, &kind)) {
				sw_lost(writer->losses, drawn->kind == SW_DRAWN_NOTE ? "note" : "boundary", drawn->name, SW_S("all of it"),
					drawn->kind == SW_DRAWN_NOTE ? SW_TM_BOM_NO_PLACE : "TM-BOM's zones hold elements; this is a line");
				continue;
			}
			struct sw_tm_bom_name *name = SW_NEW(writer->arena, struct sw_tm_bom_name);
			name->kind = kind;
			name->name = sw_tm_bom_make_name(writer, writer->same ? drawn->origin : NULL, drawn->id, drawn->name);
			sw_map_put(writer->arena, &writer->names, drawn->id, name);
		}
		if (placed)
			sw_lost(writer->losses, "diagram", diagram->title, SW_S("the places on paper"), SW_TM_BOM_NO_PLACE);
		if (d > 0)
			sw_lost(writer->losses, "diagram", diagram->title, SW_S("that it is a diagram of its own"), SW_TM_BOM_NO_PLACE);
	}
}

static void say_head(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_arena *arena = writer->arena;
	const struct sw_drawing *drawing = writer->drawing;
	struct sw_node *scope = sw_node_copy(arena, sw_tm_bom_get(root, "scope"), SW_DIALECT_STRICT);
	if (!writer->same) {
		sw_node_say(arena, root, "$schema",
			SW_S("https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json"));
		sw_node_say(arena, root, "version", SW_S("1.0"));
	}
	sw_node_say(arena, scope, "title", drawing->name);
	sw_node_say(arena, scope, "description", drawing->description);
	if (!writer->same) {
		sw_node_need(arena, scope, "title", sw_node_text(arena, SW_S("")));
		sw_node_need(arena, scope, "description", sw_node_text(arena, SW_S("")));
		require(writer, scope, "model", (struct sw_str){0}, "business_criticality", "moderate");
		sw_node_need(arena, scope, "data_sensitivity", sw_node_make(arena, SW_NODE_LIST));
		require(writer, scope, "model", (struct sw_str){0}, "exposure", "internal");
		require(writer, scope, "model", (struct sw_str){0}, "tier", "important");
	}
	sw_node_put(arena, root, "scope", scope);
}

static void lose_head(struct sw_tm_bom_writer *writer) {
	const struct sw_drawing *drawing = writer->drawing;
	const struct {
		struct sw_str text;
		const char *name;
	} texts[] = {{drawing->owner, "the owner"}, {drawing->reviewer, "the reviewer"}, {drawing->contributors, "the contributors"},
		     {drawing->dependencies, "the external dependencies"}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].text.n)
			sw_lost(writer->losses, "model", (struct sw_str){0}, sw_str_of(texts[i].name), SW_TM_BOM_NO_PLACE);
	for (size_t i = 0; i < drawing->notes.n; i++)
		sw_lost(writer->losses, "note", drawing->notes.v[i].text, SW_S("all of it"), SW_TM_BOM_NO_PLACE);
	for (size_t i = 0; i < drawing->extras.n; i++)
		sw_lost(writer->losses, "model", (struct sw_str){0}, drawing->extras.v[i].key, SW_TM_BOM_NO_PLACE);
	if (drawing->template)
		sw_lost(writer->losses, "model", (struct sw_str){0}, SW_S("the template"), SW_TM_BOM_NO_PLACE);
}

int sw_tm_bom_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	struct sw_tm_bom_writer writer = {.arena = arena, .losses = losses, .drawing = drawing,
		.same = drawing->format && strcmp(drawing->format, "tm-bom") == 0};
	struct sw_node *root = sw_node_copy(arena, writer.same ? drawing->origin : NULL, SW_DIALECT_STRICT);
	if (!writer.same)
		(void)sw_node_unique(arena, &writer.taken, SW_S("no-zone"), "-", "");
	if (!writer.same)
		lose_head(&writer);
	say_head(&writer, root);
	name_all(&writer);
	for (int kind = SW_TM_BOM_ZONE; kind <= SW_TM_BOM_STORE; kind++) {
		write_elements(&writer, root, (enum sw_tm_bom_kind)kind);
		if (kind == SW_TM_BOM_ZONE)
			write_boundaries(&writer, root);
	}
	write_data(&writer, root);
	write_flows(&writer, root);
	add_no_zone(&writer, root);
	sw_tm_bom_write_threats(&writer, root);
	struct sw_json json = {.out = out, .indent = 2};
	sw_json_node(&json, root, SW_DIALECT_STRICT);
	sw_out_byte(out, '\n');
	return out->failed ? -1 : 0;
}
