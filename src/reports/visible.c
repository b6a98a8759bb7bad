#include "reports/visible.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "reports/markup.h"

struct visible {
	struct sw_arena *arena;
	SW_VEC(char) out;
};

static void add(struct visible *visible, struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		*sw_push(visible->arena, &visible->out) = text.p[i];
}

static bool is_plain(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] > '~')
			return false;
	return true;
}

struct sw_str sw_report_visible(struct sw_arena *arena, struct sw_str text) {
	struct visible visible = {.arena = arena};
	if (is_plain(text))
		return text;
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		bool bad = false;
		uint32_t c = sw_utf8_next(text, &at, &bad);
		if (bad)
			add(&visible, SW_S("\xef\xbf\xbd"));
		else if (c == '\n' || c == '\t')
			add(&visible, SW_S(" "));
		else if (sw_markup_hidden(c))
			add(&visible, sw_arena_printf(arena, "[U+%04X]", c));
		else
			add(&visible, sw_str_sub(text, start, at - start));
	}
	return sw_str(visible.out.v, visible.out.n);
}
