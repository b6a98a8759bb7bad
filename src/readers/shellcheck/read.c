#include "readers/shellcheck/read.h"
#include "base/utf8.h"
#include "formats/json.h"

enum {
	MESSAGE_BYTES = 500,
	MOST_CODE = 99999,
	MOST_COMMENTS = 4000, /* each is looked up from the start of its script */
};

/* The byte where column `column` of line `line` stands; what lies beyond the end of a line or of the text is its end. */
static size_t offset_of(struct sw_str text, int64_t line, int64_t column) {
	size_t at = 0;
	for (; line > 1; line--) {
		size_t newline = sw_str_find_byte(sw_str_from(text, at), '\n');
		if (newline == SW_NPOS)
			return text.n;
		at += newline + 1;
	}
	for (; column > 1 && at < text.n && text.p[at] != '\n'; column--)
		sw_utf8_next(text, &at, NULL);
	return at;
}

static uint32_t source_offset(const struct sw_shell_map *map, size_t at) {
	if (!map->n)
		return (uint32_t)at;
	size_t low = 0, high = map->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (map->v[middle].text_offset <= at)
			low = middle;
		else
			high = middle;
	}
	return map->v[low].source_offset + (uint32_t)(at - map->v[low].text_offset);
}

struct sw_span sw_shellcheck_place(const struct sw_shellcheck_script *script, int64_t line, int64_t column, int64_t end_line,
				   int64_t end_column) {
	const struct sw_step_body *body = script->step->body;
	size_t start = offset_of(script->text, line, column), end = offset_of(script->text, end_line, end_column);
	start = sw_shellcheck_body_offset(script, start);
	if (start == SW_NPOS || !body->text.n)
		return (struct sw_span){0};
	/* An end in what was put in, or before the start, adds nothing. */
	end = sw_shellcheck_body_offset(script, end);
	if (start >= body->text.n)
		start = body->text.n - 1;
	if (end == SW_NPOS || end <= start)
		end = start + 1;
	/* The last byte is mapped, not the end: that may stand behind a joined line. */
	struct sw_span step = script->step->at;
	struct sw_span at = {step.source, source_offset(&body->map, start), source_offset(&body->map, end - 1) + 1};
	/* The end of a heredoc that nothing ends is nowhere. */
	bool inside = step.start <= at.start && at.start < at.end && at.end <= step.end;
	return inside ? at : script->step->keyword;
}

static bool number(const struct sw_node *map, const char *key, int64_t least, int64_t most, int64_t *value) {
	const struct sw_node *node = sw_doc_get(map, key, SW_DIALECT_STRICT);
	if (!sw_node_is(node, SW_NODE_INT) || node->big || node->integer < least || node->integer > most)
		return false;
	*value = node->integer;
	return true;
}

static struct sw_str string(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_doc_get(map, key, SW_DIALECT_STRICT);
	return sw_node_is(node, SW_NODE_STRING) ? node->text : (struct sw_str){0};
}

static const char *level_of(struct sw_str name) {
	static const char *const levels[] = {"error", "warning", "info", "style"};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (sw_str_is(name, levels[i]))
			return levels[i];
	return NULL;
}

/* One line that no terminal acts upon. */
static struct sw_str one_line(struct sw_arena *arena, struct sw_str text) {
	char *p = sw_arena_alloc(arena, text.n * 3 + 1);
	size_t n = 0;
	for (size_t at = 0; at < text.n && n < MESSAGE_BYTES;) {
		uint32_t c = sw_utf8_next(text, &at, NULL);
		n += sw_utf8_put(p + n, sw_utf8_controls(c) ? ' ' : c);
	}
	return sw_str_trim(sw_str(p, n));
}

static bool read_comment(struct sw_arena *arena, const struct sw_node *comment, const struct sw_shellcheck_script *scripts,
			 uint32_t count, struct sw_str prefix, uint64_t first, struct sw_shellcheck_defects *defects) {
	int64_t line, column, end_line, end_column, code;
	struct sw_str file = string(comment, "file"), message = string(comment, "message");
	const char *level = level_of(string(comment, "level"));
	uint64_t named;
	if (!sw_str_starts(file, prefix) || !sw_str_to_u64(sw_str_from(file, prefix.n), &named) || named < first ||
	    named - first >= count || !level || !message.n || !number(comment, "code", 1000, MOST_CODE, &code) ||
	    !number(comment, "line", 1, UINT32_MAX, &line) || !number(comment, "column", 1, UINT32_MAX, &column) ||
	    !number(comment, "endLine", 1, UINT32_MAX, &end_line) || !number(comment, "endColumn", 1, UINT32_MAX, &end_column))
		return false;
	uint32_t script = (uint32_t)(named - first);
	struct sw_span at = sw_shellcheck_place(&scripts[script], line, column, end_line, end_column);
	if (!at.source)
		return true;
	*sw_push(arena, defects) = (struct sw_shellcheck_defect){script, {
		.at = at, .rule = sw_arena_printf(arena, "shellcheck:SC%u", (unsigned)code).p, .level = level,
		.message = one_line(arena, message)}};
	return true;
}

bool sw_shellcheck_read(struct sw_arena *arena, struct sw_str output, const struct sw_shellcheck_script *scripts,
			uint32_t count, struct sw_str prefix, uint64_t first, struct sw_shellcheck_defects *defects) {
	struct sw_diags diags = {.arena = arena};
	*defects = (struct sw_shellcheck_defects){0};
	const struct sw_node *top = sw_json_read_one(arena, 0, output, SW_DIALECT_STRICT, &diags);
	const struct sw_node *comments = sw_doc_get(top, "comments", SW_DIALECT_STRICT);
	if (!sw_node_is(comments, SW_NODE_LIST) || comments->count > MOST_COMMENTS || sw_diags_failed(&diags))
		return false;
	for (uint32_t i = 0; i < comments->count; i++)
		if (!read_comment(arena, comments->items[i], scripts, count, prefix, first, defects)) {
			*defects = (struct sw_shellcheck_defects){0};
			return false;
		}
	return true;
}
