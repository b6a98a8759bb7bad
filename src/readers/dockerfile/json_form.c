/* The JSON form of an instruction's arguments. It is JSON only when Go's decoder takes the whole text, so the grammar
 * is checked here as strictly as it does and no more; what is no JSON silently becomes the shell form. */
#include "base/utf8.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/reader.h"
#include <math.h>
#include <stdlib.h>

enum { DEEPEST = 10000 }; /* of Go's decoder */

struct scan {
	struct sw_arena *arena;
	struct sw_str s;
	size_t at;
	unsigned depth;
	unsigned char is_map[DEEPEST / 8 + 1]; /* a bit for each open container */
};

/* A value directly inside the outermost array. */
struct element {
	struct sw_df_range range;
	bool is_string;
};

static char peek(const struct scan *scan) {
	return scan->at < scan->s.n ? scan->s.p[scan->at] : 0;
}

static void skip_space(struct scan *scan) {
	while (scan->at < scan->s.n && (scan->s.p[scan->at] == ' ' || scan->s.p[scan->at] == '\t' ||
					scan->s.p[scan->at] == '\r' || scan->s.p[scan->at] == '\n'))
		scan->at++;
}

static bool is_hex(char c) {
	return sw_is_digit(c) || (sw_to_lower(c) >= 'a' && sw_to_lower(c) <= 'f');
}

static bool string(struct scan *scan) {
	for (scan->at++; scan->at < scan->s.n; scan->at++) {
		char c = scan->s.p[scan->at];
		if (c == '"') {
			scan->at++;
			return true;
		}
		if ((unsigned char)c < 0x20)
			return false;
		if (c != '\\')
			continue;
		scan->at++;
		c = peek(scan);
		if (c == 'u') {
			for (int i = 0; i < 4; i++, scan->at++)
				if (scan->at + 1 >= scan->s.n || !is_hex(scan->s.p[scan->at + 1]))
					return false;
		} else if (c == 0 || !strchr("\"\\/bfnrt", c)) {
			return false;
		}
	}
	return false;
}

static bool digits(struct scan *scan) {
	size_t from = scan->at;
	while (sw_is_digit(peek(scan)))
		scan->at++;
	return scan->at > from;
}

/* A number too large for a double is an error of the decoder, though it is well formed. */
static bool number(struct scan *scan) {
	size_t from = scan->at;
	scan->at += peek(scan) == '-';
	bool zero = peek(scan) == '0';
	if (zero)
		scan->at++;
	else if (!digits(scan))
		return false;
	if (peek(scan) == '.') {
		scan->at++;
		if (!digits(scan))
			return false;
	}
	if (sw_to_lower(peek(scan)) == 'e') {
		scan->at++;
		scan->at += peek(scan) == '+' || peek(scan) == '-';
		if (!digits(scan))
			return false;
	}
	struct sw_str text = sw_arena_str(scan->arena, sw_str_sub(scan->s, from, scan->at - from));
	return !isinf(strtod(text.p, NULL));
}

static bool word(struct scan *scan, const char *literal) {
	struct sw_str expected = sw_str_of(literal);
	if (!sw_str_starts(sw_str_from(scan->s, scan->at), expected))
		return false;
	scan->at += expected.n;
	return true;
}

static bool in_map(const struct scan *scan) {
	unsigned level = scan->depth - 1;
	return scan->is_map[level / 8] >> level % 8 & 1;
}

static bool open(struct scan *scan, bool is_map) {
	if (scan->depth == DEEPEST)
		return false;
	unsigned level = scan->depth++;
	unsigned char bit = (unsigned char)(1u << level % 8);
	scan->is_map[level / 8] = (unsigned char)((scan->is_map[level / 8] & ~bit) | (is_map ? bit : 0));
	scan->at++;
	return true;
}

static bool key(struct scan *scan) {
	skip_space(scan);
	if (peek(scan) != '"' || !string(scan))
		return false;
	skip_space(scan);
	if (peek(scan) != ':')
		return false;
	scan->at++;
	return true;
}

/* Reads one scalar, or opens a container. */
static bool value(struct scan *scan, bool *opened) {
	*opened = false;
	switch (peek(scan)) {
	case '[':
	case '{':
		*opened = true;
		return open(scan, peek(scan) == '{');
	case '"':
		return string(scan);
	case 't':
		return word(scan, "true");
	case 'f':
		return word(scan, "false");
	case 'n':
		return word(scan, "null");
	default:
		return number(scan);
	}
}

