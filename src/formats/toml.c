#include "formats/toml.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "formats/toml_value.h"

enum { FEW_KEYS = 16 }; /* members that are looked through; more are hashed */

/* A map while it is built; its node comes first, so that a map's node is its table. */
struct table {
	struct sw_node node;
	struct sw_members {
		struct sw_member *v;
		size_t n, cap;
	} members;
	struct sw_map map;   /* key to the number of its member + 1, once there are more than a few */
	uint32_t depth;
	uint32_t dotted;     /* section in which keys with dots made it; 0: none did */
	bool headed;         /* a header opened it */
	bool closed;         /* written as a value: nothing is added any more */
};

/* A list while it is built; likewise. */
struct list {
	struct sw_node node;
	struct sw_items {
		struct sw_node **v;
		size_t n, cap;
	} items;
	bool of_tables;      /* made by [[headers]] */
};

static struct table *new_table(struct sw_toml *toml, struct sw_span span, uint32_t depth) {
	struct table *table = SW_NEW(toml->arena, struct table);
	table->node.kind = SW_NODE_MAP;
	table->node.span = span;
	table->depth = depth;
	toml->nodes++;
	return table;
}

static struct list *new_list(struct sw_toml *toml, struct sw_span span) {
	struct list *list = SW_NEW(toml->arena, struct list);
	list->node.kind = SW_NODE_LIST;
	list->node.span = span;
	toml->nodes++;
	return list;
}

static struct table *as_table(struct sw_node *node) {
	return (struct table *)(void *)node;
}

static struct list *as_list(struct sw_node *node) {
	return (struct list *)(void *)node;
}

static struct sw_span span_from(const struct sw_toml *toml, size_t start) {
	return (struct sw_span){toml->source, (uint32_t)start, (uint32_t)toml->at};
}

static struct sw_member *find(struct table *table, struct sw_str key) {
	if (table->members.n > FEW_KEYS) {
		uintptr_t number = (uintptr_t)sw_map_get(&table->map, key);
		return number ? &table->members.v[number - 1] : NULL;
	}
	for (size_t i = 0; i < table->members.n; i++)
		if (sw_str_eq(table->members.v[i].key, key))
			return &table->members.v[i];
	return NULL;
}

static void remember(struct sw_toml *toml, struct table *table, size_t i) {
	sw_map_put(toml->arena, &table->map, table->members.v[i].key, (void *)(uintptr_t)(i + 1));
}

static void add_member(struct sw_toml *toml, struct table *table, struct sw_str key, struct sw_span at, struct sw_node *value) {
	*sw_push(toml->arena, &table->members) = (struct sw_member){.key = key, .key_span = at, .value = value};
	table->node.members = table->members.v;
	table->node.count = (uint32_t)table->members.n;
	if (table->members.n == FEW_KEYS + 1)
		for (size_t i = 0; i < FEW_KEYS; i++)
			remember(toml, table, i);
	if (table->members.n > FEW_KEYS)
		remember(toml, table, table->members.n - 1);
}

static void add_item(struct sw_toml *toml, struct list *list, struct sw_node *value) {
	*sw_push(toml->arena, &list->items) = value;
	list->node.items = list->items.v;
	list->node.count = (uint32_t)list->items.n;
}

static void skip_blanks(struct sw_toml *toml) {
	while (sw_toml_peek(toml) == ' ' || sw_toml_peek(toml) == '\t')
		toml->at++;
}

/* A comment, if there is one, and the end of the line or of the text. */
static bool end_line(struct sw_toml *toml) {
	skip_blanks(toml);
	if (sw_toml_peek(toml) == '#')
		for (toml->at++; toml->at < toml->text.n; toml->at++) {
			unsigned char c = (unsigned char)toml->text.p[toml->at];
			if (c == '\n' || c == '\r')
				break;
			if ((c < ' ' && c != '\t') || c == 0x7f)
				return sw_toml_refuse(toml, toml->at, "a control character inside a comment");
		}
	if (sw_str_starts(sw_str_from(toml->text, toml->at), SW_S("\r\n")))
		toml->at++;
	if (toml->at == toml->text.n)
		return true;
	if (sw_toml_peek(toml) != '\n')
		return sw_toml_refuse(toml, toml->at, "the end of the line was expected here");
	toml->at++;
	return true;
}

/* White space, line ends and comments inside a list. */
static bool skip_lines(struct sw_toml *toml) {
	for (;;) {
		skip_blanks(toml);
		char c = sw_toml_peek(toml);
		if ((c != '#' && c != '\n' && c != '\r') || toml->at == toml->text.n)
			return true;
		if (!end_line(toml))
			return false;
	}
}

static bool bare(char c) {
	return sw_is_alnum(c) || c == '_' || c == '-';
}

