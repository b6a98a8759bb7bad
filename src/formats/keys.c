#include "formats/keys.h"

void sw_keys_start(struct sw_keys *keys, size_t expected) {
	keys->n = 0;
	keys->prints = 0;
	keys->expected = expected;
}

/* Takes as many slots as the map needs, cleared; so the cost follows this map, not the largest one seen. */
static void open_table(struct sw_keys *keys) {
	size_t size = 4 * SW_KEYS_FEW;
	while (size / 2 <= keys->expected)
		size *= 2;
	if (size > keys->room) {
		keys->map.slots = SW_NEW_ARRAY(keys->arena, struct sw_map_slot, size);
		keys->room = size;
	} else {
		memset(keys->map.slots, 0, size * sizeof *keys->map.slots);
	}
	keys->map.size = size;
	keys->map.used = 0;
	for (size_t i = 0; i < SW_KEYS_FEW; i++)
		sw_map_put(keys->arena, &keys->map, keys->few[i]->key, keys->few[i]);
}

/* Length, first, last and middle byte in six bits: what tells the keys of one map apart most often. */
static uint64_t fingerprint(struct sw_str key) {
	if (!key.n)
		return 1;
	unsigned char first = (unsigned char)key.p[0], last = (unsigned char)key.p[key.n - 1];
	unsigned char middle = (unsigned char)key.p[key.n / 2];
	return (uint64_t)1 << ((key.n * 7 + first + last * 5u + middle * 11u) & 63);
}

struct sw_member *sw_keys_see(struct sw_keys *keys, struct sw_member *member) {
	if (keys->n < SW_KEYS_FEW) {
		uint64_t print = fingerprint(member->key);
		for (size_t i = 0; (keys->prints & print) && i < keys->n; i++)
			if (sw_str_eq(keys->few[i]->key, member->key))
				return keys->few[i];
		keys->prints |= print;
		keys->few[keys->n++] = member;
		return NULL;
	}
	if (keys->n++ == SW_KEYS_FEW)
		open_table(keys);
	struct sw_member *before = sw_map_get(&keys->map, member->key);
	if (before)
		return before;
	sw_map_put(keys->arena, &keys->map, member->key, member);
	if (keys->map.size > keys->room)
		keys->room = keys->map.size;
	return NULL;
}
