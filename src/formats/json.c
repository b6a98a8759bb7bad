#include "formats/json.h"
#include "base/limits.h"
#include "base/vec.h"
#include "formats/json_text.h"
#include "formats/keys.h"
#include "formats/number.h"

/* A list or map that is open: its children so far stand at the end of `items` or `members`. */
struct frame {
	struct sw_node *node;
	size_t base; /* children of the outer ones before it */
};

struct json {
	struct sw_arena *arena;
	uint32_t source;
	struct sw_str text;
	size_t at;
	enum sw_dialect dialect;
	struct sw_diags *diags;
	struct sw_node *block; /* nodes are taken from the arena in blocks */
	size_t block_left, block_size;
	SW_VEC(struct sw_member) members;
	SW_VEC(struct sw_node *) items;
	struct frame frames[SW_LIMIT_DOCUMENT_DEPTH];
	size_t depth;
	struct sw_keys keys;
	bool said_text; /* the warning about text was given: one a value is enough */
};

static struct sw_span span_of(const struct json *json, size_t start, size_t end) {
	return (struct sw_span){json->source, (uint32_t)start, (uint32_t)end};
}

/* Always false, for `return refuse(…)`. */
static bool refuse(struct json *json, size_t at, const char *what) {
	size_t end = at < json->text.n ? at + 1 : at;
	sw_diag_add(json->diags, SW_DIAG_ERROR, "json-syntax", span_of(json, at, end), "%s", what);
	return false;
}

static void warn_text(struct json *json, size_t start, size_t end) {
	if (json->said_text)
		return;
	json->said_text = true;
	sw_diag_add(json->diags, SW_DIAG_WARNING, "json-not-unicode", span_of(json, start, end),
		    "text that is not Unicode is read as U+FFFD");
}

static void skip_space(struct json *json) {
	const char *p = json->text.p;
	size_t at = json->at, n = json->text.n;
	while (at < n && (p[at] == ' ' || p[at] == '\n' || p[at] == '\r' || p[at] == '\t'))
		at++;
	json->at = at;
}

static struct sw_node *new_node(struct json *json, enum sw_node_kind kind, size_t start) {
	if (!json->block_left) {
		json->block_size = json->block_size ? json->block_size * 2 : 8;
		if (json->block_size > 512)
			json->block_size = 512;
		json->block = SW_NEW_ARRAY(json->arena, struct sw_node, json->block_size);
		json->block_left = json->block_size;
	}
	json->block_left--;
	struct sw_node *node = json->block++;
	node->kind = kind;
	node->span = span_of(json, start, start);
	return node;
}

/* Reads the string whose quote stands at json->at and moves behind it. */
static bool read_string(struct json *json, struct sw_str *out) {
	struct sw_json_text string;
	size_t start = json->at + 1, end = sw_json_unquote(json->arena, json->text, start, &string);
	if (string.error)
		return refuse(json, end, string.error);
	if (string.not_unicode)
		warn_text(json, start, end);
	json->at = end + 1;
	*out = string.text;
	return true;
}

static size_t skip_digits(struct sw_str text, size_t at) {
	while (at < text.n && sw_is_digit(text.p[at]))
		at++;
	return at;
}

/* number = [ "-" ] ( "0" / 1-9 *DIGIT ) [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "+" / "-" ] 1*DIGIT ] */
static struct sw_node *read_number(struct json *json) {
	struct sw_str text = json->text;
	size_t start = json->at, at = start + (text.p[start] == '-'), digits = at;
	bool whole = true, valid = true;
	at = skip_digits(text, at);
	valid = at > digits && (text.p[digits] != '0' || at == digits + 1);
	if (valid && at < text.n && text.p[at] == '.') {
		whole = false;
		digits = at + 1;
		at = skip_digits(text, digits);
		valid = at > digits;
	}
	if (valid && at < text.n && (text.p[at] == 'e' || text.p[at] == 'E')) {
		whole = false;
		at++;
		at += at < text.n && (text.p[at] == '+' || text.p[at] == '-');
		digits = at;
		at = skip_digits(text, at);
		valid = at > digits;
	}
	if (!valid) {
		refuse(json, start, "this is not a number of JSON");
		return NULL;
	}
	struct sw_node *node = new_node(json, whole ? SW_NODE_INT : SW_NODE_FLOAT, start);
	node->text = sw_str_sub(text, start, at - start);
	node->span.end = (uint32_t)at;
	json->at = at;
	if (whole && sw_str_to_i64(node->text, &node->integer))
		node->number = (double)node->integer;
	else
		node->big = sw_number_read(json->arena, node->text, &node->number) && whole;
	return node;
}

