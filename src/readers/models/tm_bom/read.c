#include "formats/json.h"
#include "readers/models/tm_bom/tm_bom.h"

struct reader {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_drawing *drawing;
	struct sw_drawn_diagram *diagram;
	const struct sw_node *root;
	struct sw_map names[SW_TM_BOM_KINDS]; /* symbolic name to the element's number + 1 */
	struct sw_map ids;                    /* of all elements */
	struct sw_map threats, controls;      /* name to number + 1 */
};

bool sw_tm_bom_looks_like(struct sw_str path, struct sw_str text) {
	(void)path;
	struct sw_str head = sw_str_sub(text, 0, 64 << 10), start = sw_str_trim(head);
	return sw_str_starts(start, SW_S("{")) && !sw_str_contains(head, SW_S("\"bomFormat\"")) &&
	       (sw_str_contains(head, SW_S("threat-model.schema.json")) ||
		(sw_str_contains(head, SW_S("\"trust_zones\"")) && sw_str_contains(head, SW_S("\"scope\""))));
}

static int32_t number_of(const struct sw_map *map, struct sw_str name) {
	return (int32_t)(uintptr_t)sw_map_get(map, name) - 1;
}

/* The symbolic name; false: there is none, or another of its kind has it. */
static bool take_name(struct reader *reader, struct sw_map *names, const struct sw_node *map, const char *kind, size_t number,
		      struct sw_str *name) {
	*name = sw_tm_bom_string(map, "symbolic_name");
	if (name->n == 0) {
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "tm-bom-no-name", map->span, "a %s has no symbolic_name; it is left out", kind);
		return false;
	}
	if (sw_map_get(names, *name)) {
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "tm-bom-duplicate-name", map->span,
			"another %s is called \"%.*s\"; this one is left out", kind, SW_ARG(*name));
		return false;
	}
	sw_map_put(reader->arena, names, *name, (void *)(uintptr_t)(number + 1));
	return true;
}

/* Kinds may share a name, a drawing's ids may not. */
static struct sw_str element_id(struct reader *reader, struct sw_str name, const char *kind) {
	struct sw_str id = name;
	while (sw_map_get(&reader->ids, id))
		id = sw_arena_printf(reader->arena, "%s/%.*s", kind, SW_ARG(id));
	sw_map_put(reader->arena, &reader->ids, id, reader);
	return id;
}

static void add_properties(struct reader *reader, struct sw_drawn *drawn, const struct sw_node *map, const char *known) {
	for (uint32_t i = 0; i < map->count; i++) {
		const struct sw_member *member = &map->members[i];
		struct sw_str value = sw_node_line(reader->arena, member->value, SW_DIALECT_STRICT);
		if (sw_listed(member->key, known) || member->value->kind == SW_NODE_NULL)
			continue;
		bool truth = member->value->kind == SW_NODE_BOOL;
		*sw_push(reader->arena, &drawn->properties) = (struct sw_drawn_property){
			.kind = truth ? SW_PROPERTY_TRUTH : SW_PROPERTY_TEXT, .key = member->key, .label = member->key, .chosen = -1,
			.value = truth ? member->value->integer ? SW_S("true") : SW_S("false") : value, .at = member->value->span};
	}
}

static struct sw_drawn *add_element(struct reader *reader, enum sw_tm_bom_kind kind, const struct sw_node *map) {
	struct sw_str name;
	const char *one = sw_tm_bom_words[kind].one;
	if (!take_name(reader, &reader->names[kind], map, one, reader->diagram->elements.n, &name))
		return NULL;
	struct sw_str id = element_id(reader, name, one), title = sw_tm_bom_string(map, "title");
	struct sw_drawn *drawn = sw_push(reader->arena, &reader->diagram->elements);
	*drawn = (struct sw_drawn){.kind = sw_tm_bom_words[kind].drawn, .id = id, .name = title.n ? title : name,
		.type = kind == SW_TM_BOM_ZONE || kind == SW_TM_BOM_COMPONENT ? sw_str_of(one) : sw_tm_bom_string(map, "type"),
		.description = sw_tm_bom_string(map, "description"), .from = -1, .to = -1, .encrypted = -1, .inside = -1, .trust = -1,
		.origin = map, .at = map->span};
	return drawn;
}

