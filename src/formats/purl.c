#include "formats/purl.h"
#include <stdlib.h>

/* Characters that no part encodes; ':' is left as it is everywhere. */
static bool is_plain(char c) {
	return sw_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '~' || c == ':';
}

struct text {
	struct sw_arena *arena;
	char *p;
	size_t n, cap;
};

static void put(struct text *text, char c) {
	if (text->n == text->cap) {
		size_t cap = text->cap ? text->cap * 2 : 128;
		text->p = sw_arena_grow(text->arena, text->p, text->cap, cap);
		text->cap = cap;
	}
	text->p[text->n++] = c;
}

/* `slashes`: they divide parts and stay. */
static void put_encoded(struct text *text, struct sw_str s, bool slashes) {
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_plain(s.p[i]) || (slashes && c == '/')) {
			put(text, s.p[i]);
		} else {
			put(text, '%');
			put(text, digits[c >> 4]);
			put(text, digits[c & 15]);
		}
	}
}

static struct sw_str without_slashes(struct sw_str s) {
	while (s.n && s.p[0] == '/')
		s = sw_str_from(s, 1);
	while (s.n && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

void sw_purl_qualify(struct sw_arena *arena, struct sw_purl *purl, struct sw_str key, struct sw_str value) {
	if (value.n)
		*sw_push(arena, &purl->qualifiers) = (struct sw_purl_qualifier){key, value};
}

static int key_order(const void *a, const void *b) {
	const struct sw_purl_qualifier *left = a, *right = b;
	int order = sw_str_cmp(left->key, right->key);
	return order ? order : sw_str_cmp(left->value, right->value);
}

static void sort_qualifiers(struct sw_purl *purl) {
	if (purl->qualifiers.n)
		qsort(purl->qualifiers.v, purl->qualifiers.n, sizeof *purl->qualifiers.v, key_order);
}

struct sw_str sw_purl_write(struct sw_arena *arena, struct sw_purl *purl) {
	struct text text = {.arena = arena};
	struct sw_str space = without_slashes(purl->space), subpath = without_slashes(purl->subpath);
	sort_qualifiers(purl);
	put_encoded(&text, SW_S("pkg:"), false);
	put_encoded(&text, purl->type, false);
	put(&text, '/');
	if (space.n) {
		put_encoded(&text, space, true);
		put(&text, '/');
	}
	put_encoded(&text, purl->name, false);
	if (purl->version.n) {
		put(&text, '@');
		put_encoded(&text, purl->version, false);
	}
	char before = '?';
	for (size_t i = 0; i < purl->qualifiers.n; i++) {
		if (!purl->qualifiers.v[i].value.n)
			continue;
		put(&text, before);
		before = '&';
		put_encoded(&text, purl->qualifiers.v[i].key, false);
		put(&text, '=');
		put_encoded(&text, purl->qualifiers.v[i].value, true);
	}
	if (subpath.n) {
		put(&text, '#');
		put_encoded(&text, subpath, true);
	}
	return sw_str(text.p, text.n);
}

/* Percent signs that are none stay. */
static struct sw_str decode(struct sw_arena *arena, struct sw_str s) {
	if (sw_str_find_byte(s, '%') == SW_NPOS)
		return s;
	char *p = sw_arena_alloc(arena, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? sw_hex_digit(s.p[i + 1]) : -1;
		int low = high >= 0 ? sw_hex_digit(s.p[i + 2]) : -1;
		if (low >= 0) {
			p[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return sw_str(p, n);
}

static bool is_type(struct sw_str s) {
	bool valid = s.n && sw_is_alpha(s.p[0]);
	for (size_t i = 0; valid && i < s.n; i++)
		valid = sw_is_alnum(s.p[i]) || s.p[i] == '.' || s.p[i] == '+' || s.p[i] == '-';
	return valid;
}

/* Cuts what stands behind the first (or last) `c` off the text and gives it back. */
static struct sw_str cut(struct sw_str *text, char c, bool last) {
	size_t at = last ? sw_str_rfind_byte(*text, c) : sw_str_find_byte(*text, c);
	if (at == SW_NPOS)
		return (struct sw_str){0};
	struct sw_str behind = sw_str_from(*text, at + 1);
	text->n = at;
	return behind;
}

bool sw_purl_read(struct sw_arena *arena, struct sw_str text, struct sw_purl *purl) {
	struct sw_str subpath = cut(&text, '#', true), qualifiers = cut(&text, '?', true), part;
	*purl = (struct sw_purl){0};
	if (text.n < 4 || !sw_str_eq_nocase(sw_str_sub(text, 0, 4), SW_S("pkg:")))
		return false;
	text = without_slashes(sw_str_from(text, 4));
	size_t slash = sw_str_find_byte(text, '/');
	if (slash == SW_NPOS || !is_type(sw_str_sub(text, 0, slash)))
		return false;
	purl->type = sw_arena_lower(arena, sw_str_sub(text, 0, slash));
	text = without_slashes(sw_str_from(text, slash + 1));
	/* A version begins behind the last '@', unless a slash follows it: that '@' is of an npm scope nobody encoded. */
	size_t at = sw_str_rfind_byte(text, '@'), last = sw_str_rfind_byte(text, '/');
	if (at != SW_NPOS && at && (last == SW_NPOS || last < at)) {
		purl->version = decode(arena, sw_str_from(text, at + 1));
		text.n = at;
	}
	text = without_slashes(text);
	last = sw_str_rfind_byte(text, '/');
	purl->name = decode(arena, last == SW_NPOS ? text : sw_str_from(text, last + 1));
	purl->space = last == SW_NPOS ? (struct sw_str){0} : decode(arena, without_slashes(sw_str_sub(text, 0, last)));
	purl->subpath = decode(arena, without_slashes(subpath));
	while (qualifiers.n && sw_str_split(&qualifiers, '&', &part)) {
		struct sw_str value = cut(&part, '=', false);
		sw_purl_qualify(arena, purl, sw_arena_lower(arena, part), decode(arena, value));
	}
	sort_qualifiers(purl);
	return purl->name.n > 0;
}
