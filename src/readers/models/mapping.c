#include "readers/models/mapping.h"
#include "formats/yaml.h"

struct mapping_reader {
	struct sw_arena *arena;
	struct sw_mapping *mapping;
	struct sw_diags *diags;
};

static void complain(struct mapping_reader *reader, struct sw_span at, const char *why) {
	sw_diag_add(reader->diags, SW_DIAG_ERROR, "model-mapping", at, "%s", why);
}

static void add_pair(struct mapping_reader *reader, const struct sw_member *member, const struct sw_node *found) {
	if (!sw_node_is_scalar(found) || !found->text.n)
		complain(reader, found->span, "the name or id of what was found is wanted");
	else
		*sw_push(reader->arena, &reader->mapping->elements) =
			(struct sw_mapped){.drawn = member->key, .found = found->text, .drawn_at = member->key_span, .at = found->span};
}

static void read_pairs(struct mapping_reader *reader, const struct sw_node *map) {
	if (!sw_node_is(map, SW_NODE_MAP)) {
		complain(reader, map->span, "'elements' wants a map from drawn names to found ones");
		return;
	}
	for (uint32_t i = 0; i < map->count; i++) {
		const struct sw_member *member = &map->members[i];
		if (!sw_node_is(member->value, SW_NODE_LIST))
			add_pair(reader, member, member->value);
		for (uint32_t k = 0; sw_node_is(member->value, SW_NODE_LIST) && k < member->value->count; k++)
			add_pair(reader, member, member->value->items[k]);
	}
}

static void read_names(struct mapping_reader *reader, const struct sw_node *list, bool drawn) {
	if (!sw_node_is(list, SW_NODE_LIST)) {
		complain(reader, list->span, "a list of names is wanted");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		struct sw_mapped_name name = {list->items[i]->text, list->items[i]->span};
		if (!sw_node_is_scalar(list->items[i]) || !name.name.n)
			complain(reader, list->items[i]->span, "a name is wanted");
		else if (drawn)
			*sw_push(reader->arena, &reader->mapping->not_found) = name;
		else
			*sw_push(reader->arena, &reader->mapping->not_drawn) = name;
	}
}

void sw_mapping_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_mapping *mapping, struct sw_diags *diags) {
	struct mapping_reader reader = {arena, mapping, diags};
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, source, text, SW_DIALECT_COMPOSE, &stream, diags);
	if (!stream.n)
		return;
	const struct sw_node *root = stream.v[0].root;
	if (!sw_node_is(root, SW_NODE_MAP)) {
		complain(&reader, root->span, "a mapping is a map with elements, not-found, not-drawn");
		return;
	}
	for (uint32_t i = 0; i < root->count; i++) {
		const struct sw_member *member = &root->members[i];
		if (sw_str_is(member->key, "elements"))
			read_pairs(&reader, member->value);
		else if (sw_str_is(member->key, "not-found") || sw_str_is(member->key, "not-drawn"))
			read_names(&reader, member->value, sw_str_is(member->key, "not-found"));
		else
			complain(&reader, member->key_span, "a mapping has elements, not-found and not-drawn, and nothing else");
	}
}
