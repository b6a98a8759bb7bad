#include "formats/json.h"
#include "readers/models/tm_bom/tm_bom.h"

/* One component of the document that is a part of a model. */
struct part {
	const struct sw_node *map;
	struct sw_str type, id, name;
	size_t diagram;
};

struct reader {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_drawing *drawing;
	SW_VEC(struct part) parts;
	struct sw_map ids;      /* to anything */
	struct sw_map elements; /* id to the number of the element in its diagram + 1 */
	struct sw_map assets;   /* id to number + 1 */
};

static const struct sw_str prefix = SW_SI("cdx:model:");

bool sw_cyclonedx_looks_like(struct sw_str path, struct sw_str text) {
	(void)path;
	return sw_str_starts(sw_str_trim(sw_str_sub(text, 0, 64 << 10)), SW_S("{")) &&
	       sw_str_contains(sw_str_sub(text, 0, 4 << 10), SW_S("\"CycloneDX\"")) && sw_str_contains(text, SW_S("\"cdx:model:"));
}

/* The property's value: of "type" that of "cdx:model:type". */
static struct sw_str property(const struct sw_node *map, const char *key) {
	const struct sw_node *list = sw_tm_bom_get(map, "properties");
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		struct sw_str name = sw_tm_bom_string(list->items[i], "name");
		if (sw_str_starts(name, prefix) && sw_str_is(sw_str_from(name, prefix.n), key))
			return sw_tm_bom_string(list->items[i], "value");
	}
	return (struct sw_str){0};
}

static bool whole(struct sw_str text, double *value) {
	int64_t number;
	if (!sw_str_to_i64(text, &number) || number < -10000000 || number > 10000000)
		return false;
	*value = (double)number;
	return true;
}

static bool kind_of(struct sw_str type, enum sw_drawn_kind *kind) {
	static const struct {
		const char *types;
		enum sw_drawn_kind kind;
	} kinds[] = {{"boundary", SW_DRAWN_BOX}, {"actor external", SW_DRAWN_EXTERNAL}, {"datastore", SW_DRAWN_STORE},
		     {"server process lambda service", SW_DRAWN_PROCESS}, {"dataflow", SW_DRAWN_FLOW}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sw_listed(type, kinds[i].types)) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

/* ---- the tree of components to parts: what holds others, or calls itself so, is a diagram ---- */

static size_t add_diagram(struct reader *reader, const struct sw_node *map) {
	struct sw_drawn_diagram *diagram = sw_push(reader->arena, &reader->drawing->diagrams);
	*diagram = (struct sw_drawn_diagram){.id = map ? sw_tm_bom_string(map, "bom-ref") : SW_S("main"),
		.title = map ? sw_tm_bom_string(map, "name") : reader->drawing->name, .zoom = 1, .origin = map};
	return reader->drawing->diagrams.n - 1;
}

static void collect(struct reader *reader, const struct sw_node *parent, size_t diagram) {
	sw_tm_bom_maps maps = {0};
	sw_tm_bom_list(reader->arena, reader->diags, parent, "components", &maps);
	for (size_t i = 0; i < maps.n; i++) {
		struct part part = {maps.v[i], property(maps.v[i], "type"), sw_tm_bom_string(maps.v[i], "bom-ref"),
			sw_tm_bom_string(maps.v[i], "name"), diagram};
		if (!sw_str_is(sw_tm_bom_string(maps.v[i], "type"), "threat-model"))
			continue;
		if (sw_str_is(part.type, "diagram") || !part.type.n || sw_tm_bom_get(maps.v[i], "components")) {
			collect(reader, maps.v[i], add_diagram(reader, maps.v[i]));
			continue;
		}
		if (!part.id.n || sw_map_put(reader->arena, &reader->ids, part.id, reader)) {
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "cyclonedx-duplicate-reference", maps.v[i]->span,
				"a component has no bom-ref of its own; it is left out");
			continue;
		}
		enum sw_drawn_kind kind;
		if (part.diagram == SIZE_MAX && kind_of(part.type, &kind))
			part.diagram = diagram = add_diagram(reader, NULL);
		*sw_push(reader->arena, &reader->parts) = part;
	}
}

