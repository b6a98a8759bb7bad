#include "formats/yaml.h"
#include "readers/models/threagile/threagile.h"

bool sw_threagile_looks_like(struct sw_str path, struct sw_str text) {
	(void)path;
	struct sw_str rest = sw_str_sub(text, 0, 64 << 10), line;
	while (sw_str_split(&rest, '\n', &line))
		if (sw_str_starts(line, SW_S("threagile_version:")))
			return true;
	return false;
}

const struct sw_node *sw_threagile_get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_THREAGILE_DIALECT);
}

struct sw_str sw_threagile_string(const struct sw_node *map, const char *key) {
	return sw_node_string(sw_threagile_get(map, key));
}

static bool truth(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_threagile_get(map, key);
	return sw_node_is(node, SW_NODE_BOOL) && node->integer != 0;
}

struct sw_span sw_threagile_at(const struct sw_member *member) {
	return member->key_span;
}

static struct sw_str label_of(struct sw_arena *arena, struct sw_str key) {
	char *label = sw_arena_alloc(arena, key.n + 1);
	for (size_t i = 0; i < key.n; i++)
		label[i] = key.p[i] == '_' ? ' ' : i == 0 ? sw_to_upper(key.p[i]) : key.p[i];
	return sw_str(label, key.n);
}

void sw_threagile_each_of(struct sw_threagile_reader *reader, const struct sw_node *parent, const char *key, sw_threagile_each *each) {
	const struct sw_node *maps = sw_threagile_get(parent, key);
	if (!maps || maps->kind == SW_NODE_NULL)
		return;
	if (maps->kind != SW_NODE_MAP) {
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-wrong-type", maps->span, "%s must be a map of titles", key);
		return;
	}
	for (uint32_t i = 0; i < maps->count; i++) {
		const struct sw_member *member = &maps->members[i];
		if (sw_node_is(member->value, SW_NODE_MAP))
			each(reader, member, member->value);
		else
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-wrong-type", member->key_span,
				"each entry of %s must be a map of members", key);
	}
}

/* Members without a field of their own become properties, which other formats can show. */
static void add_properties(struct sw_threagile_reader *reader, struct sw_drawn *drawn, const struct sw_node *map, const char *known) {
	for (uint32_t i = 0; i < map->count; i++) {
		const struct sw_member *member = &map->members[i];
		if (sw_listed(member->key, known) || member->value->kind == SW_NODE_NULL)
			continue;
		struct sw_str value = sw_node_line(reader->arena, member->value, SW_THREAGILE_DIALECT);
		if (member->value->kind == SW_NODE_BOOL)
			value = member->value->integer ? SW_S("true") : SW_S("false");
		*sw_push(reader->arena, &drawn->properties) = (struct sw_drawn_property){
			.kind = member->value->kind == SW_NODE_BOOL ? SW_PROPERTY_TRUTH : SW_PROPERTY_TEXT, .key = member->key,
			.label = label_of(reader->arena, member->key), .value = value, .chosen = -1, .at = member->value->span};
	}
}

/* The id of an entry, which must be there and its own; false: another has it already. */
static bool take_id(struct sw_threagile_reader *reader, struct sw_map *ids, const struct sw_member *member, size_t number,
		    struct sw_str *id) {
	*id = sw_threagile_string(member->value, "id");
	if (id->n == 0) {
		*id = sw_str_trim(member->key);
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-no-id", sw_threagile_at(member), "an entry has no id");
	}
	if (sw_map_get(ids, *id)) {
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-duplicate-id", sw_threagile_at(member),
			"the id \"%.*s\" is taken; this entry is left out", SW_ARG(*id));
		return false;
	}
	sw_map_put(reader->arena, ids, *id, (void *)(uintptr_t)(number + 1));
	return true;
}

static int32_t number_of(const struct sw_map *map, struct sw_str id) {
	return (int32_t)(uintptr_t)sw_map_get(map, id) - 1;
}

static void read_data(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map) {
	struct sw_drawing *drawing = reader->drawing;
	struct sw_str id;
	if (!take_id(reader, &reader->assets, member, drawing->assets.n, &id))
		return;
	struct sw_drawn_asset *asset = sw_push(reader->arena, &drawing->assets);
	*asset = (struct sw_drawn_asset){.id = id, .name = sw_str_trim(member->key),
		.description = sw_threagile_string(map, "description"),
		.class = sw_threagile_class(sw_threagile_string(map, "confidentiality")), .origin = member};
	sw_node_rest(reader->arena, SW_THREAGILE_DIALECT, &asset->extras, map, "", "id description confidentiality");
}

