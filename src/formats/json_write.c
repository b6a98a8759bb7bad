#include "formats/json_write.h"
#include "base/utf8.h"
#include "formats/keys.h"
#include "formats/number.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>

static void new_line(struct sw_json *json) {
	static const char blanks[] = "                                ";
	if (!json->indent)
		return;
	sw_out_byte(json->out, '\n');
	for (size_t left = (size_t)json->indent * json->depth, n; left; left -= n) {
		n = left < sizeof blanks - 1 ? left : sizeof blanks - 1;
		sw_out_bytes(json->out, blanks, n);
	}
}

/* Comma and line break as the place asks for. */
static void before_value(struct sw_json *json) {
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->started)
		sw_out_byte(json->out, ',');
	if (json->depth)
		new_line(json);
	json->started = true;
}

static void open_level(struct sw_json *json, char c) {
	before_value(json);
	sw_out_byte(json->out, c);
	json->depth++;
	json->started = false;
}

static void close_level(struct sw_json *json, char c) {
	json->depth--;
	if (json->started)
		new_line(json);
	sw_out_byte(json->out, c);
	json->started = true; /* the level around it holds at least what was closed */
}

void sw_json_open_map(struct sw_json *json) {
	open_level(json, '{');
}

void sw_json_close_map(struct sw_json *json) {
	close_level(json, '}');
}

void sw_json_open_list(struct sw_json *json) {
	open_level(json, '[');
}

void sw_json_close_list(struct sw_json *json) {
	close_level(json, ']');
}

void sw_json_key_str(struct sw_json *json, struct sw_str key) {
	before_value(json);
	sw_json_escape(json->out, key);
	sw_out_byte(json->out, ':');
	if (json->indent)
		sw_out_byte(json->out, ' ');
	json->after_key = true;
}

void sw_json_key(struct sw_json *json, const char *key) {
	sw_json_key_str(json, sw_str_of(key));
}

void sw_json_string(struct sw_json *json, struct sw_str s) {
	before_value(json);
	sw_json_escape(json->out, s);
}

void sw_json_int(struct sw_json *json, int64_t value) {
	char digits[24], *p = digits + sizeof digits;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	before_value(json);
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--p = '-';
	sw_out_bytes(json->out, p, (size_t)(digits + sizeof digits - p));
}

void sw_json_bool(struct sw_json *json, bool value) {
	before_value(json);
	sw_out_z(json->out, value ? "true" : "false");
}

void sw_json_null(struct sw_json *json) {
	before_value(json);
	sw_out_z(json->out, "null");
}

void sw_json_member(struct sw_json *json, const char *key, struct sw_str s) {
	sw_json_key(json, key);
	sw_json_string(json, s);
}

void sw_json_member_z(struct sw_json *json, const char *key, const char *z) {
	sw_json_member(json, key, sw_str_of(z));
}

void sw_json_member_int(struct sw_json *json, const char *key, int64_t value) {
	sw_json_key(json, key);
	sw_json_int(json, value);
}

void sw_json_member_bool(struct sw_json *json, const char *key, bool value) {
	sw_json_key(json, key);
	sw_json_bool(json, value);
}

