#include "formats/json_text.h"
#include "base/utf8.h"

/* True at a byte that ends a run of plain string bytes: quote, backslash, control character, or not ASCII. */
static bool is_special(unsigned char c) {
	return c == '"' || c == '\\' || c < 0x20 || c >= 0x80;
}

/* Eight bytes at once: a byte of the result has its top bit set where the byte of `word` may be special. False alarms
 * come only behind a true one, which is met first. */
static uint64_t specials(uint64_t word) {
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
	return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | (word - ones * 0x20) | word) & tops;
}

static size_t skip_plain(struct sw_str text, size_t at) {
	for (uint64_t word; at + sizeof word <= text.n; at += sizeof word) {
		memcpy(&word, text.p + at, sizeof word);
		if (specials(word))
			break;
	}
	while (at < text.n && !is_special((unsigned char)text.p[at]))
		at++;
	return at;
}

static int hex4(struct sw_str text, size_t at) {
	int value = 0;
	if (text.n - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		char c = sw_to_lower(text.p[i]);
		if (!sw_is_digit(c) && !(c >= 'a' && c <= 'f'))
			return -1;
		value = value * 16 + (sw_is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return value;
}

/* Decodes \uXXXX at `at` (behind the u), and the second half of a pair; returns bytes read, 0 when malformed. Half a pair
 * alone is bad. */
static size_t read_unicode(struct sw_str text, size_t at, uint32_t *c, bool *bad) {
	int first = hex4(text, at);
	if (first < 0)
		return 0;
	*c = (uint32_t)first;
	if (first < 0xd800 || first > 0xdfff)
		return 4;
	if (first < 0xdc00 && text.n - at >= 10 && text.p[at + 4] == '\\' && text.p[at + 5] == 'u') {
		int second = hex4(text, at + 6);
		if (second >= 0xdc00 && second <= 0xdfff) {
			*c = 0x10000 + ((uint32_t)(first - 0xd800) << 10) + (uint32_t)(second - 0xdc00);
			return 10;
		}
	}
	*c = SW_UTF8_BAD;
	*bad = true;
	return 4;
}

static char unescape(char c) {
	switch (c) {
	case '"':
	case '\\':
	case '/':
		return c;
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return 0;
	}
}

/* A string before it is decoded. */
struct extent {
	size_t end;      /* of the closing quote, or of the error */
	size_t bad;      /* bytes that are not UTF-8 */
	bool escapes;
	const char *error;
};

static struct extent find_end(struct sw_str source, size_t at) {
	struct extent extent = {0};
	for (;;) {
		extent.end = at = skip_plain(source, at);
		if (at >= source.n) {
			extent.error = "the text ends inside a string";
			return extent;
		}
		unsigned char c = (unsigned char)source.p[at];
		if (c == '"')
			return extent;
		if (c == '\\') {
			extent.escapes = true;
			at += at + 1 < source.n ? 2 : 1;
		} else if (c >= 0x80) {
			bool invalid = false;
			sw_utf8_next(source, &at, &invalid);
			extent.bad += invalid;
		} else {
			extent.error = "a control character in a string must be written as an escape";
			return extent;
		}
	}
}

/* Decodes the escape whose backslash stands at `at`; returns the bytes it takes in the source, 0 when it is none. */
static size_t decode_escape(struct sw_str source, size_t at, char to[4], size_t *n, bool *bad) {
	char escaped = source.p[at + 1];
	to[0] = unescape(escaped);
	*n = 1;
	if (to[0])
		return 2;
	uint32_t c = 0;
	size_t used = escaped == 'u' ? read_unicode(source, at + 2, &c, bad) : 0;
	*n = sw_utf8_put(to, c);
	return used ? 2 + used : 0;
}

/* The bytes up to extent->end with escapes and invalid UTF-8 replaced. A bad byte grows to three. */
static void decode(struct sw_arena *arena, struct sw_str source, size_t at, struct extent *extent,
		   struct sw_json_text *string) {
	source.n = extent->end;
	char *p = sw_arena_alloc(arena, extent->end - at + 2 * extent->bad + 1), bytes[4];
	size_t n = 0, more;
	while (at < extent->end) {
		size_t stop = skip_plain(source, at);
		memcpy(p + n, source.p + at, stop - at);
		n += stop - at;
		at = stop;
		if (at == extent->end)
			break;
		if (source.p[at] == '\\') {
			size_t used = decode_escape(source, at, bytes, &more, &string->not_unicode);
			if (!used) {
				string->error = "this escape is not one of JSON";
				extent->end = at;
				return;
			}
			at += used;
		} else {
			more = sw_utf8_put(bytes, sw_utf8_next(source, &at, &string->not_unicode));
		}
		memcpy(p + n, bytes, more);
		n += more;
	}
	string->text = sw_str(p, n);
}

size_t sw_json_unquote(struct sw_arena *arena, struct sw_str source, size_t at, struct sw_json_text *string) {
	struct extent extent = find_end(source, at);
	*string = (struct sw_json_text){.text = sw_str_sub(source, at, extent.end - at), .error = extent.error};
	if (!extent.error && (extent.escapes || extent.bad))
		decode(arena, source, at, &extent, string);
	return extent.end;
}