static void read_elements(struct reader *reader, enum sw_tm_bom_kind kind) {
	sw_tm_bom_maps maps = {0};
	sw_tm_bom_list(reader->arena, reader->diags, reader->root, sw_tm_bom_words[kind].list, &maps);
	for (size_t i = 0; i < maps.n; i++) {
		struct sw_drawn *drawn = add_element(reader, kind, maps.v[i]);
		if (!drawn)
			continue;
		struct sw_str zone = sw_tm_bom_string(maps.v[i], "trust_zone");
		drawn->inside = kind == SW_TM_BOM_ZONE ? -1 : number_of(&reader->names[SW_TM_BOM_ZONE], zone);
		if (zone.n && drawn->inside < 0)
			sw_diag_add(reader->diags, SW_DIAG_WARNING, "tm-bom-dangling-reference", maps.v[i]->span,
				"no trust zone is called \"%.*s\"", SW_ARG(zone));
		add_properties(reader, drawn, maps.v[i], kind == SW_TM_BOM_COMPONENT ? "symbolic_name title description trust_zone"
			: "symbolic_name title description trust_zone type");
	}
}

/* An end of a flow: of a kind and a name; the kind may be written as a path of the schema. */
static int32_t end_of(struct reader *reader, const struct sw_node *map, const char *key) {
	const struct sw_node *end = sw_tm_bom_get(map, key);
	struct sw_str type = sw_str_basename(sw_tm_bom_string(end, "type")), object = sw_tm_bom_string(end, "object");
	for (size_t kind = SW_TM_BOM_ACTOR; kind <= SW_TM_BOM_STORE; kind++) {
		const char *one = sw_tm_bom_words[kind].one;
		if (sw_str_is(type, one) || (kind == SW_TM_BOM_STORE && sw_str_is(type, "data-store"))) {
			int32_t number = number_of(&reader->names[kind], object);
			if (number >= 0)
				return number;
		}
	}
	sw_diag_add(reader->diags, SW_DIAG_WARNING, "tm-bom-dangling-reference", end ? end->span : map->span,
		"the %s of a data flow is no actor, component or data store of this model", key);
	return -1;
}

static void read_flows(struct reader *reader) {
	sw_tm_bom_maps maps = {0};
	sw_tm_bom_list(reader->arena, reader->diags, reader->root, "data_flows", &maps);
	for (size_t i = 0; i < maps.n; i++) {
		struct sw_drawn *flow = add_element(reader, SW_TM_BOM_FLOW, maps.v[i]);
		const struct sw_node *encrypted = sw_tm_bom_get(maps.v[i], "encrypted");
		if (!flow)
			continue;
		flow->from = end_of(reader, maps.v[i], "source");
		flow->to = end_of(reader, maps.v[i], "destination");
		flow->encrypted = sw_node_is(encrypted, SW_NODE_BOOL) ? encrypted->integer != 0 : -1;
		flow->type = SW_S("data_flow");
		add_properties(reader, flow, maps.v[i], "symbolic_name title description source destination encrypted");
	}
}

static void read_data(struct reader *reader) {
	sw_tm_bom_maps maps = {0}, places;
	struct sw_map names = {0};
	struct sw_str name;
	sw_tm_bom_list(reader->arena, reader->diags, reader->root, "data_sets", &maps);
	for (size_t i = 0; i < maps.n; i++) {
		if (!take_name(reader, &names, maps.v[i], "data set", i, &name))
			continue;
		sw_node_strings sensitivity = {0};
		sw_node_strings_of(reader->arena, sw_tm_bom_get(maps.v[i], "data_sensitivity"), &sensitivity);
		struct sw_drawn_asset *asset = sw_push(reader->arena, &reader->drawing->assets);
		*asset = (struct sw_drawn_asset){.id = name, .name = sw_tm_bom_string(maps.v[i], "title"),
			.description = sw_tm_bom_string(maps.v[i], "description"), .class = sw_node_join(reader->arena, &sensitivity, ", "), .origin = maps.v[i]};
		sw_node_rest(reader->arena, SW_DIALECT_STRICT, &asset->extras, maps.v[i], "",
			"symbolic_name title description data_sensitivity placements");
		places = (sw_tm_bom_maps){0};
		sw_tm_bom_list(reader->arena, reader->diags, maps.v[i], "placements", &places);
		for (size_t n = 0; n < places.n; n++) {
			struct sw_str store = sw_tm_bom_string(places.v[n], "data_store");
			int32_t number = number_of(&reader->names[SW_TM_BOM_STORE], store);
			if (number < 0) {
				sw_diag_add(reader->diags, SW_DIAG_WARNING, "tm-bom-dangling-reference", places.v[n]->span,
					"no data store is called \"%.*s\"", SW_ARG(store));
				continue;
			}
			struct sw_drawn *drawn = &reader->diagram->elements.v[number];
			if (!drawn->assets.n || !sw_str_eq(drawn->assets.v[drawn->assets.n - 1], name))
				*sw_push(reader->arena, &drawn->assets) = name;
		}
	}
}

