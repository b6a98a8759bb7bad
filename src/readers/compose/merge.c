#include "readers/compose/merge.h"
#include <stdio.h>

/* What one merged entry costs of the reader's budget: many services may extend one that is large. */
enum { ENTRY_COST = 32, PATH_BYTES = 96 };

/* The tag of maps of one member that stand for NAME=VALUE in a merged list of pairs; known by its address, so that no
 * input can claim it. */
const char sw_compose_pair_tag[] = "pair";

static bool tagged(const struct sw_node *node, const char *tag) {
	return node && sw_str_is(node->tag, tag);
}

static struct sw_node *copy(struct sw_compose_reader *r, const struct sw_node *node) {
	struct sw_node *made = SW_NEW(r->arena, struct sw_node);
	*made = *node;
	return made;
}

/* Members while a map is put together. */
struct members {
	SW_VEC(struct sw_member) v;
	struct sw_map at; /* key -> place + 1 */
};

static struct sw_member *place_of(struct members *members, struct sw_str key) {
	uintptr_t place = (uintptr_t)sw_map_get(&members->at, key);
	return place ? &members->v.v[place - 1] : NULL;
}

static void put(struct sw_compose_reader *r, struct members *members, const struct sw_member *member) {
	struct sw_member *held = place_of(members, member->key);
	if (held) {
		*held = *member;
		return;
	}
	*sw_push(r->arena, &members->v) = *member;
	sw_map_put(r->arena, &members->at, member->key, (void *)(uintptr_t)members->v.n);
}

static struct sw_node *map_of(struct sw_compose_reader *r, const struct sw_node *like, const struct members *members) {
	struct sw_node *map = copy(r, like);
	map->kind = SW_NODE_MAP;
	map->tag = (struct sw_str){0};
	map->members = SW_NEW_ARRAY(r->arena, struct sw_member, members->v.n + 1);
	map->count = 0;
	for (size_t i = 0; i < members->v.n; i++)
		if (members->v.v[i].value)
			map->members[map->count++] = members->v.v[i];
	return map;
}

void sw_compose_path_below(char *to, size_t size, const char *path, struct sw_str key) {
	int n = sw_compose_names_below(path) ? snprintf(to, size, "%s.*", path)
					     : snprintf(to, size, "%s%s%.*s", path, *path ? "." : "", SW_ARG(key));
	if (n < 0 || (size_t)n >= size)
		snprintf(to, size, "*"); /* no rule is that long */
}

static struct sw_node *merge_maps(struct sw_compose_reader *r, const char *path, struct sw_node *base, struct sw_node *over) {
	struct members members = {0};
	struct sw_compose_members below = sw_compose_members(r, base, "a map"), above = sw_compose_held(r, over);
	for (size_t i = 0; i < below.n; i++)
		put(r, &members, below.v[i]);
	for (size_t i = 0; i < above.n; i++) {
		struct sw_member member = *above.v[i], *held = place_of(&members, member.key);
		char child[PATH_BYTES];
		sw_compose_path_below(child, sizeof child, path, member.key);
		struct sw_node *merged = sw_compose_merge(r, child, held ? held->value : NULL, member.value);
		/* key and value stand in one file: a member that was merged keeps the key where its value began */
		if (held && merged && merged != member.value)
			member = *held;
		member.value = merged;
		put(r, &members, &member);
	}
	return map_of(r, base, &members);
}

static struct sw_node *list_of(struct sw_compose_reader *r, const struct sw_node *like, struct sw_node **items, size_t n) {
	struct sw_node *list = copy(r, like);
	list->kind = SW_NODE_LIST;
	list->tag = (struct sw_str){0};
	list->items = items;
	list->count = (uint32_t)n;
	return list;
}

static struct sw_node *as_list(struct sw_compose_reader *r, struct sw_node *node) {
	if (!sw_node_is_scalar(node) && node->kind != SW_NODE_MAP)
		return node;
	struct sw_node **items = SW_NEW_ARRAY(r->arena, struct sw_node *, 1);
	items[0] = node;
	return list_of(r, node, items, 1);
}

