#include "formats/yaml_write.h"
#include "base/utf8.h"
#include "formats/keys.h"
#include "formats/number.h"
#include <assert.h>
#include <math.h>

enum {
	KEY_BYTES = 200, /* longer keys are written with '?': readers take a simple key of at most 1024 characters */
};

/* What YAML's readers take unescaped: not the controls, the byte order mark, and the line breaks of YAML 1.1. */
static bool printable(uint32_t c) {
	return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff && c != 0xfffe && c != 0xffff);
}

static bool all_printable(struct sw_str s, bool lines) {
	for (size_t at = 0; at < s.n;) {
		bool bad = false;
		uint32_t c = sw_utf8_next(s, &at, &bad);
		if (bad || (!printable(c) && !(lines && c == '\n')))
			return false;
	}
	return true;
}

/* Words that one of the two versions reads as a truth value or as nothing. */
static bool is_word(struct sw_str s) {
	return sw_listed_nocase(s, "y n yes no on off true false null");
}

/* Whether all of it could be a part of a number, a time of day in base 60, or a date: in any base, with underscores. */
static bool may_be_number(struct sw_str s) {
	if (!sw_is_digit(s.p[0]))
		return false;
	size_t second = 1;
	while (second < s.n && s.p[second] == '_')
		second++;
	if (s.p[0] == '0' && second < s.n && strchr("xXoObB", s.p[second]))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (!sw_is_digit(s.p[i]) && !strchr("_,:.eE+-tTzZ ", s.p[i]))
			return false;
	return true;
}

bool sw_yaml_plain(struct sw_str s) {
	if (s.n == 0 || s.p[0] == ' ' || s.p[s.n - 1] == ' ' || s.p[s.n - 1] == ':')
		return false;
	if (strchr("-?:,[]{}#&*!|>'\"%@`=<.~+", s.p[0]) || is_word(s) || may_be_number(s))
		return false;
	return !sw_str_contains(s, SW_S(": ")) && !sw_str_contains(s, SW_S(" #")) && !sw_str_contains(s, SW_S("{{")) &&
	       all_printable(s, false);
}

/* Lines of text that a literal block gives back byte for byte: the first is not indented, none is of blanks alone, and at
 * most one line break is at the end. */
static bool may_be_block(struct sw_str s) {
	if (sw_str_find_byte(s, '\n') == SW_NPOS || s.p[0] == '\n' || s.p[0] == ' ' ||
	    sw_str_ends(s, SW_S("\n\n")) || sw_str_contains(s, SW_S("{{")) || !all_printable(s, true))
		return false;
	for (struct sw_str rest = s, line; sw_str_split(&rest, '\n', &line);)
		if (line.n && sw_str_trim(line).n == 0)
			return false;
	return true;
}

static void write_blanks(struct sw_out *out, unsigned n) {
	while (n-- > 0)
		sw_out_byte(out, ' ');
}

static void write_block(struct sw_out *out, struct sw_str s, unsigned indent) {
	bool ended = s.p[s.n - 1] == '\n';
	sw_out_z(out, ended ? "|" : "|-");
	struct sw_str rest = sw_str_sub(s, 0, s.n - ended), line;
	while (sw_str_split(&rest, '\n', &line)) {
		sw_out_byte(out, '\n');
		if (line.n)
			write_blanks(out, indent);
		sw_out_str(out, line);
	}
}

static void write_quoted(struct sw_out *out, struct sw_str s) {
	sw_out_byte(out, '"');
	for (size_t at = 0; at < s.n;) {
		uint32_t c = sw_utf8_next(s, &at, NULL);
		char bytes[4];
		if (c == '"' || c == '\\')
			sw_out_printf(out, "\\%c", (char)c);
		else if (c == '\n')
			sw_out_z(out, "\\n");
		else if (c == '\t')
			sw_out_z(out, "\\t");
		else if (!printable(c))
			sw_out_printf(out, "\\u%04x", (unsigned)c);
		else
			sw_out_bytes(out, bytes, sw_utf8_put(bytes, c));
	}
	sw_out_byte(out, '"');
}

