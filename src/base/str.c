#include "base/str.h"

size_t sw_str_find_byte(struct sw_str s, char c) {
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SW_NPOS;
}

size_t sw_str_rfind_byte(struct sw_str s, char c) {
	const char *hit = s.n ? memrchr(s.p, c, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SW_NPOS;
}

size_t sw_str_find(struct sw_str s, struct sw_str needle) {
	if (needle.n == 0)
		return 0;
	const char *hit = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SW_NPOS;
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

bool sw_listed_in(struct sw_str name, struct sw_str list) {
	const char *end = list.p + list.n;
	if (!name.n || name.n > list.n)
		return false;
	/* Lists are long and most names are none of them: the search for the first letter is the C library's. Of options it is
	 * the one behind their dashes. */
	size_t skip = name.n > 2 && name.p[0] == '-' ? 2 : 0;
	for (const char *p = list.p, *hit; p + skip < end && (hit = memchr(p + skip, name.p[skip], (size_t)(end - p) - skip)); p++)
		if (p = hit - skip, (p == list.p || p[-1] == ' ') && (size_t)(end - p) >= name.n && memcmp(p, name.p, name.n) == 0 &&
		    (p + name.n == end || p[name.n] == ' ') && !memchr(name.p, ' ', name.n))
			return true;
	return false;
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
