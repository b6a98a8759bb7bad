/* Text to pointer, in an arena. Keys are not copied. Iteration is not offered: order must never depend on hashing.
 * The hash is keyed per process, so hostile keys cannot be chosen to collide. */
#pragma once
#include "base/arena.h"

struct sw_map_slot {
	struct sw_str key;
	void *value; /* NULL: empty slot */
	uint64_t hash;
};

struct sw_map {
	struct sw_map_slot *slots; /* power of two */
	size_t size, used;
};

/* The hash that maps use, for tables of another form. */
uint64_t sw_map_hash(struct sw_str key);

/* The same of a text's beginnings, one after the other: each byte is looked at once, however many there are. */
struct sw_map_hashing {
	uint64_t state[4];
	size_t n; /* bytes that are in it: whole words */
};
void sw_map_hash_start(struct sw_map_hashing *hashing);
/* `key` begins with the one before, and is longer. */
uint64_t sw_map_hash_next(struct sw_map_hashing *hashing, struct sw_str key);
/* The value of `key`, or NULL. A zeroed map is empty. */
void *sw_map_get(const struct sw_map *map, struct sw_str key);
/* Sets `key` to `value` (not NULL); returns the value it had, or NULL. */
void *sw_map_put(struct sw_arena *arena, struct sw_map *map, struct sw_str key, void *value);
