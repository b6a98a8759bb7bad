#include "formats/yaml_map.h"
#include "base/vec.h"

struct filler {
	struct sw_arena *arena;
	struct sw_keys *keys;
	enum sw_dialect dialect;
	struct sw_diags *diags;
	struct sw_node *map;
	size_t room; /* members that map->members has place for */
};

static void report_duplicates(struct filler *filler, struct sw_yaml_pair *pairs, size_t n) {
	bool kubectl = filler->dialect == SW_DIALECT_KUBECTL;
	sw_keys_start(filler->keys, n);
	for (size_t i = 0; i < n; i++) {
		/* yaml.v2 applies every merge key; yaml.v3 counts << among the keys that may stand once. */
		if ((pairs[i].merge && kubectl) || !sw_keys_see(filler->keys, &pairs[i].member))
			continue;
		struct sw_str key = sw_str_sub(pairs[i].member.key, 0, 100);
		sw_diag_add(filler->diags, kubectl ? SW_DIAG_WARNING : SW_DIAG_ERROR, "yaml-duplicate-key",
			    pairs[i].member.key_span, "the key \"%.*s\" is there twice", SW_ARG(key));
	}
}

/* Most members that a merge key can bring; SIZE_MAX when its value is of the wrong kind. */
static size_t count_merge(const struct sw_node *value) {
	if (value->kind == SW_NODE_MAP)
		return value->count;
	if (value->kind != SW_NODE_LIST)
		return SIZE_MAX;
	size_t sum = 0;
	for (uint32_t i = 0; i < value->count; i++) {
		if (value->items[i]->kind != SW_NODE_MAP)
			return SIZE_MAX;
		sum += value->items[i]->count;
	}
	return sum;
}

static bool check_merges(struct filler *filler, const struct sw_yaml_pair *pairs, size_t n) {
	for (size_t i = 0; i < n; i++) {
		size_t more = pairs[i].merge ? count_merge(pairs[i].member.value) : 1;
		if (more == SIZE_MAX) {
			sw_diag_add(filler->diags, SW_DIAG_ERROR, "yaml-merge", pairs[i].member.key_span,
				    "a merge key needs a map or a list of maps");
			return false;
		}
		filler->room += more;
	}
	return true;
}

static void add(struct filler *filler, const struct sw_member *member) {
	filler->map->members[filler->map->count++] = *member;
}

/* The members of one merged map; `at` is where the alias or the merge key stands. */
static void add_merged(struct filler *filler, const struct sw_node *from, struct sw_span at) {
	for (uint32_t i = 0; i < from->count; i++) {
		struct sw_member *slot = &filler->map->members[filler->map->count];
		*slot = from->members[i];
		/* Keys of this map, and of maps merged before, win over later merges; kubectl takes all in order. */
		if (filler->dialect != SW_DIALECT_KUBECTL && sw_keys_see(filler->keys, slot))
			continue;
		slot->merged = true;
		slot->value = SW_NEW(filler->arena, struct sw_node);
		*slot->value = *from->members[i].value;
		slot->value->alias = at;
		filler->map->count++;
	}
}

static void add_merge(struct filler *filler, const struct sw_yaml_pair *pair) {
	const struct sw_node *value = pair->member.value;
	struct sw_span at = value->alias.source ? value->alias : pair->member.key_span;
	if (value->kind == SW_NODE_MAP) {
		add_merged(filler, value, at);
		return;
	}
	/* Of a list the earlier map wins: where the last member wins it must come last. */
	for (uint32_t i = 0; i < value->count; i++) {
		bool backwards = filler->dialect == SW_DIALECT_KUBECTL;
		const struct sw_node *item = value->items[backwards ? value->count - 1 - i : i];
		add_merged(filler, item, item->alias.source ? item->alias : at);
	}
}

bool sw_yaml_map_fill(struct sw_arena *arena, struct sw_keys *keys, struct sw_node *map, struct sw_yaml_pair *pairs,
		      size_t n, enum sw_dialect dialect, struct sw_diags *diags) {
	struct filler filler = {arena, keys, dialect, diags, map, 0};
	report_duplicates(&filler, pairs, n);
	if (!check_merges(&filler, pairs, n))
		return false;
	map->members = SW_NEW_ARRAY(arena, struct sw_member, filler.room);
	for (size_t i = 0; i < n; i++) {
		if (pairs[i].merge)
			add_merge(&filler, &pairs[i]);
		else
			add(&filler, &pairs[i].member);
	}
	return true;
}
