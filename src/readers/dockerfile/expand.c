#include "base/limits.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/lex.h"
#include <stdarg.h>

bool sw_lex_fail(struct sw_lex *lex, const char *format, ...) {
	if (!lex->error.p) {
		va_list args;
		va_start(args, format);
		lex->error = sw_arena_vprintf(lex->arena, format, args);
		va_end(args);
	}
	return false;
}

bool sw_lex_put(struct sw_lex *lex, struct sw_lex_buffer *buffer, struct sw_str s) {
	if (s.n > lex->limit - buffer->n)
		return sw_lex_fail(lex, "expands to more than %zu bytes", lex->limit);
	if (s.n > buffer->cap - buffer->n) {
		size_t cap = (buffer->n + s.n) * 2 + 16;
		buffer->p = sw_arena_grow(lex->arena, buffer->p, buffer->cap, cap);
		buffer->cap = cap;
	}
	if (s.n)
		memcpy(buffer->p + buffer->n, s.p, s.n);
	buffer->n += s.n;
	return true;
}

struct sw_str sw_lex_text(const struct sw_lex_buffer *buffer) {
	return sw_str(buffer->p, buffer->n);
}

static void end_word(struct sw_lex *lex, struct sw_lex_words *words) {
	if (lex->word.n == 0)
		return;
	*sw_push(lex->arena, &words->list) = sw_arena_str(lex->arena, sw_lex_text(&lex->word));
	lex->word.n = 0;
	words->in_word = false;
}

static bool add_raw(struct sw_lex *lex, struct sw_lex_words *words, struct sw_str s) {
	words->in_word = true;
	return sw_lex_put(lex, &lex->word, s);
}

/* Adds text whose white space separates words. */
static bool add_split(struct sw_lex *lex, struct sw_lex_words *words, struct sw_str s) {
	for (size_t at = 0; at < s.n;) {
		size_t from = at, space = 0;
		while (at < s.n && (space = sw_unicode_space_at(s, at)) == 0)
			sw_utf8_skip(s, &at);
		if (at > from && !add_raw(lex, words, sw_str_sub(s, from, at - from)))
			return false;
		if (space && words->in_word)
			end_word(lex, words);
		at += space;
	}
	return true;
}

static bool single_quoted(struct sw_lex *lex, struct sw_lex_value *out) {
	size_t from = lex->at++;
	size_t length = sw_str_find_byte(sw_str_from(lex->input, lex->at), '\'');
	if (length == SW_NPOS) {
		lex->at = lex->input.n;
		return sw_lex_fail(lex, "single quote is not closed");
	}
	lex->at += length + 1;
	bool raw = lex->how->raw_quotes;
	return sw_lex_put(lex, &out->text, raw ? sw_str_sub(lex->input, from, length + 2)
					: sw_str_sub(lex->input, from + 1, length));
}

/* The escape character protects only itself, '"' and '$' here. */
static bool double_quoted(struct sw_lex *lex, struct sw_lex_value *out) {
	(void)sw_lex_next(lex);
	if (lex->how->raw_quotes && !sw_lex_put(lex, &out->text, SW_S("\"")))
		return false;
	for (;;) {
		int32_t c = sw_lex_peek(lex);
		if (c == SW_LEX_END)
			return sw_lex_fail(lex, "double quote is not closed");
		if (c == '"') {
			(void)sw_lex_next(lex);
			return !lex->how->raw_quotes || sw_lex_put(lex, &out->text, SW_S("\""));
		}
		if (c == '$') {
			if (!sw_lex_dollar(lex, out))
				return false;
			continue;
		}
		struct sw_str s = sw_lex_next(lex);
		if (c == lex->how->escape) {
			if (lex->raw_escapes && !sw_lex_put(lex, &out->text, s))
				return false;
			int32_t after = sw_lex_peek(lex);
			if (after == SW_LEX_END)
				continue;
			if (after == '"' || after == '$' || after == lex->how->escape)
				s = sw_lex_next(lex);
		}
		if (!sw_lex_put(lex, &out->text, s))
			return false;
	}
}

/* "<<" takes the white space behind it along, so that "<< EOF" is one word to whoever looks for heredocs. */
static bool angle(struct sw_lex *lex, struct sw_lex_value *out) {
	size_t from = lex->at++;
	if (sw_lex_peek(lex) == '<') {
		lex->at++;
		for (int32_t c = sw_lex_peek(lex); c == ' ' || c == '\t' || c == '\r'; c = sw_lex_peek(lex))
			lex->at++;
	}
	return sw_lex_put(lex, &out->text, sw_str_sub(lex->input, from, lex->at - from));
}

