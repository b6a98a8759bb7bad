#include "readers/models/otm/read.h"
#include "formats/yaml.h"
#include "readers/models/nodes.h"
#include "readers/models/place.h"

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

bool sw_otm_looks_like(struct sw_str path, struct sw_str text) {
	(void)path;
	size_t at = sw_str_find(text, SW_S("otmVersion"));
	if (at == SW_NPOS || sw_str_contains(text, SW_S("\"bomFormat\"")))
		return false;
	char before = at ? text.p[at - 1] : '\n';
	return before == '\n' || before == '"' || before == '\'' || before == ' ' || before == '\xbf';
}

struct sw_str sw_otm_unique(struct sw_otm_reading *reading, struct sw_map *seen, struct sw_str id, struct sw_span at,
			    const char *thing) {
	struct sw_arena *arena = reading->f.arena;
	struct sw_str wanted = id.n ? id : sw_arena_printf(arena, "%s-%zu", thing, seen->used + 1), unique = wanted;
	for (unsigned i = 2; sw_map_get(seen, unique); i = ++reading->suffix)
		unique = sw_arena_printf(arena, "%.*s#%u", SW_ARG(wanted), i);
	if (!id.n)
		sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-id", at, "this %s has no id; it is called \"%.*s\"", thing,
			    SW_ARG(unique));
	else if (!sw_str_eq(unique, id))
		sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-id", at,
			    "the id \"%.*s\" is there twice; this %s is called \"%.*s\"", SW_ARG(id), thing, SW_ARG(unique));
	sw_map_put(arena, seen, unique, reading);
	return unique;
}

/* The list `key` of the model; an item that is no map is said and left out. */
static struct sw_otm_list list_of(struct sw_otm_reading *reading, const char *key) {
	const struct sw_node *node = sw_field(&reading->f, reading->root, key, SW_NODE_LIST);
	struct sw_otm_list list = {SW_NEW_ARRAY(reading->f.arena, const struct sw_node *, node ? node->count : 0), 0};
	for (uint32_t i = 0; node && i < node->count; i++) {
		if (node->items[i]->kind == SW_NODE_MAP)
			list.v[list.n++] = node->items[i];
		else if (node->items[i]->kind != SW_NODE_NULL)
			sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-type", node->items[i]->span,
				    "an item of \"%s\" must be a map; it is passed over", key);
	}
	return list;
}

static void add_extra(struct sw_otm_reading *reading, const char *key, const struct sw_node *value) {
	struct sw_str line = sw_node_line(reading->f.arena, value, SW_OTM_DIALECT);
	if (line.n)
		*sw_push(reading->f.arena, &reading->drawing->extras) = (struct sw_drawn_extra){sw_str_of(key), line};
}

static void read_project(struct sw_otm_reading *reading) {
	struct sw_drawing *drawing = reading->drawing;
	const struct sw_fields *f = &reading->f;
	const struct sw_node *project = sw_field(f, reading->root, "project", SW_NODE_MAP);
	const struct sw_node *attributes = get(project, "attributes");
	drawing->version = sw_field_text(f, reading->root, "otmVersion");
	drawing->id = sw_field_text(f, project, "id");
	drawing->name = sw_field_text(f, project, "name");
	drawing->description = sw_field_text(f, project, "description");
	drawing->owner = sw_field_text(f, project, "owner");
	drawing->reviewer = sw_exact(get(attributes, "reviewer"));
	drawing->contributors = sw_exact(get(attributes, "contributors"));
	drawing->assumptions = sw_exact(get(attributes, "assumptions"));
	drawing->dependencies = sw_exact(get(attributes, "externalDependencies"));
	add_extra(reading, "ownerContact", get(project, "ownerContact"));
	add_extra(reading, "tags", get(project, "tags"));
	for (uint32_t i = 0; sw_node_is(attributes, SW_NODE_MAP) && i < attributes->count; i++)
		if (!sw_listed(attributes->members[i].key, "reviewer contributors assumptions externalDependencies"))
			*sw_push(f->arena, &drawing->extras) = (struct sw_drawn_extra){
				attributes->members[i].key, sw_node_line(f->arena, attributes->members[i].value, SW_OTM_DIALECT)};
}

/* One diagram for each representation that is one; one without places where there is none. */
static void read_diagrams(struct sw_otm_reading *reading) {
	struct sw_arena *arena = reading->f.arena;
	struct sw_otm_list list = list_of(reading, "representations");
	for (size_t i = 0; i < list.n; i++) {
		if (!sw_str_is(sw_exact(get(list.v[i], "type")), "diagram")) {
			add_extra(reading, "representation", list.v[i]);
			continue;
		}
		struct sw_str id = sw_field_text(&reading->f, list.v[i], "id");
		size_t *index = SW_NEW(arena, size_t);
		*index = reading->drawing->diagrams.n;
		if (!sw_map_get(&reading->diagrams, id))
			sw_map_put(arena, &reading->diagrams, id, index);
		struct sw_drawn_diagram *diagram = sw_push(arena, &reading->drawing->diagrams);
		diagram->id = id;
		diagram->title = sw_field_text(&reading->f, list.v[i], "name");
		diagram->zoom = 1;
		diagram->origin = list.v[i];
	}
	if (reading->drawing->diagrams.n)
		return;
	struct sw_drawn_diagram *diagram = sw_push(arena, &reading->drawing->diagrams);
	diagram->id = SW_S("diagram");
	diagram->title = reading->drawing->name;
	diagram->zoom = 1;
}

