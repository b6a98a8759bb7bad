#include "readers/image/merge.h"
#include "base/limits.h"
#include "base/map.h"

void sw_merge_start(struct sw_merge *merge, struct sw_arena *arena, size_t paths) {
	*merge = (struct sw_merge){.arena = arena, .size = 16};
	while (merge->size / 4 * 3 < paths)
		merge->size *= 2;
	merge->slots = SW_NEW_ARRAY(arena, struct sw_merge_slot, merge->size);
	merge->parent = sw_arena_alloc(arena, SW_LIMIT_PATH_BYTES);
}

static struct sw_merge_slot *slot_of(const struct sw_merge *merge, uint64_t hash) {
	size_t i = hash & (merge->size - 1);
	while (merge->slots[i].hash && merge->slots[i].hash != hash)
		i = (i + 1) & (merge->size - 1);
	return &merge->slots[i];
}

/* 0 marks free slots. Two paths with one hash of 64 bits, whose key is drawn anew for each process, do not happen. */
static uint64_t mark(uint64_t hash) {
	return hash ? hash : 1;
}

static uint64_t hash_of(struct sw_str path) {
	return mark(sw_map_hash(path));
}

static void grow(struct sw_merge *merge) {
	struct sw_merge larger = *merge;
	larger.size *= 2;
	larger.slots = SW_NEW_ARRAY(merge->arena, struct sw_merge_slot, larger.size);
	for (size_t i = 0; i < merge->size; i++)
		if (merge->slots[i].hash)
			*slot_of(&larger, merge->slots[i].hash) = merge->slots[i];
	*merge = larger;
}

/* The smaller of two numbers of which 0 is none. */
static uint32_t lower(uint32_t a, uint32_t b) {
	return !a || (b && b < a) ? b : a;
}

void sw_merge_lay(struct sw_merge *merge, struct sw_str names, uint32_t layer) {
	struct sw_layer_names it;
	struct sw_layer_entry entry;
	uint16_t number = (uint16_t)(layer + 1);
	sw_layer_names_start(&it, merge->arena, names);
	while (sw_layer_names_next(&it, &entry)) {
		uint64_t hash = hash_of(entry.path);
		if (merge->used >= merge->size / 4 * 3)
			grow(merge);
		struct sw_merge_slot *slot = slot_of(merge, hash);
		merge->used += !slot->hash;
		slot->hash = hash;
		if (entry.kind == SW_ENTRY_OPAQUE)
			slot->emptied = number;
		else if (entry.kind == SW_ENTRY_FOLDER)
			slot->folder = number;
		else
			slot->gone = number;
	}
	merge->any = true;
	merge->parent_n = 0;
	const struct sw_merge_slot *top = slot_of(merge, hash_of((struct sw_str){0}));
	merge->top_gone = lower(top->gone, top->emptied);
}

/* Whether all that stands in the folder is gone: it, or one that it stands in, is. */
static uint32_t parent_gone(struct sw_merge *merge, struct sw_str parent) {
	if (!parent.n)
		return merge->top_gone;
	if (sw_str_eq(parent, sw_str(merge->parent, merge->parent_n)))
		return merge->parent_gone;
	uint32_t gone = merge->top_gone;
	struct sw_map_hashing hashing;
	sw_map_hash_start(&hashing);
	for (size_t n = 1; n <= parent.n; n++) {
		if (n < parent.n && parent.p[n] != '/')
			continue;
		const struct sw_merge_slot *slot = slot_of(merge, mark(sw_map_hash_next(&hashing, sw_str_sub(parent, 0, n))));
		gone = lower(gone, lower(slot->gone, slot->emptied));
	}
	if (parent.n <= SW_LIMIT_PATH_BYTES) {
		memcpy(merge->parent, parent.p, parent.n);
		merge->parent_n = parent.n;
		merge->parent_gone = gone;
	}
	return gone;
}

uint32_t sw_merge_gone(struct sw_merge *merge, struct sw_str path) {
	if (!merge->any)
		return 0;
	const struct sw_merge_slot *slot = slot_of(merge, hash_of(path));
	uint32_t own = lower(slot->gone, slot->folder);
	return path.n ? lower(own, parent_gone(merge, sw_str_dirname(path))) : own;
}
