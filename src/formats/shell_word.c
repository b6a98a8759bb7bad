/* Words: pieces of plain text, quotes and expansions up to an unquoted blank or operator. */
#include "formats/shell_reader.h"

/* Reads quotes and expansions wherever they may stand unquoted; false when the byte is none of them. */
bool sw_shell_read_special(struct sw_shell_reader *r, struct sw_shell_text *text) {
	switch (r->in.p[r->in.at]) {
	case '\'':
		sw_shell_read_single_quotes(r, text);
		return true;
	case '"':
		sw_shell_read_double_quotes(r, text);
		return true;
	case '$':
		sw_shell_read_dollar(r, text, false);
		return true;
	case '`':
		sw_shell_read_backquote(r, text, false);
		return true;
	case '\\': {
		size_t joined = sw_shell_continuation(r);
		if (joined) {
			r->in.at += joined;
			text->continued = true;
			return true;
		}
		if (r->in.at + 1 < r->in.n)
			r->in.at++;
		sw_shell_add(r, text, r->in.p + r->in.at++, 1);
		text->quoted = true;
		return true;
	}
	default:
		return false;
	}
}

/* One byte, quote or expansion between the parentheses of read_parentheses. */
static void read_enclosed(struct sw_shell_reader *r, struct sw_shell_text *inner, bool array, size_t *open) {
	size_t mark = r->scratch.n;
	char c = r->in.p[r->in.at];
	if (array && (c == '<' || c == '>') && sw_shell_peek(r, 1) == '(') {
		sw_shell_read_process(r, inner);
	} else if (!sw_shell_read_special(r, inner)) {
		if (array && c && strchr(*open ? ";&|<>(" : ";&|<>", c))
			sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + 1,
				      "\"%c\" does not belong into an array", c);
		*open += c == '(';
		*open -= c == ')';
		r->in.at++;
		if (array && (c == ' ' || c == '\t' || c == '\n' || c == '('))
			sw_shell_skip_blanks(r);
	}
	r->scratch.n = mark;
	*inner = (struct sw_shell_text){.mark = mark, .expands = inner->expands};
}

/* Parentheses inside a word: an array's value, a pattern list of bash, a group of a regular expression. */
static void read_parentheses(struct sw_shell_reader *r, struct sw_shell_text *text, bool array) {
	size_t start = r->in.at, open = 0;
	struct sw_shell_text inner = {.mark = r->scratch.n};
	do
		read_enclosed(r, &inner, array, &open);
	while (open > 0 && !sw_shell_ended(r));
	if (open > 0)
		sw_shell_unclosed(r, start, "\"(\"");
	text->expands |= inner.expands;
	sw_shell_add_since(r, text, start);
}

size_t sw_shell_assigns(struct sw_str raw) {
	size_t at = 0;
	if (raw.n == 0 || sw_is_digit(raw.p[0]))
		return 0;
	while (at < raw.n && sw_shell_is(raw.p[at], SW_CHAR_NAME))
		at++;
	if (at > 0 && at < raw.n && raw.p[at] == '[') {
		const char *close = memchr(raw.p + at, ']', raw.n - at);
		if (!close)
			return 0;
		at = (size_t)(close - raw.p) + 1;
	}
	if (at > 0 && at < raw.n && raw.p[at] == '+')
		at++;
	return at > 0 && at < raw.n && raw.p[at] == '=' ? at + 1 : 0;
}

/* A byte that would end the word, yet goes on with it: parentheses and process substitutions of bash. */
static bool read_inside(struct sw_shell_reader *r, struct sw_shell_text *text, size_t start, enum sw_shell_mode mode) {
	char c = r->in.p[r->in.at];
	if (c == '(') {
		char before = r->in.at > start ? r->in.p[r->in.at - 1] : '\0';
		bool array = before == '=' && sw_shell_assigns(sw_str(r->in.p + start, r->in.at - start)) ==
						      r->in.at - start;
		bool pattern = before && strchr("?*+@!", before);
		if (!array && !pattern && mode != SW_MODE_REGEX)
			return false;
		text->glob |= pattern || mode == SW_MODE_REGEX;
		read_parentheses(r, text, array);
		return true;
	}
	if ((c == '<' || c == '>') && sw_shell_peek(r, 1) == '(' && mode == SW_MODE_WORD) {
		sw_shell_read_process(r, text);
		return true;
	}
	if (mode == SW_MODE_REGEX && (c == '|' || c == '<' || c == '>') && sw_shell_peek(r, 1) != c) {
		sw_shell_add(r, text, r->in.p + r->in.at++, 1);
		return true;
	}
	return false;
}

/* Whether unquoted braces make a list: {a,b} or {1..9}. */
static bool has_brace_list(struct sw_str raw) {
	size_t open = sw_str_find_byte(raw, '{');
	bool several = false;
	for (size_t i = open; i < raw.n; i++) {
		several |= raw.p[i] == ',' || (raw.p[i] == '.' && i + 1 < raw.n && raw.p[i + 1] == '.');
		if (raw.p[i] == '}' && several)
			return true;
	}
	return false;
}

/* `raw` without the backslashes and line ends of continued lines. */
static struct sw_str joined_lines(struct sw_shell_reader *r, struct sw_str raw) {
	char *p = sw_arena_alloc(r->arena, raw.n);
	size_t n = 0;
	for (size_t i = 0; i < raw.n;) {
		size_t end = raw.p[i] != '\\'                                   ? 0
			     : i + 1 < raw.n && raw.p[i + 1] == '\n'            ? 2
			     : i + 2 < raw.n && memcmp(raw.p + i + 1, "\r\n", 2) == 0 ? 3
										  : 0;
		if (end == 0)
			p[n++] = raw.p[i++];
		i += end;
	}
	return sw_str(p, n);
}

bool sw_shell_read_word(struct sw_shell_reader *r, enum sw_shell_mode mode, struct sw_shell_word *word) {
	size_t start = r->in.at;
	struct sw_shell_text text = {.p = r->in.p + start, .mark = r->scratch.n};
	while (r->in.at < r->in.n) {
		size_t from = r->in.at;
		while (r->in.at < r->in.n && sw_shell_is(r->in.p[r->in.at], SW_CHAR_WORD))
			r->in.at++;
		if (r->in.at > from)
			sw_shell_add_since(r, &text, from);
		if (r->in.at >= r->in.n)
			break;
		char c = r->in.p[r->in.at];
		if (sw_shell_is(c, SW_CHAR_END)) {
			if (!read_inside(r, &text, start, mode))
				break;
			continue;
		}
		if (c == '\r' && sw_shell_peek(r, 1) == '\n')
			break;
		if (sw_shell_read_special(r, &text))
			continue;
		text.glob |= c == '*' || c == '?';
		text.bracket |= c == '[';
		text.brace |= c == '{';
		sw_shell_add(r, &text, r->in.p + r->in.at++, 1);
	}
	struct sw_str raw = sw_str(r->in.p + start, r->in.at - start);
	if (text.bracket) {
		size_t open = sw_str_find_byte(raw, '[');
		text.glob |= sw_str_find_byte(sw_str_from(raw, open), ']') != SW_NPOS;
	}
	word->is_static = !text.expands && !text.glob && (raw.n == 0 || raw.p[0] != '~') &&
			  !(text.brace && has_brace_list(raw));
	word->quoted = text.quoted;
	word->span = sw_shell_span(r, start, r->in.at);
	word->raw = text.continued ? joined_lines(r, raw) : raw;
	word->text = sw_shell_text_end(r, &text);
	return text.expands;
}