/* ---- threats, controls, assumptions ---- */

static void add_data(struct reader *reader, struct sw_drawn_threat *threat, const struct sw_node *map) {
	sw_drawn_extras rest = {0};
	sw_node_rest(reader->arena, SW_DIALECT_STRICT, &rest, map, "", "symbolic_name title description weaknesses");
	threat->data = SW_NEW_ARRAY(reader->arena, struct sw_datum_value, rest.n);
	for (size_t i = 0; i < rest.n; i++)
		threat->data[threat->data_count++] = (struct sw_datum_value){rest.v[i].key, rest.v[i].value};
}

static void read_threats(struct reader *reader) {
	sw_tm_bom_maps maps = {0}, weaknesses;
	struct sw_map levels = {0};
	struct sw_str name;
	sw_tm_bom_list(reader->arena, reader->diags, reader->root, "threats", &maps);
	sw_tm_bom_levels(reader->arena, reader->root, &levels);
	for (size_t i = 0; i < maps.n; i++) {
		struct sw_drawing *drawing = reader->drawing;
		if (!take_name(reader, &reader->threats, maps.v[i], "threat", drawing->threats.n, &name))
			continue;
		const struct sw_str *level = sw_map_get(&levels, name);
		struct sw_drawn_threat *threat = sw_push(reader->arena, &drawing->threats);
		*threat = (struct sw_drawn_threat){.key = name, .number = (uint32_t)drawing->threats.n, .diagram = reader->diagram->id,
			.title = sw_tm_bom_string(maps.v[i], "title"), .description = sw_tm_bom_string(maps.v[i], "description"),
			.short_text = sw_tm_bom_string(maps.v[i], "event"), .priority = level ? *level : (struct sw_str){0},
			.origin = maps.v[i], .at = maps.v[i]->span};
		weaknesses = (sw_tm_bom_maps){0};
		sw_tm_bom_list(reader->arena, reader->diags, maps.v[i], "weaknesses", &weaknesses);
		for (size_t n = 0; n < weaknesses.n; n++) {
			const struct sw_node *cwe = sw_tm_bom_get(weaknesses.v[n], "cwe_id");
			if (sw_node_is(cwe, SW_NODE_INT) && cwe->integer > 0 && cwe->integer <= UINT16_MAX)
				*sw_push(reader->arena, &threat->cwe) = (uint16_t)cwe->integer;
		}
		sw_node_strings affected = {0};
		sw_node_strings_of(reader->arena, sw_tm_bom_get(maps.v[i], "components_affected"), &affected);
		static const enum sw_tm_bom_kind kinds[] = {SW_TM_BOM_COMPONENT, SW_TM_BOM_STORE, SW_TM_BOM_ACTOR, SW_TM_BOM_FLOW};
		for (size_t k = 0; affected.n && k < sizeof kinds / sizeof *kinds && !threat->on.n; k++) {
			int32_t number = number_of(&reader->names[kinds[k]], affected.v[0]);
			if (number >= 0)
				threat->on = reader->diagram->elements.v[number].id;
		}
		if (affected.n && !threat->on.n)
			sw_diag_add(reader->diags, SW_DIAG_WARNING, "tm-bom-dangling-reference", maps.v[i]->span,
				"no component is called \"%.*s\"", SW_ARG(affected.v[0]));
		add_data(reader, threat, maps.v[i]);
	}
}

