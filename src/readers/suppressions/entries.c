#include "readers/suppressions/entries.h"
#include "formats/yaml.h"
#include "readers/suppressions/words.h"

const struct sw_node *entry_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, source, text, SW_DIALECT_COMPOSE, &stream, diags);
	return stream.n && sw_node_is(stream.v[0].root, SW_NODE_MAP) ? stream.v[0].root : NULL;
}

struct sw_text_at entry_text(const struct sw_node *node) {
	return sw_node_is_scalar(node) ? (struct sw_text_at){node->text, node->span} : (struct sw_text_at){0};
}

void entry_texts(struct sw_arena *arena, const struct sw_node *node, sw_texts *texts) {
	if (sw_node_is(node, SW_NODE_LIST)) {
		for (uint32_t i = 0; i < node->count; i++)
			if (sw_node_is_scalar(node->items[i]))
				*sw_push(arena, texts) = entry_text(node->items[i]);
	} else if (sw_node_is_scalar(node)) {
		struct sw_str list = node->text;
		for (struct sw_str item; word_item(&list, &item);)
			if (item.n)
				*sw_push(arena, texts) = (struct sw_text_at){item, node->span};
	}
}

struct sw_node *entry_get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_COMPOSE);
}
