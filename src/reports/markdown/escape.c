#include "reports/markdown/escape.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "reports/visible.h"

SW_VEC_TYPE(bytes, char);

static void add(struct sw_arena *arena, struct bytes *out, struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		*sw_push(arena, out) = text.p[i];
}

/* What hosts look for in the finished text, where a backslash is gone already. */
static bool begins_reference(char c) {
	return c == '@' || c == '#' || c == '!' || c == '$' || c == '~' || c == '%' || c == '&' || c == '^';
}

/* "http://" and "www." become links only as they stand. */
static bool is_marked(struct sw_str text, size_t at) {
	char c = text.p[at];
	if (c == ':')
		return sw_str_starts(sw_str_from(text, at + 1), SW_S("/"));
	if (c == '.')
		return at >= 3 && sw_str_is_nocase(sw_str_sub(text, at - 3, 3), "www");
	return strchr("\\`*_{}[]()<>|", c) != NULL || begins_reference(c);
}

struct sw_str sw_markdown_text(struct sw_arena *arena, struct sw_str text, size_t most) {
	struct bytes out = {0};
	text = sw_report_visible(arena, text);
	for (size_t at = 0, shown = 0; at < text.n; shown++) {
		size_t start = at;
		(void)sw_utf8_next(text, &at, NULL);
		if (shown == most) {
			add(arena, &out, SW_S("…"));
			break;
		}
		if (at - start == 1 && is_marked(text, start))
			*sw_push(arena, &out) = '\\';
		add(arena, &out, sw_str_sub(text, start, at - start));
		if (begins_reference(text.p[start]))
			add(arena, &out, SW_S("&#8203;"));
	}
	return sw_str(out.v, out.n);
}

static size_t longest_run(struct sw_str text, char c) {
	size_t longest = 0;
	for (size_t i = 0, run = 0; i < text.n; i++) {
		run = text.p[i] == c ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

struct sw_str sw_markdown_code(struct sw_arena *arena, struct sw_str text) {
	struct bytes out = {0};
	text = sw_report_visible(arena, text);
	size_t ticks = longest_run(text, '`');
	for (size_t i = 0; i <= ticks; i++)
		*sw_push(arena, &out) = '`';
	if (ticks)
		*sw_push(arena, &out) = ' ';
	add(arena, &out, text);
	if (ticks)
		*sw_push(arena, &out) = ' ';
	for (size_t i = 0; i <= ticks; i++)
		*sw_push(arena, &out) = '`';
	return sw_str(out.v, out.n);
}
