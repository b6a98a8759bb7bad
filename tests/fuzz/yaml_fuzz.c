/* Any bytes may be given to the YAML reader under any dialect and any cap of memory: every span lies inside the text, the
 * tree is no deeper than its limit, and comments are where a '#' is. */
#include "base/limits.h"
#include "formats/json_write.h"
#include "formats/yaml.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct sw_span span, size_t size) {
	assert(span.source == 1 && span.start <= span.end && span.end <= size);
}

static void check_tree(const struct sw_node *node, size_t size, int depth) {
	assert(depth <= SW_LIMIT_DOCUMENT_DEPTH);
	check_span(node->span, size);
	if (node->alias.source)
		check_span(node->alias, size);
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++)
		check_tree(node->items[i], size, depth + 1);
	for (uint32_t i = 0; node->kind == SW_NODE_MAP && i < node->count; i++) {
		check_span(node->members[i].key_span, size);
		check_tree(node->members[i].value, size, depth + 1);
	}
}

static void check_comments(struct sw_arena *arena, struct sw_str text) {
	struct sw_yaml_comments comments = {0};
	sw_yaml_comments(arena, 1, text, &comments);
	uint32_t end = 0;
	for (size_t i = 0; i < comments.n; i++) {
		check_span(comments.v[i].span, text.n);
		assert(comments.v[i].span.start >= end && text.p[comments.v[i].span.start] == '#');
		end = comments.v[i].span.end;
	}
}

static void check_stream(const struct sw_yaml_stream *stream, size_t size, enum sw_dialect dialect) {
	for (size_t i = 0; i < stream->n; i++) {
		assert(stream->v[i].root && (i == 0 || stream->v[i].index > stream->v[i - 1].index));
		check_tree(stream->v[i].root, size, 0);
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		sw_json_canonical(&out, stream->v[i].root, dialect);
		assert(!out.failed);
	}
}

static void read_under_cap(struct sw_str text, enum sw_dialect dialect, size_t cap) {
	struct sw_arena arena;
	sw_arena_init(&arena, cap);
	struct sw_diags diags = {.arena = &arena};
	struct sw_yaml_stream stream = {0};
	struct sw_arena_catch catch;
	if (SW_ARENA_TRY(&arena, &catch)) {
		sw_yaml_read(&arena, 1, text, dialect, &stream, &diags);
		check_comments(&arena, text);
		sw_arena_leave(&arena, &catch);
		check_stream(&stream, text.n, dialect);
		for (size_t i = 0; i < diags.n; i++)
			check_span(diags.v[i].at, text.n);
	}
	sw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = {(const char *)data, size};
	unsigned last = size ? data[size - 1] : 0;
	read_under_cap(text, (enum sw_dialect)(last % 4), (size_t)1 << 28);
	read_under_cap(text, SW_DIALECT_KUBECTL, (size_t)(last + 1) * 1024);
	return 0;
}
