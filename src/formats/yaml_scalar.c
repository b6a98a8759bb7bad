#include "formats/yaml_scalar.h"
#include "formats/number.h"
#include <math.h>

struct word {
	const char *spelling;
	enum sw_node_kind kind;
	bool yes;
	bool only_1_1; /* a boolean of YAML 1.1 alone */
};

static const struct word words[] = {
	{"", SW_NODE_NULL},
	{"~", SW_NODE_NULL},
	{"null", SW_NODE_NULL},
	{"Null", SW_NODE_NULL},
	{"NULL", SW_NODE_NULL},
	{"true", SW_NODE_BOOL, true},
	{"True", SW_NODE_BOOL, true},
	{"TRUE", SW_NODE_BOOL, true},
	{"false", SW_NODE_BOOL, false},
	{"False", SW_NODE_BOOL, false},
	{"FALSE", SW_NODE_BOOL, false},
	{"y", SW_NODE_BOOL, true, true},
	{"Y", SW_NODE_BOOL, true, true},
	{"yes", SW_NODE_BOOL, true, true},
	{"Yes", SW_NODE_BOOL, true, true},
	{"YES", SW_NODE_BOOL, true, true},
	{"on", SW_NODE_BOOL, true, true},
	{"On", SW_NODE_BOOL, true, true},
	{"ON", SW_NODE_BOOL, true, true},
	{"n", SW_NODE_BOOL, false, true},
	{"N", SW_NODE_BOOL, false, true},
	{"no", SW_NODE_BOOL, false, true},
	{"No", SW_NODE_BOOL, false, true},
	{"NO", SW_NODE_BOOL, false, true},
	{"off", SW_NODE_BOOL, false, true},
	{"Off", SW_NODE_BOOL, false, true},
	{"OFF", SW_NODE_BOOL, false, true},
};

static bool resolve_word(struct sw_node *node, enum sw_dialect dialect) {
	if (node->text.n > 5)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!sw_str_is(node->text, words[i].spelling) || (words[i].only_1_1 && dialect != SW_DIALECT_KUBECTL))
			continue;
		node->kind = words[i].kind;
		node->integer = words[i].yes;
		return true;
	}
	return false;
}

/* .inf and .nan in three spellings. */
static bool resolve_special(struct sw_node *node) {
	struct sw_str text = node->text;
	bool sign = text.n && (text.p[0] == '+' || text.p[0] == '-');
	struct sw_str rest = sw_str_from(text, sign);
	if (sw_str_is(rest, ".inf") || sw_str_is(rest, ".Inf") || sw_str_is(rest, ".INF"))
		node->number = text.p[0] == '-' ? -INFINITY : INFINITY;
	else if (!sign && (sw_str_is(rest, ".nan") || sw_str_is(rest, ".NaN") || sw_str_is(rest, ".NAN")))
		node->number = NAN;
	else
		return false;
	node->kind = SW_NODE_FLOAT;
	node->big = true;
	return true;
}

static int digit_of(char c) {
	c = sw_to_lower(c);
	return sw_is_digit(c) ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

/* Digits of a base up to 16 that fit in 64 bits; underscores do not count. */
static bool read_digits(struct sw_str text, unsigned base, uint64_t *value) {
	bool any = false;
	*value = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '_')
			continue;
		unsigned digit = (unsigned)digit_of(text.p[i]);
		if (digit >= base || __builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit, value))
			return false;
		any = true;
	}
	return any;
}

static size_t skip_underscores(struct sw_str text, size_t at) {
	while (at < text.n && text.p[at] == '_')
		at++;
	return at;
}

/* Takes sign and base from the front of an integer. */
static struct sw_str skip_base(struct sw_str text, enum sw_dialect dialect, char *sign, unsigned *base) {
	*sign = text.p[0] == '-' || text.p[0] == '+' ? text.p[0] : '\0';
	text = sw_str_from(text, *sign != '\0');
	size_t zero = skip_underscores(text, 0), next = skip_underscores(text, zero + 1);
	*base = 10;
	if (zero >= text.n || text.p[zero] != '0' || next >= text.n)
		return text;
	char letter = text.p[next], mark = sw_to_lower(letter);
	*base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
	if (mark != 'x' && mark != 'b' && mark != 'o')
		return text;
	text = sw_str_from(text, next + 1);
	/* Both read what follows a leading 0b (yaml.v3: and 0o) as a number that may have a sign: 0b-1. */
	bool again = !*sign && (letter == 'b' || (letter == 'o' && dialect != SW_DIALECT_KUBECTL));
	if (again && text.n && (text.p[0] == '-' || text.p[0] == '+')) {
		*sign = text.p[0];
		text = sw_str_from(text, 1);
	}
	return text;
}

/* strconv.ParseInt and ParseUint with base 0. The latter takes no sign, so only positive numbers reach 64 bits. */
static bool resolve_integer(struct sw_node *node, enum sw_dialect dialect) {
	char sign;
	unsigned base;
	struct sw_str text = skip_base(node->text, dialect, &sign, &base);
	bool negative = sign == '-';
	uint64_t size;
	if (!read_digits(text, base, &size))
		return false;
	if (size > (uint64_t)INT64_MAX + negative) {
		if (sign)
			return false;
		node->big = true;
		node->number = (double)size;
	} else {
		node->integer = negative ? (int64_t)(0 - size) : (int64_t)size;
		node->number = (double)node->integer;
	}
	node->kind = SW_NODE_INT;
	return true;
}