/* ---- parts to elements, boundaries first so that what stands in them can say so ---- */

static void say_properties(struct reader *reader, struct sw_drawn *drawn) {
	const struct sw_node *map = drawn->origin, *list = sw_tm_bom_get(map, "properties");
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		struct sw_str key = sw_tm_bom_string(list->items[i], "name"), value = sw_tm_bom_string(list->items[i], "value");
		if (sw_str_starts(key, prefix))
			key = sw_str_from(key, prefix.n);
		if (sw_str_is(key, "tag"))
			*sw_push(reader->arena, &drawn->tags) = value;
		else if (sw_str_is(key, "dataflow:data") && sw_map_get(&reader->assets, value))
			*sw_push(reader->arena, &drawn->assets) = value;
		else if (!sw_listed(key, "type inBoundary inScope shape:x shape:y shape:width shape:height risk:trustRating dataflow:source "
					 "dataflow:destination dataflow:protocol dataflow:isBidirectional"))
			*sw_push(reader->arena, &drawn->properties) = (struct sw_drawn_property){.kind = SW_PROPERTY_TEXT, .key = key, .label = key,
				.value = value, .chosen = -1, .at = list->items[i]->span};
	}
}

/* Another element of the same diagram; -1 with a diagnostic. */
static int32_t other(struct reader *reader, const struct part *part, const char *key, bool box) {
	struct sw_str id = property(part->map, key);
	int32_t number = (int32_t)(uintptr_t)sw_map_get(&reader->elements, id) - 1;
	const struct sw_drawn_diagram *diagram = &reader->drawing->diagrams.v[part->diagram];
	if (id.n && (number < 0 || (size_t)number >= diagram->elements.n || !sw_str_eq(diagram->elements.v[number].id, id) ||
		     (diagram->elements.v[number].kind == SW_DRAWN_BOX) != box)) {
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "cyclonedx-dangling-reference", part->map->span,
			"%s names nothing of that kind in this diagram", key);
		return -1;
	}
	return number;
}

static void add_element(struct reader *reader, const struct part *part, enum sw_drawn_kind kind) {
	struct sw_drawn_diagram *diagram = &reader->drawing->diagrams.v[part->diagram];
	int32_t inside = kind == SW_DRAWN_FLOW ? -1 : other(reader, part, "inBoundary", true);
	int32_t from = kind == SW_DRAWN_FLOW ? other(reader, part, "dataflow:source", false) : -1;
	int32_t to = kind == SW_DRAWN_FLOW ? other(reader, part, "dataflow:destination", false) : -1;
	struct sw_drawn *drawn = sw_push(reader->arena, &diagram->elements);
	*drawn = (struct sw_drawn){.kind = kind, .id = part->id, .name = part->name, .type = part->type,
		.description = sw_tm_bom_string(part->map, "description"), .out_of_scope = sw_str_is(property(part->map, "inScope"), "false"),
		.from = from, .to = to, .both_ways = sw_str_is(property(part->map, "dataflow:isBidirectional"), "true"),
		.protocol = property(part->map, "dataflow:protocol"), .encrypted = -1, .inside = inside, .trust = -1, .origin = part->map,
		.at = part->map->span};
	drawn->placed = whole(property(part->map, "shape:x"), &drawn->left) && whole(property(part->map, "shape:y"), &drawn->top) &&
			whole(property(part->map, "shape:width"), &drawn->width) && whole(property(part->map, "shape:height"), &drawn->height);
	if (kind == SW_DRAWN_BOX && !whole(property(part->map, "risk:trustRating"), &drawn->trust))
		drawn->trust = -1;
	say_properties(reader, drawn);
	sw_map_put(reader->arena, &reader->elements, part->id, (void *)(uintptr_t)diagram->elements.n);
}

