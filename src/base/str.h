/* Text as pointer and length. All input is handled in this form; a NUL-terminated copy is made only at a system call. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct sw_str {
	const char *p; /* first byte; need not be NUL-terminated; may be NULL when n is 0 */
	size_t n;      /* bytes */
};

/* A literal as sw_str: SW_S("text"). */
#define SW_S(literal) ((struct sw_str){"" literal, sizeof(literal) - 1})
/* The same for static initialisers. */
#define SW_SI(literal) {"" literal, sizeof(literal) - 1}
/* printf helpers: printf("%.*s", SW_ARG(s)). */
#define SW_ARG(s) (int)(s).n, (s).p

static inline struct sw_str sw_str(const char *p, size_t n) {
	return (struct sw_str){p, n};
}

/* A view of a NUL-terminated string; NULL gives the empty string. */
static inline struct sw_str sw_str_of(const char *z) {
	return (struct sw_str){z, z ? strlen(z) : 0};
}

static inline bool sw_str_eq(struct sw_str a, struct sw_str b) {
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Equal to a NUL-terminated text. */
static inline bool sw_str_is(struct sw_str a, const char *z) {
	/* Of a literal the length is known to the compiler; what is none need not be measured when it begins otherwise. */
	if (!__builtin_constant_p(strlen(z)) && a.n && a.p[0] != z[0])
		return false;
	return sw_str_eq(a, sw_str_of(z));
}

static inline bool sw_str_starts(struct sw_str s, struct sw_str prefix) {
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool sw_str_ends(struct sw_str s, struct sw_str suffix) {
	return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The part from byte `from`, at most `n` bytes; both are clamped to the string. */
static inline struct sw_str sw_str_sub(struct sw_str s, size_t from, size_t n) {
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct sw_str){s.p ? s.p + from : NULL, n};
}

/* The part from byte `from` to the end. */
static inline struct sw_str sw_str_from(struct sw_str s, size_t from) {
	return sw_str_sub(s, from, SIZE_MAX);
}

#define SW_NPOS SIZE_MAX

/* Offset of the first (last) byte equal to `c`, or SW_NPOS. */
size_t sw_str_find_byte(struct sw_str s, char c);
size_t sw_str_rfind_byte(struct sw_str s, char c);
/* Offset of the first occurrence of `needle`, or SW_NPOS; the empty needle is found at 0. */
size_t sw_str_find(struct sw_str s, struct sw_str needle);
bool sw_str_contains(struct sw_str s, struct sw_str needle);

/* Comparison in byte order: negative, 0, positive, as memcmp; a prefix sorts first. */
int sw_str_cmp(struct sw_str a, struct sw_str b);

/* ASCII only; no locale. */
bool sw_str_eq_nocase(struct sw_str a, struct sw_str b);
bool sw_str_is_nocase(struct sw_str a, const char *z);
bool sw_str_contains_nocase(struct sw_str s, struct sw_str needle);

/* Without leading and trailing space, tab, CR, LF, VT and FF. */
struct sw_str sw_str_trim(struct sw_str s);

/* Takes the next part up to `sep` from *rest and moves *rest behind it. False when *rest was exhausted before
 * (rest->p is NULL then). "a,,b" gives "a", "", "b"; "" gives one empty part. */
bool sw_str_split(struct sw_str *rest, char sep, struct sw_str *part);

/* A decimal number without sign that fits; false when the text is anything else. */
bool sw_str_to_u64(struct sw_str s, uint64_t *value);
/* The same with an optional '-' or '+'. */
bool sw_str_to_i64(struct sw_str s, int64_t *value);

/* Whether all of the text is hexadecimal digits, in either case, or in small letters alone; so the empty text is. */
bool sw_str_is_hex(struct sw_str s);
bool sw_str_is_lower_hex(struct sw_str s);

/* Last part of a slash-separated path: "/usr/bin/sh" gives "sh", "a/" gives "". */
struct sw_str sw_str_basename(struct sw_str path);

/* The folder of a slash-separated path, without the slash: "/usr/bin/sh" gives "/usr/bin", "sh" and "/sh" give "". */
struct sw_str sw_str_dirname(struct sw_str path);

bool sw_listed_in(struct sw_str name, struct sw_str list);
/* Whether `name` is one of the words of `list`, which are divided by blanks; the empty name is none. */
static inline bool sw_listed(struct sw_str name, const char *list) {
	return sw_listed_in(name, sw_str_of(list)); /* the length of a literal is known to the compiler */
}
/* Same with the case of letters ignored. */
bool sw_listed_nocase(struct sw_str name, const char *list);
/* Whether `text` fits `glob`, whose '*' stands for any text and '?' for one byte. Linear in memory, at most
 * length × length in time. */
bool sw_str_glob(struct sw_str glob, struct sw_str text);

/* ASCII classes that ignore the locale. */
static inline bool sw_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool sw_is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool sw_is_alnum(char c) { return sw_is_digit(c) || sw_is_alpha(c); }
static inline bool sw_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline char sw_to_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static inline char sw_to_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }
/* The value of a hexadecimal digit, in either case; -1: it is none. */
static inline int sw_hex_digit(char c) {
	return sw_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
