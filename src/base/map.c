#include "base/map.h"
#include <assert.h>
#include <pthread.h>
#include <sys/random.h>

static uint64_t seed[2];
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void make_seed(void) {
	/* Where the kernel gives none (a sandbox in a test), addresses still differ from run to run. */
	if (getrandom(seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) {
		seed[0] = (uint64_t)(uintptr_t)&seed;
		seed[1] = (uint64_t)(uintptr_t)&seeded * 0x9e3779b97f4a7c15u;
	}
}

static uint64_t rotate(uint64_t x, int bits) {
	return x << bits | x >> (64 - bits);
}

/* SipHash-1-3 of the key. */
static inline __attribute__((always_inline)) void sip_round(uint64_t v[4]) {
	v[0] += v[1]; v[1] = rotate(v[1], 13); v[1] ^= v[0]; v[0] = rotate(v[0], 32);
	v[2] += v[3]; v[3] = rotate(v[3], 16); v[3] ^= v[2];
	v[0] += v[3]; v[3] = rotate(v[3], 21); v[3] ^= v[0];
	v[2] += v[1]; v[1] = rotate(v[1], 17); v[1] ^= v[2]; v[2] = rotate(v[2], 32);
}

static inline __attribute__((always_inline)) void start(struct sw_map_hashing *hashing) {
	pthread_once(&seeded, make_seed);
	*hashing = (struct sw_map_hashing){.state = {seed[0] ^ 0x736f6d6570736575u, seed[1] ^ 0x646f72616e646f6du,
						     seed[0] ^ 0x6c7967656e657261u, seed[1] ^ 0x7465646279746573u}};
}

static inline __attribute__((always_inline)) uint64_t next(struct sw_map_hashing *hashing, struct sw_str key) {
	uint64_t last = (uint64_t)key.n << 56, v[4];
	size_t i = hashing->n;
	memcpy(v, hashing->state, sizeof v);
	for (; i + 8 <= key.n; i += 8) {
		uint64_t word;
		memcpy(&word, key.p + i, 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	hashing->n = i;
	memcpy(hashing->state, v, sizeof v);
	for (size_t k = 0; i + k < key.n; k++)
		last |= (uint64_t)(unsigned char)key.p[i + k] << (8 * k);
	v[3] ^= last;
	sip_round(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	for (int k = 0; k < 3; k++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Written into each of these: the state stays in registers where nobody asks for it. */
uint64_t sw_map_hash(struct sw_str key) {
	struct sw_map_hashing hashing;
	start(&hashing);
	return next(&hashing, key);
}

void sw_map_hash_start(struct sw_map_hashing *hashing) {
	start(hashing);
}

uint64_t sw_map_hash_next(struct sw_map_hashing *hashing, struct sw_str key) {
	return next(hashing, key);
}

static struct sw_map_slot *slot_of(const struct sw_map *map, struct sw_str key, uint64_t hash) {
	size_t i = hash & (map->size - 1);
	while (map->slots[i].value && (map->slots[i].hash != hash || !sw_str_eq(map->slots[i].key, key)))
		i = (i + 1) & (map->size - 1);
	return &map->slots[i];
}

void *sw_map_get(const struct sw_map *map, struct sw_str key) {
	return map->size ? slot_of(map, key, sw_map_hash(key))->value : NULL;
}

static void grow(struct sw_arena *arena, struct sw_map *map) {
	struct sw_map larger = {.size = map->size ? map->size * 2 : 16, .used = map->used};
	larger.slots = SW_NEW_ARRAY(arena, struct sw_map_slot, larger.size);
	for (size_t i = 0; i < map->size; i++)
		if (map->slots[i].value)
			*slot_of(&larger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
	*map = larger;
}

void *sw_map_put(struct sw_arena *arena, struct sw_map *map, struct sw_str key, void *value) {
	assert(value);
	if (map->used * 2 >= map->size)
		grow(arena, map);
	uint64_t hash = sw_map_hash(key);
	struct sw_map_slot *slot = slot_of(map, key, hash);
	void *before = slot->value;
	if (!before)
		map->used++;
	*slot = (struct sw_map_slot){key, value, hash};
	return before;
}