static size_t skip_digits(struct sw_str text, size_t at) {
	while (at < text.n && sw_is_digit(text.p[at]))
		at++;
	return at;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool is_float(struct sw_str text) {
	size_t at = text.n && (text.p[0] == '-' || text.p[0] == '+'), whole = at;
	at = skip_digits(text, at);
	bool digits = at > whole;
	if (at < text.n && text.p[at] == '.') {
		size_t point = ++at;
		at = skip_digits(text, at);
		digits |= at > point;
	}
	if (!digits)
		return false;
	if (at < text.n && (text.p[at] == 'e' || text.p[at] == 'E')) {
		at++;
		at += at < text.n && (text.p[at] == '-' || text.p[at] == '+');
		size_t exponent = at;
		at = skip_digits(text, at);
		if (at == exponent)
			return false;
	}
	return at == text.n;
}

static struct sw_str without_underscores(struct sw_arena *arena, struct sw_str text) {
	if (sw_str_find_byte(text, '_') == SW_NPOS)
		return text;
	char *p = sw_arena_alloc(arena, text.n);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '_')
			p[n++] = text.p[i];
	return sw_str(p, n);
}

/* A decimal number too large for a double stays a string. */
static bool resolve_float(struct sw_arena *arena, struct sw_node *node) {
	/* Behind a leading point yaml.v2 and yaml.v3 take no underscores. */
	struct sw_str text = node->text.p[0] == '.' ? node->text : without_underscores(arena, node->text);
	if (!is_float(text) || !sw_number_read(arena, text, &node->number))
		return false;
	node->kind = SW_NODE_FLOAT;
	return true;
}

static void resolve_plain(struct sw_arena *arena, struct sw_node *node, enum sw_dialect dialect) {
	char first = node->text.n ? node->text.p[0] : '\0';
	bool numeric = sw_is_digit(first) || first == '+' || first == '-';
	if (resolve_word(node, dialect) || ((numeric || first == '.') && resolve_special(node)) ||
	    (numeric && resolve_integer(node, dialect)) || ((numeric || first == '.') && resolve_float(arena, node)))
		return;
	node->kind = SW_NODE_STRING;
	node->number = 0;
}

static int sextet(char c) {
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	return sw_is_digit(c) ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Base64 of RFC 4648 with padding, line breaks passed over, as Go decodes !!binary. */
static bool decode_binary(struct sw_arena *arena, struct sw_node *node) {
	char *p = sw_arena_alloc(arena, node->text.n + 1);
	size_t n = 0, count = 0, padding = 0;
	uint32_t bits = 0;
	for (size_t i = 0; i < node->text.n; i++) {
		char c = node->text.p[i];
		if (c == '\n' || c == '\r')
			continue;
		int value = c == '=' ? 0 : sextet(c);
		if (value < 0 || (padding && c != '='))
			return false;
		padding += c == '=';
		bits = bits << 6 | (uint32_t)value;
		if (++count % 4 == 0) {
			if (padding > 2)
				return false;
			for (size_t k = 0; k < 3 - padding; k++)
				p[n++] = (char)(bits >> (16 - 8 * k));
		}
	}
	if (count % 4)
		return false;
	node->text = sw_str(p, n);
	return true;
}

/* Whether the tag `want` allows what the text is. */
static const char *check_tag(struct sw_node *node) {
	struct sw_str tag = node->tag;
	if (sw_str_is(tag, "!!bool") && node->kind != SW_NODE_BOOL)
		return "the scalar is no boolean as its tag says";
	if (sw_str_is(tag, "!!int") && node->kind != SW_NODE_INT)
		return "the scalar is no integer as its tag says";
	if (sw_str_is(tag, "!!null") && node->kind != SW_NODE_NULL)
		return "the scalar is not null as its tag says";
	if (sw_str_is(tag, "!!float")) {
		if (node->kind != SW_NODE_INT && node->kind != SW_NODE_FLOAT)
			return "the scalar is no number as its tag says";
		node->kind = SW_NODE_FLOAT;
	}
	return NULL;
}

const char *sw_yaml_resolve(struct sw_arena *arena, struct sw_node *node, enum sw_dialect dialect) {
	struct sw_str tag = node->tag;
	bool typed = sw_str_is(tag, "!!bool") || sw_str_is(tag, "!!int") || sw_str_is(tag, "!!float") ||
		     sw_str_is(tag, "!!null");
	node->kind = SW_NODE_STRING;
	if (typed || (tag.n == 0 && node->style == SW_STYLE_PLAIN))
		resolve_plain(arena, node, dialect);
	if (sw_str_is(tag, "!!binary") && !decode_binary(arena, node))
		return "the base64 of a !!binary is malformed";
	return typed ? check_tag(node) : NULL;
}

bool sw_yaml_key(struct sw_arena *arena, const struct sw_node *node, enum sw_dialect dialect, struct sw_str *key) {
	char text[SW_NUMBER_BYTES];
	*key = node->text;
	if (dialect != SW_DIALECT_KUBECTL || node->kind == SW_NODE_STRING)
		return true;
	if (node->kind == SW_NODE_BOOL)
		*key = node->integer ? SW_S("true") : SW_S("false");
	else if (node->kind == SW_NODE_INT && !node->big)
		*key = sw_arena_printf(arena, "%lld", (long long)node->integer);
	else if (node->kind == SW_NODE_FLOAT && !isfinite((float)node->number))
		*key = isnan(node->number) ? SW_S(".nan") : node->number < 0 ? SW_S("-.inf") : SW_S(".inf");
	else if (node->kind == SW_NODE_FLOAT)
		*key = sw_arena_str(arena, sw_str(text, sw_number_write(text, node->number, SW_NUMBER_KEY)));
	else
		return false;
	return true;
}