static void read_assets(struct sw_otm_reading *reading) {
	const struct sw_fields *f = &reading->f;
	struct sw_otm_list list = list_of(reading, "assets");
	for (size_t i = 0; i < list.n; i++) {
		const struct sw_node *risk = sw_field(f, list.v[i], "risk", SW_NODE_MAP);
		struct sw_drawn_asset *asset = sw_push(f->arena, &reading->drawing->assets);
		*asset = (struct sw_drawn_asset){.id = sw_field_text(f, list.v[i], "id"), .name = sw_field_text(f, list.v[i], "name"),
						 .description = sw_field_text(f, list.v[i], "description"), .origin = list.v[i],
						 .class = sw_exact(get(get(list.v[i], "attributes"), "classification"))};
		double secret;
		if (!asset->class.n && sw_field_number(f, risk, "confidentiality", &secret))
			asset->class = secret >= 90   ? SW_S("restricted")
				       : secret >= 60 ? SW_S("confidential")
				       : secret >= 30 ? SW_S("internal")
						      : SW_S("public");
		static const char *const rest[] = {"integrity", "availability", "comment"};
		for (size_t k = 0; k < sizeof rest / sizeof *rest; k++) {
			struct sw_str value = sw_exact(get(risk, rest[k]));
			if (value.n)
				*sw_push(f->arena, &asset->extras) = (struct sw_drawn_extra){sw_str_of(rest[k]), value};
		}
	}
}

static void read_mitigations(struct sw_otm_reading *reading) {
	const struct sw_fields *f = &reading->f;
	struct sw_otm_list list = list_of(reading, "mitigations");
	for (size_t i = 0; i < list.n; i++) {
		struct sw_drawn_control *control = sw_push(f->arena, &reading->drawing->controls);
		*control = (struct sw_drawn_control){.id = sw_field_text(f, list.v[i], "id"),
						     .name = sw_field_text(f, list.v[i], "name"),
						     .description = sw_field_text(f, list.v[i], "description"), .origin = list.v[i]};
		struct sw_str reduction = sw_exact(get(list.v[i], "riskReduction"));
		if (reduction.n)
			*sw_push(f->arena, &control->extras) = (struct sw_drawn_extra){SW_S("riskReduction"), reduction};
		size_t *index = SW_NEW(f->arena, size_t);
		*index = i;
		if (!sw_map_get(&reading->controls, control->id))
			sw_map_put(f->arena, &reading->controls, control->id, index);
	}
}

static void index_kinds(struct sw_otm_reading *reading) {
	reading->kinds_list = list_of(reading, "threats");
	for (size_t i = 0; i < reading->kinds_list.n; i++) {
		struct sw_otm_kind *kind = SW_NEW(reading->f.arena, struct sw_otm_kind);
		*kind = (struct sw_otm_kind){reading->kinds_list.v[i], false};
		struct sw_str id = sw_field_text(&reading->f, kind->node, "id");
		if (!sw_map_get(&reading->kinds, id))
			sw_map_put(reading->f.arena, &reading->kinds, id, kind);
	}
}

static void tell_unused_kinds(struct sw_otm_reading *reading) {
	for (size_t i = 0; i < reading->kinds_list.n; i++) {
		const struct sw_otm_kind *kind = sw_map_get(&reading->kinds, sw_exact(get(reading->kinds_list.v[i], "id")));
		if (kind && !kind->used)
			add_extra(reading, "threat that nothing refers to", get(kind->node, "name"));
	}
}

static bool read_text(struct sw_otm_reading *reading, uint32_t source, struct sw_str text) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(reading->f.arena, source, text, SW_OTM_DIALECT, &stream, reading->f.diags);
	if (!stream.n) {
		if (!sw_diags_failed(reading->f.diags))
			sw_diag_add(reading->f.diags, SW_DIAG_ERROR, "otm-shape", (struct sw_span){source, 0, 0}, "the text is empty");
		return false;
	}
	reading->root = stream.v[0].root;
	if (reading->root->kind != SW_NODE_MAP || !get(reading->root, "otmVersion")) {
		sw_diag_add(reading->f.diags, SW_DIAG_ERROR, "otm-shape", reading->root->span,
			    "an Open Threat Model is a map with \"otmVersion\"; this is none");
		return false;
	}
	if (stream.n > 1)
		sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-shape", stream.v[1].root->span,
			    "an Open Threat Model is one document; those behind the first are passed over");
	return true;
}

int sw_otm_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_otm_reading reading = {.drawing = into, .f = {arena, diags, SW_OTM_DIALECT, "otm-type"}, .suffix = 2};
	if (!read_text(&reading, source, text))
		return -1;
	into->format = "otm";
	into->origin = reading.root;
	read_project(&reading);
	read_diagrams(&reading);
	read_assets(&reading);
	read_mitigations(&reading);
	index_kinds(&reading);
	reading.zones = list_of(&reading, "trustZones");
	reading.components = list_of(&reading, "components");
	reading.flows = list_of(&reading, "dataflows");
	sw_otm_read_elements(&reading);
	tell_unused_kinds(&reading);
	for (size_t i = 0; i < into->diagrams.n; i++)
		sw_place(arena, &into->diagrams.v[i]);
	return 0;
}