static bool is_plain(unsigned char c) {
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Whether eight bytes are plain: a byte's highest bit is set in the sums where it is not. After the first such byte a
 * borrow may blame the next one, too, which the slow way then tells. */
static bool all_plain(const char *p) {
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t bytes, quote, slash, delete;
	memcpy(&bytes, p, sizeof bytes);
	quote = bytes ^ ones * '"';
	slash = bytes ^ ones * '\\';
	delete = bytes ^ ones * 0x7f;
	return !((bytes | (bytes - ones * 0x20) | (quote - ones) | (slash - ones) | (delete - ones)) & highs);
}

static void escape_control(struct sw_out *out, uint32_t c) {
	const char *two = c == '"'    ? "\\\""
			  : c == '\\' ? "\\\\"
			  : c == '\n' ? "\\n"
			  : c == '\r' ? "\\r"
			  : c == '\t' ? "\\t"
			  : c == '\b' ? "\\b"
			  : c == '\f' ? "\\f"
				      : NULL;
	if (two)
		sw_out_z(out, two);
	else
		sw_out_printf(out, "\\u%04x", (unsigned)c);
}

void sw_json_escape(struct sw_out *out, struct sw_str s) {
	sw_out_byte(out, '"');
	for (size_t at = 0; at < s.n;) {
		size_t start = at;
		while (at + 8 <= s.n && all_plain(s.p + at))
			at += 8;
		while (at < s.n && is_plain((unsigned char)s.p[at]))
			at++;
		sw_out_bytes(out, s.p + start, at - start);
		if (at == s.n)
			break;
		uint32_t c = sw_utf8_next(s, &at, NULL);
		if (c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
			escape_control(out, c);
		} else {
			char bytes[4];
			sw_out_bytes(out, bytes, sw_utf8_put(bytes, c));
		}
	}
	sw_out_byte(out, '"');
}

/* Members with one key stand together in the order they were written. */
static int compare(const void *a, const void *b) {
	const struct sw_member *const *x = a, *const *y = b;
	int order = sw_str_cmp((*x)->key, (*y)->key);
	return order ? order : *x < *y ? -1 : *x > *y;
}

static void write_number(struct sw_out *out, const struct sw_node *node) {
	if (node->kind == SW_NODE_INT && !node->big) {
		sw_out_printf(out, "%lld", (long long)node->integer);
	} else if (isfinite(node->number)) {
		char text[SW_NUMBER_BYTES];
		sw_out_bytes(out, text, sw_number_write(text, node->number, SW_NUMBER_JSON));
	} else if (node->text.n && (node->text.p[0] == '-' || sw_is_digit(node->text.p[0])) &&
		   sw_is_digit(node->text.p[node->text.n - 1])) {
		sw_out_str(out, node->text); /* a JSON number beyond a double: only its own digits say it */
	} else {
		sw_json_escape(out, node->text); /* YAML's .inf and .nan: JSON has no word for them */
	}
}

static void write_map(struct sw_out *out, const struct sw_node *map, enum sw_dialect dialect) {
	const struct sw_member **sorted = calloc(map->count ? map->count : 1, sizeof *sorted);
	if (!sorted) {
		out->failed = ENOMEM;
		return;
	}
	for (uint32_t i = 0; i < map->count; i++)
		sorted[i] = &map->members[i];
	qsort(sorted, map->count, sizeof *sorted, compare);
	sw_out_byte(out, '{');
	bool started = false;
	for (uint32_t i = 0; i < map->count; i++) {
		/* Of equal keys strict JSON takes the first, all others the last. */
		bool strict = dialect == SW_DIALECT_STRICT;
		if (strict ? i > 0 && sw_str_eq(sorted[i]->key, sorted[i - 1]->key)
			   : i + 1 < map->count && sw_str_eq(sorted[i]->key, sorted[i + 1]->key))
			continue;
		if (started)
			sw_out_byte(out, ',');
		started = true;
		sw_json_escape(out, sorted[i]->key);
		sw_out_byte(out, ':');
		sw_json_canonical(out, sorted[i]->value, dialect);
	}
	sw_out_byte(out, '}');
	free(sorted);
}

void sw_json_canonical(struct sw_out *out, const struct sw_node *node, enum sw_dialect dialect) {
	switch (node->kind) {
	case SW_NODE_NULL:
		sw_out_z(out, "null");
		break;
	case SW_NODE_BOOL:
		sw_out_z(out, node->integer ? "true" : "false");
		break;
	case SW_NODE_INT:
	case SW_NODE_FLOAT:
		write_number(out, node);
		break;
	case SW_NODE_STRING:
		sw_json_escape(out, node->text);
		break;
	case SW_NODE_LIST:
		sw_out_byte(out, '[');
		for (uint32_t i = 0; i < node->count; i++) {
			if (i)
				sw_out_byte(out, ',');
			sw_json_canonical(out, node->items[i], dialect);
		}
		sw_out_byte(out, ']');
		break;
	case SW_NODE_MAP:
		write_map(out, node, dialect);
		break;
	}
}

/* Whether the text is a number of JSON: then its own digits say it best. */
static bool is_json_number(struct sw_str s) {
	size_t at = s.n && s.p[0] == '-', start = at;
	while (at < s.n && sw_is_digit(s.p[at]))
		at++;
	if (at == start || (at > start + 1 && s.p[start] == '0'))
		return false;
	if (at < s.n && s.p[at] == '.') {
		size_t point = ++at;
		while (at < s.n && sw_is_digit(s.p[at]))
			at++;
		if (at == point)
			return false;
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		at += at < s.n && (s.p[at] == '-' || s.p[at] == '+');
		size_t exponent = at;
		while (at < s.n && sw_is_digit(s.p[at]))
			at++;
		if (at == exponent)
			return false;
	}
	return at == s.n;
}

static void write_members(struct sw_json *json, const struct sw_node *map, enum sw_dialect dialect) {
	bool *hidden = calloc(map->count ? map->count : 1, sizeof *hidden);
	struct sw_arena arena;
	sw_arena_init(&arena, SIZE_MAX);
	struct sw_keys keys = {.arena = &arena};
	sw_keys_start(&keys, map->count);
	if (!hidden)
		json->out->failed = ENOMEM;
	for (uint32_t i = 0; hidden && i < map->count; i++) {
		uint32_t at = dialect == SW_DIALECT_STRICT ? i : map->count - 1 - i;
		hidden[at] = sw_keys_see(&keys, &map->members[at]) != NULL;
	}
	sw_json_open_map(json);
	for (uint32_t i = 0; hidden && i < map->count; i++) {
		if (hidden[i])
			continue;
		sw_json_key_str(json, map->members[i].key);
		sw_json_node(json, map->members[i].value, dialect);
	}
	sw_json_close_map(json);
	sw_arena_free(&arena);
	free(hidden);
}

void sw_json_node(struct sw_json *json, const struct sw_node *node, enum sw_dialect dialect) {
	switch (node->kind) {
	case SW_NODE_MAP:
		write_members(json, node, dialect);
		break;
	case SW_NODE_LIST:
		sw_json_open_list(json);
		for (uint32_t i = 0; i < node->count; i++)
			sw_json_node(json, node->items[i], dialect);
		sw_json_close_list(json);
		break;
	case SW_NODE_INT:
	case SW_NODE_FLOAT:
		before_value(json);
		if (is_json_number(node->text))
			sw_out_str(json->out, node->text);
		else
			write_number(json->out, node);
		break;
	case SW_NODE_NULL:
	case SW_NODE_BOOL:
	case SW_NODE_STRING:
		before_value(json);
		sw_json_canonical(json->out, node, dialect);
		break;
	}
}