static struct sw_node *read_word(struct json *json, const char *word, enum sw_node_kind kind) {
	struct sw_str found = sw_str_sub(json->text, json->at, strlen(word));
	if (!sw_str_is(found, word)) {
		refuse(json, json->at, "a value was expected here");
		return NULL;
	}
	struct sw_node *node = new_node(json, kind, json->at);
	node->text = found;
	node->integer = word[0] == 't';
	json->at += found.n;
	node->span.end = (uint32_t)json->at;
	return node;
}

/* A scalar, or an empty node for a list or map whose bracket was read. NULL: refused. */
static struct sw_node *read_start(struct json *json) {
	if (json->at >= json->text.n) {
		refuse(json, json->at, "the text ends where a value was expected");
		return NULL;
	}
	char c = json->text.p[json->at];
	struct sw_node *node;
	switch (c) {
	case '{':
	case '[':
		return new_node(json, c == '{' ? SW_NODE_MAP : SW_NODE_LIST, json->at++);
	case '"':
		node = new_node(json, SW_NODE_STRING, json->at);
		node->style = SW_STYLE_DOUBLE;
		if (!read_string(json, &node->text))
			return NULL;
		node->span.end = (uint32_t)json->at;
		return node;
	case 't':
		return read_word(json, "true", SW_NODE_BOOL);
	case 'f':
		return read_word(json, "false", SW_NODE_BOOL);
	case 'n':
		return read_word(json, "null", SW_NODE_NULL);
	default:
		if (c == '-' || sw_is_digit(c))
			return read_number(json);
		refuse(json, json->at, "a value was expected here");
		return NULL;
	}
}

/* The key and colon of the next member, which is left without value. */
static bool read_key(struct json *json) {
	if (json->at >= json->text.n || json->text.p[json->at] != '"')
		return refuse(json, json->at, "the key of a member was expected here, in double quotes");
	size_t start = json->at;
	struct sw_member member = {0};
	if (!read_string(json, &member.key))
		return false;
	member.key_span = span_of(json, start, json->at);
	*sw_push(json->arena, &json->members) = member;
	skip_space(json);
	if (json->at >= json->text.n || json->text.p[json->at] != ':')
		return refuse(json, json->at, "a colon was expected behind the key");
	json->at++;
	skip_space(json);
	return true;
}

static void report_duplicates(struct json *json, struct sw_node *map) {
	sw_keys_start(&json->keys, map->count);
	for (uint32_t i = 0; i < map->count; i++) {
		if (!sw_keys_see(&json->keys, &map->members[i]))
			continue;
		bool refused = json->dialect == SW_DIALECT_STRICT || json->dialect == SW_DIALECT_COMPOSE;
		sw_diag_add(json->diags, refused ? SW_DIAG_ERROR : SW_DIAG_WARNING, "json-duplicate-key",
			    map->members[i].key_span, "the key \"%.*s\" is there twice",
			    (int)sw_str_sub(map->members[i].key, 0, 100).n, map->members[i].key.p);
	}
}

