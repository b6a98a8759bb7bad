#include "readers/compose/words.h"
#include "base/utf8.h"

struct splitter {
	struct sw_arena *arena;
	struct sw_compose_words words;
	struct sw_compose_text word;
	bool started; /* a word is open, be it an empty one in quotes */
	bool single_quoted, double_quoted, back_quoted, in_dollar;
};

static void add(struct splitter *s, char c) {
	s->started = true;
	sw_compose_text_add(s->arena, &s->word, sw_str(&c, 1));
}

static void end_word(struct splitter *s) {
	if (s->started)
		*sw_push(s->arena, &s->words) = sw_arena_str(s->arena, sw_str(s->word.v, s->word.n));
	s->word.n = 0;
	s->started = false;
}

static bool quoted(const struct splitter *s) {
	return s->single_quoted || s->double_quoted || s->back_quoted || s->in_dollar;
}

/* A byte that has no backslash before it; false ends the line. */
static bool take(struct splitter *s, char c) {
	if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
		if (quoted(s))
			add(s, c);
		else
			end_word(s);
		return true;
	}
	if (c == '\'' && !s->double_quoted && !s->in_dollar) {
		s->started = true;
		s->single_quoted = !s->single_quoted;
		return true;
	}
	if (c == '"' && !s->single_quoted && !s->in_dollar) {
		s->started = true;
		s->double_quoted = !s->double_quoted;
		return true;
	}
	bool plain = !s->single_quoted && !s->double_quoted && !s->back_quoted;
	if (c == '`' && !s->single_quoted && !s->double_quoted && !s->in_dollar)
		s->back_quoted = !s->back_quoted;
	if (c == ')' && plain)
		s->in_dollar = !s->in_dollar;
	if (c == '(' && plain) {
		if (s->in_dollar || !s->word.n || s->word.v[s->word.n - 1] != '$') {
			s->words.malformed = true;
			return false;
		}
		s->in_dollar = true;
	}
	if (strchr(";&|<>", c) && c && !quoted(s))
		return false;
	add(s, c);
	return true;
}

struct sw_compose_words sw_compose_words_split(struct sw_arena *arena, struct sw_str line) {
	struct splitter s = {.arena = arena, .words.cut = SW_NPOS};
	bool escaped = false;
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		if (escaped) {
			add(&s, c == 't' ? '\t' : c == 'n' ? '\n' : c);
			escaped = false;
		} else if (c == '\\' && !s.single_quoted) {
			escaped = true;
		} else if (!take(&s, c)) {
			s.words.cut = s.words.malformed ? SW_NPOS : i;
			break;
		}
	}
	end_word(&s);
	s.words.malformed |= escaped || quoted(&s);
	return s.words;
}

static void add_json(struct sw_arena *arena, struct sw_compose_text *out, struct sw_str s) {
	sw_compose_text_add(arena, out, SW_S("\""));
	for (size_t at = 0; at < s.n;) {
		size_t start = at;
		bool bad = false;
		uint32_t c = sw_utf8_next(s, &at, &bad);
		if (bad)
			sw_compose_text_add(arena, out, SW_S("\xef\xbf\xbd"));
		else if (c == '"' || c == '\\')
			sw_compose_text_add(arena, out, sw_str((const char[]){'\\', (char)c}, 2));
		else if (c == '\n')
			sw_compose_text_add(arena, out, SW_S("\\n"));
		else if (c < 0x20 || c == 0x7f)
			sw_compose_text_add(arena, out, sw_arena_printf(arena, "\\u%04x", (unsigned)c));
		else
			sw_compose_text_add(arena, out, sw_str_sub(s, start, at - start));
	}
	sw_compose_text_add(arena, out, SW_S("\""));
}

struct sw_str sw_compose_words_json(struct sw_arena *arena, const struct sw_str *words, size_t n) {
	struct sw_compose_text out = {0};
	sw_compose_text_add(arena, &out, SW_S("["));
	for (size_t i = 0; i < n; i++) {
		if (i)
			sw_compose_text_add(arena, &out, SW_S(","));
		add_json(arena, &out, words[i]);
	}
	sw_compose_text_add(arena, &out, SW_S("]"));
	return sw_str(out.v, out.n);
}
