#include "knowledge/seeds.h"

const struct sw_seed *sw_seed_of(struct sw_str id) {
	for (size_t i = 0; i < sw_seed_count; i++)
		if (sw_str_is(id, sw_seeds[i].id))
			return &sw_seeds[i];
	return NULL;
}
