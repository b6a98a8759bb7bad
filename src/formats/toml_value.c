#include "formats/toml_value.h"
#include "base/utf8.h"
#include "formats/number.h"
#include <math.h>

bool sw_toml_refuse(struct sw_toml *toml, size_t at, const char *what) {
	size_t end = at < toml->text.n ? at + 1 : at;
	sw_diag_add(toml->diags, SW_DIAG_ERROR, "toml-syntax", (struct sw_span){toml->source, (uint32_t)at, (uint32_t)end}, "%s", what);
	return false;
}

/* \uXXXX and \UXXXXXXXX at `at`, the byte behind the letter; 0 digits read means it is none. */
static size_t read_code(struct sw_str text, size_t at, size_t digits, char out[4], size_t *n) {
	uint32_t code = 0;
	for (size_t i = 0; i < digits; i++) {
		int digit = at + i < text.n ? sw_hex_digit(text.p[at + i]) : -1;
		if (digit < 0)
			return 0;
		code = code << 4 | (uint32_t)digit;
	}
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*n = sw_utf8_put(out, code);
	return digits;
}

/* Decodes the escape whose backslash is at *at and moves behind it. */
static bool read_escape(struct sw_toml *toml, size_t *at, bool lines, char *out, size_t *n) {
	static const char letters[] = "btnfr\"\\", bytes[] = "\b\t\n\f\r\"\\";
	struct sw_str text = toml->text;
	size_t start = *at;
	char c = start + 1 < text.n ? text.p[start + 1] : 0;
	const char *letter = c ? strchr(letters, c) : NULL;
	*at = start + 2;
	*n = 0;
	if (letter) {
		out[0] = bytes[letter - letters];
		*n = 1;
		return true;
	}
	if (c == 'u' || c == 'U') {
		size_t digits = read_code(text, *at, c == 'u' ? 4 : 8, out, n);
		*at += digits;
		return digits || sw_toml_refuse(toml, start, "no character has this number");
	}
	/* The end of a line behind a backslash, and all white space up to the next text, are not there. */
	size_t end = start + 1;
	while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t'))
		end++;
	bool line_end = end < text.n && (text.p[end] == '\n' || (text.p[end] == '\r' && end + 1 < text.n && text.p[end + 1] == '\n'));
	if (!lines || !line_end)
		return sw_toml_refuse(toml, start, "there is no such escape");
	while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t' || text.p[end] == '\n' || text.p[end] == '\r'))
		end++;
	*at = end;
	return true;
}

/* Where the string's closing quotes stand; strings of several lines may end in one or two quotes of their own. */
static size_t find_end(struct sw_toml *toml, size_t start, char quote, bool lines, bool *plain) {
	struct sw_str text = toml->text;
	*plain = true;
	for (size_t at = start; at < text.n; at++) {
		unsigned char c = (unsigned char)text.p[at];
		bool crlf = c == '\r' && at + 1 < text.n && text.p[at + 1] == '\n';
		if (c == (unsigned char)quote) {
			if (!lines)
				return at;
			if (at + 2 < text.n && text.p[at + 1] == quote && text.p[at + 2] == quote) {
				for (size_t more = 0; more < 2 && at + 3 < text.n && text.p[at + 3] == quote; more++)
					at++;
				return at;
			}
		} else if (c == '\\' && quote == '"') {
			*plain = false;
			at++;
		} else if ((c == '\n' || crlf) && lines) {
			*plain &= !crlf;
		} else if ((c < ' ' && c != '\t') || c == 0x7f) {
			sw_toml_refuse(toml, at, c == '\n' ? "the line ends inside a string" : "a control character inside a string");
			return SW_NPOS;
		}
	}
	sw_toml_refuse(toml, start, "the text ends inside a string");
	return SW_NPOS;
}

