#include "knowledge/capabilities.h"

const struct sw_capability *sw_capability(struct sw_str name) {
	if (name.n > 4 && sw_str_eq_nocase(sw_str_sub(name, 0, 4), SW_S("CAP_")))
		name = sw_str_from(name, 4);
	for (size_t i = 0; i < sw_capability_count; i++)
		if (sw_str_is_nocase(name, sw_capabilities[i].name))
			return &sw_capabilities[i];
	return NULL;
}
