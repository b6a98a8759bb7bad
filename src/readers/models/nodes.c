#include "readers/models/nodes.h"
#include "formats/json_write.h"
#include "formats/number.h"
#include <stdlib.h>

struct sw_node *sw_node_make(struct sw_arena *arena, enum sw_node_kind kind) {
	struct sw_node *node = SW_NEW(arena, struct sw_node);
	node->kind = kind;
	return node;
}

struct sw_node *sw_node_text(struct sw_arena *arena, struct sw_str text) {
	struct sw_node *node = sw_node_make(arena, SW_NODE_STRING);
	node->style = SW_STYLE_DOUBLE;
	node->text = text;
	return node;
}

struct sw_node *sw_node_truth(struct sw_arena *arena, bool value) {
	struct sw_node *node = sw_node_make(arena, SW_NODE_BOOL);
	node->integer = value;
	node->text = value ? SW_S("true") : SW_S("false");
	return node;
}

struct sw_node *sw_node_int(struct sw_arena *arena, int64_t value) {
	struct sw_node *node = sw_node_make(arena, SW_NODE_INT);
	node->integer = value;
	node->number = (double)value;
	node->text = sw_arena_printf(arena, "%lld", (long long)value);
	return node;
}

struct sw_node *sw_node_number(struct sw_arena *arena, double value) {
	struct sw_node *node = sw_node_make(arena, SW_NODE_FLOAT);
	char text[SW_NUMBER_BYTES];
	node->number = value;
	node->text = sw_arena_str(arena, sw_str(text, sw_number_write(text, value, SW_NUMBER_JSON)));
	return node;
}

struct sw_node *sw_node_texts(struct sw_arena *arena, const struct sw_str *texts, size_t count) {
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	for (size_t i = 0; i < count; i++)
		sw_node_add(arena, list, sw_node_text(arena, texts[i]));
	return list;
}

/* Room is always the least power of two, from 4 on, that holds what is there: so `count` alone tells when it is full. */
static bool full(const struct sw_node *node) {
	return node->count == 0 || (node->count >= 4 && (node->count & (node->count - 1)) == 0);
}

static void *grown(struct sw_arena *arena, void *old, uint32_t count, size_t size) {
	return sw_arena_grow(arena, count ? old : NULL, count * size, (count ? (size_t)count * 2 : 4) * size);
}

void sw_node_append(struct sw_arena *arena, struct sw_node *map, struct sw_str key, struct sw_node *value) {
	if (full(map))
		map->members = grown(arena, map->members, map->count, sizeof *map->members);
	map->members[map->count++] = (struct sw_member){.key = key, .value = value};
}

void sw_node_add(struct sw_arena *arena, struct sw_node *list, struct sw_node *item) {
	if (full(list))
		list->items = grown(arena, list->items, list->count, sizeof(struct sw_node *));
	list->items[list->count++] = item;
}

struct sw_node *sw_node_copy(struct sw_arena *arena, const struct sw_node *map, enum sw_dialect dialect) {
	struct sw_node *copy = sw_node_make(arena, SW_NODE_MAP);
	if (!sw_node_is(map, SW_NODE_MAP))
		return copy;
	struct sw_map seen = {0};
	for (uint32_t i = 0; i < map->count; i++) {
		struct sw_member *member = &map->members[i], *before = sw_map_get(&seen, member->key);
		if (!before)
			sw_map_put(arena, &seen, member->key, member);
		else if (dialect != SW_DIALECT_STRICT)
			sw_map_put(arena, &seen, member->key, member);
	}
	for (uint32_t i = 0; i < map->count; i++)
		if (sw_map_get(&seen, map->members[i].key) == &map->members[i])
			sw_node_append(arena, copy, map->members[i].key, map->members[i].value);
	return copy;
}

static struct sw_member *member_of(const struct sw_node *map, const char *key) {
	for (uint32_t i = 0; i < map->count; i++)
		if (sw_str_is(map->members[i].key, key))
			return &map->members[i];
	return NULL;
}

void sw_node_put(struct sw_arena *arena, struct sw_node *map, const char *key, struct sw_node *value) {
	struct sw_member *member = member_of(map, key);
	if (member && value) {
		member->value = value;
	} else if (member) {
		/* Room may be left over afterwards: growing once more than needed does no harm. */
		size_t at = (size_t)(member - map->members);
		struct sw_node *rest = sw_node_make(arena, SW_NODE_MAP);
		for (size_t i = 0; i < map->count; i++)
			if (i != at)
				sw_node_append(arena, rest, map->members[i].key, map->members[i].value);
		map->members = rest->members;
		map->count = rest->count;
	} else if (value) {
		sw_node_append(arena, map, sw_str_of(key), value);
	}
}

static const struct sw_node *value_of(const struct sw_node *map, const char *key) {
	const struct sw_member *member = member_of(map, key);
	return member ? member->value : NULL;
}

static bool says_nothing(const struct sw_node *node) {
	return !node || node->kind == SW_NODE_NULL;
}

void sw_node_say(struct sw_arena *arena, struct sw_node *map, const char *key, struct sw_str text) {
	const struct sw_node *old = value_of(map, key);
	if (says_nothing(old) ? text.n == 0 : sw_node_is_scalar(old) && sw_str_eq(sw_node_string(old), sw_str_trim(text)))
		return;
	sw_node_put(arena, map, key, sw_node_text(arena, text));
}