/* Behind an opening bracket: an empty container is complete at once. */
static bool first_in_container(struct scan *scan, bool *empty) {
	skip_space(scan);
	bool map = in_map(scan);
	*empty = peek(scan) == (map ? '}' : ']');
	if (!*empty)
		return !map || key(scan);
	scan->at++;
	scan->depth--;
	return true;
}

struct elements {
	SW_VEC(struct element) list;
};

/* Checks the array that begins at the reading place; it must fill the text. */
static bool array(struct scan *scan, struct elements *elements) {
	bool opened, empty, is_string = false;
	size_t from = 0;
	if (!open(scan, false) || !first_in_container(scan, &empty))
		return false;
	while (scan->depth) {
		skip_space(scan);
		if (scan->depth == 1) {
			from = scan->at;
			is_string = peek(scan) == '"';
		}
		if (!value(scan, &opened) || (opened && !first_in_container(scan, &empty)))
			return false;
		if (opened && !empty)
			continue;
		/* A value is complete; containers close until a comma brings the next one. */
		while (scan->depth) {
			bool map = in_map(scan);
			if (scan->depth == 1)
				*sw_push(scan->arena, &elements->list) = (struct element){{from, scan->at}, is_string};
			skip_space(scan);
			char c = peek(scan);
			if (c != ',' && c != (map ? '}' : ']'))
				return false;
			scan->at++;
			if (c == ',' && map && !key(scan))
				return false;
			if (c == ',')
				break;
			scan->depth--;
		}
	}
	skip_space(scan);
	return scan->at == scan->s.n;
}

static uint32_t hex4(struct sw_str s, size_t at) {
	uint32_t value = 0;
	for (size_t i = at; i < at + 4; i++) {
		char c = sw_to_lower(s.p[i]);
		value = value << 4 | (uint32_t)(sw_is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return value;
}

/* The escape at `at`, behind its '\'; half a surrogate pair becomes U+FFFD. */
static uint32_t unescape(struct sw_str s, size_t *at) {
	char c = s.p[(*at)++];
	if (c != 'u') {
		const char *from = "bfnrt", *found = strchr(from, c);
		return (unsigned char)(found ? "\b\f\n\r\t"[found - from] : c);
	}
	uint32_t high = hex4(s, *at);
	*at += 4;
	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high < 0xdc00 && sw_str_starts(sw_str_from(s, *at), SW_S("\\u"))) {
		uint32_t low = hex4(s, *at + 2);
		if (low >= 0xdc00 && low <= 0xdfff) {
			*at += 6;
			return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
		}
	}
	return SW_UTF8_BAD;
}

/* The string between its quotes. Bytes that are no UTF-8 become U+FFFD, three bytes each. */
static struct sw_str decode(struct sw_arena *arena, struct sw_str s) {
	bool plain = true;
	for (size_t at = 0; at < s.n && plain;)
		plain = s.p[at] != '\\' && (unsigned char)s.p[at++] < 0x80;
	if (plain)
		return s;
	char *p = sw_arena_alloc(arena, 3 * s.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = sw_utf8_next(s, &at, NULL);
		if (c == '\\')
			c = unescape(s, &at);
		n += sw_utf8_put(p + n, c);
	}
	return sw_str(p, n);
}

bool sw_df_json_words(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	const struct sw_dockerfile_text *line = &instruction->line_text;
	struct sw_str left = sw_unicode_trim_left(sw_df_range_text(line, range));
	if (!sw_str_starts(left, SW_S("[")))
		return false;
	struct scan scan = {.arena = reader->tree, .s = sw_str_sub(line->text, 0, range.to), .at = range.to - left.n};
	struct elements elements = {0};
	if (!array(&scan, &elements))
		return false;
	instruction->json = true;
	uint32_t before = instruction->word_count;
	struct sw_dockerfile_word *words =
		SW_NEW_ARRAY(reader->tree, struct sw_dockerfile_word, before + elements.list.n);
	if (before)
		memcpy(words, instruction->words, before * sizeof *words);
	instruction->words = words;
	for sw_each(const struct element, element, elements.list) {
		struct sw_df_range inner = {element->range.from + 1, element->range.to - 1};
		struct sw_str text = element->is_string ? decode(reader->arena, sw_df_range_text(line, inner))
							: sw_df_range_text(line, element->range);
		struct sw_span span = sw_df_range_span(reader, line, element->range);
		words[instruction->word_count++] =
			(struct sw_dockerfile_word){text, span, (uint32_t)element->range.from};
		if (element->is_string || instruction->refused)
			continue;
		instruction->refused = true;
		sw_df_reject(reader, "dockerfile-parse-json", span, reader->start_line, reader->line,
			     "a JSON array of arguments holds only strings");
	}
	return true;
}