bool sw_toml_string(struct sw_toml *toml, bool lines, struct sw_str *out, enum sw_node_style *style) {
	char quote = sw_toml_peek(toml);
	struct sw_str opening = sw_str_sub(toml->text, toml->at, 3);
	bool three = lines && opening.n == 3 && opening.p[1] == quote && opening.p[2] == quote, plain;
	size_t start = toml->at + (three ? 3 : 1);
	*style = quote == '"' ? SW_STYLE_DOUBLE : SW_STYLE_SINGLE;
	if (three && sw_str_starts(sw_str_from(toml->text, start), SW_S("\r\n")))
		start += 2;
	else if (three && start < toml->text.n && toml->text.p[start] == '\n')
		start++;
	size_t end = find_end(toml, start, quote, three, &plain);
	if (end == SW_NPOS)
		return false;
	toml->at = end + (three ? 3 : 1);
	*out = sw_str_sub(toml->text, start, end - start);
	if (plain)
		return true;
	char *text = sw_arena_alloc(toml->arena, out->n + 1);
	size_t n = 0;
	for (size_t at = start; at < end;) {
		size_t put = 1;
		text[n] = toml->text.p[at];
		if (text[n] == '\\' && quote == '"') {
			if (!read_escape(toml, &at, three, text + n, &put))
				return false;
			n += put;
			continue;
		}
		/* Line ends are told as one byte however they are written. */
		n += !(text[n] == '\r' && toml->text.p[at + 1] == '\n');
		at++;
	}
	*out = sw_str(text, n);
	return true;
}

static bool two_digits(struct sw_str text, size_t at, unsigned least, unsigned most, unsigned *value) {
	if (at + 2 > text.n || !sw_is_digit(text.p[at]) || !sw_is_digit(text.p[at + 1]))
		return false;
	*value = (unsigned)(text.p[at] - '0') * 10 + (unsigned)(text.p[at + 1] - '0');
	return *value >= least && *value <= most;
}

/* full-date = YYYY-MM-DD; 0: it is none. */
static size_t date_length(struct sw_str text) {
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned century, year, month, day;
	if (text.n < 10 || text.p[4] != '-' || text.p[7] != '-' || !two_digits(text, 0, 0, 99, &century) ||
	    !two_digits(text, 2, 0, 99, &year) || !two_digits(text, 5, 1, 12, &month) || !two_digits(text, 8, 1, 31, &day))
		return 0;
	bool leap = year % 4 == 0 && (year != 0 || century % 4 == 0);
	return day <= days[month - 1] + (month == 2 && leap) ? 10 : 0;
}

/* partial-time = HH:MM:SS[.digits]; 0: it is none. */
static size_t time_length(struct sw_str text) {
	unsigned value;
	if (text.n < 8 || text.p[2] != ':' || text.p[5] != ':' || !two_digits(text, 0, 0, 23, &value) ||
	    !two_digits(text, 3, 0, 59, &value) || !two_digits(text, 6, 0, 59, &value))
		return 0;
	size_t end = 8;
	if (end + 1 < text.n && text.p[end] == '.' && sw_is_digit(text.p[end + 1]))
		for (end++; end < text.n && sw_is_digit(text.p[end]);)
			end++;
	return end;
}

/* The length of a date, a time or both; 0: it is none. */
static size_t moment_length(struct sw_str text) {
	size_t date = date_length(text);
	if (!date)
		return time_length(text);
	char c = date < text.n ? text.p[date] : 0;
	size_t time = c == 'T' || c == 't' || c == ' ' ? time_length(sw_str_from(text, date + 1)) : 0;
	if (!time)
		return date;
	size_t end = date + 1 + time;
	unsigned value;
	c = end < text.n ? text.p[end] : 0;
	if (c == 'Z' || c == 'z')
		return end + 1;
	if ((c == '+' || c == '-') && two_digits(text, end + 1, 0, 23, &value) && end + 3 < text.n && text.p[end + 3] == ':' &&
	    two_digits(text, end + 4, 0, 59, &value))
		return end + 6;
	return end;
}

/* Digits of a base with single underscores between them; the length, 0: none. The digits alone go to `to`. */
static size_t digits_length(struct sw_str text, int base, char *to, size_t *n) {
	size_t at = 0;
	while (at < text.n) {
		int digit = sw_hex_digit(text.p[at]);
		bool between = text.p[at] == '_' && at && text.p[at - 1] != '_' && at + 1 < text.n;
		if (between) {
			int next = sw_hex_digit(text.p[at + 1]);
			if (next < 0 || next >= base)
				return 0;
		} else if (digit < 0 || digit >= base) {
			break;
		} else {
			to[(*n)++] = text.p[at];
		}
		at++;
	}
	return at;
}

