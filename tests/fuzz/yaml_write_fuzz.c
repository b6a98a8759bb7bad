/* Any bytes as keys and values: what the YAML writer makes of them is read back as the same strings by readers of both
 * versions of YAML. */
#include "base/utf8.h"
#include "formats/yaml.h"
#include "formats/yaml_write.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writers replace what is not UTF-8, so only the rest can come back the same. */
static bool is_utf8(struct sw_str s) {
	bool bad = false;
	for (size_t at = 0; at < s.n;)
		sw_utf8_next(s, &at, &bad);
	return !bad;
}

static void write_all(struct sw_yaml_out *yaml, struct sw_str key, struct sw_str value) {
	sw_yaml_out_open_map(yaml);
	sw_yaml_out_key(yaml, "list");
	sw_yaml_out_open_list(yaml);
	sw_yaml_out_string(yaml, value);
	sw_yaml_out_open_map(yaml);
	sw_yaml_out_key_str(yaml, key);
	sw_yaml_out_string(yaml, value);
	sw_yaml_out_close_map(yaml);
	sw_yaml_out_open_list(yaml);
	sw_yaml_out_string(yaml, key);
	sw_yaml_out_open_map(yaml);
	sw_yaml_out_close_map(yaml);
	sw_yaml_out_close_list(yaml);
	sw_yaml_out_close_list(yaml);
	sw_yaml_out_key(yaml, "map");
	sw_yaml_out_open_map(yaml);
	sw_yaml_out_key_str(yaml, key);
	sw_yaml_out_open_list(yaml);
	sw_yaml_out_close_list(yaml);
	sw_yaml_out_close_map(yaml);
	sw_yaml_out_close_map(yaml);
}

static void check_string(const struct sw_node *node, struct sw_str want) {
	assert(node->kind == SW_NODE_STRING && sw_str_eq(node->text, want));
}

static void check_all(const struct sw_node *root, struct sw_str key, struct sw_str value) {
	assert(root->kind == SW_NODE_MAP && root->count == 2);
	const struct sw_node *list = root->members[0].value, *map = root->members[1].value;
	assert(list->kind == SW_NODE_LIST && list->count == 3 && map->kind == SW_NODE_MAP && map->count == 1);
	check_string(list->items[0], value);
	assert(list->items[1]->kind == SW_NODE_MAP && sw_str_eq(list->items[1]->members[0].key, key));
	check_string(list->items[1]->members[0].value, value);
	check_string(list->items[2]->items[0], key);
	assert(list->items[2]->items[1]->kind == SW_NODE_MAP && list->items[2]->items[1]->count == 0);
	assert(sw_str_eq(map->members[0].key, key) && map->members[0].value->kind == SW_NODE_LIST);
}

static void read_back(struct sw_str text, struct sw_str key, struct sw_str value, enum sw_dialect dialect) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(&arena, 1, text, dialect, &stream, &diags);
	assert(diags.n == 0 && stream.n == 1);
	check_all(stream.v[0].root, key, value);
	sw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	size_t split = size ? data[0] : 0;
	struct sw_str all = sw_str_from((struct sw_str){(const char *)data, size}, 1);
	struct sw_str key = sw_str_sub(all, 0, split), value = sw_str_from(all, key.n);
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	struct sw_yaml_out yaml = {.out = &out};
	write_all(&yaml, key, value);
	if (!is_utf8(key) || !is_utf8(value))
		return 0;
	read_back(sw_out_text(&out), key, value, SW_DIALECT_KUBECTL);
	read_back(sw_out_text(&out), key, value, SW_DIALECT_COMPOSE);
	return 0;
}
