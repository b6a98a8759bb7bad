/* The keys of one map, to find those that are there twice. A few are told apart by a fingerprint and compared one by one
 * where it does not; many go through a hash table whose memory the next map uses again. */
#pragma once
#include "base/map.h"
#include "formats/doc.h"

enum { SW_KEYS_FEW = 32 };

struct sw_keys {
	struct sw_arena *arena; /* set by the owner; everything else is zero at first */
	struct sw_member *few[SW_KEYS_FEW];
	uint64_t prints;        /* one bit for each fingerprint among the few */
	size_t n;               /* keys seen of this map */
	size_t expected;
	struct sw_map map;
	size_t room;            /* slots that map.slots has, of which map.size are in use */
};

/* Forgets all keys; about `expected` will come. */
void sw_keys_start(struct sw_keys *keys, size_t expected);
/* The member seen before with the same key, or NULL, and then `member` is remembered. */
struct sw_member *sw_keys_see(struct sw_keys *keys, struct sw_member *member);