static struct sw_node *merge_lists(struct sw_compose_reader *r, sw_compose_key_fn *key, const struct sw_node *base,
				   const struct sw_node *over) {
	struct sw_node **items = SW_NEW_ARRAY(r->arena, struct sw_node *, (size_t)base->count + over->count + 1);
	struct sw_map seen = {0};
	size_t n = 0;
	for (uint32_t i = 0; i < base->count + over->count; i++) {
		struct sw_node *item = i < base->count ? base->items[i] : over->items[i - base->count];
		struct sw_str text = key ? key(r, item) : (struct sw_str){0};
		uintptr_t place = text.n ? (uintptr_t)sw_map_get(&seen, text) : 0;
		if (tagged(item, "!reset"))
			continue;
		if (place) {
			items[place - 1] = item;
			continue;
		}
		items[n++] = item;
		if (text.n)
			sw_map_put(r->arena, &seen, text, (void *)(uintptr_t)n);
	}
	return list_of(r, base, items, n);
}

/* A map of pairs as a list: a map of one member each, which the reader of pairs takes as it stands. */
static struct sw_node *pairs_as_list(struct sw_compose_reader *r, struct sw_node *node) {
	if (node->kind != SW_NODE_MAP)
		return as_list(r, node);
	struct sw_compose_members members = sw_compose_held(r, node);
	struct sw_node **items = SW_NEW_ARRAY(r->arena, struct sw_node *, members.n + 1);
	for (size_t i = 0; i < members.n; i++) {
		struct sw_node *item = SW_NEW(r->arena, struct sw_node);
		*item = (struct sw_node){.kind = SW_NODE_MAP, .count = 1, .span = sw_compose_member_span(members.v[i]),
					 .tag = {sw_compose_pair_tag, sizeof sw_compose_pair_tag - 1}};
		item->members = SW_NEW_ARRAY(r->arena, struct sw_member, 1);
		item->members[0] = *members.v[i];
		items[i] = item;
	}
	return list_of(r, node, items, members.n);
}

bool sw_compose_is_pair(const struct sw_node *item) {
	return item->kind == SW_NODE_MAP && item->tag.p == sw_compose_pair_tag;
}

static struct sw_str pair_key(struct sw_compose_reader *r, sw_compose_key_fn *key, const struct sw_node *item) {
	return sw_compose_is_pair(item) ? item->members[0].key : key(r, item);
}

static struct sw_node *merge_pairs(struct sw_compose_reader *r, sw_compose_key_fn *key, struct sw_node *base, struct sw_node *over) {
	struct sw_node *lists[] = {pairs_as_list(r, base), pairs_as_list(r, over)};
	struct sw_node **items = SW_NEW_ARRAY(r->arena, struct sw_node *, (size_t)lists[0]->count + lists[1]->count + 1);
	struct sw_map seen = {0};
	size_t n = 0;
	for (size_t l = 0; l < 2; l++)
		for (uint32_t i = 0; i < lists[l]->count; i++) {
			struct sw_node *item = lists[l]->items[i];
			struct sw_str name = pair_key(r, key, item);
			uintptr_t place = (uintptr_t)sw_map_get(&seen, name);
			items[place ? place - 1 : n] = item;
			if (place)
				continue;
			n++;
			sw_map_put(r->arena, &seen, name, (void *)(uintptr_t)n);
		}
	size_t left = 0;
	for (size_t i = 0; i < n; i++)
		if (!tagged(items[i], "!reset") && !(sw_compose_is_pair(items[i]) && tagged(items[i]->members[0].value, "!reset")))
			items[left++] = items[i];
	return list_of(r, base, items, left);
}

/* A list of names as a map of them; what they say about each is nothing. */
static struct sw_node *names_as_map(struct sw_compose_reader *r, struct sw_node *node) {
	if (node->kind != SW_NODE_LIST)
		return node;
	struct members members = {0};
	for (uint32_t i = 0; i < node->count; i++) {
		struct sw_node *nothing = SW_NEW(r->arena, struct sw_node);
		*nothing = (struct sw_node){.kind = SW_NODE_NULL, .span = node->items[i]->span};
		put(r, &members, &(struct sw_member){.key = sw_compose_peek(r, node->items[i]), .key_span = node->items[i]->span,
						     .value = nothing});
	}
	return map_of(r, node, &members);
}

