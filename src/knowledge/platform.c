#include "knowledge/platform.h"

const struct sw_platform *sw_platform(struct sw_str name) {
	if (name.n == 0)
		return &sw_platforms[0];
	for (size_t i = 0; i < sw_platform_count; i++)
		if (sw_str_is(name, sw_platforms[i].name))
			return &sw_platforms[i];
	return NULL;
}
