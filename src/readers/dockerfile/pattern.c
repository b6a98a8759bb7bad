#include "readers/dockerfile/pattern.h"
#include "base/limits.h"
#include "readers/dockerfile/letters.h"

/* Pattern elements that are no character. */
enum { STAR = 0x110000, ANY = 0x110001 };

struct matcher {
	const uint32_t *tokens, *value; /* characters; tokens may be STAR and ANY */
	size_t m, n;
	unsigned char *can; /* can[i * (n + 1) + p]: tokens from i on match at character p, up to some end */
};

/* Characters of `s`; `offsets`, when given, gets where each begins and one more for the end. */
static uint32_t *decode(struct sw_arena *arena, struct sw_str s, size_t *count, size_t **offsets) {
	uint32_t *c = SW_NEW_ARRAY(arena, uint32_t, s.n + 1);
	size_t n = 0;
	if (offsets)
		*offsets = SW_NEW_ARRAY(arena, size_t, s.n + 1);
	for (size_t at = 0; at < s.n; n++) {
		if (offsets)
			(*offsets)[n] = at;
		/* A byte that is no UTF-8 must not equal another one. */
		bool bad = false;
		uint32_t byte = (unsigned char)s.p[at];
		c[n] = sw_utf8_next(s, &at, &bad);
		if (bad)
			c[n] = 0x200000 + byte;
	}
	if (offsets)
		(*offsets)[n] = s.n;
	*count = n;
	return c;
}

/* Replaces characters by tokens in place; false for a '\' that protects nothing. "\}" and "\/" lose their '\': it only
 * kept the character from ending the pattern. */
static bool tokenize(uint32_t *c, size_t *count) {
	size_t to = 0;
	for (size_t i = 0; i < *count; i++) {
		uint32_t token = c[i];
		if (token == '\\') {
			if (++i == *count)
				return false;
			token = c[i];
			if (token != '*' && token != '?' && token != '\\' && token != '}' && token != '/')
				return false;
		} else if (token == '*') {
			token = STAR;
		} else if (token == '?') {
			token = ANY;
		}
		c[to++] = token;
	}
	*count = to;
	return true;
}

/* The reference's scanner drops a byte order mark where it begins to read. */
static uint32_t *without_mark(uint32_t *tokens, size_t *count) {
	if (*count == 0 || tokens[0] != 0xfeff)
		return tokens;
	*count -= 1;
	return tokens + 1;
}

static void reverse(uint32_t *c, size_t n) {
	for (size_t i = 0; i < n / 2; i++) {
		uint32_t swap = c[i];
		c[i] = c[n - 1 - i];
		c[n - 1 - i] = swap;
	}
}

/* The table costs pattern times value; it is taken from the arena so that its cap bounds the work of a whole file. */
static bool prepare(struct sw_arena *arena, struct matcher *matcher) {
	size_t m = matcher->m, n = matcher->n, cells;
	if (__builtin_mul_overflow(m + 1, n + 1, &cells) || cells > SW_LIMIT_EXPANSION_BYTES)
		return false;
	matcher->can = sw_arena_alloc(arena, cells);
	memset(matcher->can + m * (n + 1), 1, n + 1);
	for (size_t i = m; i-- > 0;) {
		unsigned char *row = matcher->can + i * (n + 1), *next = row + n + 1;
		uint32_t token = matcher->tokens[i];
		if (token == STAR)
			row[n] = next[n];
		for (size_t p = n; p-- > 0;) {
			bool wild = matcher->value[p] != '\n';
			if (token == STAR)
				row[p] = next[p] || (wild && row[p + 1]);
			else
				row[p] = next[p + 1] && (token == ANY ? wild : matcher->value[p] == token);
		}
	}
	return true;
}

static bool can(const struct matcher *matcher, size_t i, size_t p) {
	return matcher->can[i * (matcher->n + 1) + p] != 0;
}

/* The end of the match at `p`, which must be possible; stars take as much, or as little, as the rest allows. */
static size_t match_end(const struct matcher *matcher, size_t p, bool longest) {
	for (size_t i = 0; i < matcher->m; i++) {
		if (matcher->tokens[i] != STAR) {
			p++;
			continue;
		}
		size_t best = p;
		for (size_t q = p; q <= matcher->n; q++) {
			if (can(matcher, i + 1, q)) {
				best = q;
				if (!longest)
					break;
			}
			if (q < matcher->n && matcher->value[q] == '\n')
				break;
		}
		p = best;
	}
	return p;
}