static void read_controls(struct reader *reader) {
	sw_tm_bom_maps maps = {0};
	struct sw_drawing *drawing = reader->drawing;
	struct sw_map by_id = {0};
	struct sw_str name;
	sw_tm_bom_list(reader->arena, reader->diags, reader->root, "controls", &maps);
	for (size_t i = 0; i < maps.n; i++) {
		if (!take_name(reader, &reader->controls, maps.v[i], "control", drawing->controls.n, &name))
			continue;
		struct sw_drawn_control *control = sw_push(reader->arena, &drawing->controls);
		*control = (struct sw_drawn_control){.id = name, .name = sw_tm_bom_string(maps.v[i], "title"),
			.description = sw_tm_bom_string(maps.v[i], "description"), .status = sw_tm_bom_string(maps.v[i], "status"),
			.origin = maps.v[i]};
		sw_node_rest(reader->arena, SW_DIALECT_STRICT, &control->extras, maps.v[i], "", "symbolic_name title description status threats");
		sw_node_strings threats = {0};
		sw_node_strings_of(reader->arena, sw_tm_bom_get(maps.v[i], "threats"), &threats);
		for (size_t n = 0; n < threats.n; n++) {
			int32_t number = number_of(&reader->threats, threats.v[n]);
			if (number >= 0)
				*sw_push(reader->arena, &drawing->threats.v[number].controls) = name;
			else
				sw_diag_add(reader->diags, SW_DIAG_WARNING, "tm-bom-dangling-reference", maps.v[i]->span,
					"no threat is called \"%.*s\"", SW_ARG(threats.v[n]));
		}
	}
	sw_tm_bom_controls_by_id(reader->arena, drawing, &by_id);
	for (size_t i = 0; i < drawing->threats.n; i++)
		drawing->threats.v[i].state = sw_tm_bom_state(&drawing->threats.v[i], &by_id);
}

static void read_assumptions(struct reader *reader) {
	sw_tm_bom_maps maps = {0};
	sw_tm_bom_list(reader->arena, reader->diags, reader->root, "assumptions", &maps);
	for (size_t i = 0; i < maps.n; i++)
		*sw_push(reader->arena, &reader->drawing->assumed) = (struct sw_drawn_assumption){
			sw_tm_bom_string(maps.v[i], "description"), sw_tm_bom_string(maps.v[i], "validity"), maps.v[i]->span};
}

/* The schema's address holds its version: "…/blob/v1.0.2/…". */
static struct sw_str schema_version(struct sw_str schema) {
	struct sw_str part;
	while (sw_str_split(&schema, '/', &part))
		if (part.n > 1 && part.p[0] == 'v' && sw_is_digit(part.p[1]))
			return sw_str_from(part, 1);
	return (struct sw_str){0};
}

static void read_head(struct reader *reader) {
	struct sw_drawing *drawing = reader->drawing;
	const struct sw_node *scope = sw_tm_bom_get(reader->root, "scope");
	drawing->name = sw_tm_bom_string(scope, "title");
	drawing->description = sw_tm_bom_string(scope, "description");
	drawing->version = schema_version(sw_tm_bom_string(reader->root, "$schema"));
	sw_node_rest(reader->arena, SW_DIALECT_STRICT, &drawing->extras, scope, "scope/", "title description");
	sw_node_rest(reader->arena, SW_DIALECT_STRICT, &drawing->extras, reader->root, "", "$schema scope trust_zones actors components data_stores "
		"data_sets data_flows assumptions threats controls");
}

int sw_tm_bom_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	const struct sw_node *root = sw_json_read_one(arena, source, text, SW_DIALECT_STRICT, diags);
	if (!root) {
		if (!sw_diags_failed(diags))
			sw_diag_add(diags, SW_DIAG_ERROR, "tm-bom-empty", (struct sw_span){source, 0, 0}, "the file holds no model");
		return -1;
	}
	if (!sw_node_is(root, SW_NODE_MAP) || !sw_node_is(sw_tm_bom_get(root, "scope"), SW_NODE_MAP)) {
		sw_diag_add(diags, SW_DIAG_ERROR, "tm-bom-not-a-model", root->span, "not a TM-BOM: there is no scope");
		return -1;
	}
	struct reader reader = {.arena = arena, .diags = diags, .drawing = into, .root = root};
	into->format = "tm-bom";
	into->origin = root;
	read_head(&reader);
	reader.diagram = sw_push(arena, &into->diagrams);
	*reader.diagram = (struct sw_drawn_diagram){.id = SW_S("main"), .title = into->name, .zoom = 1};
	for (int kind = SW_TM_BOM_ZONE; kind <= SW_TM_BOM_STORE; kind++)
		read_elements(&reader, (enum sw_tm_bom_kind)kind);
	read_flows(&reader);
	read_data(&reader);
	read_threats(&reader);
	read_controls(&reader);
	read_assumptions(&reader);
	return 0;
}
