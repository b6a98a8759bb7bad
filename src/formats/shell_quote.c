/* Quotes (XCU 2.2), and the text that is put together from the pieces of a word. */
#include "formats/shell_reader.h"
#include "base/utf8.h"

void sw_shell_own(struct sw_shell_reader *r, struct sw_shell_text *text, size_t more) {
	size_t need = (text->owned ? r->scratch.n : text->mark + text->n) + more;
	if (need > r->scratch.cap) {
		size_t cap = r->scratch.cap ? r->scratch.cap : 512;
		while (cap < need)
			cap *= 2;
		r->scratch.v = sw_arena_grow(r->stacks, r->scratch.v, r->scratch.cap, cap);
		r->scratch.cap = cap;
	}
	if (text->owned)
		return;
	if (text->n)
		memcpy(r->scratch.v + text->mark, text->p, text->n);
	r->scratch.n = text->mark + text->n;
	text->owned = true;
}

struct sw_str sw_shell_text_end(struct sw_shell_reader *r, struct sw_shell_text *text) {
	if (!text->owned)
		return sw_str(text->p, text->n);
	r->scratch.n = text->mark;
	return sw_arena_str(r->arena, sw_str(r->scratch.v + text->mark, text->n));
}

void sw_shell_unclosed(struct sw_shell_reader *r, size_t start, const char *what) {
	sw_shell_fail(r, "shell-unclosed", start, start + 1, "%s is not closed", what);
}

void sw_shell_read_single_quotes(struct sw_shell_reader *r, struct sw_shell_text *text) {
	size_t start = r->in.at++;
	const char *from = r->in.p + r->in.at, *close = memchr(from, '\'', r->in.n - r->in.at);
	size_t n = close ? (size_t)(close - from) : r->in.n - r->in.at;
	sw_shell_add(r, text, from, n);
	r->in.at += n;
	text->quoted = true;
	if (close)
		r->in.at++;
	else
		sw_shell_unclosed(r, start, "a single quote");
}

/* One escape behind a backslash in double quotes or a here-document; `escapes` are the bytes that lose it. */
void sw_shell_read_escape(struct sw_shell_reader *r, struct sw_shell_text *text, const char *escapes) {
	size_t joined = sw_shell_continuation(r);
	if (joined) {
		r->in.at += joined;
		text->continued = true;
		return;
	}
	char next = sw_shell_peek(r, 1);
	if (next && strchr(escapes, next))
		r->in.at++;
	sw_shell_add(r, text, r->in.p + r->in.at++, 1);
}

/* From an opening double quote to behind the closing one. */
void sw_shell_read_double_quotes(struct sw_shell_reader *r, struct sw_shell_text *text) {
	size_t start = r->in.at++;
	text->quoted = true;
	if (!sw_shell_enter(r))
		return;
	while (!sw_shell_ended(r)) {
		size_t from = r->in.at;
		while (r->in.at < r->in.n && sw_shell_is(r->in.p[r->in.at], SW_CHAR_QUOTED))
			r->in.at++;
		if (r->in.at > from)
			sw_shell_add_since(r, text, from);
		if (sw_shell_ended(r))
			break;
		char c = r->in.p[r->in.at];
		if (c == '"') {
			r->in.at++;
			sw_shell_leave(r);
			return;
		}
		if (c == '\\')
			sw_shell_read_escape(r, text, "\\\"$`");
		else if (c == '$')
			sw_shell_read_dollar(r, text, true);
		else
			sw_shell_read_backquote(r, text, true);
	}
	sw_shell_leave(r);
	sw_shell_unclosed(r, start, "a double quote");
}

static unsigned hex_value(char c) {
	return sw_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(sw_to_lower(c) - 'a') + 10;
}

static bool is_hex(char c) {
	return sw_is_digit(c) || (sw_to_lower(c) >= 'a' && sw_to_lower(c) <= 'f');
}

/* Reads up to `most` hexadecimal digits at the reading place. */
static uint32_t read_hex(struct sw_shell_reader *r, unsigned most) {
	uint32_t value = 0;
	for (; most > 0 && is_hex(sw_shell_peek(r, 0)); most--)
		value = value * 16 + hex_value(r->in.p[r->in.at++]);
	return value;
}

/* One escape of $'…' (POSIX 2024, XCU 2.2.4), the reading place behind its backslash. */
static void read_ansi_escape(struct sw_shell_reader *r, struct sw_shell_text *text) {
	static const char letters[] = "abefnrtv", values[] = "\a\b\033\f\n\r\t\v";
	char c = r->in.p[r->in.at++], bytes[4] = {c};
	size_t n = 1;
	const char *letter = c ? strchr(letters, c) : NULL;
	if (letter) {
		bytes[0] = values[letter - letters];
	} else if (c == 'E') {
		bytes[0] = '\033';
	} else if (c >= '0' && c <= '7') {
		unsigned value = (unsigned)(c - '0');
		for (int i = 0; i < 2 && sw_shell_peek(r, 0) >= '0' && sw_shell_peek(r, 0) <= '7'; i++)
			value = value * 8 + (unsigned)(r->in.p[r->in.at++] - '0');
		bytes[0] = (char)(value & 0xff);
	} else if (c == 'x' && is_hex(sw_shell_peek(r, 0))) {
		bytes[0] = (char)read_hex(r, 2);
	} else if ((c == 'u' || c == 'U') && is_hex(sw_shell_peek(r, 0))) {
		n = sw_utf8_put(bytes, read_hex(r, c == 'u' ? 4 : 8));
	} else if (c == 'c' && !sw_shell_ended(r)) {
		bytes[0] = (char)(sw_to_upper(r->in.p[r->in.at++]) & 0x1f);
	} else if (!strchr("\\'\"?", c)) {
		bytes[0] = '\\';
		bytes[1] = c;
		n = 2;
	}
	sw_shell_own(r, text, n);
	memcpy(r->scratch.v + r->scratch.n, bytes, n);
	r->scratch.n += n;
	text->n += n;
}

/* $'…', the reading place at its quote. */
void sw_shell_read_ansi_quotes(struct sw_shell_reader *r, struct sw_shell_text *text) {
	size_t start = r->in.at++;
	text->quoted = true;
	while (!sw_shell_ended(r)) {
		size_t from = r->in.at;
		while (r->in.at < r->in.n && r->in.p[r->in.at] != '\'' && r->in.p[r->in.at] != '\\')
			r->in.at++;
		sw_shell_add_since(r, text, from);
		if (sw_shell_ended(r))
			break;
		if (r->in.p[r->in.at++] == '\'')
			return;
		if (!sw_shell_ended(r))
			read_ansi_escape(r, text);
	}
	sw_shell_unclosed(r, start, "a $'…' quote");
}