/* 0x, 0o and 0b; no sign is allowed. */
static size_t based_number(struct sw_toml *toml, struct sw_str text, struct sw_node *node) {
	int base = text.n > 2 && text.p[0] == '0' ? text.p[1] == 'x' ? 16 : text.p[1] == 'o' ? 8 : text.p[1] == 'b' ? 2 : 0 : 0;
	if (!base)
		return 0;
	char *digits = sw_arena_alloc(toml->arena, text.n);
	size_t n = 0, length = digits_length(sw_str_from(text, 2), base, digits, &n);
	uint64_t value = 0;
	for (size_t i = 0; i < n; i++) {
		node->big |= value > (uint64_t)INT64_MAX / (uint64_t)base;
		value = value * (uint64_t)base + (uint64_t)sw_hex_digit(digits[i]);
		node->big |= value > INT64_MAX;
		node->number = node->number * base + sw_hex_digit(digits[i]);
	}
	node->kind = SW_NODE_INT;
	node->integer = node->big ? 0 : (int64_t)value;
	return length ? length + 2 : 0;
}

/* Decimal integers and floats; `word` ends where the value's word ends, so no copy is longer than what is read. */
static size_t decimal_number(struct sw_toml *toml, struct sw_str word, struct sw_node *node) {
	char *plain = sw_arena_alloc(toml->arena, word.n + 1);
	size_t n = 0, at = 0, length;
	if (word.p[0] == '+' || word.p[0] == '-')
		plain[n++] = word.p[at++];
	struct sw_str rest = sw_str_from(word, at);
	if (sw_str_is(rest, "inf") || sw_str_is(rest, "nan")) {
		node->kind = SW_NODE_FLOAT;
		node->number = rest.p[0] == 'i' ? (word.p[0] == '-' ? -HUGE_VAL : HUGE_VAL) : (double)NAN;
		return word.n;
	}
	size_t first = n;
	length = digits_length(rest, 10, plain, &n);
	if (!length || (plain[first] == '0' && n - first > 1))
		return 0;
	at += length;
	node->kind = SW_NODE_INT;
	if (at < word.n && word.p[at] == '.') {
		plain[n++] = '.';
		length = digits_length(sw_str_from(word, at + 1), 10, plain, &n);
		if (!length)
			return 0;
		at += 1 + length;
		node->kind = SW_NODE_FLOAT;
	}
	if (at < word.n && (word.p[at] == 'e' || word.p[at] == 'E')) {
		plain[n++] = 'e';
		at++;
		if (at < word.n && (word.p[at] == '+' || word.p[at] == '-'))
			plain[n++] = word.p[at++];
		length = digits_length(sw_str_from(word, at), 10, plain, &n);
		if (!length)
			return 0;
		at += length;
		node->kind = SW_NODE_FLOAT;
	}
	struct sw_str number = sw_str(plain, n);
	if (node->kind == SW_NODE_INT && sw_str_to_i64(number, &node->integer))
		node->number = (double)node->integer;
	else if (!sw_number_read(toml->arena, number, &node->number))
		node->number = plain[0] == '-' ? -HUGE_VAL : HUGE_VAL;
	else
		node->big = node->kind == SW_NODE_INT;
	return at;
}

static size_t plain_value(struct sw_toml *toml, struct sw_str rest, struct sw_node *node) {
	static const char ends[] = " \t\r\n,]}#";
	size_t end = 0;
	if (sw_str_starts(rest, SW_S("true")) || sw_str_starts(rest, SW_S("false"))) {
		node->kind = SW_NODE_BOOL;
		node->integer = rest.p[0] == 't';
		return rest.p[0] == 't' ? 4 : 5;
	}
	size_t moment = moment_length(rest);
	if (moment) {
		node->kind = SW_NODE_STRING;
		return moment;
	}
	while (end < rest.n && rest.p[end] && !strchr(ends, rest.p[end]))
		end++;
	struct sw_str word = sw_str_sub(rest, 0, end);
	size_t length = end ? based_number(toml, word, node) : 0;
	return end && !length ? decimal_number(toml, word, node) : length;
}

bool sw_toml_scalar(struct sw_toml *toml, struct sw_node *node) {
	size_t start = toml->at;
	char c = sw_toml_peek(toml);
	if (c == '"' || c == '\'') {
		enum sw_node_style style;
		if (!sw_toml_string(toml, true, &node->text, &style))
			return false;
		node->kind = SW_NODE_STRING;
		node->style = style;
	} else {
		size_t length = plain_value(toml, sw_str_from(toml->text, start), node);
		if (!length)
			return sw_toml_refuse(toml, start, "a value was expected here");
		node->text = sw_str_sub(toml->text, start, length);
		toml->at = start + length;
	}
	node->span = (struct sw_span){toml->source, (uint32_t)start, (uint32_t)toml->at};
	return true;
}