/* Takes the children of the innermost list or map off the stack. */
static struct sw_node *close_node(struct json *json) {
	struct frame *frame = &json->frames[--json->depth];
	struct sw_node *node = frame->node;
	node->span.end = (uint32_t)json->at;
	if (node->kind == SW_NODE_MAP) {
		node->count = (uint32_t)(json->members.n - frame->base);
		node->members = SW_NEW_ARRAY(json->arena, struct sw_member, node->count);
		if (node->count)
			memcpy(node->members, json->members.v + frame->base, node->count * sizeof *node->members);
		json->members.n = frame->base;
		report_duplicates(json, node);
	} else {
		node->count = (uint32_t)(json->items.n - frame->base);
		node->items = SW_NEW_ARRAY(json->arena, struct sw_node *, node->count);
		if (node->count)
			memcpy(node->items, json->items.v + frame->base, node->count * sizeof(struct sw_node *));
		json->items.n = frame->base;
	}
	return node;
}

/* What follows a complete child, or the opening bracket (`first`). 1: another child starts at json->at, 0: the list or
 * map was closed, -1: refused. */
static int read_separator(struct json *json, bool first) {
	bool map = json->frames[json->depth - 1].node->kind == SW_NODE_MAP;
	skip_space(json);
	char c = json->at < json->text.n ? json->text.p[json->at] : '\0';
	if (c == (map ? '}' : ']')) {
		json->at++;
		return 0;
	}
	if (!first) {
		if (c != ',') {
			refuse(json, json->at, map ? "a comma or } was expected here" : "a comma or ] was expected here");
			return -1;
		}
		json->at++;
		skip_space(json);
	}
	return map && !read_key(json) ? -1 : 1;
}

static bool open_frame(struct json *json, struct sw_node *node) {
	if (json->depth == SW_LIMIT_DOCUMENT_DEPTH) {
		sw_diag_add(json->diags, SW_DIAG_ERROR, "json-too-deep", span_of(json, json->at - 1, json->at),
			    "lists and maps are nested deeper than %d", SW_LIMIT_DOCUMENT_DEPTH);
		return false;
	}
	size_t base = node->kind == SW_NODE_MAP ? json->members.n : json->items.n;
	json->frames[json->depth++] = (struct frame){node, base};
	return true;
}

static struct sw_node *read_value(struct json *json) {
	for (;;) {
		struct sw_node *node = read_start(json);
		if (!node)
			return NULL;
		bool first = node->kind >= SW_NODE_LIST;
		if (first && !open_frame(json, node))
			return NULL;
		/* Climb until a list or map has another child. */
		for (;;) {
			if (!first) {
				if (!json->depth)
					return node;
				if (json->frames[json->depth - 1].node->kind == SW_NODE_MAP)
					json->members.v[json->members.n - 1].value = node;
				else
					*sw_push(json->arena, &json->items) = node;
			}
			int more = read_separator(json, first);
			if (more < 0)
				return NULL;
			if (more)
				break;
			node = close_node(json);
			first = false;
		}
	}
}

struct sw_node *sw_json_read(struct sw_arena *arena, uint32_t source, struct sw_str text, size_t *at,
			     enum sw_dialect dialect, struct sw_diags *diags) {
	struct json json = {.arena = arena, .source = source, .text = text, .at = *at, .dialect = dialect, .diags = diags};
	json.keys.arena = arena;
	if (json.at == 0 && sw_str_starts(text, SW_S("\xef\xbb\xbf")))
		json.at = 3;
	skip_space(&json);
	struct sw_node *node = json.at < text.n ? read_value(&json) : NULL;
	skip_space(&json);
	*at = json.at;
	return node;
}

struct sw_node *sw_json_read_one(struct sw_arena *arena, uint32_t source, struct sw_str text, enum sw_dialect dialect,
				 struct sw_diags *diags) {
	size_t at = 0, failures = diags->n + diags->dropped;
	struct sw_node *node = sw_json_read(arena, source, text, &at, dialect, diags);
	struct sw_span rest = {source, (uint32_t)at, (uint32_t)text.n};
	if (node && at == text.n)
		return node;
	if (node)
		sw_diag_add(diags, SW_DIAG_ERROR, "json-syntax", rest, "something stands behind the value");
	else if (diags->n + diags->dropped == failures)
		sw_diag_add(diags, SW_DIAG_ERROR, "json-syntax", rest, "there is no value");
	return NULL;
}
