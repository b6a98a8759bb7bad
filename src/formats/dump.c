#include "formats/dump.h"
#include "formats/json.h"
#include "formats/json_write.h"
#include "formats/yaml.h"

struct dump {
	struct sw_out *out;
	struct sw_arena *arena;
	enum sw_dialect dialect;
	struct sw_diags *diags;
};

static void write_line(const struct dump *dump, const struct sw_node *node) {
	sw_json_canonical(dump->out, node, dump->dialect);
	sw_out_byte(dump->out, '\n');
}

static struct sw_node *get(const struct sw_node *object, const char *key) {
	return sw_doc_get(object, key, SW_DIALECT_KUBECTL);
}

static bool is_list(const struct sw_node *object) {
	return sw_node_is(get(object, "items"), SW_NODE_LIST);
}

/* `item` with kind and apiVersion of the list it stands in, where it has neither. */
static const struct sw_node *typed_item(const struct dump *dump, const struct sw_node *list, const struct sw_node *item) {
	struct sw_node *kind = get(list, "kind"), *version = get(list, "apiVersion");
	if (item->kind != SW_NODE_MAP || get(item, "kind") || get(item, "apiVersion") || !sw_node_is(kind, SW_NODE_STRING) ||
	    !sw_str_ends(kind->text, SW_S("List")) || !version)
		return item;
	struct sw_node *name = SW_NEW(dump->arena, struct sw_node), *typed = SW_NEW(dump->arena, struct sw_node);
	*name = *kind;
	name->text = sw_str_sub(kind->text, 0, kind->text.n - 4);
	*typed = *item;
	typed->members = SW_NEW_ARRAY(dump->arena, struct sw_member, (size_t)item->count + 2);
	if (item->count)
		memcpy(typed->members, item->members, item->count * sizeof *item->members);
	typed->members[typed->count++] = (struct sw_member){.key = SW_S("apiVersion"), .value = version};
	typed->members[typed->count++] = (struct sw_member){.key = SW_S("kind"), .value = name};
	return typed;
}

static void write_object(const struct dump *dump, const struct sw_node *object) {
	if (object->kind == SW_NODE_NULL)
		return;
	if (!is_list(object)) {
		write_line(dump, object);
		return;
	}
	const struct sw_node *items = get(object, "items");
	for (uint32_t i = 0; i < items->count; i++) {
		if (is_list(items->items[i])) {
			sw_diag_add(dump->diags, SW_DIAG_ERROR, "kubernetes-list-in-list", items->items[i]->span,
				    "a list cannot be an item of a list");
			return;
		}
		write_line(dump, typed_item(dump, object, items->items[i]));
	}
}

void sw_dump_json(struct sw_out *out, struct sw_arena *arena, uint32_t source, struct sw_str text,
		  enum sw_dialect dialect, struct sw_diags *diags) {
	struct dump dump = {out, arena, dialect, diags};
	const struct sw_node *node;
	for (size_t at = 0; (node = sw_json_read(arena, source, text, &at, dialect, diags));)
		write_line(&dump, node);
}

void sw_dump_yaml(struct sw_out *out, struct sw_arena *arena, uint32_t source, struct sw_str text,
		  enum sw_dialect dialect, struct sw_diags *diags) {
	struct dump dump = {out, arena, dialect, diags};
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, source, text, dialect, &stream, diags);
	for (size_t i = 0; i < stream.n; i++) {
		if (dialect == SW_DIALECT_KUBECTL)
			write_object(&dump, stream.v[i].root);
		else
			write_line(&dump, stream.v[i].root);
	}
}