void sw_node_say_truth(struct sw_arena *arena, struct sw_node *map, const char *key, bool value) {
	const struct sw_node *old = value_of(map, key);
	if (says_nothing(old) ? !value : sw_node_is(old, SW_NODE_BOOL) && (old->integer != 0) == value)
		return;
	sw_node_put(arena, map, key, sw_node_truth(arena, value));
}

void sw_node_say_all(struct sw_arena *arena, struct sw_node *map, const char *key, const struct sw_str *texts, size_t count) {
	const struct sw_node *old = value_of(map, key);
	sw_node_strings before = {0};
	sw_node_strings_of(arena, old, &before);
	bool same = before.n == count;
	for (size_t i = 0; same && i < count; i++)
		same = sw_str_eq(before.v[i], texts[i]);
	if (!same)
		sw_node_put(arena, map, key, sw_node_texts(arena, texts, count));
}

void sw_node_need(struct sw_arena *arena, struct sw_node *map, const char *key, struct sw_node *value) {
	if (!member_of(map, key))
		sw_node_append(arena, map, sw_str_of(key), value);
}

struct sw_str sw_node_string(const struct sw_node *node) {
	return sw_node_is_scalar(node) ? sw_str_trim(node->text) : (struct sw_str){0};
}

void sw_node_strings_of(struct sw_arena *arena, const struct sw_node *node, sw_node_strings *strings) {
	if (sw_node_is_scalar(node))
		*sw_push(arena, strings) = sw_node_string(node);
	for (uint32_t i = 0; sw_node_is(node, SW_NODE_LIST) && i < node->count; i++)
		if (sw_node_is_scalar(node->items[i]))
			*sw_push(arena, strings) = sw_node_string(node->items[i]);
}

struct sw_str sw_node_join(struct sw_arena *arena, const sw_node_strings *strings, const char *between) {
	size_t n = 0, at = 0, gap = strlen(between);
	for (size_t i = 0; i < strings->n; i++)
		n += strings->v[i].n + gap;
	char *text = sw_arena_alloc(arena, n + 1);
	for (size_t i = 0; i < strings->n; i++) {
		if (i > 0) {
			memcpy(text + at, between, gap);
			at += gap;
		}
		if (strings->v[i].n)
			memcpy(text + at, strings->v[i].p, strings->v[i].n);
		at += strings->v[i].n;
	}
	return sw_str(text, at);
}

/* A taken name's value is the number to try next, so that many things may have one name. */
struct sw_str sw_node_unique(struct sw_arena *arena, struct sw_map *taken, struct sw_str name, const char *before, const char *after) {
	struct sw_str made = name;
	size_t next = (uintptr_t)sw_map_get(taken, name);
	if (next) {
		do
			made = sw_arena_printf(arena, "%.*s%s%zu%s", SW_ARG(name), before, next++, after);
		while (sw_map_get(taken, made));
		sw_map_put(arena, taken, name, (void *)(uintptr_t)next);
	}
	sw_map_put(arena, taken, made, (void *)(uintptr_t)2);
	return made;
}

void sw_node_index(struct sw_arena *arena, const struct sw_node *map, struct sw_map *values) {
	for (uint32_t i = 0; i < map->count; i++)
		sw_map_put(arena, values, map->members[i].key, map->members[i].value);
}

struct sw_str sw_node_line(struct sw_arena *arena, const struct sw_node *node, enum sw_dialect dialect) {
	if (!node || node->kind == SW_NODE_NULL)
		return (struct sw_str){0};
	if (sw_node_is_scalar(node))
		return sw_node_string(node);
	/* The buffer is malloc'd: memory of the arena may run out while it is held. */
	struct sw_out out;
	sw_out_init(&out, -1);
	sw_json_canonical(&out, node, dialect);
	struct sw_arena_catch catch;
	struct sw_str line = {0};
	if (SW_ARENA_TRY(arena, &catch)) {
		line = sw_arena_str(arena, sw_out_text(&out));
		sw_arena_leave(arena, &catch);
	} else {
		sw_out_free(&out);
		sw_arena_throw(arena);
	}
	sw_out_free(&out);
	return line;
}

struct sw_str sw_node_dashed(struct sw_arena *arena, struct sw_str text) {
	char *id = sw_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (sw_is_alnum(text.p[i]))
			id[n++] = sw_to_lower(text.p[i]);
		else if (n && id[n - 1] != '-')
			id[n++] = '-';
	while (n && id[n - 1] == '-')
		n--;
	return sw_str(id, n);
}

void sw_node_rest(struct sw_arena *arena, enum sw_dialect dialect, sw_drawn_extras *extras, const struct sw_node *map, const char *prefix,
		  const char *known) {
	for (uint32_t i = 0; sw_node_is(map, SW_NODE_MAP) && i < map->count; i++) {
		const struct sw_member *member = &map->members[i];
		if (sw_listed(member->key, known))
			continue;
		struct sw_str value = sw_node_line(arena, member->value, dialect);
		if (value.n)
			*sw_push(arena, extras) = (struct sw_drawn_extra){
				sw_arena_printf(arena, "%s%.*s", prefix, SW_ARG(member->key)), value};
	}
}