/* Indentation and dash, or the blank behind a key, as the place asks for. */
static void before_item(struct sw_yaml_out *yaml) {
	if (!yaml->depth)
		return;
	unsigned top = yaml->depth - 1;
	if (yaml->joined)
		sw_out_byte(yaml->out, ' ');
	else if (!yaml->levels[top].started && top > 0)
		sw_out_byte(yaml->out, '\n'); /* the key's own line ends */
	if (!yaml->joined)
		write_blanks(yaml->out, yaml->levels[top].indent);
	yaml->joined = false;
	yaml->levels[top].started = true;
}

static void before_value(struct sw_yaml_out *yaml) {
	if (!yaml->after_key && yaml->depth) {
		assert(yaml->levels[yaml->depth - 1].list);
		before_item(yaml);
		sw_out_byte(yaml->out, '-');
	}
}

static void before_scalar(struct sw_yaml_out *yaml) {
	before_value(yaml);
	if (yaml->depth)
		sw_out_byte(yaml->out, ' ');
	yaml->after_key = false;
}

static void open_level(struct sw_yaml_out *yaml, bool list) {
	before_value(yaml);
	assert(yaml->depth < SW_YAML_LEVELS);
	unsigned indent = yaml->depth ? yaml->levels[yaml->depth - 1].indent + 2 : 0;
	yaml->levels[yaml->depth].list = list;
	yaml->levels[yaml->depth].started = false;
	yaml->levels[yaml->depth].indent = indent;
	yaml->joined = yaml->depth && !yaml->after_key;
	yaml->after_key = false;
	yaml->depth++;
}

static void close_level(struct sw_yaml_out *yaml, const char *empty) {
	assert(yaml->depth);
	yaml->depth--;
	yaml->joined = false;
	if (yaml->levels[yaml->depth].started)
		return;
	if (yaml->depth)
		sw_out_byte(yaml->out, ' ');
	sw_out_z(yaml->out, empty);
	sw_out_byte(yaml->out, '\n');
}

void sw_yaml_out_open_map(struct sw_yaml_out *yaml) {
	open_level(yaml, false);
}

void sw_yaml_out_close_map(struct sw_yaml_out *yaml) {
	close_level(yaml, "{}");
}

void sw_yaml_out_open_list(struct sw_yaml_out *yaml) {
	open_level(yaml, true);
}

void sw_yaml_out_close_list(struct sw_yaml_out *yaml) {
	close_level(yaml, "[]");
}

void sw_yaml_out_key_str(struct sw_yaml_out *yaml, struct sw_str key) {
	assert(yaml->depth && !yaml->levels[yaml->depth - 1].list && !yaml->after_key);
	before_item(yaml);
	bool plain = sw_yaml_plain(key), simple = key.n <= KEY_BYTES;
	if (!simple)
		sw_out_z(yaml->out, "? ");
	if (plain)
		sw_out_str(yaml->out, key);
	else
		write_quoted(yaml->out, key);
	if (!simple) {
		sw_out_byte(yaml->out, '\n');
		write_blanks(yaml->out, yaml->levels[yaml->depth - 1].indent);
	}
	sw_out_byte(yaml->out, ':');
	yaml->after_key = true;
}

void sw_yaml_out_key(struct sw_yaml_out *yaml, const char *key) {
	sw_yaml_out_key_str(yaml, sw_str_of(key));
}

void sw_yaml_out_string(struct sw_yaml_out *yaml, struct sw_str s) {
	before_scalar(yaml);
	if (sw_yaml_plain(s))
		sw_out_str(yaml->out, s);
	else if (yaml->depth && may_be_block(s))
		write_block(yaml->out, s, yaml->levels[yaml->depth - 1].indent + 2);
	else
		write_quoted(yaml->out, s);
	sw_out_byte(yaml->out, '\n');
}

static void write_word(struct sw_yaml_out *yaml, struct sw_str word) {
	before_scalar(yaml);
	sw_out_str(yaml->out, word);
	sw_out_byte(yaml->out, '\n');
}

