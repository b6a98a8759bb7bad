/* What stands behind a '$': names, braces and modifiers. */
#include "base/limits.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/lex.h"
#include "readers/dockerfile/pattern.h"

static bool is_special_parameter(int32_t c) {
	return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!' || c == '0';
}

/* A number, one special parameter, or letters, digits and '_'; empty when none stands here. */
static struct sw_str read_name(struct sw_lex *lex) {
	size_t from = lex->at;
	int32_t c = sw_lex_peek(lex);
	if (c != SW_LEX_END && sw_unicode_is_digit((uint32_t)c)) {
		while ((c = sw_lex_peek(lex)) != SW_LEX_END && sw_unicode_is_digit((uint32_t)c))
			(void)sw_lex_next(lex);
	} else if (is_special_parameter(c)) {
		(void)sw_lex_next(lex);
	} else {
		while ((c = sw_lex_peek(lex)) != SW_LEX_END &&
		       (c == '_' || sw_unicode_is_letter((uint32_t)c) || sw_unicode_is_digit((uint32_t)c)))
			(void)sw_lex_next(lex);
	}
	return sw_str_sub(lex->input, from, lex->at - from);
}

static enum sw_expand_state look_up(struct sw_lex *lex, struct sw_str name, size_t start, char modifier,
				    struct sw_str *value) {
	*value = (struct sw_str){0};
	enum sw_expand_state state =
		lex->how->lookup ? lex->how->lookup(lex->how->context, name, value) : SW_EXPAND_UNSET;
	*sw_push(lex->arena, &lex->references) =
		(struct sw_expand_reference){name, start, lex->at, state, modifier};
	return state;
}

/* The reference from `start` to here as written, and the result is unknown. */
static bool put_unknown(struct sw_lex *lex, size_t start, struct sw_lex_value *out) {
	out->unknown = true;
	return sw_lex_put(lex, &out->text, sw_str_sub(lex->input, start, lex->at - start));
}

/* The word of a modifier, up to `stop`. */
static bool modifier_word(struct sw_lex *lex, char stop, bool raw_escapes, struct sw_lex_value *word) {
	if (lex->depth == SW_LIMIT_SHELL_DEPTH)
		return sw_lex_fail(lex, "substitutions are nested more than %d deep", SW_LIMIT_SHELL_DEPTH);
	struct sw_lex_words ignored = {0};
	lex->depth++;
	bool read = sw_lex_until(lex, stop, raw_escapes, word, &ignored);
	lex->depth--;
	return read;
}

static bool put_all(struct sw_lex *lex, struct sw_lex_buffer *buffer, const struct sw_str *parts, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (!sw_lex_put(lex, buffer, parts[i]))
			return false;
	return true;
}

static bool put_trimmed(struct sw_lex *lex, struct sw_str value, struct sw_str pattern, char modifier,
			struct sw_lex_value *out) {
	bool longest = pattern.n > 0 && pattern.p[0] == modifier;
	pattern = sw_str_from(pattern, longest);
	struct sw_str result;
	switch (sw_pattern_trim(lex->arena, value, pattern, modifier == '%', longest, &result)) {
	case SW_PATTERN_OK:
		return sw_lex_put(lex, &out->text, result);
	case SW_PATTERN_BAD:
		return sw_lex_fail(lex, "invalid pattern \"%.*s\" in substitution", SW_ARG(pattern));
	case SW_PATTERN_LARGE:
	default:
		return sw_lex_fail(lex, "pattern and value are too large to match");
	}
}

/* ${name/pattern/text}, ${name//pattern/text}; the first '/' is read. */
static bool replacement(struct sw_lex *lex, struct sw_str name, size_t start, struct sw_lex_value *out) {
	struct sw_lex_value pattern = {0}, with = {0};
	struct sw_str value, result;
	bool all = sw_lex_peek(lex) == '/';
	if (all)
		(void)sw_lex_next(lex);
	if (!modifier_word(lex, '/', true, &pattern) || !modifier_word(lex, '}', true, &with))
		return false;
	enum sw_expand_state state = look_up(lex, name, start, '/', &value);
	if (state == SW_EXPAND_UNSET && lex->how->keep_unset) {
		const struct sw_str parts[] = {SW_S("${"), name, SW_S("/"), sw_lex_text(&pattern.text), SW_S("/"),
					       sw_lex_text(&with.text), SW_S("}")};
		out->unknown |= pattern.unknown || with.unknown;
		return put_all(lex, &out->text, parts, sizeof parts / sizeof *parts);
	}
	if (state == SW_EXPAND_UNKNOWN || pattern.unknown || with.unknown)
		return put_unknown(lex, start, out);
	switch (sw_pattern_replace(lex->arena, value, sw_lex_text(&pattern.text), sw_lex_text(&with.text), all, lex->limit,
				   &result)) {
	case SW_PATTERN_OK:
		return sw_lex_put(lex, &out->text, result);
	case SW_PATTERN_BAD:
		return sw_lex_fail(lex, "invalid pattern \"%.*s\" in substitution", SW_ARG(sw_lex_text(&pattern.text)));
	case SW_PATTERN_LARGE:
	default:
		return sw_lex_fail(lex, "pattern and value are too large to match");
	}
}

