/* Reads texts of TOML from the standard input, each as "LENGTH\n" and that many bytes, and prints a line for each: what it
 * holds as JSON, every scalar as a text that begins with its kind, or "null" when it is refused. */
#include "base/err.h"
#include "base/file.h"
#include "formats/json_write.h"
#include "formats/toml.h"
#include <stdio.h>
#include <stdlib.h>

static void write_scalar(struct sw_arena *arena, struct sw_json *json, const struct sw_node *node) {
	struct sw_str text = node->text;
	if (node->kind == SW_NODE_BOOL)
		text = node->integer ? SW_S("b true") : SW_S("b false");
	else if (node->kind == SW_NODE_INT)
		text = node->big ? SW_S("i big") : sw_arena_printf(arena, "i %lld", (long long)node->integer);
	else if (node->kind == SW_NODE_FLOAT)
		text = sw_arena_printf(arena, "f %.17g", node->number);
	else
		text = sw_arena_join(arena, node->style == SW_STYLE_PLAIN ? SW_S("d ") : SW_S("s "), text);
	sw_json_string(json, text);
}

static void write_node(struct sw_arena *arena, struct sw_json *json, const struct sw_node *node) {
	if (node->kind == SW_NODE_MAP) {
		sw_json_open_map(json);
		for (uint32_t i = 0; i < node->count; i++) {
			sw_json_key_str(json, node->members[i].key);
			write_node(arena, json, node->members[i].value);
		}
		sw_json_close_map(json);
	} else if (node->kind == SW_NODE_LIST) {
		sw_json_open_list(json);
		for (uint32_t i = 0; i < node->count; i++)
			write_node(arena, json, node->items[i]);
		sw_json_close_list(json);
	} else {
		write_scalar(arena, json, node);
	}
}

static void write_text(struct sw_out *out, struct sw_str text) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	struct sw_json json = {.out = out};
	const struct sw_node *root = sw_toml_read(&arena, 1, text, &diags);
	if (root)
		write_node(&arena, &json, root);
	else
		sw_json_null(&json);
	sw_out_byte(out, '\n');
	sw_arena_free(&arena);
}

int main(void) {
	SW_CLEANUP_OUT struct sw_out out;
	size_t length;
	sw_out_init(&out, 1);
	while (scanf("%zu", &length) == 1 && getchar() == '\n') {
		char *bytes = malloc(length + 1);
		if (!bytes || fread(bytes, 1, length, stdin) != length)
			return 1;
		write_text(&out, sw_str(bytes, length));
		free(bytes);
	}
	return sw_out_flush(&out, NULL) ? 1 : 0;
}