static struct sw_node *build_as_map(struct sw_compose_reader *r, struct sw_node *node) {
	if (!sw_node_is_scalar(node))
		return node;
	struct members members = {0};
	put(r, &members, &(struct sw_member){.key = SW_S("context"), .key_span = node->span, .value = copy(r, node)});
	return map_of(r, node, &members);
}

static bool other_driver(struct sw_compose_reader *r, const struct sw_node *base, const struct sw_node *over) {
	struct sw_str old = sw_compose_peek(r, sw_compose_get(base, "driver")), new = sw_compose_peek(r, sw_compose_get(over, "driver"));
	return old.n && new.n && !sw_str_eq(old, new);
}

static struct sw_node *settle(struct sw_compose_reader *r, const char *path, const struct sw_compose_rule *rule, struct sw_node *base,
			      struct sw_node *over) {
	if (base->kind == SW_NODE_MAP && over->kind == SW_NODE_MAP)
		return merge_maps(r, path, base, over);
	if (base->kind == SW_NODE_LIST && over->kind == SW_NODE_LIST)
		return merge_lists(r, rule->key, base, over);
	bool alike = sw_node_is_scalar(base) && sw_node_is_scalar(over);
	if (!alike && rule->kind != SW_MERGE_REPLACE && strcmp(path, "services.*.ulimits.*") != 0)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-merge", over->span,
				"this cannot be merged with what it is laid over, which is of another type: it takes its place");
	return over;
}

struct sw_node *sw_compose_merge(struct sw_compose_reader *r, const char *path, struct sw_node *base, struct sw_node *over) {
	if (tagged(over, "!reset"))
		return NULL;
	if (tagged(base, "!reset"))
		base = NULL;
	if (!over)
		return base;
	const struct sw_compose_rule *rule = sw_compose_rule_of(path);
	if (!base || tagged(over, "!override") || rule->kind == SW_MERGE_REPLACE)
		return over;
	bool collection = base->kind == SW_NODE_MAP || base->kind == SW_NODE_LIST;
	if (over->kind == SW_NODE_NULL)
		return collection ? base : over;
	if (base->kind == SW_NODE_NULL)
		return over;
	size_t entries = (base->kind >= SW_NODE_LIST ? base->count : 1) + (size_t)(over->kind >= SW_NODE_LIST ? over->count : 1);
	if (!sw_compose_spend(r, entries * ENTRY_COST, over->span))
		return over;
	switch (rule->kind) {
	case SW_MERGE_PAIRS: return merge_pairs(r, rule->key, base, over);
	case SW_MERGE_NAMES: return settle(r, path, rule, names_as_map(r, base), names_as_map(r, over));
	case SW_MERGE_LIST: return settle(r, path, rule, as_list(r, base), as_list(r, over));
	case SW_MERGE_BUILD: return settle(r, path, rule, build_as_map(r, base), build_as_map(r, over));
	case SW_MERGE_LOGGING:
		if (other_driver(r, base, over))
			return over;
		break;
	case SW_MERGE_PLAIN:
	case SW_MERGE_REPLACE: break;
	}
	return settle(r, path, rule, base, over);
}

struct sw_node *sw_compose_with(struct sw_compose_reader *r, const struct sw_node *map, const struct sw_member *member) {
	struct members members = {0};
	struct sw_compose_members held = sw_compose_held(r, map);
	for (size_t i = 0; i < held.n; i++)
		put(r, &members, held.v[i]);
	put(r, &members, member);
	return map_of(r, map, &members);
}

struct sw_node *sw_compose_without(struct sw_compose_reader *r, const struct sw_node *map, const char *key) {
	return sw_compose_with(r, map, &(struct sw_member){.key = sw_str_of(key)});
}
