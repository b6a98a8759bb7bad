#include "formats/doc.h"
#include "base/vec.h"

/* Whether encoding/json would take `key` for a field called `name`. Go folds by Unicode's simple case folding; for the
 * ASCII names of fields that is ASCII's case and two more letters: U+017F (long s) and U+212A (Kelvin sign). */
static bool folds_to(struct sw_str key, struct sw_str name) {
	size_t k = 0;
	for (size_t i = 0; i < name.n; i++) {
		char want = sw_to_lower(name.p[i]);
		struct sw_str rest = sw_str_from(key, k);
		if (rest.n && sw_to_lower(rest.p[0]) == want)
			k += 1;
		else if (want == 's' && sw_str_starts(rest, SW_S("\xc5\xbf")))
			k += 2;
		else if (want == 'k' && sw_str_starts(rest, SW_S("\xe2\x84\xaa")))
			k += 3;
		else
			return false;
	}
	return k == key.n;
}

const struct sw_member *sw_doc_member(const struct sw_node *map, struct sw_str key, enum sw_dialect dialect) {
	if (!sw_node_is(map, SW_NODE_MAP))
		return NULL;
	if (dialect == SW_DIALECT_STRICT) {
		for (uint32_t i = 0; i < map->count; i++)
			if (sw_str_eq(map->members[i].key, key))
				return &map->members[i];
		return NULL;
	}
	for (uint32_t i = map->count; i-- > 0;) {
		const struct sw_member *member = &map->members[i];
		if (dialect == SW_DIALECT_ENGINE ? folds_to(member->key, key) : sw_str_eq(member->key, key))
			return member;
	}
	return NULL;
}

struct sw_node *sw_doc_get(const struct sw_node *map, const char *key, enum sw_dialect dialect) {
	const struct sw_member *member = sw_doc_member(map, sw_str_of(key), dialect);
	return member ? member->value : NULL;
}

/* One step down from the root: the key of a member, or the number of an item. */
struct step {
	const struct sw_node *parent;
	uint32_t i;
};

struct path {
	SW_VEC(struct step) steps;
};

static const struct sw_node *child_of(const struct sw_node *node, uint32_t i) {
	return node->kind == SW_NODE_MAP ? node->members[i].value : node->items[i];
}

/* Finds `node` below `root` in document order; the steps lead to it. */
static bool find(struct sw_arena *arena, struct path *path, const struct sw_node *root, const struct sw_node *node) {
	if (root == node)
		return true;
	*sw_push(arena, &path->steps) = (struct step){root, 0};
	while (path->steps.n) {
		struct step *top = &path->steps.v[path->steps.n - 1];
		if (top->parent->kind < SW_NODE_LIST || top->i == top->parent->count) {
			if (--path->steps.n)
				path->steps.v[path->steps.n - 1].i++;
			continue;
		}
		const struct sw_node *child = child_of(top->parent, top->i);
		if (child == node)
			return true;
		*sw_push(arena, &path->steps) = (struct step){child, 0};
	}
	return false;
}

/* RFC 6901 writes "~" as ~0 and "/" as ~1. */
static size_t escape(char *to, struct sw_str key) {
	size_t n = 0;
	for (size_t i = 0; i < key.n; i++) {
		bool special = key.p[i] == '~' || key.p[i] == '/';
		to[n++] = special ? '~' : key.p[i];
		if (special)
			to[n++] = key.p[i] == '~' ? '0' : '1';
	}
	return n;
}

struct sw_str sw_doc_pointer(struct sw_arena *arena, const struct sw_node *root, const struct sw_node *node) {
	struct path path = {0};
	if (!root || !node || !find(arena, &path, root, node))
		return (struct sw_str){0};
	struct sw_str pointer = {0};
	for (size_t i = 0; i < path.steps.n; i++) {
		const struct step *step = &path.steps.v[i];
		struct sw_str part;
		if (step->parent->kind == SW_NODE_LIST) {
			part = sw_arena_printf(arena, "/%u", step->i);
		} else {
			struct sw_str key = step->parent->members[step->i].key;
			char *p = sw_arena_array(arena, key.n + 1, 2);
			p[0] = '/';
			part = sw_str(p, 1 + escape(p + 1, key));
		}
		pointer = sw_arena_join(arena, pointer, part);
	}
	return pointer;
}