/* One part of a key. */
static bool read_part(struct sw_toml *toml, struct sw_str *key, struct sw_span *at) {
	size_t start = toml->at;
	char c = sw_toml_peek(toml);
	enum sw_node_style style;
	if (c == '"' || c == '\'') {
		if (!sw_toml_string(toml, false, key, &style))
			return false;
	} else {
		while (toml->at < toml->text.n && bare(toml->text.p[toml->at]))
			toml->at++;
		*key = sw_str_sub(toml->text, start, toml->at - start);
		if (!key->n)
			return sw_toml_refuse(toml, start, "a key was expected here");
	}
	*at = span_from(toml, start);
	return true;
}

/* Whether another part of the key follows behind a dot. */
static bool more_parts(struct sw_toml *toml) {
	skip_blanks(toml);
	if (sw_toml_peek(toml) != '.')
		return false;
	toml->at++;
	skip_blanks(toml);
	return true;
}

/* The table that `key` names in `table`, made when it is not there. A header also goes into the last table of a list. */
static struct table *step(struct sw_toml *toml, struct table *table, struct sw_str key, struct sw_span at, bool header) {
	struct sw_member *member = find(table, key);
	struct table *next;
	if (table->depth + 1 >= SW_LIMIT_DOCUMENT_DEPTH) {
		sw_toml_refuse(toml, at.start, "tables are nested too deeply");
		return NULL;
	}
	if (!member) {
		next = new_table(toml, at, table->depth + 1);
		add_member(toml, table, key, at, &next->node);
	} else if (member->value->kind == SW_NODE_MAP) {
		next = as_table(member->value);
	} else if (header && member->value->kind == SW_NODE_LIST && as_list(member->value)->of_tables) {
		struct list *list = as_list(member->value);
		next = as_table(list->items.v[list->items.n - 1]);
	} else {
		next = NULL;
	}
	bool refused = !next || next->closed || (!header && (next->headed || (next->dotted && next->dotted != toml->section)));
	if (refused) {
		sw_toml_refuse(toml, at.start, "this key has a value already");
		return NULL;
	}
	if (!header)
		next->dotted = toml->section;
	return next;
}

static struct sw_node *read_value(struct sw_toml *toml, uint32_t depth);

/* key = value in `table`. */
static bool read_pair(struct sw_toml *toml, struct table *table) {
	struct sw_str key = {0};
	struct sw_span at;
	if (!read_part(toml, &key, &at))
		return false;
	while (more_parts(toml)) {
		table = step(toml, table, key, at, false);
		if (!table || !read_part(toml, &key, &at))
			return false;
	}
	if (sw_toml_peek(toml) != '=')
		return sw_toml_refuse(toml, toml->at, "'=' was expected here");
	toml->at++;
	skip_blanks(toml);
	if (find(table, key))
		return sw_toml_refuse(toml, at.start, "this key has a value already");
	struct sw_node *value = read_value(toml, table->depth + 1);
	if (value)
		add_member(toml, table, key, at, value);
	return value;
}

static bool read_list(struct sw_toml *toml, struct list *list, uint32_t depth) {
	size_t start = toml->at++;
	for (;;) {
		if (!skip_lines(toml))
			return false;
		if (sw_toml_peek(toml) == ']')
			break;
		struct sw_node *value = read_value(toml, depth + 1);
		if (!value || !skip_lines(toml))
			return false;
		add_item(toml, list, value);
		if (sw_toml_peek(toml) == ',')
			toml->at++;
		else if (sw_toml_peek(toml) != ']')
			return sw_toml_refuse(toml, toml->at, "',' or ']' was expected here");
	}
	toml->at++;
	list->node.span = span_from(toml, start);
	return true;
}

/* What was written as a value stays as it is, and so do the tables that its keys with dots made. */
static void close_table(struct table *table) {
	table->closed = true;
	for (size_t i = 0; i < table->members.n; i++)
		if (table->members.v[i].value->kind == SW_NODE_MAP && !as_table(table->members.v[i].value)->closed)
			close_table(as_table(table->members.v[i].value));
}

static bool read_inline(struct sw_toml *toml, struct table *table) {
	size_t start = toml->at++;
	/* Its keys with dots are among themselves: a section of its own. */
	uint32_t outer = toml->section;
	toml->section = UINT32_MAX;
	skip_blanks(toml);
	bool more = sw_toml_peek(toml) != '}';
	while (more) {
		if (!read_pair(toml, table))
			return false;
		skip_blanks(toml);
		more = sw_toml_peek(toml) == ',';
		if (!more && sw_toml_peek(toml) != '}')
			return sw_toml_refuse(toml, toml->at, "',' or '}' was expected here");
		toml->at += more;
		skip_blanks(toml);
	}
	toml->at++;
	toml->section = outer;
	table->node.span = span_from(toml, start);
	close_table(table);
	return true;
}