static void add_asset_ids(struct sw_threagile_reader *reader, struct sw_drawn *drawn, const struct sw_node *list) {
	sw_node_strings ids = {0};
	sw_node_strings_of(reader->arena, list, &ids);
	struct sw_map seen = {0};
	for (size_t i = 0; i < drawn->assets.n; i++)
		sw_map_put(reader->arena, &seen, drawn->assets.v[i], drawn);
	for (size_t i = 0; i < ids.n; i++) {
		if (!sw_map_get(&reader->assets, ids.v[i]))
			sw_diag_add(reader->diags, SW_DIAG_WARNING, "threagile-dangling-reference", list->span,
				"no data asset has the id \"%.*s\"", SW_ARG(ids.v[i]));
		if (!sw_map_put(reader->arena, &seen, ids.v[i], drawn))
			*sw_push(reader->arena, &drawn->assets) = ids.v[i];
	}
}

static void add_tags(struct sw_threagile_reader *reader, struct sw_drawn *drawn, const struct sw_node *map) {
	sw_node_strings tags = {0};
	sw_node_strings_of(reader->arena, sw_threagile_get(map, "tags"), &tags);
	for (size_t i = 0; i < tags.n; i++)
		*sw_push(reader->arena, &drawn->tags) = tags.v[i];
}

static enum sw_drawn_kind kind_of(struct sw_threagile_reader *reader, const struct sw_member *member) {
	struct sw_str type = sw_threagile_string(member->value, "type");
	if (sw_str_is(type, "external-entity"))
		return SW_DRAWN_EXTERNAL;
	if (sw_str_is(type, "datastore"))
		return SW_DRAWN_STORE;
	if (!sw_str_is(type, "process"))
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "threagile-unknown-word", sw_threagile_at(member),
			"a technical asset has no known type; it is read as a process");
	return SW_DRAWN_PROCESS;
}

static void read_asset(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map) {
	struct sw_str id;
	if (!take_id(reader, &reader->elements, member, reader->diagram->elements.n, &id))
		return;
	struct sw_drawn *drawn = sw_push(reader->arena, &reader->diagram->elements);
	*drawn = (struct sw_drawn){.kind = kind_of(reader, member), .id = id, .name = sw_str_trim(member->key),
		.type = sw_threagile_string(map, "technology"), .description = sw_threagile_string(map, "description"),
		.out_of_scope = truth(map, "out_of_scope"),
		.out_of_scope_reason = sw_threagile_string(map, "justification_out_of_scope"), .from = -1, .to = -1, .encrypted = -1,
		.inside = -1, .trust = -1, .origin = member, .at = sw_threagile_at(member)};
	add_tags(reader, drawn, map);
	add_asset_ids(reader, drawn, sw_threagile_get(map, "data_assets_stored"));
	add_asset_ids(reader, drawn, sw_threagile_get(map, "data_assets_processed"));
	add_properties(reader, drawn, map, "id description type out_of_scope justification_out_of_scope tags communication_links");
}

static void read_boundary(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map) {
	struct sw_str id;
	if (!take_id(reader, &reader->elements, member, reader->diagram->elements.n, &id))
		return;
	struct sw_drawn *drawn = sw_push(reader->arena, &reader->diagram->elements);
	*drawn = (struct sw_drawn){.kind = SW_DRAWN_BOX, .id = id, .name = sw_str_trim(member->key),
		.type = sw_threagile_string(map, "type"), .description = sw_threagile_string(map, "description"), .from = -1, .to = -1,
		.encrypted = -1, .inside = -1, .trust = -1, .origin = member, .at = sw_threagile_at(member)};
	add_tags(reader, drawn, map);
	sw_node_rest(reader->arena, SW_THREAGILE_DIALECT, &drawn->extras, map, "",
		"id description type tags technical_assets_inside trust_boundaries_nested");
}

