#include "formats/yaml_write.h"
#include "readers/models/threagile/writer.h"

struct sw_str sw_threagile_written(const struct sw_threagile_writer *writer, struct sw_str id) {
	const struct sw_str *written = sw_map_get(&writer->ids, id);
	return written ? *written : (struct sw_str){0};
}

/* The tool takes letters, digits and dashes. */
static bool fit(struct sw_str id) {
	for (size_t i = 0; i < id.n; i++)
		if (!sw_is_alnum(id.p[i]) && id.p[i] != '-')
			return false;
	return id.n > 0;
}

struct sw_str sw_threagile_make_id(struct sw_threagile_writer *writer, struct sw_str id, struct sw_str name) {
	struct sw_str made = (writer->same && id.n) || fit(id) ? id : sw_node_dashed(writer->arena, name.n ? name : id);
	return sw_node_unique(writer->arena, &writer->taken, made.n ? made : SW_S("unnamed"), "-", "");
}

static void name_id(struct sw_threagile_writer *writer, struct sw_str id, struct sw_str name) {
	struct sw_str *written = SW_NEW(writer->arena, struct sw_str);
	*written = sw_threagile_make_id(writer, id, name);
	sw_map_put(writer->arena, &writer->ids, id, written);
}

void sw_threagile_entry(struct sw_threagile_writer *writer, struct sw_node *map, struct sw_map *titles, const struct sw_member *origin,
			struct sw_str title, struct sw_node *value) {
	struct sw_str key = origin && sw_str_eq(sw_str_trim(origin->key), title) ? origin->key : title.n ? title : SW_S("unnamed");
	sw_node_append(writer->arena, map, sw_node_unique(writer->arena, titles, key, " (", ")"), value);
}

void sw_threagile_put_map(struct sw_threagile_writer *writer, struct sw_node *root, const char *key, struct sw_node *map) {
	const struct sw_node *old = sw_threagile_get(root, key);
	if (map->count || (old && old->kind != SW_NODE_NULL))
		sw_node_put(writer->arena, root, key, map);
}

static void name_ids(struct sw_threagile_writer *writer) {
	for (size_t i = 0; i < writer->drawing->assets.n; i++)
		name_id(writer, writer->drawing->assets.v[i].id, writer->drawing->assets.v[i].name);
	/* Data and elements may share ids in this format, but a drawing that comes from another has one space for all. */
	if (writer->same)
		writer->taken = (struct sw_map){0};
	for (size_t d = 0; d < writer->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &writer->drawing->diagrams.v[d];
		bool placed = false;
		for (size_t i = 0; i < diagram->elements.n; i++) {
			if (sw_threagile_is_asset(&diagram->elements.v[i]) || diagram->elements.v[i].kind == SW_DRAWN_BOX)
				name_id(writer, diagram->elements.v[i].id, diagram->elements.v[i].name);
			placed |= diagram->elements.v[i].placed;
		}
		if (placed)
			sw_lost(writer->losses, "diagram", diagram->title, SW_S("the places on paper"), "Threagile draws its own diagrams");
		if (d > 0)
			sw_lost(writer->losses, "diagram", diagram->title, SW_S("that it is a diagram of its own"), "Threagile's model is one diagram");
	}
}

static void say_head(struct sw_threagile_writer *writer, struct sw_node *root) {
	struct sw_arena *arena = writer->arena;
	const struct sw_drawing *drawing = writer->drawing;
	sw_threagile_need(writer, !writer->same, root, "threagile_version", sw_node_text(arena, SW_S("1.0.0")));
	sw_node_say(arena, root, "title", drawing->name);
	sw_threagile_need(writer, !writer->same, root, "title", sw_node_text(arena, SW_S("")));
	struct sw_node *author = sw_node_copy(arena, sw_threagile_get(root, "author"), SW_THREAGILE_DIALECT);
	sw_node_say(arena, author, "name", drawing->owner);
	sw_threagile_need(writer, !writer->same, author, "name", sw_node_text(arena, SW_S("")));
	if (author->count)
		sw_node_put(arena, root, "author", author);
	const char *overview = sw_threagile_get(root, "application_description") || !sw_threagile_get(root, "business_overview")
		? "application_description" : "business_overview";
	if (sw_threagile_string(sw_threagile_get(root, overview), "description").n == 0 && sw_threagile_get(root, "business_overview"))
		overview = "business_overview";
	if (drawing->description.n || sw_threagile_get(root, overview)) {
		struct sw_node *map = sw_node_copy(arena, sw_threagile_get(root, overview), SW_THREAGILE_DIALECT);
		sw_node_say(arena, map, "description", drawing->description);
		sw_node_put(arena, root, overview, map);
	}
	sw_threagile_need(writer, !writer->same, root, "business_criticality", sw_node_text(arena, SW_S("important")));
	if (!writer->same && drawing->contributors.n) {
		struct sw_node *people = sw_node_make(arena, SW_NODE_LIST), *one = sw_node_make(arena, SW_NODE_MAP);
		sw_node_say(arena, one, "name", drawing->contributors);
		sw_node_add(arena, people, one);
		sw_node_put(arena, root, "contributors", people);
	}
}