void sw_yaml_out_int(struct sw_yaml_out *yaml, int64_t value) {
	before_scalar(yaml);
	sw_out_printf(yaml->out, "%lld\n", (long long)value);
}

/* YAML 1.1 takes an exponent only behind a point. */
void sw_yaml_out_number(struct sw_yaml_out *yaml, double value) {
	char text[SW_NUMBER_BYTES];
	if (!isfinite(value)) {
		write_word(yaml, isnan(value) ? SW_S(".nan") : value < 0 ? SW_S("-.inf") : SW_S(".inf"));
		return;
	}
	struct sw_str number = {text, sw_number_write(text, value, SW_NUMBER_JSON)};
	size_t exponent = sw_str_find_byte(number, 'e');
	before_scalar(yaml);
	sw_out_str(yaml->out, sw_str_sub(number, 0, exponent));
	if (exponent != SW_NPOS) {
		if (sw_str_find_byte(number, '.') == SW_NPOS)
			sw_out_z(yaml->out, ".0");
		sw_out_str(yaml->out, sw_str_from(number, exponent));
	}
	sw_out_byte(yaml->out, '\n');
}

void sw_yaml_out_bool(struct sw_yaml_out *yaml, bool value) {
	write_word(yaml, value ? SW_S("true") : SW_S("false"));
}

void sw_yaml_out_null(struct sw_yaml_out *yaml) {
	write_word(yaml, SW_S("null"));
}

/* Digits as they were written, where every reader takes them for the same number. */
static bool is_decimal(struct sw_str s) {
	size_t at = s.n && s.p[0] == '-', start = at, points = 0;
	for (; at < s.n && (sw_is_digit(s.p[at]) || s.p[at] == '.'); at++)
		points += s.p[at] == '.';
	bool leading_zero = s.n > start + 1 && s.p[start] == '0' && s.p[start + 1] != '.';
	return at == s.n && at > start && points <= 1 && !leading_zero && s.p[start] != '.' && s.p[s.n - 1] != '.';
}

static void write_number(struct sw_yaml_out *yaml, const struct sw_node *node) {
	if (is_decimal(node->text))
		write_word(yaml, node->text);
	else if (node->kind == SW_NODE_INT && !node->big)
		sw_yaml_out_int(yaml, node->integer);
	else
		sw_yaml_out_number(yaml, node->number);
}

static void write_map(struct sw_yaml_out *yaml, const struct sw_node *map) {
	struct sw_arena arena;
	sw_arena_init(&arena, SIZE_MAX);
	struct sw_keys keys = {.arena = &arena};
	bool *hidden = SW_NEW_ARRAY(&arena, bool, map->count);
	sw_keys_start(&keys, map->count);
	for (uint32_t i = map->count; i-- > 0;)
		hidden[i] = sw_keys_see(&keys, &map->members[i]) != NULL;
	sw_yaml_out_open_map(yaml);
	for (uint32_t i = 0; i < map->count; i++) {
		if (hidden[i])
			continue;
		sw_yaml_out_key_str(yaml, map->members[i].key);
		sw_yaml_out_node(yaml, map->members[i].value);
	}
	sw_yaml_out_close_map(yaml);
	sw_arena_free(&arena);
}

void sw_yaml_out_node(struct sw_yaml_out *yaml, const struct sw_node *node) {
	switch (node->kind) {
	case SW_NODE_NULL:
		sw_yaml_out_null(yaml);
		break;
	case SW_NODE_BOOL:
		sw_yaml_out_bool(yaml, node->integer);
		break;
	case SW_NODE_INT:
	case SW_NODE_FLOAT:
		write_number(yaml, node);
		break;
	case SW_NODE_STRING:
		sw_yaml_out_string(yaml, node->text);
		break;
	case SW_NODE_LIST:
		sw_yaml_out_open_list(yaml);
		for (uint32_t i = 0; i < node->count; i++)
			sw_yaml_out_node(yaml, node->items[i]);
		sw_yaml_out_close_list(yaml);
		break;
	case SW_NODE_MAP:
		write_map(yaml, node);
		break;
	}
}
