/* The members of a YAML map once all of its keys and values are read: duplicates named, merge keys applied. */
#pragma once
#include "formats/keys.h"

/* A member as read. */
struct sw_yaml_pair {
	struct sw_member member;
	bool merge;              /* the key is << */
};

/* Fills count and members of `map`. False with an error diagnostic when a merge key has no map, or list of maps, as its
 * value. */
bool sw_yaml_map_fill(struct sw_arena *arena, struct sw_keys *keys, struct sw_node *map, struct sw_yaml_pair *pairs,
		      size_t n, enum sw_dialect dialect, struct sw_diags *diags);