static bool put_value(struct sw_lex *lex, struct sw_lex_value *out, const struct sw_lex_value *from) {
	out->unknown |= from->unknown;
	return sw_lex_put(lex, &out->text, sw_lex_text(&from->text));
}

/* What :- - :+ + :? ? choose between the value and the word. */
static bool choose(struct sw_lex *lex, struct sw_str name, enum sw_expand_state state, struct sw_str value,
		   char modifier, bool null_is_unset, const struct sw_lex_value *word, struct sw_lex_value *out) {
	bool absent = state == SW_EXPAND_UNSET || (null_is_unset && value.n == 0);
	if (modifier == '-')
		return absent ? put_value(lex, out, word) : sw_lex_put(lex, &out->text, value);
	if (modifier == '+')
		return absent || put_value(lex, out, word);
	if (!absent)
		return sw_lex_put(lex, &out->text, value);
	if (word->text.n)
		return sw_lex_fail(lex, "%.*s: %.*s", SW_ARG(name), SW_ARG(sw_lex_text(&word->text)));
	return sw_lex_fail(lex, "%.*s must not be %s", SW_ARG(name), state == SW_EXPAND_UNSET ? "unset" : "empty");
}

/* ${name<modifier>word}; the modifier and a ':' before it are read. */
static bool modified(struct sw_lex *lex, struct sw_str name, size_t start, struct sw_str modifier,
		     struct sw_lex_value *out) {
	bool null_is_unset = modifier.p[0] == ':';
	char c = modifier.n == (size_t)null_is_unset + 1 ? modifier.p[null_is_unset] : 0;
	bool trims = c == '#' || c == '%';
	struct sw_lex_value word = {0};
	struct sw_str value;
	if (null_is_unset && trims)
		return sw_lex_fail(lex, "unsupported modifier \"%.*s\" in substitution", SW_ARG(modifier));
	if (!modifier_word(lex, '}', trims, &word))
		return false;
	enum sw_expand_state state = look_up(lex, name, start, c, &value);
	if (state == SW_EXPAND_UNSET && lex->how->keep_unset) {
		const struct sw_str parts[] = {SW_S("${"), name, modifier, sw_lex_text(&word.text), SW_S("}")};
		out->unknown |= word.unknown;
		return put_all(lex, &out->text, parts, sizeof parts / sizeof *parts);
	}
	if (!trims && c != '-' && c != '+' && c != '?')
		return sw_lex_fail(lex, "unsupported modifier \"%.*s\" in substitution", SW_ARG(modifier));
	if (state == SW_EXPAND_UNKNOWN)
		return put_unknown(lex, start, out);
	if (!trims)
		return choose(lex, name, state, value, c, null_is_unset, &word, out);
	if (word.unknown)
		return put_unknown(lex, start, out);
	return put_trimmed(lex, value, sw_lex_text(&word.text), c, out);
}

/* The reading place is behind "${". */
static bool braced(struct sw_lex *lex, size_t start, struct sw_lex_value *out) {
	int32_t c = sw_lex_peek(lex);
	if (c == SW_LEX_END)
		return sw_lex_fail(lex, "'}' is missing");
	if (c == '{' || c == '}' || c == ':')
		return sw_lex_fail(lex, "bad substitution");
	struct sw_str name = read_name(lex), value;
	size_t from = lex->at;
	c = sw_lex_peek(lex);
	(void)sw_lex_next(lex);
	switch (c) {
	case '}':
		switch (look_up(lex, name, start, 0, &value)) {
		case SW_EXPAND_UNSET:
			return !lex->how->keep_unset ||
			       sw_lex_put(lex, &out->text, sw_str_sub(lex->input, start, lex->at - start));
		case SW_EXPAND_UNKNOWN:
			return put_unknown(lex, start, out);
		case SW_EXPAND_SET:
		default:
			return sw_lex_put(lex, &out->text, value);
		}
	case '/':
		return replacement(lex, name, start, out);
	case ':':
		(void)sw_lex_next(lex);
		return modified(lex, name, start, sw_str_sub(lex->input, from, lex->at - from), out);
	case '+':
	case '-':
	case '?':
	case '#':
	case '%':
		return modified(lex, name, start, sw_str_sub(lex->input, from, lex->at - from), out);
	case SW_LEX_END:
		return sw_lex_fail(lex, "'}' is missing");
	default:
		return sw_lex_fail(lex, "unsupported modifier \"%.*s\" in substitution",
			    SW_ARG(sw_str_sub(lex->input, from, lex->at - from)));
	}
}

bool sw_lex_dollar(struct sw_lex *lex, struct sw_lex_value *out) {
	size_t start = lex->at;
	struct sw_str value;
	(void)sw_lex_next(lex);
	if (sw_lex_peek(lex) == '{') {
		(void)sw_lex_next(lex);
		return braced(lex, start, out);
	}
	struct sw_str name = read_name(lex);
	if (name.n == 0)
		return sw_lex_put(lex, &out->text, SW_S("$"));
	switch (look_up(lex, name, start, 0, &value)) {
	case SW_EXPAND_UNSET:
		return !lex->how->keep_unset || sw_lex_put(lex, &out->text, sw_str_sub(lex->input, start, lex->at - start));
	case SW_EXPAND_UNKNOWN:
		return put_unknown(lex, start, out);
	case SW_EXPAND_SET:
	default:
		return sw_lex_put(lex, &out->text, value);
	}
}