static void add_asset(struct reader *reader, const struct part *part) {
	struct sw_drawn_asset *asset = sw_push(reader->arena, &reader->drawing->assets);
	*asset = (struct sw_drawn_asset){.id = part->id, .name = part->name, .description = sw_tm_bom_string(part->map, "description"),
		.origin = part->map};
	sw_node_rest(reader->arena, SW_DIALECT_STRICT, &asset->extras, part->map, "", "type bom-ref name description");
	sw_map_put(reader->arena, &reader->assets, part->id, (void *)(uintptr_t)reader->drawing->assets.n);
}

/* Data says who stores it, so the other side learns it here. */
static void store(struct reader *reader, const struct part *part, const char *key) {
	struct sw_str id = property(part->map, key);
	int32_t number = (int32_t)(uintptr_t)sw_map_get(&reader->elements, id) - 1;
	if (part->diagram == SIZE_MAX)
		return;
	struct sw_drawn_diagram *diagram = &reader->drawing->diagrams.v[part->diagram];
	if (number >= 0 && (size_t)number < diagram->elements.n && sw_str_eq(diagram->elements.v[number].id, id)) {
		struct sw_drawn *drawn = &diagram->elements.v[number];
		if (!drawn->assets.n || !sw_str_eq(drawn->assets.v[drawn->assets.n - 1], part->id))
			*sw_push(reader->arena, &drawn->assets) = part->id;
	}
}

static void read_parts(struct reader *reader) {
	enum sw_drawn_kind kind;
	for (size_t i = 0; i < reader->parts.n; i++) {
		const struct part *part = &reader->parts.v[i];
		if (sw_str_is(part->type, "asset"))
			add_asset(reader, part);
		else if (!kind_of(part->type, &kind))
			*sw_push(reader->arena, &reader->drawing->extras) = (struct sw_drawn_extra){
				sw_arena_printf(reader->arena, "%.*s %.*s", SW_ARG(part->type), SW_ARG(part->name)),
				sw_node_line(reader->arena, part->map, SW_DIALECT_STRICT)};
	}
	/* Boundaries, then what has a place in them in the file's order, then flows. */
	for (size_t pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < reader->parts.n; i++) {
			const struct part *part = &reader->parts.v[i];
			if (kind_of(part->type, &kind) && (kind == SW_DRAWN_BOX ? pass == 0 : kind == SW_DRAWN_FLOW ? pass == 2 : pass == 1))
				add_element(reader, part, kind);
		}
	for (size_t i = 0; i < reader->parts.n; i++)
		if (sw_str_is(reader->parts.v[i].type, "asset")) {
			store(reader, &reader->parts.v[i], "storedBy");
			store(reader, &reader->parts.v[i], "processedBy");
		}
}

int sw_cyclonedx_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	const struct sw_node *root = sw_json_read_one(arena, source, text, SW_DIALECT_STRICT, diags);
	if (!root) {
		if (!sw_diags_failed(diags))
			sw_diag_add(diags, SW_DIAG_ERROR, "cyclonedx-empty", (struct sw_span){source, 0, 0}, "the file holds no model");
		return -1;
	}
	if (!sw_str_is(sw_tm_bom_string(root, "bomFormat"), "CycloneDX") || !sw_node_is(sw_tm_bom_get(root, "components"), SW_NODE_LIST)) {
		sw_diag_add(diags, SW_DIAG_ERROR, "cyclonedx-not-a-model", root->span, "not a CycloneDX document with components");
		return -1;
	}
	const struct sw_node *metadata = sw_tm_bom_get(root, "metadata"), *component = sw_tm_bom_get(metadata, "component");
	struct reader reader = {.arena = arena, .diags = diags, .drawing = into};
	into->format = "cyclonedx";
	into->origin = root;
	into->id = sw_tm_bom_string(root, "serialNumber");
	into->version = sw_tm_bom_string(root, "specVersion");
	into->name = sw_tm_bom_string(component, "name");
	into->description = sw_tm_bom_string(component, "description");
	sw_node_rest(arena, SW_DIALECT_STRICT, &into->extras, metadata, "metadata/", "component");
	collect(&reader, root, SIZE_MAX);
	read_parts(&reader);
	if (into->diagrams.n == 0)
		add_diagram(&reader, NULL);
	return 0;
}