/* NULL: refused. Recursion ends at the limit of depth. */
static struct sw_node *read_value(struct sw_toml *toml, uint32_t depth) {
	char c = sw_toml_peek(toml);
	if (depth >= SW_LIMIT_DOCUMENT_DEPTH || toml->nodes >= SW_LIMIT_DOCUMENT_NODES) {
		sw_toml_refuse(toml, toml->at, depth >= SW_LIMIT_DOCUMENT_DEPTH ? "values are nested too deeply" : "too many values");
		return NULL;
	}
	if (c == '[') {
		struct list *list = new_list(toml, (struct sw_span){0});
		return read_list(toml, list, depth) ? &list->node : NULL;
	}
	if (c == '{') {
		struct table *table = new_table(toml, (struct sw_span){0}, depth);
		return read_inline(toml, table) ? &table->node : NULL;
	}
	struct sw_node *node = SW_NEW(toml->arena, struct sw_node);
	toml->nodes++;
	return sw_toml_scalar(toml, node) ? node : NULL;
}

/* The table that the last part of a header opens, in `table`. */
static struct table *open_table(struct sw_toml *toml, struct table *table, struct sw_str key, struct sw_span at) {
	struct table *opened = step(toml, table, key, at, true);
	struct sw_member *member = opened ? find(table, key) : NULL;
	if (opened && (member->value->kind != SW_NODE_MAP || opened->headed || opened->dotted)) {
		sw_toml_refuse(toml, at.start, "this table was opened before");
		return NULL;
	}
	return opened;
}

/* The same for [[…]]: another table in a list. */
static struct table *append_table(struct sw_toml *toml, struct table *table, struct sw_str key, struct sw_span at) {
	struct sw_member *member = find(table, key);
	struct list *list = member && member->value->kind == SW_NODE_LIST ? as_list(member->value) : NULL;
	if (member && (!list || !list->of_tables)) {
		sw_toml_refuse(toml, at.start, "this key has a value already");
		return NULL;
	}
	if (table->depth + 2 >= SW_LIMIT_DOCUMENT_DEPTH) {
		sw_toml_refuse(toml, at.start, "tables are nested too deeply");
		return NULL;
	}
	if (!list) {
		list = new_list(toml, at);
		list->of_tables = true;
		add_member(toml, table, key, at, &list->node);
	}
	struct table *opened = new_table(toml, at, table->depth + 2);
	add_item(toml, list, &opened->node);
	return opened;
}

/* [header] or [[header]]; the table for the keys below it. */
static struct table *read_header(struct sw_toml *toml, struct table *root) {
	size_t start = toml->at++;
	bool many = sw_toml_peek(toml) == '[';
	struct table *table = root;
	struct sw_str key = {0};
	struct sw_span at;
	toml->at += many;
	toml->section++;
	skip_blanks(toml);
	if (!read_part(toml, &key, &at))
		return NULL;
	while (more_parts(toml)) {
		table = step(toml, table, key, at, true);
		if (!table || !read_part(toml, &key, &at))
			return NULL;
	}
	table = many ? append_table(toml, table, key, at) : open_table(toml, table, key, at);
	if (!table)
		return NULL;
	struct sw_str closing = many ? SW_S("]]") : SW_S("]");
	if (!sw_str_starts(sw_str_from(toml->text, toml->at), closing)) {
		sw_toml_refuse(toml, toml->at, "the end of the header was expected here");
		return NULL;
	}
	toml->at += closing.n;
	table->headed = true;
	table->node.span = span_from(toml, start);
	return table;
}

static bool check_text(struct sw_toml *toml) {
	for (size_t at = 0; at < toml->text.n;) {
		bool bad = false;
		size_t start = at;
		if ((unsigned char)toml->text.p[at] < 0x80) {
			at++;
			continue;
		}
		sw_utf8_next(toml->text, &at, &bad);
		if (bad)
			return sw_toml_refuse(toml, start, "the text is not UTF-8");
	}
	return true;
}

struct sw_node *sw_toml_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_toml toml = {.arena = arena, .source = source, .text = text, .diags = diags, .section = 1};
	if (text.n > SW_LIMIT_FILE_BYTES) {
		sw_toml_refuse(&toml, 0, "the document is too large");
		return NULL;
	}
	if (!check_text(&toml))
		return NULL;
	if (sw_str_starts(text, SW_S("\xef\xbb\xbf")))
		toml.at = 3;
	struct table *root = new_table(&toml, (struct sw_span){source, 0, (uint32_t)text.n}, 0), *table = root;
	while (toml.at < text.n) {
		skip_blanks(&toml);
		char c = sw_toml_peek(&toml);
		bool read = true;
		if (toml.nodes >= SW_LIMIT_DOCUMENT_NODES)
			read = sw_toml_refuse(&toml, toml.at, "too many values");
		else if (c == '[')
			read = (table = read_header(&toml, root));
		else if (c != '#' && c != '\n' && c != '\r' && toml.at < text.n)
			read = read_pair(&toml, table);
		if (!read || !end_line(&toml))
			return NULL;
	}
	return &root->node;
}