/* How many bytes from here on are ASCII that stands for itself wherever it is. */
static size_t plain(const struct sw_lex *lex, int32_t stop) {
	size_t at = lex->at;
	for (; at < lex->input.n; at++) {
		char c = lex->input.p[at];
		if (c == stop || c == lex->how->escape || c == '$' || c == '<' || c == '"' || c == '\'' || (unsigned char)c >= 0x80)
			break;
	}
	return at - lex->at;
}

/* A character that stands for itself, or a protected one. */
static bool ordinary(struct sw_lex *lex, struct sw_lex_value *out, struct sw_lex_words *words) {
	bool escape = sw_lex_peek(lex) == lex->how->escape;
	struct sw_str s = sw_lex_next(lex);
	if (!escape)
		return add_split(lex, words, s) && sw_lex_put(lex, &out->text, s);
	if (lex->raw_escapes && !(add_raw(lex, words, s) && sw_lex_put(lex, &out->text, s)))
		return false;
	/* At the end of the text it protects nothing and is dropped. */
	s = sw_lex_next(lex);
	return s.n == 0 || (add_raw(lex, words, s) && sw_lex_put(lex, &out->text, s));
}

static bool special(struct sw_lex *lex, int32_t c, struct sw_lex_value *out, struct sw_lex_words *words) {
	size_t from = out->text.n;
	bool read = c == '$' ? sw_lex_dollar(lex, out) : c == '<' ? angle(lex, out) : c == '"' ? double_quoted(lex, out)
										       : single_quoted(lex, out);
	if (!read)
		return false;
	struct sw_str added = sw_str_from(sw_lex_text(&out->text), from);
	return c == '$' ? add_split(lex, words, added) : add_raw(lex, words, added);
}

/* All depths share one word buffer, emptied here: as in the reference, a modifier's word makes ProcessWords forget what
 * stood before it in the same word. Heredoc names depend on it. */
bool sw_lex_until(struct sw_lex *lex, int32_t stop, bool raw_escapes, struct sw_lex_value *out,
		  struct sw_lex_words *words) {
	bool before = lex->raw_escapes, quotes = !lex->how->ignore_quotes;
	lex->raw_escapes = raw_escapes;
	lex->word.n = 0;
	for (int32_t c; (c = sw_lex_peek(lex)) != SW_LEX_END;) {
		struct sw_str run = sw_str_sub(lex->input, lex->at, plain(lex, stop));
		if (run.n) {
			lex->at += run.n;
			if (!add_split(lex, words, run) || !sw_lex_put(lex, &out->text, run))
				return false;
			continue;
		}
		if (c == stop) {
			(void)sw_lex_next(lex);
			end_word(lex, words);
			lex->raw_escapes = before;
			return true;
		}
		bool is_special = c == '$' || c == '<' || (quotes && (c == '"' || c == '\''));
		if (!(is_special ? special(lex, c, out, words) : ordinary(lex, out, words)))
			return false;
	}
	if (stop != SW_LEX_END)
		return sw_lex_fail(lex, "'%c' is missing", (char)stop);
	end_word(lex, words);
	lex->raw_escapes = before;
	return true;
}

bool sw_expand(struct sw_arena *arena, const struct sw_expand *how, struct sw_str word, struct sw_expansion *result) {
	struct sw_lex lex = {.arena = sw_arena_scratch(arena), .how = how, .input = word, .raw_escapes = how->raw_escapes};
	struct sw_lex_value out = {0};
	struct sw_lex_words words = {0};
	lex.limit = how->limit ? how->limit : SW_LIMIT_EXPANSION_BYTES;
	if (sw_str_starts(word, SW_S("\xef\xbb\xbf"))) /* the reference's scanner drops it */
		lex.at = 3;
	bool done = sw_lex_until(&lex, SW_LEX_END, how->raw_escapes, &out, &words);
	*result = (struct sw_expansion){.references = lex.references.v, .reference_count = lex.references.n};
	if (!done) {
		result->error = lex.error;
		result->error_at = lex.at;
		return false;
	}
	result->text = sw_lex_text(&out.text);
	result->words = words.list.v;
	result->word_count = words.list.n;
	result->known = !out.unknown;
	return true;
}