/* What a first page of another format says and this one does not. */
static void lose_head(struct sw_threagile_writer *writer) {
	const struct sw_drawing *drawing = writer->drawing;
	const struct {
		struct sw_str text;
		const char *name;
	} texts[] = {{drawing->reviewer, "the reviewer"}, {drawing->assumptions, "the assumptions"},
		     {drawing->dependencies, "the external dependencies"}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].text.n)
			sw_lost(writer->losses, "model", (struct sw_str){0}, sw_str_of(texts[i].name), SW_THREAGILE_NO_PLACE);
	for (size_t i = 0; i < drawing->assumed.n; i++)
		sw_lost(writer->losses, "assumption", drawing->assumed.v[i].text, SW_S("all of it"), SW_THREAGILE_NO_PLACE);
	for (size_t i = 0; i < drawing->notes.n; i++)
		sw_lost(writer->losses, "note", drawing->notes.v[i].text, SW_S("all of it"), SW_THREAGILE_NO_PLACE);
	for (size_t i = 0; i < drawing->extras.n; i++)
		sw_lost(writer->losses, "model", (struct sw_str){0}, drawing->extras.v[i].key, SW_THREAGILE_NO_PLACE);
	if (drawing->template)
		sw_lost(writer->losses, "model", (struct sw_str){0}, SW_S("the template"), SW_THREAGILE_NO_PLACE);
}

static void say_tags_available(struct sw_threagile_writer *writer, struct sw_node *root) {
	sw_node_strings tags = {0};
	struct sw_map seen = {0};
	sw_node_strings_of(writer->arena, sw_threagile_get(root, "tags_available"), &tags);
	for (size_t i = 0; i < tags.n; i++)
		sw_map_put(writer->arena, &seen, tags.v[i], writer);
	for (size_t i = 0; i < writer->used.n && !writer->same; i++)
		if (!sw_map_get(&seen, writer->used.v[i]))
			*sw_push(writer->arena, &tags) = writer->used.v[i];
	sw_node_say_all(writer->arena, root, "tags_available", tags.v, tags.n);
	sw_threagile_need(writer, !writer->same, root, "tags_available", sw_node_make(writer->arena, SW_NODE_LIST));
}

int sw_threagile_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	static const char *const maps[] = {"data_assets", "technical_assets", "trust_boundaries", "shared_runtimes"};
	struct sw_threagile_writer writer = {.arena = arena, .losses = losses, .drawing = drawing,
		.same = drawing->format && strcmp(drawing->format, "threagile") == 0};
	struct sw_node *root = sw_node_copy(arena, writer.same ? drawing->origin : NULL, SW_THREAGILE_DIALECT);
	if (!writer.same)
		lose_head(&writer);
	name_ids(&writer);
	say_head(&writer, root);
	sw_threagile_put_map(&writer, root, maps[0], sw_threagile_write_data(&writer));
	sw_threagile_put_map(&writer, root, maps[1], sw_threagile_write_assets(&writer));
	sw_threagile_put_map(&writer, root, maps[2], sw_threagile_write_boundaries(&writer));
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		sw_threagile_need(&writer, !writer.same, root, maps[i], sw_node_make(arena, SW_NODE_MAP));
	say_tags_available(&writer, root);
	sw_threagile_write_risks(&writer, root);
	struct sw_yaml_out yaml = {.out = out};
	sw_yaml_out_node(&yaml, root);
	return out->failed ? -1 : 0;
}
