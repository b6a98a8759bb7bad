#include "base/str.h"

size_t sw_str_find_byte(struct sw_str s, char c) {
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SW_NPOS;
}

size_t sw_str_rfind_byte(struct sw_str s, char c) {
	const char *hit = s.n ? memrchr(s.p, c, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SW_NPOS;
}

enum { SHORT_NEEDLE = 4 };

size_t sw_str_find(struct sw_str s, struct sw_str needle) {
	if (needle.n == 0)
		return 0;
	if (needle.n > SHORT_NEEDLE) {
		const char *hit = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
		return hit ? (size_t)(hit - s.p) : SW_NPOS;
	}
	/* The search for one byte is several times faster, and starts over at most so often as a short needle allows. */
	for (size_t from = 0, at; (at = sw_str_find_byte(sw_str_from(s, from), needle.p[0])) != SW_NPOS; from += at + 1)
		if (sw_str_starts(sw_str_from(s, from + at), needle))
			return from + at;
	return SW_NPOS;
}

bool sw_str_contains(struct sw_str s, struct sw_str needle) {
	return sw_str_find(s, needle) != SW_NPOS;
}

int sw_str_cmp(struct sw_str a, struct sw_str b) {
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	if (order)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool sw_str_eq_nocase(struct sw_str a, struct sw_str b) {
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (sw_to_lower(a.p[i]) != sw_to_lower(b.p[i]))
			return false;
	return true;
}

bool sw_str_is_nocase(struct sw_str a, const char *z) {
	return sw_str_eq_nocase(a, sw_str_of(z));
}

bool sw_str_contains_nocase(struct sw_str s, struct sw_str needle) {
	if (needle.n == 0)
		return true;
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (sw_str_eq_nocase(sw_str_sub(s, i, needle.n), needle))
			return true;
	return false;
}

struct sw_str sw_str_trim(struct sw_str s) {
	while (s.n && sw_is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && sw_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool sw_str_split(struct sw_str *rest, char sep, struct sw_str *part) {
	if (!rest->p)
		return false;
	size_t at = sw_str_find_byte(*rest, sep);
	if (at == SW_NPOS) {
		*part = *rest;
		*rest = (struct sw_str){0};
		return true;
	}
	*part = sw_str_sub(*rest, 0, at);
	*rest = sw_str_from(*rest, at + 1);
	return true;
}

bool sw_str_to_u64(struct sw_str s, uint64_t *value) {
	uint64_t sum = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!sw_is_digit(s.p[i]) || __builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, (uint64_t)(s.p[i] - '0'), &sum))
			return false;
	*value = sum;
	return true;
}

bool sw_str_to_i64(struct sw_str s, int64_t *value) {
	bool negative = s.n && s.p[0] == '-';
	uint64_t size;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = sw_str_from(s, 1);
	if (!sw_str_to_u64(s, &size) || size > (uint64_t)INT64_MAX + negative)
		return false;
	*value = negative ? (int64_t)(0 - size) : (int64_t)size;
	return true;
}

bool sw_str_is_hex(struct sw_str s) {
	for (size_t i = 0; i < s.n; i++)
		if (sw_hex_digit(s.p[i]) < 0)
			return false;
	return true;
}

bool sw_str_is_lower_hex(struct sw_str s) {
	for (size_t i = 0; i < s.n; i++)
		if (sw_hex_digit(s.p[i]) < 0 || sw_to_lower(s.p[i]) != s.p[i])
			return false;
	return true;
}

struct sw_str sw_str_basename(struct sw_str path) {
	size_t slash = sw_str_rfind_byte(path, '/');
	return slash == SW_NPOS ? path : sw_str_from(path, slash + 1);
}

struct sw_str sw_str_dirname(struct sw_str path) {
	size_t slash = sw_str_rfind_byte(path, '/');
	return slash == SW_NPOS ? (struct sw_str){0} : sw_str_sub(path, 0, slash);
}

/* Whether `name` is the word at `at`, where its first letter stands. The cheap questions come first: they settle nearly all. */
static inline bool word_at(struct sw_str list, size_t at, struct sw_str name) {
	return (at == 0 || list.p[at - 1] == ' ') &&
	       (at + name.n == list.n || list.p[at + name.n] == ' ') && memcmp(list.p + at, name.p, name.n) == 0 &&
	       !memchr(name.p, ' ', name.n);
}

static bool word_from(struct sw_str list, size_t at, size_t end, struct sw_str name) {
	for (const char *hit; at < end && (hit = memchr(list.p + at, name.p[0], end - at)); at++) {
		at = (size_t)(hit - list.p);
		if (word_at(list, at, name))
			return true;
	}
	return false;
}

/* So many places of a list are looked at together. */
typedef unsigned char places __attribute__((vector_size(16)));

/* Those of the places from `p` on that hold `byte`. */
static inline places holding(const char *p, char byte) {
	places bytes;
	memcpy(&bytes, p, sizeof bytes);
	return (places)(bytes == (unsigned char)byte);
}

static inline bool any(places found) {
	uint64_t halves[2];
	memcpy(halves, &found, sizeof halves);
	return halves[0] | halves[1];
}

bool sw_listed_in(struct sw_str name, struct sw_str list) {
	const size_t width = sizeof(places);
	if (!name.n || name.n > list.n)
		return false;
	size_t end = list.n - name.n + 1; /* no word of this length begins there or behind */
	if (end <= width)
		return word_from(list, 0, end, name);
	if (list.p[0] == name.p[0] && word_at(list, 0, name))
		return true;
	/* Lists are long and most names are none of them: places are passed together where no word has the name's first and
	 * last letter. The last of them may be looked at twice. */
	for (size_t at = 1;; at = at + 2 * width < end ? at + width : end - width) {
		const char *from = list.p + at;
		places found = holding(from - 1, ' ') & holding(from, name.p[0]) & holding(from + name.n - 1, name.p[name.n - 1]);
		if (any(found) && word_from(list, at, at + width, name))
			return true;
		if (at + width >= end)
			return false;
	}
}

bool sw_listed_nocase(struct sw_str name, const char *list) {
	struct sw_str rest = sw_str_of(list), part;
	while (name.n && sw_str_split(&rest, ' ', &part))
		if (sw_str_eq_nocase(part, name))
			return true;
	return false;
}

bool sw_str_glob(struct sw_str glob, struct sw_str text) {
	size_t g = 0, t = 0, star = SW_NPOS, mark = 0;
	while (t < text.n) {
		if (g < glob.n && glob.p[g] == '*') {
			star = g++;
			mark = t;
		} else if (g < glob.n && (glob.p[g] == '?' || glob.p[g] == text.p[t])) {
			g++;
			t++;
		} else if (star != SW_NPOS) {
			g = star + 1; /* the last star takes one byte more; earlier ones need not be tried again */
			t = ++mark;
		} else {
			return false;
		}
	}
	while (g < glob.n && glob.p[g] == '*')
		g++;
	return g == glob.n;
}
