/* Any bytes may be given to the JSON reader: every span lies inside the text, and what was read is written in a form that
 * reads back the same. */
#include "formats/json.h"
#include "formats/json_write.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct sw_span span, size_t size) {
	assert(span.source == 1 && span.start <= span.end && span.end <= size);
}

static void check_tree(const struct sw_node *node, size_t size) {
	check_span(node->span, size);
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++)
		check_tree(node->items[i], size);
	for (uint32_t i = 0; node->kind == SW_NODE_MAP && i < node->count; i++) {
		check_span(node->members[i].key_span, size);
		check_tree(node->members[i].value, size);
	}
}

static void read_again(const struct sw_node *root, enum sw_dialect dialect) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	SW_CLEANUP_OUT struct sw_out first, second;
	sw_out_init(&first, -1);
	sw_out_init(&second, -1);
	sw_json_canonical(&first, root, dialect);
	struct sw_node *again = sw_json_read_one(&arena, 1, sw_out_text(&first), SW_DIALECT_STRICT, &diags);
	assert(again && diags.n == 0);
	sw_json_canonical(&second, again, dialect);
	assert(sw_str_eq(sw_out_text(&first), sw_out_text(&second)));
	sw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	enum sw_dialect dialect = size ? (enum sw_dialect)(data[size - 1] % 4) : SW_DIALECT_STRICT;
	struct sw_str text = {(const char *)data, size};
	const struct sw_node *node;
	size_t at = 0, before = 0;
	while ((node = sw_json_read(&arena, 1, text, &at, dialect, &diags))) {
		assert(at > before && at <= size);
		before = at;
		check_tree(node, size);
		read_again(node, dialect);
	}
	assert(at <= size && (at == size || sw_diags_failed(&diags)));
	for (size_t i = 0; i < diags.n; i++)
		check_span(diags.v[i].at, size);
	sw_arena_free(&arena);
	return 0;
}