enum sw_pattern_status sw_pattern_trim(struct sw_arena *arena, struct sw_str value, struct sw_str pattern, bool suffix,
				       bool longest, struct sw_str *result) {
	struct matcher matcher = {0};
	size_t *offsets;
	uint32_t *tokens = decode(arena, pattern, &matcher.m, NULL);
	uint32_t *characters = decode(arena, value, &matcher.n, &offsets);
	if (!tokenize(tokens, &matcher.m))
		return SW_PATTERN_BAD;
	if (suffix) {
		reverse(tokens, matcher.m);
		reverse(characters, matcher.n);
	}
	matcher.tokens = without_mark(tokens, &matcher.m);
	matcher.value = characters;
	if (!prepare(arena, &matcher))
		return SW_PATTERN_LARGE;
	*result = value;
	if (!can(&matcher, 0, 0))
		return SW_PATTERN_OK;
	size_t taken = match_end(&matcher, 0, longest);
	if (suffix)
		*result = sw_str_sub(value, 0, offsets[matcher.n - taken]);
	else
		*result = sw_str_from(value, offsets[taken]);
	return SW_PATTERN_OK;
}

struct writer {
	struct sw_arena *arena;
	char *p;
	size_t n, cap, limit;
	bool full;
};

static void put(struct writer *writer, struct sw_str s) {
	if (writer->full || s.n > writer->limit - writer->n) {
		writer->full = true;
		return;
	}
	if (s.n > writer->cap - writer->n) {
		size_t cap = (writer->n + s.n) * 2;
		writer->p = sw_arena_grow(writer->arena, writer->p, writer->cap, cap);
		writer->cap = cap;
	}
	if (s.n)
		memcpy(writer->p + writer->n, s.p, s.n);
	writer->n += s.n;
}

/* Moves behind a letter, digit or '_'. */
static bool name_goes_on(struct sw_str s, size_t *at) {
	size_t next = *at;
	uint32_t c = sw_utf8_next(s, &next, NULL);
	if (c != '_' && !sw_unicode_is_letter(c) && !sw_unicode_is_digit(c))
		return false;
	*at = next;
	return true;
}

/* The reference hands the replacement of "//" to its regular expressions, where $0 is the match, any other $name is
 * empty and $$ is a dollar sign. */
static void put_template(struct writer *writer, struct sw_str replacement, struct sw_str match) {
	while (replacement.n) {
		size_t dollar = sw_str_find_byte(replacement, '$');
		put(writer, sw_str_sub(replacement, 0, dollar));
		if (dollar == SW_NPOS)
			return;
		replacement = sw_str_from(replacement, dollar + 1);
		if (sw_str_starts(replacement, SW_S("$"))) {
			put(writer, SW_S("$"));
			replacement = sw_str_from(replacement, 1);
			continue;
		}
		bool brace = sw_str_starts(replacement, SW_S("{"));
		size_t from = brace, at = from;
		while (at < replacement.n && name_goes_on(replacement, &at))
			continue;
		struct sw_str name = sw_str_sub(replacement, from, at - from);
		if (name.n == 0 || (brace && (at == replacement.n || replacement.p[at] != '}'))) {
			put(writer, SW_S("$"));
			continue;
		}
		if (sw_str_is(name, "0"))
			put(writer, match);
		replacement = sw_str_from(replacement, at + brace);
	}
}

enum sw_pattern_status sw_pattern_replace(struct sw_arena *arena, struct sw_str value, struct sw_str pattern,
					  struct sw_str replacement, bool all, size_t limit, struct sw_str *result) {
	struct matcher matcher = {0};
	size_t *offsets;
	uint32_t *tokens = decode(arena, pattern, &matcher.m, NULL);
	matcher.value = decode(arena, value, &matcher.n, &offsets);
	if (!tokenize(tokens, &matcher.m))
		return SW_PATTERN_BAD;
	matcher.tokens = without_mark(tokens, &matcher.m);
	if (!prepare(arena, &matcher))
		return SW_PATTERN_LARGE;
	struct writer writer = {.arena = arena, .limit = limit};
	size_t copied = 0;
	for (size_t p = 0; p <= matcher.n;) {
		if (!can(&matcher, 0, p)) {
			p++;
			continue;
		}
		size_t end = match_end(&matcher, p, true);
		put(&writer, sw_str_sub(value, offsets[copied], offsets[p] - offsets[copied]));
		/* An empty match directly behind another match does not count. */
		if (!all)
			put(&writer, replacement);
		else if (end > copied || p == 0)
			put_template(&writer, replacement, sw_str_sub(value, offsets[p], offsets[end] - offsets[p]));
		copied = end;
		if (!all)
			break;
		p = end > p ? end : p + 1;
	}
	put(&writer, sw_str_from(value, offsets[copied]));
	if (writer.full)
		return SW_PATTERN_LARGE;
	*result = sw_str(writer.p, writer.n);
	return SW_PATTERN_OK;
}