/* Puts what a boundary lists into it; what two boundaries list stands in the first. */
static void fill(struct sw_threagile_reader *reader, int32_t box, const struct sw_node *list, bool boxes) {
	sw_node_strings ids = {0};
	sw_node_strings_of(reader->arena, list, &ids);
	for (size_t i = 0; i < ids.n; i++) {
		int32_t number = number_of(&reader->elements, ids.v[i]);
		struct sw_drawn *drawn = number < 0 ? NULL : &reader->diagram->elements.v[number];
		if (!drawn || (drawn->kind == SW_DRAWN_BOX) != boxes)
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-dangling-reference", list->span, "no %s has the id \"%.*s\"",
				boxes ? "trust boundary" : "technical asset", SW_ARG(ids.v[i]));
		else if (drawn->inside >= 0 && drawn->inside != box)
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-two-boundaries", list->span,
				"\"%.*s\" stands in another boundary already", SW_ARG(ids.v[i]));
		else
			drawn->inside = box;
	}
}

/* Cuts each ring of boundaries that contain each other. */
static void cut_rings(struct sw_threagile_reader *reader) {
	size_t count = reader->diagram->elements.n;
	uint32_t *seen = SW_NEW_ARRAY(reader->arena, uint32_t, count); /* the walk that came by */
	for (size_t i = 0; i < count; i++)
		for (int32_t at = (int32_t)i; at >= 0 && (seen[at] == 0 || seen[at] == i + 1); ) {
			struct sw_drawn *drawn = &reader->diagram->elements.v[at];
			seen[at] = (uint32_t)i + 1;
			if (drawn->inside >= 0 && seen[drawn->inside] == i + 1) {
				sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-boundary-ring", drawn->at,
					"the boundary \"%.*s\" stands inside itself", SW_ARG(drawn->id));
				drawn->inside = -1;
			}
			at = drawn->inside;
		}
}

static void nest(struct sw_threagile_reader *reader) {
	for (size_t i = 0; i < reader->diagram->elements.n; i++) {
		const struct sw_drawn *drawn = &reader->diagram->elements.v[i];
		if (drawn->kind != SW_DRAWN_BOX)
			continue;
		const struct sw_node *map = ((const struct sw_member *)drawn->origin)->value;
		fill(reader, (int32_t)i, sw_threagile_get(map, "technical_assets_inside"), false);
		fill(reader, (int32_t)i, sw_threagile_get(map, "trust_boundaries_nested"), true);
	}
	cut_rings(reader);
}

static void read_link(struct sw_threagile_reader *reader, uint32_t from, const struct sw_member *member) {
	const struct sw_node *map = member->value;
	struct sw_str source = reader->diagram->elements.v[from].id, target = sw_threagile_string(map, "target");
	struct sw_str protocol = sw_threagile_string(map, "protocol"), id;
	int32_t to = number_of(&reader->elements, target);
	if (to >= 0 && reader->diagram->elements.v[to].kind == SW_DRAWN_BOX)
		to = -1;
	if (to < 0)
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-dangling-reference", sw_threagile_at(member),
			"no technical asset has the id \"%.*s\"", SW_ARG(target));
	id = sw_threagile_link_id(reader->arena, source, sw_str_trim(member->key));
	if (sw_map_get(&reader->elements, id)) {
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "threagile-duplicate-id", sw_threagile_at(member),
			"another link of this asset has the id \"%.*s\"", SW_ARG(id));
		id = sw_arena_printf(reader->arena, "%.*s#%zu", SW_ARG(id), reader->diagram->elements.n);
	}
	sw_map_put(reader->arena, &reader->elements, id, (void *)(uintptr_t)(reader->diagram->elements.n + 1));
	struct sw_drawn *flow = sw_push(reader->arena, &reader->diagram->elements);
	*flow = (struct sw_drawn){.kind = SW_DRAWN_FLOW, .id = id, .name = sw_str_trim(member->key), .type = protocol,
		.description = sw_threagile_string(map, "description"), .from = (int32_t)from, .to = to, .protocol = protocol,
		.encrypted = sw_threagile_encrypts(protocol), .inside = -1, .trust = -1, .origin = member, .at = sw_threagile_at(member)};
	add_tags(reader, flow, map);
	add_asset_ids(reader, flow, sw_threagile_get(map, "data_assets_sent"));
	add_asset_ids(reader, flow, sw_threagile_get(map, "data_assets_received"));
	add_properties(reader, flow, map, "target description protocol tags");
}

static void read_links(struct sw_threagile_reader *reader) {
	size_t count = reader->diagram->elements.n;
	for (size_t i = 0; i < count; i++) {
		const struct sw_drawn *drawn = &reader->diagram->elements.v[i];
		if (drawn->kind == SW_DRAWN_BOX)
			continue;
		const struct sw_node *links = sw_threagile_get(((const struct sw_member *)drawn->origin)->value, "communication_links");
		if (links && links->kind != SW_NODE_MAP && links->kind != SW_NODE_NULL)
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-wrong-type", links->span,
				"communication_links must be a map of titles");
		for (uint32_t n = 0; sw_node_is(links, SW_NODE_MAP) && n < links->count; n++)
			if (sw_node_is(links->members[n].value, SW_NODE_MAP))
				read_link(reader, (uint32_t)i, &links->members[n]);
			else
				sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-wrong-type", links->members[n].key_span,
					"a communication link must be a map of members");
	}
}

/* What runs on one runtime is said beside each asset; the runtimes themselves are kept with the document. */
static void read_runtime(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map) {
	const struct sw_node *list = sw_threagile_get(map, "technical_assets_running");
	sw_node_strings ids = {0};
	sw_node_strings_of(reader->arena, list, &ids);
	for (size_t i = 0; i < ids.n; i++) {
		int32_t number = number_of(&reader->elements, ids.v[i]);
		if (number < 0 || reader->diagram->elements.v[number].kind == SW_DRAWN_BOX)
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-dangling-reference", list->span,
				"no technical asset has the id \"%.*s\"", SW_ARG(ids.v[i]));
		else
			*sw_push(reader->arena, &reader->diagram->elements.v[number].extras) =
				(struct sw_drawn_extra){SW_S("shared_runtime"), sw_str_trim(member->key)};
	}
}

static void read_head(struct sw_threagile_reader *reader) {
	struct sw_drawing *drawing = reader->drawing;
	const struct sw_node *root = reader->root, *people = sw_threagile_get(root, "contributors");
	drawing->name = sw_threagile_string(root, "title");
	drawing->version = sw_threagile_string(root, "threagile_version");
	drawing->owner = sw_threagile_string(sw_threagile_get(root, "author"), "name");
	drawing->description = sw_threagile_string(sw_threagile_get(root, "application_description"), "description");
	if (!drawing->description.n)
		drawing->description = sw_threagile_string(sw_threagile_get(root, "business_overview"), "description");
	sw_node_strings names = {0};
	for (uint32_t i = 0; sw_node_is(people, SW_NODE_LIST) && i < people->count; i++) {
		struct sw_str name = sw_threagile_string(people->items[i], "name");
		if (name.n)
			*sw_push(reader->arena, &names) = name;
	}
	drawing->contributors = sw_node_join(reader->arena, &names, ", ");
	const struct sw_node *includes = sw_threagile_get(root, "includes");
	if (includes && includes->kind != SW_NODE_NULL)
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "threagile-includes", includes->span, "included files are not read");
	sw_node_rest(reader->arena, SW_THREAGILE_DIALECT, &drawing->extras, root, "",
		"threagile_version title data_assets technical_assets trust_boundaries risk_tracking individual_risk_categories");
}

int sw_threagile_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, source, text, SW_THREAGILE_DIALECT, &stream, diags);
	if (stream.n == 0) {
		if (!sw_diags_failed(diags))
			sw_diag_add(diags, SW_DIAG_ERROR, "threagile-empty", (struct sw_span){source, 0, 0}, "the file holds no model");
		return -1;
	}
	const struct sw_node *root = stream.v[0].root;
	if (!sw_node_is(root, SW_NODE_MAP) || !(sw_threagile_get(root, "threagile_version") || sw_threagile_get(root, "technical_assets"))) {
		sw_diag_add(diags, SW_DIAG_ERROR, "threagile-not-a-model", root->span,
			"not a Threagile model: there is neither threagile_version nor technical_assets");
		return -1;
	}
	struct sw_drawn_diagram *diagram = sw_push(arena, &into->diagrams);
	struct sw_threagile_reader reader = {.arena = arena, .diags = diags, .drawing = into, .diagram = diagram, .root = root};
	into->format = "threagile";
	into->origin = root;
	read_head(&reader);
	*diagram = (struct sw_drawn_diagram){.id = SW_S("main"), .title = into->name, .zoom = 1};
	sw_threagile_each_of(&reader, root, "data_assets", read_data);
	sw_threagile_each_of(&reader, root, "technical_assets", read_asset);
	sw_threagile_each_of(&reader, root, "trust_boundaries", read_boundary);
	nest(&reader);
	read_links(&reader);
	sw_threagile_each_of(&reader, root, "shared_runtimes", read_runtime);
	sw_threagile_risks(&reader);
	return 0;
}
